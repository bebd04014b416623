//! Durable pushes of one mutation each by many people: `cargo bench -p engawa-store-postgres`.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and stops where it meets what it did not expect"
)]

use std::{sync::Arc, time::Duration};
use store::contract::{
    Shared,
    pace::{Work, measure},
};
use store_postgres::PostgresStore;

#[tokio::main]
async fn main() {
    for work in [Work::Stars, Work::Proposals] {
        println!("{work:?}, on a PostgreSQL with fsync");
        for pushers in [1, 8, 64] {
            let database = private_postgres::database().await.unwrap();
            let store = PostgresStore::open(&database.url).await.unwrap();
            let store: Shared = Arc::new(store);
            let pace = measure(&store, work, pushers, Duration::from_secs(5)).await;
            println!("{pace}");
        }
    }
}
