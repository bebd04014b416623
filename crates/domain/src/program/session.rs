//! One session of a program (開催回): when, where, and for how many.

use super::in_seats;
use crate::{
    Day, Timestamp,
    job::{MAX_SHORT, MAX_TITLE, check_line, check_text},
    place::Town,
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};

/// The number of a session within its program; never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SessionNo(pub u16);

/// A time of day in Japan, in minutes after midnight. What goes on past midnight counts on: 25:30 is
/// half past one of the next day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct ClockTime(u16);

/// A text that names no time of day.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no time of day: {0}")]
pub struct BadClockTime(String);

impl ClockTime {
    /// Where a day's times end: 36:00.
    const END: u16 = 36 * 60;

    /// A time; `None` where there is no such time.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        let minutes = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && minutes <= Self::END).then_some(Self(minutes))
    }

    /// Minutes after midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }

    /// The moment of this time on a day in Japan.
    pub fn on(self, day: Day) -> Timestamp {
        Timestamp(day.start().0.saturating_add(i64::from(self.0) * 60_000))
    }
}

impl std::fmt::Display for ClockTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl std::str::FromStr for ClockTime {
    type Err = BadClockTime;
    fn from_str(text: &str) -> Result<Self, BadClockTime> {
        let read = || {
            let (hour, minute) = text.split_once(':')?;
            Self::new(hour.parse().ok()?, minute.parse().ok()?)
        };
        read()
            .filter(|time| time.to_string() == text)
            .ok_or_else(|| BadClockTime(text.to_owned()))
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> String {
        time.to_string()
    }
}

impl TryFrom<String> for ClockTime {
    type Error = BadClockTime;
    fn try_from(text: String) -> Result<Self, BadClockTime> {
        text.parse()
    }
}

/// Where on earth, in degrees (WGS 84).
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

impl Position {
    /// How far another place is, in metres, as far as towns go.
    pub fn metres_to(self, other: Self) -> f64 {
        const DEGREE: f64 = 111_200.0;
        let north = (other.latitude - self.latitude) * DEGREE;
        let east = (other.longitude - self.longitude) * DEGREE * self.latitude.to_radians().cos();
        north.hypot(east)
    }

    /// Whether it lies in Japan or its waters.
    pub fn is_in_japan(self) -> bool {
        (20.0..=46.0).contains(&self.latitude) && (122.0..=154.0).contains(&self.longitude)
    }
}

/// Where people meet.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Venue {
    /// What the place is called.
    pub name: String,
    /// Where it is, with the name of the building.
    pub address: String,
    /// Its municipality.
    pub town: Option<Town>,
    /// Where on the map.
    pub position: Option<Position>,
    /// How to get there, and where to park.
    pub access: String,
}

/// Who may look on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Observers {
    /// Nobody.
    #[default]
    None,
    /// 見学自由: who comes, comes.
    Free,
    /// So many, who sign up.
    SignUp(u32),
}

impl Observers {
    /// Seats for those who sign up; `None` where nobody does.
    pub fn seats(self) -> Option<u32> {
        match self {
            Self::SignUp(seats) => Some(seats),
            Self::None | Self::Free => None,
        }
    }
}

/// A session.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// Its number.
    pub no: SessionNo,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// When it begins, on the first day.
    pub begins: Option<ClockTime>,
    /// When it ends, on the last day.
    pub ends: Option<ClockTime>,
    /// What else is to be said of its times: 平日のみ.
    pub note: String,
    /// One takes part from home.
    pub online: bool,
    /// Where people meet, if they do.
    pub venue: Option<Venue>,
    /// Seats; `None` is without end.
    pub capacity: Option<u32>,
    /// Who may look on.
    pub observers: Observers,
    /// Places for children; `None` has no childcare.
    pub childcare: Option<u32>,
}

impl Session {
    /// When it begins; midnight where no time is named.
    pub fn begins_at(&self) -> Timestamp {
        self.begins
            .map_or_else(|| self.from.start(), |time| time.on(self.from))
    }

    /// When it is over; the end of the day where no time is named.
    pub fn ends_at(&self) -> Timestamp {
        self.ends
            .map_or_else(|| self.to.plus(1).start(), |time| time.on(self.to))
    }

    pub(crate) fn check(&self) -> Result<(), Invalid> {
        let wrong = |field, problem| Err(Invalid { field, problem });
        if self.to < self.from || self.ends_at() < self.begins_at() {
            return wrong(Field::Ends, Problem::Malformed);
        }
        check_text(Field::Starts, &self.note, MAX_SHORT)?;
        in_seats(Field::Capacity, self.capacity)?;
        in_seats(Field::Childcare, self.childcare)?;
        in_seats(Field::Capacity, self.observers.seats())?;
        if let Some(venue) = &self.venue {
            check_line(Field::Place, &venue.name, MAX_TITLE)?;
            check_text(Field::Place, &venue.address, MAX_SHORT)?;
            check_text(Field::Place, &venue.access, MAX_SHORT)?;
            if let Some(town) = &venue.town {
                check_line(Field::Place, &town.name, MAX_TITLE)?;
            }
            if venue
                .position
                .is_some_and(|position| !position.is_in_japan())
            {
                return wrong(Field::Place, Problem::Malformed);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_may_count_on_past_midnight() {
        let day = Day::new(2026, 12, 31).unwrap();
        let late: ClockTime = "25:30".parse().unwrap();
        let next = ClockTime::new(1, 30).unwrap().on(day.plus(1));
        assert_eq!(late.on(day), next);
        for text in ["", "9:00", "09:60", "36:01", "0９:00", "-1:00"] {
            assert!(text.parse::<ClockTime>().is_err(), "{text}");
        }
    }
}
