//! The store in one SQLite file: write-ahead log, one writer, many readers.
//!
//! A commit returns when it is on the disk (`synchronous = FULL`), so what a device was told is
//! done survives the loss of power. Another process may write the same file at the same time.

#![forbid(unsafe_code)]

mod backup;
mod check;
mod contents;
mod error;
mod open;
mod read;
mod transaction;
mod watch;

pub use open::SqliteStore;
