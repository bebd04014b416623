//! Places in a space that many want at once.

use super::{
    Shared,
    made::{NOW, changes, group, person, place, pulled, pulling, pushing, put, register},
};
use crate::push::push;
use domain::{
    Command, Day, DeskId, Kind, Refusal, Row, RowKey, Scope, SpaceId, Timestamp,
    opening_hours::{Hours, Interval, OnHolidays, OpeningHours, Week},
    space::Space,
    visit::{Booking, Half, Occupancy, Stay},
};
use std::collections::BTreeMap;
use sync::protocol::Outcome;
use uuid::Uuid;

const PEOPLE: u128 = 12;
const PLACES: u32 = 4;
/// Who manages the space.
const MANAGER: u128 = 100;

fn desk() -> DeskId {
    DeskId::of_name("日南市役所")
}

/// A space that never closes.
fn space() -> Space {
    let always = Hours::new(Interval::new(0, 24 * 60).into_iter().collect()).unwrap();
    Space {
        name: "油津コワーキング".into(),
        quota: PLACES,
        hours: Some(OpeningHours {
            week: Week::new(|_| always.clone()),
            holidays: OnHolidays::AsUsual,
            year_end: None,
            exceptions: BTreeMap::new(),
        }),
        ..Space::blank(
            SpaceId(Uuid::from_u128(0x5ace)),
            Some(desk()),
            "日南市役所".into(),
            NOW,
        )
    }
}

fn tomorrow() -> Day {
    Day::of(NOW).plus(1)
}

fn book() -> Command {
    Command::BookVisit {
        space: space().id,
        day: tomorrow(),
        half: Half::Morning,
    }
}

async fn everybody_books(store: &Shared) -> Vec<Outcome> {
    let pushing = (0..PEOPLE).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            let request = pushing(group(number), 1, vec![Some(book())]);
            push(store.as_ref(), person(number), &request, NOW).await
        })
    });
    let mut outcomes = Vec::new();
    for one in pushing.collect::<Vec<_>>() {
        let pushed = one.await.unwrap().unwrap();
        outcomes.push(pushed.response.results[0].outcome.clone());
    }
    outcomes
}

async fn begins(store: &Shared) {
    let mut people: Vec<_> = (0..PEOPLE).map(person).collect();
    people.push(person(MANAGER));
    register(store, &people).await;
    let rows = vec![place(person(MANAGER), desk()), Row::Space(space())];
    put(store, rows).await;
}

/// A person's booking, as their device hears of it.
async fn told(store: &Shared, number: u128) -> Option<Booking> {
    let response = pulled(store, person(number), &pulling(group(number))).await;
    response.rows.into_iter().find_map(|row| match row {
        Row::Booking(booking) if booking.person == person(number) => Some(booking),
        _ => None,
    })
}

async fn occupancy(store: &Shared) -> Occupancy {
    let key = RowKey {
        kind: Kind::Occupancy,
        id: space().id.0,
    };
    match store.snapshot().await.unwrap().row(key).await.unwrap() {
        Some(Row::Occupancy(occupancy)) => occupancy,
        other => panic!("{other:?}"),
    }
}

/// As many as there are places get one, each hears which, and everybody hears how many are left.
pub async fn the_last_places_go_to_as_many_as_there_are(store: Shared) {
    begins(&store).await;
    let outcomes = everybody_books(&store).await;
    let none = Outcome::Refused(Refusal::NoPlace);
    let refused = outcomes.iter().filter(|outcome| **outcome == none).count();
    assert_eq!(refused, PEOPLE as usize - PLACES as usize);
    for number in 0..PEOPLE {
        let has = told(&store, number).await.is_some();
        assert_eq!(has, outcomes[number as usize] == Outcome::Applied);
    }
    let free = occupancy(&store)
        .await
        .free(PLACES, tomorrow(), Half::Morning, NOW);
    assert_eq!(free, 0);
    let open = changes(&store, Scope::Spaces, 0, 10).await;
    let told = Row::Occupancy(occupancy(&store).await);
    assert!(open.iter().any(|change| change.row.as_ref() == Some(&told)));
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

/// A no-show gives the place back without anybody's doing; who checks in keeps theirs.
pub async fn who_does_not_come_gives_the_place_to_another(store: Shared) {
    begins(&store).await;
    let outcomes = everybody_books(&store).await;
    let has = |number: &u128| outcomes[*number as usize] == Outcome::Applied;
    let lucky: Vec<u128> = (0..PEOPLE).filter(has).collect();
    let unlucky = (0..PEOPLE).find(|number| !has(number)).unwrap();
    let begins = tomorrow().start();
    let check_in = Command::CheckIn {
        space: space().id,
        person: person(lucky[0]),
        at: Timestamp(begins.0 + 60_000),
    };
    let request = pushing(group(MANAGER), 1, vec![Some(check_in)]);
    let later = Timestamp(begins.0 + 120_000);
    let done = push(store.as_ref(), person(MANAGER), &request, later)
        .await
        .unwrap();
    assert_eq!(done.response.results[0].outcome, Outcome::Applied);

    let after = Timestamp(begins.0 + 40 * 60_000);
    let request = pushing(group(unlucky), 2, vec![Some(book())]);
    let done = push(store.as_ref(), person(unlucky), &request, after)
        .await
        .unwrap();
    assert_eq!(done.response.results[0].outcome, Outcome::Applied);
    assert!(matches!(
        told(&store, lucky[0]).await.unwrap().stay,
        Stay::In { .. }
    ));
    for number in &lucky[1..] {
        let stay = told(&store, *number).await.unwrap().stay;
        assert!(matches!(stay, Stay::Released { .. }), "{stay:?}");
    }
    // The manager's device hears of all of it.
    let response = pulled(&store, person(MANAGER), &pulling(group(MANAGER))).await;
    let bookings = response
        .rows
        .iter()
        .filter(|row| matches!(row, Row::Booking(_)));
    assert_eq!(bookings.count(), PLACES as usize + 1);

    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
