//! Another address.

use super::{Done, Step};
use crate::{
    components::{
        account_form::{EmailField, Failure, PasswordField, SubmitButton, submit, wrong},
        field::hold_composing_enter,
    },
    state::App,
};
use domain::refusal;
use leptos::{html::Input, prelude::*};

/// Asks for a new address and the password.
#[component]
pub fn EmailStep() -> impl IntoView {
    let asked = RwSignal::new(None::<String>);
    let form = move || view! { <EmailForm asked /> };
    let new = move || asked.get().unwrap_or_default();
    view! {
        <Show when=move || asked.with(Option::is_some) fallback=form>
            <Done title=t!(person::email_asked) text=move || text!(person::email_asked_text, new()) />
        </Show>
    }
}

#[component]
fn EmailForm(asked: RwSignal<Option<String>>) -> impl IntoView {
    let (email, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let ask = |app: App, [email, password]: [String; 2]| async move {
        let new = email.trim().to_owned();
        let asked = app.session.change_email(email, password).await;
        asked.map(|()| new)
    };
    let (sending, submit) = submit([email, password], ask, move |new| async move {
        asked.set(Some(new));
    });
    view! {
        <Step title=t!(person::change_email) tab=|| text!(person::change_email).to_owned()>
            <p>{t!(person::email_text)}</p>
            <Failure title=t!(person::not_changed) sending />
            <form class="account-form" novalidate on:submit=submit on:keydown=hold_composing_enter>
                <EmailField
                    control=email
                    label=t!(person::new_email)
                    error=wrong(sending, refusal::Field::Email)
                />
                <PasswordField control=password autocomplete="current-password" />
                <SubmitButton words=t!(person::send_link) sending />
            </form>
        </Step>
    }
}
