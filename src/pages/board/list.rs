//! The list of what was found, or what stands in its place.

use super::{
    applied::nothing_found,
    asked::Asked,
    finding::{Finding, Shown},
};
use crate::{
    components::{empty::Empty, job_card::JobCard, virtual_list::Scroller},
    parts::piece,
    paths,
    state::use_app,
};
use board::Card;
use domain::JobId;
use leptos::prelude::*;
use std::sync::Arc;

/// What stands below the head.
#[component]
pub fn Results(
    /// What is asked for.
    asked: Asked,
    /// What is found.
    finding: Finding,
    /// Which rows stand near the window.
    scroller: Scroller,
) -> impl IntoView {
    let shown = Memo::new(move |_| finding.shown());
    view! {
        {move || match shown.get() {
            Shown::List => view! { <List asked finding scroller /> }.into_any(),
            Shown::Skeleton => view! { <Skeleton /> }.into_any(),
            Shown::NothingFound => piece(nothing_found, move |show| show(asked)),
            Shown::NoPostings => {
                view! { <Empty title=t!(board::no_postings) text=t!(board::no_postings_text) /> }
                    .into_any()
            }
            Shown::Unreachable => view! { <Unreachable /> }.into_any(),
        }}
    }
}

/// A row of the list: its place and what it shows.
#[derive(Clone, PartialEq)]
struct Row {
    index: usize,
    card: Arc<Card>,
}

#[component]
fn List(asked: Asked, finding: Finding, scroller: Scroller) -> impl IntoView {
    let count = Memo::new(move |_| finding.count());
    let focused = RwSignal::new(None::<usize>);
    let terms = Memo::new(move |_| {
        finding.with(|found| found.map(|found| found.terms.clone()).unwrap_or_default())
    });
    let rows = Memo::new(move |before: Option<&Vec<Row>>| {
        let near = scroller.near();
        // The row with the focus stays, wherever the list is scrolled.
        let focused = focused.get().filter(|row| *row < count.get());
        let before_near = focused.filter(|row| *row < near.start);
        let after_near = focused.filter(|row| *row >= near.end);
        let mounted = before_near.into_iter().chain(near).chain(after_near);
        mounted
            .filter_map(|index| row(finding, index, before))
            .collect::<Vec<Row>>()
    });
    let each = move || rows.with(|rows| rows.iter().map(|row| row.card.id).collect::<Vec<_>>());
    let children = move |id: JobId| {
        let row = Memo::new(move |last: Option<&Option<Row>>| {
            let row = rows.with(|rows| rows.iter().find(|row| row.card.id == id).cloned());
            row.or_else(|| last.cloned().flatten())
        });
        let index = Memo::new(move |_| row.with(|row| row.as_ref().map_or(0, |row| row.index)));
        let card = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.card.clone())));
        let href = Signal::derive(move || asked.with(|query| paths::job(id, query)));
        let is_open = Signal::derive(move || asked.is_open(id));
        view! {
            <li
                class="row"
                style:--i=move || index.get().to_string()
                aria-posinset=move || index.get() + 1
                aria-setsize=move || count.get()
                on:focusin=move |_| focused.set(Some(index.get_untracked()))
                on:focusout=move |_| focused.set(None)
            >
                {move || card.get().map(|card| view! { <JobCard card terms href is_open /> })}
            </li>
        }
    };
    view! {
        <ol
            class="rows"
            role="list"
            aria-label=t!(board::list)
            node_ref=scroller.list
            style:--n=move || count.get().to_string()
        >
            <For each key=|id| *id children />
        </ol>
    }
}

/// What the row shows. While a new search is on its way the board may have dropped what the last
/// one found: then what the row showed before.
fn row(finding: Finding, index: usize, before: Option<&Vec<Row>>) -> Option<Row> {
    let app = finding.app();
    let hit = finding.with(|found| found?.hits.get(index).copied())?;
    let card = untrack(|| app.board.with(|board| board.card(hit)));
    match card {
        Some(card) => Some(Row {
            index,
            card: Arc::new(card),
        }),
        None => before?.iter().find(|row| row.index == index).cloned(),
    }
}

/// Nothing is here yet: what comes, and its shape. The static page shows the same.
#[component]
fn Skeleton() -> impl IntoView {
    let card = || {
        view! {
            <li class="row" aria-hidden="true">
                <div class="card is-skeleton">
                    <span class="bone is-short"></span>
                    <span class="bone is-title"></span>
                    <span class="bone is-pay"></span>
                    <span class="bone is-long"></span>
                    <span class="bone is-short"></span>
                </div>
            </li>
        }
    };
    view! {
        <ol class="rows is-static" role="list" aria-label=t!(board::coming)>
            <li class="row">
                <p class="card is-welcome">{t!(board::welcome)}</p>
            </li>
            {[(); 5].map(|()| card()).collect_view()}
        </ol>
    }
}

/// Nothing is here, and nobody answered.
#[component]
fn Unreachable() -> impl IntoView {
    let board = use_app().board;
    view! {
        <Empty dead_end=true title=t!(board::unreachable) text=t!(board::unreachable_text)>
            <button class="button is-primary" type="button" on:click=move |_| board.refresh()>
                {t!(app::try_again)}
            </button>
        </Empty>
    }
}
