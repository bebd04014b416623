//! The last look before a sign-up is sent.

use super::{not_queued::NotQueued, sign_up_answers::SignUpAnswers};
use crate::{
    device::browser,
    paths,
    state::{replica::SubmitError, sync::SyncStatus, use_app},
};
use domain::{
    DraftId,
    program::{Program, Selection},
    sign_up,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sync::Draft;

/// What will be sent, what happens next; and the sending.
#[component]
pub fn SignUpCheck(
    /// Which.
    id: DraftId,
    /// The draft itself.
    draft: Memo<Option<Draft>>,
    /// What it signs up for.
    program: Program,
) -> impl IntoView {
    let app = use_app();
    let (of, desk) = (program.id, program.desk_name.clone());
    let program = StoredValue::new(program);
    let registered = Memo::new(move |_| app.session.is_registered());
    let offline = Memo::new(move |_| app.sync.status() == SyncStatus::Offline);
    let told_to_register = RwSignal::new(false);
    let failure = RwSignal::new(None::<SubmitError>);
    let sending = RwSignal::new(false);
    let navigate = use_navigate();
    let send = move |_| {
        if sending.get_untracked() {
            return;
        }
        if !registered.get_untracked() {
            told_to_register.set(true);
            browser::after_paint(|| browser::focus("#register-first a"));
            return;
        }
        sending.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match app.replica.submit_sign_up(id, program.get_value()).await {
                // From here on the address shows how it stands, and a refusal brings the form back.
                Ok(()) => navigate(
                    &paths::sign_up(of),
                    NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    },
                ),
                Err(error) => {
                    failure.try_set(Some(error));
                    sending.try_set(false);
                }
            }
        });
    };
    let is_blind = program.with_value(|it| it.judging().is_some_and(|judging| judging.blind));
    let announces = program.with_value(Program::announces);
    let decided = program.with_value(|it| match it.selection {
        Selection::FirstCome => text!(program::afterwards_seat),
        Selection::Lottery => text!(choosing::afterwards_draw),
        Selection::Review(_) if announces => text!(choosing::told_entry),
        Selection::Review(_) => text!(program::told_in_review),
    });
    let answers = move || {
        let fields = draft.with(|draft| draft.as_ref().map(|draft| draft.fields.clone()))?;
        let program = program.get_value();
        let (application, _) = sign_up::read(&program, &fields);
        Some(view! { <SignUpAnswers application program=Some(program) /> })
    };
    view! {
        <section class="section" aria-labelledby="answers-h">
            <h2 id="answers-h">{t!(program::answers)}</h2>
            {answers}
            <p>
                <a class="button" href=paths::sign_up(of)>
                    {t!(program::change)}
                </a>
            </p>
        </section>
        <section class="section">
            <h2>{t!(program::afterwards)}</h2>
            <ol class="next-steps">
                <li>
                    <span>
                        {move || match is_blind {
                            true => text!(choosing::afterwards_blind, &desk),
                            false => text!(program::afterwards_desk, &desk),
                        }}
                    </span>
                </li>
                <li>
                    <span>{decided}</span>
                </li>
                <li>
                    <span>{t!(program::afterwards_withdraw)}</span>
                </li>
            </ol>
        </section>
        <Show when=move || offline.get()>
            <div class="notice is-quiet">
                <p class="notice-text">
                    <strong>{t!(proposal::offline_now)}</strong>
                    {t!(program::waiting_text)}
                </p>
            </div>
        </Show>
        <Show when=move || !registered.get()>
            <div
                class="notice is-warn"
                id="register-first"
                role=move || told_to_register.get().then_some("alert")
            >
                <p class="notice-text">
                    <strong>{t!(program::register_first)}</strong>
                    {t!(program::register_first_text)}
                </p>
                <div class="button-row">
                    <a
                        class="button"
                        href=paths::and_back(paths::REGISTER, &paths::sign_up_check(of))
                    >
                        {t!(proposal::register_and_send)}
                    </a>
                    <a
                        class="button is-plain"
                        href=paths::and_back(paths::LOGIN, &paths::sign_up_check(of))
                    >
                        {t!(proposal::log_in_and_send)}
                    </a>
                </div>
            </div>
        </Show>
        <NotQueued failure />
        <div class="actionbar">
            <button
                class="button is-primary"
                type="button"
                aria-disabled=move || sending.get().then_some("true")
                on:click=send
            >
                {t!(program::send)}
            </button>
        </div>
    }
}
