//! The terms of a proposal: those on the table, and how they came about, turn by turn.

use super::{
    answers::days,
    delivery::DeliveryChip,
    money::NetLine,
    posting_at_hand::AtHand,
    words::{self, deals, jobs, proposals::when},
};
use crate::{
    device::intl,
    state::{replica::Hand, use_app},
};
use domain::{
    Command, Timestamp,
    job::PayUnit,
    proposal::{Proposal, Side, Terms},
};
use leptos::prelude::*;

/// An amount with what it is for: 33,000円, 1,200円/時間.
pub fn amount(terms: Terms, unit: PayUnit) -> String {
    format!("{}{}", words::yen(terms.amount), jobs::per(unit))
}

/// The terms on the table, at a glance; with what arrives, for who is paid.
#[component]
pub fn OnTable(
    /// The proposal.
    proposal: Memo<Option<Proposal>>,
    /// Its posting.
    posting: RwSignal<AtHand>,
    /// How the person stands to it.
    hand: Memo<Option<Hand>>,
) -> impl IntoView {
    let terms = Memo::new(move |_| proposal.with(|p| p.as_ref().map(Proposal::terms)));
    let facts = move || {
        let terms = terms.get()?;
        let unit = posting.with(AtHand::unit);
        Some(view! {
            <div>
                <dt>{t!(deal::amount)}</dt>
                <dd>{amount(terms, unit)}</dd>
            </div>
            <div>
                <dt>{t!(deal::days)}</dt>
                <dd>{days(terms.days)}</dd>
            </div>
            <div>
                <dt>{t!(deal::pay)}</dt>
                <dd>{deals::pay_or_posting(terms.pay)}</dd>
            </div>
        })
    };
    let is_worker = Memo::new(move |_| hand.get().is_some_and(|hand| hand.side == Side::Worker));
    let pay = Signal::derive(move || {
        let amount = terms.get().map(|terms| terms.amount);
        posting.with(|posting| posting.net(amount))
    });
    let minutes = Signal::derive(move || {
        posting.with(|posting| {
            let estimate = posting.job().and_then(|job| job.effort_minutes);
            posting.minutes(estimate)
        })
    });
    view! {
        <dl class="glance">{facts}</dl>
        <Show when=move || is_worker.get() && pay.get().is_some()>
            <NetLine pay minutes />
        </Show>
    }
}

/// One step of the history.
#[derive(Clone, PartialEq)]
struct Step {
    number: usize,
    by: Side,
    at: Timestamp,
    terms: Terms,
}

/// Who offered what, the oldest first. The last ones are on the table.
#[component]
pub fn Turns(
    /// The proposal.
    proposal: Memo<Option<Proposal>>,
    /// Its posting.
    posting: RwSignal<AtHand>,
    /// How the person stands to it.
    hand: Memo<Option<Hand>>,
) -> impl IntoView {
    let app = use_app();
    let steps = Memo::new(move |_| proposal.with(|p| p.as_ref().map(steps)).unwrap_or_default());
    let waits = Memo::new(move |_| {
        let id = proposal.with(|proposal| proposal.as_ref().map(|proposal| proposal.id))?;
        app.replica.waiting_to(
            |command| matches!(command, Command::OfferTerms { proposal, .. } if *proposal == id),
        )
    });
    let step = move |step: Step| {
        let Step {
            number,
            by,
            at,
            terms,
        } = step;
        let whose = move || {
            let own = hand.get().is_some_and(|hand| hand.side == by);
            let name = proposal.with(|proposal| {
                proposal.as_ref().map(|proposal| match by {
                    Side::Worker => proposal.worker_name.clone(),
                    Side::Client => proposal.desk_name.clone(),
                })
            });
            match own {
                true => text!(deal::you).to_owned(),
                false => name.unwrap_or_default(),
            }
        };
        // The waiting offer is the last one: nobody offers twice in a row.
        let waiting = Signal::derive(move || {
            let last = steps.with(Vec::len) == number + 1;
            waits.get().filter(|_| last && number > 0)
        });
        let net = move || {
            let is_worker = hand.get().is_some_and(|hand| hand.side == Side::Worker);
            let net = posting.with(|posting| posting.net(Some(terms.amount)))?;
            is_worker.then(|| {
                view! { <span class="turn-net">{text!(proposal::takes, words::yen(net.net))}</span> }
            })
        };
        view! {
            <li class="turn" class:is-last=move || steps.with(Vec::len) == number + 1>
                <p class="turn-who">
                    <b>{whose}</b>
                    " "
                    <time datetime=intl::machine(at)>{move || when(at, app.now.get())}</time>
                </p>
                <p>
                    <span>{move || amount(terms, posting.with(AtHand::unit))}</span>
                    {net}
                    <span>{move || days(terms.days)}</span>
                    <span>{move || deals::pay_or_posting(terms.pay)}</span>
                </p>
                <DeliveryChip delivery=waiting />
            </li>
        }
    };
    view! {
        <section class="section" aria-labelledby="turns-h">
            <h2 id="turns-h">{t!(deal::history)}</h2>
            <ol class="turns" role="list">
                {move || steps.get().into_iter().map(step).collect_view()}
            </ol>
        </section>
    }
}

fn steps(proposal: &Proposal) -> Vec<Step> {
    let first = Step {
        number: 0,
        by: Side::Worker,
        at: proposal.edited_at.unwrap_or(proposal.sent_at),
        terms: Terms {
            amount: proposal.amount,
            days: proposal.days,
            pay: None,
        },
    };
    let turns = proposal.turns.iter().enumerate().map(|(index, turn)| Step {
        number: index + 1,
        by: turn.by,
        at: turn.at,
        terms: turn.terms,
    });
    std::iter::once(first).chain(turns).collect()
}
