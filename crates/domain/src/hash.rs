//! What tells that two people read the same text.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// SHA-256, in hexadecimal, of plain data as JSON in the order of its fields.
pub(crate) fn of(data: &impl Serialize) -> String {
    // Plain data with text keys: writing it cannot fail.
    let text = serde_json::to_string(data).unwrap_or_default();
    Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
