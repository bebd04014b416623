//! What a person does to their account: sessions, another address, closing it.

use super::{
    Shared,
    made::{
        NOW, a_town, desk, group, job, logged_in, person, place, propose, pushed, pushing, put,
        register, row_of,
    },
};
use crate::{
    Account, LoginSession, StoreError, TokenHash,
    push::{Push, PushError, push},
};
use domain::{
    Command, Kind, MessageId, ProposalId, Refusal, Row, Scope, StarId, Write, person::Star,
};
use sync::{MutationId, protocol::Outcome};
use uuid::Uuid;

fn token(number: u8) -> TokenHash {
    TokenHash([number; 32])
}

fn account(number: u128) -> Account {
    Account {
        person: person(number),
        password: "$argon2id$new".into(),
    }
}

/// Nobody sees or ends another's sessions.
pub async fn a_person_sees_and_ends_their_own_sessions(store: Shared) {
    register(&store, &[person(1), person(2)]).await;
    let mut transaction = store.begin().await.unwrap();
    for (number, whose, hour) in [(1, 1, 3), (2, 1, 2), (3, 1, 1), (4, 2, 4)] {
        let session = LoginSession {
            used_at: domain::Timestamp(NOW.0 + hour * 3_600_000),
            ..logged_in(whose)
        };
        transaction
            .keep_session(token(number), session)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    let seen = snapshot.sessions_of(person(1), NOW).await.unwrap();
    let tokens: Vec<TokenHash> = seen.iter().map(|(token, _)| *token).collect();
    assert_eq!(
        tokens,
        [token(1), token(2), token(3)],
        "the last used first"
    );
    assert_eq!(seen[0].1.device, logged_in(1).device);
    let later = NOW.plus_days(90);
    assert_eq!(snapshot.sessions_of(person(1), later).await.unwrap(), []);
    drop(snapshot);

    let mut transaction = store.begin().await.unwrap();
    let mut ended = transaction
        .end_sessions(person(1), Some(token(2)))
        .await
        .unwrap();
    ended.sort();
    assert_eq!(ended, [token(1), token(3)]);
    transaction.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    for (number, counts) in [(1, false), (2, true), (3, false), (4, true)] {
        let session = snapshot.session(token(number), NOW).await.unwrap();
        assert_eq!(session.is_some(), counts, "{number}");
    }
}

/// An address is found under its new name only, and another's is not taken.
pub async fn an_address_moves_with_its_account_and_to_nobody_elses(store: Shared) {
    register(&store, &[person(1), person(2)]).await;
    let mut transaction = store.begin().await.unwrap();
    transaction
        .change_account(" Haru.New@Example.jp", &account(1))
        .await
        .unwrap();
    transaction.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    let old = format!("{}@example.jp", person(1));
    assert_eq!(snapshot.account(&old).await.unwrap(), None);
    let moved = snapshot.account("haru.new@example.jp").await.unwrap();
    assert_eq!(moved, Some(account(1)));
    let of = snapshot.account_of(person(1)).await.unwrap();
    assert_eq!(of, Some(("haru.new@example.jp".to_owned(), account(1))));
    drop(snapshot);

    let mut transaction = store.begin().await.unwrap();
    let taken = transaction
        .change_account("HARU.NEW@example.jp", &account(2))
        .await;
    assert!(matches!(taken, Err(StoreError::EmailTaken)), "{taken:?}");
    drop(transaction);
    // A new password alone leaves the address where it is.
    let mut transaction = store.begin().await.unwrap();
    let (email, _) = transaction.account_of(person(2)).await.unwrap().unwrap();
    transaction
        .change_account(&email, &account(2))
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

/// Devices choose the ids of people: somebody could come as one who has gone, and read what both
/// sides of a contract keep.
pub async fn a_closed_account_leaves_nothing_and_is_opened_by_nobody_again(store: Shared) {
    register(&store, &[person(1), person(2)]).await;
    let mut transaction = store.begin().await.unwrap();
    transaction
        .keep_session(token(1), logged_in(1))
        .await
        .unwrap();
    transaction
        .judged(group(1), person(1), MutationId(3), None, NOW)
        .await
        .unwrap();
    transaction
        .judged(group(2), person(2), MutationId(3), None, NOW)
        .await
        .unwrap();
    transaction.close_account(person(1), NOW).await.unwrap();
    transaction.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.account_of(person(1)).await.unwrap(), None);
    assert_eq!(snapshot.session(token(1), NOW).await.unwrap(), None);
    assert_eq!(snapshot.group(group(1)).await.unwrap(), None);
    assert!(snapshot.group(group(2)).await.unwrap().is_some());
    drop(snapshot);

    let mut transaction = store.begin().await.unwrap();
    let again = transaction
        .open_account("other@example.jp", &account(1))
        .await;
    assert!(matches!(again, Err(StoreError::PersonTaken)), "{again:?}");
    drop(transaction);
    // The address is free: it may be another account's.
    let mut transaction = store.begin().await.unwrap();
    let old = format!("{}@example.jp", person(1));
    transaction.open_account(&old, &account(3)).await.unwrap();
    transaction.commit().await.unwrap();
}

fn starring(number: u128) -> Push {
    let star = Command::StarJob { job: job(1).id };
    pushing(group(number), 1, vec![Some(star); 5])
}

/// Closes an account as the server does: rows and account in one transaction.
async fn close(store: &Shared, person: domain::PersonId) {
    loop {
        let mut transaction = store.begin().await.unwrap();
        let own = [row_of(person).key()];
        transaction.foresee(&own.into()).await.unwrap();
        let scope = Scope::Person(person);
        let stars = transaction.rows_in(scope, Kind::Star).await.unwrap();
        for key in stars.iter().map(Row::key).chain(own) {
            transaction.write(&Write::Delete(key)).await.unwrap();
        }
        transaction.close_account(person, NOW).await.unwrap();
        match transaction.commit().await {
            Err(StoreError::Conflict) => {}
            closed => return drop(closed.unwrap()),
        }
    }
}

/// Messages reach somebody, or are refused.
pub async fn nobody_writes_to_who_has_left(store: Shared) {
    a_town(&store).await;
    let client = person(500);
    register(&store, &[client]).await;
    put(&store, vec![place(client, desk("日南市役所"))]).await;
    let proposing = pushing(group(1), 1, vec![Some(propose(&job(1), 10_000))]);
    pushed(&store, person(1), &proposing).await;
    let say = |number| Command::SendMessage {
        id: MessageId(Uuid::from_u128(number)),
        proposal: ProposalId::of(person(1), job(1).id),
        text: "ご相談です".into(),
    };
    let before = pushing(group(500), 1, vec![Some(say(1))]);
    assert_eq!(pushed(&store, client, &before).await, [Outcome::Applied]);
    close(&store, person(1)).await;
    let after = pushing(group(500), 2, vec![Some(say(2))]);
    let refused = Outcome::Refused(Refusal::Left);
    assert_eq!(pushed(&store, client, &after).await, [refused]);
}

/// A push that is judged while its account is being closed leaves nothing behind, whoever is first;
/// and nobody says anything more to who has gone.
pub async fn a_push_beside_a_farewell_leaves_nothing_behind(store: Shared) {
    a_town(&store).await;
    for round in 0..8u128 {
        let leaves = person(100 + round);
        register(&store, &[leaves]).await;
        let pushing = tokio::spawn({
            let store = store.clone();
            let request = starring(100 + round);
            async move { push(store.as_ref(), leaves, &request, NOW).await }
        });
        let closed = close(&store, leaves);
        let (pushed, ()) = tokio::join!(pushing, closed);
        match pushed.unwrap() {
            Ok(_) | Err(PushError::NoAccount | PushError::Store(StoreError::Conflict)) => {}
            Err(error) => panic!("{error}"),
        }
        let request = starring(200 + round);
        let late = push(store.as_ref(), leaves, &request, NOW).await;
        assert!(matches!(late, Err(PushError::NoAccount)), "{late:?}");
    }
    assert_eq!(store.check().await.unwrap(), [""; 0]);
    let star = Row::Star(Star {
        id: StarId::of(person(100), job(1).id),
        person: person(100),
        job: job(1).id,
    });
    put(&store, vec![star]).await;
    let found = store.check().await.unwrap().join("\n");
    assert!(found.contains("closed their account"), "{found}");
}
