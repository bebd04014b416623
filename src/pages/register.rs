//! Making an account.

use crate::{
    components::{
        account_form::{
            EmailField, Failure, HandedOver, PasswordField, SubmitButton, enter, other_form,
            submit, wrong,
        },
        field::{Field, described_by, hold_composing_enter},
    },
    device::browser,
    paths,
    state::App,
};
use domain::{person::MIN_PASSWORD, refusal};
use leptos::{html::Input, prelude::*};

/// The form for a new account.
#[component]
pub fn RegisterPage() -> impl IntoView {
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(account::register_title))));
    let controls @ [name, email, password] = [(); 3].map(|()| NodeRef::<Input>::new());
    let ask = |app: App, [name, email, password]: [String; 3]| {
        app.session.register(name, email, password)
    };
    let (sending, submit) = submit(controls, ask, enter());
    let name_error = wrong(sending, refusal::Field::Name);
    view! {
        <div class="page is-narrow">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(account::register_title)}
                </h1>
                <p class="lead">{t!(account::register_lead)}</p>
            </header>
            <HandedOver />
            <Failure title=t!(account::register_failed) sending />
            <form class="account-form" novalidate on:submit=submit on:keydown=hold_composing_enter>
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
                <EmailField control=email error=wrong(sending, refusal::Field::Email) />
                <PasswordField
                    control=password
                    autocomplete="new-password"
                    hint=t!(account::password_hint, MIN_PASSWORD)
                    error=wrong(sending, refusal::Field::Password)
                />
                <SubmitButton words=t!(account::register) sending />
            </form>
            <p class="account-alt">
                {t!(account::log_in_instead)} " "
                <a href=other_form(paths::LOGIN)>{t!(account::log_in)}</a>
            </p>
        </div>
    }
}
