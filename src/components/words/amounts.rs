//! Words for room and for time that has passed.

use domain::Timestamp;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// 38 MB, 2.1 GB: two digits where one would say little. The unit stays with its number.
pub fn bytes(bytes: u64) -> String {
    const MEGA: u64 = 1_000_000;
    const GIGA: u64 = 1_000_000_000;
    match bytes {
        0..MEGA => format!("{}\u{a0}kB", bytes / 1000),
        MEGA..GIGA => format!("{}\u{a0}MB", bytes / MEGA),
        _ => format!("{}.{}\u{a0}GB", bytes / GIGA, bytes % GIGA / (GIGA / 10)),
    }
}

/// How long ago something was: 3分, 2時間, 5日. A clock that was put back says little time.
pub fn age(at: Timestamp, now: Timestamp) -> String {
    let passed = now.0.saturating_sub(at.0).max(0);
    let count = |unit: i64| usize::try_from(passed / unit).unwrap_or(usize::MAX);
    match passed {
        ..MINUTE => text!(device::age_moment).to_owned(),
        MINUTE..HOUR => text!(device::age_minutes, count(MINUTE)),
        HOUR..DAY => text!(device::age_hours, count(HOUR)),
        _ => text!(device::age_days, count(DAY)),
    }
}
