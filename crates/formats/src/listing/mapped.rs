//! Lists in an office's own columns, read through a column map.

use super::{Entered, Entry, Said, Seen, check_kept};
use crate::{
    Reason, Refused,
    csv::{
        Table,
        map::{Cell, File, From, RefuseWhen},
        records::Records,
        row::{Heading, Row},
    },
    refused::Fault,
};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use std::{borrow::Cow, collections::BTreeSet, io::Read};

/// One cell, or several whose texts stand together.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Sources(pub(crate) Vec<Cell>);

impl<'de> Deserialize<'de> for Sources {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Sources;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a column's name, { column = … }, { constant = … }, or a list of them")
            }

            fn visit_str<E: de::Error>(self, column: &str) -> Result<Sources, E> {
                let cell = Cell::deserialize(de::value::StrDeserializer::new(column))?;
                Ok(Sources(vec![cell]))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Sources, A::Error> {
                let cell = Cell::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Sources(vec![cell]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, cells: A) -> Result<Sources, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(cells)).map(Sources)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// What a map says of one thing that a row may say.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Field<S> {
    pub(crate) says: S,
    /// Its name in the map.
    pub(crate) name: &'static str,
    /// What its text stands under.
    pub(crate) heading: Option<String>,
    pub(crate) sources: Sources,
    /// Between the texts of several cells.
    pub(crate) between: &'static str,
    /// The text stands in the entry as it came.
    pub(crate) verbatim: bool,
}

/// How the columns of a file are read.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Columns<S> {
    pub(crate) file: File,
    pub(crate) refuse_when: Vec<RefuseWhen>,
    pub(crate) fields: Vec<Field<S>>,
    pub(crate) needed: Vec<S>,
    /// Columns that are not kept.
    pub(crate) drop: Vec<String>,
}

impl<S: Copy + PartialEq> Columns<S> {
    /// The columns without which it is another kind of file.
    fn needed(&self) -> Vec<String> {
        let needed = self
            .fields
            .iter()
            .filter(|field| self.needed.contains(&field.says));
        let cells = needed.flat_map(|field| &field.sources.0);
        let columns = cells.filter_map(|cell| match &cell.from {
            From::Column(column) => Some(column.clone()),
            From::Either(_) | From::Constant(_) => None,
        });
        columns.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The same without what says this: the caller knows it.
    pub(crate) fn without(mut self, says: S) -> Self {
        self.fields.retain(|field| field.says != says);
        self
    }

    fn uses(&self, column: &str) -> bool {
        let cells = self.fields.iter().flat_map(|field| &field.sources.0);
        let mut columns = cells.flat_map(|cell| cell.from.columns());
        columns.any(|used| used == column)
    }

    /// What the cells of a row say.
    fn said<'a>(&'a self, row: &Row<'a>) -> Result<Said<'a, S>, Fault> {
        let mut cells = Vec::new();
        for field in &self.fields {
            let mut column = None;
            let mut texts = Vec::new();
            for cell in &field.sources.0 {
                let found = row.said(field.name, cell)?;
                column.get_or_insert(found.name);
                if !found.text.is_empty() {
                    texts.push(found.text);
                }
            }
            // A heading stands for its column; all else is known by the column.
            let column = match (&field.heading, column) {
                (Some(heading), _) => heading.as_str(),
                (None, Some(column)) => column,
                (None, None) => field.name,
            };
            let column = Cow::Borrowed(column);
            cells.push((field.says, column, Cow::Owned(texts.join(field.between))));
        }
        Ok(Said { cells })
    }

    /// The entry of a row.
    fn entry<E: Entry<Says = S>>(
        &self,
        row: &Row<'_>,
        context: &E::Context,
        seen: &mut Seen,
    ) -> Result<(E, Vec<Fault>), Fault> {
        for unwanted in &self.refuse_when {
            if row.heading.find(&unwanted.column, row.cells)?.trim() == unwanted.equals {
                let reason = Reason::Unwanted(unwanted.reason.clone());
                return Err(Fault::new(unwanted.column.as_str(), reason));
            }
        }
        let said = self.said(row)?;
        let mut remarks = Vec::new();
        let mut entry = E::read(&said, context, &mut remarks)?;
        let name = |field: domain::refusal::Field| match E::says_field(field) {
            Some(says) => said.column(says, &field.to_string()),
            None => field.to_string(),
        };
        entry.check(name)?;
        for (column, text) in self.kept(row, &entry) {
            entry.extra().insert(column, text);
        }
        check_kept(entry.extra())?;
        seen.check(&entry, &said.column(E::NUMBER, ""))?;
        Ok((entry, remarks))
    }

    /// What is kept of a row: columns that the map does not use, and texts of those that it uses that
    /// do not stand in the entry.
    fn kept<E: Entry<Says = S>>(&self, row: &Row<'_>, entry: &E) -> Vec<(String, Value)> {
        let names = row.heading.names().iter().zip(row.cells);
        let kept = names.filter(|(name, text)| {
            if name.is_empty() || name.starts_with('#') || self.drop.contains(name) {
                return false;
            }
            if !self.uses(name) {
                return true;
            }
            let from = |field: &&Field<S>| {
                let mut cells = field.sources.0.iter();
                cells.any(|cell| cell.from.columns().contains(name))
            };
            !text.trim().is_empty()
                && !self
                    .fields
                    .iter()
                    .filter(from)
                    .any(|field| field.verbatim || entry.say(field.says).contains(text.trim()))
        });
        kept.map(|(name, text)| (name.clone(), Value::from(text.as_str())))
            .collect()
    }
}

/// The entries of a list that is read through a map.
pub(crate) struct MappedRows<E: Entry, R> {
    table: Table<R>,
    columns: Columns<E::Says>,
    context: E::Context,
    seen: Seen,
}

impl<E: Entry, R: Read> MappedRows<E, R> {
    pub(crate) fn new(input: R, columns: Columns<E::Says>, context: E::Context) -> Self {
        let File {
            encoding, heading, ..
        } = &columns.file;
        // The map was refused otherwise.
        let delimiter = columns.file.check().unwrap_or(b',');
        let records = Records::new(input, *encoding, delimiter);
        Self {
            table: Table::new(records, columns.needed()).headed(heading.clone()),
            columns,
            context,
            seen: Seen::default(),
        }
    }
}

impl<E: Entry, R: Read> Iterator for MappedRows<E, R> {
    type Item = Result<Entered<E>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self {
            table,
            columns,
            context,
            seen,
        } = self;
        let (line, entry) = table.next_at(|heading: &Heading, cells| {
            let file = &columns.file;
            let row = Row {
                heading,
                cells,
                file,
            };
            columns.entry::<E>(&row, context, seen)
        })?;
        Some(match entry {
            Ok((entry, remarks)) => Ok(Entered::at(line, entry, remarks)),
            Err(fault) => Err(fault.at(line)),
        })
    }
}
