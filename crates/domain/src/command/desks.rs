//! Desks: opened, seats offered and taken, roles given.

use super::{Judged, Room, Stop};
use crate::{
    DeskId, MembershipId, Refusal, SeatId,
    desk::{Desk, Membership, Role, SEAT_DAYS, Seat, membership_key, place_at},
    id::follows_from_a_name,
    job::{MAX_TITLE, check_line, required},
    refusal::Field,
    row::{Kind, Row, RowKey, Write},
};

impl Room<'_> {
    pub(super) fn open_desk(&self, id: DeskId, name: &str) -> Judged {
        required(Field::Organization, name)?;
        check_line(Field::Organization, name, MAX_TITLE)?;
        let person = self.person()?;
        if follows_from_a_name(id.0) || self.row(Kind::Desk, id.0)?.is_some() {
            return Err(Refusal::NotAllowed.into());
        }
        let name = name.trim().to_owned();
        let place = Membership {
            id: MembershipId::of(person.id, id),
            person: person.id,
            person_name: person.name,
            desk: id,
            desk_name: name.clone(),
            role: Role::Owner,
        };
        Ok(vec![
            Write::Put(Row::Desk(Desk {
                id,
                name,
                sample: false,
            })),
            Write::Put(Row::Membership(place)),
        ])
    }

    pub(super) fn offer_seat(&self, id: SeatId, desk: DeskId, role: Role) -> Judged {
        let owner = place_at(self.rows, self.actor.person, desk, Role::Owner)?;
        if self.row(Kind::Seat, id.0)?.is_some() {
            return Err(Refusal::NotAllowed.into());
        }
        Ok(vec![Write::Put(Row::Seat(Seat {
            id,
            by: owner.person,
            desk,
            desk_name: owner.desk_name,
            role,
            until: self.now.plus_days(SEAT_DAYS),
        }))])
    }

    pub(super) fn retract_seat(&self, id: SeatId) -> Judged {
        match self.row(Kind::Seat, id.0)? {
            Some(Row::Seat(seat)) if seat.by == self.actor.person => {
                Ok(vec![gone(Kind::Seat, id.0)])
            }
            // Whether there is such a seat is not said to others.
            _ => Err(Refusal::Gone.into()),
        }
    }

    pub(super) fn take_seat(&self, id: SeatId) -> Judged {
        let person = self.person()?;
        let seat = match self.row(Kind::Seat, id.0)? {
            Some(Row::Seat(seat)) if self.now < seat.until => seat,
            _ => return Err(Refusal::Gone.into()),
        };
        // What an owner gave away lapses with their own place.
        match place_at(self.rows, seat.by, seat.desk, Role::Owner) {
            Err(Stop::Refused(_)) => return Err(Refusal::Gone.into()),
            giver => giver?,
        };
        let before = match self.rows.get(membership_key(person.id, seat.desk))? {
            Some(Row::Membership(place)) => Some(place.role),
            _ => None,
        };
        let place = Membership {
            id: MembershipId::of(person.id, seat.desk),
            person: person.id,
            person_name: person.name,
            desk: seat.desk,
            desk_name: seat.desk_name,
            // Nobody loses by taking a seat.
            role: before.map_or(seat.role, |role| role.max(seat.role)),
        };
        Ok(vec![
            Write::Put(Row::Membership(place)),
            gone(Kind::Seat, id.0),
        ])
    }

    pub(super) fn set_role(&self, id: MembershipId, role: Role) -> Judged {
        let place = self.place(id)?;
        place_at(self.rows, self.actor.person, place.desk, Role::Owner)?;
        if place.person == self.actor.person {
            // Only another owner lowers an owner, so one always remains.
            return Err(Refusal::LastOwner.into());
        }
        Ok(vec![Write::Put(Row::Membership(Membership {
            role,
            ..place
        }))])
    }

    pub(super) fn leave_desk(&self, id: MembershipId) -> Judged {
        let place = self.place(id)?;
        if place.person == self.actor.person {
            if place.role == Role::Owner {
                return Err(Refusal::LastOwner.into());
            }
        } else {
            place_at(self.rows, self.actor.person, place.desk, Role::Owner)?;
        }
        Ok(vec![gone(Kind::Membership, id.0)])
    }

    fn place(&self, id: MembershipId) -> Result<Membership, Stop> {
        match self.row(Kind::Membership, id.0)? {
            Some(Row::Membership(place)) => Ok(place),
            // Who sits where is not said to others.
            _ => Err(Refusal::NotAllowed.into()),
        }
    }
}

fn gone(kind: Kind, id: uuid::Uuid) -> Write {
    Write::Delete(RowKey { kind, id })
}
