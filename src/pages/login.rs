//! Logging in to an account.

use crate::{
    components::{
        account_form::{
            EmailField, Failure, HandedOver, PasswordField, SubmitButton, enter, other_form,
            submit, wrong,
        },
        field::hold_composing_enter,
    },
    device::browser,
    paths,
    state::{App, session::FormError, use_app},
};
use domain::refusal::{self, Invalid, Problem};
use leptos::{html::Input, prelude::*};

/// The form for those who have an account.
#[component]
pub fn LoginPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(account::log_in))));
    let (email, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    // Whose session has ended need not type their address again.
    let known = untrack(|| app.session.account())
        .map(|account| account.email)
        .unwrap_or_default();
    let ask = |app: App, [email, password]: [String; 2]| async move {
        let missing = missing(&email, &password);
        if missing.is_empty() {
            app.session.log_in(email, password).await
        } else {
            Err(FormError::Fields(missing))
        }
    };
    let (sending, submit) = submit([email, password], ask, enter());
    view! {
        <div class="page is-narrow">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(account::log_in)}
                </h1>
            </header>
            <HandedOver />
            <Failure title=t!(account::log_in_failed) sending />
            <form class="account-form" novalidate on:submit=submit on:keydown=hold_composing_enter>
                <EmailField control=email known error=wrong(sending, refusal::Field::Email) />
                <PasswordField
                    control=password
                    autocomplete="current-password"
                    error=wrong(sending, refusal::Field::Password)
                />
                <SubmitButton words=t!(account::log_in) sending />
            </form>
            <p>
                <a class="way" href=paths::RESET>
                    {t!(person::forgot)}
                </a>
            </p>
            <p class="account-alt">
                {t!(account::register_instead)} " "
                <a href=other_form(paths::REGISTER)>{t!(account::to_register)}</a>
            </p>
        </div>
    }
}

/// What has to be typed before the server is asked.
fn missing(email: &str, password: &str) -> Vec<Invalid> {
    let given = [
        (refusal::Field::Email, email.trim()),
        (refusal::Field::Password, password),
    ];
    let empty = given.into_iter().filter(|(_, text)| text.is_empty());
    let problem = Problem::Missing;
    empty
        .map(|(field, _)| Invalid {
            field,
            problem: problem.clone(),
        })
        .collect()
}
