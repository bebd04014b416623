//! Words for what a posting says: pay, time, place, closing.

use super::{date, day, tag};
use crate::{
    components::prefectures,
    device::intl,
    state::language::{self, Language},
};
use board::Sort;
use domain::{
    Timestamp, Yen,
    job::{PayUnit, WeeklyHours},
};

/// A posting that closes within so many days closes soon.
const SOON: i64 = 5;
/// Up to so many days are counted.
const NEAR: usize = 60;

/// An amount in three parts: what stands before the number, the number, the unit after it.
pub fn amount(yen: Yen) -> (&'static str, String, &'static str) {
    (
        text!(posting::amount_before),
        intl::number(yen.0),
        text!(posting::amount_after),
    )
}

/// 1時間 約1,084円.
pub fn per_hour(yen: Yen) -> String {
    text!(posting::per_hour_about, intl::yen(tag(), yen))
}

/// What an amount is for, after it: /時間. Empty for a whole.
pub fn per(unit: PayUnit) -> &'static str {
    match unit {
        PayUnit::Total | PayUnit::Piece => "",
        PayUnit::Hour => text!(posting::per_unit_hour),
        PayUnit::Day => text!(posting::per_unit_day),
        PayUnit::Week => text!(posting::per_unit_week),
        PayUnit::Month => text!(posting::per_unit_month),
        PayUnit::Year => text!(posting::per_unit_year),
    }
}

/// What an amount with tax is for: (税込・1時間).
pub fn basis(unit: PayUnit) -> &'static str {
    match unit {
        PayUnit::Total => text!(posting::tax_included),
        PayUnit::Piece => text!(posting::basis_piece),
        PayUnit::Hour => text!(posting::basis_hour),
        PayUnit::Day => text!(posting::basis_day),
        PayUnit::Week => text!(posting::basis_week),
        PayUnit::Month => text!(posting::basis_month),
        PayUnit::Year => text!(posting::basis_year),
    }
}

/// Hours as people write them: 12, 1.5, 0.25.
pub fn hours(minutes: u32) -> String {
    let (whole, hundredths) = (i64::from(minutes / 60), minutes % 60 * 100 / 60);
    let fraction = format!("{hundredths:02}");
    match fraction.trim_end_matches('0') {
        "" => intl::number(whole),
        fraction => format!("{}.{fraction}", intl::number(whole)),
    }
}

/// 12時間, or 25分 where it is less than an hour.
pub fn duration(minutes: u32) -> String {
    if minutes < 60 {
        text!(posting::minutes_long, minutes as usize)
    } else {
        text!(posting::hours_long, hours(minutes))
    }
}

/// 週2〜4時間.
pub fn weekly(hours: WeeklyHours) -> String {
    match hours {
        WeeklyHours { min, max } if min == max => text!(posting::weekly, max),
        WeeklyHours { min: 0, max } => text!(posting::weekly_up_to, max),
        WeeklyHours { min, max } => text!(posting::weekly_range, min, max),
    }
}

/// 全部で約12時間, or 1件 約25分.
pub fn effort(minutes: u32, a_piece: bool) -> String {
    if a_piece {
        text!(posting::effort_piece, duration(minutes))
    } else {
        text!(posting::effort_total, duration(minutes))
    }
}

/// When proposals end, as a list says it, and whether that is soon.
pub struct Closing {
    /// 締切 11月30日(月)・あと7日.
    pub words: String,
    /// Five days or less.
    pub soon: bool,
}

/// When proposals end.
pub fn closing(closes_at: Option<Timestamp>, closed: bool, now: Timestamp) -> Closing {
    let quiet = |words: &str| Closing {
        words: words.to_owned(),
        soon: false,
    };
    let Some(at) = closes_at.filter(|_| !closed) else {
        return quiet(if closed {
            text!(posting::closed)
        } else {
            text!(posting::no_closing)
        });
    };
    if at <= now {
        return quiet(text!(posting::closed));
    }
    let last = last_day(at);
    let days = last.day_in_japan() - now.day_in_japan();
    let words = match usize::try_from(days) {
        Ok(0) | Err(_) => text!(posting::closes_today, day(last)),
        Ok(days) if days <= NEAR => text!(posting::closes_in, day(last), days),
        // Counting days helps only while they can be counted.
        Ok(_) => text!(posting::closes_on, date(last)),
    };
    Closing {
        words,
        soon: days <= SOON,
    }
}

/// The last moment of taking proposals; midnight closes the day before.
pub fn last_day(closes_at: Timestamp) -> Timestamp {
    Timestamp(closes_at.0.saturating_sub(1))
}

/// A place: 宮崎県日南市, and in English 日南市, Miyazaki.
pub fn place(name: &str, prefecture: Option<u8>) -> String {
    let known = prefecture.and_then(prefectures::names);
    match (language::current(), known) {
        (Language::En, Some((ja, en))) => match name.strip_prefix(ja).unwrap_or(name) {
            "" => en.to_owned(),
            town => format!("{town}, {en}"),
        },
        _ => name.to_owned(),
    }
}

/// A prefecture's Japanese name, with which the names of its towns begin.
pub fn prefecture_ja(number: u8) -> &'static str {
    prefectures::names(number).map_or("", |(ja, _)| ja)
}

/// An order of the list.
pub fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Fit => text!(board::sort_fit),
        Sort::New => text!(board::sort_new),
        Sort::Pay => text!(board::sort_pay),
        Sort::Closing => text!(board::sort_closing),
    }
}

/// A prefecture's name.
pub fn prefecture(number: u8) -> &'static str {
    match (prefectures::names(number), language::current()) {
        (Some((ja, _)), Language::Ja) => ja,
        (Some((_, en)), Language::En) => en,
        (None, _) => "",
    }
}
