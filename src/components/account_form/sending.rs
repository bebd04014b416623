//! Sending a form of the account, and what follows success.

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
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use sync::protocol::Session;

/// A form as it is sent.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Why it did not work the last time.
    pub failure: RwSignal<Option<FormError>>,
    /// It is on its way.
    pub is_on: RwSignal<bool>,
}

/// What a form does when it is sent: `ask` is given what is typed in `controls`, in their order;
/// then the device is handed over to the account, and it goes on to the page's `next`.
pub fn submit<const N: usize, A>(
    controls: [NodeRef<Input>; N],
    ask: impl Fn(App, [String; N]) -> A + 'static,
) -> (Sending, impl Fn(SubmitEvent) + 'static)
where
    A: Future<Output = Result<Session, FormError>> + 'static,
{
    let (app, toasts) = (use_app(), use_toasts());
    let (query, navigate) = (use_query_map(), use_navigate());
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
        let next = paths::next(query.with_untracked(|query| query.get("next")));
        let navigate = navigate.clone();
        spawn_local(async move {
            match asked.await {
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
                    sending.failure.try_set(Some(error));
                }
            }
            sending.is_on.try_set(false);
        });
    };
    (sending, submit)
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
        _ => "#password",
    };
    browser::after_paint(move || browser::focus(id));
}

/// Hands the device over to the account, and says where to go on: to `next`, or to the proposals.
async fn enter(app: App, toasts: ToastState, account: Session, next: Option<String>) -> String {
    let next = next.unwrap_or_else(|| paths::PROPOSALS.to_owned());
    let job_of = |draft: ProposalId| untrack(|| app.replica.draft(draft))?.job();
    let goal = paths::in_hands_of(&next, account.person, job_of).unwrap_or(next);
    if let Err(error) = app.replica.enter(account).await {
        toasts.say(text!(account::not_stored, words::storage_error(&error)));
    }
    goal
}
