//! `engawa` as a person or a service manager runs it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

mod engawa;
mod import;
mod keep;
mod postgres;
mod programs;
mod restore;
mod serve;
mod spaces;
