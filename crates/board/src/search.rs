//! Finding: words in the texts, filters and counts over the entries, then the order.

use crate::{
    Board, DocRef, Facets, Query,
    board::Slot,
    facets::Tally,
    filter::Filter,
    fold,
    order::{self, Key},
    query::Sort,
};
use domain::{JobId, Timestamp};
use std::{collections::BTreeSet, collections::VecDeque, ops::ControlFlow};

/// Who looks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// The present moment.
    pub now: Timestamp,
    /// The postings with the person's star.
    pub stars: &'a BTreeSet<JobId>,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// Every posting that was found, in the order that was asked for.
    pub hits: Vec<DocRef>,
    /// Counts for the values of every filter.
    pub facets: Facets,
    /// The words, folded, for [`crate::marks::marks`].
    pub terms: Vec<String>,
    /// Postings that could not be searched for words because their text is not loaded yet.
    pub unread: usize,
}

/// Searches the whole board at once.
pub fn search(board: &Board, query: &Query, viewer: Viewer<'_>) -> Found {
    let mut search = Search::new(board, query, viewer);
    while search.step(board) {}
    search.finish()
}

/// The newest `limit` postings that the query finds, newest first; stops as soon as it has them.
pub fn newest(board: &Board, query: &Query, viewer: Viewer<'_>, limit: usize) -> Vec<DocRef> {
    let terms = fold::terms(&query.text, board.lower());
    let filter = Filter::new(query, viewer.now);
    let mut hits: Vec<(i64, DocRef)> = Vec::new();
    // Every posting of the tail may be among the newest; packs follow each other in time.
    let mut from_packs = 0;
    for (at, slot) in board.slots().enumerate() {
        let _: ControlFlow<()> = matching(slot, &terms, false, |index, _| {
            if at > 0 && from_packs == limit {
                return ControlFlow::Break(());
            }
            if let Some(e) = slot.entry(index)
                && filter.fails(e, viewer.stars.contains(&e.job_id())) == 0
            {
                hits.push((
                    e.posted_at,
                    DocRef {
                        slot: slot.number,
                        index,
                    },
                ));
                from_packs += usize::from(at > 0);
            }
            ControlFlow::Continue(())
        });
    }
    hits.sort_by_key(|(posted_at, _)| std::cmp::Reverse(*posted_at));
    hits.into_iter().take(limit).map(|(_, hit)| hit).collect()
}

/// Calls `see` with the place and the tier of each posting whose text holds all words. False when
/// the text is not there to look at.
fn matching(
    slot: &Slot,
    terms: &[String],
    tiers: bool,
    mut see: impl FnMut(u32, Option<u32>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if terms.is_empty() {
        return slot.entries().try_for_each(|(index, _)| see(index, None));
    }
    let Some(text) = slot.pack.text() else {
        return ControlFlow::Continue(());
    };
    let needles = text.needles(terms);
    text.matching(&needles)
        .try_for_each(|found| see(found.index, tiers.then(|| needles.tier(found.text))))
}

/// A search in pieces, so that a page stays alive while it runs. A change of the board in between
/// is survived but may be missed; begin again when [`Board::generation`] has changed.
#[derive(Debug)]
pub struct Search {
    terms: Vec<String>,
    filter: Filter,
    sort: Sort,
    tally: Tally,
    /// Sorted.
    stars: Vec<DocRef>,
    to_do: VecDeque<u32>,
    hits: Vec<(Key, DocRef)>,
    unread: usize,
}

impl Search {
    /// Prepares a search.
    pub fn new(board: &Board, query: &Query, viewer: Viewer<'_>) -> Self {
        let mut stars: Vec<DocRef> = viewer
            .stars
            .iter()
            .filter_map(|id| board.locate(*id))
            .collect();
        stars.sort_unstable();
        Self {
            terms: fold::terms(&query.text, board.lower()),
            filter: Filter::new(query, viewer.now),
            sort: query.sort,
            tally: Tally::new(query, viewer.now),
            stars,
            to_do: board.slots().map(|slot| slot.number).collect(),
            hits: Vec::new(),
            unread: 0,
        }
    }

    /// Searches the next pack; false when none was left.
    pub fn step(&mut self, board: &Board) -> bool {
        let Some(number) = self.to_do.pop_front() else {
            return false;
        };
        let Some(slot) = board.slot(number) else {
            return true;
        };
        let Self {
            terms,
            filter,
            sort,
            tally,
            stars,
            hits,
            ..
        } = self;
        if !terms.is_empty() && slot.pack.text().is_none() {
            self.unread += slot.len();
        }
        let _: ControlFlow<()> = matching(slot, terms, *sort == Sort::Fit, |index, tier| {
            if let Some(e) = slot.entry(index) {
                let hit = DocRef {
                    slot: number,
                    index,
                };
                let starred = !stars.is_empty() && stars.binary_search(&hit).is_ok();
                let fails = filter.fails(e, starred);
                if fails == 0 {
                    hits.push((order::key(*sort, tier, e, filter.now), hit));
                }
                tally.count(e, fails, starred, || Some(slot.pack.strings(index)?[2]));
            }
            ControlFlow::Continue(())
        });
        true
    }

    /// How many were found so far.
    pub fn found(&self) -> usize {
        self.hits.len()
    }

    /// Puts what was found in order.
    pub fn finish(mut self) -> Found {
        // Stable: what is equal stays in the order of the packs, the newest first.
        self.hits.sort_by_key(|(key, _)| *key);
        Found {
            hits: self.hits.into_iter().map(|(_, hit)| hit).collect(),
            facets: self.tally.finish(),
            terms: self.terms,
            unread: self.unread,
        }
    }
}
