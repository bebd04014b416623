//! A forgotten password: its address is asked for; the link of the mail leads here again.

use crate::{
    components::{
        account_form::{
            EmailField, Failure, PasswordField, SubmitButton, on_secret, submit, wrong,
        },
        field::hold_composing_enter,
    },
    device::browser,
    paths,
    state::{App, session::FormError, use_app},
};
use domain::{person::MIN_PASSWORD, refusal};
use leptos::{html::Input, prelude::*};

/// Where one stands.
#[derive(Clone, PartialEq, Eq)]
enum Stage {
    /// The address is asked for.
    Address,
    /// The mail is on its way, if there is such an account.
    Mailed(String),
    /// The link was opened: a new password is asked for.
    Password(String),
    /// It is set.
    Set,
}

/// The way to a new password.
#[component]
pub fn ResetPage() -> impl IntoView {
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(person::reset))));
    let stage = RwSignal::new(Stage::Address);
    on_secret(move |token| stage.set(Stage::Password(token)));
    let title = move || match stage.get() {
        Stage::Address => text!(person::reset),
        Stage::Mailed(_) => text!(person::mailed),
        Stage::Password(_) => text!(person::reset_new),
        Stage::Set => text!(person::password_changed),
    };
    let body = move || match stage.get() {
        Stage::Address => view! { <AddressForm stage /> }.into_any(),
        Stage::Mailed(email) => view! {
            <p>{move || text!(person::mailed_text, email.as_str())}</p>
            <p>{t!(person::mailed_none)}</p>
        }
        .into_any(),
        Stage::Password(token) => view! { <NewPasswordForm stage token /> }.into_any(),
        Stage::Set => view! {
            <p>{t!(person::reset_done)}</p>
            <div class="button-row">
                <a class="button is-primary" href=paths::LOGIN>
                    {t!(account::log_in)}
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

fn go_on(stage: RwSignal<Stage>, next: Stage) {
    stage.set(next);
    browser::after_paint(|| browser::focus("h1[tabindex]"));
}

#[component]
fn AddressForm(stage: RwSignal<Stage>) -> impl IntoView {
    let app = use_app();
    let email = NodeRef::<Input>::new();
    let known = untrack(|| app.session.account())
        .map(|account| account.email)
        .unwrap_or_default();
    let ask = |app: App, [email]: [String; 1]| async move {
        let typed = email.trim().to_owned();
        app.session.forgot_password(email).await.map(|()| typed)
    };
    let (sending, submit) = submit([email], ask, move |email| async move {
        go_on(stage, Stage::Mailed(email));
    });
    view! {
        <p>{t!(person::reset_text)}</p>
        <Failure title=t!(person::not_sent) sending />
        <form class="account-form" novalidate on:submit=submit on:keydown=hold_composing_enter>
            <EmailField control=email known error=wrong(sending, refusal::Field::Email) />
            <SubmitButton words=t!(person::send_link) sending />
        </form>
    }
}

#[component]
fn NewPasswordForm(stage: RwSignal<Stage>, token: String) -> impl IntoView {
    let password = NodeRef::<Input>::new();
    let ask = move |app: App, [password]: [String; 1]| {
        app.session.reset_password(token.clone(), password)
    };
    let (sending, submit) = submit([password], ask, move |()| async move {
        go_on(stage, Stage::Set);
    });
    let is_gone = Memo::new(move |_| {
        sending
            .failure
            .with(|failure| *failure == Some(FormError::LinkGone))
    });
    view! {
        <Failure title=t!(person::not_changed) sending />
        <Show when=move || is_gone.get()>
            <div class="button-row">
                <button
                    class="button is-primary"
                    type="button"
                    on:click=move |_| go_on(stage, Stage::Address)
                >
                    {t!(person::ask_again)}
                </button>
            </div>
        </Show>
        <form class="account-form" novalidate on:submit=submit on:keydown=hold_composing_enter>
            <PasswordField
                control=password
                label=t!(person::new_password)
                autocomplete="new-password"
                hint=t!(account::password_hint, MIN_PASSWORD)
                error=wrong(sending, refusal::Field::Password)
            />
            <p>{t!(person::reset_ends)}</p>
            <SubmitButton words=t!(person::set_it) sending />
        </form>
    }
}
