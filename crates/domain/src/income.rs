//! Income on the way to a goal: what contracts in Engawa come to in a month, and what a person says
//! that they earned elsewhere.

use crate::{
    IncomeId, Month, PersonId, Timestamp, Yen,
    contract::Contract,
    job::PayUnit,
    sign_up::{SignUp, State},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The monthly income that a cohort aims at where it names none.
pub const DEFAULT_GOAL: Yen = Yen(200_000);

/// 収入の記録: what a person earned in a month beside their contracts in Engawa, as they say. With
/// tax, as it was paid to them. It is theirs, and no program's: whoever is in two of them says it
/// once. Only the person reads the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Income {
    /// Follows from person and month, so two devices that say it come to one row.
    pub id: IncomeId,
    /// Whose.
    pub person: PersonId,
    /// When it was earned.
    pub month: Month,
    /// How much; `None` where they took it back.
    pub amount: Option<Yen>,
    /// What their organizers count: what was said when the month was settled ([`settles`]).
    pub counted: Option<Yen>,
    /// When it was said last.
    pub said_at: Timestamp,
}

/// Whether a month is settled at `now`: what is said of it later is the person's alone. An organizer
/// who could see a figure move would know who moved it.
pub fn is_settled(month: Month, now: Timestamp) -> bool {
    settles(month) < Month::at(now)
}

/// The last month in which the income of a month counts for organizers.
pub fn settles(month: Month) -> Month {
    month.plus(1)
}

/// What a contract comes to, and in which month: that of its payment date, else of the agreement.
/// `None` where not both agreed, or what an hour or a piece comes to is open.
pub fn of_contract(contract: &Contract) -> Option<(Month, Yen)> {
    let agreed_at = contract.agreed_at()?;
    let due = contract.notice.pay_date().map(|date| Month::of(date.due()));
    let is_whole = contract.notice.unit == PayUnit::Total;
    is_whole.then(|| (due.unwrap_or(Month::at(agreed_at)), contract.notice.amount))
}

/// A month on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Which.
    pub month: Month,
    /// From contracts in Engawa.
    pub contracts: Yen,
    /// What the person says they earned beside those; `None` where they said nothing.
    pub reported: Option<Yen>,
}

impl Step {
    /// Both together.
    pub fn total(&self) -> Yen {
        self.contracts + self.reported.unwrap_or_default()
    }

    /// What is missing; nothing where the goal is reached.
    pub fn missing(&self, goal: Yen) -> Yen {
        (goal - self.total()).max(Yen(0))
    }

    /// How far, in percent, floored; more than 100 where it is passed.
    pub fn percent(&self, goal: Yen) -> i64 {
        self.total().fraction(100, goal.0).0
    }
}

/// Most months that a page shows.
pub const MONTHS: i32 = 12;

/// The months of somebody's way: from the one in which they got their seat, the last twelve.
pub fn months(seated_at: Timestamp, now: Timestamp) -> Vec<Month> {
    let this = Month::at(now);
    let first = Month::at(seated_at).max(this.plus(1 - MONTHS));
    first.min(this).up_to(this).collect()
}

/// Somebody's way through these months, by their own contracts and what they said.
pub fn way<'a>(
    months: &[Month],
    contracts: impl IntoIterator<Item = &'a Contract>,
    said: impl IntoIterator<Item = &'a Income>,
) -> Vec<Step> {
    let mut earned: BTreeMap<Month, Yen> = BTreeMap::new();
    for (month, amount) in contracts.into_iter().filter_map(of_contract) {
        let sum = earned.entry(month).or_default();
        *sum = *sum + amount;
    }
    let said: BTreeMap<Month, Yen> = said
        .into_iter()
        .filter_map(|income| Some((income.month, income.amount?)))
        .collect();
    let step = |month: &Month| Step {
        month: *month,
        contracts: earned.get(month).copied().unwrap_or_default(),
        reported: said.get(month).copied(),
    };
    months.iter().map(step).collect()
}

impl SignUp {
    /// Since when it makes somebody a member of a program that aims at an income; they stay counted
    /// when they leave. `None` where it makes nobody one.
    pub fn member_since(&self) -> Option<Timestamp> {
        let seated_at = match self.state {
            State::Accepted { at } => Some(self.seated_at.unwrap_or(at)),
            _ => self.seated_at,
        };
        seated_at.filter(|_| self.goal.is_some() && !self.looks_on())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn within(text: &str) -> Timestamp {
        month(text).first_day().expect("a day").start().plus_days(9)
    }

    fn said(of: &str, amount: Option<i64>) -> Income {
        let person = PersonId(Uuid::from_u128(1));
        Income {
            id: IncomeId::of(person, month(of)),
            person,
            month: month(of),
            amount: amount.map(Yen),
            counted: None,
            said_at: within(of),
        }
    }

    #[test]
    fn a_month_is_settled_when_the_next_one_is_over_in_japan() {
        let end = month("2027-01").first_day().expect("a day").start();
        assert!(!is_settled(month("2026-11"), Timestamp(end.0 - 1)));
        assert!(is_settled(month("2026-11"), end));
    }

    #[test]
    fn the_way_begins_with_the_seat_and_shows_a_year() {
        let now = within("2026-11");
        assert_eq!(months(within("2026-10"), now).len(), 2);
        let long = months(within("2020-01"), now);
        assert_eq!((long.len(), long[0]), (12, month("2025-12")));
        // A clock that is behind shows this month.
        assert_eq!(months(within("2027-03"), now), [month("2026-11")]);
    }

    #[test]
    fn what_was_taken_back_is_nothing_and_nothing_earned_is_said() {
        let rows = [said("2026-10", None), said("2026-11", Some(0))];
        let steps = way(&[month("2026-10"), month("2026-11")], [], &rows);
        assert_eq!(steps[0].reported, None);
        assert_eq!(steps[1].reported, Some(Yen(0)));
        assert_eq!(steps[1].missing(DEFAULT_GOAL), DEFAULT_GOAL);
    }

    proptest! {
        #[test]
        fn a_goal_is_reached_exactly_when_nothing_is_missing(
            contracts in 0..=Yen::MAX.0, reported in proptest::option::of(0..=Yen::MAX.0), goal in 1..=Yen::MAX.0,
        ) {
            let step = Step {
                month: month("2026-11"),
                contracts: Yen(contracts),
                reported: reported.map(Yen),
            };
            let goal = Yen(goal);
            prop_assert_eq!(step.missing(goal) == Yen(0), step.percent(goal) >= 100);
            prop_assert!(step.missing(goal) <= goal);
            prop_assert!(step.total() + step.missing(goal) >= goal);
        }
    }
}
