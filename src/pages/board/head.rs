//! What stands above the list: the search box, the conditions, the count and the order.

use super::{
    applied::applied,
    asked::Asked,
    conditions,
    finding::{Finding, Shown},
};
use crate::{
    components::{
        drawings::{Drawing, Icon},
        words,
    },
    parts::piece,
    state::{board::Progress, use_app},
};
use board::Sort;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

/// The head of the board.
#[component]
pub fn BoardHead(
    /// What is asked for.
    asked: Asked,
    /// What is found.
    finding: Finding,
    /// Opens the filters where they are a sheet.
    open_filters: Callback<()>,
) -> impl IntoView {
    let conditions = Memo::new(move |_| conditions::filters(&asked.query()));
    let chosen = Signal::derive(move || conditions.with(Vec::len));
    view! {
        <div class="board-head">
            <form
                class="search"
                role="search"
                aria-label=t!(board::search_landmark)
                // The list has answered already.
                on:submit=|event| event.prevent_default()
            >
                <div class="search-box">
                    <Drawing icon=Icon::Search />
                    <SearchBox asked />
                </div>
                <button
                    class="button filter-button"
                    type="button"
                    aria-haspopup="dialog"
                    on:click=move |_| open_filters.run(())
                >
                    <Drawing icon=Icon::Filter />
                    <span>{t!(board::filters)}</span>
                    <Show when=move || { chosen.get() > 0 }>
                        <span class="badge">
                            {chosen} <span class="visually-hidden">{t!(board::chosen)}</span>
                        </span>
                    </Show>
                </button>
            </form>
            <Show when=move || { chosen.get() > 0 }>
                {piece(applied, move |list| list(asked, finding, conditions))}
            </Show>
            <div class="results-bar">
                <p class="results-count" role="status">
                    {move || match finding.shown() {
                        Shown::Skeleton => text!(board::preparing).to_owned(),
                        // How many there are is not known.
                        Shown::Unreachable => String::new(),
                        Shown::List | Shown::NothingFound | Shown::NoPostings => {
                            text!(board::count, finding.count())
                        }
                    }}
                </p>
                <Order asked />
            </div>
            <Installing />
        </div>
    }
}

/// How far the first visit's loading is: a line at the head's edge, which moves nothing.
#[component]
fn Installing() -> impl IntoView {
    let board = use_app().board;
    // Later, what is new comes in quietly.
    let installing = Memo::new(move |before: Option<&Option<(u64, u64)>>| {
        let Progress::Fetching { done, total } = board.progress() else {
            return None;
        };
        let began = before.is_some_and(Option::is_some);
        (began || board.with(board::Board::is_empty)).then_some((done, total))
    });
    move || {
        installing.get().map(|(done, total)| {
            let number = |count: u64| words::number(count as usize);
            view! {
                <progress
                    class="install"
                    value=done.to_string()
                    max=total.max(1).to_string()
                    aria-label=t!(board::install_bar)
                    aria-valuetext=move || text!(board::installed_of, number(done), number(total))
                ></progress>
            }
        })
    }
}

/// Answers while one types; a word that an input method still composes is no query yet.
#[component]
fn SearchBox(asked: Asked) -> impl IntoView {
    let text = Memo::new(move |_| asked.text());
    let composing = StoredValue::new(false);
    let input = NodeRef::<html::Input>::new();
    let slash = window_event_listener(ev::keydown, move |event| {
        if event.key() == "/"
            && !event.is_composing()
            && !has_modifier(&event)
            && !is_typing(&event)
            && let Some(input) = input.get_untracked()
        {
            event.prevent_default();
            let _ = input.focus();
            input.select();
        }
    });
    on_cleanup(move || slash.remove());
    view! {
        <input
            class="input"
            type="search"
            node_ref=input
            aria-label=t!(board::search)
            placeholder=t!(board::search_hint)
            enterkeyhint="search"
            autocomplete="off"
            maxlength=board::query::MAX_TEXT.to_string()
            prop:value=text
            on:compositionstart=move |_| composing.set_value(true)
            on:compositionend=move |event| {
                composing.set_value(false);
                asked.type_text(&event_target_value(&event));
            }
            on:input=move |event| {
                if !composing.get_value() {
                    asked.type_text(&event_target_value(&event));
                }
            }
        />
    }
}

fn has_modifier(event: &web_sys::KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// Whether the key goes into a field.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| {
            element
                .closest("input, textarea, select, [contenteditable], dialog")
                .ok()
                .flatten()
                .is_some()
        })
}

#[component]
fn Order(asked: Asked) -> impl IntoView {
    let sort = Memo::new(move |_| asked.query().sort);
    let option = move |value: Sort| {
        view! {
            <option value=value.word() prop:selected=move || sort.get() == value>
                {move || words::jobs::sort(value)}
            </option>
        }
    };
    view! {
        <label>
            {t!(board::sort)}
            <select
                class="select"
                on:change=move |event| {
                    let sort = Sort::from_word(&event_target_value(&event)).unwrap_or_default();
                    asked.change(|query| query.sort = sort);
                }
            >
                {Sort::ALL.map(option).collect_view()}
            </select>
        </label>
    }
}
