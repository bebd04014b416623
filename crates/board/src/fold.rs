//! Folding: what makes ﾃﾞｰﾀ, データ and でーた, or Ａｐｐ and app, the same to a search.

/// NFKC, then lower case: the part of folding that needs Unicode tables. The server brings its own
/// (`lower`, feature `nfkc`); the app asks the browser, `text.normalize("NFKC").toLowerCase()`.
pub type Lower = fn(&str) -> String;

/// Folds a text: NFKC, lower case, katakana to hiragana (small kana stay small).
pub fn fold(text: &str, lower: Lower) -> String {
    fold_plain(text).unwrap_or_else(|| fold_normalized(&lower(text)))
}

/// Folds a text of plain characters: nearly every Japanese or English one, without tables and
/// without asking the browser. `None` when a character is not plain.
fn fold_plain(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    // Most characters stay as they are: their runs are copied whole.
    let mut rest = 0;
    for (at, c) in text.char_indices() {
        let to = plain(c)?;
        if to != c {
            folded.push_str(text.get(rest..at)?);
            folded.push(to);
            rest = at + c.len_utf8();
        }
    }
    folded.push_str(text.get(rest..)?);
    Some(folded)
}

/// Folds a character that folds to one, whatever stands beside it. There are more such than here.
pub(crate) fn plain(c: char) -> Option<char> {
    let moved = |by: u32| u32::from(c).checked_sub(by).and_then(char::from_u32);
    match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        // Kana, ・ and ー, kanji, punctuation of Japanese and of books.
        '\u{3041}'..='\u{3096}' | '\u{309d}' | '\u{309e}' => Some(c),
        '\u{30a1}'..='\u{30f6}' | '\u{30fb}'..='\u{30fe}' => Some(hiragana(c)),
        '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{301c}' => Some(c),
        '\u{2012}'..='\u{2016}' | '\u{2018}'..='\u{2022}' | '\u{203b}' => Some(c),
        '\u{3000}' => Some(' '),
        // Full width ASCII.
        '\u{ff01}'..='\u{ff5e}' => moved(0xfee0).map(|c| c.to_ascii_lowercase()),
        _ => None,
    }
}

/// Folds a text that is NFKC and lower case already.
pub fn fold_normalized(text: &str) -> String {
    text.chars().map(hiragana).collect()
}

/// The words of a query, folded. A posting is found when it holds every one of them.
pub fn terms(query: &str, lower: Lower) -> Vec<String> {
    fold(query, lower)
        .split(is_space)
        .filter(|term| !term.is_empty())
        .map(str::to_owned)
        .collect()
}

/// White space as the browser's `\s` has it: Unicode's, and the byte order mark.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// ァ to ヶ, ヽ and ヾ have their hiragana 96 places before them; ー is common to both.
fn hiragana(c: char) -> char {
    match c {
        '\u{30a1}'..='\u{30f6}' | '\u{30fd}' | '\u{30fe}' => {
            char::from_u32(u32::from(c) - 0x60).unwrap_or(c)
        }
        _ => c,
    }
}

/// NFKC and lower case by Unicode tables of our own, equal to the browser's.
#[cfg(feature = "nfkc")]
pub fn lower(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Lower case of the whole text, not of each character: Σ at a word's end becomes ς, as in the
    // browser.
    text.nfkc().collect::<String>().to_lowercase()
}

#[cfg(all(test, feature = "nfkc"))]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_kana_make_no_difference() {
        assert_eq!(fold("ﾃﾞｰﾀ入力", lower), "でーた入力");
        assert_eq!(fold("データ入力", lower), "でーた入力");
        assert_eq!(fold("ＷｅｂデザイＮ", lower), "webでざいn");
        assert_eq!(fold("ァヴヶヽヾ", lower), "ぁゔゖゝゞ");
        assert_eq!(fold("㈱縁側 ①", lower), "(株)縁側 1");
    }

    #[test]
    fn plain_characters_fold_as_the_tables_say() {
        let all = || ('\0'..=char::MAX).filter(|c| plain(*c).is_some());
        assert!(all().count() > 21_000);
        for c in all() {
            let text = c.to_string();
            assert_eq!(fold(&text, lower), fold_normalized(&lower(&text)), "{c:?}");
        }
        // Beside each other too: none joins the one before it.
        let text: String = all().flat_map(|c| [c, 'か', c, 'A']).collect();
        assert_eq!(fold(&text, lower), fold_normalized(&lower(&text)));
    }

    #[test]
    fn what_joins_a_plain_character_is_seen() {
        for text in [
            "か\u{3099}",
            "カ\u{3099}",
            "ｶﾞ",
            "Ａ\u{300}",
            "A\u{300}",
            "ΑΣ。",
            "データΣ",
        ] {
            assert_eq!(fold(text, lower), fold_normalized(&lower(text)), "{text}");
        }
    }

    #[test]
    fn greek_and_turkish_fold_as_the_browser_does() {
        // "ΟΔΟΣ".toLowerCase() and "İ".toLowerCase() in a browser.
        assert_eq!(fold("ΟΔΟΣ ΟΔΟΣΑ", lower), "οδος οδοσα");
        assert_eq!(fold("İ", lower), "i\u{307}");
    }

    #[test]
    fn words_part_at_any_white_space() {
        assert_eq!(
            terms(" 翻訳\u{3000}英語\u{a0}Web\n\u{feff}", lower),
            ["翻訳", "英語", "web"]
        );
        assert!(terms("\u{3000} ", lower).is_empty());
    }
}
