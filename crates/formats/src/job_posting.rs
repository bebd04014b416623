//! Postings as schema.org `JobPosting`, a line of JSON each.
//!
//! What `JobPosting` has no word for stands in `additionalProperty` under names of ours
//! ([`property`]); what we have no field for stays in [`Job::extra`], as it came. A job that is
//! written and read again is the same job.

mod identity;
mod pay;
mod place;
pub mod property;
mod read;
mod thing;
mod write;

use crate::{
    Reason, Refused,
    lines::{Line, Lines},
};
use domain::Job;
use std::io::BufRead;

pub(crate) use identity::untitled_id;
pub(crate) use pay::{bounds, kind_by_pay};
pub(crate) use read::{drop_usual, is_known, weekly_hours};

/// Reads JSON Lines, a posting each; empty lines are passed over.
///
/// Nothing that fails ends the reading, except an error of the reader itself
/// ([`Reason::Read`]), which comes last.
pub fn read<R: BufRead>(input: R) -> Postings<R> {
    Postings {
        lines: Lines::new(input),
    }
}

/// The postings of a file. See [`read`].
pub struct Postings<R> {
    lines: Lines<R>,
}

impl<R: BufRead> Iterator for Postings<R> {
    type Item = Result<Job, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (line, content) = self.lines.next()?;
            let refused = |reason| {
                Some(Err(Refused {
                    line,
                    field: String::new(),
                    reason,
                }))
            };
            let bytes = match content {
                Ok(Line::Bytes(bytes)) => bytes,
                Ok(Line::TooLong { .. }) => {
                    return refused(Reason::RecordTooLong {
                        max: crate::MAX_RECORD,
                        last_line: line,
                    });
                }
                Err(reason) => return refused(reason),
            };
            let Ok(text) = str::from_utf8(&bytes) else {
                return refused(Reason::Encoding { encoding: "UTF-8" });
            };
            let text = if line == 1 {
                text.trim_start_matches('\u{feff}')
            } else {
                text
            };
            if text.trim().is_empty() {
                continue;
            }
            return Some(read::posting(text).map_err(|fault| fault.at(line)));
        }
    }
}

/// One job as one line of JSON, without a line feed. Reading it back gives the same job, where its
/// dates lie within the years 1 to 9999.
pub fn to_line(job: &Job) -> String {
    write::posting(job).to_string()
}

/// One job as the content of `<script type="application/ld+json">`: the same JSON, written so that
/// no text in it can end the script.
pub fn to_script(job: &Job) -> String {
    // Outside of strings JSON has no such character.
    to_line(job)
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}
