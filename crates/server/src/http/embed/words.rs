//! The sentences of embedded pages, from the locale files of this crate.

use domain::{
    Day, Timestamp, Yen,
    job::{LifeStage, Pay, PayUnit, WeeklyHours},
};
use serde::Deserialize;
use store::Language;

/// The texts that the program carries are broken. Tests see to it that they are not.
#[derive(Debug, thiserror::Error)]
#[error("the texts of embedded pages in {language}: {detail}")]
pub(crate) struct BadWords {
    language: &'static str,
    detail: String,
}

/// All texts of a language. `{names}` stand for values.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(super) everybody: String,
    pub(super) chosen_by: String,
    pub(super) stages: String,
    pub(super) all: String,
    pregnancy: String,
    after_birth: String,
    settled: String,
    pub(super) list: String,
    pub(super) new_tab: String,
    pub(super) none: String,
    pub(super) more: String,
    pub(super) home: String,
    pub(super) unknown: String,
    pub(super) ended: String,
    pub(super) sample: String,
    /// Before a title in a feed.
    pub(crate) sample_before: String,
    yen: String,
    range: String,
    total: String,
    piece: String,
    hour: String,
    day: String,
    week: String,
    month: String,
    year: String,
    pub(super) no_pay: String,
    pub(super) remote: String,
    pub(super) beginner: String,
    pub(super) no_calls: String,
    pub(super) naptime: String,
    weekly: String,
    closes: String,
    date: String,
    months: [String; 12],
}

/// The texts of every language.
pub(crate) fn words() -> Result<[(Language, Words); 2], BadWords> {
    let read = |language: Language, json: &str| {
        let words = serde_json::from_str(json).map_err(|error| BadWords {
            language: language.tag(),
            detail: error.to_string(),
        })?;
        Ok((language, words))
    };
    Ok([
        read(Language::Ja, include_str!("../../../locales/embed/ja.json"))?,
        read(Language::En, include_str!("../../../locales/embed/en.json"))?,
    ])
}

impl Words {
    pub(super) fn stage(&self, stage: LifeStage) -> &str {
        match stage {
            LifeStage::Pregnancy => &self.pregnancy,
            LifeStage::AfterBirth => &self.after_birth,
            LifeStage::Settled => &self.settled,
        }
    }

    /// 1時間 1,200円〜1,500円(税込).
    pub(super) fn pay(&self, pay: Pay) -> String {
        let yen = |yen: Yen| self.yen.replace("{amount}", &grouped(yen.0));
        let amount = match pay.min == pay.max {
            true => yen(pay.min),
            false => self.between(&yen(pay.min), &yen(pay.max)),
        };
        let form = match pay.unit {
            PayUnit::Total => &self.total,
            PayUnit::Piece => &self.piece,
            PayUnit::Hour => &self.hour,
            PayUnit::Day => &self.day,
            PayUnit::Week => &self.week,
            PayUnit::Month => &self.month,
            PayUnit::Year => &self.year,
        };
        form.replace("{amount}", &amount)
    }

    /// 週2〜4時間.
    pub(super) fn weekly(&self, hours: WeeklyHours) -> String {
        let said = match hours.min == hours.max {
            true => hours.max.to_string(),
            false => self.between(&hours.min.to_string(), &hours.max.to_string()),
        };
        self.weekly.replace("{hours}", &said)
    }

    /// 締切 2026年11月30日. Midnight closes the day before.
    pub(super) fn closes(&self, at: Timestamp) -> String {
        let (year, month, day) = Day::of(Timestamp(at.0.saturating_sub(1))).parts();
        let month = usize::from(month)
            .checked_sub(1)
            .and_then(|month| self.months.get(month));
        let month = month.map_or("", String::as_str);
        let date = self
            .date
            .replace("{year}", &year.to_string())
            .replace("{month}", month)
            .replace("{day}", &day.to_string());
        self.closes.replace("{date}", &date)
    }

    fn between(&self, min: &str, max: &str) -> String {
        self.range.replace("{min}", min).replace("{max}", max)
    }
}

/// A number with its thousands apart.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_pay_hours_and_closing() {
        let [(_, ja), (_, en)] = words().unwrap();
        let pay = |min, max, unit| Pay {
            unit,
            min: Yen(min),
            max: Yen(max),
        };
        assert_eq!(
            ja.pay(pay(33_000, 33_000, PayUnit::Total)),
            "33,000円(税込)"
        );
        assert_eq!(
            ja.pay(pay(1_200, 1_500, PayUnit::Hour)),
            "1時間 1,200円〜1,500円(税込)"
        );
        assert_eq!(
            en.pay(pay(0, 100_000_000, PayUnit::Month)),
            "¥0–¥100,000,000 a month (with tax)"
        );
        assert_eq!(ja.weekly(WeeklyHours { min: 2, max: 4 }), "週2〜4時間");
        // 2026-12-01 at midnight in Japan: the last day is the one before.
        let midnight = Day::new(2026, 12, 1).unwrap().start();
        assert_eq!(ja.closes(midnight), "締切 2026年11月30日");
        assert_eq!(en.closes(midnight), "Closes Nov 30, 2026");
    }
}
