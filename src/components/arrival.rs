//! A proposal that arrived at a desk: in the list, and opened.

use super::{
    delivery::DeliveryChip,
    drawings::{Drawing, Icon},
    invite::{ByInvitation, Invite},
    negotiation::Negotiation,
    posting_at_hand::{AboutPosting, job_at_hand},
    words::{self, deals, proposals::when},
};
use crate::{device::intl, paths, state::use_app};
use domain::{
    ProposalId, Timestamp,
    proposal::{Proposal, Side},
};
use leptos::prelude::*;

/// One line of the list.
#[component]
pub fn Arrival(
    /// The proposal.
    proposal: Proposal,
    /// The one that is open.
    #[prop(into)]
    open: Signal<Option<ProposalId>>,
) -> impl IntoView {
    let app = use_app();
    let now = app.now;
    let id = proposal.id;
    // The list holds ids that stay; what they say follows the rows.
    let shown = Memo::new(move |_| {
        let proposal = app.replica.proposal(id)?;
        let standing = app.replica.standing(&proposal, Side::Client);
        Some((proposal, standing))
    });
    let unread = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().is_some_and(|(_, s)| s.unread.is_some()))
    });
    let newest = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().map_or(Timestamp(0), |(_, s)| s.newest))
    });
    let terms = move || {
        shown.with(|shown| {
            let terms = shown.as_ref()?.0.terms();
            Some(deals::amount_and_days(terms.amount, terms.days))
        })
    };
    let chip = move || {
        let (class, said) =
            shown.with(|shown| Some(deals::standing(&shown.as_ref()?.0, Side::Client)))?;
        Some(view! { <span class=class>{said}</span> })
    };
    let waiting = Memo::new(move |_| app.replica.waiting_about(id));
    view! {
        <li class="arrival" class:is-unread=unread>
            <h2>
                <a
                    href=paths::arrived(id)
                    aria-current=move || (open.get() == Some(id)).then_some("true")
                >
                    {proposal.worker_name}
                </a>
                <Show when=move || unread.get()>
                    <span class="visually-hidden">{t!(deal::unread)}</span>
                </Show>
            </h2>
            <time datetime=move || {
                intl::machine(newest.get())
            }>{move || when(newest.get(), now.get())}</time>
            <p class="arrival-terms">
                {proposal
                    .sample
                    .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> })} " "
                {terms}
            </p>
            <p class="arrival-about">{proposal.job_title}</p>
            <p class="chips">{chip} <DeliveryChip delivery=waiting /></p>
        </li>
    }
}

/// All of it.
#[component]
pub fn OpenArrival(
    /// The proposal.
    proposal: Proposal,
) -> impl IntoView {
    let app = use_app();
    let posting = job_at_hand(proposal.job);
    let posted = move || {
        let pay = posting.with(|posting| posting.job().and_then(|job| job.pay))?;
        Some(view! {
            <div>
                <dt>{t!(desk::posted_pay)}</dt>
                <dd>{words::proposals::posted(pay)}</dd>
            </div>
        })
    };
    let invited = proposal.clone();
    let mark: String = proposal.worker_name.chars().take(1).collect();
    let (id, at) = (proposal.id, proposal.sent_at);
    let (title, desk, sample) = (proposal.job_title, proposal.desk_name, proposal.sample);
    // Its worker may change what it says until somebody has read it.
    let text = move |pick: fn(Proposal) -> String| {
        Memo::new(move |_| app.replica.proposal(id).map(pick).unwrap_or_default())
    };
    let (message, questions) = (text(|said| said.message), text(|said| said.questions));
    view! {
        <a class="back" href=paths::DESK>
            <Drawing icon=Icon::Back />
            {t!(desk::back)}
        </a>
        <header class="person">
            <span class="person-mark" aria-hidden="true">
                {mark}
            </span>
            <div>
                <h1 class="person-name" tabindex="-1">
                    {proposal.worker_name}
                </h1>
                <p class="lead">
                    <small>{move || text!(desk::arrived_at, words::moment(at))}</small>
                </p>
            </div>
        </header>
        <AboutPosting posting title desk sample />
        <ByInvitation id />
        <dl class="glance">{posted}</dl>
        <section class="section" aria-labelledby="arrived-message-h">
            <h2 id="arrived-message-h">{t!(desk::message)}</h2>
            <div class="prose">{message}</div>
        </section>
        <Show when=move || questions.with(|text| !text.trim().is_empty())>
            <section class="section" aria-labelledby="arrived-questions-h">
                <h2 id="arrived-questions-h">{t!(desk::questions)}</h2>
                <div class="prose">{questions}</div>
            </section>
        </Show>
        <Negotiation id posting />
        <Invite proposal=invited />
    }
}
