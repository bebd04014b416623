//! A row and an entry, whole: nothing of either is lost in the other.

use super::{Cells, Entry, Layout, REST, Said, check_kept};
use crate::{Reason, refused::Fault};
use domain::refusal::Field;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The key, in what the layout cannot say, of what tells whether the row is still the same.
const ROW: &str = "row";

impl<S: Copy + PartialEq + 'static> Layout<S> {
    /// What the cells of a row say.
    fn said<'a>(&'a self, cells: &'a Cells) -> Said<'a, S> {
        let columns = self.columns.iter().zip(&cells.known);
        let cells = columns.filter_map(|((name, says), text)| {
            let text = text.as_deref()?;
            Some(((*says)?, Cow::Borrowed(*name), Cow::Borrowed(text)))
        });
        Said {
            cells: cells.collect(),
        }
    }

    /// The entry of a row.
    pub(crate) fn entry<E: Entry<Says = S>>(
        &self,
        cells: &Cells,
        context: &E::Context,
    ) -> Result<(E, Vec<Fault>), Fault> {
        let mut remarks = Vec::new();
        let said = self.said(cells);
        let mut entry = E::read(&said, context, &mut remarks)?;
        if !cells.rest.trim().is_empty() {
            entry = with_rest(entry, &cells.rest, context)?;
        }
        let extra = self.kept(&entry, cells, &remarks);
        check_kept(&extra)?;
        *entry.extra() = extra;
        entry.check(|field| self.column_of::<E>(&said, field))?;
        Ok((entry, remarks))
    }

    fn column_of<E: Entry<Says = S>>(&self, said: &Said<'_, S>, field: Field) -> String {
        match E::says_field(field) {
            Some(says) => said.column(says, &field.to_string()),
            None => field.to_string(),
        }
    }

    /// What is kept of a row: what the entry does not say, and what it would say otherwise.
    fn kept<E: Entry<Says = S>>(
        &self,
        entry: &E,
        cells: &Cells,
        remarks: &[Fault],
    ) -> Map<String, Value> {
        let put_right = remarks
            .iter()
            .any(|remark| remark.reason == Reason::Exchanged);
        let known = self.columns.iter().zip(&cells.known);
        let known = known.filter_map(|((name, says), text)| {
            let text = text.as_deref()?;
            let keep = match says {
                None => !text.is_empty(),
                Some(says) if E::is_coordinate(*says) && put_right => false,
                Some(says) => entry.keeps(*says) || plain(&entry.say(*says)) != text,
            };
            keep.then(|| ((*name).to_owned(), Value::from(text)))
        });
        // An empty cell of a column that nobody knows keeps the column.
        let other = cells.other.iter();
        let other = other.map(|(name, text)| (name.clone(), Value::from(text.as_str())));
        known.chain(other).collect()
    }

    /// The row of an entry: it reads back to the same. `extra` of another layout goes behind.
    pub(crate) fn row<E: Entry<Says = S>>(&self, entry: &E, context: &E::Context) -> Cells {
        let mut bare = entry.clone();
        let extra = std::mem::take(bare.extra());
        let texts = |text: String| Some(plain(&text));
        let known = self.columns.iter();
        let known =
            known.map(|(_, says)| says.map_or(Some(String::new()), |says| texts(entry.say(says))));
        let mut cells = Cells {
            known: known.collect(),
            ..Cells::default()
        };
        // What the row says of itself, without what was kept.
        let own: Option<Value> = self.reading(&cells, entry, context);
        let mut kept = cells.clone();
        for (name, text) in &extra {
            let Some(text) = text.as_str() else { continue };
            match self.number(name) {
                Some(number) => put(&mut kept, number, text),
                None => cells.other.push((name.clone(), text.to_owned())),
            }
        }
        if self.reading(&kept, entry, context) == own {
            cells.known = kept.known;
        } else {
            // Something was edited here: each text stands only as long as it says the same.
            for (name, text) in &extra {
                if let (Some(number), Some(text)) = (self.number(name), text.as_str()) {
                    let mut tried = cells.clone();
                    put(&mut tried, number, text);
                    if self.reading(&tried, entry, context) == own {
                        cells = tried;
                    }
                }
            }
        }
        let as_read = E::read(&self.said(&cells), context, &mut Vec::new()).ok();
        cells.rest = rest(&bare, own, as_read);
        cells
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|(column, _)| *column == name)
    }

    /// What a row would be read as, in the fields that `entry` has; names and what no list says are
    /// those of `entry`.
    fn reading<E: Entry<Says = S>>(
        &self,
        cells: &Cells,
        entry: &E,
        context: &E::Context,
    ) -> Option<Value> {
        let mut read = E::read(&self.said(cells), context, &mut Vec::new()).ok()?;
        read.settle(entry);
        read.extra().clear();
        serde_json::to_value(read).ok()
    }
}

fn put(cells: &mut Cells, number: usize, text: &str) {
    if let Some(cell) = cells.known.get_mut(number) {
        *cell = Some(text.to_owned());
    }
}

/// A text as a CSV file keeps it: one kind of line break, and no sign that stands for broken bytes.
fn plain(text: &str) -> String {
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    lines.join("\n").replace('\u{fffd}', "?")
}

/// What an entry says beyond its row; nothing when the row says it all. `own` is what the row says
/// with the names of the entry, `as_read` what a reader finds in it.
fn rest<E: Entry>(entry: &E, own: Option<Value>, as_read: Option<E>) -> String {
    let whole = serde_json::to_value(entry);
    let as_read = as_read.map(serde_json::to_value);
    let (Ok(Value::Object(whole)), Some(Value::Object(own)), Some(Ok(Value::Object(as_read)))) =
        (whole, own, as_read)
    else {
        return String::new();
    };
    let differs = |(key, value): &(String, Value)| own.get(key) != Some(value);
    let mut rest: Map<String, Value> = whole.into_iter().filter(differs).collect();
    if rest.is_empty() {
        return String::new();
    }
    rest.insert(ROW.to_owned(), json!(mark::<E>(&as_read, &rest)));
    let rest = Value::Object(rest).to_string();
    rest.replace('\u{fffd}', "\\ufffd")
}

/// What tells that a row is read as it was when the rest was written: a hash of the fields that the
/// rest replaces.
fn mark<E: Entry>(row: &Map<String, Value>, rest: &Map<String, Value>) -> String {
    let replaced = |key: &str| rest.contains_key(key) && !E::GIVEN.contains(&key);
    let fields = row.iter().filter(|(key, _)| replaced(key));
    let fields: Vec<(&String, String)> = fields
        .map(|(key, value)| (key, value.to_string()))
        .collect();
    hash(&fields)
}

/// A short hash of plain data.
pub(super) fn hash(data: &impl Serialize) -> String {
    let text = serde_json::to_string(data).unwrap_or_default();
    let hash = Sha256::digest(text);
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The entry of a row together with what its row cannot say.
fn with_rest<E: Entry>(entry: E, text: &str, context: &E::Context) -> Result<E, Fault> {
    let bad = |reason| Fault::new(REST, reason);
    let not_json = |error: serde_json::Error| {
        bad(Reason::Json {
            column: error.column(),
            message: error.to_string(),
        })
    };
    let mut rest: Map<String, Value> = serde_json::from_str(text).map_err(not_json)?;
    let marked = rest.remove(ROW);
    let Ok(Value::Object(mut whole)) = serde_json::to_value(&entry) else {
        return Ok(entry);
    };
    if let Some(unknown) = rest.keys().find(|key| !whole.contains_key(*key)) {
        return Err(bad(Reason::unknown_word(unknown)));
    }
    if marked != Some(json!(mark::<E>(&whole, &rest))) {
        return Err(bad(Reason::Contradicts));
    }
    rest.retain(|key, _| !E::given(context).contains(&key.as_str()));
    whole.extend(rest);
    serde_json::from_value(Value::Object(whole)).map_err(not_json)
}
