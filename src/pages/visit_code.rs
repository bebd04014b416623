//! 来訪コード: six digits and a QR code for a space's door. The phone makes them by itself, without a
//! network too, from a secret that the server drew once.

use crate::{
    components::{empty::Empty, qr_code::QrCode},
    device::{browser, clock},
    paths,
    state::use_app,
};
use domain::{
    Command, Timestamp,
    one_time_code::{CheckIn, code_at, remaining},
    visit_code::VisitCode,
};
use leptos::{prelude::*, task::spawn_local};

/// The page.
#[component]
pub fn VisitCodePage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(kiosk::visit_code))));
    let own = Memo::new(move |_| app.replica.visit_code());
    let has_failed = RwSignal::new(false);
    let draw = move || {
        has_failed.set(false);
        spawn_local(async move {
            match app.session.renew_visit_code().await {
                Ok(()) => app.sync.now(),
                Err(_) => drop(has_failed.try_set(true)),
            }
        });
    };
    // Whoever opens it the first time wants one.
    Effect::new(move |asked: Option<bool>| {
        let asked = asked.unwrap_or_default();
        let wants = app.session.is_registered() && own.with(Option::is_none);
        let known = matches!(
            app.sync.status(),
            crate::state::sync::SyncStatus::UpToDate(_)
        );
        if wants && known && !asked {
            draw();
            return true;
        }
        asked
    });
    let shown = move || match own.get() {
        _ if !app.session.is_registered() => view! {
            <Empty dead_end=true title=t!(kiosk::no_account) text=t!(kiosk::no_account_text)>
                <a class="button is-primary" href=paths::and_back(paths::LOGIN, paths::VISIT_CODE)>
                    {t!(app::log_in)}
                </a>
            </Empty>
        }
        .into_any(),
        Some(own) => view! { <Shown own /> }.into_any(),
        None if has_failed.get() => view! {
            <Empty dead_end=true title=t!(kiosk::no_secret) text=t!(kiosk::no_secret_text)>
                <button class="button is-primary" type="button" on:click=move |_| draw()>
                    {t!(app::try_again)}
                </button>
            </Empty>
        }
        .into_any(),
        None => view! { <p role="status">{t!(kiosk::drawing)}</p> }.into_any(),
    };
    view! {
        <div class="page is-narrow">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(kiosk::visit_code)}
                </h1>
                <p class="lead">{t!(kiosk::visit_text)}</p>
            </header>
            {shown}
            <Logins />
            <Show when=move || own.with(Option::is_some)>
                <details>
                    <summary>{t!(kiosk::renew)}</summary>
                    <p>{t!(kiosk::renew_text)}</p>
                    <button class="button" type="button" on:click=move |_| draw()>
                        {t!(kiosk::renew)}
                    </button>
                    <p role="status">
                        {move || has_failed.get().then(|| text!(kiosk::no_secret_text))}
                    </p>
                </details>
            </Show>
        </div>
    }
}

/// The code of this moment.
#[component]
fn Shown(own: VisitCode) -> impl IntoView {
    let now = RwSignal::new(clock::now());
    let next = set_interval_with_handle(
        move || now.set(clock::now()),
        std::time::Duration::from_millis(500),
    )
    .ok();
    on_cleanup(move || {
        if let Some(next) = next {
            next.clear();
        }
    });
    let (person, secret) = (own.person, StoredValue::new(own.secret));
    let code = Memo::new(move |_| secret.with_value(|secret| code_at(secret, now.get())));
    let digits = move || {
        let text = code.get().to_string();
        let (one, other): (String, String) = (
            text.chars().take(3).collect(),
            text.chars().skip(3).collect(),
        );
        format!("{one} {other}")
    };
    let check_in = Signal::derive(move || {
        let code = code.get();
        CheckIn { person, code }.to_string()
    });
    let left = move || seconds(now.get());
    view! {
        <section class="visit-code" aria-label=t!(kiosk::visit_code)>
            <QrCode text=check_in name=Signal::derive(|| text!(kiosk::visit_qr).to_owned()) />
            <p class="visit-digits">{digits}</p>
            <p class="hint">
                <progress max="30" value=left aria-hidden="true"></progress>
                {move || text!(kiosk::seconds_left, left())}
            </p>
        </section>
    }
}

fn seconds(now: Timestamp) -> usize {
    usize::try_from(remaining(now) / 1000 + 1)
        .unwrap_or_default()
        .min(30)
}

/// Kiosks where the person is logged in.
#[component]
fn Logins() -> impl IntoView {
    let app = use_app();
    let logins = Memo::new(move |_| {
        let now = app.now.get();
        let mut logins = app.replica.kiosk_logins();
        logins.retain(|login| now < login.until);
        logins
    });
    view! {
        <For each=move || logins.get() key=|login| login.id let:login>
            <section class="panel" aria-label=t!(kiosk::logged_in)>
                <p>{move || text!(kiosk::logged_in_at, login.space_name.as_str())}</p>
                <button
                    class="button"
                    type="button"
                    on:click=move |_| app.replica.do_it(Command::EndKioskLogin { login: login.id })
                >
                    {t!(kiosk::log_out_there)}
                </button>
            </section>
        </For>
    }
}
