//! The board: what one asks for, what is found, and the posting that is open beside it (on a phone,
//! in its place).

pub mod applied;
pub mod asked;
pub mod conditions;
pub mod controls;
pub mod filters;
pub mod finding;
pub mod head;
pub mod list;
pub mod recent;
pub mod sheet;

pub use asked::in_url;

use crate::{
    components::{empty::Empty, virtual_list::Scroller},
    device::{browser, media},
    parts::piece,
    state::use_app,
};
use asked::Asked;
use filters::filters;
use finding::Finding;
use head::BoardHead;
use leptos::{ev, html, prelude::*};
use leptos_router::components::Outlet;
use list::Results;
use recent::RecentlySeen;
use sheet::Sheet;

/// There is room for the filters beside the list.
const FILTERS_BESIDE: &str = "(min-width: 80em)";
/// There is room for the posting beside the list, which then scrolls by itself.
const POSTING_BESIDE: &str = "(min-width: 64em)";

/// The board.
#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = Asked::follow();
    let finding = Finding::follow(use_app(), Signal::derive(move || asked.query()));
    let scroller = Scroller::follow(Signal::derive(move || finding.count()));
    let results = NodeRef::<html::Section>::new();
    let detail = NodeRef::<html::Div>::new();
    keep_place(asked, scroller, results);
    Effect::new(move |_| {
        if !asked.has_open() {
            browser::set_title(&text!(app::page_title, text!(board::title)));
        }
    });
    // Another posting begins at its top.
    Effect::new(move |_| {
        asked.open();
        if let Some(detail) = detail.get() {
            detail.set_scroll_top(0);
        }
    });
    let beside = RwSignal::new(media::matches(FILTERS_BESIDE));
    let resize = window_event_listener(ev::resize, move |_| {
        let now = media::matches(FILTERS_BESIDE);
        if beside.get_untracked() != now {
            beside.set(now);
        }
    });
    on_cleanup(move || resize.remove());
    let sheet = NodeRef::<html::Dialog>::new();
    let sheet_open = RwSignal::new(false);
    let open_filters = move |()| {
        sheet_open.set(true);
        if let Some(sheet) = sheet.get_untracked() {
            let _ = sheet.show_modal();
        }
    };
    view! {
        <div class="board" data-view=move || if asked.has_open() { "detail" } else { "list" }>
            <Show when=move || !asked.has_open()>
                <h1 class="visually-hidden" tabindex="-1">
                    {t!(board::title)}
                </h1>
            </Show>
            <Show when=move || beside.get()>
                <aside class="filters-pane" aria-label=t!(board::filters)>
                    {piece(filters, move |form| form(asked, finding, "pane"))}
                </aside>
            </Show>
            <section
                class="results"
                aria-label=t!(board::results)
                node_ref=results
                on:scroll=move |_| scroller.measure()
            >
                <BoardHead asked finding open_filters=Callback::new(open_filters) />
                <RecentlySeen asked />
                <Results asked finding scroller />
            </section>
            <div class="detail-pane" node_ref=detail>
                <Outlet />
            </div>
            <Show when=move || !beside.get()>
                <Sheet asked finding dialog=sheet open=sheet_open />
            </Show>
        </div>
    }
}

/// Nothing is open.
#[component]
pub fn NothingChosen() -> impl IntoView {
    view! { <Empty title=t!(board::choose_one) text=t!(board::choose_one_text) /> }
}

/// Where one was in the list: back there from a posting, at its top for another query.
fn keep_place(asked: Asked, scroller: Scroller, results: NodeRef<html::Section>) {
    // Only a phone's list goes while a posting is open; beside one it keeps its place by itself.
    let place = StoredValue::new(0.0);
    let scroll = window_event_listener(ev::scroll, move |_| {
        if !untrack(|| asked.has_open()) {
            place.set_value(window().scroll_y().unwrap_or(0.0));
        }
    });
    on_cleanup(move || scroll.remove());
    Effect::new(move |had_open: Option<bool>| {
        let has_open = asked.has_open();
        if had_open == Some(true) && !has_open && !media::matches(POSTING_BESIDE) {
            let place = place.get_value();
            browser::after_paint(move || {
                window().scroll_to_with_x_and_y(0.0, place);
                scroller.measure();
            });
        }
        has_open
    });
    Effect::new(move |before: Option<board::Query>| {
        let query = asked.query();
        if before.is_some_and(|before| before != query) {
            if let Some(results) = results.get_untracked() {
                results.set_scroll_top(0);
            }
            if !untrack(|| asked.has_open()) {
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
        query
    });
}
