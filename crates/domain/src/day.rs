//! Calendar days in Japan, for due dates and payment dates.

use crate::Timestamp;
use jiff::{SignedDuration, civil::Date};
use serde::{Deserialize, Serialize};

/// A calendar day in Japan. As text, and over HTTP, `2026-12-25`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
pub struct Day(Date);

/// The first day that reads back from its text.
const FIRST: Date = Date::constant(0, 1, 1);

/// A text that names no day.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no day: {0}")]
pub struct BadDay(String);

impl Day {
    /// A day of the calendar; `None` where there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        (date >= FIRST).then_some(Self(date))
    }

    /// The day that `moment` falls on in Japan.
    pub fn of(moment: Timestamp) -> Self {
        Self(Date::constant(1970, 1, 1)).plus(moment.day_in_japan())
    }

    /// The day's first moment.
    pub fn start(self) -> Timestamp {
        Timestamp::start_of_day_in_japan(Self(Date::constant(1970, 1, 1)).until(self))
    }

    /// So many days later, or earlier when negative; at the ends of the calendar it stays.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let hours = days.saturating_mul(24).clamp(-100_000_000, 100_000_000);
        let date = self.0.saturating_add(SignedDuration::from_hours(hours));
        Self(date.max(FIRST))
    }

    /// Days from this one to `later`.
    pub fn until(self, later: Self) -> i64 {
        later.0.duration_since(self.0).as_hours() / 24
    }

    /// Day `day` of the month `months` after this day's; the month's last day where it has fewer.
    #[must_use]
    pub fn in_month(self, months: u8, day: u8) -> Self {
        let first = (0..months).fold(self.0.first_of_month(), |first, _| {
            first
                .last_of_month()
                .tomorrow()
                .unwrap_or(first.last_of_month())
        });
        let last = first.days_in_month();
        let day = i8::try_from(day).unwrap_or(last).clamp(1, last);
        Self(Date::new(first.year(), first.month(), day).unwrap_or(first))
    }

    /// The day of the month, 1 to 31.
    pub fn of_month(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// Year, month (1 to 12) and day of the month.
    pub fn parts(self) -> (i16, u8, u8) {
        (
            self.0.year(),
            self.0.month().unsigned_abs(),
            self.0.day().unsigned_abs(),
        )
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl std::str::FromStr for Day {
    type Err = BadDay;
    fn from_str(text: &str) -> Result<Self, BadDay> {
        let read = || {
            let mut parts = text.splitn(3, '-');
            let year = parts.next()?.parse().ok()?;
            let month = parts.next()?.parse().ok()?;
            let day = parts.next()?.parse().ok()?;
            Self::new(year, month, day)
        };
        read()
            .filter(|day| day.to_string() == text)
            .ok_or_else(|| BadDay(text.to_owned()))
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = BadDay;
    fn try_from(text: String) -> Result<Self, BadDay> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_reads_back_from_its_text_and_knows_its_neighbours() {
        let eve = Day::new(2026, 12, 31).expect("a day");
        assert_eq!(eve.to_string(), "2026-12-31");
        assert_eq!(eve.plus(1).to_string(), "2027-01-01");
        assert_eq!(eve.until(eve.plus(60)), 60);
        assert_eq!("2026-12-31".parse(), Ok(eve));
        for wrong in [
            "2026-2-3",
            "2026-02-30",
            "",
            "あした",
            "2026-02-03-04",
            "+2026-02-03",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }

    proptest! {
        /// A day that cannot be read again would spoil the row that holds it.
        #[test]
        fn any_day_reads_back_from_its_text(
            moment in any::<i64>(),
            days in any::<i64>(),
            months in any::<u8>(),
            pays in any::<u8>(),
        ) {
            let day = Day::of(Timestamp(moment));
            let later = day.in_month(months, pays);
            for day in [day, day.plus(days), later, later.plus(days)] {
                prop_assert_eq!(day.to_string().parse(), Ok(day));
            }
        }
    }

    #[test]
    fn a_day_before_the_calendar_is_none() {
        assert_eq!(Day::new(-1, 12, 31), None);
        let first = Day::new(0, 1, 1).expect("a day");
        assert_eq!(first.plus(-1), first);
        assert_eq!(Day::of(Timestamp(i64::MIN)), first);
    }

    #[test]
    fn a_day_in_japan_starts_before_the_day_in_utc() {
        let day = Day::new(2026, 11, 23).expect("a day");
        assert_eq!(Day::of(day.start()), day);
        assert_eq!(Day::of(Timestamp(day.start().0 - 1)), day.plus(-1));
    }

    #[test]
    fn the_thirty_first_of_a_short_month_is_its_last_day() {
        let day = Day::new(2027, 1, 31).expect("a day");
        assert_eq!(day.in_month(1, 31).to_string(), "2027-02-28");
        assert_eq!(day.in_month(12, 25).to_string(), "2028-01-25");
        assert_eq!(day.in_month(0, 0).to_string(), "2027-01-01");
    }
}
