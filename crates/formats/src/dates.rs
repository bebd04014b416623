//! Dates as files write them: ISO 8601, with slashes, in Japanese, by era. Always the year first:
//! 4/1/2026 is nobody's guess, such a format has to be named in the column map.

pub(crate) mod clock;
pub(crate) mod days;

use crate::{Reason, numbers::narrow};
use domain::{Day, Timestamp, weekday::Weekday};
use jiff::{
    civil::{Date, DateTime},
    fmt::strtime::BrokenDownTime,
    tz::Offset,
};

/// What a text says about when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum When {
    /// A calendar day in Japan, as days since 1970-01-01.
    Day(i64),
    /// A moment.
    Moment(Timestamp),
}

impl When {
    /// The moment when something begins that begins then: a day begins at midnight in Japan.
    pub(crate) fn begins(self) -> Timestamp {
        match self {
            When::Day(day) => Timestamp::start_of_day_in_japan(day),
            When::Moment(moment) => moment,
        }
    }

    /// The moment when something closes that closes then: a closing day counts to its end.
    pub(crate) fn closes(self) -> Timestamp {
        match self {
            When::Day(day) => Timestamp::start_of_day_in_japan(day.saturating_add(1)),
            When::Moment(moment) => moment,
        }
    }
}

const JAPAN: Offset = Offset::constant(9);
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// Years before the first year of an era; by name and by letter.
const ERAS: [(&str, i16); 8] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
    ("T", 1911),
];

/// Reads a date or a date with a time. A time without an offset is Japan's.
pub(crate) fn read(text: &str) -> Option<When> {
    let text = narrow(text);
    // 2026年4月1日(水)
    let text = text.split('(').next().unwrap_or_default().trim();
    match text.split_once(['T', 't', ' ']) {
        None => day(text).map(When::Day),
        Some((date, time)) => {
            if let Ok(moment) = format!("{date}T{time}").parse::<jiff::Timestamp>() {
                return Some(When::Moment(Timestamp(moment.as_millisecond())));
            }
            let time = format!("{time:0>5}").parse().ok()?;
            moment_in_japan(civil(date)?.to_datetime(time)).map(When::Moment)
        }
    }
}

/// Reads a date in a `strptime` format that a column map names, with or without a time.
pub(crate) fn read_as(format: &str, text: &str) -> Option<When> {
    let read = BrokenDownTime::parse(format, narrow(text)).ok()?;
    let date = read.to_date().ok()?;
    if read.hour().is_none() {
        return Some(When::Day(day_number(date)));
    }
    if let Ok(moment) = read.to_timestamp() {
        return Some(When::Moment(Timestamp(moment.as_millisecond())));
    }
    moment_in_japan(date.to_datetime(read.to_time().ok()?)).map(When::Moment)
}

/// The day in Japan that a text or, if it names none, one of these `strptime` formats names. A weekday
/// that stands with it has to be its.
pub(crate) fn read_day(text: &str, formats: &[String]) -> Result<Day, Reason> {
    let named = || formats.iter().find_map(|format| read_as(format, text));
    let when = read(text)
        .or_else(named)
        .ok_or_else(|| Reason::not_a_date(text))?;
    let day = Day::of(when.begins());
    match weekday(text) {
        Some(weekday) if weekday != Weekday::of(day) => Err(Reason::other_weekday(text)),
        _ => Ok(day),
    }
}

/// The weekday in parentheses: 2026年4月1日（水）.
fn weekday(text: &str) -> Option<Weekday> {
    let text = narrow(text);
    let first = text.split_once('(')?.1.chars().next()?;
    let named = "月火水木金土日".chars().zip(Weekday::ALL);
    named
        .into_iter()
        .find(|(sign, _)| *sign == first)
        .map(|(_, weekday)| weekday)
}

/// The year of an era at the beginning of these signs, and how many of them say it: 令和8.
fn era_year(signs: &[char]) -> Option<(i16, usize)> {
    let text: String = signs.iter().take(8).collect();
    let (era, before) = ERAS.iter().find(|(era, _)| text.starts_with(era))?;
    let rest = text.strip_prefix(era)?;
    let era = era.chars().count();
    if rest.starts_with('元') {
        return Some((before + 1, era + 1));
    }
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let year = number(&digits).filter(|_| digits.len() <= 2)?;
    Some((year.checked_add(*before)?, era + digits.len()))
}

fn day(text: &str) -> Option<i64> {
    civil(text).map(day_number)
}

fn day_number(date: Date) -> i64 {
    // Whole days between civil dates: 24-hour days by definition.
    date.duration_since(EPOCH).as_hours() / 24
}

fn moment_in_japan(moment: DateTime) -> Option<Timestamp> {
    let moment = JAPAN.to_timestamp(moment).ok()?;
    Some(Timestamp(moment.as_millisecond()))
}

fn civil(text: &str) -> Option<Date> {
    let (first, text) = ERAS
        .iter()
        .find_map(|(era, before)| text.strip_prefix(era).map(|rest| (Some(*before), rest)))
        .unwrap_or((None, text));
    // 20260401
    if first.is_none() && text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let mut parts = text
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (first.is_none() && year.len() != 4) {
        return None;
    }
    let year = match (first, year) {
        (Some(before), "元") => before + 1,
        (Some(before), year) => number(year)?.checked_add(before)?,
        (None, year) => number(year)?,
    };
    Date::new(
        year,
        number(month)?.try_into().ok()?,
        number(day)?.try_into().ok()?,
    )
    .ok()
}

fn number(text: &str) -> Option<i16> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// A moment as ISO 8601: a plain date when it is midnight in Japan, else with Japan's offset.
pub(crate) fn write_begin(moment: Timestamp) -> String {
    let day = moment.day_in_japan();
    if Timestamp::start_of_day_in_japan(day) == moment {
        write_day(day)
    } else {
        write(moment)
    }
}

/// A closing moment as ISO 8601: the plain date of the day that it ends, where it ends one.
pub(crate) fn write_close(moment: Timestamp) -> String {
    let day = moment.day_in_japan();
    if Timestamp::start_of_day_in_japan(day) == moment {
        write_day(day.saturating_sub(1))
    } else {
        write(moment)
    }
}

fn write(moment: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(moment.0).unwrap_or(if moment.0 < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    });
    moment.display_with_offset(JAPAN).to_string()
}

fn write_day(day: i64) -> String {
    // A day beyond year 9999 has no ISO date; it is as far as one can say.
    let beyond = if day < 0 { Date::MIN } else { Date::MAX };
    jiff::Span::new()
        .try_days(day)
        .and_then(|days| EPOCH.checked_add(days))
        .unwrap_or(beyond)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(text: &str) -> Option<When> {
        day(text).map(When::Day)
    }

    #[test]
    fn a_day_is_a_day_however_it_is_written() {
        let expected = day_of("2026-04-01");
        assert!(expected.is_some());
        for text in [
            "2026/4/1",
            "2026-4-1",
            "20260401",
            "2026.04.01",
            "2026年4月1日",
            "２０２６／４／１",
            "令和8年4月1日",
            "令和８年４月１日",
            "R8.4.1",
            "2026年4月1日（水）",
            " 2026-04-01 ",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("令和元年5月1日"), day_of("2019-05-01"));
        assert_eq!(read("平成30年12月31日"), day_of("2018-12-31"));
    }

    #[test]
    fn what_is_not_sure_is_no_date() {
        for text in [
            "",
            "4/1/2026",
            "26-04-01",
            "2026-02-30",
            "2026-13-01",
            "来月末",
            "2026年4月",
            "2020.10/5/6",
            "2026-04-01T25:00",
            "-2026-04-01",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_japans() {
        let moment = Some(When::Moment(Timestamp(1_795_395_600_000)));
        for text in [
            "2026-11-23T10:00:00+09:00",
            "2026-11-23T01:00:00Z",
            "2026-11-23T10:00",
            "2026-11-23 10:00:00",
            "2026/11/23 10:00",
            "令和8年11月23日 １０：００",
        ] {
            assert_eq!(read(text), moment, "{text}");
        }
    }

    #[test]
    fn a_named_format_may_put_the_day_first() {
        assert_eq!(read_as("%d.%m.%Y", "1.4.2026"), day_of("2026-04-01"));
        assert_eq!(read_as("%d.%m.%Y", "2026-04-01"), None);
        let moment = Some(When::Moment(Timestamp(1_795_395_600_000)));
        assert_eq!(read_as("%d.%m.%Y %H:%M", "23.11.2026 10:00"), moment);
        assert_eq!(
            read_as("%d.%m.%Y %H:%M %z", "23.11.2026 01:00 +0000"),
            moment
        );
    }

    #[test]
    fn a_closing_day_counts_to_its_end() {
        let close = read("2026-11-30").unwrap().closes();
        assert_eq!(read("2026-12-01T00:00+09:00"), Some(When::Moment(close)));
        assert_eq!(write_close(close), "2026-11-30");
        assert_eq!(write_begin(close), "2026-12-01");
        assert_eq!(
            write_close(Timestamp(close.0 - 1)),
            "2026-11-30T23:59:59.999+09:00"
        );
    }
}
