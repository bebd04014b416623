//! What stands around every screen: the name, the languages, the places, the state of the device.

use super::{
    drawings::{BrandMark, Drawing, Icon},
    notices::Notices,
    toasts::{Toasts, provide_toasts},
    words,
};
use crate::{
    device::browser,
    paths,
    state::{SyncState, language, language::Language, sync::SyncStatus, use_app},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The frame of every screen.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    provide_toasts();
    let location = use_location();
    language::follow(move || {
        location.pathname.track();
        location.search.track();
    });
    // A new screen is announced by its heading.
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path) {
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        }
        path
    });
    view! {
        <a class="skip" href="#main">{t!(app::skip)}</a>
        <div class="app">
            <header class="top">
                <a class="brand" href=paths::JOBS>
                    <BrandMark />
                    <span>{t!(app::name)}</span>
                    <small>"Engawa"</small>
                </a>
                <Languages />
            </header>
            <div class="dock">
                <SyncLine />
                <Places />
            </div>
            <main class="main" id="main" tabindex="-1">
                <Notices />
                {children()}
            </main>
            <Toasts />
        </div>
    }
}

#[component]
fn Languages() -> impl IntoView {
    let choice = |language: Language| {
        view! {
            <a
                href=format!("?lang={}", language.tag())
                lang=language.tag()
                hreflang=language.tag()
                aria-current=move || (language::current() == language).then_some("true")
                on:click=move |click| {
                    // The link can be shared; here it switches at once.
                    click.prevent_default();
                    click.stop_propagation();
                    language::choose(language);
                }
            >
                {language.own_name()}
            </a>
        }
    };
    view! {
        <div class="lang" role="group" aria-label=t!(app::language)>
            {Language::ALL.map(choice).collect_view()}
        </div>
    }
}

#[component]
fn Places() -> impl IntoView {
    let app = use_app();
    let own = move || app.replica.draft_count() + app.replica.answered();
    let unread = move || app.replica.unread_arrivals();
    let news = move || app.replica.sign_up_news();
    let has_contract = move || app.replica.has_contracts();
    let is_member = move || app.replica.is_member();
    view! {
        <nav class="places" aria-label=t!(app::places)>
            <ul>
                <li>
                    <Place href=paths::JOBS icon=Icon::Search name=t!(app::place_jobs) />
                </li>
                <li>
                    <Place href=paths::PROPOSALS icon=Icon::Pen name=t!(app::place_proposals)>
                        <Badge count=own />
                    </Place>
                </li>
                <li>
                    <Place href=paths::PROGRAMS icon=Icon::Calendar name=t!(app::place_programs)>
                        <Badge count=news />
                    </Place>
                </li>
                <Show when=has_contract>
                    <li>
                        <Place href=paths::WORK icon=Icon::Work name=t!(app::place_work) />
                    </li>
                </Show>
                <Show when=is_member>
                    <li>
                        <Place href=paths::DESK icon=Icon::Desk name=t!(app::place_desk)>
                        <Badge count=unread />
                    </Place>
                    </li>
                </Show>
                <li>
                    <Place href=paths::SETTINGS icon=Icon::Person name=t!(app::place_self) />
                </li>
            </ul>
        </nav>
    }
}

/// The way to a place, which says when one is there.
#[component]
fn Place(
    /// Where it is.
    href: &'static str,
    /// Its picture.
    icon: Icon,
    /// Its name.
    #[prop(into)]
    name: ViewFn,
    /// What stands beside the name.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let path = use_location().pathname;
    let is_here = Memo::new(move |_| path.with(|path| paths::place_of(path)) == Some(href));
    view! {
        <a href=href aria-current=move || is_here.get().then_some("page")>
            <Drawing icon />
            <span>{move || name.run()}</span>
            {children.map(|children| children())}
        </a>
    }
}

/// A count beside a word; nothing when there is nothing to count.
#[component]
pub fn Badge(
    /// How many.
    #[prop(into)]
    count: Signal<usize>,
) -> impl IntoView {
    view! {
        <Show when=move || { count.get() > 0 }>
            <span class="badge">
                {count} <span class="visually-hidden">{t!(app::items)}</span>
            </span>
        </Show>
    }
}

/// The state of the device in words, always visible.
#[component]
fn SyncLine() -> impl IntoView {
    let app = use_app();
    let sync: SyncState = app.sync;
    let waiting = move || app.replica.waiting();
    let state = move || match sync.status() {
        SyncStatus::DeviceFails
        | SyncStatus::SessionEnded
        | SyncStatus::Outdated
        | SyncStatus::NoRoom(_) => "attention",
        SyncStatus::Offline => "offline",
        _ if waiting() > 0 && sync.status() == SyncStatus::Syncing => "sending",
        _ if waiting() > 0 => "waiting",
        _ => "saved",
    };
    let said = Memo::new(move |_| words::sync_status(sync.status(), waiting()));
    view! {
        <p class="sync" role="status" aria-label=t!(app::sync_state) data-state=state>
            {said}
        </p>
    }
}
