//! The plan of a day (座席表): who has a place in a space. The server decides by it who gets the last
//! one; everybody may know how many are taken.

use super::{Half, Stay};
use crate::{BookingId, Day, DayPlanId, DeskId, Refusal, SpaceId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A place that somebody has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Held {
    /// By which booking.
    pub booking: BookingId,
    /// In which half.
    pub half: Half,
    /// Until when it waits; `None` once they are there.
    pub expected_by: Option<Timestamp>,
}

impl Held {
    /// The place that a booking holds, as it stands.
    pub fn of(booking: BookingId, half: Half, stay: Stay) -> Option<Self> {
        let expected_by = match stay {
            Stay::Booked { expected_by } => Some(expected_by),
            Stay::In { .. } => None,
            Stay::Left { .. } | Stay::Cancelled { .. } | Stay::Released { .. } => return None,
        };
        Some(Self {
            booking,
            half,
            expected_by,
        })
    }
}

/// The plan of a space for a day. Members of the desk read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayPlan {
    /// Follows from space and day.
    pub id: DayPlanId,
    /// Of which space.
    pub space: SpaceId,
    /// Who manages it.
    pub desk: DeskId,
    /// Of which day.
    pub day: Day,
    /// Who has a place, in the order in which they got it.
    pub held: Vec<Held>,
}

impl DayPlan {
    /// A plan with nobody in it.
    pub fn new(space: SpaceId, desk: DeskId, day: Day) -> Self {
        Self {
            id: DayPlanId::of(space, day),
            space,
            desk,
            day,
            held: Vec::new(),
        }
    }

    /// Places that are taken in a half.
    pub fn taken(&self, half: Half) -> u32 {
        let held = self.held.iter().filter(|held| held.half == half);
        u32::try_from(held.count()).unwrap_or(u32::MAX)
    }

    /// Whether a booking has a place.
    pub fn has(&self, booking: BookingId) -> bool {
        self.held.iter().any(|held| held.booking == booking)
    }

    /// Gives a place, if one is free among `quota`.
    pub fn take(&mut self, held: Held, quota: u32) -> Result<(), Refusal> {
        if self.taken(held.half) >= quota {
            return Err(Refusal::NoPlace);
        }
        self.held.push(held);
        Ok(())
    }

    /// A booking stands otherwise now: it keeps its place, or gives it back.
    pub fn settle(&mut self, booking: BookingId, half: Half, stay: Stay) {
        let now = Held::of(booking, half, stay);
        self.held
            .retain_mut(|held| match (held.booking == booking, now) {
                (false, _) => true,
                (true, Some(now)) => {
                    *held = now;
                    true
                }
                (true, None) => false,
            });
    }

    /// Gives back the places of those who did not come in time, and says whose.
    pub fn release(&mut self, now: Timestamp) -> Vec<BookingId> {
        let is_late = |held: &Held| held.expected_by.is_some_and(|expected| expected <= now);
        let late = self.held.iter().filter(|held| is_late(held));
        let late = late.map(|held| held.booking).collect();
        self.held.retain(|held| !is_late(held));
        late
    }

    /// How many places are taken: what everybody may know of it.
    pub fn counts(&self) -> BTreeMap<Half, Count> {
        let mut counts = BTreeMap::new();
        for held in &self.held {
            let count: &mut Count = counts.entry(held.half).or_default();
            match held.expected_by {
                Some(expected) => count.expected_by.push(expected),
                None => count.present += 1,
            }
        }
        for count in counts.values_mut() {
            count.expected_by.sort_unstable();
        }
        counts
    }
}

/// How many places are taken in a half.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    /// By people who are there.
    pub present: u32,
    /// By people who are expected: until when each.
    pub expected_by: Vec<Timestamp>,
}

impl Count {
    /// Places that are taken at a moment. Who did not come in time counts no more.
    pub fn taken(&self, now: Timestamp) -> u32 {
        let expected = self.expected_by.iter().filter(|until| now < **until);
        let expected = u32::try_from(expected.count()).unwrap_or(u32::MAX);
        self.present.saturating_add(expected)
    }
}

/// How full a space is, today and on the days that can be booked. Everybody reads it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Occupancy {
    /// Of which space; its id as well.
    pub space: SpaceId,
    /// By day. A day that is missing has every place free.
    pub days: BTreeMap<Day, BTreeMap<Half, Count>>,
}

impl Occupancy {
    /// A space with nobody in it.
    pub fn new(space: SpaceId) -> Self {
        Self {
            space,
            days: BTreeMap::new(),
        }
    }

    /// Counts a plan as it is now. Days before `today` are of no use any more.
    pub fn count(&mut self, plan: &DayPlan, today: Day) {
        self.days.insert(plan.day, plan.counts());
        self.days
            .retain(|day, counts| *day >= today && !counts.is_empty());
    }

    /// Places that are free among `quota` at a moment.
    pub fn free(&self, quota: u32, day: Day, half: Half, now: Timestamp) -> u32 {
        let count = self.days.get(&day).and_then(|halves| halves.get(&half));
        quota.saturating_sub(count.map_or(0, |count| count.taken(now)))
    }
}
