//! Moving everything from SQLite to PostgreSQL and back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

use domain::{Command, FileId, Kind, Row, Write, file::FileFormat};
use private_postgres::database;
use std::{path::Path, sync::Arc};
use store::{
    Brought, Language, Link, LoginSession, Mail, Mailbox, Movable, Part, Purpose, Store, TokenHash,
    contents::{CopyError, sums},
    contract::{
        Shared,
        made::{
            NOW, a_town, desk, group, job, logged_in, person, place, propose, pulled, pulling,
            pushed, pushing, put, write,
        },
    },
    copy, keep_file,
};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use sync::{
    MutationId,
    protocol::{Outcome, PullRequest},
};
use uuid::Uuid;

async fn sqlite(folder: &Path, name: &str) -> Arc<SqliteStore> {
    Arc::new(SqliteStore::open(&folder.join(name)).await.unwrap())
}

/// Something of everything, more than goes into one transaction, and a tombstone.
async fn fill(store: &Shared) {
    a_town(store).await;
    put(store, (2..1300).map(|n| Row::Job(job(n))).collect()).await;
    let gone = Write::Delete(Row::Job(job(7)).key());
    write(store, vec![gone]).await;
    put(store, vec![place(person(2), desk("日南市役所"))]).await;
    let commands = vec![
        Some(propose(&job(1), 10_000)),
        Some(propose(&job(1), 0)),
        Some(Command::StarJob { job: job(2).id }),
    ];
    pushed(store, person(1), &pushing(group(1), 1, commands)).await;
    pushed(store, person(2), &pushing(group(2), 1, vec![None])).await;
    let brought = Brought {
        id: FileId(Uuid::from_u128(1)),
        format: FileFormat::Pdf,
        bytes: b"%PDF-1.7",
    };
    keep_file(store.as_ref(), person(1), brought, NOW)
        .await
        .unwrap();
    let mut transaction = store.begin().await.unwrap();
    for number in 1..=2 {
        let session = LoginSession {
            person: person(number.into()),
            expires_at: NOW.plus_days(number.into()),
            ..logged_in(number.into())
        };
        let token = TokenHash([number; 32]);
        transaction.keep_session(token, session).await.unwrap();
        let link = Link {
            person: person(number.into()),
            purpose: Purpose::Verify,
            email: "haru@example.jp".into(),
            expires_at: NOW,
        };
        transaction.keep_link(token, &link).await.unwrap();
        let mail = Mail {
            id: Uuid::from_u128(number.into()),
            person: (number == 1).then(|| person(1)),
            made_at: NOW,
            due: NOW,
            until: NOW.plus_days(1),
            tries: 2,
            letter: "{}".into(),
        };
        transaction.post(&mail).await.unwrap();
    }
    let mailbox = Mailbox {
        verified_at: None,
        language: Language::En,
        digest: true,
        unsubscribe: "secret".into(),
        digested_until: NOW,
    };
    transaction.keep_mailbox(person(1), &mailbox).await.unwrap();
    transaction.close_account(person(9), NOW).await.unwrap();
    let town = domain::place::Town {
        code: "452041".parse().unwrap(),
        name: "宮崎県日南市".into(),
    };
    transaction.put_town(&town).await.unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_arrives_and_outboxes_go_on() {
    let (folder, database) = (tempfile::tempdir().unwrap(), database().await.unwrap());
    let from = sqlite(folder.path(), "from.sqlite").await;
    fill(&(from.clone() as Shared)).await;
    let to = Arc::new(PostgresStore::open(&database.url).await.unwrap());
    let here = copy(from.as_ref(), to.as_ref()).await.unwrap();
    for (part, count) in [
        (Part::Rows(Kind::Job), 1298),
        (Part::Rows(Kind::Proposal), 1),
        (Part::Rows(Kind::File), 1),
        (Part::Accounts, 2),
        (Part::Closed, 1),
        (Part::Sessions, 2),
        (Part::Mailboxes, 1),
        (Part::Links, 2),
        (Part::Mail, 2),
        (Part::Outboxes, 2),
        (Part::Towns, 1),
    ] {
        assert_eq!(here[&part].count, count, "{part}");
    }
    assert_eq!(to.check().await.unwrap(), Vec::<String>::new());
    assert_ne!(to.epoch(), from.epoch());

    // Back again, it comes to the same.
    let back = sqlite(folder.path(), "back.sqlite").await;
    assert_eq!(copy(to.as_ref(), back.as_ref()).await.unwrap(), here);

    for store in [to as Shared, back as Shared] {
        let refused = PullRequest {
            oldest_unsettled: Some(MutationId(1)),
            ..pulling(group(1))
        };
        let response = pulled(&store, person(1), &refused).await;
        assert_eq!(response.last_mutation, MutationId(3));
        assert_eq!(response.refused.len(), 1);
        let star = Command::StarJob { job: job(3).id };
        let request = pushing(group(1), 4, vec![Some(star)]);
        let outcomes = pushed(&store, person(1), &request).await;
        assert_eq!(outcomes, [Outcome::Applied]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_not_the_same_is_told() {
    let (folder, database) = (tempfile::tempdir().unwrap(), database().await.unwrap());
    let from = sqlite(folder.path(), "from.sqlite").await;
    fill(&(from.clone() as Shared)).await;
    let to = Arc::new(PostgresStore::open(&database.url).await.unwrap());
    let before = copy(from.as_ref(), to.as_ref()).await.unwrap();
    // One letter of one posting.
    let mut other = job(900);
    other.title.push('。');
    put(&(to.clone() as Shared), vec![Row::Job(other)]).await;
    let after = sums(to.as_ref() as &dyn Movable).await.unwrap();
    let job = Part::Rows(Kind::Job);
    assert_eq!(after[&job].count, before[&job].count);
    assert_ne!(after[&job].sha256, before[&job].sha256);
    // And nothing is copied over what is there.
    let again = copy(from.as_ref(), to.as_ref()).await;
    assert!(matches!(again, Err(CopyError::NotEmpty(_))), "{again:?}");
}
