//! A tablet at a space's door: when whoever stood there has gone.

use crate::Timestamp;

/// Without a touch for so long, a kiosk asks whether somebody is there, in milliseconds.
pub const STILL_MILLIS: i64 = 60_000;
/// So long it asks, in milliseconds. Then everything is wiped.
pub const WARNING_MILLIS: i64 = 10_000;

/// How long a kiosk was still.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stillness {
    /// Somebody is there.
    Used,
    /// Perhaps nobody is: it is wiped in so many seconds, 1 to 10.
    Warning(u32),
    /// Nobody is there any more.
    Over,
}

/// How a kiosk stands at `now` that was touched last at `touched`. A tablet that slept has long been
/// left when it wakes; one whose clock was put back was touched just now.
pub fn stillness(touched: Timestamp, now: Timestamp) -> Stillness {
    let still = now.0.saturating_sub(touched.0);
    let left = STILL_MILLIS + WARNING_MILLIS - still;
    match left {
        ..=0 => Stillness::Over,
        // Rounded up: while it says 1 there is time.
        1..=WARNING_MILLIS => {
            Stillness::Warning(u32::try_from((left + 999) / 1000).unwrap_or_default())
        }
        _ => Stillness::Used,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOUCHED: Timestamp = Timestamp(1_795_478_400_000);

    fn after(millis: i64) -> Stillness {
        stillness(TOUCHED, Timestamp(TOUCHED.0 + millis))
    }

    #[test]
    fn a_kiosk_waits_a_minute_asks_ten_seconds_and_forgets() {
        assert_eq!(after(0), Stillness::Used);
        assert_eq!(after(59_999), Stillness::Used);
        assert_eq!(after(60_000), Stillness::Warning(10));
        assert_eq!(after(60_001), Stillness::Warning(10));
        assert_eq!(after(69_000), Stillness::Warning(1));
        assert_eq!(after(69_999), Stillness::Warning(1));
        assert_eq!(after(70_000), Stillness::Over);
    }

    #[test]
    fn a_tablet_that_slept_forgets_at_once_and_a_clock_put_back_forgets_nothing() {
        assert_eq!(after(8 * 3600 * 1000), Stillness::Over);
        assert_eq!(after(-3600 * 1000), Stillness::Used);
    }
}
