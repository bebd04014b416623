//! The store in memory is a store like any other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

use simulator::MemoryStore;
use std::sync::Arc;
use store::contract::Shared;

async fn empty() -> ((), Shared) {
    ((), Arc::new(MemoryStore::new("contract", None)))
}

store::contract!(empty);
