//! Folding: what makes ﾃﾞｰﾀ, データ and でーた, or Ａｐｐ and app, the same to a search.

/// NFKC, then lower case: the part of folding that needs Unicode tables. The server brings its own
/// (`lower`, feature `nfkc`); the app asks the browser, `text.normalize("NFKC").toLowerCase()`.
pub type Lower = fn(&str) -> String;

/// Folds a text: NFKC, lower case, katakana to hiragana (small kana stay small).
pub fn fold(text: &str, lower: Lower) -> String {
    fold_normalized(&lower(text))
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
