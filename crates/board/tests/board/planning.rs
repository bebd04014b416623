//! How the board is cut into packs, and how little of it a change makes stale.

use board::plan::{MAX_POSTINGS, cut};
use domain::{JobId, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

type Key = (Timestamp, JobId);
/// A pack as what it holds; the last number is the version of each posting.
type Held = Vec<(Key, u32)>;

fn keys(seed: u64, count: usize) -> Vec<(Key, u32)> {
    let mut dice = crate::made::Dice::new(seed);
    let mut keys: Vec<(Key, u32)> = (0..count)
        .map(|_| {
            let id = (dice.below(1 << 50) as u128) << 64 | dice.below(1 << 50) as u128;
            (
                (
                    Timestamp(dice.below(1 << 40) as i64),
                    JobId(Uuid::from_u128(id)),
                ),
                0,
            )
        })
        .collect();
    keys.sort();
    keys
}

fn packs(held: &[(Key, u32)]) -> Vec<Held> {
    let keys: Vec<Key> = held.iter().map(|(key, _)| *key).collect();
    cut(&keys)
        .into_iter()
        .map(|range| held[range].to_vec())
        .collect()
}

/// How many packs somebody who has `before` must load for `after`.
fn stale(before: &[(Key, u32)], after: &[(Key, u32)]) -> usize {
    let had: BTreeSet<Held> = packs(before).into_iter().collect();
    packs(after)
        .into_iter()
        .filter(|pack| !had.contains(pack))
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn packs_hold_everything_once_newest_first(seed in any::<u64>(), count in 0..20_000usize) {
        let keys = keys(seed, count);
        let packs = packs(&keys);
        prop_assert!(packs.iter().all(|pack| (1..=MAX_POSTINGS).contains(&pack.len())));
        let all: Vec<_> = packs.iter().rev().flatten().copied().collect();
        prop_assert_eq!(all, keys);
        if count >= 128 {
            prop_assert!((128..=512).contains(&packs[0].len()));
        }
    }

    #[test]
    fn a_change_makes_few_packs_stale(seed in any::<u64>(), count in 1..20_000usize, at in any::<usize>()) {
        let before = keys(seed, count);
        let at = at % count;

        let mut edited = before.clone();
        edited[at].1 += 1;
        prop_assert_eq!(stale(&before, &edited), 1);

        let mut removed = before.clone();
        removed.remove(at);
        prop_assert!(stale(&before, &removed) <= 3);
        // The way back: a posting appears anywhere in time.
        prop_assert!(stale(&removed, &before) <= 3);
    }

    #[test]
    fn a_new_posting_makes_only_the_newest_packs_stale(seed in any::<u64>(), count in 600..6_000usize) {
        let after = keys(seed, count);
        let (_, before) = after.split_last().unwrap();
        let had: BTreeSet<Held> = packs(before).into_iter().collect();
        prop_assert!(packs(&after).into_iter().skip(3).all(|pack| had.contains(&pack)));
    }
}
