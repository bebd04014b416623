//! Where the person is logged in.

use super::{Trouble, attempt};
use crate::{
    components::{toasts::use_toasts, words},
    state::use_app,
};
use domain::Timestamp;
use leptos::prelude::*;
use sync::account::SessionView;

/// The browsers, this one first, and the ways to end the others.
#[component]
pub fn Sessions(
    /// Where the person is logged in.
    sessions: Vec<SessionView>,
    /// Something has ended: look again.
    again: Callback<()>,
) -> impl IntoView {
    let (app, toasts) = (use_app(), use_toasts());
    let failure = RwSignal::new(None);
    let several = sessions.len() > 1;
    let end = move |session: Option<String>| {
        attempt(failure, app.session.end_sessions(session), move |()| {
            toasts.say(text!(person::session_ended));
            again.run(());
        });
    };
    let line = move |session: SessionView| {
        let SessionView {
            id,
            device,
            made_at,
            used_at,
            here,
        } = session;
        let name = move || match device.as_str() {
            "" => text!(person::unknown_device).to_owned(),
            device => device.to_owned(),
        };
        let label = {
            let name = name.clone();
            move || text!(person::end_session_of, name())
        };
        let since = (made_at > Timestamp(0))
            .then_some(move || text!(person::session_since, words::date(made_at)));
        view! {
            <li>
                <p>
                    <b>{name}</b>
                    " "
                    {here.then(|| view! { <small class="session-here">{t!(person::this_device)}</small> })}
                    <br />
                    <small>
                        {move || text!(person::session_used, words::moment(used_at))} " " {since}
                    </small>
                </p>
                {(!here)
                    .then(|| {
                        view! {
                            <button
                                class="button"
                                type="button"
                                aria-label=label
                                on:click=move |_| end(Some(id.clone()))
                            >
                                {t!(person::end_session)}
                            </button>
                        }
                    })}
            </li>
        }
    };
    view! {
        <section class="panel" aria-labelledby="sessions-h">
            <h2 id="sessions-h">{t!(person::sessions)}</h2>
            <Trouble title=t!(person::not_ended) failure />
            <ul class="sessions" role="list" aria-labelledby="sessions-h">
                {sessions.into_iter().map(line).collect_view()}
            </ul>
            {several
                .then(|| {
                    view! {
                        <div class="button-row">
                            <button class="button" type="button" on:click=move |_| end(None)>
                                {t!(person::end_all)}
                            </button>
                        </div>
                    }
                })}
        </section>
    }
}
