//! The store in a PostgreSQL database that several servers share.
//!
//! A commit returns when it is on the database's disk (`synchronous_commit`), so what a device was
//! told is done survives the loss of power. Servers tell one another by LISTEN and NOTIFY which
//! scopes go further.

#![forbid(unsafe_code)]

mod account;
mod check;
mod contents;
mod error;
mod lock;
mod mail;
mod open;
mod read;
mod settle;
mod tell;
mod transaction;
mod watch;

pub use open::PostgresStore;
