//! The kiosk: a shell of its own, with targets for an arm's length, and no way out.

pub mod home;
pub mod jobs;
pub mod programs;
pub mod seat;
pub mod staff;
pub mod take;
pub mod warning;

use crate::{
    components::{
        drawings::{BrandMark, Drawing, Icon},
        toasts::provide_toasts,
    },
    device::browser,
    state::{
        kiosk::{Screen, use_kiosk},
        language::{self, Language},
    },
};
use leptos::prelude::*;

/// The kiosk.
#[component]
pub fn KioskPage() -> impl IntoView {
    let kiosk = use_kiosk();
    // What it shares with other screens may say small words.
    provide_toasts();
    language::follow_in_page();
    // One title, whatever somebody looks at: browsers write titles down.
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(kiosk::title))));
    // A new screen is announced by its heading, and begins at its top.
    Effect::new(move |before: Option<(u64, Screen)>| {
        let now = (kiosk.visit(), kiosk.screen());
        if before.is_some_and(|before| before != now) {
            browser::after_paint(|| {
                browser::focus("h1[tabindex]");
                window().scroll_to_with_x_and_y(0.0, 0.0);
            });
        }
        now
    });
    view! {
        <div class="kiosk">
            <header class="kiosk-top">
                <staff::Brand />
                <p class="kiosk-where">{t!(kiosk::unpaired)}</p>
                <Languages />
            </header>
            <main class="kiosk-main" id="main">
                {move || {
                    kiosk.visit();
                    view! { <Visitor /> }
                }}
            </main>
            <Foot />
            <warning::Warning />
        </div>
    }
}

/// What one visitor typed and chose. It is dropped when they leave.
#[derive(Clone, Copy)]
pub struct Visit {
    job_words: RwSignal<String>,
    program_words: RwSignal<String>,
}

/// What one visitor sees.
#[component]
fn Visitor() -> impl IntoView {
    let kiosk = use_kiosk();
    provide_context(Visit {
        job_words: RwSignal::new(String::new()),
        program_words: RwSignal::new(String::new()),
    });
    let screen = Memo::new(move |_| kiosk.screen());
    let shown = move || match screen.get() {
        Screen::Home => view! { <home::Home /> }.into_any(),
        Screen::Jobs => view! { <jobs::Jobs /> }.into_any(),
        Screen::Job(id) => view! { <jobs::Posting id /> }.into_any(),
        Screen::Programs => view! { <programs::Programs /> }.into_any(),
        Screen::Program(id) => view! { <programs::OneProgram id /> }.into_any(),
        Screen::Seat => view! { <seat::Seat /> }.into_any(),
        Screen::Staff => view! { <staff::Staff /> }.into_any(),
    };
    view! {
        {shown}
        <take::Taken />
    }
}

/// The languages, as large as everything else: chosen at the first touch.
#[component]
fn Languages() -> impl IntoView {
    let choice = |language: Language| {
        view! {
            <button
                class="button"
                type="button"
                lang=language.tag()
                aria-pressed=move || (language::current() == language).to_string()
                on:click=move |_| language::try_on(language)
            >
                {language.own_name()}
            </button>
        }
    };
    view! {
        <div class="kiosk-languages" role="group" aria-label=t!(app::language)>
            {Language::ALL.map(choice).collect_view()}
        </div>
    }
}

/// What is always at hand: one step back, and the end.
#[component]
fn Foot() -> impl IntoView {
    let kiosk = use_kiosk();
    let is_home = Memo::new(move |_| kiosk.screen() == Screen::Home);
    let back = move |_| kiosk.show(kiosk.screen().back());
    view! {
        <footer class="kiosk-foot">
            <Show when=move || !is_home.get()>
                <button class="button" type="button" on:click=back>
                    <Drawing icon=Icon::Back />
                    {t!(kiosk::back)}
                </button>
                <button class="button" type="button" on:click=move |_| kiosk.show(Screen::Home)>
                    {t!(kiosk::home)}
                </button>
            </Show>
            <button class="button is-danger" type="button" on:click=move |_| kiosk.wipe()>
                {t!(kiosk::wipe)}
            </button>
        </footer>
    }
}

/// The house mark and its name.
#[component]
fn Name() -> impl IntoView {
    view! {
        <BrandMark />
        <span>{t!(app::name)}</span>
    }
}
