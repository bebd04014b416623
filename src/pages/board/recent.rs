//! 最近見た仕事: the way back to what was opened, folded away until wanted.

use super::asked::Asked;
use crate::{
    components::job_card::{CardPay, SampleMark},
    paths,
    state::{board::Progress, use_app},
};
use board::{Card, Query};
use domain::JobId;
use leptos::prelude::*;

/// How many are offered.
const OFFERED: usize = 8;

/// The postings opened last, while nothing is searched for.
#[component]
pub fn RecentlySeen(
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let app = use_app();
    let wanted = Memo::new(move |_| {
        asked.with(|query| {
            *query
                == Query {
                    sort: query.sort,
                    ..Query::default()
                }
        })
    });
    // While a posting is open the list beside it keeps still.
    let seen = Memo::new(move |before: Option<&Vec<JobId>>| match before {
        Some(before) if asked.has_open() => before.clone(),
        _ => app.replica.recent(),
    });
    let recent = Memo::new(move |_| {
        if !wanted.get() {
            return Vec::new();
        }
        let ids = seen.get();
        app.board.with(|board| {
            let cards = ids.iter().filter_map(|id| board.card(board.locate(*id)?));
            cards.take(OFFERED).collect::<Vec<_>>()
        })
    });
    // While the board is being read, its postings are on their way: the line stands already.
    let count = Memo::new(move |_| {
        let here = recent.with(Vec::len);
        let comes = matches!(
            app.board.progress(),
            Progress::Opening | Progress::Fetching { .. }
        );
        if comes && wanted.get() {
            here.max(seen.with(Vec::len).min(OFFERED))
        } else {
            here
        }
    });
    let item = move |card: Card| {
        let id = card.id;
        let href = move || asked.with(|query| paths::job(id, query));
        view! {
            <li>
                <a href=href>{card.title}</a>
                <p>
                    <SampleMark sample=card.sample />
                    " "
                    <CardPay
                        kind=card.kind
                        pay=card.pay
                        net=card.net.map(|net| net.net)
                        per_hour=card.per_hour
                    />
                </p>
            </li>
        }
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <details class="recent">
                <summary>{move || text!(board::recent, count.get())}</summary>
                <ul>{move || recent.get().into_iter().map(item).collect_view()}</ul>
            </details>
        </Show>
    }
}
