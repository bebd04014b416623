//! A PostgreSQL server of one's own, for tests: made in a folder of its own on a free port, durable
//! as a real one (`fsync` is on), and gone when the program ends, however it ends.
//!
//! PostgreSQL's programs must be installed; on Debian, `postgresql` brings them. As root, which
//! PostgreSQL refuses to be, the server runs as the user `postgres`, or `nobody`.

#![forbid(unsafe_code)]

mod database;
mod programs;
mod server;

pub use database::{Database, NoDatabase, database};
pub use programs::{HOW, NoPrograms, find};
pub use server::{NoServer, Server};
