//! Another password.

use super::{Done, Step};
use crate::{
    components::{
        account_form::{Failure, PasswordField, SubmitButton, submit, wrong},
        field::hold_composing_enter,
    },
    state::App,
};
use domain::{person::MIN_PASSWORD, refusal};
use leptos::{html::Input, prelude::*};

/// Asks for the old password and a new one.
#[component]
pub fn PasswordStep() -> impl IntoView {
    let done = RwSignal::new(false);
    let form = move || view! { <PasswordForm done /> };
    view! {
        <Show when=move || done.get() fallback=form>
            <Done title=t!(person::password_changed) text=t!(person::password_changed_text) />
        </Show>
    }
}

#[component]
fn PasswordForm(done: RwSignal<bool>) -> impl IntoView {
    let (old, new) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let ask = |app: App, [old, new]: [String; 2]| app.session.change_password(old, new);
    let (sending, submit) = submit([old, new], ask, move |()| async move {
        done.set(true);
    });
    view! {
        <Step title=t!(person::change_password) tab=|| text!(person::change_password).to_owned()>
            <Failure title=t!(person::not_changed) sending />
            <form class="account-form" novalidate on:submit=submit on:keydown=hold_composing_enter>
                <PasswordField
                    control=old
                    id="old-password"
                    label=t!(person::old_password)
                    autocomplete="current-password"
                />
                <PasswordField
                    control=new
                    label=t!(person::new_password)
                    autocomplete="new-password"
                    hint=t!(account::password_hint, MIN_PASSWORD)
                    error=wrong(sending, refusal::Field::Password)
                />
                <p>{t!(person::password_ends)}</p>
                <SubmitButton words=t!(person::change_it) sending />
            </form>
        </Step>
    }
}
