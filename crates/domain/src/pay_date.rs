//! When a reward is paid, and the latest day on which the law lets it be.
//!
//! Freelance Act (特定受託事業者に係る取引の適正化等に関する法律), article 4: within 60 days of
//! receipt, the day of receipt being day 1, inspected or not.

use crate::{Day, refusal::Problem};
use serde::{Deserialize, Serialize};

/// Days after the day of receipt on which payment is still lawful.
const LAWFUL_DAYS: i64 = 59;
/// Days after the client's own due date, for work that it passes on and says so.
const SUBCONTRACT_DAYS: i64 = 29;

/// A fixed rule that names one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayRule {
    /// A day of the calendar.
    On(Day),
    /// So many days after receipt; 0 is the day of receipt.
    AfterReceipt {
        /// Days.
        days: u8,
    },
    /// 締め払い: what was received up to a day of the month is paid on a day of a later month.
    /// A day beyond a month's end is its last day.
    Monthly {
        /// Day of the month on which a period closes.
        closes: u8,
        /// Months from the closing month to the paying one.
        months: u8,
        /// Day of the month on which it is paid.
        pays: u8,
    },
}

/// Why words name no payment day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoPayRule {
    /// A limit (「60日以内」) and not a day.
    Limit,
    /// No day is named.
    Unread,
}

/// A payment day for a day of receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PayDate {
    /// When it is paid by the rule; the day of receipt when none was agreed.
    pub on: Day,
    /// The latest lawful day.
    pub limit: Day,
}

impl PayDate {
    /// Whether the rule pays later than the law allows; the law then takes `limit`.
    pub fn is_late(self) -> bool {
        self.on > self.limit
    }

    /// The day that counts.
    pub fn due(self) -> Day {
        self.on.min(self.limit)
    }
}

/// Work that the client itself was given by another, and says so in the notice (article 4-3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subcontract {
    /// The original client.
    pub client: String,
    /// The day on which the original client pays.
    pub due: Day,
}

/// The payment day of what is received on `receipt`.
pub fn pay_date(rule: Option<PayRule>, receipt: Day, subcontract: Option<&Subcontract>) -> PayDate {
    let on = match rule {
        None => receipt,
        Some(PayRule::On(day)) => day,
        Some(PayRule::AfterReceipt { days }) => receipt.plus(i64::from(days)),
        Some(PayRule::Monthly {
            closes,
            months,
            pays,
        }) => {
            let closing = receipt.in_month(0, closes);
            let missed = u8::from(receipt > closing);
            receipt.in_month(months.saturating_add(missed), pays)
        }
    };
    let limit = match (subcontract, rule) {
        (Some(subcontract), _) => subcontract.due.plus(SUBCONTRACT_DAYS),
        // With monthly closing, two months count as 60 days in practice.
        (None, Some(PayRule::Monthly { .. })) => receipt
            .plus(LAWFUL_DAYS)
            .max(receipt.in_month(2, receipt.of_month()).plus(-1)),
        (None, _) => receipt.plus(LAWFUL_DAYS),
    };
    PayDate { on, limit }
}

/// What is wrong with a rule, whatever the day of receipt: it names no day, pays before its period
/// closes, or can pay too late.
pub fn problem(rule: PayRule) -> Option<Problem> {
    if let PayRule::Monthly {
        closes,
        months,
        pays,
    } = rule
    {
        let days = 1..=31;
        let named = days.contains(&closes) && days.contains(&pays);
        if !named || (months == 0 && pays < closes) {
            return Some(Problem::Malformed);
        }
    }
    can_be_late(rule).then_some(Problem::TooLate)
}

/// Whether a rule pays too late for some day of receipt. A day of the calendar is judged with the
/// day of receipt only.
pub fn can_be_late(rule: PayRule) -> bool {
    if let PayRule::On(_) = rule {
        return false;
    }
    // A year of days, with months of every length on both sides.
    let mut receipt = Day::of(crate::Timestamp(0));
    (0..366).any(|_| {
        receipt = receipt.plus(1);
        pay_date(Some(rule), receipt, None).is_late()
    })
}

/// Reads words such as 「毎月末日締め翌月25日払い」「納品日」「検収後7日」「2026年12月25日」.
pub fn read(text: &str) -> Result<PayRule, NoPayRule> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(half_width)
        .collect();
    if ["以内", "まで", "迄", "頃", "ごろ", "予定"]
        .iter()
        .any(|limit| text.contains(limit))
    {
        return Err(NoPayRule::Limit);
    }
    if let Some(day) = calendar_day(&text) {
        return Ok(PayRule::On(day));
    }
    monthly(&text)
        .or_else(|| after_receipt(&text))
        .filter(|rule| problem(*rule) != Some(Problem::Malformed))
        .ok_or(NoPayRule::Unread)
}

/// Words for the day of receipt. Inspection is among them: it moves nothing, the law counts from
/// receipt.
const RECEIPT: &[&str] = &["納品", "受領", "検収", "検品", "完了"];

fn names_receipt(text: &str) -> bool {
    RECEIPT.iter().any(|word| text.contains(word))
}

/// `2026年12月25日`, `2026-12-25`, `2026/12/25`.
fn calendar_day(text: &str) -> Option<Day> {
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let [year, month, day] = numbers.as_slice() else {
        return None;
    };
    (year.len() == 4)
        .then(|| Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
        .flatten()
}

/// 「末日締め翌月25日払い」, 「15日締め当月末払い」, 「月末締め翌々月5日支払」; and 「検収月の翌月10日」,
/// which closes with the month.
fn monthly(text: &str) -> Option<PayRule> {
    let (closes, paying) = match text.split_once(['締', '〆']) {
        Some((closing, paying)) => (days_of_month(closing).pop()?, paying),
        None if names_receipt(text) => (31, text),
        None => return None,
    };
    let (months, paying) = [
        ("翌々月", 2),
        ("翌翌月", 2),
        ("翌月", 1),
        ("当月", 0),
        ("同月", 0),
    ]
    .into_iter()
    .find_map(|(word, months)| Some((months, paying.split_once(word)?.1)))?;
    Some(PayRule::Monthly {
        closes,
        months,
        pays: days_of_month(paying).into_iter().next()?,
    })
}

/// The days of a month that a text names, in order: 末, or a number before 日.
fn days_of_month(text: &str) -> Vec<u8> {
    let mut days: Vec<u8> = Vec::new();
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '末' => days.push(31),
            '日' => days.extend(
                digits
                    .parse::<u8>()
                    .ok()
                    .filter(|day| (1..=31).contains(day)),
            ),
            _ => {}
        }
        if !c.is_ascii_digit() {
            digits.clear();
        }
    }
    days
}

/// 「納品日」「検収後7日」「納品から10日後」. What counts in months, weeks or working days is something else.
fn after_receipt(text: &str) -> Option<PayRule> {
    let counts_otherwise = ['月', '週', '営'].iter().any(|word| text.contains(*word));
    if counts_otherwise || !names_receipt(text) {
        return None;
    }
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    match numbers.as_slice() {
        [] => {
            let same_day = ["当日", "同日", "即日"]
                .iter()
                .any(|word| text.contains(word))
                || text.ends_with("納品日")
                || text.ends_with("受領日");
            same_day.then_some(PayRule::AfterReceipt { days: 0 })
        }
        [days] if text.contains(&format!("{days}日")) => Some(PayRule::AfterReceipt {
            // Later than any lawful day is all that more days would say.
            days: days.parse().unwrap_or(u8::MAX),
        }),
        _ => None,
    }
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn the_latest_lawful_day_is_the_sixtieth_with_the_day_of_receipt_as_the_first() {
        for (receipt, limit) in [("2024-11-01", "2024-12-30"), ("2025-01-31", "2025-03-31")] {
            let date = pay_date(None, day(receipt), None);
            assert_eq!(date.limit, day(limit));
            assert_eq!(date.on, day(receipt), "none agreed: the day of receipt");
        }
    }

    #[test]
    fn a_day_after_the_limit_is_late_and_the_limit_counts() {
        let late = pay_date(
            Some(PayRule::On(day("2024-12-31"))),
            day("2024-11-01"),
            None,
        );
        assert!(late.is_late());
        assert_eq!(late.due(), day("2024-12-30"));
    }

    #[test]
    fn month_end_closing_pays_on_the_25th_of_the_next_month() {
        let rule = read("毎月末日締め翌月２５日払い").expect("a rule");
        for (receipt, paid) in [("2026-11-23", "2026-12-25"), ("2026-12-31", "2027-01-25")] {
            let date = pay_date(Some(rule), day(receipt), None);
            assert_eq!(date.on, day(paid));
            assert!(!date.is_late());
        }
        assert!(!can_be_late(rule));
    }

    #[test]
    fn what_comes_after_the_closing_day_waits_for_the_next_closing() {
        let rule = read("15日締め当月末払い").expect("a rule");
        assert_eq!(
            pay_date(Some(rule), day("2026-11-15"), None).on,
            day("2026-11-30")
        );
        assert_eq!(
            pay_date(Some(rule), day("2026-11-16"), None).on,
            day("2026-12-31")
        );
    }

    #[test]
    fn two_months_count_as_sixty_days_and_more_is_late() {
        assert!(!can_be_late(read("月末締め翌月末払い").expect("a rule")));
        assert!(can_be_late(read("月末締め翌々月末日払い").expect("a rule")));
        assert!(can_be_late(read("15日締め翌月末払い").expect("a rule")));
        assert!(can_be_late(PayRule::AfterReceipt { days: 60 }));
        assert!(!can_be_late(PayRule::AfterReceipt { days: 59 }));
    }

    #[test]
    fn a_limit_is_no_day() {
        assert_eq!(read("60日以内"), Err(NoPayRule::Limit));
        assert_eq!(read("納品後３０日以内に振込"), Err(NoPayRule::Limit));
        assert_eq!(read("相談のうえ"), Err(NoPayRule::Unread));
        assert_eq!(read(""), Err(NoPayRule::Unread));
        assert_eq!(read("2026年2月30日"), Err(NoPayRule::Unread));
    }

    #[test]
    fn days_that_people_write_are_read() {
        let after = |days| Ok(PayRule::AfterReceipt { days });
        assert_eq!(read("納品日"), after(0));
        assert_eq!(read("検収後 7日"), after(7));
        assert_eq!(read("納品から10日後"), after(10));
        assert_eq!(read("2026年12月25日"), Ok(PayRule::On(day("2026-12-25"))));
        assert_eq!(read("2026/12/25"), Ok(PayRule::On(day("2026-12-25"))));
    }

    #[test]
    fn a_month_of_receipt_closes_with_the_month() {
        let rule = |months, pays| {
            Ok(PayRule::Monthly {
                closes: 31,
                months,
                pays,
            })
        };
        assert_eq!(read("検収月の翌月10日払い"), rule(1, 10));
        assert_eq!(read("検収の翌月末日"), rule(1, 31));
        assert_eq!(read("納品の翌月15日"), rule(1, 15));
        assert_eq!(read("末〆翌翌月5日払い"), rule(2, 5));
        assert_eq!(
            read("月末締め翌月10日払い(末日が休みの場合は前日)"),
            rule(1, 10)
        );
    }

    #[test]
    fn numbers_that_count_something_else_are_not_days_after_receipt() {
        for text in [
            "検収から1か月後の15日",
            "納品後7営業日",
            "納品の2週間後、15日",
            "毎月25日(前月納品分)",
            "納品後、2回に分けて15日",
            "納品100枚ごと",
        ] {
            assert_eq!(read(text), Err(NoPayRule::Unread), "{text}");
        }
        // Too many days to count are still too late.
        assert!(can_be_late(read("納品後300日").expect("a rule")));
    }

    #[test]
    fn a_rule_names_a_day_that_comes_after_its_period() {
        let rule = |closes, months, pays| PayRule::Monthly {
            closes,
            months,
            pays,
        };
        assert_eq!(problem(rule(31, 1, 25)), None);
        assert_eq!(problem(rule(15, 0, 15)), None);
        for wrong in [
            rule(31, 0, 5),
            rule(0, 1, 5),
            rule(31, 1, 0),
            rule(32, 1, 5),
        ] {
            assert_eq!(problem(wrong), Some(Problem::Malformed), "{wrong:?}");
        }
        assert_eq!(problem(rule(31, 255, 31)), Some(Problem::TooLate));
        assert_eq!(read("末締め当月5日払い"), Err(NoPayRule::Unread));
    }

    #[test]
    fn passed_on_work_is_paid_within_thirty_days_of_the_clients_own_payment() {
        let upstream = Subcontract {
            client: "宮崎県".into(),
            due: day("2026-12-25"),
        };
        let rule = Some(PayRule::On(day("2027-01-23")));
        let date = pay_date(rule, day("2026-10-01"), Some(&upstream));
        assert_eq!(date.limit, day("2027-01-23"));
        assert!(!date.is_late());
    }
}
