//! Where the words of a query stand in a text as it was written.
//!
//! The words are found in the folded text, as a search finds them, and each place there is followed
//! back. Folding joins characters (か and ゛), takes others apart (㈱), and here and there looks at what
//! stands around (Σ); so a place leads back to the least piece of the text that folds by itself.

use crate::fold::{Lower, fold, plain};
use std::ops::Range;

/// The parts of `text` that hold one of `terms` (folded), as byte ranges between characters: in
/// order, none touching another.
pub fn marks(text: &str, terms: &[String], lower: Lower) -> Vec<Range<usize>> {
    let mut hits: Vec<Range<usize>> = Vec::new();
    let folded = match terms.is_empty() {
        true => return hits,
        false => fold(text, lower),
    };
    for term in terms {
        hits.extend(occurrences(&folded, term));
    }
    if hits.is_empty() {
        return hits;
    }
    hits.sort_by_key(|hit| hit.start);
    let pieces = pieces(text, &folded, lower);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for hit in hits {
        // The pieces that the hit touches.
        let first = pieces.partition_point(|piece| piece.folded_end <= hit.start);
        let last = pieces.partition_point(|piece| piece.folded_end < hit.end);
        let (Some(first), Some(last)) = (pieces.get(first), pieces.get(last)) else {
            continue;
        };
        match merged.last_mut() {
            Some(before) if first.text.start <= before.end => {
                before.end = before.end.max(last.text.end);
            }
            _ => merged.push(first.text.start..last.text.end),
        }
    }
    merged
}

/// Every place of `term`, also where one runs into the next.
fn occurrences(folded: &str, term: &str) -> impl Iterator<Item = Range<usize>> {
    let starts = folded.char_indices().map(|(at, _)| at);
    let holds = move |at: &usize| {
        folded
            .get(*at..)
            .is_some_and(|rest| rest.starts_with(term) && !term.is_empty())
    };
    starts.filter(holds).map(move |at| at..at + term.len())
}

/// A part of the text that folds by itself, and where its folding ends.
struct Piece {
    text: Range<usize>,
    folded_end: usize,
}

/// The least pieces there are; the whole text, where folding it by pieces would give another result.
fn pieces(text: &str, folded: &str, lower: Lower) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut joined = String::with_capacity(folded.len());
    for run in runs(text) {
        for part in parts(text, run, lower) {
            joined += &fold(text.get(part.clone()).unwrap_or_default(), lower);
            pieces.push(Piece {
                text: part,
                folded_end: joined.len(),
            });
        }
    }
    if is_same(&joined, folded) {
        return pieces;
    }
    vec![Piece {
        text: 0..text.len(),
        folded_end: folded.len(),
    }]
}

/// Cuts before every plain character: none of them joins the one before it.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        match runs.last_mut() {
            Some(run) if plain(c).is_none() => run.end = end,
            _ => runs.push(start..end),
        }
    }
    runs
}

/// Cuts a run wherever the characters on both sides fold apart as they fold together.
fn parts(text: &str, run: Range<usize>, lower: Lower) -> Vec<Range<usize>> {
    let folds = |part: Range<usize>| fold(text.get(part).unwrap_or_default(), lower);
    let Some(within) = text.get(run.clone()) else {
        return Vec::new();
    };
    if within.chars().nth(1).is_none() {
        return vec![run];
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut joined = String::new();
    let mut last = String::new();
    for (at, c) in within.char_indices() {
        let (start, end) = (run.start + at, run.start + at + c.len_utf8());
        let alone = folds(start..end);
        match parts.last_mut() {
            Some(part) => {
                let together = folds(part.start..end);
                if is_same(&together, &format!("{last}{alone}")) {
                    joined += &last;
                    last = alone;
                    parts.push(start..end);
                } else {
                    part.end = end;
                    last = together;
                }
            }
            None => {
                last = alone;
                parts.push(start..end);
            }
        }
    }
    joined += &last;
    // A sign may reach over the one before it.
    if is_same(&joined, &folds(run.clone())) {
        parts
    } else {
        vec![run]
    }
}

/// Equal but for Σ, whose small form depends on what stands around; both are as long.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |c: char| if c == 'ς' { 'σ' } else { c };
    one.len() == other.len() && one.chars().map(plain).eq(other.chars().map(plain))
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

    #[test]
    fn what_folds_as_one_is_marked_as_one() {
        assert_eq!(marked("か\u{3099}くしゅう", "が"), "[か\u{3099}]くしゅう");
        assert_eq!(marked("か\u{3099}くしゅう", "か"), "か\u{3099}くしゅう");
        assert_eq!(marked("10㎡の部屋", "m2"), "10[㎡]の部屋");
        assert_eq!(marked("①②③", "2"), "①[②]③");
        assert_eq!(marked("ＡＢＣ★デザイン★", "abc★で"), "[ＡＢＣ★デ]ザイン★");
        assert_eq!(marked("ああああ", "ああ"), "[ああああ]");
    }

    #[test]
    fn greek_is_marked_as_it_is_found() {
        assert_eq!(marked("ΟΔΟΣ ΟΔΟΣΑ", "οδος"), "[ΟΔΟΣ] ΟΔΟΣΑ");
        assert_eq!(marked("ΟΔΟΣ ΟΔΟΣΑ", "οδο"), "[ΟΔΟ]Σ [ΟΔΟ]ΣΑ");
        assert_eq!(marked("ΟΔΟΣの翻訳", "翻訳"), "ΟΔΟΣの[翻訳]");
    }

    #[test]
    fn a_sign_that_reaches_over_another_is_no_place_to_cut() {
        // The accent joins the letter, over the stroke between them.
        assert_eq!(marked("a\u{334}\u{301}b", "á"), "[a\u{334}\u{301}]b");
    }
}
