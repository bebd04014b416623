//! The feeds of the person's desks.

use super::ReplicaState;
use domain::{
    FeedId,
    feed::{Feed, FeedTally},
};
use leptos::prelude::*;

impl ReplicaState {
    /// The feeds of the person's desks: those that go on first, the latest first among them.
    pub fn feeds(self) -> Vec<Feed> {
        self.rows.with(|rows| {
            let mut feeds: Vec<Feed> = rows.feeds.values().cloned().collect();
            feeds.sort_by_key(|feed| {
                let latest = std::cmp::Reverse(feed.made_at);
                (feed.ended_at.is_some(), latest, feed.id)
            });
            feeds
        })
    }

    /// One of them.
    pub fn feed(self, id: FeedId) -> Option<Feed> {
        self.rows.with(|rows| rows.feeds.get(&id).cloned())
    }

    /// How often it was seen; `None` where it never was.
    pub fn feed_tally(self, id: FeedId) -> Option<FeedTally> {
        self.rows.with(|rows| rows.tallies.get(&id).cloned())
    }
}
