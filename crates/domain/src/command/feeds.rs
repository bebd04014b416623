//! Feeds of postings: making and changing one, ending it.

use super::{Judged, Room};
use crate::{
    FeedId, Refusal,
    desk::{Role, place_at},
    feed::Feed,
    id::follows_from_a_name,
    row::{Kind, Row, Write},
};

impl Room<'_> {
    pub(super) fn save_feed(&self, feed: &Feed) -> Judged {
        let place = place_at(self.rows, self.actor.person, feed.desk, Role::Member)?;
        let before = match self.row(Kind::Feed, feed.id.0)? {
            Some(Row::Feed(before)) if before.desk == feed.desk => Some(before),
            Some(_) => return Err(Refusal::NotAllowed.into()),
            None if follows_from_a_name(feed.id.0) => return Err(Refusal::NotAllowed.into()),
            None => None,
        };
        let feed = Feed {
            desk_name: place.desk_name,
            title: feed.title.trim().to_owned(),
            made_at: before.as_ref().map_or(self.now, |before| before.made_at),
            edited_at: before.is_some().then_some(self.now),
            // One that had ended goes on: its id still stands in the pages of others.
            ended_at: None,
            ..feed.clone()
        };
        feed.check()?;
        Ok(vec![Write::Put(Row::Feed(feed))])
    }

    pub(super) fn end_feed(&self, id: FeedId) -> Judged {
        let Some(Row::Feed(feed)) = self.row(Kind::Feed, id.0)? else {
            return Err(Refusal::NotAllowed.into());
        };
        place_at(self.rows, self.actor.person, feed.desk, Role::Member)?;
        if feed.ended_at.is_some() {
            return Ok(Vec::new());
        }
        let ended_at = Some(self.now);
        Ok(vec![Write::Put(Row::Feed(Feed { ended_at, ..feed }))])
    }
}
