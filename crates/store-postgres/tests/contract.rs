//! The contract of every store, on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

use private_postgres::{Database, database};
use std::sync::Arc;
use store::contract::Shared;
use store_postgres::PostgresStore;

async fn empty() -> (Database, Shared) {
    let database = database().await.unwrap();
    let store = PostgresStore::open(&database.url).await.unwrap();
    (database, Arc::new(store))
}

store::contract!(empty);
