//! A real server that dies, and disks that fill, under devices that push.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a story fails by panicking, and so may what helps it; these say how it went"
)]

mod backup;
mod device;
#[cfg(target_os = "linux")]
mod full;
mod kill;
mod serving;
