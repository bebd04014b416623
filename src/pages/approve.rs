//! At a kiosk, with one's own phone: which kiosk asks, and yes.

use crate::{
    components::account_form::on_secret,
    device::browser,
    paths,
    state::{session::FormError, use_app},
};
use domain::short_code::ShortCode;
use leptos::{prelude::*, task::spawn_local};
use sync::kiosk::Approval;

/// How far one is.
#[derive(Clone, PartialEq)]
enum Step {
    /// A code is typed.
    Code,
    /// Which kiosk asks.
    Ask(ShortCode, Approval),
    /// It is approved.
    Done,
}

/// The page that a kiosk's QR code leads to.
#[component]
pub fn ApprovePage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(kiosk::approve_title))));
    let step = RwSignal::new(Step::Code);
    let failed = RwSignal::new(None::<FormError>);
    let typed = RwSignal::new(String::new());
    let look = move |code: ShortCode| {
        failed.set(None);
        spawn_local(async move {
            match app.session.look_at_kiosk(code).await {
                Ok(approval) => step.set(Step::Ask(code, approval)),
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    on_secret(move |secret| {
        step.set(Step::Code);
        typed.set(secret.clone());
        if let Ok(code) = secret.parse()
            && app.session.is_registered()
        {
            look(code);
        }
    });
    let check = move |_| match typed.get_untracked().parse() {
        Ok(code) => look(code),
        Err(_) => failed.set(Some(FormError::LinkGone)),
    };
    let approve = move |code: ShortCode| {
        spawn_local(async move {
            match app.session.approve_kiosk(code).await {
                Ok(()) => step.set(Step::Done),
                Err(error) => {
                    failed.set(Some(error));
                    step.set(Step::Code);
                }
            }
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        });
    };
    let why = move || {
        failed.get().map(|error| match error {
            FormError::LinkGone => text!(kiosk::code_gone),
            FormError::TooMany(_) => text!(kiosk::too_many),
            FormError::LoggedOut => text!(kiosk::log_in_first),
            _ => text!(kiosk::pairing_unreachable),
        })
    };
    let body = move || match step.get() {
        _ if !app.session.is_registered() => view! {
            <p>{t!(kiosk::log_in_first)}</p>
            <a class="button is-primary" href=paths::and_back(paths::LOGIN, paths::APPROVE)>
                {t!(app::log_in)}
            </a>
        }
        .into_any(),
        Step::Code => view! {
            <p>{t!(kiosk::approve_intro)}</p>
            <div class="field">
                <label for="approve-code">{t!(kiosk::shown_code)}</label>
                <input
                    class="input"
                    id="approve-code"
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    maxlength="20"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button class="button is-primary" type="button" on:click=check>
                {t!(kiosk::check_code)}
            </button>
        }
        .into_any(),
        Step::Ask(code, approval) => view! {
            <p class="lead">
                {move || {
                    text!(kiosk::asks, approval.desk_name.as_str(), approval.space_name.as_str())
                }}
            </p>
            <p>{t!(kiosk::asks_text)}</p>
            <div class="button-row">
                <button class="button is-primary" type="button" on:click=move |_| approve(code)>
                    {t!(kiosk::approve)}
                </button>
                <button class="button" type="button" on:click=move |_| step.set(Step::Code)>
                    {t!(kiosk::not_me)}
                </button>
            </div>
        }
        .into_any(),
        Step::Done => view! {
            <p class="lead" role="status">
                {t!(kiosk::approved)}
            </p>
            <p>{t!(kiosk::approved_text)}</p>
        }
        .into_any(),
    };
    view! {
        <div class="page is-narrow">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(kiosk::approve_title)}
                </h1>
            </header>
            <p role="alert">{why}</p>
            {body}
        </div>
    }
}
