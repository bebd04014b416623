//! What feeds need beside the store: the postings that they find, and how often they were seen.

mod counts;
mod noticed;
mod shelf;

pub(crate) use counts::{Seen, keep_written, write_all};
pub(crate) use shelf::FeedError;

use counts::Waiting;
use noticed::Noticed;
use shelf::Shelf;

/// The state behind all feeds.
pub(crate) struct Feeds {
    /// The board as devices have it.
    pub(crate) shelf: Shelf,
    /// Counts that wait to be written.
    pub(crate) waiting: Waiting,
    /// Since when each document is as it is.
    pub(crate) noticed: Noticed,
}

impl Feeds {
    pub(crate) fn new() -> Self {
        Self {
            shelf: Shelf::new(),
            waiting: Waiting::default(),
            noticed: Noticed::default(),
        }
    }
}
