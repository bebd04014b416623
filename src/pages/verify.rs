//! Where the link of a mail leads that shows an address. One tap, so that programs which open every
//! link of a mail use nothing up.

use crate::{
    components::account_form::{Failure, SubmitButton, on_secret, submit},
    device::browser,
    paths,
    state::App,
};
use leptos::prelude::*;
use sync::account::Verified;

/// The button, and what came of it.
#[component]
pub fn VerifyPage() -> impl IntoView {
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(person::verify))));
    let token = RwSignal::new(String::new());
    let verified = RwSignal::new(None::<Verified>);
    on_secret(move |secret| {
        token.set(secret);
        verified.set(None);
    });
    let ask = move |app: App, []: [String; 0]| app.session.verify(token.get_untracked());
    let (sending, submit) = submit([], ask, move |answer| async move {
        verified.set(Some(answer));
        browser::after_paint(|| browser::focus("h1[tabindex]"));
    });
    let submit = StoredValue::new_local(submit);
    let title = move || {
        verified.with(|verified| match verified {
            None => text!(person::verify),
            Some(Verified { changed: false, .. }) => text!(person::is_verified),
            Some(Verified { changed: true, .. }) => text!(person::is_changed),
        })
    };
    let body = move || match verified.get() {
        None => view! {
            <p>{t!(person::verify_text)}</p>
            <Failure title=t!(person::not_verified) sending />
            <form
                class="account-form"
                novalidate
                on:submit=move |event| submit.with_value(|submit| submit(event))
            >
                <SubmitButton words=t!(person::verify_it) sending />
            </form>
        }
        .into_any(),
        Some(Verified { email, .. }) => view! {
            <p>{move || text!(person::is_verified_text, email.as_str())}</p>
            <div class="button-row">
                <a class="button is-primary" href=paths::JOBS>
                    {t!(app::find_jobs)}
                </a>
                <a class="button" href=paths::ACCOUNT>
                    {t!(person::to_account)}
                </a>
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="page is-narrow">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {title}
                </h1>
            </header>
            {body}
        </div>
    }
}
