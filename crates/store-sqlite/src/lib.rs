//! The store in one SQLite file: write-ahead log, one writer, many readers. Transactions that come
//! together share a commit.
//!
//! A commit returns when it is on the disk (`synchronous = FULL`), so what a device was told is
//! done survives the loss of power. Another process may write the same file at the same time.

#![forbid(unsafe_code)]

mod account;
mod backup;
mod check;
mod contents;
mod error;
mod mail;
mod open;
mod read;
mod restore;
mod transaction;
mod watch;
mod writer;

pub use open::SqliteStore;
pub use restore::{RestoreError, begin_anew, restore};
