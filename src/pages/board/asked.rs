//! What the person asks for. The page's URL says the same, so that it can be shared and come back
//! to: typing rewrites the entry of the history once the keys rest, choosing adds one.

use crate::{device::clock, paths};
use board::{Query, query::MAX_TEXT};
use domain::JobId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::Location,
};
use std::rc::Rc;

/// How long after the last key the URL follows, in milliseconds.
const SETTLES_AFTER: u32 = 400;

type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

/// The query on the board, and which posting is open.
#[derive(Clone, Copy)]
pub struct Asked {
    query: RwSignal<Query>,
    open: Memo<Option<String>>,
    in_url: Memo<Query>,
    /// Counts changes, so that only the last key's wait writes.
    changes: StoredValue<u64>,
    navigate: StoredValue<Navigate, LocalStorage>,
}

impl Asked {
    /// The query of the page's URL, followed both ways as long as the board is open.
    pub fn follow() -> Self {
        let location = use_location();
        let in_url = in_url(&location);
        let pathname = location.pathname;
        let open = Memo::new(move |_| opened(&pathname.get()).map(str::to_owned));
        let asked = Self {
            query: RwSignal::new(in_url.get_untracked()),
            open,
            in_url,
            changes: StoredValue::new(0),
            navigate: StoredValue::new_local(Rc::new(use_navigate())),
        };
        Effect::new(move |_| {
            let in_url = in_url.get();
            // Another screen's URL, while this one goes.
            let here = pathname.with_untracked(|path| path.starts_with(paths::JOBS));
            if here && asked.query.with_untracked(|query| *query != in_url) {
                asked.changes.update_value(|changes| *changes += 1);
                asked.query.set(in_url);
            }
        });
        asked
    }

    /// The query.
    pub fn query(self) -> Query {
        self.query.get()
    }

    /// Asks the query.
    pub fn with<R>(self, ask: impl FnOnce(&Query) -> R) -> R {
        self.query.with(ask)
    }

    /// The query's text.
    pub fn text(self) -> String {
        self.query.with(|query| query.text.clone())
    }

    /// Whether a posting is open beside the list, or over it on a phone.
    pub fn has_open(self) -> bool {
        self.open.with(Option::is_some)
    }

    /// Whether this posting is open.
    pub fn is_open(self, job: JobId) -> bool {
        self.open
            .with(|open| open.as_deref().is_some_and(|id| id.parse() == Ok(job)))
    }

    /// The open posting, as the URL names it.
    pub fn open(self) -> Option<String> {
        self.open.get()
    }

    /// The person typed.
    pub fn type_text(self, text: &str) {
        let text: String = text.chars().take(MAX_TEXT).collect();
        if self.query.with_untracked(|query| query.text == text) {
            return;
        }
        self.query.update(|query| query.text = text);
        self.changes.update_value(|changes| *changes += 1);
        let change = self.changes.get_value();
        spawn_local(async move {
            clock::sleep(SETTLES_AFTER).await;
            if self.changes.try_get_value() == Some(change) {
                self.write(true);
            }
        });
    }

    /// The person chose.
    pub fn choose(self, query: Query) {
        self.changes.update_value(|changes| *changes += 1);
        self.query.set(query);
        self.write(false);
    }

    /// Changes a part of the query by choice.
    pub fn change(self, change: impl FnOnce(&mut Query)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.choose(query);
    }

    fn write(self, replace: bool) {
        let query = self.query.get_untracked();
        if self.in_url.with_untracked(|in_url| *in_url == query) {
            return;
        }
        let to = match self.open.get_untracked().and_then(|id| id.parse().ok()) {
            Some(job) => paths::job(job, &query),
            None => paths::jobs(&query),
        };
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        self.navigate.with_value(|navigate| navigate(&to, options));
    }
}

/// The query of the page's URL.
pub fn in_url(location: &Location) -> Memo<Query> {
    let pairs = location.query;
    Memo::new(move |_| {
        let pairs: Vec<(String, String)> = pairs
            .get()
            .into_iter()
            .map(|(name, value)| (name.into_owned(), value))
            .collect();
        Query::from_url(&pairs)
    })
}

/// The posting that a path of the board opens.
fn opened(path: &str) -> Option<&str> {
    path.strip_prefix(paths::JOBS)?
        .strip_prefix('/')
        .filter(|id| !id.is_empty())
}
