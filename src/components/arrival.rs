//! A proposal that arrived at a desk: in the list, and opened.

use super::{
    answers::days,
    drawings::{Drawing, Icon},
    posting_at_hand::{AboutPosting, job_at_hand},
    words::{self, proposals::when},
};
use crate::{device::intl, paths, state::use_app};
use domain::{ProposalId, proposal::Proposal};
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
    let now = use_app().now;
    let (id, at, amount, length) = (
        proposal.id,
        proposal.sent_at,
        proposal.amount,
        proposal.days,
    );
    view! {
        <li class="arrival">
            <h2>
                <a
                    href=paths::arrived(id)
                    aria-current=move || (open.get() == Some(id)).then_some("true")
                >
                    {proposal.worker_name}
                </a>
            </h2>
            <time datetime=intl::machine(at)>{move || when(at, now.get())}</time>
            <p class="arrival-terms">
                {proposal
                    .sample
                    .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> })} " "
                {move || text!(desk::terms, words::yen(amount), days(length))}
            </p>
            <p class="arrival-about">{proposal.job_title}</p>
        </li>
    }
}

/// All of it.
#[component]
pub fn OpenArrival(
    /// The proposal.
    proposal: Proposal,
) -> impl IntoView {
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
    let mark: String = proposal.worker_name.chars().take(1).collect();
    let (at, amount, length) = (proposal.sent_at, proposal.amount, proposal.days);
    let (title, desk, sample) = (proposal.job_title, proposal.desk_name, proposal.sample);
    let questions = Some(proposal.questions).filter(|text| !text.trim().is_empty());
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
        <dl class="glance">
            <div>
                <dt>{t!(desk::amount)}</dt>
                <dd>{move || words::yen(amount)}</dd>
            </div>
            <div>
                <dt>{t!(desk::days)}</dt>
                <dd>{move || days(length)}</dd>
            </div>
            {posted}
        </dl>
        <section class="section" aria-labelledby="arrived-message-h">
            <h2 id="arrived-message-h">{t!(desk::message)}</h2>
            <div class="prose">{proposal.message}</div>
        </section>
        {questions
            .map(|questions| {
                view! {
                    <section class="section" aria-labelledby="arrived-questions-h">
                        <h2 id="arrived-questions-h">{t!(desk::questions)}</h2>
                        <div class="prose">{questions}</div>
                    </section>
                }
            })}
    }
}
