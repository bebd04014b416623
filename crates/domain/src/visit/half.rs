//! The two halves of a day, as a space is open.

use crate::{Day, Timestamp, space::Space};
use serde::{Deserialize, Serialize};

/// Half a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// 午前.
    Morning,
    /// 午後.
    Afternoon,
}

impl Half {
    /// Both, in order.
    pub const ALL: [Half; 2] = [Self::Morning, Self::Afternoon];

    /// The stable word used in URLs and over HTTP.
    pub fn word(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
        }
    }
}

/// From when to when half a day is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// When it begins.
    pub begins: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
}

impl Span {
    fn millis(self) -> i64 {
        self.ends.0.saturating_sub(self.begins.0)
    }
}

/// Where the afternoon begins, in minutes after midnight.
const NOON: u16 = 13 * 60;
/// The shortest half, in milliseconds: what is shorter belongs to the other.
const SHORTEST: i64 = 60 * 60 * 1000;

impl Space {
    /// The halves of a day in which it is open.
    pub fn halves(&self, day: Day) -> Vec<(Half, Span)> {
        let Some(hours) = &self.hours else {
            return Vec::new();
        };
        let intervals = hours.open_on(day);
        let within = |from: u16, to: u16| {
            let parts = intervals.iter().filter_map(|interval| {
                let (from, to) = (interval.from().max(from), interval.to().min(to));
                (from < to).then_some((from, to))
            });
            let whole = parts.reduce(|(from, _), (_, to)| (from, to))?;
            let at = |minute: u16| Timestamp(day.start().0 + i64::from(minute) * 60_000);
            Some(Span {
                begins: at(whole.0),
                ends: at(whole.1),
            })
        };
        match (within(0, NOON), within(NOON, u16::MAX)) {
            (Some(one), Some(other)) if one.millis() < SHORTEST => {
                let span = Span {
                    begins: one.begins,
                    ..other
                };
                vec![(Half::Afternoon, span)]
            }
            (Some(one), Some(other)) if other.millis() < SHORTEST => {
                let span = Span {
                    ends: other.ends,
                    ..one
                };
                vec![(Half::Morning, span)]
            }
            (one, other) => Half::ALL
                .into_iter()
                .zip([one, other])
                .filter_map(|(half, span)| Some((half, span?)))
                .collect(),
        }
    }

    /// When half a day is; `None` where the space is closed then.
    pub fn span(&self, day: Day, half: Half) -> Option<Span> {
        let halves = self.halves(day).into_iter();
        halves.filter(|(one, _)| *one == half).map(|it| it.1).next()
    }

    /// The half that lasts at a moment, or else the next one of that day.
    pub fn half_at(&self, at: Timestamp) -> Option<(Half, Span)> {
        let halves = self.halves(Day::of(at));
        halves.into_iter().find(|(_, span)| at < span.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        opening_hours::{Hours, Interval, OnHolidays, Week},
        town::{NOW, SPACE, space},
    };

    /// The halves of a day with these hours, as texts.
    fn halves(hours: &[(u16, u16)]) -> Vec<(Half, String)> {
        let mut space = space(SPACE);
        let intervals = hours.iter().map(|(from, to)| Interval::new(*from, *to));
        let day = Hours::new(intervals.collect::<Result<_, _>>().unwrap()).unwrap();
        if let Some(hours) = &mut space.hours {
            hours.week = Week::new(|_| day.clone());
        }
        // A Tuesday that is no holiday.
        let day = Day::of(NOW).plus(1);
        let clock = |at: Timestamp| {
            let minutes = (at.0 - day.start().0) / 60_000;
            format!("{}:{:02}", minutes / 60, minutes % 60)
        };
        space
            .halves(day)
            .into_iter()
            .map(|(half, span)| (half, format!("{}-{}", clock(span.begins), clock(span.ends))))
            .collect()
    }

    #[test]
    fn the_afternoon_begins_at_one_where_there_are_two_halves() {
        use Half::{Afternoon, Morning};
        for (hours, expected) in [
            (
                &[(540, 1020)][..],
                vec![(Morning, "9:00-13:00"), (Afternoon, "13:00-17:00")],
            ),
            (
                &[(540, 720), (800, 1020)],
                vec![(Morning, "9:00-12:00"), (Afternoon, "13:20-17:00")],
            ),
            (&[(540, 720)], vec![(Morning, "9:00-12:00")]),
            (&[(1080, 1560)], vec![(Afternoon, "18:00-26:00")]),
            // Half an hour is no half of a day.
            (&[(750, 1020)], vec![(Afternoon, "12:30-17:00")]),
            (&[(540, 810)], vec![(Morning, "9:00-13:30")]),
            (&[], vec![]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(half, text)| (half, text.to_owned()))
                .collect();
            assert_eq!(halves(hours), expected, "{hours:?}");
        }
    }

    #[test]
    fn on_a_holiday_that_closes_it_there_is_no_half() {
        let mut space = space(SPACE);
        // 2026-11-23 is a holiday, on which it opens as usual.
        assert_eq!(space.halves(Day::of(NOW)).len(), 2);
        if let Some(hours) = &mut space.hours {
            hours.holidays = OnHolidays::Closed;
        }
        assert!(space.halves(Day::of(NOW)).is_empty());
        assert_eq!(space.half_at(NOW), None);
    }
}
