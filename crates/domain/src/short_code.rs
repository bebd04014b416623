//! Eight signs that one screen shows and somebody types at another: a kiosk's pairing, and the
//! approval of who logs in there.
//!
//! Forty random bits, in the signs of Crockford's base 32: no two of them are mistaken for each
//! other. Too few to be guessed while tries are limited and a code counts for minutes, and only so:
//! who takes codes must count wrong ones.

use crate::width::half_width;
use serde::{Deserialize, Serialize};

/// The signs, in order: neither I, L, O nor U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code.
const LENGTH: u32 = 8;
/// Bits of a sign.
const BITS: u32 = 5;

/// A code. Never in a log: `Debug` hides it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(with = "String", extend("pattern" = "^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}-?[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}$"))
)]
#[serde(into = "String", try_from = "String")]
pub struct ShortCode(u64);

/// A text that is no code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no code: eight letters and digits")]
pub struct BadShortCode;

impl ShortCode {
    /// A code of random bytes, which the caller draws.
    pub fn new([a, b, c, d, e]: [u8; 5]) -> Self {
        Self(u64::from_be_bytes([0, 0, 0, a, b, c, d, e]))
    }

    /// What ids that follow from it are made of.
    pub(crate) fn bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

impl std::fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShortCode(..)")
    }
}

/// In two groups of four: `7K2M-Q0RX`.
impl std::fmt::Display for ShortCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for at in 0..LENGTH {
            if at == LENGTH / 2 {
                f.write_str("-")?;
            }
            let index = self.0 >> (BITS * (LENGTH - 1 - at)) & 31;
            let sign = usize::try_from(index).ok().and_then(|at| SIGNS.get(at));
            f.write_str(sign.map_or("", |sign| {
                std::str::from_utf8(std::slice::from_ref(sign)).unwrap_or_default()
            }))?;
        }
        Ok(())
    }
}

/// Reads a code as typed: in any case, full or half width, with or without the hyphen. What looks
/// alike is taken for what it looks like.
impl std::str::FromStr for ShortCode {
    type Err = BadShortCode;
    fn from_str(text: &str) -> Result<Self, BadShortCode> {
        let (mut code, mut length) = (0u64, 0);
        for typed in text.chars().map(half_width) {
            let sign = match typed.to_ascii_uppercase() {
                '-' | '‐' | '−' | 'ー' => continue,
                blank if blank.is_whitespace() => continue,
                'O' => '0',
                'I' | 'L' => '1',
                sign => sign,
            };
            let value = SIGNS.iter().position(|known| char::from(*known) == sign);
            let value = value.and_then(|value| u64::try_from(value).ok());
            length += 1;
            if length > LENGTH {
                return Err(BadShortCode);
            }
            code = code << BITS | value.ok_or(BadShortCode)?;
        }
        (length == LENGTH).then_some(Self(code)).ok_or(BadShortCode)
    }
}

impl From<ShortCode> for String {
    fn from(code: ShortCode) -> String {
        code.to_string()
    }
}

impl TryFrom<String> for ShortCode {
    type Error = BadShortCode;
    fn try_from(text: String) -> Result<Self, BadShortCode> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_typed_as_people_type() {
        let code = ShortCode::new([0x00, 0x44, 0x32, 0x14, 0xc7]);
        assert_eq!(code.to_string(), "0123-4567");
        for text in ["01234567", "oi23 4567", "０１２３ー４５６７", " 0l23-4567 "] {
            assert_eq!(text.parse(), Ok(code), "{text}");
        }
        for text in ["", "0123456", "012345678", "0123456U", "0123456é"] {
            assert_eq!(text.parse::<ShortCode>(), Err(BadShortCode), "{text}");
        }
        assert_eq!(format!("{code:?}"), "ShortCode(..)");
    }

    proptest! {
        #[test]
        fn any_code_reads_back(bytes in any::<[u8; 5]>()) {
            let code = ShortCode::new(bytes);
            let text = code.to_string();
            prop_assert_eq!(text.len(), 9);
            prop_assert_eq!(text.to_lowercase().parse(), Ok(code));
        }
    }
}
