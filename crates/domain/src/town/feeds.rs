//! The town's feed of postings.

use super::{DESK, FEED, NOW};
use crate::{
    Month, Row,
    feed::{Counts, Feed, FeedTally, Filters, Origin},
    job::LifeStage,
};
use std::collections::BTreeSet;

/// The desk's feed for the first year with a child, on the town's child-care site.
pub fn feed() -> Feed {
    Feed {
        id: FEED,
        desk: DESK,
        desk_name: "油津商店".into(),
        title: "産後のみなさんへの仕事".into(),
        filters: Filters {
            life_stages: BTreeSet::from([LifeStage::AfterBirth]),
            ..Filters::default()
        },
        origins: "https://kosodate.example.jp"
            .parse::<Origin>()
            .into_iter()
            .collect(),
        made_at: NOW,
        edited_at: None,
        ended_at: None,
    }
}

pub(super) fn rows() -> Vec<Row> {
    let mut tally = FeedTally::new(&feed());
    let (views, opens) = (3, 1);
    tally.add(Month::at(NOW), Counts { views, opens });
    vec![Row::Feed(feed()), Row::FeedTally(tally)]
}
