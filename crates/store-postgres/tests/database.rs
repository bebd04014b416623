//! What is true of a store in a database that others use too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

use domain::{Command, Kind, Row, Scope};
use private_postgres::{Database, Server, database};
use sqlx::{Connection, Executor, PgConnection};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use store::{
    Elsewhere, Store, StoreError,
    contract::{
        Shared,
        made::{NOW, changes, group, job, person, propose, pushed, pushing, put, register},
    },
    push,
};
use store_postgres::PostgresStore;
use sync::protocol::Outcome;

/// How long anything may take before a story fails.
const PATIENCE: Duration = Duration::from_secs(30);

async fn open(database: &Database) -> Arc<PostgresStore> {
    Arc::new(PostgresStore::open(&database.url).await.unwrap())
}

/// Somebody who changes the database by hand.
async fn operator(database: &Database) -> PgConnection {
    PgConnection::connect(&database.url).await.unwrap()
}

#[tokio::test]
async fn what_was_committed_is_there_after_opening_again() {
    let database = database().await.unwrap();
    let store = open(&database).await;
    put(&(store.clone() as Shared), vec![Row::Job(job(1))]).await;
    let epoch = store.epoch().clone();
    store.close().await;
    drop(store);
    let store = open(&database).await;
    assert_eq!(store.epoch(), &epoch);
    let found = changes(&(store as Shared), Scope::Public, 0, 10).await;
    assert_eq!(found.len(), 1);
}

/// Databases from before the counts begin with what is there.
#[tokio::test]
async fn what_was_there_before_it_was_counted_is_counted() {
    let database = database().await.unwrap();
    let store = open(&database).await;
    let mut town = domain::town::Town::new();
    // Of programs nothing was known then.
    town.rows.retain(|_, row| {
        !matches!(
            row,
            Row::Program(_)
                | Row::SignUp(_)
                | Row::Score(_)
                | Row::Feed(_)
                | Row::Attendance(_)
                | Row::Certificate(_)
                | Row::CalendarLink(_)
                | Row::Income(_)
                | Row::Space(_)
                | Row::Booking(_)
                | Row::Stay(_)
                | Row::Kiosk(_)
                | Row::File(_)
        )
    });
    for row in town.rows.values_mut() {
        if let Row::Message(message) = row {
            // Neither JSON to PostgreSQL nor the field that it looks like.
            message.author_name =
                r#"\u0000 "author":"00000000-0000-0000-0000-000000000000""#.into();
            message.text = "\0".into();
        }
    }
    put(
        &(store.clone() as Shared),
        town.rows.into_values().collect(),
    )
    .await;
    store.close().await;
    let mut operator = operator(&database).await;
    let before =
        "DROP TRIGGER file_gone ON row; DROP FUNCTION drop_file_bytes; DROP TABLE file_bytes;
         DROP TABLE tally; ALTER TABLE mutation_group DROP COLUMN pushed_at;
         DELETE FROM _sqlx_migrations WHERE version >= 4";
    operator.execute(before).await.unwrap();
    let store = open(&database).await;
    let found = store.check().await.unwrap().join("\n");
    assert!(!found.contains("than counted"), "{found}");
    let wrong = "UPDATE tally SET count = count + 1 WHERE kind = 'star'";
    operator.execute(wrong).await.unwrap();
    let found = store.check().await.unwrap().join("\n");
    assert!(found.contains("another number of star rows"), "{found}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_start_together_agree() {
    let database = database().await.unwrap();
    let starting: Vec<_> = (0..6)
        .map(|_| {
            let database = database.clone();
            tokio::spawn(async move { open(&database).await.epoch().clone() })
        })
        .collect();
    let mut epochs = BTreeSet::new();
    for started in starting {
        epochs.insert(started.await.unwrap().0);
    }
    assert_eq!(epochs.len(), 1);
}

#[tokio::test]
async fn a_commit_by_another_server_is_told_with_its_scopes() {
    let database = database().await.unwrap();
    let (here, there) = (open(&database).await, open(&database).await);
    let touched = put(&(there as Shared), vec![Row::Job(job(1)), Row::Job(job(2))]).await;
    let told = tokio::time::timeout(PATIENCE, here.elsewhere()).await;
    assert_eq!(told.unwrap().unwrap(), Elsewhere::Further(touched));
}

#[tokio::test]
async fn what_was_committed_last_is_told_before_closing() {
    let database = database().await.unwrap();
    let (here, import) = (open(&database).await, open(&database).await);
    // More scopes than one notification holds.
    let people: Vec<_> = (0..200).map(person).collect();
    register(&(import.clone() as Shared), &people).await;
    import.close().await;
    let told = async {
        let mut scopes = BTreeSet::new();
        while scopes.len() < people.len() {
            match here.elsewhere().await.unwrap() {
                Elsewhere::Further(versions) => scopes.extend(versions.into_keys()),
                Elsewhere::Anything => panic!("nothing was lost"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, told).await.unwrap();
}

#[tokio::test]
async fn a_server_that_lost_its_connection_looks_again() {
    let database = database().await.unwrap();
    let (here, there) = (open(&database).await, open(&database).await);
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    operator(&database).await.execute(cut).await.unwrap();
    // Told while nobody listened. The writer's own connections were cut, too.
    let there = there as Shared;
    put(&there, vec![Row::Job(job(1))]).await;
    let noticed = async {
        loop {
            match here.elsewhere().await {
                Ok(Elsewhere::Anything) => break,
                // An error is followed by a look, and this may have been told in time.
                Ok(Elsewhere::Further(_)) | Err(_) => {}
            }
        }
    };
    tokio::time::timeout(PATIENCE, noticed).await.unwrap();
    let touched = put(&there, vec![Row::Job(job(2))]).await;
    let told = async {
        loop {
            match here.elsewhere().await.unwrap() {
                Elsewhere::Further(versions) if versions == touched => break,
                _ => {}
            }
        }
    };
    tokio::time::timeout(PATIENCE, told).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_a_crash_of_the_database() {
    let server = Arc::new(Server::start().unwrap());
    let database = Database::on(server.clone()).await.unwrap();
    let store = open(&database).await;
    let shared = store.clone() as Shared;
    register(&shared, &[person(0), person(1), person(2), person(3)]).await;
    put(&shared, vec![Row::Job(job(1))]).await;

    let mut acknowledged = [0; 4];
    for _ in 0..2 {
        let (began, mut running) = tokio::sync::mpsc::channel(100);
        let stop = Arc::new(AtomicBool::new(false));
        // Each pushes one by one, as a device does: it goes on when it has the answer.
        let pushers: Vec<_> = (0..4_usize)
            .map(|number| {
                let (shared, began, stop) = (shared.clone(), began.clone(), stop.clone());
                let done = acknowledged[number];
                tokio::spawn(async move {
                    let mut last = done;
                    while !stop.load(Ordering::SeqCst) {
                        let star = Command::StarJob { job: job(1).id };
                        let unstar = Command::UnstarJob { job: job(1).id };
                        let command = if last % 2 == 0 { star } else { unstar };
                        let number = number as u128;
                        let request = pushing(group(number), last + 1, vec![Some(command)]);
                        match push(shared.as_ref(), person(number), &request, NOW).await {
                            Ok(_) => last += 1,
                            Err(_) => break,
                        }
                        began.try_send(()).ok();
                    }
                    last
                })
            })
            .collect();
        for _ in 0..20 {
            running.recv().await;
        }
        server.crash().unwrap();
        stop.store(true, Ordering::SeqCst);
        server.come_back().unwrap();
        for (last, pusher) in acknowledged.iter_mut().zip(pushers) {
            *last = pusher.await.unwrap();
        }
        // The same store goes on. What was not acknowledged may count or not, but only once.
        for (last, number) in acknowledged.iter_mut().zip(0..) {
            let mut snapshot = store.snapshot().await.unwrap();
            let known = snapshot.group(group(number)).await.unwrap();
            // The crash may come before somebody's first.
            let known = known.map_or(0, |known| known.last_mutation.0);
            assert!(
                (*last..=*last + 1).contains(&known),
                "{known} after {last} were acknowledged"
            );
            let stars = snapshot
                .rows_in(Scope::Person(person(number)), Kind::Star)
                .await
                .unwrap();
            assert_eq!(stars.len() as u64, known % 2);
            *last = known;
        }
    }
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_pushes_that_wait_for_each_other_are_both_judged() {
    let database = database().await.unwrap();
    let store = open(&database).await as Shared;
    let people: Vec<_> = (0..6).map(person).collect();
    register(&store, &people).await;
    let jobs: Vec<_> = (1..=8).map(job).collect();
    put(&store, jobs.iter().cloned().map(Row::Job).collect()).await;
    let pushes: Vec<_> = (0..6_u128)
        .map(|number| {
            let (store, mut jobs) = (store.clone(), jobs.clone());
            if number % 2 == 1 {
                jobs.reverse();
            }
            tokio::spawn(async move {
                let commands = jobs.iter().map(|job| Some(propose(job, 10_000))).collect();
                pushed(&store, person(number), &pushing(group(number), 1, commands)).await
            })
        })
        .collect();
    for push in pushes {
        assert_eq!(push.await.unwrap(), vec![Outcome::Applied; 8]);
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_needs_no_restart() {
    let database = database().await.unwrap();
    let store = open(&database).await as Shared;
    put(&store, vec![Row::Job(job(1))]).await;
    let mut operator = operator(&database).await;
    operator
        .execute(
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$;
             CREATE TRIGGER disk_full BEFORE INSERT ON row EXECUTE FUNCTION disk_full()",
        )
        .await
        .unwrap();
    let mut transaction = store.begin().await.unwrap();
    transaction
        .write(&domain::Write::Put(Row::Job(job(2))))
        .await
        .unwrap();
    let written = transaction.commit().await;
    assert!(matches!(written, Err(StoreError::Full)), "{written:?}");
    assert_eq!(changes(&store, Scope::Public, 0, 10).await.len(), 1);
    let freed = "DROP TRIGGER disk_full ON row";
    operator.execute(freed).await.unwrap();
    put(&store, vec![Row::Job(job(2))]).await;
    assert_eq!(changes(&store, Scope::Public, 0, 10).await.len(), 2);
}

#[tokio::test]
async fn what_no_text_of_the_database_can_hold_is_no_failure() {
    let database = database().await.unwrap();
    let store = open(&database).await as Shared;
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.account("haru\0@example.jp").await.unwrap(), None);
    let mut silent = job(1);
    silent.title = "広報\0紙".into();
    put(&store, vec![Row::Job(silent.clone())]).await;
    let found = changes(&store, Scope::Public, 0, 10).await;
    assert_eq!(found[0].row, Some(Row::Job(silent)));
}

#[tokio::test]
async fn a_dump_without_its_incarnation_becomes_another() {
    let database = database().await.unwrap();
    let before = open(&database).await.epoch().clone();
    // What `pg_dump --exclude-table-data=meta` leaves behind.
    let mut operator = operator(&database).await;
    operator.execute("DELETE FROM meta").await.unwrap();
    assert_ne!(open(&database).await.epoch(), &before);
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let database = database().await.unwrap();
    open(&database).await.close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum,
                 execution_time) VALUES (99, 'newer', true, '', 0)";
    operator(&database).await.execute(newer).await.unwrap();
    let refused = PostgresStore::open(&database.url).await.err().unwrap();
    assert!(refused.to_string().contains("newest form"), "{refused}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_named_at_once() {
    let refused = PostgresStore::open("postgres://engawa@127.0.0.1:1/engawa").await;
    let refused = refused.err().unwrap().to_string();
    assert!(refused.contains("open its database"), "{refused}");
}

#[tokio::test]
async fn damage_is_named() {
    let database = database().await.unwrap();
    let store = open(&database).await;
    put(
        &(store.clone() as Shared),
        vec![Row::Job(job(1)), Row::Job(job(2))],
    )
    .await;
    let mut operator = operator(&database).await;
    for (damage, named) in [
        ("UPDATE scope SET version = 1", "beyond its version"),
        (
            "UPDATE scope SET version = 2; UPDATE row_scope SET gone = true WHERE version = 1",
            "is not in its scope",
        ),
        (
            "UPDATE row_scope SET gone = false;
             DELETE FROM row WHERE id = (SELECT id FROM row_scope WHERE version = 1)",
            "is no row",
        ),
        ("UPDATE row SET body = '{}'", "cannot be read"),
    ] {
        operator.execute(damage).await.unwrap();
        let found = store.check().await.unwrap().join("\n");
        assert!(found.contains(named), "{damage}: {found}");
    }
}
