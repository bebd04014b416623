//! Places in spaces: the person's own bookings, and who comes to the spaces of their desks.

use super::ReplicaState;
use domain::{
    BookingId, Day, DeskId, SpaceId,
    visit::{Booking, Half},
};
use leptos::prelude::*;

impl ReplicaState {
    /// A booking, the person's own or one at their desks.
    pub fn booking(self, id: BookingId) -> Option<Booking> {
        self.rows.with(|rows| rows.bookings.get(&id).cloned())
    }

    /// The person's booking of a half of a day.
    pub fn own_booking(self, space: SpaceId, day: Day, half: Half) -> Option<Booking> {
        self.booking(BookingId::of(self.session.person(), space, day, half))
    }

    /// The person's bookings from a day on, in order.
    pub fn own_bookings(self, from: Day) -> Vec<Booking> {
        let person = self.session.person();
        self.sorted_bookings(|booking| booking.person == person && booking.day >= from)
    }

    /// Who comes to the spaces of a desk on a day, in order.
    pub fn expected_at(self, desk: DeskId, day: Day) -> Vec<Booking> {
        self.sorted_bookings(|booking| booking.desk == desk && booking.day == day)
    }

    fn sorted_bookings(self, wanted: impl Fn(&Booking) -> bool) -> Vec<Booking> {
        self.rows.with(|rows| {
            let found = rows.bookings.values().filter(|booking| wanted(booking));
            let mut found: Vec<Booking> = found.cloned().collect();
            found.sort_by(|one, other| {
                let key = |it: &Booking| (it.day, it.half, it.person_name.clone(), it.id);
                key(one).cmp(&key(other))
            });
            found
        })
    }
}
