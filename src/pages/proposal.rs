//! One proposal: written, checked, on its way, sent.

use crate::{
    components::{
        answers::{Answers, Said},
        draft_check::DraftCheck,
        draft_form::DraftForm,
        drawings::{Drawing, Icon},
        empty::Empty,
        invitations::InvitedHere,
        negotiation::Negotiation,
        offer_form::{KeptEdit, OfferForm},
        posting_at_hand::{AboutPosting, AtHand, job_at_hand},
        posting_changes::PostingChanges,
        sent_proposal::SentProposal,
        words,
    },
    device::browser,
    paths,
    state::{replica::Health, use_app},
};
use board::Query;
use domain::{
    JobId, ProposalId, Refusal,
    proposal::{Proposal as ProposalRow, Side},
};
use leptos::prelude::*;
use leptos_router::{
    components::Redirect,
    hooks::{use_location, use_params_map, use_query_map},
};
use sync::Delivery;

/// How far a proposal is.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Step {
    /// Being written; `checked` when the person already wanted to go on and could not.
    Write { checked: bool },
    /// Looked at before it is sent.
    Check,
    /// Waiting, or on its way.
    Waiting,
    /// The other side has it.
    Sent,
    /// Being changed before anybody has read it.
    Edit,
}

/// A proposal by its id.
#[component]
pub fn ProposalPage() -> impl IntoView {
    let app = use_app();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|params| params.get("id"))?
            .parse::<ProposalId>()
            .ok()
    });
    // The job stays the same from the first key to the last state.
    let found = Memo::new(move |_| {
        let id = id.get()?;
        let draft = app.replica.draft(id).and_then(|draft| draft.job());
        Some((
            id,
            draft.or_else(|| app.replica.proposal(id).map(|proposal| proposal.job))?,
        ))
    });
    // Who reads it for a desk reads it there.
    let at_desk = Memo::new(move |_| {
        let (id, _) = found.get()?;
        let proposal = app.replica.proposal(id)?;
        app.replica.draft(id).is_none().then_some(())?;
        let hand = app.replica.hand(&proposal)?;
        (hand.side == Side::Client).then_some(id)
    });
    let opening = Memo::new(move |_| app.replica.health() == Health::Opening);
    move || match found.get() {
        Some(_) if at_desk.get().is_some() => {
            view! { <Redirect path=at_desk.get().map(paths::arrived).unwrap_or_default() /> }
                .into_any()
        }
        Some((id, job)) => view! { <Proposal id job /> }.into_any(),
        None if opening.get() => view! { <Opening /> }.into_any(),
        None => view! { <Unknown /> }.into_any(),
    }
}

#[component]
fn Opening() -> impl IntoView {
    view! {
        <div class="page">
            <p class="lead" role="status">
                {t!(app::loading)}
            </p>
        </div>
    }
}

#[component]
fn Unknown() -> impl IntoView {
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(proposal::title))));
    view! {
        <div class="page">
            <Empty
                heading=true
                dead_end=true
                title=t!(proposal::unknown)
                text=t!(proposal::unknown_text)
            >
                <a class="button is-primary" href=paths::PROPOSALS>
                    {t!(proposal::all_proposals)}
                </a>
            </Empty>
        </div>
    }
}

#[component]
fn Proposal(id: ProposalId, job: JobId) -> impl IntoView {
    let app = use_app();
    let posting = job_at_hand(job);
    let draft = Memo::new(move |_| app.replica.draft(id));
    let sent = Memo::new(move |_| app.replica.proposal(id));
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("step")));
    let editable =
        Memo::new(move |_| sent.with(|sent| sent.as_ref().is_some_and(ProposalRow::can_be_edited)));
    // Whether the draft can be sent changes with the keys; it counts at the moment of asking.
    let step = Memo::new(move |_| {
        let wants_check = asked.with(|asked| asked.as_deref() == Some("check"));
        let wants_edit = asked.with(|asked| asked.as_deref() == Some("edit"));
        let sending = draft.with(|draft| draft.as_ref().map(|draft| draft.sending.is_some()));
        if sending == Some(true) {
            Step::Waiting
        } else if sending.is_none() && wants_edit && editable.get() {
            Step::Edit
        } else if sending.is_none() {
            Step::Sent
        } else if !wants_check {
            Step::Write { checked: false }
        } else if app
            .replica
            .draft(id)
            .is_some_and(|draft| draft.offer().is_ok())
        {
            Step::Check
        } else {
            Step::Write { checked: true }
        }
    });
    let delivery = Memo::new(move |_| app.replica.delivery(id));
    let heading = Memo::new(move |_| match (step.get(), delivery.get()) {
        (Step::Write { .. }, _) => text!(proposal::write),
        (Step::Check, _) => text!(proposal::check),
        (Step::Edit, _) => text!(deal::edit),
        (Step::Sent, _) => text!(deal::proposal),
        (Step::Waiting, Some(Delivery::Sending)) => text!(proposal::sending_title),
        (Step::Waiting, _) => text!(proposal::waiting_title),
    });
    let title = Memo::new(move |_| {
        let draft = draft.with(|draft| draft.as_ref().map(|draft| draft.title.clone()));
        let sent = || sent.with(|sent| sent.as_ref().map(|sent| sent.job_title.clone()));
        draft.or_else(sent).unwrap_or_default()
    });
    let desk = Memo::new(move |_| {
        let draft = draft.with(|draft| draft.as_ref().map(|draft| draft.desk_name().to_owned()));
        let sent = || sent.with(|sent| sent.as_ref().map(|sent| sent.desk_name.clone()));
        draft.or_else(sent).unwrap_or_default()
    });
    let sample = Memo::new(move |_| {
        let draft = draft.with(|draft| draft.as_ref().map(sync::Draft::is_sample));
        let sent = || sent.with(|sent| sent.as_ref().map(|sent| sent.sample));
        draft.or_else(sent).unwrap_or_default()
    });
    Effect::new(move |_| {
        browser::set_title(&text!(
            app::page_title,
            format!("{}: {}", heading.get(), title.get())
        ));
    });
    // A new step is announced by its heading, or goes to the field that is to be changed.
    let hash = use_location().hash;
    Effect::new(move |before: Option<Step>| {
        let step = step.get();
        let field = hash.get_untracked();
        let named = field.len() > 1 && matches!(step, Step::Write { .. });
        if named || before.is_some_and(|before| before != step) {
            let goal = if named {
                field
            } else {
                "h1[tabindex]".to_owned()
            };
            browser::after_paint(move || browser::focus(&goal));
        }
        step
    });
    let back = move || match step.get() {
        Step::Write { .. } => (
            paths::job(job, &Query::default()),
            text!(proposal::back_to_job),
        ),
        Step::Check => (paths::proposal(id), text!(proposal::back_to_draft)),
        Step::Edit => (paths::proposal(id), text!(deal::back_to_proposal)),
        Step::Waiting | Step::Sent => (paths::PROPOSALS.to_owned(), text!(proposal::back_to_list)),
    };
    let page = move || match step.get() {
        Step::Write { .. } => "page is-wide",
        Step::Sent => "page is-wide",
        Step::Check | Step::Waiting | Step::Edit => "page",
    };
    let body = move || match step.get() {
        Step::Write { checked } => view! { <DraftForm id draft posting checked /> }.into_any(),
        Step::Check => view! { <DraftCheck id draft posting /> }.into_any(),
        Step::Waiting => {
            let similar = Signal::derive(move || posting.with(AtHand::similar));
            view! { <SentProposal id desk similar /> }.into_any()
        }
        Step::Sent => view! { <OwnProposal id sent posting /> }.into_any(),
        // What is typed here does not follow the row: it is read once.
        Step::Edit => untrack(|| sent.get())
            .map(|proposal| view! { <OfferForm proposal posting /> })
            .into_any(),
    };
    view! {
        <div class=page>
            <a class="back" href=move || back().0>
                <Drawing icon=Icon::Back />
                {move || back().1}
            </a>
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {heading}
                </h1>
                <AboutPosting posting title desk sample />
            </header>
            <Show when=move || matches!(step.get(), Step::Write { .. } | Step::Check)>
                <Trouble delivery posting />
                <PostingChanges id draft posting />
                <InvitedHere job writing=true />
            </Show>
            {body}
        </div>
    }
}

/// A sent proposal from its worker's side.
#[component]
fn OwnProposal(
    id: ProposalId,
    sent: Memo<Option<ProposalRow>>,
    posting: RwSignal<AtHand>,
) -> impl IntoView {
    let said = Memo::new(move |_| sent.with(|sent| sent.as_ref().map(Said::of_proposal)));
    let similar = move || posting.with(AtHand::similar);
    view! {
        <KeptEdit proposal=sent />
        <div class="deal">
            <Negotiation id posting>
                <section class="section said" aria-labelledby="content-h">
                    <h2 id="content-h">{t!(proposal::sent_content)}</h2>
                    <Answers said />
                </section>
            </Negotiation>
        </div>
        <div class="button-row">
            <a class="button" href=similar>
                {t!(proposal::more_jobs)}
            </a>
            <a class="button" href=paths::PROPOSALS>
                {t!(proposal::all_proposals)}
            </a>
        </div>
    }
}

/// Why a draft did not, or would not, arrive; and that nothing of it is lost.
#[component]
fn Trouble(delivery: Memo<Option<Delivery>>, posting: RwSignal<AtHand>) -> impl IntoView {
    let now = use_app().now;
    let refusal = Memo::new(move |_| match delivery.get() {
        Some(Delivery::Refused(refusal)) => Some(refusal),
        _ => None,
    });
    let closed = Memo::new(move |_| posting.with(|posting| posting.closed(now.get())));
    let similar = move || {
        view! {
            <a class="button" href=move || posting.with(AtHand::similar)>
                {t!(proposal::similar_jobs)}
            </a>
        }
    };
    move || match (refusal.get(), closed.get()) {
        (Some(refusal), _) => {
            let over = matches!(
                refusal,
                Refusal::JobClosed { .. } | Refusal::JobNotFound | Refusal::AlreadySent
            );
            let kept = match over {
                true => text!(proposal::not_sent_closed_kept),
                false => text!(proposal::not_sent_kept),
            };
            Some(
                view! {
                    <div class="notice is-error" role="alert">
                        <p class="notice-text">
                            <strong>
                                {t!(proposal::not_sent)} ": " {words::refusal(&refusal)}
                            </strong>
                            {kept}
                        </p>
                        {over.then(similar)}
                    </div>
                }
                .into_any(),
            )
        }
        (None, Some(closed)) => Some(
            view! {
                <div class="notice is-warn" role="alert">
                    <p class="notice-text">
                        <strong>{closed}</strong>
                        {t!(proposal::closed_kept)}
                    </p>
                    {similar()}
                </div>
            }
            .into_any(),
        ),
        (None, None) => None,
    }
}
