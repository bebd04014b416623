//! The orders in which what was found is listed, as keys: the smaller comes first.

use crate::{
    entry::{Entry, flag},
    query::Sort,
};
use domain::Timestamp;

/// A key to sort by.
pub(crate) type Key = [i64; 3];

/// The key of an entry. `tier` says how well the words are answered; `None` when there are none.
pub(crate) fn key(sort: Sort, tier: Option<u32>, e: &Entry, now: i64) -> Key {
    let newest = e.posted_at.saturating_neg();
    let closed = i64::from(!e.is_open(now));
    match (sort, tier) {
        (Sort::Fit, Some(tier)) => [closed, tier.into(), newest],
        (Sort::Fit, None) => [closed, -fit(e, now), newest],
        (Sort::New, _) => [newest, 0, 0],
        (Sort::Pay, _) => [-i64::from(e.per_hour), -i64::from(e.pay_max), newest],
        (Sort::Closing, _) => [closed, e.closes_at, newest],
    }
}

/// How well a posting suits somebody who asked for nothing yet: a day of age weighs one; what makes
/// work possible beside a small child weighs three days each, and knowing what an hour pays, two.
fn fit(e: &Entry, now: i64) -> i64 {
    let age = now.saturating_sub(e.posted_at).max(0) / Timestamp::DAY;
    let easy = [flag::NO_CALLS, flag::NAPTIME, flag::BEGINNER];
    let easy = easy.into_iter().filter(|flag| e.is(*flag)).count();
    // After a month all are equally old.
    (30 - age).max(0) + 3 * easy as i64 + 2 * i64::from(e.per_hour > 0)
}
