//! Money: integer yen in its own type. No floats, ever.

use serde::{Deserialize, Serialize};

/// An amount in yen. Whether tax is included is said where the amount is named; on Engawa every
/// amount that a person sees or agrees to includes consumption tax unless it says otherwise.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Yen(pub i64);

impl Yen {
    /// The largest amount a person can enter: nine digits.
    pub const MAX: Yen = Yen(999_999_999);

    /// `self` x `numerator` / `denominator`, floored. Exact: the product is taken in 128 bits.
    /// Zero when `denominator` is zero.
    pub fn fraction(self, numerator: i64, denominator: i64) -> Yen {
        if denominator == 0 {
            return Yen(0);
        }
        let product = i128::from(self.0) * i128::from(numerator);
        let floored = product.div_euclid(i128::from(denominator));
        Yen(i64::try_from(floored).unwrap_or(if floored < 0 { i64::MIN } else { i64::MAX }))
    }
}

impl std::ops::Add for Yen {
    type Output = Yen;
    fn add(self, other: Yen) -> Yen {
        Yen(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Yen {
    type Output = Yen;
    fn sub(self, other: Yen) -> Yen {
        Yen(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Yen {
    fn sum<I: Iterator<Item = Yen>>(amounts: I) -> Yen {
        amounts.fold(Yen(0), std::ops::Add::add)
    }
}
