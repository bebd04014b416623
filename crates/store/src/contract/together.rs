//! Many who write at the same moment.

use super::{
    Shared,
    made::{
        NOW, a_town, desk, group, job, person, proposals, propose, pulled, pulling, pushed,
        pushing, put, register,
    },
};
use crate::{
    Account, Room, StoreError,
    push::{PushError, push},
};
use domain::{Command, Row, Scope, Write};
use std::collections::BTreeSet;
use sync::{MutationId, protocol::Outcome};

/// Each hears that it is done when every reader sees it, and all of it stays.
pub async fn everybody_pushes_at_once_and_nothing_is_lost(store: Shared) {
    const PEOPLE: u128 = 24;
    const EACH: u64 = 5;
    let people: Vec<_> = (0..PEOPLE).map(person).collect();
    register(&store, &people).await;
    let postings = (0..u128::from(EACH)).map(|number| Row::Job(job(number)));
    put(&store, postings.collect()).await;
    let everybody: Vec<_> = (0..PEOPLE)
        .map(|number| tokio::spawn(push_one_by_one(store.clone(), number, EACH)))
        .collect();
    let mut versions = BTreeSet::new();
    for one in everybody {
        versions.extend(one.await.unwrap());
    }
    // Each push went further in the desk's scope than all before it.
    let all = PEOPLE * u128::from(EACH);
    assert_eq!(versions.len() as u128, all);
    for number in 0..PEOPLE {
        let response = pulled(&store, person(number), &pulling(group(number))).await;
        assert_eq!(response.last_mutation, MutationId(EACH));
        assert_eq!(proposals(&response) as u64, EACH);
    }
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

/// Says how far the desk's scope went with each push.
async fn push_one_by_one(store: Shared, number: u128, count: u64) -> Vec<u64> {
    let mut versions = Vec::new();
    for (id, posting) in (1..=count).zip(0..) {
        let command = Some(propose(&job(posting), 10_000));
        let request = pushing(group(number), id, vec![command]);
        let pushed = push(store.as_ref(), person(number), &request, NOW)
            .await
            .unwrap();
        assert_eq!(pushed.response.results[0].outcome, Outcome::Applied);
        versions.push(pushed.touched[&Scope::Desk(desk("日南市役所"))]);
        let mut snapshot = store.snapshot().await.unwrap();
        let seen = snapshot.group(group(number)).await.unwrap().unwrap();
        assert_eq!(seen.last_mutation, MutationId(id));
    }
    versions
}

/// A push into the outbox of another, a transaction that is dropped, one that meets an error, and a
/// request that breaks off wherever it is: each costs only itself.
pub async fn who_fails_leaves_those_beside_them_alone(store: Shared) {
    const ROUNDS: u128 = 20;
    a_town(&store).await;
    let star = || vec![Some(Command::StarJob { job: job(1).id })];
    pushed(&store, person(1), &pushing(group(1), 1, star())).await;
    let mut sound = Vec::new();
    let mut others = Vec::new();
    for round in 10..10 + ROUNDS {
        register(&store, &[person(round), person(1000 + round)]).await;
    }
    for round in 10..10 + ROUNDS {
        let shared = store.clone();
        sound.push(tokio::spawn(async move {
            pushed(&shared, person(round), &pushing(group(round), 1, star())).await
        }));
        let shared = store.clone();
        others.push(tokio::spawn(async move {
            let request = pushing(group(1), 2, star());
            let told = push(shared.as_ref(), person(round), &request, NOW).await;
            assert!(matches!(told, Err(PushError::Foreign)), "{told:?}");
        }));
        let shared = store.clone();
        others.push(tokio::spawn(async move { fail(shared, round).await }));
        let shared = store.clone();
        let broken_off = tokio::spawn(async move {
            let request = pushing(group(1000 + round), 1, star());
            pushed(&shared, person(1000 + round), &request).await
        });
        for _ in 0..round {
            tokio::task::yield_now().await;
        }
        broken_off.abort();
    }
    for one in others {
        one.await.unwrap();
    }
    for one in sound {
        assert_eq!(one.await.unwrap(), [Outcome::Applied]);
    }
    for round in 10..10 + ROUNDS {
        let response = pulled(&store, person(round), &pulling(group(round))).await;
        assert_eq!(
            (response.rows.len(), response.last_mutation),
            (2, MutationId(1))
        );
        // What broke off happened or did not, but not by half.
        let number = 1000 + round;
        let response = pulled(&store, person(number), &pulling(group(number))).await;
        // Beside the person's own row.
        assert_eq!(response.rows.len() as u64, 1 + response.last_mutation.0);
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let public = snapshot
        .changes(Scope::Public, 0, Room::PAGE)
        .await
        .unwrap();
    assert_eq!(public.len(), 1, "nothing of what failed is there");
    drop(snapshot);
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

/// Writes, and then fails or thinks better of it.
async fn fail(store: Shared, round: u128) {
    let mut transaction = store.begin().await.unwrap();
    let posting = Write::Put(Row::Job(job(1000 + round)));
    assert!(transaction.write(&posting).await.unwrap());
    if round.is_multiple_of(2) {
        let taken = format!("{}@example.jp", person(1));
        let account = Account {
            person: person(round),
            password: String::new(),
        };
        let told = transaction.open_account(&taken, &account).await;
        assert!(matches!(told, Err(StoreError::EmailTaken)), "{told:?}");
    }
}
