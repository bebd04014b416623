//! What the server keeps, whatever keeps it: one trait ([`Store`]), the judging of pushes and the
//! answering of pulls on top of it, and (feature `contract`) the stories that every store passes.
//!
//! Nothing here knows a database. A store gives snapshots to read from and transactions to write
//! with; who may read what follows from [`domain::Row::audience`] alone.

#![forbid(unsafe_code)]

pub mod account;
pub mod contents;
#[cfg(feature = "contract")]
pub mod contract;
pub mod draws;
pub mod error;
pub mod files;
pub mod mail;
pub mod pull;
pub mod push;
pub mod store;
pub mod stored;
pub mod tally;

pub use account::{
    Account, AccountSnapshot, AccountTransaction, Language, Link, LoginSession, Mailbox, Purpose,
    TokenHash,
};
pub use contents::{Contents, Movable, Part, Record, copy};
pub use error::StoreError;
pub use files::{Brought, FileError, Had, file, forget_files, keep_file};
pub use mail::{Mail, MailTransaction};
pub use pull::pull;
pub use push::push;
pub use store::{
    Change, Elsewhere, Forgotten, Group, Room, Snapshot, Store, Transaction, Versions,
};
pub use tally::Tally;
