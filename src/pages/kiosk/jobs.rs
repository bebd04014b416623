//! Postings at a kiosk: found by words, read, and taken along.

use super::{Visit, take::TakeAlong};
use crate::{
    components::{
        empty::Empty,
        job_card::{CardPay, SampleMark},
        kiosk_search::KioskSearch,
        posting_at_hand::{AtHand, job_at_hand},
        words::jobs,
    },
    pages::{
        board::finding::{Finding, Shown},
        posting::Preview,
    },
    paths,
    state::{
        board::JobError,
        kiosk::{Screen, use_kiosk},
        use_app,
    },
};
use board::{Card, Query};
use domain::JobId;
use leptos::prelude::*;
use std::sync::Arc;

/// Postings that are shown at first, and with each wish for more.
const PAGE: usize = 30;

/// The postings, by words.
#[component]
pub fn Jobs() -> impl IntoView {
    let app = use_app();
    let Visit { job_words, .. } = expect_context();
    let query = Signal::derive(move || Query {
        text: job_words.get(),
        ..Query::default()
    });
    let finding = Finding::follow(app, query);
    let shown = RwSignal::new(PAGE);
    Effect::new(move |_| {
        query.track();
        shown.set(PAGE);
    });
    let cards = Memo::new(move |_| {
        let hits = finding.with(|found| {
            let hits = found.map(|found| found.hits.iter().take(shown.get()).copied());
            hits.map(|hits| hits.collect::<Vec<_>>())
                .unwrap_or_default()
        });
        app.board.with(|board| {
            let cards = hits.into_iter().filter_map(|hit| board.card(hit));
            cards.map(Arc::new).collect::<Vec<Arc<Card>>>()
        })
    });
    let stands = Memo::new(move |_| finding.shown());
    let list = move || match stands.get() {
        Shown::List => view! {
            <ul class="kiosk-list" role="list" aria-label=t!(board::list)>
                <For each=move || cards.get() key=|card| card.id let:card>
                    <KioskJob card />
                </For>
            </ul>
            <Show when=move || { finding.count() > shown.get() }>
                <button
                    class="button kiosk-more"
                    type="button"
                    on:click=move |_| shown.update(|shown| *shown += PAGE)
                >
                    {t!(kiosk::more)}
                </button>
            </Show>
        }
        .into_any(),
        Shown::Skeleton => view! { <p role="status">{t!(app::loading)}</p> }.into_any(),
        Shown::NothingFound => {
            view! { <Empty title=t!(kiosk::no_jobs) text=t!(kiosk::fewer_words) /> }.into_any()
        }
        Shown::NoPostings => {
            view! { <Empty title=t!(board::no_postings) text=t!(board::no_postings_text) /> }
                .into_any()
        }
        Shown::Unreachable => {
            view! { <Empty dead_end=true title=t!(board::unreachable) text=t!(kiosk::later) /> }
                .into_any()
        }
    };
    view! {
        <h1 class="kiosk-title" tabindex="-1">
            {t!(kiosk::jobs)}
        </h1>
        <KioskSearch words=job_words name=t!(kiosk::search_jobs) />
        <p class="kiosk-said" role="status">
            {move || text!(board::count, finding.count())}
        </p>
        {list}
    }
}

#[component]
fn KioskJob(card: Arc<Card>) -> impl IntoView {
    let (app, kiosk) = (use_app(), use_kiosk());
    let (id, closes_at, closed) = (card.id, card.closes_at, card.closed);
    let place = (!card.place.is_empty()).then(|| jobs::place(&card.place, card.prefecture));
    view! {
        <li class="kiosk-card">
            <h2>
                <button
                    class="kiosk-open"
                    type="button"
                    on:click=move |_| kiosk.show(Screen::Job(id))
                >
                    {card.title.clone()}
                </button>
            </h2>
            <p class="chips">
                <SampleMark sample=card.sample />
                <span>{card.desk_name.clone()}</span>
                {place.map(|place| view! { <span>{place}</span> })}
            </p>
            <p class="card-pay">
                <CardPay
                    kind=card.kind
                    pay=card.pay
                    net=card.net.map(|net| net.net)
                    per_hour=card.per_hour
                />
            </p>
            <p>{move || jobs::closing(closes_at, closed, app.now.get()).words}</p>
        </li>
    }
}

/// A posting.
#[component]
pub fn Posting(
    /// Which.
    id: JobId,
) -> impl IntoView {
    let found = job_at_hand(id);
    let shown = move || match found.get() {
        AtHand::Here(job) => view! {
            <Preview job=Arc::new(*job) />
            <TakeAlong path=paths::job(id, &Query::default()) />
        }
        .into_any(),
        AtHand::Looking => view! { <p role="status">{t!(app::loading)}</p> }.into_any(),
        AtHand::Missing(JobError::NotFound) => {
            view! { <Empty title=t!(posting::not_found) text=t!(posting::not_found_text) /> }
                .into_any()
        }
        AtHand::Missing(_) => {
            view! { <Empty dead_end=true title=t!(posting::unreachable) text=t!(kiosk::later) /> }
                .into_any()
        }
    };
    view! {
        <h1 class="visually-hidden" tabindex="-1">
            {t!(kiosk::posting)}
        </h1>
        {shown}
    }
}
