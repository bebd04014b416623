//! The conditions of a query, one by one: each can be named and lifted.

use crate::{
    components::words::{self, jobs},
    state::App,
};
use board::{Place, Query, Viewer, search};
use domain::{
    Category, Yen,
    job::{JobKind, LifeStage},
};
use leptos::prelude::*;

/// One condition of a query.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "named as in `board::Query`")]
pub enum Condition {
    Text(String),
    Starred,
    NoCalls,
    Naptime,
    Beginner,
    Stage(LifeStage),
    Kind(JobKind),
    Category(Category),
    Remote,
    Place(Place),
    Hourly(Yen),
    Pay(Yen),
    Weekly(u8),
    Closes(u16),
    Closed,
}

/// The conditions that filters set; not the text.
pub fn filters(query: &Query) -> Vec<Condition> {
    let on = |set: bool, condition| set.then_some(condition);
    let mut found: Vec<Condition> = [
        on(query.starred, Condition::Starred),
        on(query.no_calls, Condition::NoCalls),
        on(query.naptime, Condition::Naptime),
        on(query.beginner, Condition::Beginner),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.extend(query.life_stages.iter().copied().map(Condition::Stage));
    found.extend(query.kinds.iter().copied().map(Condition::Kind));
    found.extend(query.categories.iter().copied().map(Condition::Category));
    found.extend(on(query.remote, Condition::Remote));
    found.extend(query.place.clone().map(Condition::Place));
    found.extend(query.hourly_floor.map(Condition::Hourly));
    found.extend(query.pay_floor.map(Condition::Pay));
    found.extend(query.weekly_hours.map(Condition::Weekly));
    found.extend(query.closes_within_days.map(Condition::Closes));
    found.extend(on(query.closed, Condition::Closed));
    found
}

/// The same query with its text and its order, and no filters.
pub fn without_filters(query: &Query) -> Query {
    Query {
        text: query.text.clone(),
        sort: query.sort,
        ..Query::default()
    }
}

/// The condition that hides most, and how many are found without it. `None` when no single one
/// helps.
pub fn tightest(app: App, query: &Query) -> Option<(Condition, usize)> {
    let mut conditions = filters(query);
    // "Closed ones too" hides nothing.
    conditions.retain(|condition| *condition != Condition::Closed);
    if !query.text.trim().is_empty() {
        conditions.push(Condition::Text(query.text.clone()));
    }
    let stars = app.replica.stars();
    let viewer = Viewer {
        now: app.now.get(),
        stars: &stars,
    };
    let counted = conditions.into_iter().map(|condition| {
        let lifted = condition.lifted(query);
        let count = app
            .board
            .with(|board| search(board, &lifted, viewer).hits.len());
        (condition, count)
    });
    counted
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count > 0)
}

impl Condition {
    /// The query without this condition.
    pub fn lifted(&self, query: &Query) -> Query {
        let mut query = query.clone();
        match self {
            Self::Text(_) => query.text.clear(),
            Self::Starred => query.starred = false,
            Self::NoCalls => query.no_calls = false,
            Self::Naptime => query.naptime = false,
            Self::Beginner => query.beginner = false,
            Self::Stage(stage) => {
                query.life_stages.remove(stage);
            }
            Self::Kind(kind) => {
                query.kinds.remove(kind);
            }
            Self::Category(category) => {
                query.categories.remove(category);
            }
            Self::Remote => query.remote = false,
            Self::Place(_) => query.place = None,
            Self::Hourly(_) => query.hourly_floor = None,
            Self::Pay(_) => query.pay_floor = None,
            Self::Weekly(_) => query.weekly_hours = None,
            Self::Closes(_) => query.closes_within_days = None,
            Self::Closed => query.closed = false,
        }
        query
    }

    /// What the condition asks. `towns` names a town by its code.
    pub fn words(&self, towns: impl FnOnce(&str) -> Option<String>) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Starred => text!(board::starred).to_owned(),
            Self::NoCalls => text!(board::no_calls).to_owned(),
            Self::Naptime => text!(board::naptime).to_owned(),
            Self::Beginner => text!(board::beginner).to_owned(),
            Self::Stage(stage) => words::life_stage(*stage).to_owned(),
            Self::Kind(kind) => words::kind(*kind).to_owned(),
            Self::Category(category) => words::category(*category).to_owned(),
            Self::Remote => text!(board::remote).to_owned(),
            Self::Place(Place::Prefecture(number)) => jobs::prefecture(*number).to_owned(),
            Self::Place(Place::Town(code)) => towns(code.as_str()).map_or_else(
                || code.as_str().to_owned(),
                |name| jobs::place(&name, Some(code.prefecture())),
            ),
            Self::Hourly(floor) => text!(board::hourly_floor, words::yen(*floor)),
            Self::Pay(floor) => text!(board::pay_floor, words::yen(*floor)),
            Self::Weekly(hours) => text!(board::weekly_limit, hours),
            Self::Closes(days) => text!(board::closes_within, days),
            Self::Closed => text!(board::closed_too).to_owned(),
        }
    }
}
