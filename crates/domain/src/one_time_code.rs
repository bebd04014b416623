//! The six digits on a worker's phone that check them in to a coworking space, network or not.
//!
//! Time-based one-time codes (RFC 6238) with steps of 30 seconds and HMAC-SHA-256. SHA-1, the
//! RFC's default, would only serve other makers' apps, and Engawa shows its codes itself; SHA-256
//! is in the program already and uses all 32 bytes of the secret.
//!
//! A code is short: of a million codes, `2 * window + 1` are right at any time. Who verifies codes
//! must therefore limit wrong attempts per person; nothing here counts them.

use crate::{PersonId, Timestamp, width::half_width};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How long a code is shown, in milliseconds.
pub const STEP_MILLIS: i64 = 30_000;
/// Codes are below this: six digits.
const CODES: u32 = 1_000_000;
/// What SHA-256 takes in at a time, in bytes.
const BLOCK: usize = 64;

/// What only a person and the server know: 32 random bytes. As text, and over HTTP, base64url
/// without padding, 43 signs. Never in a log: `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
pub struct CodeSecret([u8; 32]);

/// A text that is no secret. It does not repeat the text, which may be most of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no secret: 43 signs of base64url")]
pub struct BadSecret;

impl CodeSecret {
    /// A secret of random bytes, which the caller draws.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeSecret(..)")
    }
}

/// The signs of base64url, in order.
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl From<CodeSecret> for String {
    fn from(secret: CodeSecret) -> String {
        let sign = |six: u32| {
            let sign = SIGNS.get(six as usize & 63).copied();
            sign.map(char::from)
        };
        let text = secret.0.chunks(3).flat_map(|three| {
            let bits = (0..3).fold(0u32, |bits, at| {
                bits << 8 | u32::from(three.get(at).copied().unwrap_or_default())
            });
            // Three bytes are four signs; what is left at the end, two bytes, is three.
            [bits >> 18, bits >> 12, bits >> 6, bits]
                .into_iter()
                .take(three.len() + 1)
                .filter_map(sign)
        });
        text.collect()
    }
}

impl TryFrom<String> for CodeSecret {
    type Error = BadSecret;
    fn try_from(text: String) -> Result<Self, BadSecret> {
        let mut bytes = Vec::with_capacity(32);
        let (mut bits, mut held) = (0u32, 0);
        for sign in text.bytes() {
            let six = SIGNS.iter().position(|known| *known == sign);
            let six = six.and_then(|six| u32::try_from(six).ok());
            bits = bits << 6 | six.ok_or(BadSecret)?;
            held += 6;
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held & 0xff) as u8);
                bits &= (1 << held) - 1;
            }
        }
        // Bits that belong to no byte must be zero, so that a secret has one text only.
        let whole = text.len() == 43 && bits == 0;
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| BadSecret)?;
        whole.then_some(Self(bytes)).ok_or(BadSecret)
    }
}

/// Six digits that a person shows or types.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
pub struct Code(u32);

/// A text that is no code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no code: six digits")]
pub struct BadCode;

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

/// Reads a code as typed: in full or half width, with spaces anywhere.
impl std::str::FromStr for Code {
    type Err = BadCode;
    fn from_str(text: &str) -> Result<Self, BadCode> {
        let digits = text
            .chars()
            .map(half_width)
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_digit(10))
            .collect::<Option<Vec<_>>>()
            .filter(|digits| digits.len() == 6)
            .ok_or(BadCode)?;
        Ok(Self(digits.iter().fold(0, |code, digit| code * 10 + digit)))
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.to_string()
    }
}

impl TryFrom<String> for Code {
    type Error = BadCode;
    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

/// One of the 30-second steps that codes follow, counted from 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Step(pub i64);

impl Step {
    /// The step that `moment` falls in.
    pub fn of(moment: Timestamp) -> Self {
        Self(moment.0.div_euclid(STEP_MILLIS))
    }
}

/// Why a code does not check its person in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotVerified {
    /// It is the code of no step near now: mistyped, expired, or another person's.
    #[error("not the code of this person and time")]
    Wrong,
    /// It was right, and has been used, or an even later one has.
    #[error("a code that was used before")]
    Used,
}

/// The code of this person at `now`.
pub fn code_at(secret: &CodeSecret, now: Timestamp) -> Code {
    Code(truncated(secret, Step::of(now)) % CODES)
}

/// Milliseconds for which the code of `now` is still shown: 1 to [`STEP_MILLIS`].
pub fn remaining(now: Timestamp) -> i64 {
    STEP_MILLIS - now.0.rem_euclid(STEP_MILLIS)
}

/// The step whose code this is, for a phone whose clock is at most `window` steps off. The caller
/// stores it as the person's last used step, in the transaction that checks them in, and gives it
/// the next time: no step counts twice, nor one before it.
pub fn verify(
    secret: &CodeSecret,
    code: Code,
    now: Timestamp,
    window: u8,
    last_used: Option<Step>,
) -> Result<Step, NotVerified> {
    let now = Step::of(now);
    // Every step is looked at, and a code compared as one number, so that the time taken tells
    // nothing about the right codes.
    let (mut right, mut used) = (None, false);
    for off in -i64::from(window)..=i64::from(window) {
        let step = Step(now.0.saturating_add(off));
        let same = truncated(secret, step) % CODES == code.0;
        let late = last_used.is_some_and(|last| step <= last);
        used |= same & late;
        // The earliest that fits: should two steps share a code, the later is not spent yet.
        right = right.or((same & !late).then_some(step));
    }
    right.ok_or(if used {
        NotVerified::Used
    } else {
        NotVerified::Wrong
    })
}

/// The 31 bits that RFC 4226 (5.3) takes from the step's HMAC.
fn truncated(secret: &CodeSecret, step: Step) -> u32 {
    let mac = hmac(&secret.0, &step.0.to_be_bytes());
    let offset = usize::from(mac.last().copied().unwrap_or_default() & 0xf);
    let bits = mac.iter().skip(offset).take(4);
    bits.fold(0, |bits, byte| bits << 8 | u32::from(*byte)) & 0x7fff_ffff
}

/// HMAC-SHA-256 (RFC 2104) under a key that is shorter than a block.
fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let padded = |pad: u8| {
        let mut block = [pad; BLOCK];
        block.iter_mut().zip(key).for_each(|(b, k)| *b ^= k);
        Sha256::new().chain_update(block)
    };
    let inner = padded(0x36).chain_update(message).finalize();
    padded(0x5c).chain_update(inner).finalize().into()
}

/// What a phone shows as a QR code: who checks in, and the code. As text `person-id.code`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CheckIn {
    /// Who shows it.
    pub person: PersonId,
    /// Their code.
    pub code: Code,
}

/// A text that is no [`CheckIn`], such as another maker's QR code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no check-in: a person's id, a full stop, six digits")]
pub struct BadCheckIn;

impl std::fmt::Display for CheckIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.person, self.code)
    }
}

/// Reads what [`CheckIn`]'s `Display` wrote, and nothing else: no person types it.
impl std::str::FromStr for CheckIn {
    type Err = BadCheckIn;
    fn from_str(text: &str) -> Result<Self, BadCheckIn> {
        let read = || {
            let (person, code) = text.split_once('.')?;
            Some(Self {
                person: person.parse().ok()?,
                code: code.parse().ok()?,
            })
        };
        read()
            .filter(|check_in| check_in.to_string() == text)
            .ok_or(BadCheckIn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The secret of RFC 6238, appendix B, for SHA-256.
    const RFC: CodeSecret = CodeSecret(*b"12345678901234567890123456789012");
    /// 2026-11-24T09:00:00 in Japan, when a step begins.
    const NINE: Timestamp = Timestamp(1_795_478_400_000);

    fn later(seconds: i64) -> Timestamp {
        Timestamp(NINE.0 + seconds * 1000)
    }

    #[test]
    fn the_codes_of_rfc_6238_appendix_b_hold() {
        for (seconds, code) in [
            (59, 46_119_246),
            (1_111_111_109, 68_084_774),
            (1_111_111_111, 67_062_674),
            (1_234_567_890, 91_819_424),
            (2_000_000_000, 90_698_825),
            (20_000_000_000, 77_737_706),
        ] {
            let moment = Timestamp(seconds * 1000);
            assert_eq!(truncated(&RFC, Step::of(moment)) % 100_000_000, code);
            // Ours are the last six of its eight digits.
            assert_eq!(code_at(&RFC, moment), Code(code % 1_000_000));
        }
    }

    #[test]
    fn a_code_stays_for_thirty_seconds_and_the_phone_says_how_long_still() {
        assert_eq!(remaining(NINE), 30_000);
        assert_eq!(remaining(later(29)), 1_000);
        assert_eq!(code_at(&RFC, NINE), code_at(&RFC, later(29)));
        assert_ne!(code_at(&RFC, NINE), code_at(&RFC, later(30)));
    }

    #[test]
    fn a_phone_whose_clock_is_a_little_off_still_checks_in() {
        for seconds in [-30, 0, 30] {
            let code = code_at(&RFC, later(seconds));
            let step = verify(&RFC, code, NINE, 1, None);
            assert_eq!(step, Ok(Step::of(later(seconds))), "{seconds} s");
            assert_eq!(verify(&RFC, code, NINE, 0, None).is_ok(), seconds == 0);
        }
    }

    #[test]
    fn a_code_expires() {
        let code = code_at(&RFC, NINE);
        assert!(verify(&RFC, code, later(59), 1, None).is_ok());
        assert_eq!(
            verify(&RFC, code, later(60), 1, None),
            Err(NotVerified::Wrong)
        );
    }

    #[test]
    fn a_code_seen_over_the_shoulder_cannot_be_used_again() {
        let code = code_at(&RFC, NINE);
        let used = verify(&RFC, code, NINE, 1, None).ok();
        assert_eq!(
            verify(&RFC, code, later(5), 1, used),
            Err(NotVerified::Used)
        );
        // Nor one from before it that was never used.
        let before = code_at(&RFC, later(-30));
        assert_eq!(
            verify(&RFC, before, later(5), 1, used),
            Err(NotVerified::Used)
        );
        // The next one is good.
        let next = code_at(&RFC, later(30));
        assert_eq!(
            verify(&RFC, next, later(31), 1, used),
            Ok(Step::of(later(30)))
        );
    }

    #[test]
    fn a_wrong_code_is_wrong_and_never_called_used() {
        let code = code_at(&CodeSecret::new([7; 32]), NINE);
        let last = Some(Step::of(later(60)));
        for last in [None, last] {
            assert_eq!(verify(&RFC, code, NINE, 1, last), Err(NotVerified::Wrong));
        }
    }

    #[test]
    fn a_code_may_be_typed_in_full_width_and_with_spaces() {
        for text in ["012345", "０１２３４５", " 012 345 ", "０１２　３４５"] {
            assert_eq!(text.parse(), Ok(Code(12_345)), "{text}");
        }
        for text in ["", "12345", "0123456", "01234a", "-12345", "〇一二三四五"] {
            assert_eq!(text.parse::<Code>(), Err(BadCode), "{text}");
        }
        assert_eq!(Code(12_345).to_string(), "012345");
    }

    #[test]
    fn a_qr_code_says_who_and_the_code_and_anothers_is_no_check_in() {
        let check_in = CheckIn {
            person: PersonId(uuid::Uuid::from_u128(7)),
            code: Code(12_345),
        };
        let text = check_in.to_string();
        assert_eq!(text, "00000000-0000-0000-0000-000000000007.012345");
        assert_eq!(text.parse(), Ok(check_in));
        for other in [
            "",
            "https://example.com/",
            "00000000-0000-0000-0000-000000000007",
            "00000000000000000000000000000007.012345",
            "00000000-0000-0000-0000-000000000007.012 345",
            "00000000-0000-0000-0000-000000000007.012345.1",
        ] {
            assert_eq!(other.parse::<CheckIn>(), Err(BadCheckIn), "{other}");
        }
    }

    #[test]
    fn a_secret_is_kept_as_text_and_never_shown() {
        assert_eq!(format!("{RFC:?}"), "CodeSecret(..)");
        let text = String::from(RFC);
        assert_eq!(text, "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI");
        assert_eq!(CodeSecret::try_from(text.clone()), Ok(RFC));
        for wrong in [
            String::new(),
            format!("{text}="),
            format!("{text}A"),
            text.replace('M', "+"),
            // The same bytes, with bits that belong to none.
            text.replace("kwMTI", "kwMTJ"),
        ] {
            assert_eq!(CodeSecret::try_from(wrong), Err(BadSecret));
        }
    }

    proptest! {
        #[test]
        fn any_secret_reads_back_from_its_json(bytes in any::<[u8; 32]>()) {
            let secret = CodeSecret::new(bytes);
            let json = serde_json::to_string(&secret).expect("plain data");
            prop_assert_eq!(serde_json::from_str::<CodeSecret>(&json).expect("a secret"), secret);
        }

        #[test]
        fn every_code_is_good_once_in_its_time(
            bytes in any::<[u8; 32]>(),
            now in any::<i64>(),
            window in 0..4u8,
        ) {
            let (secret, now) = (CodeSecret::new(bytes), Timestamp(now));
            let typed: Code = code_at(&secret, now).to_string().parse().expect("six digits");
            let step = verify(&secret, typed, now, window, None).expect("in time");
            prop_assert!((step.0 - Step::of(now).0).abs() <= i64::from(window));
            prop_assert_ne!(verify(&secret, typed, now, window, Some(step)), Ok(step));
            prop_assert!((1..=STEP_MILLIS).contains(&remaining(now)));
        }

        #[test]
        fn no_text_breaks_the_code_field(text in ".{0,50}") {
            let _ = (text.parse::<Code>(), text.parse::<CheckIn>(), CodeSecret::try_from(text));
        }
    }
}
