//! The filters of a query, ready to be held against thousands of entries.

use crate::{
    entry::{Entry, NO_HOURS, flag},
    query::{Place, Query},
};
use domain::{Category, Timestamp, job::JobKind};
use std::ops::Range;

/// One bit for each filter.
pub(crate) mod dim {
    pub(crate) const KIND: u16 = 1;
    pub(crate) const CATEGORY: u16 = 1 << 1;
    pub(crate) const REMOTE: u16 = 1 << 2;
    pub(crate) const PLACE: u16 = 1 << 3;
    pub(crate) const HOURLY: u16 = 1 << 4;
    pub(crate) const PAY: u16 = 1 << 5;
    pub(crate) const HOURS: u16 = 1 << 6;
    pub(crate) const STAGE: u16 = 1 << 7;
    pub(crate) const BEGINNER: u16 = 1 << 8;
    pub(crate) const NO_CALLS: u16 = 1 << 9;
    pub(crate) const NAPTIME: u16 = 1 << 10;
    pub(crate) const CLOSES: u16 = 1 << 11;
    pub(crate) const OPEN: u16 = 1 << 12;
    pub(crate) const STARRED: u16 = 1 << 13;
}

/// What an entry has to be.
#[derive(Debug)]
pub(crate) struct Filter {
    pub(crate) now: i64,
    /// A bit for each kind and category; all when none was chosen.
    kinds: u32,
    categories: u32,
    places: Range<u32>,
    per_hour: u32,
    pay: u32,
    hours: u8,
    /// Flags of the stages; 0 is any.
    stages: u16,
    /// Flags that have to be set.
    beginner: bool,
    no_calls: bool,
    naptime: bool,
    remote: bool,
    /// The last moment at which it may close.
    closes_by: Option<i64>,
    closed: bool,
    starred: bool,
}

impl Filter {
    pub(crate) fn new(query: &Query, now: Timestamp) -> Self {
        let bits = |bits: u32| if bits == 0 { u32::MAX } else { bits };
        let yen = |yen: Option<domain::Yen>| {
            yen.map_or(0, |yen| u32::try_from(yen.0.max(0)).unwrap_or(u32::MAX))
        };
        let places = match &query.place {
            None => 0..u32::MAX,
            Some(Place::Prefecture(number)) => {
                let first = u32::from(*number) * 10_000;
                first..first + 10_000
            }
            Some(Place::Town(code)) => {
                let number = code.as_str().parse().unwrap_or(u32::MAX - 1);
                number..number + 1
            }
        };
        Self {
            now: now.0,
            kinds: bits(
                query
                    .kinds
                    .iter()
                    .fold(0, |bits, kind| bits | kind_bit(*kind)),
            ),
            categories: bits(
                query
                    .categories
                    .iter()
                    .fold(0, |bits, c| bits | category_bit(*c)),
            ),
            places,
            per_hour: yen(query.hourly_floor),
            pay: yen(query.pay_floor),
            hours: query.weekly_hours.unwrap_or(NO_HOURS),
            stages: query
                .life_stages
                .iter()
                .fold(0, |bits, stage| bits | flag::stage(*stage)),
            beginner: query.beginner,
            no_calls: query.no_calls,
            naptime: query.naptime,
            remote: query.remote,
            closes_by: query
                .closes_within_days
                .map(|days| now.plus_days(days.into()).0),
            closed: query.closed,
            starred: query.starred,
        }
    }

    /// The filters that keep an entry out, as bits of [`dim`]; 0 when it is found.
    pub(crate) fn fails(&self, e: &Entry, starred: bool) -> u16 {
        let fail = |fails: bool, dim: u16| if fails { dim } else { 0 };
        fail(kind_bit(e.kind) & self.kinds == 0, dim::KIND)
            | fail(
                category_bit(e.category) & self.categories == 0,
                dim::CATEGORY,
            )
            | fail(self.remote && !e.is(flag::REMOTE), dim::REMOTE)
            | fail(!self.places.contains(&e.municipality), dim::PLACE)
            | fail(e.per_hour < self.per_hour, dim::HOURLY)
            | fail(e.pay_max < self.pay, dim::PAY)
            | fail(e.hours_min > self.hours, dim::HOURS)
            | fail(self.stages != 0 && !e.is(self.stages), dim::STAGE)
            | fail(self.beginner && !e.is(flag::BEGINNER), dim::BEGINNER)
            | fail(self.no_calls && !e.is(flag::NO_CALLS), dim::NO_CALLS)
            | fail(self.naptime && !e.is(flag::NAPTIME), dim::NAPTIME)
            | fail(
                self.closes_by.is_some_and(|by| !closes_by(e, self.now, by)),
                dim::CLOSES,
            )
            | fail(!self.closed && !e.is_open(self.now), dim::OPEN)
            | fail(self.starred && !starred, dim::STARRED)
    }
}

/// Whether an entry has a closing date that lies after `now` and not after `by`.
pub(crate) fn closes_by(e: &Entry, now: i64, by: i64) -> bool {
    now < e.closes_at && e.closes_at <= by
}

fn kind_bit(kind: JobKind) -> u32 {
    1 << kind as u32
}

fn category_bit(category: Category) -> u32 {
    1 << category as u32
}
