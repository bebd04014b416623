//! Counts of people that an organizer may see: from five upward.
//!
//! In a table with a total, one hidden count could be reckoned back from the others. So where the
//! hidden counts are all of one size, those of the next greater size are hidden with them. The rule
//! looks at sizes and never at places: the hidden counts, exchanged among each other, would give the
//! very same table. Who reads it, even knowing the rule, cannot tell which hidden count is which,
//! and as two of them differ, knows none exactly.
//!
//! What this does not protect against:
//! - two tables of almost the same people, such as yesterday's and today's, or the same people cut
//!   by something else: their difference may show a small count. Publish at fixed times, with fixed
//!   cells, one table of the same people, and not crossed with another (totals of rows and columns);
//! - narrow ranges: two hidden counts that are 3 together are at most 3 each;
//! - what all share: a count of 20 of 20 tells of each of the 20;
//! - people who know their own place in it: of five, four can tell the fifth's.

use crate::Yen;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The least number of people that is shown.
pub const LEAST: u32 = 5;

/// A number of people as shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// So many.
    Exactly(u32),
    /// Fewer than so many, perhaps nobody.
    FewerThan(u32),
    /// Any number: showing it, or that it is small, would tell another.
    Withheld,
}

impl Shown {
    /// A number that stands alone. In a table: [`table`].
    pub fn of(people: u32) -> Self {
        if people < LEAST {
            Self::FewerThan(LEAST)
        } else {
            Self::Exactly(people)
        }
    }
}

/// Counts of people, each in one cell, with their total.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Table {
    /// The counts, in the order given.
    pub cells: Vec<Shown>,
    /// All people of the table.
    pub total: Shown,
}

/// What may be shown of counts of which each person is in one.
pub fn table(counts: &[u32]) -> Table {
    let total = counts.iter().copied().fold(0, u32::saturating_add);
    let sizes: BTreeSet<u32> = counts.iter().copied().collect();
    let alike = sizes.range(..LEAST).count() == 1;
    let next = sizes.range(LEAST..).next().filter(|_| alike);
    Table {
        cells: counts
            .iter()
            .map(|count| match next {
                // Small ones and those hidden with them must look the same.
                Some(next) if count <= next => Shown::Withheld,
                _ => Shown::of(*count),
            })
            .collect(),
        total: match Shown::of(total) {
            // All are small and alike: the total is a multiple of each, and would tell it.
            Shown::Exactly(_) if alike && next.is_none() => Shown::Withheld,
            shown => shown,
        },
    }
}

/// In which cell of a table the one in the middle is, the cells in their order; of an even number, the
/// lower of both. It is reckoned from what is shown alone, so that it tells nothing more; `None` where
/// that leaves it open.
pub fn middle(table: &Table) -> Option<usize> {
    let Shown::Exactly(total) = table.total else {
        return None;
    };
    let place = total.checked_add(1)? / 2;
    let bounds = table.cells.iter().map(|cell| match cell {
        Shown::Exactly(people) => (*people, *people),
        Shown::FewerThan(limit) => (0, limit.saturating_sub(1).min(total)),
        Shown::Withheld => (0, total),
    });
    let (least, most): (Vec<u32>, Vec<u32>) = bounds.unzip();
    let sum = |some: &[u32]| some.iter().copied().fold(0, u32::saturating_add);
    (0..table.cells.len()).find(|at| {
        let (below, from) = (most.get(..*at), least.get(*at..));
        let (through, above) = (least.get(..=*at), most.get(at + 1..));
        let (Some(below), Some(from), Some(through), Some(above)) = (below, from, through, above)
        else {
            return false;
        };
        // At most so many are below the cell, and at least so many up to it.
        let before = sum(below).min(total.saturating_sub(sum(from)));
        let until = sum(through).max(total.saturating_sub(sum(above)));
        before < place && place <= until
    })
}

/// Where a band of yearly income ends and the next begins. The same for everybody: an organizer
/// who could choose them would find small counts by moving one.
pub const INCOME_BOUNDS: [Yen; 4] = [Yen(200_000), Yen(500_000), Yen(1_000_000), Yen(2_000_000)];

/// The same for monthly income, up to the goal that towns set. Fixed for the same reason.
pub const MONTHLY_BOUNDS: [Yen; 4] = [Yen(10_000), Yen(50_000), Yen(100_000), Yen(200_000)];

/// How many people have an income within bounds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Band {
    /// The least income in it; `None` in the lowest band.
    pub from: Option<Yen>,
    /// All incomes in it are below this; `None` in the highest band.
    pub below: Option<Yen>,
    /// Whose income it is.
    pub people: Shown,
}

/// People by income.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IncomeBands {
    /// The bands, the lowest first.
    pub bands: Vec<Band>,
    /// All people.
    pub total: Shown,
}

/// What may be shown of people's incomes in a year, given one a person.
pub fn income_bands(incomes: &[Yen]) -> IncomeBands {
    let lower = std::iter::once(None).chain(INCOME_BOUNDS.map(Some));
    let upper = INCOME_BOUNDS.map(Some).into_iter().chain([None]);
    let bounds: Vec<(Option<Yen>, Option<Yen>)> = lower.zip(upper).collect();
    let counts: Vec<u32> = bounds
        .iter()
        .map(|(from, below)| {
            let within = |income: &&Yen| {
                from.is_none_or(|from| **income >= from)
                    && below.is_none_or(|below| **income < below)
            };
            u32::try_from(incomes.iter().filter(within).count()).unwrap_or(u32::MAX)
        })
        .collect();
    let Table { cells, total } = table(&counts);
    let bands = bounds.into_iter().zip(cells);
    IncomeBands {
        bands: bands
            .map(|((from, below), people)| Band {
                from,
                below,
                people,
            })
            .collect(),
        total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Shown::{Exactly, FewerThan, Withheld};
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn four_people_are_fewer_than_five_and_five_are_five() {
        assert_eq!(Shown::of(0), FewerThan(5));
        assert_eq!(Shown::of(4), FewerThan(5));
        assert_eq!(Shown::of(5), Exactly(5));
    }

    #[test]
    fn a_table_of_large_counts_is_shown_as_it_is() {
        let shown = table(&[5, 20, 8]);
        assert_eq!(shown.cells, [Exactly(5), Exactly(20), Exactly(8)]);
        assert_eq!(shown.total, Exactly(33));
    }

    #[test]
    fn one_small_count_takes_the_next_smallest_with_it() {
        let shown = table(&[20, 3, 8]);
        assert_eq!(shown.cells, [Exactly(20), Withheld, Withheld]);
        assert_eq!(shown.total, Exactly(31));
    }

    #[test]
    fn two_small_counts_that_differ_hide_each_other() {
        let shown = table(&[20, 3, 1]);
        assert_eq!(shown.cells, [Exactly(20), FewerThan(5), FewerThan(5)]);
        assert_eq!(shown.total, Exactly(24));
    }

    /// Twice nobody is nobody, and 8 of at most 4 each is 4 each.
    #[test]
    fn small_counts_that_are_alike_do_not_hide_each_other() {
        for alike in [0, 4] {
            let shown = table(&[alike, 20, alike, 9]);
            assert_eq!(shown.cells, [Withheld, Exactly(20), Withheld, Withheld]);
            assert_eq!(shown.total, Exactly(29 + 2 * alike));
        }
        let shown = table(&[4, 4]);
        assert_eq!(shown.cells, [FewerThan(5), FewerThan(5)]);
        assert_eq!(shown.total, Withheld);
    }

    #[test]
    fn a_handful_of_people_is_not_told_from_nobody() {
        let nobody = table(&[0, 0, 0]);
        assert_eq!(nobody, table(&[1, 2, 1]));
        assert_eq!(nobody.total, FewerThan(5));
        assert_eq!(table(&[]).total, FewerThan(5));
    }

    #[test]
    fn the_middle_is_told_where_what_is_shown_tells_it() {
        assert_eq!(middle(&table(&[5, 6, 20])), Some(2));
        // Of five, whoever has which band is not known.
        assert_eq!(middle(&table(&[1, 1, 0, 3])), None);
        // Twenty of twenty-four are in one band.
        assert_eq!(middle(&table(&[3, 20, 1])), Some(1));
        assert_eq!(middle(&table(&[2, 1])), None);
        assert_eq!(middle(&table(&[])), None);
    }

    #[test]
    fn incomes_are_shown_in_bands_and_never_one_by_one() {
        let incomes: Vec<Yen> = [
            vec![Yen(-10_000); 2],
            vec![Yen(199_999); 8],
            vec![Yen(200_000); 6],
            vec![Yen(700_000); 3],
            vec![Yen(1_500_000); 7],
            vec![Yen(9_000_000); 1],
        ]
        .concat();
        let shown = income_bands(&incomes);
        let people: Vec<_> = shown.bands.iter().map(|band| band.people).collect();
        assert_eq!(
            people,
            [
                Exactly(10),
                Exactly(6),
                FewerThan(5),
                Exactly(7),
                FewerThan(5)
            ]
        );
        assert_eq!(shown.total, Exactly(27));
        assert_eq!(shown.bands[0].below, Some(Yen(200_000)));
        assert_eq!(shown.bands[4].from, Some(Yen(2_000_000)));
    }

    #[test]
    fn what_is_shown_goes_over_http() {
        let json = serde_json::to_string(&table(&[9, 1, 2])).expect("plain data");
        assert_eq!(
            json,
            r#"{"cells":[{"exactly":9},{"fewer_than":5},{"fewer_than":5}],"total":{"exactly":12}}"#
        );
        assert_eq!(
            serde_json::to_string(&Withheld).expect("plain data"),
            r#""withheld""#
        );
    }

    /// Tables of `cells` cells with counts up to `most`.
    fn all_tables(cells: usize, most: u32) -> Vec<Vec<u32>> {
        (0..cells).fold(vec![Vec::new()], |tables, _| {
            let longer = |table: Vec<u32>| {
                (0..=most).map(move |count| [table.as_slice(), &[count]].concat())
            };
            tables.into_iter().flat_map(longer).collect()
        })
    }

    /// Every table there is, up to four cells of nine: whoever sees one, knows the rule and tries
    /// all counts that would look the same, still has two possibilities for each small count.
    #[test]
    fn who_knows_the_rule_and_tries_every_table_still_knows_no_small_count() {
        for cells in 1..=4 {
            let mut possible: HashMap<Table, Vec<BTreeSet<u32>>> = HashMap::new();
            for counts in all_tables(cells, 9) {
                let seen = possible.entry(table(&counts)).or_default();
                seen.resize(cells, BTreeSet::new());
                seen.iter_mut().zip(counts).for_each(|(seen, count)| {
                    seen.insert(count);
                });
            }
            for (shown, seen) in possible {
                for counts in seen {
                    let known = counts.len() == 1 && counts.iter().all(|count| *count < LEAST);
                    assert!(!known, "{shown:?} tells {counts:?}");
                }
            }
        }
    }

    proptest! {
        /// The sum of the hidden counts is known where the total is. Within it, each small count
        /// can be greater or smaller than it is.
        #[test]
        fn no_small_count_can_be_reckoned_from_the_total_and_its_neighbours(
            counts in proptest::collection::vec(prop_oneof![0..8u32, 0..100u32], 1..12),
        ) {
            let shown = table(&counts);
            let most = |cell: &Shown| match cell {
                Exactly(count) => (*count, *count),
                FewerThan(limit) => (0, limit - 1),
                Withheld => (0, u32::MAX / 16),
            };
            let (least, most): (Vec<u32>, Vec<u32>) = shown.cells.iter().map(most).unzip();
            let total = match shown.total {
                Exactly(total) => (total, total),
                FewerThan(limit) => (0, limit - 1),
                Withheld => (LEAST, u32::MAX / 16),
            };
            for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count < LEAST) {
                let others = |bounds: &[u32]| bounds.iter().sum::<u32>() - bounds[at];
                let lowest = least[at].max(total.0.saturating_sub(others(&most)));
                let highest = most[at].min(total.1.saturating_sub(others(&least)));
                prop_assert!(lowest <= *count && *count <= highest);
                prop_assert!(lowest < highest, "{:?} tells {}", shown, count);
            }
        }

        /// The reason why no hidden count is known: the table is the same whichever has which.
        #[test]
        fn hidden_counts_exchanged_give_the_same_table_and_two_of_them_differ(
            counts in proptest::collection::vec(prop_oneof![0..8u32, 0..100u32], 1..12),
        ) {
            let shown = table(&counts);
            let hidden: Vec<usize> = (0..counts.len())
                .filter(|at| !matches!(shown.cells[*at], Exactly(_)))
                .collect();
            let mut turned = counts.clone();
            for (at, next) in hidden.iter().zip(hidden.iter().cycle().skip(1)) {
                turned[*at] = counts[*next];
            }
            prop_assert_eq!(table(&turned), shown.clone());
            if !hidden.is_empty() && matches!(shown.total, Exactly(_)) {
                prop_assert!(hidden.iter().any(|at| counts[*at] != counts[hidden[0]]));
            }
        }

        #[test]
        fn the_middle_is_the_true_one_where_it_is_told(
            counts in proptest::collection::vec(0..40u32, 1..7),
        ) {
            if let Some(at) = middle(&table(&counts)) {
                let total: u32 = counts.iter().sum();
                let place = total.div_ceil(2);
                let before: u32 = counts[..at].iter().sum();
                prop_assert!(before < place && place <= before + counts[at]);
            }
        }

        #[test]
        fn what_is_shown_is_true(
            counts in proptest::collection::vec(0..40u32, 0..12),
        ) {
            let shown = table(&counts);
            for (cell, count) in shown.cells.iter().zip(&counts) {
                let holds = match cell {
                    Exactly(shown) => shown == count && *count >= LEAST,
                    FewerThan(limit) => count < limit,
                    Withheld => true,
                };
                prop_assert!(holds, "{:?} for {}", cell, count);
            }
            if let Exactly(total) = shown.total {
                prop_assert_eq!(total, counts.iter().sum::<u32>());
            }
        }

        #[test]
        fn every_income_is_in_one_band(incomes in proptest::collection::vec(any::<i64>(), 5..60)) {
            let incomes: Vec<Yen> = incomes.into_iter().map(Yen).collect();
            let shown = income_bands(&incomes);
            prop_assert_eq!(shown.bands.len(), INCOME_BOUNDS.len() + 1);
            let total = u32::try_from(incomes.len()).expect("few");
            prop_assert!([Exactly(total), Withheld].contains(&shown.total));
        }
    }
}
