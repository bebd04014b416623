//! Accounts, sessions, municipalities, and the state of the store.

use super::{
    Shared,
    made::{NOW, job, logged_in, person, put, register},
};
use crate::{Account, LoginSession, StoreError, TokenHash};
use domain::{Row, place::Town};

/// People do not remember how they wrote their address.
pub async fn an_account_is_found_however_its_address_is_capitalized(store: Shared) {
    let account = Account {
        person: person(1),
        password: "$argon2id$".into(),
    };
    let mut transaction = store.begin().await.unwrap();
    transaction
        .open_account(" Haru.Sano@Example.JP", &account)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    for email in [
        "haru.sano@example.jp",
        "HARU.SANO@EXAMPLE.JP ",
        "Haru.Sano@Example.JP",
    ] {
        assert_eq!(
            snapshot.account(email).await.unwrap().as_ref(),
            Some(&account),
            "{email}"
        );
    }
    assert_eq!(snapshot.account("haru@example.jp").await.unwrap(), None);
}

/// An address belongs to one person and a person has one account.
pub async fn an_address_and_a_person_have_one_account(store: Shared) {
    let account = |number| Account {
        person: person(number),
        password: "$argon2id$".into(),
    };
    let mut transaction = store.begin().await.unwrap();
    transaction
        .open_account("haru@example.jp", &account(1))
        .await
        .unwrap();
    transaction.commit().await.unwrap();

    let mut transaction = store.begin().await.unwrap();
    let again = transaction
        .open_account("HARU@example.jp", &account(2))
        .await;
    assert!(matches!(again, Err(StoreError::EmailTaken)), "{again:?}");
    let again = transaction
        .open_account("sano@example.jp", &account(1))
        .await;
    assert!(matches!(again, Err(StoreError::PersonTaken)), "{again:?}");
}

/// A session counts before its end, and not after logging out.
pub async fn a_session_ends_by_time_and_by_logging_out(store: Shared) {
    register(&store, &[person(1)]).await;
    let (one, two) = (TokenHash([1; 32]), TokenHash([2; 32]));
    let session = LoginSession {
        expires_at: NOW.plus_days(90),
        ..logged_in(1)
    };
    let mut transaction = store.begin().await.unwrap();
    transaction
        .keep_session(one, session.clone())
        .await
        .unwrap();
    transaction
        .keep_session(two, session.clone())
        .await
        .unwrap();
    transaction.end_session(two).await.unwrap();
    transaction.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(
        snapshot.session(one, NOW).await.unwrap(),
        Some(session.clone())
    );
    assert_eq!(
        snapshot.session(one, NOW.plus_days(90)).await.unwrap(),
        None
    );
    assert_eq!(snapshot.session(two, NOW).await.unwrap(), None);
    drop(snapshot);

    let longer = LoginSession {
        expires_at: NOW.plus_days(120),
        ..session
    };
    let mut transaction = store.begin().await.unwrap();
    transaction.keep_session(one, longer.clone()).await.unwrap();
    transaction.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(
        snapshot.session(one, NOW.plus_days(90)).await.unwrap(),
        Some(longer)
    );
}

/// Sessions that count no more do not pile up.
pub async fn old_sessions_are_swept(store: Shared) {
    register(&store, &[person(1)]).await;
    let mut transaction = store.begin().await.unwrap();
    for day in 1..=4 {
        let session = LoginSession {
            expires_at: NOW.plus_days(i64::from(day)),
            ..logged_in(1)
        };
        transaction
            .keep_session(TokenHash([day; 32]), session)
            .await
            .unwrap();
    }
    assert_eq!(
        transaction.sweep_sessions(NOW.plus_days(2)).await.unwrap(),
        2
    );
    assert_eq!(
        transaction.sweep_sessions(NOW.plus_days(2)).await.unwrap(),
        0
    );
    transaction.commit().await.unwrap();
}

/// A posting names a town by its code; its name comes from here.
pub async fn a_municipality_is_found_by_its_code(store: Shared) {
    let nichinan = Town {
        code: "452041".parse().unwrap(),
        name: "宮崎県日南市".into(),
    };
    let mut transaction = store.begin().await.unwrap();
    assert!(transaction.put_town(&nichinan).await.unwrap());
    assert!(!transaction.put_town(&nichinan).await.unwrap());
    transaction.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.town(&nichinan.code).await.unwrap(), Some(nichinan));
    assert_eq!(
        snapshot.town(&"045811".parse().unwrap()).await.unwrap(),
        None
    );
}

/// What the other stories write is sound.
pub async fn a_sound_store_has_nothing_to_report(store: Shared) {
    register(&store, &[person(1), person(2)]).await;
    put(
        &store,
        (0..20).map(|number| Row::Job(job(number))).collect(),
    )
    .await;
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
