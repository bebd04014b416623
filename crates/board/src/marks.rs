//! Where the words of a query stand in a text as it was written.

use crate::fold::{Lower, fold};
use std::ops::Range;

/// The parts of `text` that hold one of `terms` (folded), as byte ranges between characters: in
/// order, none touching another.
pub fn marks(text: &str, terms: &[String], lower: Lower) -> Vec<Range<usize>> {
    if terms.is_empty() {
        return Vec::new();
    }
    let mut folded = String::new();
    // For each folded byte, the piece of the text that it came from.
    let mut origins: Vec<Range<usize>> = Vec::new();
    for piece in pieces(text) {
        folded += &fold(text.get(piece.clone()).unwrap_or_default(), lower);
        origins.resize(folded.len(), piece);
    }
    let mut found: Vec<Range<usize>> = terms
        .iter()
        .flat_map(|term| folded.match_indices(term.as_str()))
        .filter_map(|(at, term)| {
            let last = at.checked_add(term.len())?.checked_sub(1)?;
            Some(origins.get(at)?.start..origins.get(last)?.end)
        })
        .collect();
    found.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// The least pieces that fold each by itself: a character with the marks that join it.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        match pieces.last_mut() {
            Some(piece) if joins(c) => piece.end = end,
            _ => pieces.push(start..end),
        }
    }
    pieces
}

/// Accents, the sound marks of kana, full and half width, and the later parts of Hangul.
fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}' | '\u{1161}'..='\u{11ff}')
}

#[cfg(all(test, feature = "nfkc"))]
#[allow(
    clippy::string_slice,
    reason = "a mark between characters is part of what is tested"
)]
mod tests {
    use super::*;
    use crate::fold::{lower, terms};

    fn marked(text: &str, query: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for range in marks(text, &terms(query, lower), lower) {
            out += &format!("{}[{}]", &text[from..range.start], &text[range.clone()]);
            from = range.end;
        }
        out + &text[from..]
    }

    #[test]
    fn what_was_found_is_marked_as_it_was_written() {
        assert_eq!(
            marked("ﾃﾞｰﾀ入力とWebデザイン", "データ ＷＥＢ"),
            "[ﾃﾞｰﾀ]入力と[Web]デザイン"
        );
        assert_eq!(marked("㈱縁側の仕事", "株"), "[㈱]縁側の仕事");
        assert_eq!(marked("動画編集", "動画 画編"), "[動画編]集");
        assert_eq!(marked("動画編集", "編集 動画"), "[動画編集]");
        assert_eq!(marked("動画編集", ""), "動画編集");
    }
}
