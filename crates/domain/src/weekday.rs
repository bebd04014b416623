//! Days of the week.

use crate::Day;
use serde::{Deserialize, Serialize};

/// A day of the week. Names on screen come from the locale files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the days say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The week, from Monday.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// The weekday of a day.
    pub fn of(day: Day) -> Self {
        // 1970-01-01 was a Thursday, the fourth of the week.
        let place = (day.start().day_in_japan() + 3).rem_euclid(7);
        let found = Self::ALL.into_iter().find(|each| *each as i64 == place);
        found.unwrap_or(Self::Sunday)
    }

    /// The Sunday on which the week of a day begins, as calendars in Japan show it.
    pub fn sunday_of(day: Day) -> Day {
        match Self::of(day) {
            Self::Sunday => day,
            other => day.plus(-1 - other as i64),
        }
    }

    /// The next one; Monday after Sunday.
    #[must_use]
    pub fn next(self) -> Self {
        let mut after = Self::ALL.into_iter().skip_while(|each| *each != self);
        after.nth(1).unwrap_or(Self::Monday)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_follow_each_other_from_day_to_day() {
        let mut day: Day = "2026-11-24".parse().expect("a day");
        assert_eq!(Weekday::of(day), Weekday::Tuesday);
        for _ in 0..800 {
            assert_eq!(Weekday::of(day.plus(1)), Weekday::of(day).next());
            day = day.plus(1);
        }
        let old: Day = "1964-10-10".parse().expect("a day");
        assert_eq!(Weekday::of(old), Weekday::Saturday);
        assert_eq!(Weekday::Sunday.next(), Weekday::Monday);
    }
}
