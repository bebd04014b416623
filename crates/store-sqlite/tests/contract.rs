//! The contract of every store, on SQLite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

use std::sync::Arc;
use store::contract::Shared;
use store_sqlite::SqliteStore;
use tempfile::TempDir;

async fn empty() -> (TempDir, Shared) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("engawa.sqlite"))
        .await
        .unwrap();
    (folder, Arc::new(store))
}

store::contract!(empty);
