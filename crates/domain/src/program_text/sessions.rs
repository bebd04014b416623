//! When and where: the sessions of a program, and what a sign-up is for.

use super::reading::{Reading, count, number, put, yes_or_no};
use crate::{
    draft::Fields,
    program::{Attendance, Observers, Program, Session, SessionNo, Venue},
    refusal::{Field, List, Part, Problem},
};

/// Who may look on, without how many: a word of [`Part::Observers`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Watching {
    /// Nobody.
    #[default]
    None,
    /// 見学自由: who comes, comes.
    Free,
    /// Who signs up.
    SignUp,
}

impl Watching {
    /// Each.
    pub const ALL: [Watching; 3] = [Self::None, Self::Free, Self::SignUp];

    /// The stable word in a text.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Free => "free",
            Self::SignUp => "sign_up",
        }
    }

    /// The one of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    fn of(observers: Observers) -> Self {
        match observers {
            Observers::None => Self::None,
            Observers::Free => Self::Free,
            Observers::SignUp(_) => Self::SignUp,
        }
    }
}

impl Attendance {
    /// Each.
    pub const ALL: [Attendance; 2] = [Self::One, Self::All];

    /// The stable word in a text.
    pub fn word(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::All => "all",
        }
    }

    /// The one of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

pub(super) fn texts(program: &Program, texts: &mut Fields) {
    put(texts, Field::Attendance, program.attendance.word());
    put(texts, Field::Capacity, number(program.capacity));
    let waitlist = Some(program.waitlist).filter(|places| *places > 0);
    put(texts, Field::Waitlist, number(waitlist));
    for (rank, session) in (1..).zip(&program.sessions) {
        let rank: u32 = rank;
        let at = |part| Field::Item(List::Session, session.no.0, part);
        let last = (session.to != session.from).then_some(session.to);
        let venue = |of: fn(&Venue) -> &String| session.venue.as_ref().map(of);
        let said = |text: Option<&String>| text.cloned().unwrap_or_default();
        for (part, text) in [
            (Part::Rank, rank.to_string()),
            (Part::From, session.from.to_string()),
            (Part::To, number(last)),
            (Part::Begins, number(session.begins)),
            (Part::Ends, number(session.ends)),
            (Part::Note, session.note.clone()),
            (Part::Online, yes_or_no(session.online).to_owned()),
            (Part::Venue, said(venue(|venue| &venue.name))),
            (Part::Address, said(venue(|venue| &venue.address))),
            (Part::Access, said(venue(|venue| &venue.access))),
            (Part::Capacity, number(session.capacity)),
            (
                Part::Observers,
                Watching::of(session.observers).word().to_owned(),
            ),
            (Part::ObserverSeats, number(session.observers.seats())),
            (Part::Childcare, number(session.childcare)),
        ] {
            put(texts, at(part), text);
        }
    }
}

pub(super) fn read(reading: &mut Reading<'_>, base: &Program, program: &mut Program) {
    reading.word(
        Field::Attendance,
        &mut program.attendance,
        Attendance::from_word,
    );
    reading.take(Field::Capacity, &mut program.capacity, count);
    let mut waitlist = Some(program.waitlist);
    reading.take(Field::Waitlist, &mut waitlist, count);
    program.waitlist = waitlist.unwrap_or(0);
    // Seats are counted in one way or the other.
    if program.attendance == Attendance::One && base.capacity.is_none() {
        program.capacity = None;
    }
    if !reading.touches(List::Session) {
        return;
    }
    let mut sessions = Vec::new();
    for number in reading.items(List::Session) {
        let before = base.session(SessionNo(number));
        sessions.extend(session(reading, before, number));
    }
    // They stand in the order of time by themselves.
    sessions.sort_by_key(|session| (session.begins_at(), session.ends_at(), session.no));
    program.sessions = sessions;
}

/// A session; one without a day is none yet.
fn session(reading: &mut Reading<'_>, before: Option<&Session>, number: u16) -> Option<Session> {
    let at = |part| Field::Item(List::Session, number, part);
    let mut from = before.map(|session| session.from);
    reading.take(at(Part::From), &mut from, |text| text.parse().ok());
    let Some(from) = from else {
        if reading.text(at(Part::From)).is_empty() {
            reading.note(at(Part::From), Problem::Missing);
        }
        return None;
    };
    let mut to = before
        .filter(|session| session.to != session.from)
        .map(|session| session.to);
    reading.take(at(Part::To), &mut to, |text| text.parse().ok());
    let mut session = Session {
        no: SessionNo(number),
        from,
        to: to.unwrap_or(from),
        begins: None,
        ends: None,
        note: String::new(),
        online: false,
        venue: None,
        capacity: None,
        observers: Observers::None,
        childcare: None,
    };
    if let Some(before) = before {
        session = Session {
            from: session.from,
            to: session.to,
            ..before.clone()
        };
    }
    reading.take(at(Part::Begins), &mut session.begins, |text| {
        text.parse().ok()
    });
    reading.take(at(Part::Ends), &mut session.ends, |text| text.parse().ok());
    reading.prose(at(Part::Note), &mut session.note);
    reading.yes(at(Part::Online), &mut session.online);
    let named = [Part::Venue, Part::Address, Part::Access];
    if named
        .into_iter()
        .any(|part| reading.touched(at(part)).is_some())
    {
        session.venue = venue(reading, session.venue, number);
    }
    reading.take(at(Part::Capacity), &mut session.capacity, count);
    reading.take(at(Part::Childcare), &mut session.childcare, count);
    let mut watching = Watching::of(session.observers);
    let mut seats = session.observers.seats();
    reading.word(at(Part::Observers), &mut watching, Watching::from_word);
    reading.take(at(Part::ObserverSeats), &mut seats, count);
    session.observers = match watching {
        Watching::None => Observers::None,
        Watching::Free => Observers::Free,
        Watching::SignUp => {
            if reading.text(at(Part::ObserverSeats)).is_empty() {
                reading.note(at(Part::ObserverSeats), Problem::Missing);
            }
            Observers::SignUp(seats.unwrap_or(0))
        }
    };
    Some(session)
}

fn venue(reading: &Reading<'_>, before: Option<Venue>, number: u16) -> Option<Venue> {
    let at = |part| Field::Item(List::Session, number, part);
    let mut venue = before.unwrap_or_default();
    let moved = |part| reading.touched(at(part)).is_some();
    if moved(Part::Venue) || moved(Part::Address) {
        // Where the place was on the map, this one need not be.
        venue.position = None;
    }
    reading.line(at(Part::Venue), &mut venue.name);
    reading.prose(at(Part::Address), &mut venue.address);
    reading.prose(at(Part::Access), &mut venue.access);
    let is_named = [&venue.name, &venue.address, &venue.access]
        .into_iter()
        .any(|text| !text.is_empty());
    is_named.then_some(venue)
}
