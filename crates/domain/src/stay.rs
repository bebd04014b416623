//! Stays in the lodgings of a program (お試し移住): a room for some nights, and the guestbook (宿帳) by
//! which the server decides who has it.
//!
//! (A [`crate::visit::Stay`] is something else: what became of a booking in a space.)

use crate::{
    Day, DeskId, PersonId, ProgramId, Refusal, SignUpId, StayId, Timestamp,
    program::{Lodging, LodgingNo, RoomNo},
    refusal::{Field, Invalid, Problem},
    row::{Row, Write},
};
use serde::{Deserialize, Serialize};

/// Nights in a row, by days in Japan. The night of a day is the one that begins on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Nights {
    /// The first night.
    pub from: Day,
    /// The day of departure: the night of this day is free again.
    pub to: Day,
}

impl Nights {
    /// How many they are; none, or fewer, where the departure comes first.
    pub fn count(self) -> i64 {
        self.from.until(self.to)
    }

    /// Whether a night is one of them.
    pub fn has(self, night: Day) -> bool {
        self.from <= night && night < self.to
    }

    /// Whether all of `other` are among them.
    pub fn contains(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether some night is one of both.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// A room of a person for some nights. The person and the desk's members read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "LodgingStay"))]
pub struct Stay {
    /// Follows from the sign-up: each comes with one stay.
    pub id: StayId,
    /// With which sign-up.
    pub sign_up: SignUpId,
    /// Of which program.
    pub program: ProgramId,
    /// Its title, as it was then.
    pub program_title: String,
    /// Who runs it.
    pub desk: DeskId,
    /// Who stays.
    pub person: PersonId,
    /// Their name, as it was then.
    pub person_name: String,
    /// In which lodging.
    pub lodging: LodgingNo,
    /// What it was called then.
    pub lodging_name: String,
    /// In which room.
    pub room: RoomNo,
    /// What it was called then.
    pub room_name: String,
    /// In which nights.
    pub nights: Nights,
    /// When it was booked.
    pub made_at: Timestamp,
    /// When it was taken back, by them or by the desk.
    pub cancelled_at: Option<Timestamp>,
}

impl Stay {
    /// Whether the room is theirs.
    pub fn holds(&self) -> bool {
        self.cancelled_at.is_none()
    }

    /// Whether its last night is over.
    pub fn is_over(&self, today: Day) -> bool {
        self.nights.to <= today
    }
}

/// One in the guestbook.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Guest {
    /// By which stay.
    pub stay: StayId,
    /// Who.
    pub person: PersonId,
    /// In which lodging.
    pub lodging: LodgingNo,
    /// In which room.
    pub room: RoomNo,
    /// In which nights.
    pub nights: Nights,
}

/// The guestbook of a program: who has which room in which nights. Members of the desk read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Guestbook {
    /// Of which program; its id as well.
    pub program: ProgramId,
    /// Who runs it.
    pub desk: DeskId,
    /// Who stays, in the order in which they booked.
    pub guests: Vec<Guest>,
}

/// Nights in which a room is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Taken {
    /// In which lodging.
    pub lodging: LodgingNo,
    /// Which room.
    pub room: RoomNo,
    /// The nights.
    pub nights: Nights,
}

/// Which rooms of a program are taken in which nights: what everybody may know of its guestbook. Stays
/// that follow each other are one, so that it does not tell where one guest goes and the next comes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakenNights {
    /// Of which program; its id as well.
    pub program: ProgramId,
    /// By lodging, room and night.
    pub taken: Vec<Taken>,
}

/// Most free nights that a refusal names, in a row each.
const MOST_NAMED: usize = 5;

impl Guestbook {
    /// A guestbook with nobody in it.
    pub fn new(program: ProgramId, desk: DeskId) -> Self {
        Self {
            program,
            desk,
            guests: Vec::new(),
        }
    }

    /// Gives a room for some nights, if it is free in all of them.
    pub fn take(&mut self, guest: Guest, lodging: &Lodging, today: Day) -> Result<(), Refusal> {
        let overlapping = || {
            let guests = self.guests.iter();
            guests.filter(|one| one.nights.overlaps(guest.nights))
        };
        // Nobody sleeps in two beds.
        if overlapping().any(|one| one.person == guest.person) {
            return Err(Refusal::StayBooked);
        }
        if overlapping().any(|one| one.lodging == guest.lodging && one.room == guest.room) {
            let mut free = self.told().free(lodging, guest.room, today);
            free.sort_by_key(|nights| nights.from.until(guest.nights.from).abs());
            free.truncate(MOST_NAMED);
            free.sort_unstable();
            return Err(Refusal::NightsTaken { free });
        }
        self.guests.push(guest);
        Ok(())
    }

    /// A stay is no more: its nights are free again.
    pub fn release(&mut self, stay: StayId) {
        self.guests.retain(|guest| guest.stay != stay);
    }

    /// What everybody may know of it.
    pub fn told(&self) -> TakenNights {
        let guests = self.guests.iter();
        let mut all: Vec<Taken> = guests
            .map(|guest| Taken {
                lodging: guest.lodging,
                room: guest.room,
                nights: guest.nights,
            })
            .collect();
        all.sort_unstable();
        let mut taken: Vec<Taken> = Vec::new();
        for next in all {
            match taken.last_mut() {
                Some(last)
                    if (last.lodging, last.room) == (next.lodging, next.room)
                        && last.nights.to == next.nights.from =>
                {
                    last.nights.to = next.nights.to;
                }
                _ => taken.push(next),
            }
        }
        TakenNights {
            program: self.program,
            taken,
        }
    }

    /// The guestbook, with what everybody may know of it.
    pub(crate) fn kept(self) -> [Write; 2] {
        [Row::TakenNights(self.told()), Row::Guestbook(self)].map(Write::Put)
    }
}

impl TakenNights {
    fn of_room(&self, lodging: LodgingNo, room: RoomNo) -> impl Iterator<Item = Nights> {
        let taken = self.taken.iter();
        taken
            .filter(move |taken| taken.lodging == lodging && taken.room == room)
            .map(|taken| taken.nights)
    }

    /// Whether somebody has a room in a night.
    pub fn has(&self, lodging: LodgingNo, room: RoomNo, night: Day) -> bool {
        self.of_room(lodging, room).any(|nights| nights.has(night))
    }

    /// The nights from `today` on in which a room is free, in a row each.
    pub fn free(&self, lodging: &Lodging, room: RoomNo, today: Day) -> Vec<Nights> {
        let mut free = Vec::new();
        let mut from = lodging.nights.from.max(today);
        let end = Nights {
            from: lodging.nights.to,
            to: lodging.nights.to,
        };
        for taken in self.of_room(lodging.no, room).chain([end]) {
            let to = taken.from.min(end.to);
            if from < to {
                free.push(Nights { from, to });
            }
            from = from.max(taken.to);
        }
        free
    }
}

/// Whether these nights can be asked for: some, not too many, while the lodging is open, and ahead.
pub(crate) fn check_nights(nights: Nights, lodging: &Lodging, today: Day) -> Result<(), Invalid> {
    let wrong = |problem| {
        let field = Field::Nights;
        Err(Invalid { field, problem })
    };
    let max = i64::from(lodging.longest);
    if !(1..=max).contains(&nights.count()) {
        return wrong(Problem::OutOfRange { min: 1, max });
    }
    if nights.from < today {
        return wrong(Problem::Past);
    }
    if !lodging.nights.contains(nights) {
        return wrong(Problem::Malformed);
    }
    Ok(())
}
