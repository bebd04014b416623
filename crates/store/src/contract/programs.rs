//! Seats of a program that many want at once.

use super::{
    Shared,
    made::{NOW, changes, group, person, program, pulled, pulling, pushed, pushing, put, register},
};
use crate::push::push;
use domain::{
    Command, Kind, Refusal, RosterId, Row, RowKey, Scope, SignUpId,
    roster::Roster,
    sign_up::{Application, SignUp, State},
};
use std::collections::BTreeSet;
use sync::protocol::Outcome;

const PEOPLE: u128 = 30;
const SEATS: u32 = 10;
const WAITING: u32 = 5;

fn sign_up() -> Command {
    Command::SignUp {
        program: program(SEATS, WAITING).id,
        application: Application::default(),
    }
}

fn withdraw(number: u128) -> Command {
    let roster = RosterId::of(program(SEATS, WAITING).id, None);
    let sign_up = SignUpId::of(person(number), roster);
    Command::WithdrawSignUp { sign_up }
}

async fn roster(store: &Shared) -> Roster {
    let key = RowKey {
        kind: Kind::Roster,
        id: RosterId::of(program(SEATS, WAITING).id, None).0,
    };
    let mut snapshot = store.snapshot().await.unwrap();
    match snapshot.row(key).await.unwrap() {
        Some(Row::Roster(roster)) => roster,
        other => panic!("{other:?}"),
    }
}

/// As the person's device hears of it.
async fn told(store: &Shared, number: u128) -> Option<SignUp> {
    let response = pulled(store, person(number), &pulling(group(number))).await;
    response.rows.into_iter().find_map(|row| match row {
        Row::SignUp(sign_up) => Some(sign_up),
        _ => None,
    })
}

async fn everybody_does(store: &Shared, first: u64, people: Vec<(u128, Command)>) -> Vec<Outcome> {
    let pushing = people.into_iter().map(|(number, command)| {
        let store = store.clone();
        tokio::spawn(async move {
            let request = pushing(group(number), first, vec![Some(command)]);
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

/// As many seats as there are, then the waiting list, then a no; and each hears which.
pub async fn the_last_seats_go_to_as_many_as_there_are(store: Shared) {
    register(&store, &(0..PEOPLE).map(person).collect::<Vec<_>>()).await;
    put(&store, vec![Row::Program(program(SEATS, WAITING))]).await;
    let all = (0..PEOPLE).map(|number| (number, sign_up())).collect();
    let outcomes = everybody_does(&store, 1, all).await;
    let full = Outcome::Refused(Refusal::Full);
    let refused = outcomes.iter().filter(|outcome| **outcome == full).count();
    assert_eq!(refused, PEOPLE as usize - (SEATS + WAITING) as usize);

    let (mut seated, mut places) = (0, BTreeSet::new());
    for number in 0..PEOPLE {
        match told(&store, number).await.map(|sign_up| sign_up.state) {
            Some(State::Accepted { .. }) => seated += 1,
            Some(State::Waiting { place }) => assert!(places.insert(place)),
            None => assert_eq!(outcomes[number as usize], full),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(seated, SEATS);
    assert_eq!(places, (1..=WAITING).collect());

    // What everybody may know of it, with the program itself.
    let open = changes(&store, Scope::Programs, 0, 10).await;
    let vacancy = Row::Vacancy(roster(&store).await.vacancy());
    assert!(
        open.iter()
            .any(|change| change.row.as_ref() == Some(&vacancy))
    );
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

/// Whoever goes, the first who waits moves up, and hears of it without having asked.
pub async fn who_waits_moves_up_however_many_go_at_once(store: Shared) {
    let people = SEATS + WAITING;
    register(&store, &(0..people.into()).map(person).collect::<Vec<_>>()).await;
    put(&store, vec![Row::Program(program(SEATS, WAITING))]).await;
    for number in 0..people.into() {
        let request = pushing(group(number), 1, vec![Some(sign_up())]);
        pushed(&store, person(number), &request).await;
    }
    let going = (0..4).map(|number| (number, withdraw(number))).collect();
    for outcome in everybody_does(&store, 2, going).await {
        assert_eq!(outcome, Outcome::Applied);
    }
    let roster = roster(&store).await;
    assert_eq!(roster.vacancy().seated, SEATS);
    assert_eq!(roster.vacancy().waiting, WAITING - 4);
    for number in SEATS..SEATS + 4 {
        let sign_up = told(&store, number.into()).await.unwrap();
        assert!(
            matches!(sign_up.state, State::Accepted { .. }),
            "{sign_up:?}"
        );
    }
    let last = told(&store, u128::from(people) - 1).await.unwrap();
    assert_eq!(last.state, State::Waiting { place: 1 });
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
