//! Lists of programs, in national layouts and in those of cities.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic, and so may what helps it"
)]

mod cities;
mod layouts;
mod round_trip;

use domain::{Timestamp, program::Program};
use formats::{
    Entered, Refused,
    events::{self, Context, EventsLayout, EventsWriter, Map},
};
use std::{fs, path::PathBuf};

type Rows = (Vec<Entered<Program>>, Vec<Refused>);

/// A real file, as it was published.
fn real(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::read(folder.join(name)).unwrap()
}

/// A map that Engawa ships.
fn map(name: &str) -> Map {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    Map::parse(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

fn context() -> Context {
    Context::new(Timestamp::start_of_day_in_japan(20_000))
}

fn parted(rows: impl Iterator<Item = Result<Entered<Program>, Refused>>) -> Rows {
    let (read, refused): (Vec<_>, Vec<_>) = rows.partition(Result::is_ok);
    (
        read.into_iter().map(Result::unwrap).collect(),
        refused.into_iter().map(Result::unwrap_err).collect(),
    )
}

fn read(bytes: &[u8]) -> Rows {
    parted(events::read(bytes, context()))
}

/// Programs of a list that has nothing to be said of.
fn sound(bytes: &[u8]) -> Vec<Program> {
    let (read, refused) = read(bytes);
    assert_eq!(refused, []);
    read.into_iter()
        .map(|Entered { value, remarks, .. }| {
            assert_eq!(remarks, [], "{}", value.title);
            value
        })
        .collect()
}

fn write(programs: &[Program], layout: EventsLayout) -> String {
    let mut list = EventsWriter::new(layout, None);
    let mut out = Vec::new();
    programs.iter().for_each(|program| list.look(program));
    list.heading(&mut out).unwrap();
    for program in programs {
        list.program(&mut out, program).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// The name of a town follows from its code: a layout may have but the code, or half of the name.
fn by_code(mut program: Program) -> Program {
    let venues = program.sessions.iter_mut();
    let venues = venues.filter_map(|session| session.venue.as_mut()?.town.as_mut());
    for town in program.towns.iter_mut().chain(venues) {
        town.name.clear();
    }
    program
}

/// The cells of a CSV text, by RFC 4180.
fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            sign => cell.push(sign),
        }
    }
    if !row.is_empty() || !cell.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}
