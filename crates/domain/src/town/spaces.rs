//! The town's spaces, and who is there.

use super::{DESK, NOW, SPACE, Who, booking};
use crate::{
    Day, Row, SpaceId, Timestamp,
    opening_hours::{Hours, Interval, OnHolidays, OpeningHours, Week},
    program::Position,
    space::{Equipment, Space},
    visit::{Booking, DayPlan, Half, Held, Occupancy, Span, Stay, expected_by},
};
use std::collections::{BTreeMap, BTreeSet};

/// A space of the desk: open from nine to five every day, with two places for registered workers.
pub fn space(id: SpaceId) -> Space {
    let hours = Hours::new(Interval::new(9 * 60, 17 * 60).into_iter().collect());
    let hours = hours.unwrap_or_default();
    Space {
        name: "油津コワーキング".into(),
        town: Some(super::programs::town()),
        address: "宮崎県日南市油津1-1-1".into(),
        position: Some(Position {
            latitude: 31.5851,
            longitude: 131.4036,
        }),
        hours: Some(OpeningHours {
            week: Week::new(|_| hours.clone()),
            holidays: OnHolidays::AsUsual,
            year_end: None,
            exceptions: BTreeMap::new(),
        }),
        equipment: BTreeSet::from([Equipment::Wifi, Equipment::Power]),
        quota: 2,
        ..Space::blank(id, Some(DESK), "油津商店".into(), NOW)
    }
}

/// The morning of the day of [`NOW`].
fn morning() -> Span {
    let at = |hour: i64| Timestamp(Day::of(NOW).start().0 + hour * 3_600_000);
    Span {
        begins: at(9),
        ends: at(13),
    }
}

fn booked(who: Who, stay: Stay) -> Booking {
    Booking {
        id: booking(who),
        space: SPACE,
        space_name: "油津コワーキング".into(),
        desk: DESK,
        person: who.id(),
        person_name: who.name().into(),
        day: Day::of(NOW),
        half: Half::Morning,
        span: morning(),
        made_at: NOW.plus_days(-1),
        walk_in: false,
        stay,
    }
}

pub(super) fn rows() -> Vec<Row> {
    let expected_by = expected_by(morning(), NOW.plus_days(-1));
    let bookings = [
        booked(Who::Worker, Stay::Booked { expected_by }),
        booked(Who::OtherWorker, Stay::In { since: NOW }),
    ];
    let mut plan = DayPlan::new(SPACE, DESK, Day::of(NOW));
    let held = |one: &Booking| Held::of(one.id, one.half, one.stay);
    plan.held = bookings.iter().filter_map(held).collect();
    let mut occupancy = Occupancy::new(SPACE);
    occupancy.count(&plan, Day::of(NOW));
    let bookings = bookings.into_iter().map(Row::Booking);
    let mut rows: Vec<Row> = bookings.collect();
    rows.extend([
        Row::Space(space(SPACE)),
        Row::DayPlan(plan),
        Row::Occupancy(occupancy),
    ]);
    rows
}
