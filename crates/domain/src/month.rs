//! Calendar months in Japan, for what is counted by month.

use crate::{Day, Timestamp, weekday::Weekday};
use serde::{Deserialize, Serialize};

/// A calendar month in Japan. As text, and over HTTP, `2026-11`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct Month {
    year: i16,
    /// 1 to 12.
    month: u8,
}

/// A text that names no month.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no month: {0}")]
pub struct BadMonth(String);

impl Month {
    /// The month that a day is in.
    pub fn of(day: Day) -> Self {
        let (year, month, _) = day.parts();
        Self { year, month }
    }

    /// The month that `moment` falls into in Japan.
    pub fn at(moment: Timestamp) -> Self {
        Self::of(Day::of(moment))
    }

    /// Year, and month from 1 to 12.
    pub fn parts(self) -> (i16, u8) {
        (self.year, self.month)
    }

    /// So many months later, or earlier when negative; at the ends of the calendar it stays.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let count = i32::from(self.year) * 12 + i32::from(self.month) - 1;
        let count = count.saturating_add(months).clamp(0, 9_999 * 12 + 11);
        Self {
            year: i16::try_from(count / 12).unwrap_or(self.year),
            month: u8::try_from(count % 12 + 1).unwrap_or(self.month),
        }
    }

    /// The months from this one to `last`, both included; none where `last` lies before.
    pub fn up_to(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| Some(month.plus(1)))
            // The calendar ends, and `plus` stays there.
            .take(12 * 10_000)
            .take_while(move |month| *month <= last)
    }

    /// Its first day.
    pub fn first_day(self) -> Option<Day> {
        Day::new(self.year, i8::try_from(self.month).ok()?, 1)
    }

    /// Its last day.
    pub fn last_day(self) -> Option<Day> {
        // Day 31 of a shorter month is its last.
        self.first_day().map(|first| first.in_month(0, 31))
    }

    /// Its days, week by week as calendars in Japan show them, from Sunday; `None` is a day of the
    /// month before or after.
    pub fn weeks(self) -> Vec<[Option<Day>; 7]> {
        let (Some(first), Some(last)) = (self.first_day(), self.last_day()) else {
            return Vec::new();
        };
        let (mut weeks, mut sunday) = (Vec::new(), Weekday::sunday_of(first));
        while sunday <= last {
            let day = |place: i64| Some(sunday.plus(place)).filter(|day| Self::of(*day) == self);
            weeks.push([0, 1, 2, 3, 4, 5, 6].map(day));
            sunday = sunday.plus(7);
        }
        weeks
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::str::FromStr for Month {
    type Err = BadMonth;
    fn from_str(text: &str) -> Result<Self, BadMonth> {
        let day = format!("{text}-01").parse::<Day>();
        day.map(Self::of).map_err(|_| BadMonth(text.to_owned()))
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = BadMonth;
    fn try_from(text: String) -> Result<Self, BadMonth> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn a_month_begins_on_its_weekday() {
        // The first of July 2026 is a Wednesday.
        let day = |day| Day::new(2026, 7, day).expect("a day");
        let weeks = Month::of(day(1)).weeks();
        assert_eq!(weeks.len(), 5);
        let first = [
            None,
            None,
            None,
            Some(day(1)),
            Some(day(2)),
            Some(day(3)),
            Some(day(4)),
        ];
        assert_eq!(weeks[0], first);
        assert_eq!(weeks[1][0], Some(day(5)));
        assert_eq!(weeks[4][5], Some(day(31)));
        assert_eq!(weeks[4][6], None);
    }

    #[test]
    fn a_month_is_shown_in_weeks_from_sunday() {
        let month: Month = "2026-11".parse().expect("a month");
        let weeks = month.weeks();
        // The 1st is a Sunday.
        assert_eq!(weeks.len(), 5);
        assert_eq!(weeks[0][0], month.first_day());
        assert_eq!(weeks[4][1], month.last_day());
        assert_eq!(weeks[4][2], None);
        for month in month.up_to(month.plus(40)) {
            let days: Vec<Day> = month.weeks().into_iter().flatten().flatten().collect();
            assert_eq!(days.first().copied(), month.first_day());
            assert_eq!(days.last().copied(), month.last_day());
            assert!(days.windows(2).all(|two| two[0].plus(1) == two[1]));
        }
    }

    #[test]
    fn a_month_reads_back_from_its_text_and_knows_its_neighbours() {
        for text in ["2026-11", "0000-01", "9999-12"] {
            assert_eq!(month(text).to_string(), text);
        }
        for wrong in ["", "2026", "2026-13", "2026-1", "2026-11-01", "あした"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
        assert_eq!(month("2026-11").plus(2), month("2027-01"));
        assert_eq!(month("2026-01").plus(-1), month("2025-12"));
        assert_eq!(month("9999-12").plus(1), month("9999-12"));
        assert_eq!(month("0000-01").plus(-1), month("0000-01"));
        let winter: Vec<_> = month("2026-11").up_to(month("2027-02")).collect();
        assert_eq!(winter.len(), 4);
        assert_eq!(month("2026-11").up_to(month("2026-10")).count(), 0);
    }

    #[test]
    fn a_month_begins_when_its_first_day_begins_in_japan() {
        let first = month("2026-12").first_day().expect("a day").start();
        assert_eq!(Month::at(first), month("2026-12"));
        assert_eq!(Month::at(Timestamp(first.0 - 1)), month("2026-11"));
    }

    proptest! {
        #[test]
        fn every_day_of_a_month_stands_once_under_its_weekday(year in 1900i16..2200, month in 1i8..=12) {
            let first = Day::new(year, month, 1).expect("a day");
            let weeks = Month::of(first).weeks();
            let mut next = first;
            for (place, found) in weeks.iter().flat_map(|week| week.iter().enumerate()) {
                let Some(found) = found else { continue };
                prop_assert_eq!(*found, next);
                prop_assert_eq!(Weekday::of(*found) == Weekday::Sunday, place == 0);
                next = next.plus(1);
            }
            prop_assert_eq!(next.of_month(), 1);
        }
    }
}
