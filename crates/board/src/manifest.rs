//! The list of packs that together hold the board.

use serde::{Deserialize, Serialize};

/// What the board consists of, up to a version of the public scope. Later changes come by ordinary
/// pulls and form the tail.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Manifest {
    /// The server's epoch: a restored server starts another.
    pub epoch: String,
    /// Every change of the public scope up to this version is in the packs.
    pub version: u64,
    /// The packs, the newest postings first.
    pub packs: Vec<PackInfo>,
}

/// One pack of a manifest.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackInfo {
    /// Its name.
    pub hash: PackHash,
    /// How many postings it holds.
    pub count: u32,
    /// Its size in bytes, before compression.
    pub bytes: u64,
}

/// The SHA-256 of a pack's bytes: its name, so that it never changes and may be cached for ever.
/// Written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
pub struct PackHash(pub [u8; 32]);

/// A text that is not 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a pack's name is 64 hexadecimal digits")]
pub struct BadPackHash;

impl std::fmt::Display for PackHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for PackHash {
    type Err = BadPackHash;

    fn from_str(text: &str) -> Result<Self, BadPackHash> {
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
            return Err(BadPackHash);
        };
        let mut hash = [0; 32];
        if pairs.len() != hash.len() {
            return Err(BadPackHash);
        }
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(BadPackHash),
        };
        for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(hash))
    }
}

impl From<PackHash> for String {
    fn from(hash: PackHash) -> String {
        hash.to_string()
    }
}

impl TryFrom<String> for PackHash {
    type Error = BadPackHash;
    fn try_from(text: String) -> Result<Self, BadPackHash> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_and_only_a_name_reads() {
        let hash = PackHash(std::array::from_fn(|i| i as u8 * 7));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!("../../etc/passwd".parse::<PackHash>(), Err(BadPackHash));
        assert_eq!("Zz".repeat(32).parse::<PackHash>(), Err(BadPackHash));
        assert_eq!("ab".repeat(33).parse::<PackHash>(), Err(BadPackHash));
    }
}
