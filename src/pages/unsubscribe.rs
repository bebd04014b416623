//! Where a digest's last link leads: one tap ends it, without logging in.

use crate::{
    components::account_form::{Failure, SubmitButton, on_secret, submit},
    device::browser,
    paths,
    state::App,
};
use leptos::prelude::*;

/// The button, and what came of it.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(person::unsubscribe))));
    let secret = RwSignal::new(String::new());
    let ended = RwSignal::new(false);
    on_secret(move |found| {
        secret.set(found);
        ended.set(false);
    });
    let ask = move |app: App, []: [String; 0]| app.session.unsubscribe(secret.get_untracked());
    let (sending, submit) = submit([], ask, move |()| async move {
        ended.set(true);
        browser::after_paint(|| browser::focus("h1[tabindex]"));
    });
    let submit = StoredValue::new_local(submit);
    let title = move || match ended.get() {
        false => text!(person::unsubscribe),
        true => text!(person::digest_off),
    };
    let body = move || match ended.get() {
        false => view! {
            <p>{t!(person::unsubscribe_text)}</p>
            <Failure title=t!(person::not_changed) sending />
            <form
                class="account-form"
                novalidate
                on:submit=move |event| submit.with_value(|submit| submit(event))
            >
                <SubmitButton words=t!(person::unsubscribe_it) sending />
            </form>
        }
        .into_any(),
        true => view! {
            <p>{t!(person::unsubscribed_text)}</p>
            <div class="button-row">
                <a class="button is-primary" href=paths::JOBS>
                    {t!(app::find_jobs)}
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
