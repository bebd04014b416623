//! What a side can do with a proposal: accept, offer other terms, decline, take back. One thing at
//! a time: a form takes the buttons' place while it is open.

use super::{
    decline_form::DeclineForm, delivery::DeliveryChip, posting_at_hand::AtHand,
    terms_form::TermsForm, toasts::use_toasts, words,
};
use crate::{
    device::browser,
    paths,
    state::{replica::Hand, use_app},
};
use board::Query;
use domain::{
    Command, ProposalId, Timestamp, posting_text,
    proposal::{Proposal, Side, State},
};
use leptos::prelude::*;

/// What is open.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Buttons,
    Terms,
    Decline,
}

/// The answers that the person can give now, or why there are none.
#[component]
pub fn Answering(
    /// Which proposal.
    id: ProposalId,
    /// The proposal.
    proposal: Memo<Option<Proposal>>,
    /// How the person stands to it.
    hand: Memo<Option<Hand>>,
    /// Its posting.
    posting: RwSignal<AtHand>,
) -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(Open::Buttons);
    let waiting = Memo::new(move |_| app.replica.waiting_about(id));
    let held = Memo::new(move |_| app.replica.is_held(id));
    let done = Callback::new(move |()| {
        open.set(Open::Buttons);
        browser::after_paint(|| browser::focus(".answering [tabindex], .answering button"));
    });
    let is_open =
        Memo::new(move |_| proposal.with(|p| p.as_ref().is_some_and(|p| p.state == State::Open)));
    let editable = Memo::new(move |_| {
        let own = hand.get().is_some_and(|hand| hand.side == Side::Worker);
        own && proposal.with(|p| p.as_ref().is_some_and(Proposal::can_be_edited))
    });
    let accepting = Memo::new(move |_| {
        app.replica.waiting_to(
            |command| matches!(command, Command::AcceptTerms { proposal, .. } if *proposal == id),
        )
    });
    let body = move || {
        let hand = hand.get()?;
        if held.get() {
            return Some(
                view! { <p class="answering-said">{t!(deal::withdrawing)}</p> }.into_any(),
            );
        }
        if accepting.get().is_some() {
            return Some(view! { <p class="answering-said">{t!(deal::accepting)}</p> }.into_any());
        }
        if !is_open.get() {
            return None;
        }
        if !hand.may_act {
            return Some(view! { <p class="answering-said">{t!(deal::viewer)}</p> }.into_any());
        }
        let proposal = untrack(|| proposal.get())?;
        Some(match open.get() {
            Open::Buttons => {
                view! { <Buttons id proposal hand posting open editable /> }.into_any()
            }
            Open::Terms => view! { <TermsForm proposal side=hand.side posting done /> }.into_any(),
            Open::Decline => view! { <DeclineForm id done /> }.into_any(),
        })
    };
    // What the other side did meanwhile closes a form that no longer fits; what was typed stays.
    let turns =
        Memo::new(move |_| proposal.with(|p| p.as_ref().map(|p| (p.seen(), p.state.clone()))));
    Effect::new(move |before: Option<_>| {
        let turns = turns.get();
        if before.is_some_and(|before| before != turns) {
            open.set(Open::Buttons);
        }
        turns
    });
    view! {
        <div class="answering">
            {move || {
                waiting
                    .get()
                    .map(|_| {
                        view! {
                            <p>
                                <DeliveryChip delivery=waiting />
                            </p>
                        }
                    })
            }} {move || { turns.track(); body() }}
        </div>
    }
}

/// That the posting is not what it was when the worker last said something: what is accepted now
/// is what it says now.
#[component]
fn PostingSince(
    /// Its posting.
    posting: RwSignal<AtHand>,
    /// The worker's last word; `None` for the client, who changed it.
    since: Option<Timestamp>,
) -> impl IntoView {
    let changed = Memo::new(move |_| {
        posting.with(|posting| {
            let job = posting.job()?;
            let at = job
                .edited_at
                .filter(|at| since.is_some_and(|since| *at > since))?;
            Some((job.id, at))
        })
    });
    move || {
        let (job, at) = changed.get()?;
        Some(view! {
            <div class="notice is-warn" role="alert">
                <p class="notice-text">{text!(deal::posting_changed, words::moment(at))}</p>
                <a class="button" href=paths::job(job, &Query::default())>
                    {t!(editor::see_job)}
                </a>
            </div>
        })
    }
}

#[component]
fn Buttons(
    id: ProposalId,
    proposal: Proposal,
    hand: Hand,
    posting: RwSignal<AtHand>,
    open: RwSignal<Open>,
    editable: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let side = hand.side;
    let (seen, turn) = (proposal.seen(), proposal.can_be_answered_by(side));
    let since = (side == Side::Worker)
        .then(|| proposal.last_word_of(side))
        .flatten();
    let open_form = move |form: Open| {
        open.set(form);
        browser::after_paint(|| browser::focus(".answering h3"));
    };
    let withdraw = move |_| {
        app.replica.withdraw_soon(id);
        toasts.say_with_undo(text!(deal::withdrawn), move || app.replica.take_back(id));
    };
    let accept = move |_| {
        let posting = posting.with_untracked(|posting| posting.job().map(posting_text::hash));
        app.replica.do_it(Command::AcceptTerms {
            proposal: id,
            seen,
            posting,
        });
    };
    let next = move || match (turn, side) {
        (true, _) => text!(deal::after_accepting),
        (false, Side::Worker) if editable.get() => text!(deal::client_answers),
        (false, _) => text!(deal::other_answers),
    };
    view! {
        {turn.then(|| view! { <PostingSince posting since /> })}
        <p class="answering-said">{next}</p>
        <div class="button-row">
            {turn
                .then(|| {
                    view! {
                        <button
                            class="button is-primary"
                            type="button"
                            on:click=accept
                        >
                            {t!(deal::accept)}
                        </button>
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| open_form(Open::Terms)
                        >
                            {t!(deal::offer)}
                        </button>
                    }
                })}
            <Show when=move || editable.get()>
                <a class="button" href=paths::proposal_edit(id)>
                    {t!(deal::edit)}
                </a>
            </Show>
            {match side {
                Side::Client => {
                    view! {
                        <button
                            class="button is-plain"
                            type="button"
                            on:click=move |_| open_form(Open::Decline)
                        >
                            {t!(deal::decline)}
                        </button>
                    }
                        .into_any()
                }
                Side::Worker => {
                    view! {
                        <button class="button is-plain" type="button" on:click=withdraw>
                            {t!(deal::withdraw)}
                        </button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
