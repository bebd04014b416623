//! Days in the words of those who announce: 「8月5日（水）～8月16日（日）※10日以外」,「2月22日(土)、23日(日)」.
//!
//! What is said is read whole or not at all. A day without a year takes it from the day of
//! publication, and from the days before it; a weekday that is said has to be right.

use super::era_year;
use crate::{Reason, numbers::narrow};
use domain::{Day, weekday::Weekday};

/// Days, and what else is said of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Days {
    /// First and last days, in order.
    pub(crate) spans: Vec<(Day, Day)>,
    /// From ※ on, or how often: (全5回).
    pub(crate) note: String,
}

/// Reads days. `published` is the day of publication, where one is known: a first day without a
/// year lies as near to it as possible, and each further one not before its predecessor.
pub(crate) fn read(text: &str, published: Option<Day>) -> Result<Days, Reason> {
    let (body, note) = match text.find('※') {
        Some(at) => text.split_at_checked(at).unwrap_or((text, "")),
        None => (text, ""),
    };
    let signs: Vec<char> = narrow(body)
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect();
    let mut reader = Reader {
        signs: &signs,
        published,
        year: None,
        month: None,
        last: None,
    };
    let mut spans = Vec::new();
    let mut times = String::new();
    loop {
        reader.numbering();
        // Days that have been may stand in a parenthesis.
        reader.word("(");
        let from = reader.day().map_err(|wrong| wrong.reason(text))?;
        let to = if reader.range() {
            let to = reader.day().map_err(|wrong| wrong.reason(text))?;
            reader.word("まで");
            to
        } else {
            from
        };
        spans.push((from, to));
        if let Some(said) = reader.how_often() {
            times = said;
        }
        if reader.signs.is_empty() {
            break;
        }
        if reader.all_on(&spans).map_err(|wrong| wrong.reason(text))? {
            break;
        }
        reader.separator();
    }
    let note = [times.as_str(), note.trim()];
    let note: Vec<&str> = note.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(Days {
        spans,
        note: note.join("\n"),
    })
}

/// Why days are none.
enum Wrong {
    Words,
    Year,
    Weekday,
    Order,
}

impl Wrong {
    fn reason(self, text: &str) -> Reason {
        match self {
            Self::Words => Reason::not_a_date(text),
            Self::Year => Reason::no_year(text),
            Self::Weekday => Reason::other_weekday(text),
            Self::Order => Reason::EndsBefore,
        }
    }
}

struct Reader<'a> {
    /// What has not been read yet.
    signs: &'a [char],
    published: Option<Day>,
    /// A year that was named; it goes on to the days behind it.
    year: Option<i16>,
    month: Option<i8>,
    last: Option<Day>,
}

impl Reader<'_> {
    fn word(&mut self, word: &str) -> bool {
        let word: Vec<char> = word.chars().collect();
        match self.signs.strip_prefix(word.as_slice()) {
            Some(rest) => {
                self.signs = rest;
                true
            }
            None => false,
        }
    }

    fn any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    fn number(&mut self, most: usize) -> Option<i16> {
        let digits = self.signs.iter().take_while(|sign| sign.is_ascii_digit());
        let digits: String = digits.collect();
        if digits.is_empty() || digits.len() > most {
            return None;
        }
        self.signs = self.signs.get(digits.len()..)?;
        digits.parse().ok()
    }

    /// ① or (1) before a day.
    fn numbering(&mut self) {
        if let Some((first, rest)) = self.signs.split_first()
            && ('①'..='⑳').contains(first)
        {
            self.signs = rest;
            return;
        }
        let before = self.signs;
        let numbered = self.word("(") && self.number(2).is_some() && self.word(")");
        if !numbered {
            self.signs = before;
        }
    }

    fn range(&mut self) -> bool {
        self.any(&["~", "〜", "から", "-", "–", "−"])
    }

    fn separator(&mut self) {
        while self.any(&[",", "、", "・", "･", "､", "/", "及び", ")"]) {}
    }

    /// (9回開催), (全5回).
    fn how_often(&mut self) -> Option<String> {
        let inner = self.parenthesis()?;
        let digits = inner.trim_start_matches('全').trim_end_matches("開催");
        let count = digits.strip_suffix('回')?;
        let is = !count.is_empty() && count.bytes().all(|digit| digit.is_ascii_digit());
        if !is {
            return None;
        }
        let length = inner.chars().count() + 2;
        self.signs = self.signs.get(length..).unwrap_or_default();
        Some(inner)
    }

    /// What stands in the parenthesis here. It stays to be read.
    fn parenthesis(&self) -> Option<String> {
        let rest = self.signs.strip_prefix(&['('])?;
        let end = rest.iter().position(|sign| *sign == ')')?;
        Some(rest.iter().take(end).collect())
    }

    /// The weekday in the parenthesis here: (水), (火・祝), (日曜日).
    fn weekday(&mut self) -> Option<Weekday> {
        let inner = self.parenthesis()?;
        let mut signs = inner.chars();
        let place = "月火水木金土日".chars();
        let mut place = place.zip(Weekday::ALL);
        let first = signs.next()?;
        let (_, weekday) = place.find(|(sign, _)| *sign == first)?;
        let fits = signs.all(|sign| "曜日・･祝休振替".contains(sign));
        if !fits {
            return None;
        }
        let length = inner.chars().count() + 2;
        self.signs = self.signs.get(length..).unwrap_or_default();
        Some(weekday)
    }

    /// いずれも(水): every day before is one.
    fn all_on(&mut self, spans: &[(Day, Day)]) -> Result<bool, Wrong> {
        if !self.any(&["いずれも", "すべて"]) {
            return Ok(false);
        }
        let weekday = self.weekday().ok_or(Wrong::Words)?;
        if !self.signs.is_empty() {
            return Err(Wrong::Words);
        }
        let all = spans
            .iter()
            .all(|(from, to)| from == to && Weekday::of(*from) == weekday);
        all.then_some(true).ok_or(Wrong::Weekday)
    }

    fn day(&mut self) -> Result<Day, Wrong> {
        let named = self.year_named();
        if named.is_some() {
            self.year = named;
        }
        let first = self.number(2).ok_or(Wrong::Words)?;
        let parted = self.any(&["月", "/"]) || (named.is_some() && self.any(&["-", "."]));
        let (month, day) = if parted {
            let day = self.number(2).ok_or(Wrong::Words)?;
            self.word("日");
            (i8::try_from(first).map_err(|_| Wrong::Words)?, day)
        } else if self.word("日") {
            (self.month.ok_or(Wrong::Words)?, first)
        } else {
            return Err(Wrong::Words);
        };
        let day = i8::try_from(day).map_err(|_| Wrong::Words)?;
        let weekday = self.weekday();
        let found = self.in_a_year(named, month, day)?;
        if weekday.is_some_and(|weekday| weekday != Weekday::of(found)) {
            return Err(Wrong::Weekday);
        }
        self.month = Some(month);
        if self.last.is_some_and(|last| found < last) {
            return Err(Wrong::Order);
        }
        self.last = Some(found);
        Ok(found)
    }

    /// 2026年, 2026/, 令和8年.
    fn year_named(&mut self) -> Option<i16> {
        let before = self.signs;
        let year = era_year(self.signs).map(|(year, length)| {
            self.signs = self.signs.get(length..).unwrap_or_default();
            year
        });
        let year = year.or_else(|| self.number(4).filter(|year| *year >= 1000));
        if year.is_some() && self.any(&["年", "/", "-", "."]) {
            return year;
        }
        self.signs = before;
        None
    }

    fn in_a_year(&self, named: Option<i16>, month: i8, day: i8) -> Result<Day, Wrong> {
        let exists = |year| Day::new(year, month, day).ok_or(Wrong::Words);
        if let Some(year) = named {
            return exists(year);
        }
        if let Some(last) = self.last {
            let (year, ..) = last.parts();
            let this = exists(year);
            return match this {
                Ok(found) if found >= last => Ok(found),
                _ => exists(year + 1),
            };
        }
        let published = self.published.ok_or(Wrong::Year)?;
        let (year, ..) = published.parts();
        [year - 1, year, year + 1]
            .into_iter()
            .filter_map(|year| Day::new(year, month, day))
            .min_by_key(|found| published.until(*found).abs())
            .ok_or(Wrong::Words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn spans(text: &str, published: &str) -> Result<Vec<(String, String)>, Reason> {
        let published = published.parse().ok();
        let days = read(text, published)?.spans;
        let texts = |(from, to): &(Day, Day)| (from.to_string(), to.to_string());
        Ok(days.iter().map(texts).collect())
    }

    #[test]
    fn days_are_read_as_people_announce_them() {
        for (text, published, expected) in [
            ("2025年11月16日（日曜日）", "", "2025-11-16"),
            ("令和9年3月6日(土)", "", "2027-03-06"),
            ("8月12日（水）", "2026-07-31", "2026-08-12"),
            ("1月20日（土）", "2023-12-28", "2024-01-20"),
            (
                "2月22日(土)、23日(日)",
                "2025-01-30",
                "2025-02-22 2025-02-23",
            ),
            (
                "2月3日（土）\n2月10日（土）",
                "2024-01-30",
                "2024-02-03 2024-02-10",
            ),
            ("①8/5(水)②8/12(水)", "2026-07-31", "2026-08-05 2026-08-12"),
            (
                "(1)10月2日、(2)9日いずれも(金)",
                "2026-09-01",
                "2026-10-02 2026-10-09",
            ),
            (
                "8月11日(火･祝)～9月23日(水・祝）",
                "2026-07-31",
                "2026-08-11~2026-09-23",
            ),
            (
                "11月19日(火)～\n1月13日(月・祝)",
                "2024-11-01",
                "2024-11-19~2025-01-13",
            ),
            (
                "12月5日（土）～令和9年3月7日(日)",
                "2026-11-30",
                "2026-12-05~2027-03-07",
            ),
            ("2024-03-09", "", "2024-03-09"),
            (
                "（8月5日、）9月2日いずれも（水）",
                "2026-08-31",
                "2026-08-05 2026-09-02",
            ),
        ] {
            let read: Vec<String> = spans(text, published)
                .unwrap_or_else(|reason| panic!("{text}: {reason}"))
                .into_iter()
                .map(|(from, to)| {
                    if from == to {
                        from
                    } else {
                        format!("{from}~{to}")
                    }
                })
                .collect();
            assert_eq!(read.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn what_else_is_said_is_kept() {
        let days = read(
            "8月5日（水）～8月16日（日）\n※10日（月）以外",
            Some(day("2026-07-31")),
        )
        .unwrap();
        assert_eq!(days.note, "※10日（月）以外");
        let days = read("7月4日(土)～9月26日(土)(全9回）", Some(day("2026-07-31"))).unwrap();
        assert_eq!(days.note, "全9回");
    }

    #[test]
    fn nothing_is_guessed() {
        let published = "2026-07-31";
        let refused = |text: &str, published| spans(text, published).unwrap_err();
        assert!(matches!(
            refused("8月12日（水）", ""),
            Reason::NoYear { .. }
        ));
        assert!(matches!(
            refused("8月12日（木）", published),
            Reason::OtherWeekday { .. }
        ));
        assert_eq!(
            refused("2026年9月2日～2026年9月1日", ""),
            Reason::EndsBefore
        );
        for text in [
            "",
            "日程調整し決定",
            "随時（要調整）",
            "4月の試合日程",
            "～12月27日(土)",
            "9月25日(金)まで",
            "2月30日",
            "8月5日（水）から翌年3月7日(日)まで",
            "10月3日(土)会期中の日・祝",
            "8月",
            "2026",
            "12",
        ] {
            let reason = refused(text, published);
            assert!(
                matches!(reason, Reason::NotADate { .. }),
                "{text}: {reason}"
            );
        }
    }
}
