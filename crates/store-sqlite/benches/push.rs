//! Pushes of one mutation each, all at once, each durable before its answer:
//! `cargo bench -p engawa-store-sqlite`. `ENGAWA_BENCH_DIR` names a folder on the disk to measure.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench prints, and stops where it meets what it did not expect"
)]

use domain::Row;
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use store::{
    Store,
    contract::{
        Shared,
        made::{NOW, group, job, person, propose, pushing, put, register},
    },
    push,
};
use store_sqlite::SqliteStore;
use sync::protocol::Outcome;
use tempfile::TempDir;

/// How long each number of pushers pushes.
const LONG: Duration = Duration::from_secs(3);
/// Postings to propose for: no person gets through with them in that time.
const JOBS: u128 = 20_000;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    println!("{:>24}  a second  p50 ms  p99 ms  longest ms", "");
    for pushers in [1, 8, 64, 256] {
        let (took, _) = runtime.block_on(measure(folder().path(), pushers, false));
        tell(&format!("pushes of {pushers}"), took);
    }
    let (pushes, import) = runtime.block_on(measure(folder().path(), 64, true));
    tell("pushes beside an import", pushes);
    tell("the import, 100 rows each", import);
}

fn folder() -> TempDir {
    match std::env::var_os("ENGAWA_BENCH_DIR") {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    }
    .unwrap()
}

fn tell(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |part: f64| took[(took.len() as f64 * part) as usize].as_secs_f64() * 1000.0;
    println!(
        "{what:>25} {:>8.0}  {:>6.2}  {:>6.2}  {:>10.2}",
        took.len() as f64 / LONG.as_secs_f64(),
        at(0.5),
        at(0.99),
        took[took.len() - 1].as_secs_f64() * 1000.0
    );
}

/// How long each push took, and each transaction of an import by another process.
async fn measure(folder: &Path, pushers: u128, import: bool) -> (Vec<Duration>, Vec<Duration>) {
    let store = SqliteStore::open(&folder.join("engawa.sqlite"))
        .await
        .unwrap();
    let store = Arc::new(store);
    let shared = store.clone() as Shared;
    let people: Vec<_> = (0..pushers).map(person).collect();
    register(&shared, &people).await;
    put(&shared, (0..JOBS).map(|n| Row::Job(job(n))).collect()).await;
    let end = Instant::now() + LONG;
    let running: Vec<_> = (0..pushers)
        .map(|number| tokio::spawn(keep_pushing(shared.clone(), number, end)))
        .collect();
    let imported = match import {
        true => keep_importing(folder, end).await,
        false => Vec::new(),
    };
    let mut took = Vec::new();
    for one in running {
        took.extend(one.await.unwrap());
    }
    assert!(store.check().await.unwrap().is_empty());
    store.close().await;
    (took, imported)
}

async fn keep_importing(folder: &Path, end: Instant) -> Vec<Duration> {
    let store = SqliteStore::open(&folder.join("engawa.sqlite")).await;
    let store = Arc::new(store.unwrap()) as Shared;
    let mut took = Vec::new();
    for batch in (JOBS..).step_by(100) {
        let begun = Instant::now();
        if begun > end {
            break;
        }
        let jobs = (batch..batch + 100).map(|number| Row::Job(job(number)));
        put(&store, jobs.collect()).await;
        took.push(begun.elapsed());
        // As `engawa import` does.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    took
}

async fn keep_pushing(store: Shared, number: u128, end: Instant) -> Vec<Duration> {
    let mut took = Vec::new();
    for (id, posting) in (1..).zip(0..JOBS) {
        let begun = Instant::now();
        if begun > end {
            break;
        }
        let request = pushing(
            group(number),
            id,
            vec![Some(propose(&job(posting), 10_000))],
        );
        let pushed = push(store.as_ref(), person(number), &request, NOW)
            .await
            .unwrap();
        assert_eq!(pushed.response.results[0].outcome, Outcome::Applied);
        took.push(begun.elapsed());
    }
    took
}
