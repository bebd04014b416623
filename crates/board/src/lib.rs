//! The board: postings travel as packs, immutable files that any cache can hold, and are searched
//! on the device that holds them.
//!
//! The server cuts all postings into packs ([`plan`], [`pack_builder`]); the app loads them into a
//! [`Board`], lays what changed since on top, and asks it a [`Query`] ([`search()`]). Both compile
//! this crate, so both fold and order alike.
//!
//! Pure by design: no clock (the caller says what time it is), no I/O, no async.

#![forbid(unsafe_code)]

mod board;
mod bytes;
pub mod card;
pub mod catalogue;
pub mod directory;
mod entry;
pub mod facets;
mod filter;
pub mod fold;
mod head;
pub mod manifest;
pub mod map;
pub mod marks;
pub mod nights;
mod order;
pub mod pack;
pub mod pack_builder;
pub mod plan;
pub mod query;
mod query_url;
pub mod search;
mod text;

pub use board::{Board, Body, DocRef};
pub use card::Card;
pub use facets::Facets;
pub use manifest::{Manifest, PackHash, PackInfo};
pub use pack::{Pack, PackError};
pub use pack_builder::Posting;
pub use query::{Place, Query, Sort};
pub use search::{Found, Search, Viewer, newest, search};
