//! Since when a document is as it is. What it holds may go as well as come, so no moment in it says
//! so; the moment at which the change was noticed never lies before the change.

use domain::Timestamp;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Documents that are remembered.
const KEPT: usize = 10_000;

/// What each address answered the last time: its entity tag, and since when.
#[derive(Default)]
pub(crate) struct Noticed(Mutex<HashMap<String, (String, Timestamp)>>);

impl Noticed {
    /// Since when the document at `path` has had the tag `etag`, as far as this server has seen it.
    pub(crate) fn since(&self, path: &str, etag: &str, now: Timestamp) -> Timestamp {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((last, since)) = known.get(path)
            && last == etag
        {
            return *since;
        }
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(path.to_owned(), (etag.to_owned(), now));
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_new_again_when_it_returns_to_what_it_was() {
        let noticed = Noticed::default();
        let moments = [
            ("a", 1, 1),
            ("a", 2, 1),
            ("b", 3, 3),
            ("a", 4, 4),
            ("a", 5, 4),
        ];
        for (etag, now, expected) in moments {
            let since = noticed.since("/feeds/1.atom", etag, Timestamp(now));
            assert_eq!(since, Timestamp(expected), "{now}");
        }
    }
}
