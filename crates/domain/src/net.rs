//! What reaches the worker: gross, less the service's fee and its tax, less withholding.

use crate::{
    Category, Yen,
    fee::FeeTable,
    job::{Job, JobKind, Pay, PayUnit, WeeklyHours},
    withholding,
};
use serde::{Deserialize, Serialize};

/// A contest's prize up to this amount, to one person at one time, may go without withholding.
const SMALL_PRIZE: Yen = Yen(50_000);

/// A payment taken apart. All amounts in yen; `gross` includes consumption tax.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct NetPay {
    /// What the client pays.
    pub gross: Yen,
    /// The service's fee.
    pub fee: Yen,
    /// Consumption tax on the fee.
    pub fee_tax: Yen,
    /// Income tax that the client withholds. It comes back, or is settled, with the tax return.
    pub withheld: Yen,
    /// What reaches the account.
    pub net: Yen,
}

/// Takes one payment of `gross` yen (tax included) apart.
pub fn net_pay(kind: JobKind, category: Category, gross: Yen, fees: &FeeTable) -> NetPay {
    let gross = gross.max(Yen(0));
    let fee = fees.on(kind, gross);
    let exempt = kind == JobKind::Contest && gross <= SMALL_PRIZE;
    let withheld = if withholding::applies_to(category) && !exempt {
        withholding::withheld(gross)
    } else {
        Yen(0)
    };
    let net = (gross - fee.total() - withheld).max(Yen(0));
    NetPay {
        gross,
        fee: fee.fee,
        fee_tax: fee.tax,
        withheld,
        net,
    }
}

/// Yen an hour, floored; `None` when no time is given.
pub fn per_hour(net: Yen, minutes: u32) -> Option<Yen> {
    (minutes > 0).then(|| net.fraction(60, i64::from(minutes)))
}

/// What reaches the worker for the lowest amount of `pay`, and what that is an hour: by the unit
/// itself when paid by the hour, else by the client's estimate; a contest pays no hours.
pub fn net_of(
    kind: JobKind,
    category: Category,
    pay: Pay,
    effort_minutes: Option<u32>,
    weekly_hours: Option<WeeklyHours>,
    fees: &FeeTable,
) -> (NetPay, Option<Yen>) {
    let net = net_pay(kind, category, pay.min, fees);
    let hourly = match pay.unit {
        // A prize comes to few of those who worked for it: no wage.
        _ if kind == JobKind::Contest => None,
        PayUnit::Hour => Some(net.net),
        PayUnit::Total | PayUnit::Piece => {
            effort_minutes.and_then(|minutes| per_hour(net.net, minutes))
        }
        PayUnit::Month => weekly_hours.and_then(|hours| {
            // A month is 52 / 12 weeks; minutes = hours x 60 x 52 / 12.
            per_hour(net.net, u32::from(hours.max) * 260)
        }),
        PayUnit::Day | PayUnit::Week | PayUnit::Year => None,
    };
    (net, hourly)
}

impl Job {
    /// What reaches the worker, and what that is an hour; see [`net_of`].
    pub fn net(&self, fees: &FeeTable) -> Option<(NetPay, Option<Yen>)> {
        let (effort, hours) = (self.effort_minutes, self.weekly_hours);
        self.pay
            .map(|pay| net_of(self.kind, self.category, pay, effort, hours, fees))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_translator_sees_fee_tax_and_withholding() {
        let net = net_pay(
            JobKind::Fixed,
            Category::Translation,
            Yen(33_000),
            &FeeTable::default(),
        );
        assert_eq!(
            net,
            NetPay {
                gross: Yen(33_000),
                fee: Yen(6_600),
                fee_tax: Yen(660),
                withheld: Yen(3_369),
                net: Yen(22_371),
            }
        );
        assert_eq!(per_hour(net.net, 12 * 60), Some(Yen(1_864)));
        assert_eq!(per_hour(net.net, 0), None);
    }

    #[test]
    fn a_small_prize_goes_without_withholding() {
        let prize = |gross| {
            net_pay(
                JobKind::Contest,
                Category::Design,
                Yen(gross),
                &FeeTable::default(),
            )
            .withheld
        };
        assert_eq!(prize(50_000), Yen(0));
        assert_eq!(prize(50_001), Yen(5_105));
    }

    #[test]
    fn a_prize_is_no_hourly_wage() {
        let pay = Pay {
            unit: PayUnit::Total,
            min: Yen(30_000),
            max: Yen(30_000),
        };
        let hourly = |kind| {
            let fees = FeeTable::default();
            net_of(kind, Category::Web, pay, Some(60), None, &fees).1
        };
        assert_eq!(hourly(JobKind::Contest), None);
        assert_eq!(hourly(JobKind::Fixed), Some(Yen(23_400)));
    }

    proptest! {
        #[test]
        fn nothing_appears_or_vanishes(gross in 0..999_999_999i64) {
            let n = net_pay(JobKind::Fixed, Category::Writing, Yen(gross), &FeeTable::default());
            prop_assert_eq!(n.fee + n.fee_tax + n.withheld + n.net, n.gross);
        }
    }
}
