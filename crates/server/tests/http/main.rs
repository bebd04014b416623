//! The server over real HTTP, on a free port, as devices and strangers meet it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

mod account;
mod accounts;
mod api;
mod authority;
mod board;
mod digests;
mod door;
mod feeds;
mod files;
mod hostile;
mod kiosk;
mod leaving;
mod live;
mod mailing;
mod open;
mod outcomes;
mod pages;
mod post;
mod replica;
mod slow;
mod town;
mod two_servers;
