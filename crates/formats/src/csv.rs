//! CSV through a column map.

mod job;
pub(crate) mod map;
pub(crate) mod records;
pub(crate) mod row;

use crate::{Reason, Refused, refused::Fault};
use domain::Job;
use records::Records;
use row::{Heading, Row};
use std::io::Read;

pub use map::{BadMap, Map};

/// Reads the rows of a CSV file as jobs, as `map` says. The first record is the heading.
///
/// A bad row is refused and the rows after it go on. The reading ends early when the heading lacks
/// columns that the map names ([`Reason::NoColumn`], on the heading's line), and on an error of
/// the reader itself ([`Reason::Read`]).
pub fn read<R: Read>(input: R, map: &Map) -> Rows<'_, R> {
    // Map::parse has seen that it is ASCII.
    let delimiter = map.file.check().unwrap_or(b',');
    Rows {
        table: Table::new(
            Records::new(input, map.file.encoding, delimiter),
            map.needed(),
        )
        .headed(map.file.heading.clone()),
        map,
    }
}

/// The jobs of a file. See [`read`].
pub struct Rows<'a, R> {
    table: Table<R>,
    map: &'a Map,
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = Result<Job, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        let map = self.map;
        self.table.next(|heading, cells| {
            job::job(
                &Row {
                    heading,
                    cells,
                    file: &map.file,
                },
                map,
            )
        })
    }
}

/// Records under a heading.
pub(crate) struct Table<R> {
    records: Records<R>,
    /// Columns without which it is another kind of file.
    needed: Vec<String>,
    /// What the heading begins with, where it is not the first record.
    begins: Option<String>,
    /// The heading and its line, once it was read.
    heading: Option<(u64, Heading)>,
    ended: bool,
}

impl<R: Read> Table<R> {
    pub(crate) fn new(records: Records<R>, needed: Vec<String>) -> Self {
        Self {
            records,
            needed,
            begins: None,
            heading: None,
            ended: false,
        }
    }

    /// The same, with a heading that begins with this text. Records before it are none, and neither
    /// are those behind it that begin with `#`.
    pub(crate) fn headed(self, begins: Option<String>) -> Self {
        Self { begins, ..self }
    }

    /// What `read` makes of the next row.
    pub(crate) fn next<T>(
        &mut self,
        read: impl FnOnce(&Heading, &[String]) -> Result<T, Fault>,
    ) -> Option<Result<T, Refused>> {
        let (line, result) = self.next_at(read)?;
        Some(result.map_err(|fault| fault.at(line)))
    }

    /// The heading's record.
    fn first(&mut self) -> Option<(u64, Result<Vec<String>, Fault>)> {
        let Some(begins) = self.begins.clone() else {
            return self.records.next();
        };
        let heads = |cells: &Vec<String>| cells.first().is_some_and(|cell| *cell == begins);
        let mut last = 1;
        loop {
            match self.records.next() {
                Some((line, Ok(cells))) if heads(&cells) => return Some((line, Ok(cells))),
                Some((line, _)) => last = line,
                None => return Some((last, Err(Fault::new(begins, Reason::NoColumn)))),
            }
        }
    }

    /// The next record that is a row.
    fn row(&mut self) -> Option<(u64, Result<Vec<String>, Fault>)> {
        let passed_over = self.begins.is_some();
        let is_note = |cells: &Vec<String>| {
            passed_over && cells.first().is_some_and(|cell| cell.starts_with('#'))
        };
        self.records
            .find(|(_, cells)| !cells.as_ref().is_ok_and(is_note))
    }

    /// What `read` makes of the next row, and the line that it is about.
    pub(crate) fn next_at<T>(
        &mut self,
        read: impl FnOnce(&Heading, &[String]) -> Result<T, Fault>,
    ) -> Option<(u64, Result<T, Fault>)> {
        if self.ended {
            return None;
        }
        if self.heading.is_none() {
            let (line, cells) = self.first()?;
            let heading = cells.and_then(|cells| Heading::with(cells, &self.needed));
            match heading {
                Ok(heading) => self.heading = Some((line, heading)),
                Err(fault) => {
                    self.ended = true;
                    return Some((line, Err(fault)));
                }
            }
        }
        let (line, cells) = self.row()?;
        let (heading_line, heading) = self.heading.as_ref()?;
        let result = cells.and_then(|cells| {
            if cells.len() != heading.width() {
                let reason = Reason::Width {
                    expected: heading.width(),
                    found: cells.len(),
                };
                return Err(Fault::new("", reason));
            }
            read(heading, &cells)
        });
        // No row of the file could go in: once is enough.
        let of_heading = result
            .as_ref()
            .is_err_and(|fault| matches!(fault.reason, Reason::NoColumn | Reason::TwoColumns));
        self.ended = of_heading;
        Some((if of_heading { *heading_line } else { line }, result))
    }
}
