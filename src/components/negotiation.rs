//! A proposal that the other side has: where it stands, the terms and how they came about, what
//! can be done, and the thread. Both sides see the same, each from its side.

use super::{
    answering::Answering,
    delivery::DeliveryChip,
    posting_at_hand::AtHand,
    refused::RefusedHere,
    safety_menu::SafetyMenu,
    thread::Thread,
    turns::{OnTable, Turns},
    words::{self, deals},
};
use crate::{
    device::browser,
    paths,
    state::{
        replica::{Hand, Standing},
        use_app,
    },
};
use domain::{
    Command, ContractId, ProposalId, Timestamp,
    proposal::{Proposal, Side, State},
};
use leptos::prelude::*;
use sync::Delivery;

/// All of it.
#[component]
pub fn Negotiation(
    /// Which proposal.
    id: ProposalId,
    /// Its posting.
    posting: RwSignal<AtHand>,
    /// What it says, between the terms and the thread.
    children: Children,
) -> impl IntoView {
    let app = use_app();
    let proposal = Memo::new(move |_| app.replica.proposal(id));
    let hand = Memo::new(move |_| proposal.with(|p| p.as_ref().and_then(|p| app.replica.hand(p))));
    let standing = Memo::new(move |_| {
        let side = hand.get()?.side;
        proposal.with(|p| p.as_ref().map(|p| app.replica.standing(p, side)))
    });
    mark_read(id, hand, standing);
    view! {
        <RefusedHere id />
        <Stands id proposal hand />
        <section class="section" aria-labelledby="table-h">
            <h2 id="table-h">{t!(deal::on_table)}</h2>
            <div class="panel table">
                <OnTable proposal posting hand />
                <Answering id proposal hand posting />
            </div>
        </section>
        <Turns proposal posting hand />
        {children()}
        <Thread id proposal hand />
        <SafetyMenu id proposal hand />
    }
}

/// Where it stands, in words; read, declined with its reason, the way to the contract.
#[component]
fn Stands(
    id: ProposalId,
    proposal: Memo<Option<Proposal>>,
    hand: Memo<Option<Hand>>,
) -> impl IntoView {
    let app = use_app();
    let side = Memo::new(move |_| hand.get().map(|hand| hand.side));
    // What arrived is no item of the client's own queue.
    let delivery = Memo::new(move |_| {
        let sent = proposal.with(|p| p.as_ref().map(|p| p.sent_at))?;
        (side.get() == Some(Side::Worker)).then_some(Delivery::Sent(sent))
    });
    let chip = move || {
        let side = side.get()?;
        let (class, said) = proposal.with(|p| p.as_ref().map(|p| deals::standing(p, side)))?;
        Some(view! { <span class=class>{said}</span> })
    };
    let said = move || {
        let (side, proposal) = (side.get()?, proposal.get()?);
        Some(explained(&proposal, side))
    };
    let note = move || {
        let said = proposal.with(|proposal| match &proposal.as_ref()?.state {
            State::Declined { reason, note, .. } => Some((*reason, note.clone())),
            _ => None,
        })?;
        let (reason, note) = said;
        Some(view! {
            <dl class="declined">
                <div>
                    <dt>{t!(deal::reason)}</dt>
                    <dd>{move || deals::decline_reason(reason)}</dd>
                </div>
                {(!note.is_empty())
                    .then(|| {
                        view! {
                            <div>
                                <dt>{t!(deal::note)}</dt>
                                <dd>{note}</dd>
                            </div>
                        }
                    })}
            </dl>
        })
    };
    let contract = Memo::new(move |_| app.replica.contract(ContractId::of(id)).is_some());
    view! {
        <div class="panel" role="status" aria-label=t!(proposal::state)>
            <p class="chips">{chip} <DeliveryChip delivery=delivery /></p>
            <p>{said}</p>
            {note}
            <Show when=move || contract.get()>
                <p>
                    <a class="button is-primary" href=paths::work(ContractId::of(id))>
                        {t!(deal::to_contract)}
                    </a>
                </p>
            </Show>
        </div>
    }
}

/// What it means, with its day.
fn explained(proposal: &Proposal, side: Side) -> String {
    let on = words::moment;
    match (&proposal.state, side) {
        (State::Withdrawn { at }, Side::Worker) => text!(deal::you_withdrew, on(*at)),
        (State::Withdrawn { at }, Side::Client) => text!(deal::worker_withdrew, on(*at)),
        (State::Declined { at, .. }, _) => text!(deal::declined_on, on(*at)),
        (State::Accepted { at, .. }, _) => text!(deal::accepted_on, on(*at)),
        (State::Open, Side::Worker) => match proposal.read_at {
            Some(at) => text!(deal::read_on, words::day(at)),
            None => text!(deal::not_read, &proposal.desk_name),
        },
        (State::Open, Side::Client) => text!(desk::arrived_at, on(proposal.sent_at)),
    }
}

/// Tells the other side that what it did was read: once for each newest moment, and only while
/// somebody can see it.
fn mark_read(id: ProposalId, hand: Memo<Option<Hand>>, standing: Memo<Option<Standing>>) {
    let app = use_app();
    let visible = RwSignal::new(browser::is_visible());
    let listening = window_event_listener(leptos::ev::visibilitychange, move |_| {
        visible.set(browser::is_visible());
    });
    on_cleanup(move || listening.remove());
    let told = StoredValue::new(Timestamp(i64::MIN));
    Effect::new(move |_| {
        let acts = hand.get().is_some_and(|hand| hand.may_act);
        let unread = standing.get().and_then(|standing| standing.unread);
        let (true, true, Some(newest)) = (visible.get(), acts, unread) else {
            return;
        };
        if newest <= told.get_value() || untrack(|| app.replica.is_marking(id, newest)) {
            return;
        }
        told.set_value(newest);
        app.replica.do_it(Command::MarkRead {
            proposal: id,
            up_to: newest,
        });
    });
}
