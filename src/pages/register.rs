//! Making an account.

use crate::{
    components::{
        account_form::{Failure, HandedOver, PasswordField, enter, focus_wrong, wrong},
        field::{Field, described_by, hold_composing_enter},
        toasts::use_toasts,
    },
    device::browser,
    paths,
    state::use_app,
};
use domain::{person::MIN_PASSWORD, refusal};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The form for a new account.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(account::register_title))));
    let query = use_query_map();
    let next = move || paths::next(query.with(|query| query.get("next")));
    let (name, email, password) = (
        NodeRef::<Input>::new(),
        NodeRef::<Input>::new(),
        NodeRef::<Input>::new(),
    );
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
        sending.set(true);
        let (name, email, password) = (typed(name), typed(email), typed(password));
        let next = untrack(next);
        let navigate = navigate.clone();
        spawn_local(async move {
            match app.session.register(name, email, password).await {
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
    let (name_error, email_error, password_error) = (
        wrong(failure, refusal::Field::Name),
        wrong(failure, refusal::Field::Email),
        wrong(failure, refusal::Field::Password),
    );
    let log_in = move || match next() {
        Some(next) => paths::and_back(paths::LOGIN, &next),
        None => paths::LOGIN.to_owned(),
    };
    view! {
        <div class="page is-narrow">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(account::register_title)}
                </h1>
                <p class="lead">{t!(account::register_lead)}</p>
            </header>
            <HandedOver />
            <Failure title=t!(account::register_failed) failure />
            <form
                class="account-form"
                novalidate
                on:submit=submit
                on:keydown=hold_composing_enter
            >
                <Field
                    id="name"
                    label=t!(account::name)
                    hint=t!(account::name_hint)
                    error=name_error
                >
                    <input
                        class="input"
                        id="name"
                        node_ref=name
                        autocomplete="name"
                        aria-describedby=move || {
                            described_by("name", true, name_error.get().is_some())
                        }
                        aria-invalid=move || name_error.get().map(|_| "true")
                    />
                </Field>
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
                        aria-describedby=move || {
                            described_by("email", false, email_error.get().is_some())
                        }
                        aria-invalid=move || email_error.get().map(|_| "true")
                    />
                </Field>
                <PasswordField
                    control=password
                    autocomplete="new-password"
                    hint=t!(account::password_hint, MIN_PASSWORD)
                    error=password_error
                />
                <button
                    class="button is-primary is-wide"
                    type="submit"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    {t!(account::register)}
                </button>
            </form>
            <p class="account-alt">
                {t!(account::log_in_instead)} " " <a href=log_in>{t!(account::log_in)}</a>
            </p>
        </div>
    }
}
