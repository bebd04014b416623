//! The column map: which column of a CSV file is which field of a job. Written in TOML by an
//! operator; `docs/formats.md` is its reference.

use super::records::Encoding;
use crate::job_posting::{is_known, property};
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;

/// Why a column map cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadMap {
    /// It is no TOML, lacks what is needed or holds what is not known.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// Days are given in two ways.
    #[error("program: give either `days`, or `from` and `to`")]
    Days,
    /// The delimiter is not one ASCII character.
    #[error("file.delimiter has to be one ASCII character, no quote and no line feed")]
    Delimiter,
    /// `job.extra` and `job.properties` are for what a job has no field for.
    #[error("job.{table}.{name}: there is a field for this")]
    Field {
        /// Which table.
        table: &'static str,
        /// Which name.
        name: String,
    },
    /// Amounts in yen without saying for what.
    #[error("job.pay: amounts in yen need `unit`")]
    PayUnit,
    /// Both ways to give an amount.
    #[error("job.pay: give either `range`, or `min` and `max`")]
    PayRange,
}

/// How a CSV file becomes postings.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    #[serde(default)]
    pub(super) file: File,
    #[serde(default)]
    pub(super) refuse_when: Vec<RefuseWhen>,
    pub(super) job: JobMap,
}

impl Map {
    /// Reads a column map.
    pub fn parse(text: &str) -> Result<Self, BadMap> {
        let map: Self = toml::from_str(text)?;
        map.file.check()?;
        if let Some(name) = map.job.extra.keys().find(|name| is_known(name)) {
            return Err(BadMap::Field {
                table: "extra",
                name: name.clone(),
            });
        }
        let ours = |name: &&String| property::ALL.contains(&name.as_str());
        if let Some(name) = map.job.properties.keys().find(ours) {
            return Err(BadMap::Field {
                table: "properties",
                name: name.clone(),
            });
        }
        if let Some(pay) = &map.job.pay {
            if pay.currency.as_deref() == Some("JPY") && pay.unit.is_none() {
                return Err(BadMap::PayUnit);
            }
            if pay.range.is_some() && (pay.min.is_some() || pay.max.is_some()) {
                return Err(BadMap::PayRange);
            }
        }
        Ok(map)
    }

    /// Columns that every posting is read from. Others are missed where a row is read from them.
    pub(super) fn needed(&self) -> Vec<String> {
        let JobMap {
            title,
            organization,
            posted_at,
            ..
        } = &self.job;
        let mut needed = Vec::new();
        for cell in [title, organization, posted_at] {
            if let From::Column(column) = &cell.from
                && !needed.contains(column)
            {
                needed.push(column.clone());
            }
        }
        needed
    }
}

/// What the file is like.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct File {
    pub(crate) encoding: Encoding,
    pub(crate) delimiter: char,
    pub(crate) text: TextIn,
    /// Between the entries of a cell that holds several.
    pub(crate) list_separator: String,
    /// `strptime` formats of dates that do not begin with the year.
    pub(crate) dates: Vec<String>,
    /// What stands in the first cell of the heading, where other records come before it. Records
    /// behind it that begin with `#` are none.
    pub(crate) heading: Option<String>,
}

impl File {
    /// Whether it can be read so.
    pub(crate) fn check(&self) -> Result<u8, BadMap> {
        match u8::try_from(self.delimiter) {
            Ok(delimiter) if delimiter.is_ascii() && !b"\"\n\r".contains(&delimiter) => {
                Ok(delimiter)
            }
            _ => Err(BadMap::Delimiter),
        }
    }
}

impl Default for File {
    fn default() -> Self {
        Self {
            encoding: Encoding::Auto,
            delimiter: ',',
            text: TextIn::Plain,
            list_separator: ";".to_owned(),
            dates: Vec::new(),
            heading: None,
        }
    }
}

/// What cells are written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TextIn {
    /// Text as it is.
    Plain,
    /// Text with character references (`&amp;`).
    Entities,
    /// HTML.
    Html,
}

/// Rows that are not wanted.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefuseWhen {
    pub(crate) column: String,
    pub(crate) equals: String,
    pub(crate) reason: String,
}

/// Where a value comes from: a column, or the same for every row; then through a table of words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Cell {
    pub(crate) from: From,
    pub(crate) words: BTreeMap<String, String>,
    pub(crate) otherwise: Option<String>,
}

/// Where a text comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum From {
    Column(String),
    /// The first of these that the file has: a column's name changes from issue to issue.
    Either(Vec<String>),
    Constant(String),
}

impl From {
    /// Its columns.
    pub(crate) fn columns(&self) -> &[String] {
        match self {
            Self::Column(column) => std::slice::from_ref(column),
            Self::Either(columns) => columns,
            Self::Constant(_) => &[],
        }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            column: Option<Names>,
            constant: Option<String>,
            #[serde(default)]
            words: BTreeMap<String, String>,
            otherwise: Option<String>,
        }

        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Names {
            One(String),
            Several(Vec<String>),
        }

        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Cell;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a column's name, or { column = … }, or { constant = … }")
            }

            fn visit_str<E: de::Error>(self, column: &str) -> Result<Cell, E> {
                let from = From::Column(column.to_owned());
                Ok(Cell {
                    from,
                    words: BTreeMap::new(),
                    otherwise: None,
                })
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Cell, A::Error> {
                let table = Table::deserialize(de::value::MapAccessDeserializer::new(map))?;
                let from = match (table.column, table.constant) {
                    (Some(Names::One(column)), None) => From::Column(column),
                    (Some(Names::Several(columns)), None) => From::Either(columns),
                    (None, Some(constant)) => From::Constant(constant),
                    _ => return Err(de::Error::custom("give either `column` or `constant`")),
                };
                Ok(Cell {
                    from,
                    words: table.words,
                    otherwise: table.otherwise,
                })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// The fields of a job. Every field but `title`, `organization` and `posted_at` may be left out.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JobMap {
    pub(super) title: Cell,
    pub(super) organization: Cell,
    pub(super) posted_at: Cell,
    pub(super) identifier: Option<Cell>,
    pub(super) kind: Option<Cell>,
    pub(super) category: Option<Cell>,
    #[serde(default)]
    pub(super) description: Description,
    #[serde(default)]
    pub(super) tags: Vec<Cell>,
    pub(super) pay: Option<PayMap>,
    pub(super) quota: Option<Cell>,
    pub(super) effort_minutes: Option<Cell>,
    pub(super) effort_hours: Option<Cell>,
    #[serde(default)]
    pub(super) weekly_hours: WeeklyHoursMap,
    pub(super) remote: Option<Cell>,
    pub(super) town: Option<TownMap>,
    pub(super) area: Option<AreaMap>,
    pub(super) closes_at: Option<Cell>,
    pub(super) closed: Option<Cell>,
    pub(super) due: Option<Cell>,
    pub(super) pay_day: Option<Cell>,
    pub(super) pay_means: Option<Cell>,
    pub(super) costs: Option<Cell>,
    pub(super) rights: Option<Cell>,
    pub(super) contact: Option<Cell>,
    pub(super) life_stages: Option<Cell>,
    pub(super) beginner: Option<Cell>,
    pub(super) no_calls: Option<Cell>,
    pub(super) naptime: Option<Cell>,
    #[serde(default)]
    pub(super) sample: bool,
    /// Other terms of schema.org's `JobPosting`.
    #[serde(default)]
    pub(super) extra: BTreeMap<String, Cell>,
    /// Names of the operator's own, kept in `additionalProperty`.
    #[serde(default)]
    pub(super) properties: BTreeMap<String, Cell>,
}

/// One column, or several under headings.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Description(pub(crate) Vec<Part>);

/// A part of a description.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    pub(crate) column: String,
    pub(crate) heading: Option<String>,
}

impl<'de> Deserialize<'de> for Description {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Description;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a column's name, or a list of { column = …, heading = … }")
            }

            fn visit_str<E: de::Error>(self, column: &str) -> Result<Description, E> {
                Ok(Description(vec![Part {
                    column: column.to_owned(),
                    heading: None,
                }]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, parts: A) -> Result<Description, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(parts)).map(Description)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PayMap {
    pub(super) currency: Option<String>,
    pub(super) unit: Option<Cell>,
    pub(super) min: Option<Cell>,
    pub(super) max: Option<Cell>,
    /// Both amounts in one cell.
    pub(super) range: Option<Cell>,
    #[serde(default)]
    pub(super) unreadable: Unreadable,
}

/// What to do with an amount that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unreadable {
    /// Refuse the row.
    #[default]
    Refuse,
    /// Keep the text as a property under the column's name; the job has no pay.
    Keep,
}

#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WeeklyHoursMap {
    pub(super) min: Option<Cell>,
    pub(super) max: Option<Cell>,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TownMap {
    pub(crate) code: Cell,
    pub(crate) name: Cell,
}

/// A place that is no municipality of Japan.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AreaMap {
    pub(super) column: String,
    /// The country stands first: `US, NY, New York`.
    #[serde(default)]
    pub(super) largest_first: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str =
        "[job]\ntitle = \"t\"\norganization = { constant = \"o\" }\nposted_at = \"d\"\n";

    #[test]
    fn a_map_needs_three_fields() {
        assert!(Map::parse(LEAST).is_ok());
        for field in ["title", "organization", "posted_at"] {
            let lines: Vec<_> = LEAST
                .lines()
                .filter(|line| !line.starts_with(field))
                .collect();
            let error = Map::parse(&lines.join("\n")).unwrap_err().to_string();
            assert!(error.contains(field), "{error}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_named() {
        for (line, named) in [
            ("titel = \"t\"", "titel"),
            ("kind = { column = \"a\", constant = \"b\" }", "either"),
            ("kind = { colum = \"a\" }", "colum"),
            ("kind = 5", "a column's name"),
            ("extra.title = \"t\"", "job.extra.title"),
            ("properties.kind = \"t\"", "job.properties.kind"),
            ("pay = { currency = \"JPY\", min = \"a\" }", "unit"),
            ("pay = { range = \"a\", min = \"a\" }", "either"),
            ("[file]\ndelimiter = \"あ\"", "delimiter"),
            ("[file]\nencoding = \"latin1\"", "latin1"),
            ("= broken", "="),
        ] {
            let error = Map::parse(&format!("{LEAST}{line}"))
                .unwrap_err()
                .to_string();
            assert!(error.contains(named), "{line}: {error}");
        }
    }
}
