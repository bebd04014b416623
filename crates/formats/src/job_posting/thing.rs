//! Things within a posting, taken out piece by piece; what is not taken stays.

use crate::{Reason, refused::Fault};
use serde_json::{Map, Value};

/// Takes a text; null is nothing.
pub(super) fn text(fields: &mut Map<String, Value>, key: &str) -> Result<Option<String>, Fault> {
    match fields.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Fault::new(key, Reason::WrongType { expected: "a text" })),
    }
}

/// A thing within a posting: `{"@type": …, …}`, or a list of such, of which the first counts, or a
/// text alone, which stands for one field of it.
pub(super) struct Thing {
    key: &'static str,
    kind: &'static str,
    /// What it says, as far as it was not taken.
    pub(super) fields: Map<String, Value>,
    /// The job says this now: export makes the thing anew, its type with it.
    pub(super) known: bool,
    others: Vec<Value>,
}

impl Thing {
    /// Takes the thing at `key`; a text or number alone becomes its field `word`. What is neither
    /// says nothing.
    pub(super) fn take(
        parent: &mut Map<String, Value>,
        key: &'static str,
        kind: &'static str,
        word: &str,
    ) -> Option<Self> {
        let (first, others) = match parent.remove(key)? {
            Value::Array(mut items) if !items.is_empty() => (items.remove(0), items),
            value => (value, Vec::new()),
        };
        let alone = |value: Value| {
            Map::from_iter([("@type".to_owned(), kind.into()), (word.to_owned(), value)])
        };
        let fields = match first {
            Value::Object(fields) => fields,
            Value::String(text) => alone(text.into()),
            Value::Number(number) => alone(number.to_string().into()),
            Value::Null | Value::Bool(_) | Value::Array(_) => Map::new(),
        };
        Some(Self {
            key,
            kind,
            fields,
            known: false,
            others,
        })
    }

    /// Takes one of its fields. Only a text or a number says something there.
    pub(super) fn word(&mut self, field: &str) -> Option<String> {
        let word = match self.fields.remove(field)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        self.known = true;
        Some(word)
    }

    /// Puts back what was not taken.
    pub(super) fn give_back(mut self, parent: &mut Map<String, Value>) {
        if self.known
            && self
                .fields
                .get("@type")
                .is_some_and(|kind| kind == self.kind)
        {
            self.fields.remove("@type");
        }
        let nothing = self.fields.is_empty();
        let first = Value::Object(self.fields);
        if !self.others.is_empty() {
            let all = std::iter::once(first).chain(self.others).collect();
            parent.insert(self.key.to_owned(), all);
        } else if !nothing {
            parent.insert(self.key.to_owned(), first);
        }
    }
}
