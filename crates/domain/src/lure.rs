//! What leads off the platform, and the known scams: found in texts, said to both sides.
//!
//! The words are data with their sources in one table, so that a correction is one line.

use serde::{Deserialize, Serialize};

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

/// Words that stand for a rule wherever they stand. Folded: half width, lower case.
const WORDS: &[(Rule, &[&str])] = &[
    (
        Rule::Messenger,
        &[
            "ライン交換",
            "lineで",
            "lineを",
            "lineに",
            "lineの",
            "line id",
            "lineid",
            "ライン登録",
            "公式line",
            "whatsapp",
            "telegram",
            "テレグラム",
            "カカオトーク",
            "kakaotalk",
            "wechat",
            "微信",
            "skype",
            "スカイプ",
            "discord",
            "ディスコード",
            "signalで",
            "chatwork",
            "チャットワーク",
            "インスタのdm",
            "messengerで",
        ],
    ),
    (
        Rule::PaymentOutside,
        &[
            "直接振込",
            "直接振り込",
            "直接お支払",
            "直接支払",
            "直接取引",
            "手数料がかからない方法",
            "手数料を回避",
            "paypay",
            "アマゾンギフト",
            "amazonギフト",
            "ギフト券で",
            "仮想通貨で",
            "ビットコインで",
            "手渡しで",
        ],
    ),
    (
        Rule::UnpaidTest,
        &[
            "無償テスト",
            "無料テスト",
            "テストは無償",
            "テストは無料",
            "無償でテスト",
            "無報酬のテスト",
            "テスト(無償",
            "テスト(無料",
            "トライアル(無償",
            "無償トライアル",
            "お試し(無償",
            "無償のお試し",
            "テストライティング(無償",
            "テスト記事は無償",
            "採用テストは無償",
        ],
    ),
    (
        Rule::WorkFirst,
        &[
            "仮払い前に",
            "仮払いの前に",
            "仮払いなしで",
            "契約前に作業",
            "契約前に着手",
            "契約の前に作業",
            "先に作業",
            "先に納品",
            "エスクローなし",
        ],
    ),
    (
        Rule::AdvanceFee,
        &[
            "登録料",
            "入会金",
            "教材費",
            "教材を購入",
            "教材の購入",
            "保証金を",
            "初期費用をお支払",
            "初期費用が必要",
            "初期費用をご負担",
            "研修費用をお支払",
            "受講料",
            "会費をお支払",
            "ツール代をご負担",
            "サポート費用をお支払",
            "先にお支払いいただ",
        ],
    ),
];

/// Words that say, soon after a fee or a payment, that there is none: 「受講料なし」「登録料はかかりません」.
const DENIALS: &[&str] = &[
    "なし",
    "無し",
    "不要",
    "無料",
    "ありません",
    "ございません",
    "かかりません",
    "いただきません",
    "いりません",
    "禁止",
    "お断り",
];
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
    note(Rule::Link, link(&folded));
    note(Rule::Email, email(&folded));
    note(Rule::Phone, phone(&folded));
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

/// Latin letters stand for a name only by themselves: 「onlineで」 is no messenger.
fn begins_a_word(before: &[char], word: &[char]) -> bool {
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    !(latin(word.first()) && latin(before.last()))
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

/// Signs that an address is made of.
fn is_address(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            '.' | '-' | '_' | '/' | ':' | '?' | '=' | '&' | '%' | '+' | '#' | '~' | '@'
        )
}

/// The run of address signs around a place.
fn run_around(text: &[char], place: usize) -> (usize, usize) {
    let before = text
        .iter()
        .take(place)
        .rev()
        .take_while(|c| is_address(**c))
        .count();
    let after = text
        .iter()
        .skip(place)
        .take_while(|c| is_address(**c))
        .count();
    (place - before, before + after)
}

/// `https://…`, `www.…`, or a name under a domain that links are given with.
fn link(text: &[char]) -> Option<(usize, usize)> {
    let at = |needle: &str| {
        let needle: Vec<char> = needle.chars().collect();
        text.windows(needle.len()).position(|part| part == needle)
    };
    let place = ["://", "www.", "bit.ly/", "lin.ee/", "t.me/", "forms.gle/"]
        .into_iter()
        .filter_map(at)
        .min()?;
    Some(run_around(text, place))
}

fn email(text: &[char]) -> Option<(usize, usize)> {
    text.iter()
        .enumerate()
        .filter(|(_, c)| **c == '@')
        .map(|(place, _)| (place, run_around(text, place)))
        .find(|(place, (start, length))| {
            let host: String = text.iter().take(start + length).skip(place + 1).collect();
            start < place && host.trim_end_matches('.').contains('.')
        })
        .map(|(_, run)| run)
}

/// A number that is written as Japanese phone numbers are: 10 or 11 digits from 0, or +81.
fn phone(text: &[char]) -> Option<(usize, usize)> {
    let mut start = 0;
    while start < text.len() {
        let follows_digit = start
            .checked_sub(1)
            .and_then(|before| text.get(before))
            .is_some_and(char::is_ascii_digit);
        let begins = matches!(text.get(start), Some('0' | '+')) && !follows_digit;
        if begins {
            let run = text
                .iter()
                .skip(start)
                .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '+' | ' '))
                .count();
            let written: String = text.iter().skip(start).take(run).collect();
            let digits = written.chars().filter(char::is_ascii_digit).count();
            let international = written.starts_with("+81");
            let is_phone = if international {
                (11..=13).contains(&digits)
            } else {
                written.starts_with('0') && (10..=11).contains(&digits)
            };
            if is_phone {
                return Some((start, written.trim_end().chars().count()));
            }
        }
        start += 1;
    }
    None
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
