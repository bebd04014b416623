//! Finding while one types: the search runs in pieces, and an outdated one is dropped.

use crate::{
    device::clock,
    state::{
        App,
        board::{Generation, Progress},
    },
};
use board::{Facets, Found, Query, Search, Viewer};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How long a search may hold the page, in milliseconds: half a frame.
const HOLDS: f64 = 8.0;

/// What was found last.
#[derive(Clone, Copy)]
pub struct Finding {
    found: RwSignal<Option<(Generation, Arc<Found>)>>,
    shown: Memo<Shown>,
    /// Counts searches; the last one's answer counts.
    searches: StoredValue<u64>,
    app: App,
}

/// What stands where the list does.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Shown {
    /// Nothing is known yet.
    Skeleton,
    /// What was found.
    List,
    /// The query finds nothing.
    NothingFound,
    /// There are no postings at all.
    NoPostings,
    /// Nothing is on the device, and the server did not answer.
    Unreachable,
}

impl Finding {
    /// Searches whenever the query, the board or the stars change.
    pub fn follow(app: App, asked: Signal<Query>) -> Self {
        let found = RwSignal::new(None);
        let finding = Self {
            found,
            shown: Memo::new(move |before| shown(app, found, before)),
            searches: StoredValue::new(0),
            app,
        };
        Effect::new(move |_| {
            let query = asked.get();
            let stars = app.replica.stars();
            let viewer = Viewer {
                now: app.now.get(),
                stars: &stars,
            };
            let generation = app.board.generation();
            let search = app.board.with(|board| Search::new(board, &query, viewer));
            finding.searches.update_value(|searches| *searches += 1);
            let this = finding.searches.get_value();
            spawn_local(async move { finding.run(this, generation, search).await });
        });
        finding
    }

    async fn run(self, this: u64, generation: Generation, mut search: Search) {
        let board = self.app.board;
        let mut began = clock::since_start();
        while untrack(|| board.with(|board| search.step(board))) {
            if clock::since_start() - began > HOLDS {
                clock::sleep(0).await;
                began = clock::since_start();
            }
            if self.searches.try_get_value() != Some(this) {
                return;
            }
        }
        self.found
            .set(Some((generation, Arc::new(search.finish()))));
    }

    /// What was found; tracked.
    pub fn with<R>(self, ask: impl FnOnce(Option<&Found>) -> R) -> R {
        self.found
            .with(|found| ask(found.as_ref().map(|(_, found)| &**found)))
    }

    /// How many were found.
    pub fn count(self) -> usize {
        self.with(|found| found.map_or(0, |found| found.hits.len()))
    }

    /// The live counts.
    pub fn facets(self) -> Facets {
        self.with(|found| found.map(|found| found.facets.clone()).unwrap_or_default())
    }

    /// The name of a town that the query names by its code, where a posting there tells it.
    pub fn town(self, code: &str) -> Option<String> {
        self.with(|found| {
            let towns = &found?.facets.towns;
            let (town, _) = towns.iter().find(|(town, _)| town.code.as_str() == code)?;
            Some(town.name.clone())
        })
    }

    /// The app whose board is searched.
    pub fn app(self) -> App {
        self.app
    }

    /// What stands where the list does.
    pub fn shown(self) -> Shown {
        self.shown.get()
    }
}

/// What stands where the list does, from what was found last and what stood there before.
fn shown(
    app: App,
    found: RwSignal<Option<(Generation, Arc<Found>)>>,
    before: Option<&Shown>,
) -> Shown {
    let about = |(generation, found): &(Generation, Arc<Found>)| {
        (*generation, found.hits.len(), found.unread)
    };
    let Some((generation, hits, unread)) = found.with(|found| found.as_ref().map(about)) else {
        return Shown::Skeleton;
    };
    let is_empty = app.board.with(board::Board::is_empty);
    match app.board.progress() {
        _ if hits > 0 => Shown::List,
        Progress::Opening | Progress::Fetching { .. } => Shown::Skeleton,
        // That nothing was found among fewer postings says nothing: the next answer is on its way.
        _ if generation != app.board.generation() => before.copied().unwrap_or(Shown::Skeleton),
        _ if unread > 0 => Shown::Skeleton,
        Progress::Unreachable if is_empty => Shown::Unreachable,
        Progress::Ready if is_empty => Shown::NoPostings,
        Progress::Ready | Progress::Unreachable => Shown::NothingFound,
    }
}
