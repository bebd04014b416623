//! The server: accounts, sync, the board's packs, the live stream and the built app over HTTP, and
//! the command line around them.
//!
//! [`serve::run`] is the whole server in one call; the program and the tests both use it.

#![forbid(unsafe_code)]

pub mod assets;
pub mod cli;
pub mod clock;
mod device_name;
mod digest;
mod draws;
mod feeds;
mod hash;
mod http;
pub mod limits;
pub mod listen;
mod live;
pub mod mail;
mod packs;
mod password;
pub mod places;
mod security;
pub mod serve;
mod session;
pub mod site;
mod state;
