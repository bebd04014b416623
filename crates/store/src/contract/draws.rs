//! Lotteries, as several servers hold them.

use super::{
    Shared,
    made::{NOW, changes, group, person, program, pulled, pulling, pushing, put, register},
};
use crate::{
    StoreError,
    draws::{self, Lotteries},
    push::push,
};
use domain::{
    Command, Kind, ProgramId, Refusal, Row, RowKey, Scope, Timestamp,
    draw::Draw,
    lottery::{Got, Seed},
    program::{Program, Selection},
    sign_up::{Application, SignUp, State},
};
use std::collections::BTreeMap;
use sync::protocol::Outcome;

const PEOPLE: u128 = 24;
const SEATS: u32 = 7;
const WAITING: u32 = 5;
const SERVERS: usize = 4;
const CLOSES: Timestamp = Timestamp(NOW.0 + 1_000);

fn lottery() -> Program {
    Program {
        selection: Selection::Lottery,
        closes_at: Some(CLOSES),
        ..program(SEATS, WAITING)
    }
}

fn sign_up() -> Command {
    Command::SignUp {
        program: lottery().id,
        application: Application::default(),
    }
}

fn seeds() -> [Seed; 2] {
    [1, 2].map(|byte| Seed::new([byte; 32]))
}

async fn row(store: &Shared, kind: Kind) -> Option<Row> {
    let id = lottery().id.0;
    let mut snapshot = store.snapshot().await.unwrap();
    snapshot.row(RowKey { kind, id }).await.unwrap()
}

async fn draw(store: &Shared) -> Draw {
    match row(store, Kind::Draw).await {
        Some(Row::Draw(draw)) => draw,
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

async fn signs_up(store: Shared, number: u128) -> Outcome {
    let request = pushing(group(number), 1, vec![Some(sign_up())]);
    let pushed = push(store.as_ref(), person(number), &request, NOW).await;
    pushed.unwrap().response.results[0].outcome.clone()
}

/// A server that looks until there is nothing left to do, and says how often it held the draw.
async fn serves(store: Shared, now: Timestamp) -> usize {
    let (mut lotteries, mut held) = (Lotteries::default(), 0);
    loop {
        lotteries.follow(store.as_ref()).await.unwrap();
        let (to_prepare, to_hold) = (lotteries.to_prepare(), lotteries.to_hold(now));
        if to_prepare.is_empty() && to_hold.is_empty() {
            return held;
        }
        for program in to_prepare {
            let [seed, salt] = seeds();
            match draws::prepare(store.as_ref(), program, seed, salt).await {
                Ok(_) | Err(StoreError::Conflict) => {}
                Err(error) => panic!("{error}"),
            }
        }
        for program in to_hold {
            match draws::hold(store.as_ref(), program, now).await {
                Ok(versions) => held += usize::from(versions.is_some()),
                Err(StoreError::Conflict) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

async fn everybody_serves(store: &Shared, now: Timestamp) -> usize {
    let servers: Vec<_> = (0..SERVERS)
        .map(|_| tokio::spawn(serves(store.clone(), now)))
        .collect();
    let mut held = 0;
    for server in servers {
        held += server.await.unwrap();
    }
    held
}

/// Several servers make one draw ready, and one of them holds it; everybody hears what they got.
pub async fn several_servers_hold_a_draw_once(store: Shared) {
    register(&store, &(0..PEOPLE).map(person).collect::<Vec<_>>()).await;
    put(&store, vec![Row::Program(lottery())]).await;
    let early = signs_up(store.clone(), 0).await;
    assert_eq!(early, Outcome::Refused(Refusal::DrawNotReady));
    assert_eq!(everybody_serves(&store, NOW).await, 0);
    let commitment = draw(&store).await.commitment;
    for number in 1..PEOPLE {
        assert_eq!(signs_up(store.clone(), number).await, Outcome::Applied);
    }
    // Nobody is told what is secret until then.
    let open = changes(&store, Scope::Programs, 0, 100).await;
    let is_urn = |row: &Option<Row>| matches!(row, Some(Row::Urn(_)));
    assert!(!open.iter().any(|change| is_urn(&change.row)));
    assert!(row(&store, Kind::Urn).await.is_some());

    assert_eq!(everybody_serves(&store, NOW).await, 0, "it is not closed");
    assert_eq!(everybody_serves(&store, CLOSES).await, 1);
    let draw = draw(&store).await;
    assert_eq!(draw.commitment, commitment);
    let held = draw.held.unwrap();
    assert_eq!(held.verify(&commitment), Ok(PEOPLE as usize - 1));
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for number in 1..PEOPLE {
        let sign_up = told(&store, number).await.unwrap();
        let (what, got) = match sign_up.state {
            State::Accepted { .. } => ("seat", Got::Seat),
            State::Waiting { .. } => ("place", Got::Place),
            State::Lost { .. } => ("nothing", Got::Nothing),
            other => panic!("{other:?}"),
        };
        assert_eq!(held.got(sign_up.ticket.unwrap()), Some(got));
        *counts.entry(what).or_default() += 1;
    }
    let nothing = PEOPLE as u32 - 1 - SEATS - WAITING;
    assert_eq!(
        counts,
        [("seat", SEATS), ("place", WAITING), ("nothing", nothing)].into()
    );
    assert_eq!(row(&store, Kind::Urn).await, None);
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

/// Nobody is lost between a sign-up and the draw, whichever comes first.
pub async fn who_signs_up_as_a_draw_is_held_is_in_it_or_hears_that_it_is_over(store: Shared) {
    register(&store, &(0..PEOPLE).map(person).collect::<Vec<_>>()).await;
    put(&store, vec![Row::Program(lottery())]).await;
    everybody_serves(&store, NOW).await;
    let mut coming: Vec<(u128, _)> = (0..PEOPLE)
        .map(|number| (number, tokio::spawn(signs_up(store.clone(), number))))
        .collect();
    // A server whose clock is ahead.
    let serving = tokio::spawn(serves(store.clone(), CLOSES));
    let mut taken = 0;
    for (number, coming) in coming.drain(..) {
        let outcome = coming.await.unwrap();
        let sign_up = told(&store, number).await;
        match outcome {
            Outcome::Applied => {
                assert!(sign_up.is_some());
                taken += 1;
            }
            Outcome::Refused(Refusal::SignUpClosed) => assert_eq!(sign_up, None),
            other => panic!("{other:?}"),
        }
    }
    serving.await.unwrap();
    everybody_serves(&store, CLOSES).await;
    let draw = draw(&store).await;
    let held = draw.held.unwrap();
    assert_eq!(held.verify(&draw.commitment), Ok(taken));
    for number in 0..PEOPLE {
        if let Some(sign_up) = told(&store, number).await {
            assert_ne!(sign_up.state, State::InDraw);
        }
    }
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    assert_eq!(draw.program, ProgramId(lottery().id.0));
}
