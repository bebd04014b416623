//! What lists of facilities say of days and times. What could mean two things is refused, with the
//! reason: nothing is guessed.

use super::{BadHours, DAY, Hours, Interval, Week};
use crate::{weekday::Weekday, width::half_width};
use std::collections::BTreeSet;

/// What a reader of weekdays has before it.
enum Place {
    /// A weekday must come.
    Start,
    /// After a weekday, which may begin a range.
    After(Weekday),
    /// After 〜: the range's last weekday must come.
    Within(Weekday),
    /// After a range: a separator or nothing may come.
    Closed,
}

/// Weekdays as lists write them: `月火水木金土日`, `火曜日〜日曜日`, `月,火,水`, `土・日`, `金〜月`, `毎日`.
pub fn weekdays(text: &str) -> Result<BTreeSet<Weekday>, BadHours> {
    let signs = plain(text);
    if signs.is_empty() {
        return Err(BadHours::Missing);
    }
    if signs.contains(['祝', '平']) {
        return Err(BadHours::Holidays(text.to_owned()));
    }
    if signs == "毎日" {
        return Ok(Weekday::ALL.into());
    }
    listed(&signs).ok_or_else(|| BadHours::Weekdays(text.to_owned()))
}

/// The weekdays of a list with ranges, each once.
fn listed(signs: &str) -> Option<BTreeSet<Weekday>> {
    let mut days = BTreeSet::new();
    let mut place = Place::Start;
    let mut signs = signs.chars().peekable();
    while let Some(sign) = signs.next() {
        let named = weekday(sign);
        // 日 after 曜 is the word's end, not Sunday.
        if named.is_some() && signs.next_if_eq(&'曜').is_some() {
            signs.next_if_eq(&'日');
        }
        place = match (place, sign, named) {
            (Place::Start | Place::After(_), _, Some(day)) => {
                days.insert(day).then_some(Place::After(day))?
            }
            (Place::Within(first), _, Some(last)) if first != last => {
                let mut day = first;
                while day != last {
                    day = day.next();
                    days.insert(day).then_some(())?;
                }
                Place::Closed
            }
            (Place::After(first), '〜' | '~' | '-' | '–' | '−' | 'ー', _) => {
                Place::Within(first)
            }
            (Place::After(_) | Place::Closed, ',' | '、' | '・' | '/', _) => Place::Start,
            _ => return None,
        };
    }
    matches!(place, Place::After(_) | Place::Closed).then_some(days)
}

/// A time of day in minutes, as lists write it: `9:00`, `０９：００`, `9時`, `9時30分`; up to 47:59, where
/// 24:00 is midnight and 26:00 two hours past it.
pub fn time(text: &str) -> Result<u16, BadHours> {
    let signs = plain(text);
    if signs.is_empty() {
        return Err(BadHours::Missing);
    }
    let read = || {
        let (hours, minutes) = match signs.split_once('時') {
            Some((hours, "")) => (hours, "00"),
            Some((hours, minutes)) => (hours, minutes.strip_suffix('分')?),
            None => signs.split_once(':')?,
        };
        let number = |text: &str, least: usize| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let long = (least..=2).contains(&text.len());
            (digits && long).then(|| text.parse::<u16>().ok()).flatten()
        };
        let (hours, minutes) = (number(hours, 1)?, number(minutes, 2)?);
        (minutes < 60 && hours < 2 * DAY / 60).then_some(hours * 60 + minutes)
    };
    read().ok_or_else(|| BadHours::Time(text.to_owned()))
}

impl Interval {
    /// An interval from the texts of its ends. `22:00` to `5:00` is refused: whether it goes past
    /// midnight or the two were exchanged, nobody knows.
    pub fn read(opens: &str, closes: &str) -> Result<Self, BadHours> {
        Self::new(time(opens)?, time(closes)?)
    }
}

impl Week {
    /// A week with the same interval on each weekday named, from the three cells of a list
    /// (利用可能曜日, 開始時間, 終了時間). They say nothing of holidays; the caller must know. The times
    /// are taken as they stand: a list's 23:59 closes a minute before midnight.
    pub fn read(days: &str, opens: &str, closes: &str) -> Result<Self, BadHours> {
        let days = weekdays(days)?;
        let interval = Interval::read(opens, closes)?;
        Ok(Self::new(|day| {
            Hours(
                days.contains(&day)
                    .then_some(interval)
                    .into_iter()
                    .collect(),
            )
        }))
    }
}

/// Half width, without white space.
fn plain(text: &str) -> String {
    let signs = text.chars().map(half_width);
    signs.filter(|sign| !sign.is_whitespace()).collect()
}

fn weekday(sign: char) -> Option<Weekday> {
    let place = "月火水木金土日".chars().position(|day| day == sign)?;
    Weekday::ALL.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Weekday::*;
    use proptest::prelude::*;

    #[test]
    fn weekdays_are_read_as_lists_write_them() {
        let but_monday = &Weekday::ALL[1..];
        for (text, days) in [
            ("月火水木金土日", &Weekday::ALL[..]),
            ("毎日", &Weekday::ALL),
            ("火水木金土日", but_monday),
            ("火曜日〜日曜日", but_monday),
            ("火曜日～日曜日", but_monday),
            ("火 ~ 日", but_monday),
            ("月,火,水", &[Monday, Tuesday, Wednesday]),
            ("月，火、水曜日", &[Monday, Tuesday, Wednesday]),
            ("土・日曜日", &[Saturday, Sunday]),
            ("月曜日火曜日", &[Monday, Tuesday]),
            ("日", &[Sunday]),
            ("日曜", &[Sunday]),
            ("土〜月、水", &[Monday, Wednesday, Saturday, Sunday]),
        ] {
            assert_eq!(weekdays(text), Ok(days.iter().copied().collect()), "{text}");
        }
    }

    #[test]
    fn what_names_weekdays_in_two_ways_or_none_is_refused() {
        for text in [
            "月月",
            "月〜水、火",
            "月〜",
            "〜月",
            "月〜月",
            "月〜水〜金",
            "月〜水金",
            "月、、火",
            "月、",
            "曜日",
            "土曜日曜",
            "第1月曜日",
            "Mon",
            "月曜以外",
            "年中無休",
            "金曜日まで",
        ] {
            assert_eq!(
                weekdays(text),
                Err(BadHours::Weekdays(text.into())),
                "{text}"
            );
        }
        assert_eq!(weekdays(" 　"), Err(BadHours::Missing));
    }

    #[test]
    fn a_list_that_speaks_of_holidays_must_be_asked_about_them() {
        for text in ["土日祝", "平日", "月～金（祝日を除く）"] {
            assert_eq!(
                weekdays(text),
                Err(BadHours::Holidays(text.into())),
                "{text}"
            );
        }
    }

    #[test]
    fn times_are_read_as_lists_write_them() {
        for (text, minutes) in [
            ("9:00", 540),
            ("09:00", 540),
            ("０９：００", 540),
            (" 8：30 ", 510),
            ("9時", 540),
            ("１７時１５分", 1035),
            ("0:00", 0),
            ("23:59", 1439),
            ("24:00", 1440),
            ("26:00", 1560),
        ] {
            assert_eq!(time(text), Ok(minutes), "{text}");
        }
        for text in [
            "9",
            "9:0",
            "9:60",
            "48:00",
            "900",
            "-9:00",
            "9:00:00",
            "日没まで",
            "午後5時",
            "15:000",
            "月・水・金 19:00 火・木・土・日 17:00",
        ] {
            assert_eq!(time(text), Err(BadHours::Time(text.into())), "{text}");
        }
        assert_eq!(time(""), Err(BadHours::Missing));
    }

    #[test]
    fn an_evening_past_midnight_is_written_with_more_than_24_hours() {
        let bar = Interval::read("18:00", "26:00").expect("eight hours");
        assert_eq!((bar.from(), bar.to()), (18 * 60, 26 * 60));
        for (opens, closes, why) in [
            ("22:00", "5:00", BadHours::Backwards),
            ("9:00", "9:00", BadHours::Backwards),
            ("24:00", "26:00", BadHours::NextDay),
            ("9:00", "34:00", BadHours::TooLong),
            ("9:00", "", BadHours::Missing),
        ] {
            assert_eq!(Interval::read(opens, closes), Err(why), "{opens} {closes}");
        }
    }

    /// Every kind of value in the prefecture of Ishikawa's list of public facilities (87 places).
    #[test]
    fn a_prefectures_list_is_read_or_refused_with_the_reason() {
        for (days, opens, closes, count) in [
            ("月火水木金土日", "0:00", "23:59", 7),
            ("月火水木金土日", "9:00", "17:00", 7),
            ("火水木金土日", "8:30", "17:15", 6),
            ("月水木金土日", "9:00", "17:00", 6),
            ("月火水木金", "8:30", "17:15", 5),
            ("月火木金土日", "9:00", "17:00", 6),
            ("月火水金土日", "9:00", "16:30", 6),
            ("月火水木金日", "8:30", "17:00", 6),
            ("月火水木金土", "9:00", "17:00", 6),
        ] {
            let week = Week::read(days, opens, closes).expect("a week");
            let open = Weekday::ALL.iter();
            let open = open.filter(|day| !week.on(**day).intervals().is_empty());
            assert_eq!(open.count(), count, "{days}");
        }
        let daily = "月火水木金土日";
        let seasons = "4/1～10/31  6:00   11/1～3/31 8:30";
        let by_weekday = "月・水・金 19:00 火・木・土・日 17:00";
        for (days, opens, closes, why) in [
            ("", "", "", BadHours::Missing),
            (daily, seasons, "日没まで", BadHours::Time(seasons.into())),
            (daily, "8:30", "日没まで", BadHours::Time("日没まで".into())),
            (daily, "8:30", by_weekday, BadHours::Time(by_weekday.into())),
        ] {
            assert_eq!(
                Week::read(days, opens, closes),
                Err(why),
                "{opens} {closes}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_cell_breaks_the_reading(days in "[月火水木金土日曜〜、,～祝 ]{0,12}", any in ".{0,20}") {
            let _ = (weekdays(&days), weekdays(&any), time(&any), Week::read(&days, &any, &any));
        }

        #[test]
        fn every_minute_is_read_as_it_is_written(minute in 0..2880u16) {
            prop_assert_eq!(time(&format!("{}:{:02}", minute / 60, minute % 60)), Ok(minute));
            prop_assert_eq!(time(&format!("{}時{:02}分", minute / 60, minute % 60)), Ok(minute));
        }
    }
}
