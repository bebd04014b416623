//! One row of a CSV file, its cells found by the names of their columns.

use super::map::{Cell, From, TextIn};
use crate::{Reason, dates, html, refused::Fault};
use std::collections::HashMap;

/// The heading of a file: where each column stands.
pub(crate) struct Heading {
    places: HashMap<String, Place>,
    names: Vec<String>,
}

#[derive(Clone, Copy)]
enum Place {
    One(usize),
    Several,
}

impl Heading {
    /// The heading of a file that has all of these columns.
    pub(crate) fn with(cells: Vec<String>, needed: &[String]) -> Result<Self, Fault> {
        let heading = Self::new(cells);
        let missing: Vec<&str> = needed
            .iter()
            .filter(|column| !heading.places.contains_key(*column))
            .map(String::as_str)
            .collect();
        if missing.is_empty() {
            Ok(heading)
        } else {
            Err(Fault::new(missing.join(", "), Reason::NoColumn))
        }
    }

    fn new(cells: Vec<String>) -> Self {
        let names: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
        let mut places = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            places
                .entry(name.clone())
                .and_modify(|place| *place = Place::Several)
                .or_insert(Place::One(place));
        }
        Self { places, names }
    }

    /// Cells of each row.
    pub(crate) fn width(&self) -> usize {
        self.names.len()
    }

    /// The names of the columns, in their order.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The first of these columns that is there; the first of all where none is.
    pub(super) fn first_of<'a>(&self, columns: &'a [String]) -> &'a str {
        let mut there = columns
            .iter()
            .filter(|column| self.places.contains_key(*column));
        there.next().or(columns.first()).map_or("", String::as_str)
    }

    /// The cell in the column of that name.
    pub(crate) fn find<'a>(&self, column: &str, cells: &'a [String]) -> Result<&'a str, Fault> {
        match self.places.get(column) {
            Some(Place::One(place)) => {
                Ok(cells.get(*place).map(String::as_str).unwrap_or_default())
            }
            Some(Place::Several) => Err(Fault::new(column, Reason::TwoColumns)),
            None => Err(Fault::new(column, Reason::NoColumn)),
        }
    }
}

/// One row, read as its map says.
pub(crate) struct Row<'a> {
    pub(crate) heading: &'a Heading,
    pub(crate) cells: &'a [String],
    pub(crate) file: &'a super::map::File,
}

/// A text of the file, empty where it says nothing, and where it stands.
pub(crate) struct Found<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: String,
}

impl<'a> Row<'a> {
    /// The text of a column, with line breaks and paragraphs.
    pub(crate) fn paragraphs(&self, column: &str) -> Result<String, Fault> {
        let cell = self.heading.find(column, self.cells)?;
        let text = match self.file.text {
            TextIn::Plain => cell.to_owned(),
            TextIn::Entities => html::decode_references(cell),
            TextIn::Html => html::to_text(cell),
        };
        Ok(text.replace('\u{a0}', " ").trim().to_owned())
    }

    /// The text of a cell with its line breaks, as it stands in the file.
    fn whole(&self, name: &'a str, cell: &'a Cell) -> Result<Found<'a>, Fault> {
        let (name, text) = match &cell.from {
            From::Constant(text) => (name, text.clone()),
            from @ (From::Column(_) | From::Either(_)) => {
                let column = self.heading.first_of(from.columns());
                (column, self.paragraphs(column)?)
            }
        };
        Ok(Found { name, text })
    }

    /// The text of a cell with its line breaks, through the cell's table of words.
    pub(crate) fn said(&self, name: &'a str, cell: &'a Cell) -> Result<Found<'a>, Fault> {
        let Found { name, text } = self.whole(name, cell)?;
        let text = through_table(cell, text);
        Ok(Found { name, text })
    }

    /// The text of a cell in one line, as it stands in the file.
    fn raw(&self, name: &'a str, cell: &'a Cell) -> Result<Found<'a>, Fault> {
        let Found { name, text } = self.whole(name, cell)?;
        let lines = text
            .split('\n')
            .map(str::trim)
            .filter(|line| !line.is_empty());
        Ok(Found {
            name,
            text: lines.collect::<Vec<_>>().join(" "),
        })
    }

    /// The text of a cell in one line, through the cell's table of words.
    pub(super) fn line(&self, name: &'a str, cell: &'a Cell) -> Result<Found<'a>, Fault> {
        let Found { name, text } = self.raw(name, cell)?;
        Ok(Found {
            name,
            text: through_table(cell, text),
        })
    }

    /// A text, where there is one.
    pub(super) fn text(
        &self,
        name: &'a str,
        cell: impl Into<Option<&'a Cell>>,
    ) -> Result<Option<String>, Fault> {
        self.read(name, cell, |text| Ok(text.to_owned()))
    }

    /// A value that `read` makes of a text, where there is one.
    pub(super) fn read<T>(
        &self,
        name: &'a str,
        cell: impl Into<Option<&'a Cell>>,
        read: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Result<Option<T>, Fault> {
        let Some(cell) = cell.into() else {
            return Ok(None);
        };
        let found = self.line(name, cell)?;
        if found.text.is_empty() {
            return Ok(None);
        }
        read(&found.text)
            .map(Some)
            .map_err(|reason| Fault::new(found.name, reason))
    }

    /// A documented word.
    pub(super) fn word<T>(
        &self,
        name: &'a str,
        cell: impl Into<Option<&'a Cell>>,
        word: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        self.read(name, cell, |text| {
            word(text).ok_or_else(|| Reason::unknown_word(text))
        })
    }

    /// A number.
    pub(super) fn number<T>(
        &self,
        name: &'a str,
        cell: impl Into<Option<&'a Cell>>,
        number: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        self.read(name, cell, |text| {
            number(text).ok_or_else(|| Reason::not_a_number(text))
        })
    }

    /// Yes or no; nothing is no.
    pub(super) fn flag(
        &self,
        name: &'a str,
        cell: impl Into<Option<&'a Cell>>,
    ) -> Result<bool, Fault> {
        let flag = self.word(name, cell, |text| match text {
            "1" | "true" | "yes" | "○" | "はい" => Some(true),
            "0" | "false" | "no" | "×" | "いいえ" => Some(false),
            _ => None,
        })?;
        Ok(flag.unwrap_or(false))
    }

    /// A date or moment.
    pub(super) fn date(
        &self,
        name: &'a str,
        cell: impl Into<Option<&'a Cell>>,
    ) -> Result<Option<dates::When>, Fault> {
        self.read(name, cell, |text| {
            let named = || {
                self.file
                    .dates
                    .iter()
                    .find_map(|format| dates::read_as(format, text))
            };
            dates::read(text)
                .or_else(named)
                .ok_or_else(|| Reason::not_a_date(text))
        })
    }

    /// The entries of a cell that holds several.
    pub(super) fn list(&self, name: &'a str, cell: &'a Cell) -> Result<Vec<String>, Fault> {
        let found = self.raw(name, cell)?;
        let entries = found
            .text
            .split(self.file.list_separator.as_str())
            .map(str::trim);
        let entries = entries.filter(|entry| !entry.is_empty());
        Ok(entries
            .map(|entry| through_table(cell, entry.to_owned()))
            .collect())
    }
}

/// The map's word for a text of the file; nothing stays nothing, unless the table names it.
fn through_table(cell: &Cell, text: String) -> String {
    match (cell.words.get(&text), &cell.otherwise) {
        (Some(word), _) => word.clone(),
        (None, Some(word)) if !text.is_empty() => word.clone(),
        (None, _) => text,
    }
}
