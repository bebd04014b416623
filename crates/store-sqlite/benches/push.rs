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

/// How long each number of pushers pushes.
const LONG: Duration = Duration::from_secs(3);
/// Postings to propose for: no person gets through with them in that time.
const JOBS: u128 = 20_000;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    println!("pushers  mutations/s  p50 ms  p99 ms  longest ms");
    for pushers in [1, 8, 64, 256] {
        let folder = match std::env::var_os("ENGAWA_BENCH_DIR") {
            Some(folder) => tempfile::tempdir_in(folder),
            None => tempfile::tempdir(),
        }
        .unwrap();
        let mut took = runtime.block_on(measure(folder.path(), pushers));
        took.sort_unstable();
        let at = |part: f64| took[(took.len() as f64 * part) as usize].as_secs_f64() * 1000.0;
        println!(
            "{pushers:>7}  {:>11.0}  {:>6.2}  {:>6.2}  {:>10.2}",
            took.len() as f64 / LONG.as_secs_f64(),
            at(0.5),
            at(0.99),
            took[took.len() - 1].as_secs_f64() * 1000.0
        );
    }
}

/// How long each push took.
async fn measure(folder: &Path, pushers: u128) -> Vec<Duration> {
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
    let mut took = Vec::new();
    for one in running {
        took.extend(one.await.unwrap());
    }
    assert!(store.check().await.unwrap().is_empty());
    store.close().await;
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
