//! Numbers as people type them: full width, with commas and 円.

use domain::Yen;

/// Full-width letters, digits and signs as ASCII, and no space around.
pub(crate) fn narrow(text: &str) -> String {
    let narrow: String = text
        .chars()
        .map(|c| match c {
            // U+FF01..=U+FF5E stand in the order of ASCII.
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            _ => c,
        })
        .collect();
    narrow.trim().to_owned()
}

/// A whole number of zero or more. Commas between digits are passed over.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let digits = narrow(text).replace(',', "");
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// An amount in whole yen: 1500, 1,500, １５００円, ¥1,500, 1500.0.
pub(crate) fn yen(text: &str) -> Option<Yen> {
    let text = narrow(text);
    let amount = text
        .trim_start_matches(['¥', '\\', '￥'])
        .trim_end_matches('円')
        .trim();
    let whole_yen = match amount.split_once('.') {
        // A tenth of a yen is a mistake, not an amount.
        Some((whole_yen, rest)) if rest.bytes().all(|b| b == b'0') => whole_yen,
        Some(_) => return None,
        None => amount,
    };
    whole(whole_yen).map(Yen)
}

/// A price: an amount in yen, or 無料. Several prices, or one with conditions, are words.
pub(crate) fn price(text: &str) -> Option<Yen> {
    match narrow(text).as_str() {
        "無料" => Some(Yen(0)),
        // A number alone, of money or of anything else, is taken as written.
        text => yen(text).filter(|amount| *amount <= Yen::MAX),
    }
}

/// Seats: 20, 20人, ２０名, 申込先着 20人. Whether that is all that is said. What is no number of people (20人程度,
/// 10組) is words, and so is more than any hall has.
pub(crate) fn people(text: &str) -> Option<(u32, bool)> {
    let text = narrow(text);
    let ways = ["申込先着", "当日先着", "先着", "定員"];
    let way = ways.iter().find_map(|way| text.strip_prefix(way));
    let number = way.unwrap_or(&text).trim().trim_end_matches(['人', '名']);
    let number = u32::try_from(whole(number)?).ok()?;
    (number <= domain::program::MAX_SEATS).then_some((number, way.is_none()))
}

/// Two amounts with a dash of any kind between, or one amount alone (then both are equal). A text
/// that a spreadsheet took for a date (`09-Dec`) is none.
pub(crate) fn yen_range(text: &str) -> Option<(Yen, Yen)> {
    let text = narrow(text);
    let (min, max) = match text.split_once(['-', '~', '–', '—', '〜', '−', '‐']) {
        Some((min, max)) => (yen(min)?, yen(max)?),
        None => (yen(&text)?, yen(&text)?),
    };
    (min <= max).then_some((min, max))
}

/// Decimal hours as minutes, to the nearest: 1.5 is 90.
pub(crate) fn hours_as_minutes(text: &str) -> Option<u32> {
    let text = narrow(text);
    let (hours, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    if fraction.is_empty() || fraction.len() > 6 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let one = 10_i64.pow(u32::try_from(fraction.len()).ok()?);
    let minutes = (whole(fraction)? * 60 + one / 2) / one;
    u32::try_from(whole(hours)?.checked_mul(60)?.checked_add(minutes)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_type_them() {
        for text in [
            "1500",
            "1,500",
            "１，５００円",
            "¥1,500",
            "￥1500",
            "1500.00",
            " 1500 円 ",
        ] {
            assert_eq!(yen(text), Some(Yen(1500)), "{text}");
        }
        for text in [
            "",
            "円",
            "-5",
            "1500.5",
            "1.5万",
            "99999999999999999999",
            "abc",
        ] {
            assert_eq!(yen(text), None, "{text}");
        }
    }

    #[test]
    fn a_price_is_one_amount_and_seats_are_one_number() {
        for (text, amount) in [
            ("無料", Some(Yen(0))),
            ("５００円", Some(Yen(500))),
            ("1,000", Some(Yen(1_000))),
            ("一般300円、大学生150円", None),
            ("材料費\n700円", None),
        ] {
            assert_eq!(price(text), amount, "{text}");
        }
        for (text, seats) in [
            ("20", Some((20, true))),
            ("２０名", Some((20, true))),
            ("申込先着\n20人", Some((20, false))),
            ("20人程度", None),
            ("10組", None),
            ("3000人", None),
            ("無し", None),
        ] {
            assert_eq!(people(text), seats, "{text}");
        }
    }

    #[test]
    fn ranges_and_what_a_spreadsheet_made_of_them() {
        assert_eq!(yen_range("35000-73000"), Some((Yen(35_000), Yen(73_000))));
        assert_eq!(
            yen_range("１,000円～2,000円"),
            Some((Yen(1_000), Yen(2_000)))
        );
        assert_eq!(yen_range("500"), Some((Yen(500), Yen(500))));
        for destroyed in ["09-Dec", "2021-12-25 00:00:00", "9-", "70-30", ""] {
            assert_eq!(yen_range(destroyed), None, "{destroyed}");
        }
    }

    #[test]
    fn hours_with_a_point() {
        assert_eq!(hours_as_minutes("1.5"), Some(90));
        assert_eq!(hours_as_minutes("０．２５"), Some(15));
        assert_eq!(hours_as_minutes("0.333"), Some(20));
        assert_eq!(hours_as_minutes("12"), Some(720));
        for text in ["", ".", "1.", "-1", "1h", "99999999999"] {
            assert_eq!(hours_as_minutes(text), None, "{text}");
        }
    }
}
