//! Dates and numbers in the person's language, by the browser's own tables (Intl). Moments are
//! shown in Asia/Tokyo wherever the device is.

use domain::{Timestamp, Yen};
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        let _ = Reflect::set(
            &options,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        );
    }
    options
}

fn locales(tag: &str) -> Array {
    Array::of1(&JsValue::from_str(tag))
}

/// How a moment is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Day,
    Date,
    Moment,
    Time,
}

impl Form {
    fn options(self) -> Object {
        let time = [("hour", "numeric"), ("minute", "2-digit")];
        let day = [("month", "short"), ("day", "numeric")];
        let mut pairs = match self {
            Form::Day => [&day[..], &[("weekday", "short")]].concat(),
            Form::Date => vec![("dateStyle", "long")],
            Form::Moment => [day, time].concat(),
            Form::Time => time.to_vec(),
        };
        pairs.push(("timeZone", "Asia/Tokyo"));
        options(&pairs)
    }
}

/// A language's way to write a form.
struct Writer {
    tag: &'static str,
    form: Form,
    write: Function,
}

thread_local! {
    // Making one costs as much as writing a hundred dates.
    static WRITERS: RefCell<Vec<Writer>> = const { RefCell::new(Vec::new()) };
}

fn written(tag: &'static str, at: Timestamp, form: Form) -> String {
    let write = WRITERS.with_borrow_mut(|writers| {
        let known = writers.iter().find(|w| w.tag == tag && w.form == form);
        match known.map(|writer| writer.write.clone()) {
            Some(write) => write,
            None => {
                let write = Intl::DateTimeFormat::new(&locales(tag), &form.options()).format();
                writers.push(Writer {
                    tag,
                    form,
                    write: write.clone(),
                });
                write
            }
        }
    });
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    // A moment that no calendar has cannot be written.
    let text = write.call1(&JsValue::UNDEFINED, &date).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

/// A day without its year where it is clear: 11月23日(月) / Mon, Nov 23.
pub fn day(tag: &'static str, at: Timestamp) -> String {
    written(tag, at, Form::Day)
}

/// A day in full: 2026年11月23日 / November 23, 2026.
pub fn date(tag: &'static str, at: Timestamp) -> String {
    written(tag, at, Form::Date)
}

/// A moment: 11月23日 9:05 / Nov 23, 9:05 AM.
pub fn moment(tag: &'static str, at: Timestamp) -> String {
    written(tag, at, Form::Moment)
}

/// A time of day: 9:05.
pub fn time(tag: &'static str, at: Timestamp) -> String {
    written(tag, at, Form::Time)
}

/// A moment for machines, as `datetime` wants it: 2026-11-23T00:05:00.000Z.
pub fn machine(at: Timestamp) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    // A moment that no calendar has cannot be written.
    if date.get_time().is_nan() {
        String::new()
    } else {
        date.to_iso_string().into()
    }
}

/// Digits in groups of three: 1,234.
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        grouped.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// An amount: 12,000円 / ¥12,000.
pub fn yen(tag: &str, amount: Yen) -> String {
    match tag {
        "ja" => format!("{}円", number(amount.0)),
        _ => format!("¥{}", number(amount.0)),
    }
}
