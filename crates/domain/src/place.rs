//! Places: municipalities and their codes.

use serde::{Deserialize, Serialize};

/// A municipality code (全国地方公共団体コード): five digits and a check digit. Text, never a number:
/// leading zeros count.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct MunicipalityCode(String);

/// Why a text is no municipality code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadMunicipalityCode {
    /// Not six ASCII digits.
    #[error("a municipality code has six digits")]
    NotSixDigits,
    /// The last digit does not follow from the five before it.
    #[error("the check digit should be {expected}")]
    CheckDigit {
        /// The digit that the first five call for.
        expected: u8,
    },
}

impl MunicipalityCode {
    /// The code as six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of five digits, which the sixth checks; `None` where there is no such number.
    pub fn of_number(number: u16) -> Option<Self> {
        // The check digit is one of ten.
        (0..10).find_map(|check| format!("{number:05}{check}").parse().ok())
    }

    /// The five digits before the check digit, as a number.
    pub fn number(&self) -> u16 {
        let digits = self.0.bytes().take(5);
        // Prefectures end at 47, so that it fits.
        digits.fold(0u16, |number, digit| {
            number
                .saturating_mul(10)
                .saturating_add(u16::from(digit - b'0'))
        })
    }

    /// The number of the prefecture, 1 (北海道) to 47 (沖縄県), by ISO 3166-2:JP and JIS X 0401.
    pub fn prefecture(&self) -> u8 {
        self.0
            .bytes()
            .take(2)
            .fold(0, |number, digit| number * 10 + (digit - b'0'))
    }
}

impl std::str::FromStr for MunicipalityCode {
    type Err = BadMunicipalityCode;

    fn from_str(text: &str) -> Result<Self, BadMunicipalityCode> {
        if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BadMunicipalityCode::NotSixDigits);
        }
        let mut digits = text.bytes().map(|b| u32::from(b - b'0'));
        let weighted: u32 = digits
            .clone()
            .zip([6, 5, 4, 3, 2])
            .map(|(d, weight)| d * weight)
            .sum();
        // At most 10, so it fits.
        let expected = ((11 - weighted % 11) % 10) as u8;
        if digits.next_back() == Some(u32::from(expected)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadMunicipalityCode::CheckDigit { expected })
        }
    }
}

impl TryFrom<String> for MunicipalityCode {
    type Error = BadMunicipalityCode;
    fn try_from(text: String) -> Result<Self, BadMunicipalityCode> {
        text.parse()
    }
}

impl From<MunicipalityCode> for String {
    fn from(code: MunicipalityCode) -> String {
        code.0
    }
}

/// A municipality as a posting shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Town {
    /// Its code.
    pub code: MunicipalityCode,
    /// Its name with the prefecture, in Japanese: 宮崎県日南市.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_towns_have_right_check_digits() {
        for code in ["452041", "045811", "122068", "222208", "011002"] {
            let read: MunicipalityCode = code.parse().unwrap();
            assert_eq!(MunicipalityCode::of_number(read.number()), Some(read));
        }
    }

    #[test]
    fn a_wrong_check_digit_is_named() {
        assert_eq!(
            "452042".parse::<MunicipalityCode>(),
            Err(BadMunicipalityCode::CheckDigit { expected: 1 })
        );
        assert_eq!(
            "45204".parse::<MunicipalityCode>(),
            Err(BadMunicipalityCode::NotSixDigits)
        );
    }
}
