//! What a side can do with a proposal: accept, offer other terms, decline, take back. One thing at
//! a time: a form takes the buttons' place while it is open.

use super::{
    decline_form::DeclineForm, delivery::DeliveryChip, posting_at_hand::AtHand,
    terms_form::TermsForm, toasts::use_toasts,
};
use crate::{
    device::browser,
    paths,
    state::{replica::Hand, use_app},
};
use domain::{
    Command, ProposalId,
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
            Open::Buttons => view! { <Buttons id proposal hand open /> }.into_any(),
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

#[component]
fn Buttons(id: ProposalId, proposal: Proposal, hand: Hand, open: RwSignal<Open>) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let side = hand.side;
    let (seen, turn) = (proposal.seen(), proposal.can_be_answered_by(side));
    let editable = proposal.can_be_edited() && side == Side::Worker;
    let open_form = move |form: Open| {
        open.set(form);
        browser::after_paint(|| browser::focus(".answering h3"));
    };
    let withdraw = move |_| {
        app.replica.withdraw_soon(id);
        toasts.say_with_undo(text!(deal::withdrawn), move || app.replica.take_back(id));
    };
    let next = move || match (turn, side) {
        (true, _) => text!(deal::after_accepting),
        (false, Side::Worker) if seen.turns == 0 => text!(deal::client_answers),
        (false, _) => text!(deal::other_answers),
    };
    view! {
        <p class="answering-said">{next}</p>
        <div class="button-row">
            {turn
                .then(|| {
                    view! {
                        <button
                            class="button is-primary"
                            type="button"
                            on:click=move |_| {
                                app.replica
                                    .do_it(Command::AcceptTerms {
                                        proposal: id,
                                        seen,
                                    })
                            }
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
            {editable
                .then(|| {
                    view! {
                        <a class="button" href=paths::proposal_edit(id)>
                            {t!(deal::edit)}
                        </a>
                    }
                })}
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
