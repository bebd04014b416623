//! What a person looks for.

use domain::{
    Category, Yen,
    feed::Filters,
    job::{JobKind, LifeStage},
    place::MunicipalityCode,
};
use std::collections::BTreeSet;

/// Longest text of a query, in characters. More comes from a broken link, not from a person.
pub const MAX_TEXT: usize = 200;

/// What a person looks for. The default finds every open posting. Filters all hold together; several
/// values of one filter are alternatives. A posting that does not say what a filter asks for is not
/// found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// Words; each has to occur in the posting.
    pub text: String,
    /// Any of these kinds; empty is all.
    pub kinds: BTreeSet<JobKind>,
    /// Any of these categories; empty is all.
    pub categories: BTreeSet<Category>,
    /// From home.
    pub remote: bool,
    /// In this place.
    pub place: Option<Place>,
    /// At least so many yen an hour reach the worker.
    pub hourly_floor: Option<Yen>,
    /// The highest amount of the posting, whatever it is for, is at least this; yen with tax.
    pub pay_floor: Option<Yen>,
    /// The posting asks for no more than so many hours a week.
    pub weekly_hours: Option<u8>,
    /// Suits any of these life stages; empty is all.
    pub life_stages: BTreeSet<LifeStage>,
    /// Beginners are welcome.
    pub beginner: bool,
    /// No phone calls.
    pub no_calls: bool,
    /// Can be done in pieces as long as a nap.
    pub naptime: bool,
    /// Closes within so many days from now.
    pub closes_within_days: Option<u16>,
    /// Closed postings too.
    pub closed: bool,
    /// Only those with the person's star.
    pub starred: bool,
    /// In which order.
    pub sort: Sort,
}

impl From<&Filters> for Query {
    /// What a feed finds: the open postings, the newest first.
    fn from(filters: &Filters) -> Self {
        Self {
            text: filters.text.chars().take(MAX_TEXT).collect(),
            categories: filters.categories.clone(),
            remote: filters.remote,
            place: match (&filters.town, filters.prefecture) {
                (Some(town), _) => Some(Place::Town(town.code.clone())),
                (None, number) => number.map(Place::Prefecture),
            },
            life_stages: filters.life_stages.clone(),
            beginner: filters.beginner,
            no_calls: filters.no_calls,
            naptime: filters.naptime,
            sort: Sort::New,
            ..Self::default()
        }
    }
}

/// A place to look in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// A prefecture by its number, 1 (北海道) to 47 (沖縄県).
    Prefecture(u8),
    /// A municipality.
    Town(MunicipalityCode),
}

impl Place {
    /// The number of its prefecture.
    pub fn prefecture(&self) -> u8 {
        match self {
            Self::Prefecture(number) => *number,
            Self::Town(code) => code.prefecture(),
        }
    }
}

/// The order of what was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Sort {
    /// What answers the words best; without words, open, fresh and easy ones first.
    #[default]
    Fit,
    /// The newest first.
    New,
    /// What pays most an hour first; where that is not known, the highest amount.
    Pay,
    /// What closes next first.
    Closing,
}

impl Sort {
    /// Every order, as screens list them.
    pub const ALL: [Sort; 4] = [Self::Fit, Self::New, Self::Pay, Self::Closing];

    /// The stable word used in URLs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::New => "new",
            Self::Pay => "pay",
            Self::Closing => "closing",
        }
    }

    /// The order of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.word() == word)
    }
}
