//! A program as the columns of a list tell it.

use super::{layout::Says, read::ONLINE};
use crate::places::prefecture;
use domain::{
    Day, Yen,
    place::Town,
    program::{Position, Program, Session, SignUpBy, Venue},
};

/// What a column says of a program. Of several sessions the list tells from when to when.
pub(super) fn say(program: &Program, says: Says) -> String {
    let first = program
        .sessions
        .iter()
        .min_by_key(|session| session.begins_at());
    let last = program
        .sessions
        .iter()
        .max_by_key(|session| session.ends_at());
    let of = |session: Option<&Session>, tell: fn(&Session) -> Option<String>| {
        session.and_then(tell).unwrap_or_default()
    };
    let venue = first.and_then(|session| session.venue.as_ref());
    let place = |tell: fn(&Venue) -> String| venue.map(tell).unwrap_or_default();
    let town = program.towns.first();
    let town_name = town.map(|town| town.name.as_str()).unwrap_or_default();
    match says {
        Says::Code => town.map(code).unwrap_or_default(),
        Says::Prefecture => prefecture(town_name).0.to_owned(),
        Says::City => prefecture(town_name).1.to_owned(),
        Says::Body => match prefecture(town_name) {
            (whole, "") => whole.to_owned(),
            (_, city) => city.to_owned(),
        },
        Says::Identifier => program
            .identifier
            .clone()
            .unwrap_or_else(|| program.id.to_string()),
        Says::Title => program.title.clone(),
        Says::Description => program.description.clone(),
        Says::From => of(first, |session| Some(session.from.to_string())),
        Says::To => of(last, |session| Some(session.to.to_string())),
        Says::Begins => of(first, |session| Some(session.begins?.to_string())),
        Says::Ends => of(last, |session| Some(session.ends?.to_string())),
        Says::Note => of(first, |session| Some(session.note.clone())),
        Says::Cost => match program.cost {
            None => String::new(),
            Some(Yen(0)) => "無料".to_owned(),
            Some(Yen(amount)) => format!("{amount}円"),
        },
        Says::CostNote => program.cost_note.clone(),
        Says::Contact => program.contact.clone(),
        Says::Organizer | Says::Desk => program.desk_name.clone(),
        Says::Venue => match (venue, first.is_some_and(|session| session.online)) {
            (None, true) => ONLINE.to_owned(),
            _ => place(|venue| venue.name.clone()),
        },
        Says::Address => place(|venue| venue.address.clone()),
        Says::AddressPrefecture => place(|venue| parts(venue).0),
        Says::AddressCity => place(|venue| parts(venue).1),
        Says::AddressTown => place(|venue| parts(venue).2),
        Says::VenueCode => place(|venue| venue.town.as_ref().map(code).unwrap_or_default()),
        Says::Latitude => place(|venue| degrees(venue, |position| position.latitude)),
        Says::Longitude => place(|venue| degrees(venue, |position| position.longitude)),
        Says::Access => place(|venue| venue.access.clone()),
        Says::Capacity => of(first, |session| Some(session.capacity?.to_string())),
        Says::ClosesDay => closes(program).0,
        Says::ClosesTime => closes(program).1,
        Says::SignUp => match &program.sign_up {
            SignUpBy::Other(words) => words.clone(),
            SignUpBy::Engawa => String::new(),
        },
        Says::Website => program.website.clone().unwrap_or_default(),
        Says::Lead
        | Says::Under
        | Says::Days
        | Says::Phone
        | Says::Extension
        | Says::Mail
        | Says::AddressBlock
        | Says::Building
        | Says::Position
        | Says::Parking
        | Says::Kind
        | Says::Published => String::new(),
    }
}

fn code(town: &Town) -> String {
    town.code.as_str().to_owned()
}

/// An address as prefecture, municipality and what is left; together they are the address.
fn parts(venue: &Venue) -> (String, String, String) {
    let (before, behind) = prefecture(&venue.address);
    let town = venue.town.as_ref().map(|town| prefecture(&town.name).1);
    let town = town
        .filter(|town| behind.starts_with(town))
        .unwrap_or_default();
    let rest = behind.strip_prefix(town).unwrap_or(behind);
    (before.to_owned(), town.to_owned(), rest.to_owned())
}

fn degrees(venue: &Venue, degrees: fn(Position) -> f64) -> String {
    venue
        .position
        .map(|position| degrees(position).to_string())
        .unwrap_or_default()
}

/// The last day for sign-ups, and the time if it is not the day's end. A moment within a minute
/// cannot be told.
fn closes(program: &Program) -> (String, String) {
    let Some(at) = program.closes_at else {
        return Default::default();
    };
    let day = Day::of(at);
    let since = at.0 - day.start().0;
    match since {
        0 => (day.plus(-1).to_string(), String::new()),
        _ if since % 60_000 == 0 => {
            let minutes = since / 60_000;
            let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
            (day.to_string(), time)
        }
        _ => Default::default(),
    }
}
