//! The reward: `baseSalary`, and our `payUnit` where `unitText` has no word.

use super::{
    property::{self, Properties, entry, fault},
    thing::Thing,
};
use crate::{Reason, numbers, refused::Fault};
use domain::{
    Yen,
    job::{JobKind, Pay, PayUnit},
};
use serde_json::{Map, Value, json};

/// `unitText` of the units that it has a word for.
const UNIT_TEXTS: [(&str, PayUnit); 5] = [
    ("HOUR", PayUnit::Hour),
    ("DAY", PayUnit::Day),
    ("WEEK", PayUnit::Week),
    ("MONTH", PayUnit::Month),
    ("YEAR", PayUnit::Year),
];

/// Paid by the hour, or one price: what a posting is that does not say its kind.
pub(crate) fn kind_by_pay(pay: Option<Pay>) -> JobKind {
    match pay {
        Some(Pay {
            unit: PayUnit::Hour,
            ..
        }) => JobKind::Hourly,
        _ => JobKind::Fixed,
    }
}

/// The pay, where it is in yen and says for what; otherwise the salary stays as it came.
pub(super) fn take(
    posting: &mut Map<String, Value>,
    ours: &mut Properties,
) -> Result<Option<Pay>, Fault> {
    const KEY: &str = "baseSalary";
    let Some(Value::Object(salary)) = posting.get(KEY) else {
        return Ok(None);
    };
    if salary
        .get("currency")
        .is_none_or(|currency| currency != "JPY")
    {
        return Ok(None);
    }
    let mut salary = salary.clone();
    let Some(mut value) = Thing::take(&mut salary, "value", "QuantitativeValue", "value") else {
        return Ok(None);
    };
    let unit_text = value.word("unitText");
    let unit = match (&unit_text, ours.peek(property::PAY_UNIT)) {
        (Some(text), _) => UNIT_TEXTS
            .iter()
            .find(|(word, _)| word == text)
            .map(|(_, unit)| *unit),
        (None, Some(Value::String(word))) => {
            let unit = PayUnit::from_word(word);
            Some(unit.ok_or_else(|| fault(property::PAY_UNIT, Reason::unknown_word(word)))?)
        }
        (None, _) => None,
    };
    let mut amount = |field: &str| {
        value
            .word(field)
            .map_or(Ok(None), |text| match numbers::yen(&text) {
                Some(yen) => Ok(Some(yen)),
                None => Err(Fault::new(
                    format!("{KEY}.value.{field}"),
                    Reason::not_a_number(&text),
                )),
            })
    };
    let (min, max, one) = (amount("minValue")?, amount("maxValue")?, amount("value")?);
    let (Some(unit), Some((min, max))) = (unit, bounds(min, max, one)) else {
        return Ok(None);
    };

    ours.value(property::PAY_UNIT);
    salary.remove("currency");
    value.give_back(&mut salary);
    posting.remove(KEY);
    if salary
        .get("@type")
        .is_some_and(|kind| kind == "MonetaryAmount")
    {
        salary.remove("@type");
    }
    if !salary.is_empty() {
        posting.insert(KEY.to_owned(), Value::Object(salary));
    }
    Ok(Some(Pay { unit, min, max }))
}

/// Amounts of one or two bounds: no lower bound is 0, no upper one is the lower.
pub(crate) fn bounds(min: Option<Yen>, max: Option<Yen>, one: Option<Yen>) -> Option<(Yen, Yen)> {
    let max = max.or(min).or(one)?;
    Some((min.or(one.filter(|one| *one <= max)).unwrap_or(Yen(0)), max))
}

/// Writes the pay; a unit without a word there goes into the properties.
pub(super) fn salary_of(pay: Pay, properties: &mut Vec<Value>) -> Value {
    let mut value = Map::from_iter([("@type".to_owned(), "QuantitativeValue".into())]);
    let Pay {
        unit,
        min: Yen(min),
        max: Yen(max),
    } = pay;
    if min == max {
        value.insert("value".to_owned(), min.into());
    } else {
        value.insert("minValue".to_owned(), min.into());
        value.insert("maxValue".to_owned(), max.into());
    }
    match UNIT_TEXTS.iter().find(|(_, named)| *named == unit) {
        Some((word, _)) => {
            value.insert("unitText".to_owned(), (*word).into());
        }
        None => properties.push(entry(property::PAY_UNIT, unit.word())),
    }
    json!({ "@type": "MonetaryAmount", "currency": "JPY", "value": value })
}
