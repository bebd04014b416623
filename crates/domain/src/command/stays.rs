//! Stays: booking a room for some nights, and giving it back.

use super::{Judged, Room, Stop};
use crate::{
    Day, ProgramId, Refusal, SignUpId, StayId,
    desk::{Role, place_at},
    program::{LodgingNo, Program, RoomNo},
    refusal::{Field, Invalid, Problem},
    row::{Kind, Row, Write},
    safety::not_blocked,
    sign_up::{Part, State},
    stay::{Guest, Guestbook, Nights, Stay, check_nights},
};

impl Room<'_> {
    pub(super) fn book_stay(
        &self,
        sign_up: SignUpId,
        lodging: LodgingNo,
        room: RoomNo,
        nights: Nights,
    ) -> Judged {
        let sign_up = match self.row(Kind::SignUp, sign_up.0)? {
            Some(Row::SignUp(sign_up)) if sign_up.person == self.actor.person => sign_up,
            // Whether there is one is not said to others.
            _ => return Err(Refusal::Gone.into()),
        };
        let has_seat = matches!(sign_up.state, State::Accepted { .. })
            && sign_up.application.part == Part::Participant;
        if !has_seat {
            return Err(Refusal::NoSeat.into());
        }
        let program = self.program(sign_up.program)?;
        let (lodging, room) = offered(&program, lodging, room).ok_or(Invalid {
            field: Field::GuestRoom,
            problem: Problem::Malformed,
        })?;
        let today = Day::of(self.now);
        check_nights(nights, lodging, today)?;
        not_blocked(self.rows, sign_up.person, program.desk)?;
        let id = StayId::of(sign_up.id);
        if self.stay(id)?.is_some_and(|stay| stay.holds()) {
            return Err(Refusal::StayBooked.into());
        }
        let book = self.guestbook(program.id)?;
        let mut book = book.unwrap_or_else(|| Guestbook::new(program.id, program.desk));
        let guest = Guest {
            stay: id,
            person: sign_up.person,
            lodging: lodging.no,
            room: room.no,
            nights,
        };
        book.take(guest, lodging, today)?;
        let mut writes: Vec<Write> = book.kept().into();
        writes.push(Write::Put(Row::Stay(Stay {
            id,
            sign_up: sign_up.id,
            program: program.id,
            program_title: program.title.clone(),
            desk: program.desk,
            person: sign_up.person,
            person_name: sign_up.person_name,
            lodging: lodging.no,
            lodging_name: lodging.name.clone(),
            room: room.no,
            room_name: room.name.clone(),
            nights,
            made_at: self.now,
            cancelled_at: None,
        })));
        Ok(writes)
    }

    pub(super) fn cancel_stay(&self, id: StayId) -> Judged {
        // Whether there is one is not said to others.
        let stay = self.stay(id)?.ok_or(Refusal::Gone)?;
        if stay.person != self.actor.person {
            place_at(self.rows, self.actor.person, stay.desk, Role::Member).map_err(|stop| {
                match stop {
                    Stop::Refused(_) => Refusal::Gone.into(),
                    missing => missing,
                }
            })?;
        }
        if !stay.holds() || stay.is_over(Day::of(self.now)) {
            return Err(Refusal::Ended.into());
        }
        self.given_back(stay)
    }

    /// Gives back the room that comes with a sign-up, where its nights are not over.
    pub(super) fn room_given_back(&self, sign_up: SignUpId) -> Judged {
        match self.stay(StayId::of(sign_up))? {
            Some(stay) if stay.holds() && !stay.is_over(Day::of(self.now)) => self.given_back(stay),
            _ => Ok(Vec::new()),
        }
    }

    fn given_back(&self, stay: Stay) -> Judged {
        let mut writes = Vec::new();
        if let Some(mut book) = self.guestbook(stay.program)? {
            book.release(stay.id);
            writes.extend(book.kept());
        }
        writes.push(Write::Put(Row::Stay(Stay {
            cancelled_at: Some(self.now),
            ..stay
        })));
        Ok(writes)
    }

    /// A room in which somebody stays is not taken from under them.
    pub(super) fn keeps_its_guests(&self, before: &Program, program: &Program) -> Result<(), Stop> {
        if before.lodgings == program.lodgings {
            return Ok(());
        }
        let Some(book) = self.guestbook(before.id)? else {
            return Ok(());
        };
        let today = Day::of(self.now);
        let has_room = |guest: &Guest| {
            let offered = offered(program, guest.lodging, guest.room);
            offered.is_some_and(|(lodging, _)| lodging.nights.contains(guest.nights))
        };
        let mut ahead = book.guests.iter().filter(|guest| today < guest.nights.to);
        if ahead.all(has_room) {
            return Ok(());
        }
        let (field, problem) = (Field::Lodging, Problem::Settled);
        Err(Invalid { field, problem }.into())
    }

    fn stay(&self, id: StayId) -> Result<Option<Stay>, Stop> {
        Ok(match self.row(Kind::Stay, id.0)? {
            Some(Row::Stay(stay)) => Some(stay),
            _ => None,
        })
    }

    fn guestbook(&self, program: ProgramId) -> Result<Option<Guestbook>, Stop> {
        Ok(match self.row(Kind::Guestbook, program.0)? {
            Some(Row::Guestbook(book)) => Some(book),
            _ => None,
        })
    }
}

/// A room that a program offers, with its lodging.
fn offered(
    program: &Program,
    lodging: LodgingNo,
    room: RoomNo,
) -> Option<(&crate::program::Lodging, &crate::program::GuestRoom)> {
    let lodging = program.lodging(lodging)?;
    Some((lodging, lodging.room(room)?))
}
