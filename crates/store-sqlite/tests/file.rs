//! What is true of a store in a file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

use domain::{Command, Row, Scope};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use store::{
    Store,
    contract::{
        Shared,
        made::{changes, group, job, person, pushed, pushing, put, register},
    },
};
use store_sqlite::SqliteStore;
use sync::{MutationId, protocol::Outcome};

async fn open(file: &Path) -> Arc<SqliteStore> {
    Arc::new(SqliteStore::open(file).await.unwrap())
}

#[tokio::test]
async fn what_was_committed_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("engawa.sqlite");
    let store = open(&file).await;
    put(&(store.clone() as Shared), vec![Row::Job(job(1))]).await;
    let epoch = store.epoch().clone();
    store.close().await;
    drop(store);
    let store = open(&file).await;
    assert_eq!(store.epoch(), &epoch);
    assert_eq!(
        changes(&(store as Shared), Scope::Public, 0, 10)
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn a_backup_made_while_writing_is_whole_and_another_incarnation() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("engawa.sqlite")).await;
    let shared = store.clone() as Shared;
    register(&shared, &[person(1)]).await;
    let writer = tokio::spawn({
        let shared = shared.clone();
        async move {
            for number in 0..50 {
                put(
                    &shared,
                    vec![Row::Job(job(number * 2)), Row::Job(job(number * 2 + 1))],
                )
                .await;
            }
        }
    });
    let to = folder.path().join("backup.sqlite");
    store.backup(&to).await.unwrap();
    assert!(
        store.backup(&to).await.is_err(),
        "a backup never overwrites"
    );
    writer.await.unwrap();

    #[cfg(unix)]
    for file in [&to, &folder.path().join("engawa.sqlite")] {
        let rights = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(file).unwrap());
        assert_eq!(rights & 0o777, 0o600, "nobody else reads it");
    }

    let copy = open(&to).await;
    assert_ne!(copy.epoch(), store.epoch());
    assert_eq!(copy.check().await.unwrap(), Vec::<String>::new());
    let copied = changes(&(copy as Shared), Scope::Public, 0, 1000)
        .await
        .len();
    assert_eq!(copied % 2, 0, "no transaction is there by half");
}

#[tokio::test]
async fn a_commit_by_another_process_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("engawa.sqlite");
    let (server, import) = (open(&file).await, open(&file).await);
    let noticed = tokio::spawn({
        let server = server.clone();
        async move { server.elsewhere().await }
    });
    put(&(import as Shared), vec![Row::Job(job(1))]).await;
    tokio::time::timeout(Duration::from_secs(10), noticed)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    assert_eq!(
        changes(&(server as Shared), Scope::Public, 0, 10)
            .await
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_by_another_process_gets_its_turn_while_many_push() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("engawa.sqlite");
    let (server, import) = (open(&file).await as Shared, open(&file).await as Shared);
    let people: Vec<_> = (0..16).map(person).collect();
    register(&server, &people).await;
    let imported = Arc::new(AtomicBool::new(false));
    let pushing: Vec<_> = (0..16)
        .map(|number| {
            let (server, imported) = (server.clone(), imported.clone());
            tokio::spawn(async move {
                let mut count = 0;
                while !imported.load(Ordering::Relaxed) {
                    count += 1;
                    let star = Command::StarJob {
                        job: job(u128::from(count)).id,
                    };
                    let request = pushing(group(number), count, vec![Some(star)]);
                    let told = pushed(&server, person(number), &request).await;
                    assert_eq!(told, [Outcome::Applied]);
                }
                count
            })
        })
        .collect();
    for number in 0..10 {
        put(&import, vec![Row::Job(job(number))]).await;
        tokio::task::yield_now().await;
    }
    imported.store(true, Ordering::Relaxed);
    for (number, one) in (0..).zip(pushing) {
        let last = MutationId(one.await.unwrap());
        let mut snapshot = server.snapshot().await.unwrap();
        let group = snapshot.group(group(number)).await.unwrap();
        assert_eq!(group.map(|group| group.last_mutation), Some(last));
    }
    assert_eq!(changes(&server, Scope::Public, 0, 100).await.len(), 10);
}

/// Stores from before the counts begin with what is there.
#[tokio::test]
async fn what_was_there_before_it_was_counted_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("engawa.sqlite");
    let store = open(&file).await;
    let mut town: Vec<Row> = domain::town::Town::new().rows.into_values().collect();
    // Of programs nothing was known then.
    town.retain(|row| {
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
    put(&(store.clone() as Shared), town).await;
    store.close().await;
    run(
        &file,
        "DROP TRIGGER file_gone; DROP TABLE file_bytes;
         DROP TABLE tally; ALTER TABLE mutation_group DROP COLUMN pushed_at;
         DELETE FROM _sqlx_migrations WHERE version >= 4",
    )
    .await;
    let store = open(&file).await;
    let found = store.check().await.unwrap().join("\n");
    assert!(!found.contains("than counted"), "{found}");
    run(
        &file,
        "UPDATE tally SET count = count + 1 WHERE kind = 'star'",
    )
    .await;
    let found = store.check().await.unwrap().join("\n");
    assert!(found.contains("another number of star rows"), "{found}");
}

/// Another program does something to the file.
async fn run(file: &Path, sql: &'static str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
}

#[tokio::test]
async fn damage_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("engawa.sqlite");
    let store = open(&file).await;
    put(
        &(store.clone() as Shared),
        vec![Row::Job(job(1)), Row::Job(job(2))],
    )
    .await;
    for (damage, named) in [
        ("UPDATE scope SET version = 1", "beyond its version"),
        (
            "UPDATE scope SET version = 2; UPDATE row_scope SET gone = 1 WHERE version = 1",
            "is not in its scope",
        ),
        (
            "UPDATE row_scope SET gone = 0; DELETE FROM row WHERE rowid = 1",
            "is no row",
        ),
        ("UPDATE row SET body = '{}'", "cannot be read"),
    ] {
        run(&file, damage).await;
        let found = store.check().await.unwrap().join("\n");
        assert!(found.contains(named), "{damage}: {found}");
    }
}
