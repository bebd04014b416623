//! The way from a posting to a proposal, or to the one that exists.

use crate::{components::money::NetLine, paths, state::use_app};
use board::Query;
use domain::{Job, net::NetPay};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;
use sync::Delivery;

/// Begins a draft for the posting, or finds the one begun before, and goes there.
pub fn begin(job: Arc<Job>) -> Callback<()> {
    let navigate = StoredValue::new_local(use_navigate());
    let replica = use_app().replica;
    Callback::new(move |()| {
        let id = replica.begin_draft(&job);
        navigate.with_value(|navigate| navigate(&paths::proposal(id), Default::default()));
    })
}

/// What reaches the worker in one line, and the one next step.
#[component]
pub fn Proposing(
    /// The posting.
    job: Arc<Job>,
    /// What it pays.
    pay: Signal<Option<NetPay>>,
    /// The estimate on this page.
    #[prop(into)]
    minutes: Signal<Option<u32>>,
) -> impl IntoView {
    let begin = begin(job.clone());
    let existing = existing(&job);
    view! {
        <div class="actionbar">
            <NetLine pay minutes />
            {move || match existing.get() {
                Some((words, to)) => {
                    view! {
                        <a class="button is-primary" href=to>
                            {words}
                        </a>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <button
                            class="button is-primary"
                            type="button"
                            on:click=move |_| begin.run(())
                        >
                            {t!(posting::write_proposal)}
                        </button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// No more proposals are taken; what the person wrote is kept.
#[component]
pub fn Ended(
    /// The posting.
    job: Arc<Job>,
) -> impl IntoView {
    let existing = existing(&job);
    let mut similar = Query::default();
    similar.categories.insert(job.category);
    view! {
        <div class="notice is-quiet">
            <p class="notice-text">
                <strong>{t!(posting::ended)}</strong>
                {move || {
                    existing.get().map_or("", |_| text!(posting::ended_kept))
                }}
            </p>
            {move || {
                existing
                    .get()
                    .map(|(words, to)| {
                        view! {
                            <a class="button" href=to>
                                {words}
                            </a>
                        }
                    })
            }}
            <a class="button" href=paths::jobs(&similar)>
                {t!(posting::similar)}
            </a>
        </div>
    }
}

/// What the link to the person's draft or proposal for the posting says, and where it leads.
fn existing(job: &Job) -> Signal<Option<(&'static str, String)>> {
    let replica = use_app().replica;
    let id = job.id;
    Signal::derive(move || {
        let id = replica.proposal_id(id);
        let words = match replica.delivery(id)? {
            Delivery::Saved(_) | Delivery::Refused(_) => text!(posting::open_draft),
            Delivery::Queued | Delivery::Sending => text!(posting::open_queued),
            Delivery::Sent(_) => text!(posting::open_sent),
        };
        Some((words, paths::proposal(id)))
    })
}
