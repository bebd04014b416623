//! The texts of a row as a program.

use super::{Reading, layout::Says};
use crate::{
    Reason, dates,
    listing::{Said, Texts},
    numbers,
    refused::Fault,
};
use domain::{
    Day, DeskId, ProgramId, Timestamp,
    program::{Program, ProgramKind, Session, SessionNo, SignUpBy, Venue},
};

/// A venue of this name, without an address, is no place.
pub(super) const ONLINE: &str = "オンライン";

/// The program that a row says.
pub(super) fn program(
    said: &Said<'_, Says>,
    reading: &Reading,
    remarks: &mut Vec<Fault>,
) -> Result<Program, Fault> {
    let title = said.name(Says::Title);
    if title.is_empty() {
        return Err(Fault::missing(said.column(Says::Title, "title")));
    }
    let town = said.town(Says::Code, &[Says::Prefecture, Says::City, Says::Body])?;
    let desk_name = desk_name(said, reading)?;
    let desk = DeskId::of_name(&desk_name);
    let when = when(said, reading)?;
    let identifier = said.get(Says::Identifier).map(|found| found.text);
    let id = match &identifier {
        Some(identifier) => ProgramId::of_source(desk, &numbered(said, identifier)),
        None => ProgramId::of_source(desk, &untitled(said, &title)),
    };
    let mut program = Program::blank(id, desk, desk_name, reading.known.announced);
    program.title = title;
    program.identifier = identifier;
    program.kind = kind(said, reading)?;
    program.sample = reading.sample;
    program.towns = town.into_iter().collect();
    program.contact = contact(said);
    program.website = said.website(Says::Website, remarks);
    (program.cost, program.cost_note) = cost(said);
    let (closes_at, words) = closes(said, reading, remarks);
    program.closes_at = closes_at;
    program.sign_up = SignUpBy::Other(joined("\n", [said.text(Says::SignUp), words]));

    let (capacity, people) = capacity(said);
    let mut beside = vec![said.text(Says::Note)];
    beside.extend(when.words);
    beside.push(people);
    let note = joined("\n", beside);
    let (online, venue) = venue(said, remarks)?;
    let session = |(number, (from, to)): (u16, (Day, Day))| Session {
        no: SessionNo(number),
        from,
        to,
        begins: when.begins,
        ends: when.ends,
        note: note.clone(),
        online,
        venue: venue.clone(),
        capacity,
        observers: Default::default(),
        childcare: None,
    };
    program.sessions = (1..).zip(when.spans).map(session).collect();
    let mut parts = description(said);
    if program.sessions.is_empty() {
        remarks.push(Fault::new(when.column, Reason::undated(&note)));
        // Without a session its words and its place have nowhere else to stand.
        parts.push(note);
        if let Some(venue) = venue {
            parts.push(joined("\n", [venue.name, venue.address, venue.access]));
        }
    }
    program.description = joined("\n\n", parts);
    Ok(program)
}

/// The texts that say something, with this between.
fn joined(between: &str, texts: impl IntoIterator<Item = String>) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(between)
}

/// Words of a column that are no value: the column's name stands before them.
fn words(found: &Texts<'_>) -> String {
    format!("{}: {}", found.column, found.text)
}

fn desk_name(said: &Said<'_, Says>, reading: &Reading) -> Result<String, Fault> {
    if let Some(desk) = &reading.known.desk {
        return Ok(desk.clone());
    }
    let body = said.line(Says::Body);
    let place = said.line(Says::Prefecture) + &said.line(Says::City);
    [
        said.line(Says::Desk),
        body,
        place,
        said.name(Says::Organizer),
    ]
    .into_iter()
    .find(|name| !name.is_empty())
    .ok_or_else(|| Fault::missing(said.column(Says::Organizer, "organization")))
}

fn kind(said: &Said<'_, Says>, reading: &Reading) -> Result<ProgramKind, Fault> {
    match said.get(Says::Kind) {
        None => Ok(reading.known.kind),
        Some(found) => ProgramKind::from_word(&found.text)
            .ok_or_else(|| Fault::new(found.column, Reason::unknown_word(&found.text))),
    }
}

/// Numbers are given once within a municipality, and a desk may publish those of several.
fn numbered(said: &Said<'_, Says>, identifier: &str) -> String {
    match said.get(Says::Code) {
        Some(code) => format!("{}/{identifier}", numbers::narrow(&code.text)),
        None => identifier.to_owned(),
    }
}

/// What tells a program from others where nothing numbers it: its name, when, and where.
fn untitled(said: &Said<'_, Says>, title: &str) -> String {
    let parts = [Says::Days, Says::From, Says::To, Says::Begins, Says::Ends];
    let when = parts.iter().map(|says| said.line(*says));
    let mut parts: Vec<String> = when.collect();
    parts.insert(0, title.to_owned());
    parts.push(said.line(Says::Venue));
    parts.join("\n")
}

/// When a program takes place.
struct When {
    spans: Vec<(Day, Day)>,
    begins: Option<domain::program::ClockTime>,
    ends: Option<domain::program::ClockTime>,
    /// Words that say when.
    words: Vec<String>,
    /// Where the days stand.
    column: String,
}

/// Days and times. What cannot be read refuses the row, unless words are kept.
fn when(said: &Said<'_, Says>, reading: &Reading) -> Result<When, Fault> {
    let mut words_kept = Vec::new();
    let mut keep = |found: Texts<'_>, reason: Reason| {
        if reading.keep_words {
            words_kept.push(words(&found));
            Ok(())
        } else {
            Err(Fault::new(found.column, reason))
        }
    };
    let mut spans = Vec::new();
    let mut note = String::new();
    if let Some(found) = said.get(Says::Days) {
        match dates::days::read(&found.text, published(said, reading)?) {
            Ok(days) => (spans, note) = (days.spans, days.note),
            Err(reason) => keep(found, reason)?,
        }
    } else {
        let day = |text: &str| dates::read_day(text, &reading.dates);
        match (said.get(Says::From), said.get(Says::To)) {
            (None, None) => {}
            (None, Some(_)) => return Err(Fault::missing(said.column(Says::From, "from"))),
            (Some(first), last) => match (day(&first.text), last) {
                (Ok(from), None) => spans.push((from, from)),
                (Ok(from), Some(last)) => match day(&last.text) {
                    Ok(to) if to < from => keep(last, Reason::EndsBefore)?,
                    Ok(to) => spans.push((from, to)),
                    Err(reason) => keep(last, reason)?,
                },
                (Err(reason), _) => keep(first, reason)?,
            },
        }
    }
    let mut time = |says| match said.time(says) {
        Ok(time) => Ok(time),
        Err(found) => {
            let reason = Reason::not_a_time(&found.text);
            keep(found, reason).map(|()| None)
        }
    };
    let (begins, ends) = (time(Says::Begins)?, time(Says::Ends)?);
    words_kept.insert(0, note);
    let days = said.get(Says::Days).map(|found| found.column.to_owned());
    Ok(When {
        spans,
        begins,
        ends,
        words: words_kept,
        column: days.unwrap_or_else(|| said.column(Says::From, "from")),
    })
}

/// The day of publication, where the caller or the file gives one.
fn published(said: &Said<'_, Says>, reading: &Reading) -> Result<Option<Day>, Fault> {
    match (reading.known.published, said.get(Says::Published)) {
        (Some(day), _) => Ok(Some(day)),
        (None, Some(found)) => dates::read_day(&found.text, &reading.dates)
            .map(Some)
            .map_err(|reason| Fault::new(found.column, reason)),
        (None, None) => Ok(None),
    }
}

/// The last moment for sign-ups, or the words that say it.
fn closes(
    said: &Said<'_, Says>,
    reading: &Reading,
    remarks: &mut Vec<Fault>,
) -> (Option<Timestamp>, String) {
    let Some(found) = said.get(Says::ClosesDay) else {
        let alone = said.get(Says::ClosesTime);
        return (None, alone.map(|found| words(&found)).unwrap_or_default());
    };
    let day = dates::read_day(&found.text, &reading.dates);
    match (day, said.time(Says::ClosesTime)) {
        (Ok(day), Ok(None)) => (Some(day.plus(1).start()), String::new()),
        (Ok(day), Ok(Some(time))) => (Some(time.on(day)), String::new()),
        (Ok(_), Err(time)) => {
            remarks.push(Fault::new(time.column, Reason::not_a_time(&time.text)));
            (None, joined("\n", [words(&found), words(&time)]))
        }
        (Err(reason), _) => {
            remarks.push(Fault::new(found.column, reason));
            (None, words(&found))
        }
    }
}

fn cost(said: &Said<'_, Says>) -> (Option<domain::Yen>, String) {
    let note = said.text(Says::CostNote);
    let Some(found) = said.get(Says::Cost) else {
        return (None, note);
    };
    match numbers::price(&found.text) {
        Some(yen) => (Some(yen), note),
        None => (None, joined("\n", [found.text, note])),
    }
}

/// Seats, and what else is said of them.
fn capacity(said: &Said<'_, Says>) -> (Option<u32>, String) {
    let Some(found) = said.get(Says::Capacity) else {
        return (None, String::new());
    };
    match numbers::people(&found.text) {
        Some((seats, true)) => (Some(seats), String::new()),
        Some((seats, false)) => (Some(seats), words(&found)),
        None => (None, words(&found)),
    }
}

fn contact(said: &Said<'_, Says>) -> String {
    let extension = said.get(Says::Extension);
    joined(
        "\n",
        [
            said.text(Says::Contact),
            said.text(Says::Phone),
            extension.map(|found| words(&found)).unwrap_or_default(),
            said.text(Says::Mail),
        ],
    )
}

/// Where people meet; whether they do not.
fn venue(said: &Said<'_, Says>, remarks: &mut Vec<Fault>) -> Result<(bool, Option<Venue>), Fault> {
    let whole = said.text(Says::Address);
    let parts = [
        Says::AddressPrefecture,
        Says::AddressCity,
        Says::AddressTown,
        Says::AddressBlock,
    ];
    let parts: String = parts.iter().map(|part| said.line(*part)).collect();
    let address = if whole.is_empty() { parts } else { whole };
    let also = |says| {
        let cells = said.cells.iter().filter(move |(what, ..)| *what == says);
        cells.filter_map(|(_, column, text)| {
            let text = text.trim();
            (!crate::listing::is_nothing(text)).then(|| format!("{column}: {text}"))
        })
    };
    let mut access = vec![said.text(Says::Access)];
    access.extend(also(Says::Parking));
    let venue = Venue {
        name: said.line(Says::Venue),
        address: joined(" ", [address, said.text(Says::Building)]),
        town: said.town(
            Says::VenueCode,
            &[Says::AddressPrefecture, Says::AddressCity],
        )?,
        position: match said.get(Says::Position) {
            Some(_) => said.pair(Says::Position, remarks),
            None => said.position(Says::Latitude, Says::Longitude, remarks),
        },
        access: joined("\n", access),
    };
    let online = Venue {
        name: ONLINE.to_owned(),
        ..Venue::default()
    };
    if venue == online {
        return Ok((true, None));
    }
    Ok((false, (venue != Venue::default()).then_some(venue)))
}

/// What stands before the description, the description, and what stands below it under the names of
/// the columns.
fn description(said: &Said<'_, Says>) -> Vec<String> {
    let cells = said.cells.iter();
    let parts = cells.filter_map(|(says, column, text)| {
        let text = text.replace('\u{a0}', " ").trim().to_owned();
        let heading = match says {
            Says::Lead | Says::Description => None,
            Says::Under => Some(column),
            _ => return None,
        };
        if crate::listing::is_nothing(&text) {
            return None;
        }
        Some(heading.map_or_else(|| text.clone(), |heading| format!("{heading}\n{text}")))
    });
    parts.collect()
}
