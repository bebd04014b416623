//! Japanese public holidays, reckoned from the law (国民の祝日に関する法律) as it has stood since 2020.
//!
//! The equinoxes are fixed each February for the year after; further on they are what astronomy
//! expects. A new law changes this file. The tests compare every day with a published list.

use crate::{Day, weekday::Weekday};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The years that are known. In any other, no day counts as a holiday.
pub const YEARS: RangeInclusive<i16> = 2020..=2050;

macro_rules! holidays {
    ($($(#[$meta:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// A public holiday. Names on screen come from the locale files.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Holiday { $($(#[$meta])* $name),* }

        impl Holiday {
            /// Every holiday, in the order of the year, then those that follow from others.
            pub const ALL: &[Holiday] = &[$(Holiday::$name),*];

            /// The stable word used in files and over HTTP.
            pub fn word(self) -> &'static str {
                match self { $(Holiday::$name => $word),* }
            }
        }
    };
}

holidays! {
    /// 元日.
    NewYear = "new_year",
    /// 成人の日.
    ComingOfAge = "coming_of_age",
    /// 建国記念の日.
    Foundation = "foundation",
    /// 天皇誕生日.
    EmperorsBirthday = "emperors_birthday",
    /// 春分の日.
    VernalEquinox = "vernal_equinox",
    /// 昭和の日.
    Showa = "showa",
    /// 憲法記念日.
    Constitution = "constitution",
    /// みどりの日.
    Greenery = "greenery",
    /// こどもの日.
    Children = "children",
    /// 海の日.
    Marine = "marine",
    /// 山の日.
    Mountain = "mountain",
    /// 敬老の日.
    RespectForTheAged = "respect_for_the_aged",
    /// 秋分の日.
    AutumnalEquinox = "autumnal_equinox",
    /// スポーツの日.
    Sports = "sports",
    /// 文化の日.
    Culture = "culture",
    /// 勤労感謝の日.
    LabourThanksgiving = "labour_thanksgiving",
    /// 振替休日: for a holiday on a Sunday, the next day that is none itself.
    Substitute = "substitute",
    /// 国民の休日: a day between two holidays.
    Citizens = "citizens",
}

/// The public holiday that a day is. `None` on other days, and outside [`YEARS`].
pub fn holiday_of(day: Day) -> Option<Holiday> {
    let (year, ..) = day.parts();
    if !YEARS.contains(&year) {
        return None;
    }
    named(day).or_else(|| {
        if replaces_a_sunday(day) {
            Some(Holiday::Substitute)
        } else if named(day.plus(-1)).is_some() && named(day.plus(1)).is_some() {
            Some(Holiday::Citizens)
        } else {
            None
        }
    })
}

/// Whether the holidays right before a day reach back to one on a Sunday.
fn replaces_a_sunday(day: Day) -> bool {
    let before = day.plus(-1);
    named(before).is_some() && (Weekday::of(before) == Weekday::Sunday || replaces_a_sunday(before))
}

/// The holiday that the law names; not the days that follow from others.
fn named(day: Day) -> Option<Holiday> {
    use Holiday::*;
    let (year, month, date) = day.parts();
    let monday = |nth| Weekday::of(day) == Weekday::Monday && date.div_ceil(7) == nth;
    Some(match (year, month, date) {
        // The Games of Tokyo moved three days for two years, by a law of their own.
        (2020, 7, 23) | (2021, 7, 22) => Marine,
        (2020, 7, 24) | (2021, 7, 23) => Sports,
        (2020, 8, 10) | (2021, 8, 8) => Mountain,
        (2020 | 2021, 7 | 8 | 10, _) => return None,
        (_, 1, 1) => NewYear,
        (_, 1, _) if monday(2) => ComingOfAge,
        (_, 2, 11) => Foundation,
        (_, 2, 23) => EmperorsBirthday,
        (_, 3, _) if date == equinox(year, 20_843_100) => VernalEquinox,
        (_, 4, 29) => Showa,
        (_, 5, 3) => Constitution,
        (_, 5, 4) => Greenery,
        (_, 5, 5) => Children,
        (_, 7, _) if monday(3) => Marine,
        (_, 8, 11) => Mountain,
        (_, 9, _) if monday(3) => RespectForTheAged,
        (_, 9, _) if date == equinox(year, 23_248_800) => AutumnalEquinox,
        (_, 10, _) if monday(2) => Sports,
        (_, 11, 3) => Culture,
        (_, 11, 23) => LabourThanksgiving,
        _ => return None,
    })
}

/// The date of an equinox in March or September, by the usual approximation for 1980 to 2099.
/// `base` is where it lay in 1980, in millionths of a day; the sun takes 0.242194 days more than
/// 365 for a year, which leap years catch up.
fn equinox(year: i16, base: i32) -> u8 {
    let years = i32::from(year) - 1980;
    let date = (base + 242_194 * years) / 1_000_000 - years / 4;
    u8::try_from(date).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// The list's name of a holiday.
    fn listed(name: &str) -> Holiday {
        use Holiday::*;
        match name {
            "元日" => NewYear,
            "成人の日" => ComingOfAge,
            "建国記念の日" => Foundation,
            "天皇誕生日" => EmperorsBirthday,
            "春分の日" => VernalEquinox,
            "昭和の日" => Showa,
            "憲法記念日" => Constitution,
            "みどりの日" => Greenery,
            "こどもの日" => Children,
            "海の日" => Marine,
            "山の日" => Mountain,
            "敬老の日" => RespectForTheAged,
            "秋分の日" => AutumnalEquinox,
            "スポーツの日" => Sports,
            "文化の日" => Culture,
            "勤労感謝の日" => LabourThanksgiving,
            "休日" => Citizens,
            name if name.ends_with(" 振替休日") => Substitute,
            name => panic!("no holiday: {name}"),
        }
    }

    #[test]
    fn every_day_from_2020_to_2050_is_as_in_the_published_list() {
        let list: std::collections::BTreeMap<Day, Holiday> =
            include_str!("../tests/data/holidays.csv")
                .lines()
                .skip(1)
                .filter_map(|line| line.split_once(','))
                .filter(|(date, _)| *date >= "2020" && *date < "2051")
                .map(|(date, name)| (day(date), listed(name)))
                .collect();
        assert!(list.len() > 31 * 16);
        let mut each = day("2020-01-01");
        while each < day("2051-01-01") {
            assert_eq!(holiday_of(each), list.get(&each).copied(), "{each}");
            each = each.plus(1);
        }
    }

    #[test]
    fn a_holiday_on_a_sunday_gives_the_next_free_day() {
        // Constitution day 2026 is a Sunday; Monday and Tuesday are holidays anyway.
        assert_eq!(holiday_of(day("2026-05-06")), Some(Holiday::Substitute));
        assert_eq!(holiday_of(day("2026-05-07")), None);
    }

    #[test]
    fn a_day_between_two_holidays_is_one_as_in_september_2026() {
        let week = ["2026-09-21", "2026-09-22", "2026-09-23"].map(|text| holiday_of(day(text)));
        assert_eq!(
            week,
            [
                Some(Holiday::RespectForTheAged),
                Some(Holiday::Citizens),
                Some(Holiday::AutumnalEquinox),
            ]
        );
    }

    #[test]
    fn outside_the_known_years_no_day_counts_as_a_holiday() {
        assert_eq!(holiday_of(day("2019-01-01")), None);
        assert_eq!(holiday_of(day("2051-01-01")), None);
    }

    #[test]
    fn the_word_of_a_holiday_is_its_json() {
        for holiday in Holiday::ALL {
            let json = serde_json::to_value(holiday).expect("plain data");
            assert_eq!(json, holiday.word());
        }
    }
}
