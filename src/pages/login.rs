//! Logging in to an account.

use crate::{
    components::{
        account_form::{Failure, HandedOver, PasswordField, enter, focus_wrong, wrong},
        field::{Field, described_by, hold_composing_enter},
        toasts::use_toasts,
    },
    device::browser,
    paths,
    state::{session::FormError, use_app},
};
use domain::refusal::{self, Invalid, Problem};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The form for those who have an account.
#[component]
pub fn LoginPage() -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(account::log_in))));
    let query = use_query_map();
    let next = move || paths::next(query.with(|query| query.get("next")));
    let (email, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    // Whose session has ended need not type their address again.
    let known = untrack(|| app.session.account())
        .map(|account| account.email)
        .unwrap_or_default();
    let failure = RwSignal::new(None);
    let sending = RwSignal::new(false);
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = |control: NodeRef<Input>| {
            control
                .get_untracked()
                .map(|control| control.value())
                .unwrap_or_default()
        };
        if sending.get_untracked() {
            return;
        }
        let (email, password) = (typed(email), typed(password));
        let missing = missing(&email, &password);
        if !missing.is_empty() {
            let error = FormError::Fields(missing);
            focus_wrong(&error);
            failure.set(Some(error));
            return;
        }
        sending.set(true);
        let next = untrack(next);
        let navigate = navigate.clone();
        spawn_local(async move {
            match app.session.log_in(email, password).await {
                Ok(account) => {
                    let goal = enter(app, toasts, account, next).await;
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&goal, options);
                }
                Err(error) => {
                    focus_wrong(&error);
                    failure.try_set(Some(error));
                }
            }
            sending.try_set(false);
        });
    };
    let (email_error, password_error) = (
        wrong(failure, refusal::Field::Email),
        wrong(failure, refusal::Field::Password),
    );
    let register = move || match next() {
        Some(next) => paths::and_back(paths::REGISTER, &next),
        None => paths::REGISTER.to_owned(),
    };
    view! {
        <div class="page is-narrow">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(account::log_in)}
                </h1>
            </header>
            <HandedOver />
            <Failure title=t!(account::log_in_failed) failure />
            <form
                class="account-form"
                novalidate
                on:submit=submit
                on:keydown=hold_composing_enter
            >
                <Field id="email" label=t!(account::email) error=email_error>
                    <input
                        class="input"
                        id="email"
                        node_ref=email
                        type="email"
                        inputmode="email"
                        autocomplete="email"
                        autocapitalize="off"
                        spellcheck="false"
                        prop:value=known
                        aria-describedby=move || {
                            described_by("email", false, email_error.get().is_some())
                        }
                        aria-invalid=move || email_error.get().map(|_| "true")
                    />
                </Field>
                <PasswordField
                    control=password
                    autocomplete="current-password"
                    error=password_error
                />
                <button
                    class="button is-primary is-wide"
                    type="submit"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    {t!(account::log_in)}
                </button>
            </form>
            <p class="account-alt">
                {t!(account::register_instead)} " "
                <a href=register>{t!(account::to_register)}</a>
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
