//! Live counts: for each value of each filter, what would be found if that filter were set to that
//! value and everything else stayed. All in one pass: an entry that passes every filter counts for
//! all of them, one that fails a single filter counts for the values of that one.

use crate::{
    entry::{Entry, flag},
    filter::{closes_by, dim},
    query::{Place, Query},
};
use domain::{
    Category, Timestamp, Yen,
    job::{JobKind, LifeStage},
    place::{MunicipalityCode, Town},
};
use std::collections::BTreeMap;

/// Net yen an hour that screens offer as floors.
pub const HOURLY_FLOORS: [Yen; 6] = [
    Yen(500),
    Yen(1_000),
    Yen(1_500),
    Yen(2_000),
    Yen(3_000),
    Yen(5_000),
];
/// Yen that screens offer as floors of the whole amount.
pub const PAY_FLOORS: [Yen; 6] = [
    Yen(1_000),
    Yen(5_000),
    Yen(10_000),
    Yen(50_000),
    Yen(100_000),
    Yen(300_000),
];
/// Hours a week that screens offer as limits.
pub const WEEKLY_HOURS: [u8; 5] = [5, 10, 20, 30, 40];
/// Days until closing that screens offer.
pub const CLOSES_WITHIN_DAYS: [u16; 4] = [3, 7, 14, 30];

/// Counts for the values of every filter, in the order in which screens list them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facets {
    /// Every kind.
    pub kinds: Vec<(JobKind, u32)>,
    /// Every category.
    pub categories: Vec<(Category, u32)>,
    /// From home.
    pub remote: u32,
    /// Prefectures, 1 to 47, with any.
    pub prefectures: Vec<(u8, u32)>,
    /// Towns with any in the prefecture that the query names; empty when it names no place.
    pub towns: Vec<(Town, u32)>,
    /// Of [`HOURLY_FLOORS`].
    pub hourly_floors: Vec<(Yen, u32)>,
    /// Of [`PAY_FLOORS`].
    pub pay_floors: Vec<(Yen, u32)>,
    /// Of [`WEEKLY_HOURS`].
    pub weekly_hours: Vec<(u8, u32)>,
    /// Every life stage.
    pub life_stages: Vec<(LifeStage, u32)>,
    /// Beginners welcome.
    pub beginner: u32,
    /// No phone calls.
    pub no_calls: u32,
    /// Naptime-sized.
    pub naptime: u32,
    /// Of [`CLOSES_WITHIN_DAYS`].
    pub closes_within_days: Vec<(u16, u32)>,
    /// When closed ones are shown too.
    pub closed: u32,
    /// With a star.
    pub starred: u32,
}

/// Facets while they are counted.
#[derive(Debug)]
pub(crate) struct Tally {
    now: i64,
    /// Whose towns are counted.
    prefecture: Option<u8>,
    kinds: [u32; JobKind::ALL.len()],
    categories: [u32; Category::ALL.len()],
    remote: u32,
    prefectures: [u32; 48],
    towns: BTreeMap<u32, (Town, u32)>,
    hourly_floors: [u32; HOURLY_FLOORS.len()],
    pay_floors: [u32; PAY_FLOORS.len()],
    weekly_hours: [u32; WEEKLY_HOURS.len()],
    life_stages: [u32; LifeStage::ALL.len()],
    beginner: u32,
    no_calls: u32,
    naptime: u32,
    closes_within_days: [u32; CLOSES_WITHIN_DAYS.len()],
    closed: u32,
    starred: u32,
}

impl Tally {
    pub(crate) fn new(query: &Query, now: Timestamp) -> Self {
        Self {
            now: now.0,
            prefecture: query.place.as_ref().map(Place::prefecture),
            kinds: Default::default(),
            categories: Default::default(),
            remote: 0,
            prefectures: [0; 48],
            towns: BTreeMap::new(),
            hourly_floors: Default::default(),
            pay_floors: Default::default(),
            weekly_hours: Default::default(),
            life_stages: Default::default(),
            beginner: 0,
            no_calls: 0,
            naptime: 0,
            closes_within_days: Default::default(),
            closed: 0,
            starred: 0,
        }
    }

    /// Counts an entry that the words found and that fails these filters. `place` is its place in
    /// words.
    pub(crate) fn count<'a>(
        &mut self,
        e: &Entry,
        fails: u16,
        starred: bool,
        place: impl FnOnce() -> Option<&'a str>,
    ) {
        if fails & fails.wrapping_sub(1) != 0 {
            return;
        }
        // Whether it would be found if this one filter let it pass.
        let alone = |dim: u16| fails & !dim == 0;
        let prefecture = e.prefecture();
        add_at(&mut self.kinds, e.kind as usize, alone(dim::KIND));
        add_at(
            &mut self.categories,
            e.category as usize,
            alone(dim::CATEGORY),
        );
        add_if(&mut self.remote, alone(dim::REMOTE) && e.is(flag::REMOTE));
        if let Some(prefecture) = prefecture {
            add_at(&mut self.prefectures, prefecture.into(), alone(dim::PLACE));
            if self.prefecture == Some(prefecture) && alone(dim::PLACE) {
                self.count_town(e.municipality, place());
            }
        }
        for (count, floor) in self.hourly_floors.iter_mut().zip(HOURLY_FLOORS) {
            add_if(
                count,
                alone(dim::HOURLY) && i64::from(e.per_hour) >= floor.0,
            );
        }
        for (count, floor) in self.pay_floors.iter_mut().zip(PAY_FLOORS) {
            add_if(count, alone(dim::PAY) && i64::from(e.pay_max) >= floor.0);
        }
        for (count, hours) in self.weekly_hours.iter_mut().zip(WEEKLY_HOURS) {
            add_if(count, alone(dim::HOURS) && e.hours_min <= hours);
        }
        for (count, stage) in self.life_stages.iter_mut().zip(LifeStage::ALL) {
            add_if(count, alone(dim::STAGE) && e.is(flag::stage(stage)));
        }
        add_if(
            &mut self.beginner,
            alone(dim::BEGINNER) && e.is(flag::BEGINNER),
        );
        add_if(
            &mut self.no_calls,
            alone(dim::NO_CALLS) && e.is(flag::NO_CALLS),
        );
        add_if(
            &mut self.naptime,
            alone(dim::NAPTIME) && e.is(flag::NAPTIME),
        );
        for (count, days) in self.closes_within_days.iter_mut().zip(CLOSES_WITHIN_DAYS) {
            let by = Timestamp(self.now).plus_days(days.into()).0;
            add_if(count, alone(dim::CLOSES) && closes_by(e, self.now, by));
        }
        add_if(&mut self.closed, alone(dim::OPEN));
        add_if(&mut self.starred, alone(dim::STARRED) && starred);
    }

    fn count_town(&mut self, number: u32, name: Option<&str>) {
        if let Some((_, count)) = self.towns.get_mut(&number) {
            *count += 1;
        } else if let Ok(code) = format!("{number:06}").parse::<MunicipalityCode>() {
            let name = name.unwrap_or_default().to_owned();
            self.towns.insert(number, (Town { code, name }, 1));
        }
    }

    pub(crate) fn finish(self) -> Facets {
        Facets {
            kinds: JobKind::ALL.into_iter().zip(self.kinds).collect(),
            categories: Category::ALL.iter().copied().zip(self.categories).collect(),
            remote: self.remote,
            prefectures: (0..)
                .zip(self.prefectures)
                .filter(|(_, count)| *count > 0)
                .collect(),
            towns: self.towns.into_values().collect(),
            hourly_floors: HOURLY_FLOORS.into_iter().zip(self.hourly_floors).collect(),
            pay_floors: PAY_FLOORS.into_iter().zip(self.pay_floors).collect(),
            weekly_hours: WEEKLY_HOURS.into_iter().zip(self.weekly_hours).collect(),
            life_stages: LifeStage::ALL.into_iter().zip(self.life_stages).collect(),
            beginner: self.beginner,
            no_calls: self.no_calls,
            naptime: self.naptime,
            closes_within_days: CLOSES_WITHIN_DAYS
                .into_iter()
                .zip(self.closes_within_days)
                .collect(),
            closed: self.closed,
            starred: self.starred,
        }
    }
}

fn add_if(count: &mut u32, counts: bool) {
    *count += u32::from(counts);
}

fn add_at(counts: &mut [u32], at: usize, counted: bool) {
    if let Some(count) = counts.get_mut(at) {
        add_if(count, counted);
    }
}
