//! CSV through a column map.

mod job;
mod map;
pub(crate) mod records;
pub(crate) mod row;

use crate::{Reason, Refused};
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
    let delimiter = u8::try_from(map.file.delimiter).unwrap_or(b',');
    Rows {
        table: Table::new(
            Records::new(input, map.file.encoding, delimiter),
            map.needed(),
        ),
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
    /// The heading and its line, once it was read.
    heading: Option<(u64, Heading)>,
    ended: bool,
}

impl<R: Read> Table<R> {
    pub(crate) fn new(records: Records<R>, needed: Vec<String>) -> Self {
        Self {
            records,
            needed,
            heading: None,
            ended: false,
        }
    }

    /// What `read` makes of the next row.
    pub(crate) fn next<T>(
        &mut self,
        read: impl FnOnce(&Heading, &[String]) -> Result<T, crate::refused::Fault>,
    ) -> Option<Result<T, Refused>> {
        if self.ended {
            return None;
        }
        if self.heading.is_none() {
            let (line, cells) = self.records.next()?;
            let heading = cells.and_then(|cells| Heading::with(cells, &self.needed));
            match heading {
                Ok(heading) => self.heading = Some((line, heading)),
                Err(fault) => {
                    self.ended = true;
                    return Some(Err(fault.at(line)));
                }
            }
        }
        let (heading_line, heading) = self.heading.as_ref()?;
        let (line, cells) = self.records.next()?;
        let result = cells.and_then(|cells| {
            if cells.len() != heading.width() {
                let reason = Reason::Width {
                    expected: heading.width(),
                    found: cells.len(),
                };
                return Err(crate::refused::Fault::new("", reason));
            }
            read(heading, &cells)
        });
        Some(result.map_err(|fault| {
            // No row of the file could go in: once is enough.
            let of_heading = matches!(fault.reason, Reason::NoColumn | Reason::TwoColumns);
            self.ended = of_heading;
            fault.at(if of_heading { *heading_line } else { line })
        }))
    }
}
