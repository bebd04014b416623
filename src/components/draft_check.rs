//! The last look before a proposal is sent.

use super::{
    answers::{Answers, Said},
    draft_money::{DraftMoney, amounts},
    money::NetLine,
    not_queued::NotQueued,
    posting_at_hand::AtHand,
};
use crate::{
    device::browser,
    paths,
    state::{replica::SubmitError, sync::SyncStatus, use_app},
};
use domain::ProposalId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sync::Draft;

/// What will be sent, what arrives, what happens next; and the sending.
#[component]
pub fn DraftCheck(
    /// Which.
    id: ProposalId,
    /// The draft itself.
    draft: Memo<Option<Draft>>,
    /// The posting that it answers.
    posting: RwSignal<AtHand>,
) -> impl IntoView {
    let app = use_app();
    let said = Memo::new(move |_| draft.with(|draft| draft.as_ref().and_then(Said::of_draft)));
    let (pay, minutes) = amounts(draft, posting);
    let desk = move || {
        draft.with(|draft| {
            draft
                .as_ref()
                .map(|draft| draft.desk_name().to_owned())
                .unwrap_or_default()
        })
    };
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
            match app.replica.submit(id).await {
                // From here on the address shows how it stands, and a refusal brings the form back.
                Ok(()) => navigate(
                    &paths::proposal(id),
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
    view! {
        <Answers said change=id />
        <DraftMoney posting pay minutes />
        <section class="section">
            <h2>{t!(proposal::afterwards)}</h2>
            <ol class="next-steps">
                <li>
                    <span>{move || text!(proposal::afterwards_desk, desk())}</span>
                </li>
                <li>
                    <span>{t!(proposal::afterwards_here)}</span>
                </li>
                <li>
                    <span>{t!(proposal::afterwards_terms)}</span>
                </li>
            </ol>
        </section>
        <Show when=move || offline.get()>
            <div class="notice is-quiet">
                <p class="notice-text">
                    <strong>{t!(proposal::offline_now)}</strong>
                    {t!(proposal::offline_now_text)}
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
                    <strong>{t!(proposal::register_first)}</strong>
                    {t!(proposal::register_first_text)}
                </p>
                <div class="button-row">
                    <a
                        class="button"
                        href=paths::and_back(paths::REGISTER, &paths::proposal_check(id))
                    >
                        {t!(proposal::register_and_send)}
                    </a>
                    <a
                        class="button is-plain"
                        href=paths::and_back(paths::LOGIN, &paths::proposal_check(id))
                    >
                        {t!(proposal::log_in_and_send)}
                    </a>
                </div>
            </div>
        </Show>
        <NotQueued failure />
        <div class="actionbar">
            <Show when=move || pay.get().is_some()>
                <NetLine pay minutes />
            </Show>
            <button
                class="button is-primary"
                type="button"
                aria-disabled=move || sending.get().then_some("true")
                on:click=send
            >
                {t!(proposal::send)}
            </button>
        </div>
    }
}
