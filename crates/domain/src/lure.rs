//! What leads off the platform, and the known scams: found in texts, said to both sides.
//!
mod address;
mod words;

use serde::{Deserialize, Serialize};
use words::{DENIALS, WORDS};

/// A rule that a text touches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A link.
    Link,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// The name of a messenger.
    Messenger,
    /// Payment beside the platform.
    PaymentOutside,
    /// Unpaid test work.
    UnpaidTest,
    /// Work before the reward is secured.
    WorkFirst,
    /// A fee that the worker pays first (業務提供誘引販売取引, 特定商取引法 article 51).
    AdvanceFee,
}

impl Rule {
    /// Whether it leads off the platform rather than being a scam of its own.
    pub fn leads_off(self) -> bool {
        matches!(
            self,
            Self::Link | Self::Email | Self::Phone | Self::Messenger
        )
    }
}

/// A place in a text, and the rule it touches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lure {
    /// Which rule.
    pub rule: Rule,
    /// The words, as they stand in the text.
    pub words: String,
}

/// Within how many characters they deny it.
const SOON: usize = 14;

/// Every rule that a text touches, in the order of the rules, each once with its first words.
pub fn find(text: &str) -> Vec<Lure> {
    let folded: Vec<char> = text.chars().map(fold).collect();
    let original: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut note = |rule, place: Option<(usize, usize)>| {
        if let Some((start, length)) = place {
            let words = original.iter().skip(start).take(length).collect();
            found.push(Lure { rule, words });
        }
    };
    note(Rule::Link, address::link(&folded));
    note(Rule::Email, address::email(&folded));
    note(Rule::Phone, address::phone(&folded));
    for (rule, words) in WORDS {
        let first = words
            .iter()
            .filter_map(|word| {
                let word: Vec<char> = word.chars().collect();
                let start = (0..folded.len()).find(|start| {
                    let (before, rest) = folded.split_at(*start);
                    rest.starts_with(&word)
                        && begins_a_word(before, &word)
                        && !is_denied(*rule, rest.iter().skip(word.len()))
                })?;
                Some((start, word.len()))
            })
            .min();
        note(*rule, first);
    }
    found
}

/// Latin letters stand for a name only by themselves: 「onlineで」 is no messenger; nor is 「オンラインで」.
fn begins_a_word(before: &[char], word: &[char]) -> bool {
    let goes_on = |is_of: fn(&char) -> bool| {
        word.first().is_some_and(is_of) && before.last().is_some_and(is_of)
    };
    let is_katakana: fn(&char) -> bool = |c| matches!(c, 'ァ'..='ヺ' | 'ー');
    !goes_on(char::is_ascii_alphanumeric) && !goes_on(is_katakana)
}

/// Whether what follows the words says that there is no such thing.
fn is_denied<'a>(rule: Rule, after: impl Iterator<Item = &'a char>) -> bool {
    if !matches!(rule, Rule::AdvanceFee | Rule::PaymentOutside) {
        return false;
    }
    let soon: String = after
        .take(SOON)
        .take_while(|c| !matches!(c, '。' | '\n' | '0'..='9'))
        .collect();
    // An amount denies nothing, and 「実質無料」 is paid first.
    !soon.contains("実質") && DENIALS.iter().any(|denial| soon.contains(denial))
}

/// Full width to half width, capitals to lower case, for the signs that matter here.
fn fold(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '　' => ' ',
        '‐' | '‑' | '–' | '—' | '−' => '-',
        c => c,
    }
    .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules(text: &str) -> Vec<Rule> {
        find(text).into_iter().map(|lure| lure.rule).collect()
    }

    #[test]
    fn what_leads_off_the_platform_is_found_however_it_is_written() {
        assert_eq!(rules("詳しくは https://example.jp/form へ"), [Rule::Link]);
        assert_eq!(rules("ｗｗｗ．ｅｘａｍｐｌｅ．ｊｐ を見て"), [Rule::Link]);
        assert_eq!(rules("haru@example.jp まで"), [Rule::Email]);
        assert_eq!(rules("ｈａｒｕ＠ｅｘａｍｐｌｅ．ｊｐまで"), [Rule::Email]);
        assert_eq!(rules("090-1234-5678 にお電話を"), [Rule::Phone]);
        assert_eq!(rules("０９０１２３４５６７８"), [Rule::Phone]);
        assert_eq!(rules("+81 90-1234-5678"), [Rule::Phone]);
        for text in [
            "example.jp を見てください",
            "くわしくは shop.example.co.jp/a へ",
            "t.me/haru",
            "forms.gle/abc123 から",
        ] {
            assert_eq!(rules(text), [Rule::Link], "{text}");
        }
        assert_eq!(rules("あとはラインでやりとりしましょう"), [Rule::Messenger]);
        assert_eq!(rules("続きはLINEでお話しします"), [Rule::Messenger]);
    }

    #[test]
    fn the_known_scams_are_found() {
        assert_eq!(rules("最初に登録料5,000円が必要です"), [Rule::AdvanceFee]);
        assert_eq!(
            rules("報酬は直接振込でお願いします"),
            [Rule::PaymentOutside]
        );
        assert_eq!(rules("まず無償テストをお願いします"), [Rule::UnpaidTest]);
        assert_eq!(rules("仮払い前に着手してください"), [Rule::WorkFirst]);
    }

    #[test]
    fn everyday_words_are_not() {
        for text in [
            "A4片面のちらしを1枚。2026-12-25までに10,000円で。",
            "オンラインで打合せ。ガイドラインをお渡しします。",
            "郵便番号 887-0021、見出しは30文字、本文は1,200文字×10本",
            "1日4時間、@の使い方の記事です",
            "発注番号 20261123 0012345",
            "Node.js と Next.js、Socket.io の経験。README.md を読んで",
            "2026.12.25 までに、v1.2.3 を。Ver.2 も",
            "ガイドラインで連絡の方法を決めます。オンラインで話します",
            "ラインの太さは1px、ラインで囲む",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn a_latin_word_within_another_is_no_messenger() {
        for text in [
            "Onlineで打合せ",
            "headlineを3本",
            "ＤｅａｄｌｉｎｅにＯＫ",
            "an online identity",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
        assert_eq!(rules("連絡はLINEで。Onlineで打合せ"), [Rule::Messenger]);
        assert_eq!(rules("Onlineで。ｌｉｎｅで"), [Rule::Messenger]);
    }

    #[test]
    fn a_fee_that_is_denied_is_none() {
        for text in [
            "守秘の研修動画(40分)は受講料なし、受講の時間も1,000円をお支払いします",
            "登録料・教材費はかかりません",
            "入会金は不要です",
            "直接取引は禁止です",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
        for text in [
            "登録料は不要。教材費5,000円をお振込みください",
            "受講料は実質無料(後日返金)",
            "登録料5,000円、ほかは不要",
        ] {
            assert_eq!(rules(text), [Rule::AdvanceFee], "{text}");
        }
    }

    #[test]
    fn the_words_are_told_as_they_stand() {
        let found = find("電話は ０９０－１２３４－５６７８ です");
        assert_eq!(
            found.first().map(|lure| lure.words.as_str()),
            Some("０９０－１２３４－５６７８")
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_through(text in any::<String>()) {
            for lure in find(&text) {
                prop_assert!(text.contains(&lure.words));
            }
        }
    }
}
