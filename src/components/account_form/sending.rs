//! Sending a form of the account, and what follows logging in.

use crate::{
    components::{
        toasts::{ToastState, use_toasts},
        words,
    },
    device::browser,
    paths,
    state::{App, session::FormError, use_app},
};
use domain::{ProposalId, refusal};
use leptos::{
    ev::{SubmitEvent, hashchange},
    html::Input,
    prelude::*,
    task::spawn_local,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use std::pin::Pin;
use sync::protocol::Session;

/// A form as it is sent.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Why it did not work the last time.
    pub failure: RwSignal<Option<FormError>>,
    /// It is on its way.
    pub is_on: RwSignal<bool>,
}

/// What a form does when it is sent: `ask` is given what is typed in `controls`, in their order, and
/// `done` what was answered.
pub fn submit<const N: usize, T, A, D>(
    controls: [NodeRef<Input>; N],
    ask: impl Fn(App, [String; N]) -> A + 'static,
    done: impl Fn(T) -> D + Clone + 'static,
) -> (Sending, impl Fn(SubmitEvent) + 'static)
where
    T: 'static,
    A: Future<Output = Result<T, FormError>> + 'static,
    D: Future<Output = ()> + 'static,
{
    let app = use_app();
    let sending = Sending {
        failure: RwSignal::new(None),
        is_on: RwSignal::new(false),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.is_on.get_untracked() {
            return;
        }
        sending.is_on.set(true);
        let asked = ask(app, controls.map(typed));
        sending.failure.set(None);
        let done = done.clone();
        spawn_local(async move {
            match asked.await {
                Ok(answer) => done(answer).await,
                Err(error) => {
                    focus_wrong(&error);
                    sending.failure.try_set(Some(error));
                }
            }
            sending.is_on.try_set(false);
        });
    };
    (sending, submit)
}

/// Takes the secret out of the page's address: when it is opened, and when another link is opened in
/// its place.
pub fn on_secret(take: impl Fn(String) + 'static) {
    let look = move || {
        if let Some(secret) = browser::take_fragment() {
            take(secret);
        }
    };
    look();
    // A link that differs in nothing but its fragment loads no new page.
    let listener = window_event_listener(hashchange, move |_| look());
    on_cleanup(move || listener.remove());
}

fn typed(control: NodeRef<Input>) -> String {
    let control = control.get_untracked();
    control.map(|control| control.value()).unwrap_or_default()
}

/// Moves to the first field that is wrong; the password, where none is named.
fn focus_wrong(error: &FormError) {
    let id = match error {
        FormError::Fields(found) => match found.first().map(|invalid| invalid.field) {
            Some(refusal::Field::Name) => "#name",
            Some(refusal::Field::Email) => "#email",
            _ => "#password",
        },
        // The old one, where there is a new one, too.
        _ => "#old-password, #password",
    };
    browser::after_paint(move || browser::focus(id));
}

/// What follows logging in and registering: the device is handed over to the account, and it goes on
/// to the page's `next`.
pub fn enter() -> impl Fn(Session) -> Pin<Box<dyn Future<Output = ()>>> + Clone + 'static {
    let (app, toasts) = (use_app(), use_toasts());
    let (query, navigate) = (use_query_map(), use_navigate());
    move |account| {
        let next = paths::next(query.with_untracked(|query| query.get("next")));
        let navigate = navigate.clone();
        Box::pin(async move {
            let goal = hand_over(app, toasts, account, next).await;
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&goal, options);
        })
    }
}

/// Hands the device over to the account, and says where to go on: to `next`, or to the proposals.
async fn hand_over(app: App, toasts: ToastState, account: Session, next: Option<String>) -> String {
    let next = next.unwrap_or_else(|| paths::PROPOSALS.to_owned());
    let job_of = |draft: ProposalId| untrack(|| app.replica.draft(draft))?.job();
    let goal = paths::in_hands_of(&next, account.person, job_of).unwrap_or(next);
    if let Err(error) = app.replica.enter(account).await {
        toasts.say(text!(account::not_stored, words::storage_error(&error)));
    }
    goal
}
