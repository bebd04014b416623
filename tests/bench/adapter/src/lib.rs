//! The app's own storage and search, for measurements beside other libraries (`engawa.js` beside
//! this folder speaks the bench's contract).
//!
//! What the server does for a device is here too, and apart: [`cut`] and [`build`]. What
//! the device does is the app's own code: `BoardStore`, `Board`, the browser's folding.

#![forbid(unsafe_code)]
#![cfg(target_arch = "wasm32")]

mod doc;
mod index;
mod packs;
mod shelf;

pub use index::Index;
pub use packs::{Pack, build, cut};
pub use shelf::Shelf;

use board::{PackError, PackHash, Query, Viewer};
use domain::JobId;
use engawa_app::device::{clock, database::StorageError};
use std::collections::BTreeSet;
use wasm_bindgen::JsError;

/// Why something could not be measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error("a document: {0}")]
    Doc(#[from] doc::BadDoc),
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("a pack or a posting is not where it should be")]
    Missing,
}

/// The name of a pack: its number. A device takes a pack's name from the manifest and never hashes.
pub(crate) fn name(number: usize) -> PackHash {
    let mut name = [0; 32];
    for (to, from) in name.iter_mut().zip(number.to_le_bytes()) {
        *to = from;
    }
    PackHash(name)
}

/// Asks for these words, in open and closed postings alike.
pub(crate) fn query(words: &str) -> Query {
    Query {
        text: words.to_owned(),
        closed: true,
        ..Query::default()
    }
}

/// Somebody without stars.
pub(crate) fn viewer(stars: &BTreeSet<JobId>) -> Viewer<'_> {
    let now = clock::now();
    Viewer { now, stars }
}

pub(crate) type Answer<T> = Result<T, JsError>;
