//! 退会: said before what goes, what ends and what stays.

use super::Step;
use crate::{
    components::{
        account_form::{Failure, PasswordField, SubmitButton, submit},
        field::hold_composing_enter,
        toasts::use_toasts,
    },
    paths,
    state::{App, use_app},
};
use leptos::{html::Input, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Says what closing the account means, and asks for the password.
#[component]
pub fn CloseStep() -> impl IntoView {
    let (app, toasts) = (use_app(), use_toasts());
    let navigate = use_navigate();
    let password = NodeRef::<Input>::new();
    let ask = |app: App, [password]: [String; 1]| app.session.close_account(password);
    let (sending, submit) = submit([password], ask, move |()| {
        let navigate = navigate.clone();
        async move {
            app.replica.leave().await;
            // What could not be erased has a notice of its own.
            if untrack(|| app.replica.left_behind()).is_none() {
                toasts.say(text!(person::closed));
            }
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(paths::JOBS, options);
        }
    });
    let waiting = Memo::new(move |_| app.replica.waiting());
    let desks = Memo::new(move |_| {
        let places = app.replica.memberships();
        let acts = places.into_iter().filter(|place| place.role.may_act());
        acts.map(|place| place.desk_name).collect::<Vec<_>>()
    });
    view! {
        <Step title=t!(person::close) tab=|| text!(person::close).to_owned()>
            <p>{t!(person::close_text)}</p>
            <h2>{t!(person::goes)}</h2>
            <ul class="plain-list">
                <li>{t!(person::goes_account)}</li>
                <li>{t!(person::goes_own)}</li>
                <li>{t!(person::goes_device)}</li>
                <Show when=move || { waiting.get() > 0 }>
                    <li>{move || text!(person::goes_waiting, waiting.get())}</li>
                </Show>
            </ul>
            <h2>{t!(person::ends)}</h2>
            <ul class="plain-list">
                <li>{t!(person::ends_proposals)}</li>
                <For each=move || desks.get() key=String::clone let:desk>
                    <li>{move || text!(person::ends_desk, desk.as_str())}</li>
                </For>
            </ul>
            <h2>{t!(person::stays)}</h2>
            <ul class="plain-list">
                <li>{t!(person::stays_contracts)}</li>
                <li>{t!(person::stays_sent)}</li>
                <li>{t!(person::stays_reports)}</li>
            </ul>
            <p>{t!(person::close_data)}</p>
            <Failure title=t!(person::not_closed) sending />
            <form class="account-form" novalidate on:submit=submit on:keydown=hold_composing_enter>
                <PasswordField control=password autocomplete="current-password" />
                <SubmitButton words=t!(person::close_it) danger=true sending />
            </form>
        </Step>
    }
}
