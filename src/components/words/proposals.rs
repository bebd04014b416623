//! Words for a proposal on its way: amounts asked and offered, and when something happened.

use super::{jobs, moment, time, yen};
use domain::{
    Timestamp,
    job::{Pay, PayUnit},
};

/// What a posting offers: 19,200円, 1,200円〜1,500円/時間, 1件 300円.
pub fn posted(pay: Pay) -> String {
    let amount = if pay.min == pay.max {
        text!(proposal::pay_one, yen(pay.min), jobs::per(pay.unit))
    } else {
        text!(
            proposal::pay_range,
            yen(pay.min),
            yen(pay.max),
            jobs::per(pay.unit)
        )
    };
    match pay.unit {
        PayUnit::Piece => text!(proposal::pay_piece, amount),
        _ => amount,
    }
}

/// When something happened: today by its time, before by its day too.
pub fn when(at: Timestamp, now: Timestamp) -> String {
    if at.day_in_japan() == now.day_in_japan() {
        time(at)
    } else {
        moment(at)
    }
}
