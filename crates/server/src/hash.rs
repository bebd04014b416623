//! SHA-256, where something is named after its content.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The hash of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A source of a Content-Security-Policy: `sha256-…`.
pub(crate) fn csp_source(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(sha256(script.as_bytes())))
}

/// A hash as hexadecimal digits.
pub(crate) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Half of a hash as hexadecimal digits: enough to tell versions apart.
pub(crate) fn short_hex(hash: &[u8; 32]) -> String {
    let (half, _) = hash.split_at(16);
    hex(half)
}
