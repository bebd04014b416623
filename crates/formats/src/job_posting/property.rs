//! Our names in `additionalProperty`, for what `JobPosting` has no word for. They are part of the
//! format: documented in `docs/formats.md`, never renamed.

use crate::{Reason, numbers, refused::Fault};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

macro_rules! names {
    ($($(#[$meta:meta])* $name:ident = $word:literal;)*) => {
        $($(#[$meta])* pub const $name: &str = $word;)*

        /// Every name of ours.
        pub const ALL: &[&str] = &[$($name),*];
    };
}

names! {
    /// How it is paid: fixed, hourly, task, contest.
    KIND = "kind";
    /// Field of work, a word of [`domain::Category`].
    CATEGORY = "category";
    /// What the amounts are for where `unitText` has no word: total, piece.
    PAY_UNIT = "payUnit";
    /// Pieces wanted.
    QUOTA = "quota";
    /// Estimate of the work in minutes.
    EFFORT_MINUTES = "effortMinutes";
    /// Hours a week, at least.
    WEEKLY_HOURS_MIN = "weeklyHoursMin";
    /// Hours a week, at most.
    WEEKLY_HOURS_MAX = "weeklyHoursMax";
    /// Municipality code of the town that `jobLocation` names, six digits.
    TOWN_CODE = "townCode";
    /// Due date or period, in words.
    DUE = "due";
    /// When the reward is paid, in words.
    PAY_DAY = "payDay";
    /// How the reward is paid, in words.
    PAY_MEANS = "payMeans";
    /// Who bears which costs.
    COSTS = "costs";
    /// Rights in the work, and in proposals and entries.
    RIGHTS = "rights";
    /// Whom to ask.
    CONTACT = "contact";
    /// Life stages it suits: a list of pregnancy, after_birth, settled.
    LIFE_STAGES = "lifeStages";
    /// Beginners are welcome.
    BEGINNER = "beginner";
    /// No phone calls.
    NO_CALLS = "noCalls";
    /// Fits into a child's nap.
    NAPTIME = "naptime";
    /// Demo content.
    SAMPLE = "sample";
    /// Closed by its desk before its time.
    CLOSED = "closed";
    /// The identifier that the source gave, where `identifier` holds ours.
    SOURCE_IDENTIFIER = "sourceIdentifier";
    /// The description letter by letter, where HTML would not give it back (two spaces in a row).
    PLAIN_TEXT = "plainText";
}

const FIELD: &str = "additionalProperty";

/// The properties of a posting: ours by name, and all others as they came.
pub(crate) struct Properties {
    ours: BTreeMap<String, Value>,
    others: Vec<Value>,
}

impl Properties {
    pub(crate) fn take(posting: &mut Map<String, Value>) -> Result<Self, Fault> {
        let entries = match posting.remove(FIELD) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(entries)) => entries,
            Some(entry) => vec![entry],
        };
        let mut found = Self {
            ours: BTreeMap::new(),
            others: Vec::new(),
        };
        for entry in entries {
            match ours(&entry) {
                Some((name, value)) => {
                    if found.ours.insert(name.to_owned(), value.clone()).is_some() {
                        return Err(Fault::new(format!("{FIELD}.{name}"), Reason::Repeated));
                    }
                }
                None => found.others.push(entry),
            }
        }
        Ok(found)
    }

    /// Puts back what nobody asked for.
    pub(crate) fn give_back(self, posting: &mut Map<String, Value>) {
        let unused = self
            .ours
            .into_iter()
            .map(|(name, value)| entry(&name, value));
        let rest: Vec<Value> = unused.chain(self.others).collect();
        if !rest.is_empty() {
            posting.insert(FIELD.to_owned(), Value::Array(rest));
        }
    }

    /// Looks at one of ours and leaves it.
    pub(crate) fn peek(&self, name: &str) -> Option<&Value> {
        self.ours.get(name)
    }

    /// Takes one of ours; null is nothing.
    pub(crate) fn value(&mut self, name: &str) -> Option<Value> {
        self.ours.remove(name).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong_type(name, "a text")),
        }
    }

    /// Takes one of ours whose text is a word that `read` knows.
    pub(crate) fn word<T>(
        &mut self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        self.text(name)?
            .map(|word| read(&word).ok_or_else(|| fault(name, Reason::unknown_word(&word))))
            .transpose()
    }

    pub(crate) fn whole<T: TryFrom<i64>>(&mut self, name: &str) -> Result<Option<T>, Fault> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let number = match &value {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => numbers::whole(text),
            _ => return Err(wrong_type(name, "a number")),
        };
        match number.and_then(|number| T::try_from(number).ok()) {
            Some(number) => Ok(Some(number)),
            None => Err(fault(name, Reason::not_a_number(&value.to_string()))),
        }
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Fault> {
        match self.value(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(Value::String(word)) if word == "true" => Ok(true),
            Some(Value::String(word)) if word == "false" => Ok(false),
            Some(_) => Err(wrong_type(name, "true or false")),
        }
    }

    /// Takes a list of words, or a text of words with commas between.
    pub(crate) fn words<T>(
        &mut self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, Fault> {
        let words: Vec<String> = match self.value(name) {
            None => Vec::new(),
            Some(Value::String(text)) => {
                let words = text
                    .split(',')
                    .map(str::trim)
                    .filter(|word| !word.is_empty());
                words.map(str::to_owned).collect()
            }
            Some(Value::Array(items)) => items
                .into_iter()
                .map(|item| match item {
                    Value::String(word) => Ok(word),
                    _ => Err(wrong_type(name, "a list of words")),
                })
                .collect::<Result<_, _>>()?,
            Some(_) => return Err(wrong_type(name, "a list of words")),
        };
        words
            .iter()
            .map(|word| read(word).ok_or_else(|| fault(name, Reason::unknown_word(word))))
            .collect()
    }
}

fn ours(entry: &Value) -> Option<(&'static str, &Value)> {
    let entry = entry.as_object()?;
    let name = entry.get("name")?.as_str()?;
    let name = ALL.iter().find(|ours| **ours == name)?;
    Some((name, entry.get("value")?))
}

/// One `PropertyValue`.
pub(crate) fn entry(name: &str, value: impl Into<Value>) -> Value {
    json!({ "@type": "PropertyValue", "name": name, "value": value.into() })
}

pub(crate) fn fault(name: &str, reason: Reason) -> Fault {
    Fault::new(format!("{FIELD}.{name}"), reason)
}

fn wrong_type(name: &str, expected: &'static str) -> Fault {
    fault(name, Reason::WrongType { expected })
}
