//! What is asked for beside the words, and what to ask for instead when nothing is found: it comes with
//! the filters, which set the conditions.

use super::{
    asked::Asked,
    conditions::{self, Condition},
    finding::Finding,
};
use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
    },
    state::use_app,
};
use board::Query;
use leptos::prelude::*;

part! { filters:
    /// The conditions in force.
    pub fn applied() -> fn(Asked, Finding, Memo<Vec<Condition>>) -> AnyView =
        |asked, finding, conditions| view! { <Applied asked finding conditions /> }.into_any();
    /// What stands in the place of the list when nothing was found.
    pub fn nothing_found() -> fn(Asked) -> AnyView =
        |asked| view! { <NothingFound asked /> }.into_any();
}

/// The conditions in force; a tap lifts one.
#[component]
fn Applied(asked: Asked, finding: Finding, conditions: Memo<Vec<Condition>>) -> impl IntoView {
    let chip = move |condition: Condition| {
        let named = condition.clone();
        let words = Memo::new(move |_| named.words(|code| finding.town(code)));
        view! {
            <li>
                <button
                    type="button"
                    aria-label=move || text!(board::lift, words.get())
                    on:click=move |_| {
                        asked.choose(condition.lifted(&untrack(|| asked.query())));
                    }
                >
                    <span>{words} <Drawing icon=Icon::Close /></span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="applied" aria-label=t!(board::applied)>
            <For each=move || conditions.get() key=Condition::clone children=chip />
        </ul>
    }
}

/// Nothing was found: one tap loosens what hides most.
#[component]
fn NothingFound(asked: Asked) -> impl IntoView {
    let app = use_app();
    let tightest = Memo::new(move |_| conditions::tightest(app, &asked.query()));
    let named = move || {
        let (condition, count) = tightest.get()?;
        Some((condition.words(|_| None), count))
    };
    let text = move || match named() {
        Some((words, count)) => text!(board::lift_helps, words, count),
        None => text!(board::nothing_helps).to_owned(),
    };
    let action = move || match named() {
        Some((words, _)) => text!(board::lift_one, words),
        None => text!(board::start_over).to_owned(),
    };
    let act = move |_| {
        let query = untrack(|| asked.query());
        let next = match tightest.get_untracked() {
            Some((condition, _)) => condition.lifted(&query),
            None => Query {
                sort: query.sort,
                ..Query::default()
            },
        };
        asked.choose(next);
    };
    view! {
        <Empty dead_end=true title=t!(board::nothing_found) text=move || text>
            <button class="button is-primary" type="button" on:click=act>
                {action}
            </button>
        </Empty>
    }
}
