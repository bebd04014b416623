//! 仕事の配信: postings that a desk chooses by filters, shown on another site and read as a feed.

mod origin;

pub use origin::{BadOrigin, Origin};

use crate::{
    Category, DeskId, FeedId, Timestamp,
    job::{LifeStage, MAX_TITLE, check_line, required},
    month::Month,
    place::Town,
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Which postings a feed has. The default has every open one. All hold together; several values of
/// one are alternatives.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FeedFilters"))]
pub struct Filters {
    /// Words; each has to occur in the posting.
    pub text: String,
    /// Suits any of these; empty is all.
    pub life_stages: BTreeSet<LifeStage>,
    /// Any of these; empty is all.
    pub categories: BTreeSet<Category>,
    /// In this prefecture, by its number, 1 to 47.
    pub prefecture: Option<u8>,
    /// In this town.
    pub town: Option<Town>,
    /// From home.
    pub remote: bool,
    /// Beginners are welcome.
    pub beginner: bool,
    /// No phone calls.
    pub no_calls: bool,
    /// Can be done in pieces as long as a nap.
    pub naptime: bool,
}

/// A feed. Its desk reads it; of it others see the postings, its name and its desk's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Feed {
    /// Made on the organizer's device. It stands in the pages of others: it never changes.
    pub id: FeedId,
    /// Whose.
    pub desk: DeskId,
    /// Their name.
    pub desk_name: String,
    /// One line, shown above the postings.
    pub title: String,
    /// Which postings.
    pub filters: Filters,
    /// The sites that may show it. None: it is shown nowhere but here.
    pub origins: BTreeSet<Origin>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was changed, if ever.
    pub edited_at: Option<Timestamp>,
    /// When it was ended, if it was. What shows it says so.
    pub ended_at: Option<Timestamp>,
}

/// Most sites of a feed.
pub const MAX_ORIGINS: usize = 20;
/// Longest words of a feed's filters, in characters.
pub const MAX_WORDS: usize = 200;

impl Feed {
    /// Whether the feed may enter, whoever sends it. The first thing wrong is named.
    pub fn check(&self) -> Result<(), Invalid> {
        required(Field::Title, &self.title)?;
        check_line(Field::Title, &self.title, MAX_TITLE)?;
        check_line(Field::Text, &self.filters.text, MAX_WORDS)?;
        if self
            .filters
            .prefecture
            .is_some_and(|number| !(1..=47).contains(&number))
        {
            let (min, max) = (1, 47);
            let (field, problem) = (Field::Place, Problem::OutOfRange { min, max });
            return Err(Invalid { field, problem });
        }
        if let Some(town) = &self.filters.town {
            check_line(Field::Town, &town.name, MAX_TITLE)?;
        }
        let (field, problem) = (Field::Website, Problem::TooMany { max: MAX_ORIGINS });
        (self.origins.len() <= MAX_ORIGINS)
            .then_some(())
            .ok_or(Invalid { field, problem })
    }

    /// When what it says of itself changed last.
    pub fn changed_at(&self) -> Timestamp {
        self.edited_at.unwrap_or(self.made_at)
    }
}

/// The sites that a text names, one a line or with spaces between.
pub fn read_origins(text: &str) -> Result<BTreeSet<Origin>, Invalid> {
    let wrong = |problem| Invalid {
        field: Field::Website,
        problem,
    };
    let named = text.split_whitespace().map(str::parse);
    let origins: Result<BTreeSet<Origin>, BadOrigin> = named.collect();
    let origins = origins.map_err(|BadOrigin| wrong(Problem::Malformed))?;
    match origins.len() <= MAX_ORIGINS {
        true => Ok(origins),
        false => Err(wrong(Problem::TooMany { max: MAX_ORIGINS })),
    }
}

/// What was seen of a feed in a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FeedCounts"))]
pub struct Counts {
    /// How often a page loaded it.
    pub views: u32,
    /// How often somebody opened a posting from it.
    pub opens: u32,
}

impl Counts {
    /// Both together.
    #[must_use]
    pub fn plus(self, more: Self) -> Self {
        Self {
            views: self.views.saturating_add(more.views),
            opens: self.opens.saturating_add(more.opens),
        }
    }
}

/// How often a feed was seen. The server counts, and nothing else is known of who looked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeedTally {
    /// Of which feed.
    pub id: FeedId,
    /// Whose.
    pub desk: DeskId,
    /// By month in Japan.
    pub months: BTreeMap<Month, Counts>,
}

/// Months that a tally keeps.
pub const TALLY_MONTHS: usize = 36;

impl FeedTally {
    /// The tally of a feed that nobody has seen.
    pub fn new(feed: &Feed) -> Self {
        Self {
            id: feed.id,
            desk: feed.desk,
            months: BTreeMap::new(),
        }
    }

    /// Adds what was seen in a month. The oldest months go.
    pub fn add(&mut self, month: Month, more: Counts) {
        let counts = self.months.entry(month).or_default();
        *counts = counts.plus(more);
        while self.months.len() > TALLY_MONTHS {
            self.months.pop_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn sites_are_named_a_line_each() {
        let read = |text| read_origins(text).map(|found| found.len());
        assert_eq!(read(" https://a.jp\n\nhttps://b.jp/  HTTPS://A.jp "), Ok(2));
        assert_eq!(read(""), Ok(0));
        let (field, problem) = (Field::Website, Problem::Malformed);
        assert_eq!(read("https://a.jp\na.jp"), Err(Invalid { field, problem }));
    }

    #[test]
    fn a_tally_adds_up_and_keeps_three_years() {
        let (id, desk) = (FeedId(Uuid::nil()), DeskId(Uuid::nil()));
        let months = BTreeMap::new();
        let mut tally = FeedTally { id, desk, months };
        let first: Month = "2026-11".parse().unwrap();
        let (views, opens) = (2, 1);
        for month in first.up_to(first.plus(40)) {
            tally.add(month, Counts { views, opens });
            tally.add(month, Counts { views, opens: 0 });
        }
        assert_eq!(tally.months.len(), TALLY_MONTHS);
        assert_eq!(tally.months.keys().next(), Some(&first.plus(5)));
        let expected = Counts { views: 4, opens: 1 };
        assert_eq!(tally.months.get(&first.plus(40)), Some(&expected));
    }
}
