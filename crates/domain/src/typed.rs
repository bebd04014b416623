//! What people type: numbers in full or half width, with separators and units; text of one line.

/// One line, however it was typed or pasted: every run of white space is one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A whole number as typed: `10000`, `10,000`, `１０，０００円`, `¥10,000`. `None` when the text
/// is empty, is something else, or has more than 12 digits.
pub fn whole_number(text: &str) -> Option<i64> {
    let mut digits = 0;
    let mut number = 0i64;
    for c in text.chars().map(half_width) {
        match c {
            '0'..='9' => {
                digits += 1;
                number = number * 10 + i64::from(c as u32 - '0' as u32);
            }
            ',' | '、' | '円' | '¥' | '日' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
        if digits > 12 {
            return None;
        }
    }
    (digits > 0).then_some(number)
}

/// A number or a range of two as typed, the least first: `30000`, `30,000〜50,000円`.
/// `None` when a part is something else, or the second is less than the first.
pub fn range(text: &str) -> Option<(i64, i64)> {
    match text.split_once(['〜', '～', '~', '-', '–', '−', '－']) {
        None => whole_number(text).map(|number| (number, number)),
        Some((least, most)) => {
            let (least, most) = (whole_number(least)?, whole_number(most)?);
            (least <= most).then_some((least, most))
        }
    }
}

/// Hours as typed, in minutes, rounded to the nearest: `2`, `1.5`, `０．２５`, `1時間`, `1:30`,
/// `1時間30分`, `30分`. `None` when the text is something else or longer than 100,000 hours.
pub fn hours_in_minutes(text: &str) -> Option<u32> {
    let text: String = text
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .collect();
    if let Some((hours, minutes)) = text.split_once("時間").or_else(|| text.split_once(':')) {
        let minutes = minutes.strip_suffix('分').unwrap_or(minutes);
        let minutes = if minutes.is_empty() {
            0
        } else {
            plain(minutes)?
        };
        return decimal_in_minutes(hours)?.checked_add(minutes);
    }
    match text.strip_suffix('分') {
        Some(minutes) => plain(minutes),
        None => decimal_in_minutes(&text),
    }
}

/// Decimal hours in minutes.
fn decimal_in_minutes(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || fraction.len() > 4 {
        return None;
    }
    let scale = 10u64.pow(u32::try_from(fraction.len()).ok()?);
    let hours = u64::from(plain(whole)?) * scale + u64::from(plain(fraction)?);
    u32::try_from((hours * 60 * 2 + scale) / (scale * 2)).ok()
}

/// ASCII digits, at most a hundred thousand.
fn plain(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| text.parse().ok())?
        .filter(|number| *number <= 100_000)
}

/// The half-width form of a full-width sign.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '，' | '．' | '：' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '\\' => '¥',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_may_be_typed_as_people_type_it() {
        for text in [
            "10000",
            "10,000",
            "１０，０００円",
            "¥10,000",
            " 10 000 ",
            "１００００",
        ] {
            assert_eq!(whole_number(text), Some(10_000), "{text}");
        }
        for text in ["", "円", "一万", "-5", "1.5", "9999999999999"] {
            assert_eq!(whole_number(text), None, "{text}");
        }
    }

    #[test]
    fn an_amount_may_be_a_range() {
        for (text, range) in [
            ("1,200", Some((1_200, 1_200))),
            ("１，２００〜１，５００円", Some((1_200, 1_500))),
            ("2-4", Some((2, 4))),
            ("4〜2", None),
            ("2〜", None),
            ("〜", None),
        ] {
            assert_eq!(super::range(text), range, "{text}");
        }
    }

    #[test]
    fn hours_may_be_decimal_or_hours_and_minutes() {
        for (text, minutes) in [
            ("2", 120),
            ("1.5", 90),
            ("０．２５", 15),
            ("1:30", 90),
            ("1時間30分", 90),
            ("2 時間", 120),
            ("45分", 45),
        ] {
            assert_eq!(hours_in_minutes(text), Some(minutes), "{text}");
        }
        for text in ["", "半日", "-1", "1.", "1:2:3", "1000000"] {
            assert_eq!(hours_in_minutes(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_number_field(text in ".{0,40}") {
            let _ = (whole_number(&text), range(&text), hours_in_minutes(&text));
        }
    }
}
