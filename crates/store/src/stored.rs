//! How values lie in a database, the same in each: numbers signed, words for kinds, JSON as text.

use crate::{Forgotten, StoreError};
use domain::Kind;
use serde::de::DeserializeOwned;
use std::fmt::Display;

/// A number as databases keep it. Larger ones are beyond everything that is kept.
pub fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that a database kept. None is negative.
pub fn kept(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// What a text holds as JSON; `what` names it in the error.
pub fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| unreadable(what)(&error))
}

/// The kind of a stored word.
pub fn kind(word: &str) -> Result<Kind, StoreError> {
    Kind::from_word(word).ok_or_else(|| unreadable("kind")(&word))
}

/// What is forgotten: the floor of each scope, and how often anything was, under the empty name.
pub fn forgotten(found: Vec<(String, i64)>) -> Result<Forgotten, StoreError> {
    let mut forgotten = Forgotten::default();
    for (name, number) in found {
        if name.is_empty() {
            forgotten.times = kept(number);
        } else {
            let scope = name.parse().map_err(|error| unreadable("scope")(&error))?;
            forgotten.floors.insert(scope, kept(number));
        }
    }
    Ok(forgotten)
}

/// Something stored is not what it should be.
pub fn unreadable(what: &'static str) -> impl Fn(&dyn Display) -> StoreError {
    move |detail| StoreError::Unreadable {
        what,
        detail: detail.to_string(),
    }
}
