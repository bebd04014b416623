//! Why a record of a file did not go in.

use domain::{
    place::BadMunicipalityCode,
    refusal::{Field, Problem},
};
use std::fmt;

/// A record that did not go in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The first line of the record in its file, from 1.
    pub line: u64,
    /// The column of a CSV file (several, parted by commas, when they are missing), or the JSON path
    /// of a posting; empty when it is the whole record.
    pub field: String,
    /// What is wrong.
    pub reason: Reason,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for Refused {}

/// What is wrong with a record.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Reason {
    /// The value breaks a rule of the domain.
    #[error("{}", in_words(.0))]
    Value(Problem),
    /// Another kind of JSON value is needed.
    #[error("should be {expected}")]
    WrongType {
        /// What it should be, in English.
        expected: &'static str,
    },
    /// No date, or no date that exists.
    #[error("is not a date: {text}")]
    NotADate {
        /// The beginning of what stands there.
        text: String,
    },
    /// A day without a year, and nothing that gives one.
    #[error("names no year: {text}")]
    NoYear {
        /// The beginning of what stands there.
        text: String,
    },
    /// The weekday that is said is not the day's.
    #[error("is another weekday: {text}")]
    OtherWeekday {
        /// The beginning of what stands there.
        text: String,
    },
    /// No time of day.
    #[error("is not a time: {text}")]
    NotATime {
        /// The beginning of what stands there.
        text: String,
    },
    /// The end lies before the beginning.
    #[error("ends before it begins")]
    EndsBefore,
    /// No address on the web.
    #[error("is not an address on the web: {text}")]
    NotAnAddress {
        /// The beginning of what stands there.
        text: String,
    },
    /// Latitude and longitude stand in each other's columns.
    #[error("latitude and longitude were exchanged; they went in the right way round")]
    Exchanged,
    /// When it takes place is words only.
    #[error("went in without a date: {text}")]
    Undated {
        /// The beginning of what stands there.
        text: String,
    },
    /// The heading is that of no layout that is known.
    #[error("is no known layout ({layouts}); a map says which column is what")]
    NoLayout {
        /// The layouts that are known.
        layouts: &'static str,
    },
    /// The column `engawa` was written for another row than this one.
    #[error(
        "the row was changed since it was exported; empty this cell to take the row as it stands"
    )]
    Contradicts,
    /// What is stored under its id belongs to another desk.
    #[error("belongs to another desk here")]
    OfAnotherDesk,
    /// Not a whole number where one is needed.
    #[error("is not a whole number: {text}")]
    NotANumber {
        /// The beginning of what stands there.
        text: String,
    },
    /// No number of degrees.
    #[error("is not a number of degrees: {text}")]
    NotDegrees {
        /// The beginning of what stands there.
        text: String,
    },
    /// A number outside of where it can be.
    #[error("is outside of {expected}")]
    Outside {
        /// Where it should be, in English.
        expected: &'static str,
    },
    /// A word that is none of the documented ones.
    #[error("is not a known word: {word}")]
    UnknownWord {
        /// The beginning of what stands there.
        word: String,
    },
    /// The municipality code is wrong.
    #[error("{0}")]
    TownCode(BadMunicipalityCode),
    /// One of our property names stands there more than once.
    #[error("is given more than once")]
    Repeated,
    /// The column map says that such rows are not wanted, and why.
    #[error("{0}")]
    Unwanted(String),
    /// The bytes are no text in the file's encoding.
    #[error("is not {encoding}")]
    Encoding {
        /// The encoding's name.
        encoding: &'static str,
    },
    /// Not JSON.
    #[error("is not JSON (column {column}): {message}")]
    Json {
        /// Where in the line, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// JSON, but not a `JobPosting`.
    #[error("is not a JobPosting")]
    NotAJobPosting,
    /// Lists and objects within each other beyond all use.
    #[error("is nested more than {max} deep")]
    TooDeep {
        /// The most.
        max: usize,
    },
    /// What we have no field for is more than we keep.
    #[error("unknown fields of more than {max} bytes")]
    TooMuchExtra {
        /// The most.
        max: usize,
    },
    /// The record is longer than any posting.
    #[error("longer than {max} bytes, skipped up to line {last_line}")]
    RecordTooLong {
        /// The most.
        max: usize,
        /// The last line that was skipped with it.
        last_line: u64,
    },
    /// A quote that never closes, or that closes in the middle of a cell.
    #[error("broken quotes")]
    Quotes,
    /// More or fewer cells than the heading has.
    #[error("{found} cells where the heading has {expected}")]
    Width {
        /// Cells of the heading.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// The file lacks a column that is needed.
    #[error("no such column")]
    NoColumn,
    /// The file has a needed column more than once.
    #[error("two columns have this name")]
    TwoColumns,
    /// The file cannot be read any further.
    #[error("cannot be read: {0}")]
    Read(std::io::ErrorKind),
}

impl Reason {
    /// Nothing stands where something is needed.
    pub const MISSING: Reason = Reason::Value(Problem::Missing);

    pub(crate) fn unknown_word(word: &str) -> Self {
        Self::UnknownWord {
            word: beginning(word),
        }
    }

    pub(crate) fn not_a_date(text: &str) -> Self {
        Self::NotADate {
            text: beginning(text),
        }
    }

    pub(crate) fn no_year(text: &str) -> Self {
        Self::NoYear {
            text: beginning(text),
        }
    }

    pub(crate) fn other_weekday(text: &str) -> Self {
        Self::OtherWeekday {
            text: beginning(text),
        }
    }

    pub(crate) fn not_a_time(text: &str) -> Self {
        Self::NotATime {
            text: beginning(text),
        }
    }

    pub(crate) fn not_an_address(text: &str) -> Self {
        Self::NotAnAddress {
            text: beginning(text),
        }
    }

    pub(crate) fn not_degrees(text: &str) -> Self {
        Self::NotDegrees {
            text: beginning(text),
        }
    }

    pub(crate) fn undated(text: &str) -> Self {
        Self::Undated {
            text: beginning(text),
        }
    }

    pub(crate) fn not_a_number(text: &str) -> Self {
        Self::NotANumber {
            text: beginning(text),
        }
    }
}

/// Enough of a value to find it in the file, and no more: it may be anything.
fn beginning(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

fn in_words(problem: &Problem) -> String {
    match problem {
        Problem::Missing => "is missing".to_owned(),
        Problem::Malformed => "is malformed".to_owned(),
        Problem::TooShort { min } => format!("has fewer than {min} characters"),
        Problem::TooLong { max } => format!("has more than {max} characters"),
        Problem::TooMany { max } => format!("has more than {max} entries"),
        Problem::OutOfRange { min, max } => format!("is not between {min} and {max}"),
        Problem::Taken => "is taken".to_owned(),
        Problem::TooLate => "is later than the law allows".to_owned(),
        Problem::NoDay => "names no day".to_owned(),
        Problem::Past => "has passed".to_owned(),
        Problem::Settled => "is settled".to_owned(),
        Problem::NotHere => "is not here".to_owned(),
        Problem::TooEarly => "has not come yet".to_owned(),
    }
}

/// What is wrong with one field, before the record's line is known.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) field: String,
    pub(crate) reason: Reason,
}

impl Fault {
    pub(crate) fn new(field: impl Into<String>, reason: Reason) -> Self {
        Self {
            field: field.into(),
            reason,
        }
    }

    pub(crate) fn missing(field: impl Into<String>) -> Self {
        Self::new(field, Reason::MISSING)
    }

    pub(crate) fn at(self, line: u64) -> Refused {
        Refused {
            line,
            field: self.field,
            reason: self.reason,
        }
    }
}

/// Longest identifier and longest name of a town, in characters; the domain leaves both open.
const MAX_NAME: usize = 200;

/// Refuses an identifier that is too long.
pub(crate) fn check_identifier(identifier: Option<&str>) -> Result<(), Reason> {
    let too_long = identifier.is_some_and(|text| text.chars().nth(MAX_NAME).is_some());
    let reason = Reason::Value(Problem::TooLong { max: MAX_NAME });
    if too_long { Err(reason) } else { Ok(()) }
}

/// What every posting must pass, whatever file it comes from. `name` gives the file's word for a
/// field.
pub(crate) fn check(job: &domain::Job, name: impl Fn(Field) -> String) -> Result<(), Fault> {
    let too_long = |text: &str| text.chars().nth(MAX_NAME).is_some();
    let reason = || Reason::Value(Problem::TooLong { max: MAX_NAME });
    check_identifier(job.identifier.as_deref())
        .map_err(|reason| Fault::new(name(Field::Identifier), reason))?;
    if job
        .workplace
        .town
        .as_ref()
        .is_some_and(|town| too_long(&town.name))
    {
        return Err(Fault::new(name(Field::Place), reason()));
    }
    job.check()
        .map_err(|invalid| Fault::new(name(invalid.field), Reason::Value(invalid.problem)))
}
