//! The service fee that Engawa keeps from a payment. Configured per server; the default is the
//! best-known public table in Japan, so that people can compare.

use crate::{Yen, job::JobKind};
use serde::{Deserialize, Serialize};

/// A part of an amount and the rate that applies to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Band {
    /// The band ends here, inclusive; `None` is the last band.
    pub up_to: Option<Yen>,
    /// Percent of the part of the amount that lies in the band.
    pub percent: u8,
}

/// A fee table. Rates apply to the tax-included amount, band by band, like income tax.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeTable {
    /// From the lowest band to the last.
    pub bands: Vec<Band>,
    /// Percent of a task's pay, whatever its amount.
    pub task_percent: u8,
    /// Consumption tax on the fee itself, percent.
    pub tax_percent: u8,
}

impl Default for FeeTable {
    fn default() -> Self {
        let band = |up_to, percent| Band { up_to, percent };
        Self {
            bands: vec![
                band(Some(Yen(100_000)), 20),
                band(Some(Yen(200_000)), 10),
                band(None, 5),
            ],
            task_percent: 20,
            tax_percent: 10,
        }
    }
}

/// What the service keeps, in yen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Fee {
    /// The fee before tax.
    pub fee: Yen,
    /// Consumption tax on the fee.
    pub tax: Yen,
}

impl Fee {
    /// Fee and tax together.
    pub fn total(self) -> Yen {
        self.fee + self.tax
    }
}

impl FeeTable {
    /// The fee on a payment of `gross` yen, tax included. Each floor is taken once: over all bands,
    /// then on the tax.
    pub fn on(&self, kind: JobKind, gross: Yen) -> Fee {
        let gross = gross.max(Yen(0));
        let hundredths = match kind {
            JobKind::Task => i128::from(gross.0) * i128::from(self.task_percent),
            JobKind::Fixed | JobKind::Hourly | JobKind::Contest => {
                let mut from = Yen(0);
                let mut sum = 0i128;
                for band in &self.bands {
                    let end = band.up_to.map_or(gross, |up_to| up_to.min(gross));
                    sum += i128::from((end - from).max(Yen(0)).0) * i128::from(band.percent);
                    from = from.max(end);
                }
                sum
            }
        };
        let fee = Yen(i64::try_from(hundredths / 100).unwrap_or(i64::MAX));
        Fee {
            fee,
            tax: fee.fraction(i64::from(self.tax_percent), 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_thousand_net_of_tax_leaves_8580() {
        // 10,000 + 10 % tax = 11,000; the fee is 2,200 and its tax 220.
        let fee = FeeTable::default().on(JobKind::Fixed, Yen(11_000));
        assert_eq!(fee.total(), Yen(2_420));
        assert_eq!(Yen(11_000) - fee.total(), Yen(8_580));
    }

    #[test]
    fn three_hundred_thousand_net_of_tax_leaves_289850() {
        let fee = FeeTable::default().on(JobKind::Fixed, Yen(330_000));
        assert_eq!(fee.total(), Yen(40_150));
        assert_eq!(Yen(330_000) - fee.total(), Yen(289_850));
    }

    #[test]
    fn a_task_pays_a_fifth_whatever_its_size() {
        assert_eq!(
            FeeTable::default().on(JobKind::Task, Yen(300_000)).fee,
            Yen(60_000)
        );
    }

    proptest! {
        #[test]
        fn who_is_paid_more_keeps_more(a in 0..999_999_998i64) {
            let table = FeeTable::default();
            let keeps = |gross: i64| Yen(gross) - table.on(JobKind::Fixed, Yen(gross)).total();
            // Floors may take one yen; never more.
            prop_assert!(keeps(a + 2) >= keeps(a));
            prop_assert!(keeps(a) >= Yen(0));
        }
    }
}
