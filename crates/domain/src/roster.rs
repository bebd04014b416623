//! The roster (名簿) of a session, or of a program that is signed up for as a whole: who has a seat,
//! who waits in which order, who looks on. The server decides by it who gets the last seat.

use crate::{
    DeskId, ProgramId, Refusal, RosterId, SignUpId,
    program::{Capacity, SessionNo},
    row::{Row, Write},
};
use serde::{Deserialize, Serialize};

/// One on a roster.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// Whose sign-up.
    pub sign_up: SignUpId,
    /// Childcare places that come with it.
    pub children: u8,
}

/// A roster. Members of the desk read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Roster {
    /// Follows from program and session.
    pub id: RosterId,
    /// Of which program.
    pub program: ProgramId,
    /// Of which session; `None` is the whole program.
    pub session: Option<SessionNo>,
    /// Who runs it.
    pub desk: DeskId,
    /// Who has a seat, in the order in which they got it.
    pub seated: Vec<Entry>,
    /// Who waits for one, the first first.
    pub waiting: Vec<Entry>,
    /// Who looks on.
    pub observing: Vec<SignUpId>,
    /// Who takes part in the draw, until it is held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entered: Vec<Entry>,
}

/// Most who take part in one draw.
pub const MAX_ENTERED: usize = 5_000;

/// How many a roster holds: what everybody may know of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Vacancy {
    /// That of the roster.
    pub id: RosterId,
    /// Of which program.
    pub program: ProgramId,
    /// Of which session; `None` is the whole program.
    pub session: Option<SessionNo>,
    /// Seats that are taken.
    pub seated: u32,
    /// People who wait.
    pub waiting: u32,
    /// Childcare places that are taken.
    pub children: u32,
    /// Observers who signed up.
    pub observing: u32,
    /// People who take part in the draw, until it is held.
    #[serde(default)]
    pub entered: u32,
}

/// What somebody gets who asks for a seat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Admission {
    /// A seat.
    Seat,
    /// The place on the waiting list, from 1.
    Waiting(u32),
}

/// Refuses more children than there are places for, taken or not.
fn could_ever_fit(entry: Entry, capacity: Capacity) -> Result<(), Refusal> {
    let places = capacity.children.unwrap_or(0);
    let fits = u32::from(entry.children) <= places;
    fits.then_some(()).ok_or(Refusal::NoChildcare)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Roster {
    /// A roster with nobody on it.
    pub fn new(program: ProgramId, session: Option<SessionNo>, desk: DeskId) -> Self {
        Self {
            id: RosterId::of(program, session),
            program,
            session,
            desk,
            seated: Vec::new(),
            waiting: Vec::new(),
            observing: Vec::new(),
            entered: Vec::new(),
        }
    }

    /// Whether nobody is on it.
    pub fn is_empty(&self) -> bool {
        self.seated.is_empty()
            && self.waiting.is_empty()
            && self.observing.is_empty()
            && self.entered.is_empty()
    }

    /// How many it holds.
    pub fn vacancy(&self) -> Vacancy {
        Vacancy {
            id: self.id,
            program: self.program,
            session: self.session,
            seated: count(self.seated.len()),
            waiting: count(self.waiting.len()),
            children: self.children(),
            observing: count(self.observing.len()),
            entered: count(self.entered.len()),
        }
    }

    /// The roster, with what everybody may know of it.
    pub(crate) fn kept(self) -> [Write; 2] {
        [Row::Vacancy(self.vacancy()), Row::Roster(self)].map(Write::Put)
    }

    /// Children of those who have a seat.
    fn children(&self) -> u32 {
        self.seated
            .iter()
            .map(|entry| u32::from(entry.children))
            .sum()
    }

    /// Whether there is a seat, and room for the children.
    fn has_room_for(&self, entry: Entry, capacity: Capacity) -> bool {
        let seated = count(self.seated.len());
        capacity.seats.is_none_or(|seats| seated < seats) && self.has_childcare_for(entry, capacity)
    }

    fn has_childcare_for(&self, entry: Entry, capacity: Capacity) -> bool {
        let places = capacity.children.unwrap_or(0);
        entry.children == 0 || self.children().saturating_add(entry.children.into()) <= places
    }

    /// Gives a seat, or else a place on the waiting list. Who waits has no use for what is left: a
    /// roster is filled ([`Self::fill`]) whenever there is more.
    pub fn admit(&mut self, entry: Entry, capacity: Capacity) -> Result<Admission, Refusal> {
        could_ever_fit(entry, capacity)?;
        if self.has_room_for(entry, capacity) {
            self.seated.push(entry);
            return Ok(Admission::Seat);
        }
        if count(self.waiting.len()) < capacity.waiting {
            return Ok(Admission::Waiting(self.queue(entry)));
        }
        let has_seat = capacity
            .seats
            .is_none_or(|seats| count(self.seated.len()) < seats);
        let only_childcare = has_seat && !self.has_childcare_for(entry, capacity);
        Err(if only_childcare {
            Refusal::NoChildcare
        } else {
            Refusal::Full
        })
    }

    /// Gives a place on the waiting list, also where a seat is left: the desk decided so.
    pub fn wait(&mut self, entry: Entry, capacity: Capacity) -> Result<Admission, Refusal> {
        could_ever_fit(entry, capacity)?;
        if count(self.waiting.len()) >= capacity.waiting {
            return Err(Refusal::Full);
        }
        Ok(Admission::Waiting(self.queue(entry)))
    }

    /// Puts somebody at the end of the waiting list, and says at which place from 1.
    pub(crate) fn queue(&mut self, entry: Entry) -> u32 {
        self.waiting.push(entry);
        count(self.waiting.len())
    }

    /// Takes somebody into the draw.
    pub fn enter(&mut self, entry: Entry, capacity: Capacity) -> Result<(), Refusal> {
        could_ever_fit(entry, capacity)?;
        if self.entered.len() >= MAX_ENTERED {
            return Err(Refusal::Full);
        }
        self.entered.push(entry);
        Ok(())
    }

    /// Takes somebody as an observer.
    pub fn observe(&mut self, sign_up: SignUpId, capacity: Capacity) -> Result<(), Refusal> {
        let seats = capacity.observers.unwrap_or(0);
        if count(self.observing.len()) >= seats {
            return Err(Refusal::Full);
        }
        self.observing.push(sign_up);
        Ok(())
    }

    /// Takes somebody off.
    pub fn release(&mut self, sign_up: SignUpId) {
        self.seated.retain(|entry| entry.sign_up != sign_up);
        self.waiting.retain(|entry| entry.sign_up != sign_up);
        self.observing.retain(|observer| *observer != sign_up);
        self.entered.retain(|entry| entry.sign_up != sign_up);
    }

    /// Seats who waits, as far as there is room, in their order. Whose children find no place goes
    /// on waiting, and holds nobody up behind them.
    pub fn fill(&mut self, capacity: Capacity) {
        for entry in std::mem::take(&mut self.waiting) {
            if self.has_room_for(entry, capacity) {
                self.seated.push(entry);
            } else {
                self.waiting.push(entry);
            }
        }
    }

    /// What somebody on it has.
    pub fn admission_of(&self, sign_up: SignUpId) -> Option<Admission> {
        let is = |entry: &Entry| entry.sign_up == sign_up;
        if self.seated.iter().any(is) {
            return Some(Admission::Seat);
        }
        let place = self.waiting.iter().position(is)?;
        Some(Admission::Waiting(count(place + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    fn roster() -> Roster {
        Roster::new(ProgramId(Uuid::nil()), None, DeskId(Uuid::nil()))
    }

    fn entry(number: u128, children: u8) -> Entry {
        let sign_up = SignUpId(Uuid::from_u128(number));
        Entry { sign_up, children }
    }

    fn capacity(seats: u32, waiting: u32, children: u32) -> Capacity {
        Capacity {
            seats: Some(seats),
            waiting,
            children: Some(children),
            observers: Some(1),
        }
    }

    #[test]
    fn two_who_want_the_last_seat_get_one_seat_and_one_place_in_the_queue() {
        let mut roster = roster();
        let room = capacity(1, 1, 0);
        assert_eq!(roster.admit(entry(1, 0), room), Ok(Admission::Seat));
        assert_eq!(roster.admit(entry(2, 0), room), Ok(Admission::Waiting(1)));
        assert_eq!(roster.admit(entry(3, 0), room), Err(Refusal::Full));
        roster.release(entry(1, 0).sign_up);
        roster.fill(room);
        assert_eq!(
            roster.admission_of(entry(2, 0).sign_up),
            Some(Admission::Seat)
        );
    }

    #[test]
    fn childcare_places_are_counted_apart() {
        let mut roster = roster();
        let room = capacity(10, 0, 2);
        assert_eq!(roster.admit(entry(1, 2), room), Ok(Admission::Seat));
        assert_eq!(roster.admit(entry(2, 1), room), Err(Refusal::NoChildcare));
        assert_eq!(roster.admit(entry(2, 0), room), Ok(Admission::Seat));
        assert_eq!(roster.vacancy().children, 2);
        // Three never fit.
        assert_eq!(roster.admit(entry(3, 3), room), Err(Refusal::NoChildcare));
    }

    #[test]
    fn who_waits_for_childcare_holds_nobody_up() {
        let mut roster = roster();
        let room = capacity(2, 5, 1);
        for (number, children) in [(1, 1), (2, 0), (3, 1), (4, 0)] {
            roster.admit(entry(number, children), room).unwrap();
        }
        roster.release(entry(2, 0).sign_up);
        roster.fill(room);
        assert_eq!(
            roster.admission_of(entry(4, 0).sign_up),
            Some(Admission::Seat)
        );
        assert_eq!(
            roster.admission_of(entry(3, 1).sign_up),
            Some(Admission::Waiting(1))
        );
    }

    #[test]
    fn observers_take_nobodys_seat() {
        let mut roster = roster();
        let room = capacity(0, 0, 0);
        assert_eq!(roster.observe(entry(1, 0).sign_up, room), Ok(()));
        assert_eq!(
            roster.observe(entry(2, 0).sign_up, room),
            Err(Refusal::Full)
        );
    }

    proptest! {
        /// Whatever comes and goes: no more seats than there are, nobody twice, and nobody waits who
        /// fits.
        #[test]
        fn a_roster_is_never_overfull_and_nobody_waits_in_vain(
            seats in 0u32..6, waiting in 0u32..6, children in 0u32..4,
            deeds in proptest::collection::vec((0u128..12, 0u8..3, any::<bool>()), 0..60),
        ) {
            let room = capacity(seats, waiting, children);
            let mut roster = roster();
            for (number, with, comes) in deeds {
                let one = entry(number, with);
                if comes && roster.admission_of(one.sign_up).is_none() {
                    let _ = roster.admit(one, room);
                } else if !comes {
                    roster.release(one.sign_up);
                    roster.fill(room);
                }
                let all: Vec<_> = roster.seated.iter().chain(&roster.waiting).map(|e| e.sign_up).collect();
                prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
                prop_assert!(roster.vacancy().seated <= seats);
                prop_assert!(roster.vacancy().waiting <= waiting);
                prop_assert!(roster.vacancy().children <= children);
                prop_assert!(!roster.waiting.iter().any(|one| roster.has_room_for(*one, room)));
            }
        }
    }
}
