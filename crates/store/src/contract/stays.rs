//! Rooms that many want for the same nights at once.

use super::{
    Shared,
    made::{NOW, changes, group, person, program, pulled, pulling, pushing, put, register},
};
use crate::push::push;
use domain::{
    Command, Day, Kind, Refusal, RosterId, Row, RowKey, Scope, SignUpId, StayId,
    program::{GuestRoom, Lodging, LodgingNo, Program, RoomNo},
    sign_up::Application,
    stay::{Guestbook, Nights, Stay},
};
use std::collections::BTreeMap;
use sync::protocol::Outcome;

const PEOPLE: u128 = 10;
const ROOMS: u16 = 2;

fn nights(days: i64, count: i64) -> Nights {
    let from = Day::of(NOW).plus(days);
    Nights {
        from,
        to: from.plus(count),
    }
}

fn trial() -> Program {
    let room = |no| GuestRoom {
        no: RoomNo(no),
        name: format!("{no}号室"),
        beds: 2,
    };
    Program {
        lodgings: vec![Lodging {
            no: LodgingNo(1),
            name: "油津の長屋".into(),
            address: String::new(),
            check_in: None,
            check_out: None,
            house_rules: "22時からは静かに。".into(),
            contact: String::new(),
            rooms: (1..=ROOMS).map(room).collect(),
            nights: nights(1, 20),
            longest: 5,
        }],
        ..program(100, 0)
    }
}

fn sign_up_of(number: u128) -> SignUpId {
    SignUpId::of(person(number), RosterId::of(trial().id, None))
}

async fn does(store: &Shared, number: u128, first: u64, command: Command) -> Outcome {
    let request = pushing(group(number), first, vec![Some(command)]);
    let pushed = push(store.as_ref(), person(number), &request, NOW).await;
    pushed.unwrap().response.results[0].outcome.clone()
}

/// Everybody has a seat.
async fn begins(store: &Shared) {
    register(store, &(0..PEOPLE).map(person).collect::<Vec<_>>()).await;
    put(store, vec![Row::Program(trial())]).await;
    for number in 0..PEOPLE {
        let signs_up = Command::SignUp {
            program: trial().id,
            application: Application::default(),
        };
        let outcome = does(store, number, 1, signs_up).await;
        assert_eq!(outcome, Outcome::Applied);
    }
}

fn book(number: u128, room: u16, nights: Nights) -> Command {
    Command::BookStay {
        sign_up: sign_up_of(number),
        lodging: LodgingNo(1),
        room: RoomNo(room),
        nights,
    }
}

/// All at once; each asks for a room from another day on, so that some overlap and some do not.
async fn everybody_books(store: &Shared) -> Vec<Outcome> {
    let pushing = (0..PEOPLE).map(|number| {
        let (store, days) = (store.clone(), 1 + i64::try_from(number).unwrap());
        let room = 1 + u16::try_from(number).unwrap() % ROOMS;
        let command = book(number, room, nights(days, 3));
        tokio::spawn(async move { does(&store, number, 2, command).await })
    });
    let mut outcomes = Vec::new();
    for one in pushing.collect::<Vec<_>>() {
        outcomes.push(one.await.unwrap());
    }
    outcomes
}

async fn guestbook(store: &Shared) -> Guestbook {
    let key = RowKey {
        kind: Kind::Guestbook,
        id: trial().id.0,
    };
    match store.snapshot().await.unwrap().row(key).await.unwrap() {
        Some(Row::Guestbook(book)) => book,
        other => panic!("{other:?}"),
    }
}

/// A person's stay, as their device hears of it.
async fn told(store: &Shared, number: u128) -> Option<Stay> {
    let response = pulled(store, person(number), &pulling(group(number))).await;
    response.rows.into_iter().find_map(|row| match row {
        Row::Stay(stay) => Some(stay),
        _ => None,
    })
}

/// No night of a room goes to two, whoever is faster; who was not hears which nights are free, and
/// everybody hears which are taken.
pub async fn no_night_of_a_room_goes_to_two(store: Shared) {
    begins(&store).await;
    let outcomes = everybody_books(&store).await;
    let book = guestbook(&store).await;
    let mut taken = BTreeMap::new();
    for guest in &book.guests {
        for night in 0..guest.nights.count() {
            let night = (guest.room, guest.nights.from.plus(night));
            assert_eq!(taken.insert(night, guest.person), None, "{night:?}");
        }
    }
    for (number, outcome) in (0..PEOPLE).zip(&outcomes) {
        let stay = told(&store, number).await;
        let is_guest = book
            .guests
            .iter()
            .any(|guest| guest.person == person(number));
        match outcome {
            Outcome::Applied => assert!(stay.is_some_and(|stay| stay.holds()) && is_guest),
            Outcome::Refused(Refusal::NightsTaken { free }) => {
                assert!(stay.is_none() && !is_guest);
                assert!(!free.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }
    let got = outcomes.iter().filter(|it| **it == Outcome::Applied);
    assert!(got.count() >= usize::from(ROOMS) * 2, "{outcomes:?}");
    let open = changes(&store, Scope::Programs, 0, 100).await;
    let now = Row::TakenNights(book.told());
    assert!(open.iter().any(|change| change.row.as_ref() == Some(&now)));
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

/// However many go at once, with the stay or with the whole sign-up: every night is free again.
pub async fn what_is_given_back_is_free_however_many_go_at_once(store: Shared) {
    begins(&store).await;
    everybody_books(&store).await;
    let guests = guestbook(&store).await.guests;
    let going = (0..PEOPLE).filter(|number| guests.iter().any(|it| it.person == person(*number)));
    let going = going.map(|number| {
        let (store, sign_up) = (store.clone(), sign_up_of(number));
        let command = match number % 2 {
            0 => Command::CancelStay {
                stay: StayId::of(sign_up),
            },
            _ => Command::WithdrawSignUp { sign_up },
        };
        tokio::spawn(async move { does(&store, number, 3, command).await })
    });
    for one in going.collect::<Vec<_>>() {
        assert_eq!(one.await.unwrap(), Outcome::Applied);
    }
    assert!(guestbook(&store).await.guests.is_empty());
    // Who only gave the room back takes another. (Who has an even number asked for the first room, and
    // one of them had it.)
    let mut gave_back = (0..PEOPLE).step_by(2);
    let had = |number: &u128| guests.iter().any(|it| it.person == person(*number));
    let number = gave_back.find(had).unwrap();
    let again = does(&store, number, 4, book(number, 2, nights(1, 5))).await;
    assert_eq!(again, Outcome::Applied);
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
