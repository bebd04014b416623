//! How a device and the server stay one: the messages they exchange, what a device holds, and what
//! a person sees of it.
//!
//! A mutation log with server-authoritative rebase. The device holds `base` rows, changed only by
//! pulls, and an `outbox` of commands; the view is base with the outbox replayed on top. The server
//! judges each command once, in order, by the same rulebook, and a pull brings the truth back.
//!
//! Pure by design: the app stores what these types say, the server answers them.

#![forbid(unsafe_code)]

pub mod account;
pub mod draft;
pub mod export;
pub mod kiosk;
pub mod protocol;
pub mod replica;

pub use draft::{Delivery, Draft, Over, Share, Typed};
pub use export::{Export, ExportError, Import, Jotting};
pub use protocol::{GroupId, Mutation, MutationId};
pub use replica::{
    Changes, Judged, News, Postings, Refused, Replica, Said, Sent, Shared, View, no_postings,
};
