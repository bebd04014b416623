//! When a space is open: a week, what holidays do to it, closing at year-end, and single days that
//! are otherwise. All times are of Japan.

mod reading;

use crate::{Day, Timestamp, holiday::holiday_of, weekday::Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use reading::{time, weekdays};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;
/// How long before something must have changed, where only week and year come round again.
const ROUND: i64 = 400;
/// How far ahead single days are looked at.
const AHEAD: i64 = 10 * 366;

/// Why a text or a pair of times is no part of opening hours.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadHours {
    /// Nothing is written.
    #[error("nothing is written")]
    Missing,
    /// The text names weekdays in a way that is not known, or one of them twice.
    #[error("no weekdays: {0}")]
    Weekdays(String),
    /// The text speaks of holidays or working days, which no weekday is; see [`OnHolidays`].
    #[error("not only weekdays: {0}")]
    Holidays(String),
    /// A text that is no time of day from 0:00 to 47:59.
    #[error("no time: {0}")]
    Time(String),
    /// It closes before it opens, or at once. Past midnight is written 26:00, all day 0:00 to 24:00.
    #[error("closes before it opens")]
    Backwards,
    /// It opens at 24:00 or later, which belongs to the next day.
    #[error("opens on the next day")]
    NextDay,
    /// It stays open for more than 24 hours.
    #[error("open for more than 24 hours")]
    TooLong,
    /// Two intervals of a day share a minute.
    #[error("intervals overlap")]
    Overlap,
    /// No closing at year-end: days of December and January, in order.
    #[error("no year-end")]
    YearEnd,
}

/// An interval in which a space is open, in minutes since the day's midnight: from 0:00 to 23:59,
/// for at most 24 hours. What ends past midnight still belongs to the day on which it began. As
/// text, and over HTTP, `09:00-17:30`, `18:00-26:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
pub struct Interval {
    from: u16,
    to: u16,
}

impl Interval {
    /// An interval from and to a minute of the day.
    pub fn new(from: u16, to: u16) -> Result<Self, BadHours> {
        if from >= DAY {
            Err(BadHours::NextDay)
        } else if to <= from {
            Err(BadHours::Backwards)
        } else if to - from > DAY {
            Err(BadHours::TooLong)
        } else {
            Ok(Self { from, to })
        }
    }

    /// The minute of the day at which it opens, 0 to 1439.
    pub fn from(self) -> u16 {
        self.from
    }

    /// The minute at which it closes; 1440 is midnight, more is of the next day.
    pub fn to(self) -> u16 {
        self.to
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { from, to } = self;
        write!(
            f,
            "{:02}:{:02}-{:02}:{:02}",
            from / 60,
            from % 60,
            to / 60,
            to % 60
        )
    }
}

/// Reads what `Display` writes, and nothing else. What people write: [`Interval::read`].
impl std::str::FromStr for Interval {
    type Err = BadHours;
    fn from_str(text: &str) -> Result<Self, BadHours> {
        let other = || BadHours::Time(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(other)?;
        let read = Self::read(from, to)?;
        (read.to_string() == text).then_some(read).ok_or_else(other)
    }
}

impl From<Interval> for String {
    fn from(interval: Interval) -> String {
        interval.to_string()
    }
}

impl TryFrom<String> for Interval {
    type Error = BadHours;
    fn try_from(text: String) -> Result<Self, BadHours> {
        text.parse()
    }
}

/// The intervals of one day, in order, none sharing a minute with another. None: closed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Vec<Interval>")]
pub struct Hours(Vec<Interval>);

/// No hours at all.
static CLOSED: Hours = Hours(Vec::new());

impl Hours {
    /// The hours of a day, given in any order.
    pub fn new(mut intervals: Vec<Interval>) -> Result<Self, BadHours> {
        intervals.sort_unstable();
        let after = intervals.iter().skip(1);
        if intervals.iter().zip(after).any(|(a, b)| a.to > b.from) {
            return Err(BadHours::Overlap);
        }
        Ok(Self(intervals))
    }

    /// The intervals, in order.
    pub fn intervals(&self) -> &[Interval] {
        &self.0
    }
}

impl TryFrom<Vec<Interval>> for Hours {
    type Error = BadHours;
    fn try_from(intervals: Vec<Interval>) -> Result<Self, BadHours> {
        Self::new(intervals)
    }
}

/// The hours of each weekday, from Monday.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Week([Hours; 7]);

impl Week {
    /// A week from what each weekday's hours are.
    pub fn new(hours: impl FnMut(Weekday) -> Hours) -> Self {
        Self(Weekday::ALL.map(hours))
    }

    /// The hours of a weekday.
    pub fn on(&self, weekday: Weekday) -> &Hours {
        self.0.get(weekday as usize).unwrap_or(&CLOSED)
    }
}

/// What a public holiday does to the hours of its weekday.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnHolidays {
    /// Closed.
    Closed,
    /// Open as on a Sunday.
    AsSunday,
    /// Open as on any such weekday.
    AsUsual,
    /// Nobody says: reckoned as on any such weekday, and to be shown as not known.
    Unsaid,
}

/// Days of December and January on which a space is closed, both ends included. As text, and over
/// HTTP, `12-29/01-03`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
pub struct YearEnd {
    first: (u8, u8),
    last: (u8, u8),
}

impl YearEnd {
    /// Closed from a month's day to another's: (12, 29) to (1, 3).
    pub fn new(first: (u8, u8), last: (u8, u8)) -> Result<Self, BadHours> {
        match (Self::place(first), Self::place(last)) {
            (Some(from), Some(to)) if from <= to => Ok(Self { first, last }),
            _ => Err(BadHours::YearEnd),
        }
    }

    /// The place of a month's day among the 62 of December and January.
    fn place((month, day): (u8, u8)) -> Option<u8> {
        match (month, day) {
            (12, 1..=31) => Some(day),
            (1, 1..=31) => Some(31 + day),
            _ => None,
        }
    }

    /// Whether it closes on this day.
    fn covers(self, day: Day) -> bool {
        let (_, month, day) = day.parts();
        Self::place((month, day)).is_some_and(|place| {
            Self::place(self.first) <= Some(place) && Some(place) <= Self::place(self.last)
        })
    }
}

impl From<YearEnd> for String {
    fn from(YearEnd { first, last }: YearEnd) -> String {
        format!("{:02}-{:02}/{:02}-{:02}", first.0, first.1, last.0, last.1)
    }
}

impl TryFrom<String> for YearEnd {
    type Error = BadHours;
    fn try_from(text: String) -> Result<Self, BadHours> {
        let month_and_day = |text: &str| {
            let (month, day) = text.split_once('-')?;
            Some((month.parse().ok()?, day.parse().ok()?))
        };
        let (first, last) = text.split_once('/').ok_or(BadHours::YearEnd)?;
        let read = month_and_day(first).zip(month_and_day(last));
        let (first, last) = read.ok_or(BadHours::YearEnd)?;
        let year_end = Self::new(first, last)?;
        let same = String::from(year_end) == text;
        same.then_some(year_end).ok_or(BadHours::YearEnd)
    }
}

/// When a space is open. A single day named in `exceptions` goes before year-end, year-end before
/// holidays, and these before the week.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpeningHours {
    /// The usual week.
    pub week: Week,
    /// What public holidays do to it.
    pub holidays: OnHolidays,
    /// When it closes at year-end, if it does.
    pub year_end: Option<YearEnd>,
    /// Single days with hours of their own, or none.
    pub exceptions: BTreeMap<Day, Hours>,
}

/// The moment at which a space opens or closes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// Whether it opens then; it closes otherwise.
    pub opens: bool,
}

impl OpeningHours {
    /// The intervals that begin on this day. One of the day before may still last past midnight.
    pub fn open_on(&self, day: Day) -> &[Interval] {
        let hours = match self.exceptions.get(&day) {
            Some(hours) => hours,
            None if self.year_end.is_some_and(|closing| closing.covers(day)) => &CLOSED,
            None => match (holiday_of(day), self.holidays) {
                (Some(_), OnHolidays::Closed) => &CLOSED,
                (Some(_), OnHolidays::AsSunday) => self.week.on(Weekday::Sunday),
                (Some(_), OnHolidays::AsUsual | OnHolidays::Unsaid) | (None, _) => {
                    self.week.on(Weekday::of(day))
                }
            },
        };
        hours.intervals()
    }

    /// Whether it is open at this moment. At the moment of closing it is closed.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.around(Day::of(at))
            .any(|(opens, closes)| opens <= at && at < closes)
    }

    /// The next moment after `at` at which it opens or closes. Intervals that touch, as at
    /// midnight, are one. `None` when nothing changes any more; single days more than ten years
    /// ahead are not looked for.
    pub fn next_change(&self, at: Timestamp) -> Option<Change> {
        let today = Day::of(at);
        let open = self.is_open(at);
        let single = self.exceptions.last_key_value();
        let single = single.map_or(0, |(day, _)| today.until(*day).clamp(0, AHEAD));
        (0..=single + ROUND)
            .map(|days| today.plus(days))
            // In order but for one: yesterday's end comes first, and nothing before it is a change.
            .flat_map(|day| {
                let edges = self.around(day).flat_map(|(opens, closes)| [opens, closes]);
                edges.filter(move |edge| Day::of(*edge) == day)
            })
            .find(|edge| *edge > at && self.is_open(*edge) != open)
            .map(|at| Change { at, opens: !open })
    }

    /// The intervals that can touch a day: its own, and those of the day before.
    fn around(&self, day: Day) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        [day.plus(-1), day].into_iter().flat_map(|day| {
            let at = move |minute: u16| Timestamp(day.start().0 + i64::from(minute) * MINUTE);
            let intervals = self.open_on(day).iter();
            intervals.map(move |interval| (at(interval.from), at(interval.to)))
        })
    }
}

#[cfg(test)]
mod tests;
