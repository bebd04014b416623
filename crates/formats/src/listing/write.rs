//! A list as CSV: UTF-8 with a byte order mark and CRLF, as spreadsheets of offices read it.

use super::{Cells, Entry, Layout, REST, layout::Place};
use std::{
    collections::BTreeSet,
    io::{self, Write},
};

/// Writes a list of one layout. Every entry is shown to it twice: the first time it looks which columns
/// are needed, the second time it writes.
pub(crate) struct Writer<'a, E: Entry> {
    layout: &'a Layout<E::Says>,
    context: E::Context,
    other: BTreeSet<String>,
    has_rest: bool,
}

impl<'a, E: Entry> Writer<'a, E> {
    pub(crate) fn new(layout: &'a Layout<E::Says>, context: E::Context) -> Self {
        Self {
            layout,
            context,
            other: BTreeSet::new(),
            has_rest: false,
        }
    }

    /// Looks at an entry.
    pub(crate) fn look(&mut self, entry: &E) {
        let Cells { other, rest, .. } = self.layout.row(entry, &self.context);
        self.other.extend(other.into_iter().map(|(name, _)| name));
        self.has_rest |= !rest.is_empty();
    }

    /// Writes the heading.
    pub(crate) fn heading(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all("\u{feff}".as_bytes())?;
        let known = self.layout.columns.iter().map(|(name, _)| *name);
        let other = self.other.iter().map(String::as_str);
        let rest = self.has_rest.then_some(REST);
        record(out, known.chain(other).chain(rest))
    }

    /// Writes an entry that it has looked at.
    pub(crate) fn entry(&self, out: &mut dyn Write, entry: &E) -> io::Result<()> {
        let Cells { known, other, rest } = self.layout.row(entry, &self.context);
        let known = known.iter().map(|text| text.as_deref().unwrap_or_default());
        let others = self.other.iter().map(|name| {
            let found = other.iter().find(|(column, _)| column == name);
            found.map_or("", |(_, text)| text.as_str())
        });
        let rest = self.has_rest.then_some(rest.as_str());
        record(out, known.chain(others).chain(rest))
    }
}

/// One record by RFC 4180.
fn record<'a>(out: &mut dyn Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            out.write_all(b",")?;
        }
        // A first cell with nothing in it would make an empty line of a row with one column.
        if cell.contains([',', '"', '\n', '\r']) || (number == 0 && cell.is_empty()) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

impl<S> Layout<S> {
    /// The cells of a record under a heading.
    pub(crate) fn cells(&self, places: &[Place], record: Vec<String>) -> Cells {
        let mut cells = Cells {
            known: vec![None; self.columns.len()],
            ..Cells::default()
        };
        for (place, text) in places.iter().zip(record) {
            match place {
                Place::Known(number) => {
                    if let Some(cell) = cells.known.get_mut(*number) {
                        *cell = Some(text);
                    }
                }
                Place::Other(name) => cells.other.push((name.clone(), text)),
                Place::Rest => cells.rest = text,
            }
        }
        cells
    }
}
