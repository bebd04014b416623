//! Places in a space: who gets the last one, who gave theirs back by not coming, and who is there.

use crate::shelf::Story;
use domain::{
    BookingId, Command, Day, DayPlanId, Kind, PersonId, Refusal, Row, RowKey, Timestamp,
    opening_hours::OnHolidays,
    person::Person,
    space::Space,
    town::{DESK, NOW, SPACE, Who, booking, space},
    visit::{AHEAD, Booking, DayPlan, GRACE, Half, Occupancy, Standing, Stay},
};
use proptest::prelude::*;
use uuid::Uuid;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn day(days: i64) -> Day {
    Day::of(NOW).plus(days)
}

fn at(day: Day, hour: i64, minute: i64) -> Timestamp {
    Timestamp(day.start().0 + hour * HOUR + minute * MINUTE)
}

fn book(days: i64, half: Half) -> Command {
    Command::BookVisit {
        space: SPACE,
        day: day(days),
        half,
    }
}

fn check_in(who: Who, at: Timestamp) -> Command {
    Command::CheckIn {
        space: SPACE,
        person: who.id(),
        at,
    }
}

fn check_out(who: Who, at: Timestamp) -> Command {
    Command::CheckOut {
        space: SPACE,
        person: who.id(),
        at,
    }
}

/// What the rows say.
trait Looks {
    fn booking_of(&self, who: Who, days: i64, half: Half) -> Booking;
    fn plan(&self, days: i64) -> DayPlan;
    fn occupancy(&self) -> Occupancy;
}

impl Looks for Story {
    fn booking_of(&self, who: Who, days: i64, half: Half) -> Booking {
        let id = BookingId::of(who.id(), SPACE, day(days), half);
        match self.row(Kind::Booking, id.0) {
            Some(Row::Booking(booking)) => booking,
            other => panic!("{other:?}"),
        }
    }

    fn plan(&self, days: i64) -> DayPlan {
        let id = DayPlanId::of(SPACE, day(days));
        match self.row(Kind::DayPlan, id.0) {
            Some(Row::DayPlan(plan)) => plan,
            other => panic!("{other:?}"),
        }
    }

    fn occupancy(&self) -> Occupancy {
        match self.row(Kind::Occupancy, SPACE.0) {
            Some(Row::Occupancy(occupancy)) => occupancy,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_last_place_goes_to_one_and_the_next_is_told() {
    let mut story = Story::begins();
    let half = Half::Afternoon;
    for who in [Who::Worker, Who::OtherWorker] {
        story.does(who, book(1, half)).unwrap();
    }
    assert_eq!(
        story.does(Who::Stranger, book(1, half)),
        Err(Refusal::NoPlace)
    );
    assert_eq!(
        story.does(Who::Worker, book(1, half)),
        Err(Refusal::AlreadyBooked)
    );
    assert_eq!(story.occupancy().free(2, day(1), half, story.now), 0);
    // The other half is another matter.
    story.does(Who::Stranger, book(1, Half::Morning)).unwrap();
    // Who gives back makes room.
    let id = story.booking_of(Who::Worker, 1, half).id;
    let cancel = Command::CancelBooking { booking: id };
    story.does(Who::Worker, cancel.clone()).unwrap();
    assert_eq!(story.does(Who::Worker, cancel), Err(Refusal::Ended));
    story.does(Who::Stranger, book(1, half)).unwrap();
    // And may come back when there is room again.
    assert_eq!(
        story.does(Who::Worker, book(1, half)),
        Err(Refusal::NoPlace)
    );
}

#[test]
fn a_day_can_be_booked_for_a_month_and_while_the_space_is_open() {
    let mut story = Story::begins();
    story.does(Who::Worker, book(AHEAD, Half::Morning)).unwrap();
    assert!(
        story
            .does(Who::Worker, book(AHEAD + 1, Half::Morning))
            .is_err()
    );
    assert_eq!(
        story.does(Who::Worker, book(-1, Half::Morning)),
        Err(Refusal::SpaceShut)
    );
    story.now = at(day(0), 13, 0);
    assert_eq!(
        story.does(Who::Worker, book(0, Half::Morning)),
        Err(Refusal::SpaceShut)
    );
    let mut holidays = space(SPACE);
    if let Some(hours) = &mut holidays.hours {
        hours.holidays = OnHolidays::Closed;
    }
    story.town.put(Row::Space(holidays));
    assert_eq!(
        story.does(Who::Worker, book(0, Half::Afternoon)),
        Err(Refusal::SpaceShut)
    );
}

#[test]
fn who_does_not_come_within_thirty_minutes_gives_the_place_to_who_does() {
    let mut story = Story::begins();
    // Both places of the morning are taken: the worker's, who is expected until half past nine.
    assert_eq!(
        story.does(Who::Stranger, book(0, Half::Morning)),
        Err(Refusal::NoPlace)
    );
    let expected = story.booking_of(Who::Worker, 0, Half::Morning);
    assert_eq!(
        expected.stay,
        Stay::Booked {
            expected_by: at(day(0), 9, 30)
        }
    );
    assert_eq!(expected.standing(at(day(0), 9, 29)), Standing::Late);
    assert_eq!(expected.standing(at(day(0), 9, 30)), Standing::Released);
    // Everybody sees by themselves that it is free, before anybody asks the server.
    let free = |at| story.occupancy().free(2, day(0), Half::Morning, at);
    assert_eq!((free(at(day(0), 9, 29)), free(at(day(0), 9, 30))), (0, 1));

    story.now = at(day(0), 9, 30);
    story.does(Who::Stranger, book(0, Half::Morning)).unwrap();
    let late = story.booking_of(Who::Worker, 0, Half::Morning);
    assert_eq!(
        late.stay,
        Stay::Released {
            at: at(day(0), 9, 30)
        }
    );
    let own = Command::CancelBooking {
        booking: booking(Who::Worker),
    };
    assert_eq!(story.does(Who::Worker, own), Err(Refusal::Ended));
    // They come after all, and there is no place any more.
    let comes = check_in(Who::Worker, story.now);
    assert_eq!(
        story.does(Who::Member, comes.clone()),
        Err(Refusal::NoPlace)
    );
    // Until somebody goes.
    story
        .does(Who::Member, check_out(Who::OtherWorker, story.now))
        .unwrap();
    story.does(Who::Member, comes).unwrap();
    let there = story.booking_of(Who::Worker, 0, Half::Morning);
    assert!(
        matches!(there.stay, Stay::In { .. }) && !there.walk_in,
        "{there:?}"
    );
}

#[test]
fn who_booked_while_it_was_on_has_thirty_minutes_from_then() {
    let mut story = Story::begins();
    story.now = at(day(0), 10, 0);
    story.does(Who::Stranger, book(0, Half::Morning)).unwrap();
    let made = story.booking_of(Who::Stranger, 0, Half::Morning);
    assert_eq!(
        made.stay,
        Stay::Booked {
            expected_by: Timestamp(story.now.0 + GRACE)
        }
    );
}

#[test]
fn a_check_in_that_reaches_the_server_late_counts_from_when_it_was() {
    let mut story = Story::begins();
    // The tablet at the door was offline from nine to eleven; nobody else wanted the place.
    story.now = at(day(0), 11, 0);
    story
        .does(Who::Member, check_in(Who::Worker, at(day(0), 9, 10)))
        .unwrap();
    let there = story.booking_of(Who::Worker, 0, Half::Morning);
    assert_eq!(
        there.stay,
        Stay::In {
            since: at(day(0), 9, 10)
        }
    );
    // A clock that runs ahead is not believed, and one that is days behind neither.
    let ahead = check_in(Who::Stranger, at(day(0), 23, 0));
    assert_eq!(story.does(Who::Member, ahead), Err(Refusal::NoPlace));
    let old = check_in(Who::Stranger, at(day(-4), 9, 0));
    assert!(matches!(
        story.does(Who::Member, old),
        Err(Refusal::Invalid(_))
    ));
}

#[test]
fn a_check_in_that_comes_after_the_place_was_given_away_is_refused() {
    let mut story = Story::begins();
    story.now = at(day(0), 9, 40);
    story.does(Who::Stranger, book(0, Half::Morning)).unwrap();
    story.now = at(day(0), 11, 0);
    // The stranger did not come either, so that there is room again; but not for two.
    story
        .does(Who::Member, check_in(Who::Stranger, at(day(0), 9, 50)))
        .unwrap();
    let late = check_in(Who::Worker, at(day(0), 9, 10));
    assert_eq!(story.does(Who::Member, late), Err(Refusal::NoPlace));
    assert_eq!(story.plan(0).taken(Half::Morning), 2);
}

#[test]
fn who_comes_without_a_booking_takes_what_is_free_and_nobody_comes_twice() {
    let mut story = Story::begins();
    story.now = at(day(1), 14, 0);
    story
        .does(Who::Owner, check_in(Who::Stranger, story.now))
        .unwrap();
    let walked_in = story.booking_of(Who::Stranger, 1, Half::Afternoon);
    assert!(walked_in.walk_in);
    assert_eq!(walked_in.person_name, Who::Stranger.name());
    let again = check_in(Who::Stranger, story.now);
    assert_eq!(story.does(Who::Owner, again), Err(Refusal::AlreadyIn));
    assert_eq!(
        story.does(Who::Owner, check_in(Who::Nobody, story.now)),
        Err(Refusal::NotRegistered)
    );
    story
        .does(Who::Owner, check_out(Who::Stranger, story.now))
        .unwrap();
    let out = check_out(Who::Stranger, story.now);
    assert_eq!(story.does(Who::Owner, out), Err(Refusal::Ended));
}

#[test]
fn who_stays_for_the_afternoon_need_not_come_again_and_may_go_for_lunch() {
    let mut story = Story::begins();
    story.does(Who::Worker, book(1, Half::Morning)).unwrap();
    story.does(Who::Worker, book(1, Half::Afternoon)).unwrap();
    story.now = at(day(1), 9, 5);
    story
        .does(Who::Member, check_in(Who::Worker, story.now))
        .unwrap();
    // At half past one they are not taken for somebody who did not come.
    let afternoon = story.booking_of(Who::Worker, 1, Half::Afternoon);
    assert_eq!(afternoon.standing(at(day(1), 13, 40)), Standing::In);
    story.now = at(day(1), 12, 0);
    story
        .does(Who::Member, check_out(Who::Worker, story.now))
        .unwrap();
    let afternoon = story.booking_of(Who::Worker, 1, Half::Afternoon);
    assert_eq!(
        afternoon.stay,
        Stay::Booked {
            expected_by: at(day(1), 13, 30)
        }
    );
    // Who is there and books the next half is there already.
    story.does(Who::Stranger, book(2, Half::Morning)).unwrap();
    story.now = at(day(2), 9, 0);
    story
        .does(Who::Member, check_in(Who::Stranger, story.now))
        .unwrap();
    story.does(Who::Stranger, book(2, Half::Afternoon)).unwrap();
    let afternoon = story.booking_of(Who::Stranger, 2, Half::Afternoon);
    assert!(matches!(afternoon.stay, Stay::In { .. }));
}

#[test]
fn what_was_booked_for_when_it_is_closed_now_is_taken_back_on_every_day() {
    let mut story = Story::begins();
    story.does(Who::Worker, book(1, Half::Morning)).unwrap();
    story.does(Who::Worker, book(2, Half::Afternoon)).unwrap();
    let closed = Space {
        closed: true,
        ..space(SPACE)
    };
    let edit = Command::EditSpace {
        space: Box::new(closed),
    };
    story.does(Who::Member, edit).unwrap();
    for (days, half) in [(1, Half::Morning), (2, Half::Afternoon)] {
        let booking = story.booking_of(Who::Worker, days, half);
        assert!(
            matches!(booking.stay, Stay::Cancelled { .. }),
            "{booking:?}"
        );
        assert_eq!(story.occupancy().free(2, day(days), half, story.now), 2);
    }
    // Who sits there is not thrown out.
    assert!(story.plan(0).has(booking(Who::OtherWorker)));
    assert_eq!(
        story.does(Who::Worker, book(1, Half::Morning)),
        Err(Refusal::SpaceShut)
    );
}

#[test]
fn nobody_writes_their_own_badge() {
    let mut story = Story::begins();
    let boasting = Space {
        accredited: Some(day(365)),
        desk_name: "石川県".into(),
        sample: true,
        ..space(domain::SpaceId(Uuid::from_u128(0x77)))
    };
    let publish = Command::PublishSpace {
        space: Box::new(boasting.clone()),
    };
    story.does(Who::Member, publish).unwrap();
    match story.row(Kind::Space, boasting.id.0) {
        Some(Row::Space(space)) => {
            assert_eq!((space.accredited, space.sample), (None, false));
            assert_eq!(space.desk_name, "油津商店");
        }
        other => panic!("{other:?}"),
    }
}

/// What happens at a door.
#[derive(Clone, Debug)]
enum Deed {
    Books(u8, Half),
    Cancels(u8, Half),
    Comes(u8, i64),
    Goes(u8),
    TimePasses(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let half = || prop::sample::select(Half::ALL.to_vec());
    prop_oneof![
        4 => (0u8..7, half()).prop_map(|(who, half)| Deed::Books(who, half)),
        2 => (0u8..7, half()).prop_map(|(who, half)| Deed::Cancels(who, half)),
        4 => (0u8..7, 0i64..90).prop_map(|(who, ago)| Deed::Comes(who, ago)),
        2 => (0u8..7).prop_map(Deed::Goes),
        3 => (1i64..40).prop_map(Deed::TimePasses),
    ]
}

proptest! {
    /// However bookings, cancels, late check-ins and no-shows interleave: at no moment do more people
    /// have a place than there are, and what everybody is told is what the plan says.
    #[test]
    fn never_more_than_the_quota(quota in 1u32..4, deeds in prop::collection::vec(deed(), 1..120)) {
        let mut story = Story::begins();
        let people: Vec<PersonId> = (0..7).map(|n| PersonId(Uuid::from_u128(0x900 + n))).collect();
        for person in &people {
            story.town.put(Row::Person(Person {
                id: *person,
                name: "見本 太郎".into(),
                email: format!("{person}@example.jp"),
            }));
        }
        let home = Space { quota, ..space(domain::SpaceId(Uuid::from_u128(0x78))) };
        story.town.put(Row::Space(home.clone()));
        story.now = at(day(1), 8, 30);
        let today = day(1);
        for deed in deeds {
            let person = |who: u8| people[usize::from(who)];
            let (actor, command) = match deed {
                Deed::TimePasses(minutes) => {
                    story.now = Timestamp(story.now.0 + minutes * MINUTE);
                    continue;
                }
                Deed::Books(who, half) => {
                    (person(who), Command::BookVisit { space: home.id, day: today, half })
                }
                Deed::Cancels(who, half) => {
                    let booking = BookingId::of(person(who), home.id, today, half);
                    (person(who), Command::CancelBooking { booking })
                }
                Deed::Comes(who, ago) => {
                    let at = Timestamp(story.now.0 - ago * MINUTE);
                    (Who::Member.id(), Command::CheckIn { space: home.id, person: person(who), at })
                }
                Deed::Goes(who) => {
                    let at = story.now;
                    (Who::Member.id(), Command::CheckOut { space: home.id, person: person(who), at })
                }
            };
            let actor = domain::Actor { person: actor };
            if let Ok(writes) = domain::apply(&command, actor, story.now, &story.town) {
                story.town.write(writes);
            }
            let bookings: Vec<Booking> = story.town.rows.values().filter_map(|row| match row {
                Row::Booking(booking) if booking.space == home.id => Some(booking.clone()),
                _ => None,
            }).collect();
            for half in Half::ALL {
                let holds = bookings.iter().filter(|booking| {
                    booking.half == half && matches!(booking.stay, Stay::Booked { .. } | Stay::In { .. })
                });
                let holds = u32::try_from(holds.count()).unwrap();
                prop_assert!(holds <= quota, "{half:?}: {holds} of {quota}");
                let told = match story.row(Kind::Occupancy, home.id.0) {
                    Some(Row::Occupancy(told)) => told,
                    _ => Occupancy::new(home.id),
                };
                let stand = bookings.iter().filter(|booking| {
                    booking.half == half
                        && (matches!(booking.stay, Stay::In { .. })
                            || booking.standing(story.now).holds())
                });
                let stand = u32::try_from(stand.count()).unwrap();
                prop_assert_eq!(told.free(quota, today, half, story.now), quota - stand);
            }
        }
        prop_assert_eq!(home.desk, Some(DESK));
        let key = RowKey { kind: Kind::Space, id: home.id.0 };
        prop_assert!(story.town.rows.contains_key(&key));
    }
}
