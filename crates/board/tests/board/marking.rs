//! What is marked in a title is what the search found there.

#![allow(
    clippy::string_slice,
    reason = "a mark between characters is part of what is tested"
)]

use board::{
    fold::{fold, lower, terms},
    marks::marks,
};
use proptest::prelude::*;

/// Characters that fold to more, join each other, change places or look around.
const TRICKY: &str = "あかはカパガヴﾊﾟｶﾞﾞ\u{3099}\u{309a}ーヽａＡaAé\u{301}\u{323}\u{334}\u{345}\
    ΣσςΑΙİıßſﬁ㈱①㎡㍿㌔ﷺ가ᄀ\u{1161}\u{11a8}ｧ　 〜～★👩\u{200d}💻\u{2126}\u{1d15e}\u{f900}";

fn tricky() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        8 => prop::sample::select(TRICKY.chars().collect::<Vec<char>>()),
        1 => any::<char>(),
    ];
    prop::collection::vec(sign, 0..14).prop_map(|signs| signs.into_iter().collect())
}

/// Σ has two small forms; which one depends on what stands around.
fn folded(text: &str) -> String {
    fold(text, lower).replace('ς', "σ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn every_mark_holds_a_word_and_every_word_that_is_there_is_marked(
        text in tricky(),
        words in prop::collection::vec(tricky(), 0..3),
        (from, length) in (0..14_usize, 1..4_usize),
    ) {
        // A word that is likely there: a part of the text, in any writing.
        let part: String = text.chars().skip(from).take(length).collect();
        let terms = terms(&format!("{} {part}", words.join(" ")), lower);
        let ranges = marks(&text, &terms, lower);
        let whole = fold(&text, lower);

        let mut end_before = None;
        for range in &ranges {
            prop_assert!(range.start < range.end);
            prop_assert!(end_before.is_none_or(|end| end < range.start), "apart, and in order");
            end_before = Some(range.end);
            let marked = text.get(range.clone());
            prop_assert!(marked.is_some(), "between characters");
            let marked = folded(marked.unwrap());
            prop_assert!(
                terms.iter().any(|term| marked.contains(&term.replace('ς', "σ"))),
                "{marked:?} holds none of {terms:?}"
            );
        }
        for term in terms.iter().filter(|term| whole.contains(term.as_str())) {
            let term = term.replace('ς', "σ");
            prop_assert!(
                ranges.iter().any(|range| folded(&text[range.clone()]).contains(&term)),
                "{term:?} of {whole:?} is not marked: {ranges:?}"
            );
        }
    }

    #[test]
    fn in_plain_japanese_nothing_but_the_word_is_marked(
        before in "[あ-んア-ヶ一-龠、。・a-zＡ-Ｚ]{0,8}",
        word in "[あ-んア-ヶ一-龠a-zA-Zａ-ｚ]{1,4}",
        after in "[あ-んア-ヶ一-龠、。・a-zＡ-Ｚ]{0,8}",
    ) {
        let text = format!("{before}{word}{after}");
        let terms = terms(&word, lower);
        let marked: usize = marks(&text, &terms, lower)
            .into_iter()
            .map(|range| text[range].chars().count())
            .sum();
        let all = fold(&text, lower);
        let places = all.char_indices().filter(|(at, _)| all[*at..].starts_with(&terms[0]));
        let mut covered = std::collections::BTreeSet::new();
        for (at, _) in places {
            let first = all[..at].chars().count();
            covered.extend(first..first + word.chars().count());
        }
        prop_assert_eq!(marked, covered.len());
    }
}
