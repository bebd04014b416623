//! Moments.

use serde::{Deserialize, Serialize};

/// A moment in UTC, in milliseconds since 1970-01-01T00:00:00Z. Shown in Asia/Tokyo.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// One day.
    pub const DAY: i64 = 24 * 60 * 60 * 1000;
    /// Japan is nine hours ahead of UTC all year.
    const JAPAN_OFFSET: i64 = 9 * 60 * 60 * 1000;

    /// The moment `days` later (or earlier, when negative).
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(Self::DAY)))
    }

    /// The number of the calendar day in Japan: days since 1970-01-01, Japan time.
    pub fn day_in_japan(self) -> i64 {
        self.0
            .saturating_add(Self::JAPAN_OFFSET)
            .div_euclid(Self::DAY)
    }

    /// The first moment of a calendar day in Japan, given as days since 1970-01-01.
    pub fn start_of_day_in_japan(day: i64) -> Self {
        Self(
            day.saturating_mul(Self::DAY)
                .saturating_sub(Self::JAPAN_OFFSET),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_japan_begins_nine_hours_before_utc() {
        // 2026-11-22T15:00:00Z is midnight of the 23rd in Japan.
        let midnight = Timestamp(1_795_359_600_000);
        assert_eq!(
            Timestamp(midnight.0 - 1).day_in_japan() + 1,
            midnight.day_in_japan()
        );
        assert_eq!(
            Timestamp::start_of_day_in_japan(midnight.day_in_japan()),
            midnight
        );
    }
}
