//! Where its people stay: the lodgings of a program, each with its rooms as lines of a text.

use super::reading::{Reading, number, put};
use crate::{
    draft::Fields,
    program::{GuestRoom, Lodging, LodgingNo, MAX_BEDS, Program, RoomNo},
    refusal::{Field, List, Part, Problem},
    stay::Nights,
    typed,
};

pub(super) fn texts(program: &Program, texts: &mut Fields) {
    put(texts, Field::Workspace, number(program.workspace));
    for (rank, lodging) in (1..).zip(&program.lodgings) {
        let rank: u32 = rank;
        let rooms = lodging.rooms.iter();
        let rooms: Vec<String> = rooms.map(line_of).collect();
        for (part, text) in [
            (Part::Rank, rank.to_string()),
            (Part::Name, lodging.name.clone()),
            (Part::Address, lodging.address.clone()),
            (Part::Rooms, rooms.join("\n")),
            (Part::From, lodging.nights.from.to_string()),
            (Part::To, lodging.nights.to.to_string()),
            (Part::Most, lodging.longest.to_string()),
            (Part::Begins, number(lodging.check_in)),
            (Part::Ends, number(lodging.check_out)),
            (Part::Rules, lodging.house_rules.clone()),
            (Part::Contact, lodging.contact.clone()),
        ] {
            put(texts, Field::Item(List::Lodging, lodging.no.0, part), text);
        }
    }
}

pub(super) fn read(reading: &mut Reading<'_>, base: &Program, program: &mut Program) {
    let space = |text: &str| text.parse().ok();
    reading.take(Field::Workspace, &mut program.workspace, space);
    if !reading.touches(List::Lodging) {
        return;
    }
    let mut lodgings = Vec::new();
    for number in reading.items(List::Lodging) {
        let before = base.lodging(LodgingNo(number));
        lodgings.extend(lodging(reading, before, number));
    }
    program.lodgings = lodgings;
}

/// A lodging; one that is open in no night is none yet.
fn lodging(reading: &mut Reading<'_>, before: Option<&Lodging>, number: u16) -> Option<Lodging> {
    let at = |part| Field::Item(List::Lodging, number, part);
    let mut day = |part, before| {
        let mut day = before;
        reading.take(at(part), &mut day, |text| text.parse().ok());
        if day.is_none() && reading.text(at(part)).is_empty() {
            reading.note(at(part), Problem::Missing);
        }
        day
    };
    let from = day(Part::From, before.map(|before| before.nights.from));
    let to = day(Part::To, before.map(|before| before.nights.to));
    let (from, to) = from.zip(to)?;
    let mut longest = before.map(|before| before.longest);
    reading.take(at(Part::Most), &mut longest, |text| {
        typed::whole_number(text).map(|nights| u8::try_from(nights).unwrap_or(u8::MAX))
    });
    let blank = Lodging {
        no: LodgingNo(number),
        name: String::new(),
        address: String::new(),
        check_in: None,
        check_out: None,
        house_rules: String::new(),
        contact: String::new(),
        rooms: Vec::new(),
        nights: Nights { from, to },
        longest: longest.unwrap_or(0),
    };
    let mut lodging = match before {
        Some(before) => Lodging {
            nights: blank.nights,
            longest: blank.longest,
            ..before.clone()
        },
        None => blank,
    };
    reading.line(at(Part::Name), &mut lodging.name);
    reading.prose(at(Part::Address), &mut lodging.address);
    reading.prose(at(Part::Rules), &mut lodging.house_rules);
    reading.prose(at(Part::Contact), &mut lodging.contact);
    let time = |text: &str| text.parse().ok();
    reading.take(at(Part::Begins), &mut lodging.check_in, time);
    reading.take(at(Part::Ends), &mut lodging.check_out, time);
    if let Some(text) = reading.touched(at(Part::Rooms)) {
        lodging.rooms = rooms(text, &lodging.rooms);
    }
    Some(lodging)
}

/// A room as a line: 海の間 2.
fn line_of(room: &GuestRoom) -> String {
    format!("{} {}", room.name, room.beds)
}

/// A name, and how many can sleep there: one where the line does not say.
fn room_of(line: &str) -> (String, u8) {
    let line = typed::one_line(line);
    let said = line
        .rsplit_once([' ', '\u{3000}'])
        .and_then(|(name, beds)| {
            let beds = typed::whole_number(beds.trim_end_matches(['人', '名']))?;
            let beds = u8::try_from(beds).ok().filter(|beds| *beds <= MAX_BEDS)?;
            Some((name.trim().to_owned(), beds))
        });
    said.unwrap_or((line, 1))
}

/// The rooms of some lines. One that is called as before keeps its number.
fn rooms(text: &str, before: &[GuestRoom]) -> Vec<GuestRoom> {
    let mut rooms: Vec<GuestRoom> = Vec::new();
    let mut last = before.iter().map(|room| room.no.0).max().unwrap_or(0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (name, beds) = room_of(line);
        let known = before
            .iter()
            .find(|room| room.name == name && !rooms.iter().any(|other| other.no == room.no));
        let no = known.map_or_else(
            || {
                last = last.saturating_add(1);
                RoomNo(last)
            },
            |room| room.no,
        );
        rooms.push(GuestRoom { no, name, beds });
    }
    rooms
}
