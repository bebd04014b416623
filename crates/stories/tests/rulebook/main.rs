//! The rulebook, told as what people do.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a story that does not go on as told fails by panicking"
)]

mod answering;
mod any_program;
mod anything;
mod attending;
mod calendar;
mod choosing;
mod contracting;
mod desks;
mod drafts;
mod earning;
mod editing;
mod farewell;
mod feeds;
mod files;
mod generated;
mod posting;
mod program_drafts;
mod program_text;
mod programs;
mod proposing;
mod safety;
mod shelf;
mod stays;
mod table;
mod talking;
mod visits;
