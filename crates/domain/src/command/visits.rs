//! Spaces, and visits to them: entering and changing a space, booking a place for half a day, checking
//! in and out at the door.

use super::{Judged, Room, Stop};
use crate::{
    BookingId, Day, DayPlanId, DeskId, PersonId, Refusal, SpaceId, Timestamp,
    desk::{Role, place_at},
    id::follows_from_a_name,
    refusal::{Field, Invalid, Problem},
    row::{Kind, Row, Write},
    safety::not_blocked,
    space::Space,
    visit::{AHEAD, Booking, DayPlan, Half, Held, LATE, Occupancy, Standing, Stay, expected_by},
};
use std::collections::BTreeMap;

impl Room<'_> {
    pub(super) fn publish_space(&self, space: &Space) -> Judged {
        let desk = space.desk.ok_or(Refusal::NotAllowed)?;
        let place = place_at(self.rows, self.actor.person, desk, Role::Member)?;
        if follows_from_a_name(space.id.0) {
            return Err(Refusal::NotAllowed.into());
        }
        if self.row(Kind::Space, space.id.0)?.is_some() {
            return Err(Refusal::AlreadySent.into());
        }
        let space = Space {
            desk_name: place.desk_name,
            accredited: None,
            sample: false,
            identifier: None,
            extra: serde_json::Map::new(),
            posted_at: self.now,
            edited_at: None,
            ..space.clone()
        };
        space.check()?;
        Ok(vec![Write::Put(Row::Space(space))])
    }

    pub(super) fn edit_space(&self, space: &Space) -> Judged {
        let before = self.space(space.id)?;
        let desk = before.desk.ok_or(Refusal::NotAllowed)?;
        place_at(self.rows, self.actor.person, desk, Role::Member)?;
        let space = Space {
            desk: before.desk,
            desk_name: before.desk_name.clone(),
            accredited: before.accredited,
            sample: before.sample,
            identifier: before.identifier.clone(),
            extra: before.extra.clone(),
            posted_at: before.posted_at,
            edited_at: Some(self.now),
            ..space.clone()
        };
        space.check()?;
        let mut writes = Vec::new();
        let mut occupancy = self.occupancy(space.id)?;
        let today = Day::of(self.now);
        for day in (0..=AHEAD).map(|days| today.plus(days)) {
            let is_open = |half| !space.closed && space.span(day, half).is_some();
            let Some(mut book) = self.book(space.id, day)? else {
                continue;
            };
            // Nobody comes when it is closed.
            for booking in book.bookings(|half| !is_open(half))? {
                if booking.standing(self.now) != Standing::In {
                    let at = self.now;
                    book.settle(booking, Stay::Cancelled { at });
                }
            }
            writes.extend(book.count_in(&mut occupancy)?);
        }
        // A space where nobody was is counted by its first booking.
        if !writes.is_empty() {
            writes.push(Write::Put(Row::Occupancy(occupancy)));
        }
        writes.push(Write::Put(Row::Space(space)));
        Ok(writes)
    }

    pub(super) fn book_visit(&self, space: SpaceId, day: Day, half: Half) -> Judged {
        let person = self.person()?;
        let space = self.space(space)?;
        let desk = takes_visits(&space)?;
        if Day::of(self.now).plus(AHEAD) < day {
            let (min, max) = (0, AHEAD);
            let (field, problem) = (Field::Days, Problem::OutOfRange { min, max });
            return Err(Invalid { field, problem }.into());
        }
        let span = space.span(day, half).ok_or(Refusal::SpaceShut)?;
        if span.ends <= self.now {
            return Err(Refusal::SpaceShut.into());
        }
        not_blocked(self.rows, person.id, desk)?;
        let mut book = self.book_of(&space, desk, day)?;
        let id = BookingId::of(person.id, space.id, day, half);
        if book.plan.has(id) {
            return Err(Refusal::AlreadyBooked.into());
        }
        // Who sits there already stays there.
        let is_there = Half::ALL.into_iter().try_fold(None, |since, half| {
            let other = self.booking(BookingId::of(person.id, space.id, day, half))?;
            let is_in = other.is_some_and(|it| it.standing(self.now) == Standing::In);
            Ok::<_, Stop>(since.or(is_in.then_some(self.now)))
        })?;
        let stay = match is_there {
            Some(since) => Stay::In { since },
            None => Stay::Booked {
                expected_by: expected_by(span, self.now),
            },
        };
        book.take(
            Booking {
                id,
                space: space.id,
                space_name: space.name.clone(),
                desk,
                person: person.id,
                person_name: person.name,
                day,
                half,
                span,
                made_at: self.now,
                walk_in: false,
                stay,
            },
            space.quota,
        )?;
        book.close()
    }

    pub(super) fn cancel_booking(&self, id: BookingId) -> Judged {
        // Whether there is one is not said to others.
        let booking = self.booking(id)?.ok_or(Refusal::Gone)?;
        if booking.person != self.actor.person {
            place_at(self.rows, self.actor.person, booking.desk, Role::Member).map_err(|stop| {
                match stop {
                    Stop::Refused(_) => Refusal::Gone.into(),
                    missing => missing,
                }
            })?;
        }
        if !matches!(booking.standing(self.now), Standing::Ahead | Standing::Late) {
            return Err(Refusal::Ended.into());
        }
        let Some(mut book) = self.book(booking.space, booking.day)? else {
            return Err(Refusal::Ended.into());
        };
        book.settle(booking, Stay::Cancelled { at: self.now });
        book.close()
    }

    pub(super) fn check_in(&self, space: SpaceId, person: PersonId, at: Timestamp) -> Judged {
        let at = self.when(at)?;
        let day = Day::of(at);
        let mut book = match self.book(space, day)? {
            Some(book) => book,
            // Nobody booked anything that day.
            None => {
                let space = self.space(space)?;
                let desk = space.desk.ok_or(Refusal::NotAllowed)?;
                self.book_of(&space, desk, day)?
            }
        };
        place_at(self.rows, self.actor.person, book.plan.desk, Role::Member)?;
        let own = self.own(space, person, day)?;
        let lasts = |booking: &&Booking| at < booking.span.ends;
        if own
            .iter()
            .filter(lasts)
            .any(|booking| booking.standing(at) == Standing::In)
        {
            return Err(Refusal::AlreadyIn.into());
        }
        let came_in_time = |booking: &&Booking| {
            matches!(booking.standing(at), Standing::Ahead | Standing::Late)
                && book.plan.has(booking.id)
        };
        let booked = own.iter().filter(lasts).find(came_in_time).cloned();
        match booked {
            Some(booking) => book.settle(booking, Stay::In { since: at }),
            None => self.walk_in(&mut book, space, person, &own, at)?,
        }
        // Who stays for the afternoon need not come again.
        for booking in own {
            if booking.standing(at) == Standing::Ahead && book.plan.has(booking.id) {
                book.settle(booking, Stay::In { since: at });
            }
        }
        // Whoever waited in vain has given their place back before the next one is judged.
        book.close()
    }

    /// Takes what is free, for somebody who booked nothing or comes too late.
    fn walk_in(
        &self,
        book: &mut Book<'_>,
        space: SpaceId,
        person: PersonId,
        own: &[Booking],
        at: Timestamp,
    ) -> Result<(), Stop> {
        let space = self.space(space)?;
        takes_visits(&space)?;
        let (half, span) = space.half_at(at).ok_or(Refusal::SpaceShut)?;
        let before = own.iter().find(|booking| booking.half == half);
        let name = match self.row(Kind::Person, person.0)? {
            Some(Row::Person(person)) => person.name,
            _ => match before {
                Some(booking) => booking.person_name.clone(),
                None => return Err(Refusal::NotRegistered.into()),
            },
        };
        let booking = Booking {
            id: BookingId::of(person, space.id, book.plan.day, half),
            space: space.id,
            space_name: space.name.clone(),
            desk: book.plan.desk,
            person,
            person_name: name,
            day: book.plan.day,
            half,
            span,
            made_at: before.map_or(at, |booking| booking.made_at),
            walk_in: before.is_none_or(|booking| booking.walk_in),
            stay: Stay::In { since: at },
        };
        book.take(booking, space.quota)
    }

    pub(super) fn check_out(&self, space: SpaceId, person: PersonId, at: Timestamp) -> Judged {
        let at = self.when(at)?;
        let day = Day::of(at);
        let Some(mut book) = self.book(space, day)? else {
            return Err(Refusal::NotAllowed.into());
        };
        place_at(self.rows, self.actor.person, book.plan.desk, Role::Member)?;
        let mut was_in = false;
        for booking in self.own(space, person, day)? {
            let Stay::In { since } = booking.stay else {
                continue;
            };
            was_in = true;
            let stay = match at < booking.span.begins {
                // The afternoon is still theirs.
                true => Stay::Booked {
                    expected_by: expected_by(booking.span, booking.made_at),
                },
                false => Stay::Left {
                    since,
                    at: at.max(since),
                },
            };
            book.settle(booking, stay);
        }
        if !was_in {
            return Err(Refusal::Ended.into());
        }
        book.close()
    }

    /// When something happened at the door, as its tablet says: not later than now, and not so long
    /// ago that nobody could know any more.
    fn when(&self, at: Timestamp) -> Result<Timestamp, Stop> {
        if at < self.now.plus_days(-LATE) {
            let (field, problem) = (Field::Starts, Problem::Past);
            return Err(Invalid { field, problem }.into());
        }
        Ok(at.min(self.now))
    }

    fn space(&self, id: SpaceId) -> Result<Space, Stop> {
        match self.row(Kind::Space, id.0)? {
            Some(Row::Space(space)) => Ok(space),
            _ => Err(Refusal::SpaceNotFound.into()),
        }
    }

    fn booking(&self, id: BookingId) -> Result<Option<Booking>, Stop> {
        Ok(match self.row(Kind::Booking, id.0)? {
            Some(Row::Booking(booking)) => Some(booking),
            _ => None,
        })
    }

    fn occupancy(&self, space: SpaceId) -> Result<Occupancy, Stop> {
        Ok(match self.row(Kind::Occupancy, space.0)? {
            Some(Row::Occupancy(occupancy)) => occupancy,
            _ => Occupancy::new(space),
        })
    }

    /// A person's bookings of a day.
    fn own(&self, space: SpaceId, person: PersonId, day: Day) -> Result<Vec<Booking>, Stop> {
        let mut own = Vec::new();
        for half in Half::ALL {
            own.extend(self.booking(BookingId::of(person, space, day, half))?);
        }
        Ok(own)
    }

    /// The plan of a day, if anybody is in it.
    fn book(&self, space: SpaceId, day: Day) -> Result<Option<Book<'_>>, Stop> {
        let id = DayPlanId::of(space, day);
        let Some(Row::DayPlan(plan)) = self.row(Kind::DayPlan, id.0)? else {
            return Ok(None);
        };
        Ok(Some(Book {
            room: self,
            plan,
            changed: BTreeMap::new(),
        }))
    }

    fn book_of(&self, space: &Space, desk: DeskId, day: Day) -> Result<Book<'_>, Stop> {
        let book = self.book(space.id, day)?;
        let mut book = book.unwrap_or_else(|| Book {
            room: self,
            plan: DayPlan::new(space.id, desk, day),
            changed: BTreeMap::new(),
        });
        // The same space, whoever manages it by now.
        book.plan.desk = desk;
        Ok(book)
    }
}

/// A space's desk, if it takes visits of registered workers.
fn takes_visits(space: &Space) -> Result<DeskId, Refusal> {
    match space.desk {
        Some(desk) if space.quota > 0 && !space.closed => Ok(desk),
        _ => Err(Refusal::SpaceShut),
    }
}

/// The plan of a day while something happens in it.
struct Book<'a> {
    room: &'a Room<'a>,
    plan: DayPlan,
    /// The bookings that change.
    changed: BTreeMap<BookingId, Booking>,
}

impl Book<'_> {
    /// The bookings that hold a place in some of the halves.
    fn bookings(&self, wanted: impl Fn(Half) -> bool) -> Result<Vec<Booking>, Stop> {
        let held = self.plan.held.iter().filter(|held| wanted(held.half));
        let found = held.map(|held| self.room.booking(held.booking));
        Ok(found
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    /// Gives a place, if one is free once those have been released who did not come.
    fn take(&mut self, booking: Booking, quota: u32) -> Result<(), Stop> {
        self.release()?;
        if let Some(held) = Held::of(booking.id, booking.half, booking.stay) {
            self.plan.take(held, quota)?;
        }
        self.changed.insert(booking.id, booking);
        Ok(())
    }

    /// A booking stands otherwise now.
    fn settle(&mut self, booking: Booking, stay: Stay) {
        self.plan.settle(booking.id, booking.half, stay);
        self.changed.insert(booking.id, Booking { stay, ..booking });
    }

    fn release(&mut self) -> Result<(), Stop> {
        for id in self.plan.release(self.room.now) {
            let booking = match self.changed.remove(&id) {
                Some(booking) => Some(booking),
                None => self.room.booking(id)?,
            };
            if let Some(booking) = booking
                && let Stay::Booked { expected_by: at } = booking.stay
            {
                let stay = Stay::Released { at };
                self.changed.insert(id, Booking { stay, ..booking });
            }
        }
        Ok(())
    }

    /// What changes: the plan, the bookings, and what everybody may know of it.
    fn close(self) -> Judged {
        let mut occupancy = self.room.occupancy(self.plan.space)?;
        let mut writes = self.count_in(&mut occupancy)?;
        writes.push(Write::Put(Row::Occupancy(occupancy)));
        Ok(writes)
    }

    /// What changes for the desk and for those who booked, counted into what everybody may know.
    fn count_in(mut self, occupancy: &mut Occupancy) -> Judged {
        self.release()?;
        occupancy.count(&self.plan, Day::of(self.room.now));
        let bookings = self.changed.into_values().map(Row::Booking);
        let rows = bookings.chain([Row::DayPlan(self.plan)]);
        Ok(rows.map(Write::Put).collect())
    }
}
