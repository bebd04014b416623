//! The rulebook, told as what people do.

mod answering;
mod anything;
mod attending;
mod calendar;
mod contracting;
mod desks;
mod drafts;
mod editing;
mod farewell;
mod generated;
mod posting;
mod programs;
mod proposing;
mod safety;
mod shelf;
mod table;
mod talking;
