//! The formats that Engawa reads and writes: schema.org `JobPosting` as JSON Lines, CSV through a
//! column map, the national layouts of events, the list of municipalities.
//!
//! Pure: the caller opens files and hands over a reader. Input is hostile: nothing here holds more
//! than one record in memory, a bad record is refused with its line, field and reason, and the
//! records after it go on. `docs/formats.md` tells operators the same in their words.

#![forbid(unsafe_code)]

pub mod csv;
mod dates;
pub mod events;
mod html;
pub mod job_posting;
mod lines;
mod listing;
pub mod municipalities;
mod numbers;
mod places;
mod refused;

pub use lines::MAX_RECORD;
pub use listing::{Entered, REST};
pub use refused::{Reason, Refused};
