//! A lottery that anybody can verify afterwards.
//!
//! Before entries are taken, the organizer publishes the [`commitment`] to a secret seed. When
//! they are closed, the draw ranks each entry by SHA-256 of the seed's 32 bytes followed by the
//! 16 bytes of the entry's id, least first; then the seed is published with the list of entries.
//! Any tool can repeat it, with both in hexadecimal and without hyphens:
//!
//! ```text
//! printf %s SEED | xxd -r -p | sha256sum        # the commitment
//! printf %s%s SEED ID | xxd -r -p | sha256sum   # an entry's rank
//! ```
//!
//! This proves that the seed was not chosen with the entries in view, and that the order follows
//! from both. It does not prove that nobody who knew the seed entered under a well-chosen id:
//! ids must come from elsewhere, and the seed must stay where no organizer reads it until entries
//! are closed. Nor does it prove that the list is complete: who entered must look for their id.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What decides a draw: 32 random bytes, secret until entries are closed, published afterwards. As
/// text, and over HTTP, 64 hexadecimal digits. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
pub struct Seed([u8; 32]);

/// A text that is no seed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no seed: 64 hexadecimal digits in lower case")]
pub struct BadSeed;

impl Seed {
    /// A seed of random bytes, which the caller draws.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What ranks an entry, least first.
    fn rank(&self, entry: Uuid) -> [u8; 32] {
        let hash = Sha256::new().chain_update(self.0);
        hash.chain_update(entry.as_bytes()).finalize().into()
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(..)")
    }
}

impl From<Seed> for String {
    fn from(seed: Seed) -> String {
        hexadecimal(&seed.0)
    }
}

impl TryFrom<String> for Seed {
    type Error = BadSeed;
    fn try_from(text: String) -> Result<Self, BadSeed> {
        let digits = text.chars().map(|digit| match digit {
            'A'..='F' => None,
            digit => digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok()),
        });
        let digits: Vec<u8> = digits.collect::<Option<_>>().ok_or(BadSeed)?;
        let (pairs, []) = digits.as_chunks::<2>() else {
            return Err(BadSeed);
        };
        let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
        bytes.try_into().map(Self).map_err(|_| BadSeed)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of the seed in 64 hexadecimal digits: published first, it binds to the seed and tells
/// nothing of it.
pub fn commitment(seed: &Seed) -> String {
    hexadecimal(&Sha256::digest(seed.0))
}

/// Every entry once, in the order that the seed gives. How they are listed, and how often each,
/// makes no difference.
pub fn order(seed: &Seed, entries: &[Uuid]) -> Vec<Uuid> {
    let ranked = entries.iter().map(|entry| (seed.rank(*entry), *entry));
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// What a draw came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drawn {
    /// Who has a seat, in the order drawn.
    pub winners: Vec<Uuid>,
    /// Who comes next when a seat is given back, in this order.
    pub waiting: Vec<Uuid>,
}

/// Gives the seats to the first in order; the others wait.
pub fn draw(seed: &Seed, entries: &[Uuid], seats: usize) -> Drawn {
    let mut winners = order(seed, entries);
    let waiting = winners.split_off(seats.min(winners.len()));
    Drawn { winners, waiting }
}

/// Why a published result is not what its seed gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAsDrawn {
    /// The seed is not the one that was committed to.
    #[error("another seed than was committed to")]
    Seed,
    /// The result leaves an entry out, has one twice, or has one that is not listed.
    #[error("other entries than were listed")]
    Entries,
    /// The order is another, or more or fewer won than there were seats.
    #[error("another order than the seed gives")]
    Order,
}

/// Verifies a result from what was published: the commitment beforehand, the rest afterwards.
pub fn verify(
    commitment: &str,
    seed: &Seed,
    entries: &[Uuid],
    seats: usize,
    drawn: &Drawn,
) -> Result<(), NotAsDrawn> {
    if self::commitment(seed) != commitment {
        return Err(NotAsDrawn::Seed);
    }
    let right = draw(seed, entries, seats);
    if right == *drawn {
        return Ok(());
    }
    let sorted = |drawn: &Drawn| {
        let mut entries = [drawn.winners.as_slice(), &drawn.waiting].concat();
        entries.sort_unstable();
        entries
    };
    Err(if sorted(&right) == sorted(drawn) {
        NotAsDrawn::Order
    } else {
        NotAsDrawn::Entries
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 00 01 02 … 1f.
    fn seed() -> Seed {
        Seed::new(std::array::from_fn(|at| at as u8))
    }

    /// Ids 1 to `count`.
    fn entries(count: u128) -> Vec<Uuid> {
        (1..=count).map(Uuid::from_u128).collect()
    }

    #[test]
    fn other_tools_come_to_the_same_commitment_and_order() {
        assert_eq!(
            commitment(&seed()),
            "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
        );
        let drawn = order(&seed(), &entries(6));
        let drawn: Vec<u128> = drawn.iter().map(Uuid::as_u128).collect();
        assert_eq!(drawn, [3, 4, 6, 5, 2, 1]);
    }

    #[test]
    fn three_seats_for_five_entries_leave_two_waiting() {
        let drawn = draw(&seed(), &entries(5), 3);
        assert_eq!((drawn.winners.len(), drawn.waiting.len()), (3, 2));
        let roomy = draw(&seed(), &entries(5), 9);
        assert_eq!((roomy.winners.len(), roomy.waiting.len()), (5, 0));
        assert!(draw(&seed(), &[], 3).winners.is_empty());
    }

    #[test]
    fn whoever_doubts_a_result_can_verify_it() {
        let (published, listed) = (commitment(&seed()), entries(5));
        let drawn = draw(&seed(), &listed, 3);
        let verify =
            |seed: &Seed, drawn: &Drawn| super::verify(&published, seed, &listed, 3, drawn);
        assert_eq!(verify(&seed(), &drawn), Ok(()));

        let chosen_later = Seed::new([7; 32]);
        let other = draw(&chosen_later, &listed, 3);
        assert_eq!(verify(&chosen_later, &other), Err(NotAsDrawn::Seed));
        assert_eq!(verify(&seed(), &other), Err(NotAsDrawn::Order));

        let mut a_seat_more = drawn.clone();
        a_seat_more.winners.push(a_seat_more.waiting.remove(0));
        assert_eq!(verify(&seed(), &a_seat_more), Err(NotAsDrawn::Order));

        let mut left_out = drawn.clone();
        left_out.waiting.pop();
        let mut a_friend = drawn.clone();
        a_friend.winners[0] = Uuid::from_u128(99);
        let mut twice = drawn;
        twice.waiting.push(twice.winners[0]);
        for wrong in [left_out, a_friend, twice] {
            assert_eq!(verify(&seed(), &wrong), Err(NotAsDrawn::Entries));
        }
    }

    #[test]
    fn a_seed_is_published_as_text_and_hidden_before() {
        assert_eq!(format!("{:?}", seed()), "Seed(..)");
        let text = String::from(seed());
        assert!(text.starts_with("000102030405"));
        assert_eq!(Seed::try_from(text.clone()), Ok(seed()));
        for wrong in [
            String::new(),
            format!("{text}0"),
            format!("{text}00"),
            text.to_uppercase(),
            text.replace("00", "0g"),
            text.replace("00", "+0"),
        ] {
            assert_eq!(Seed::try_from(wrong), Err(BadSeed));
        }
    }

    /// Chi-square over 4,000 fixed seeds: eight entries, seven degrees of freedom. A fair draw goes
    /// beyond 30 about once in ten thousand; one that favours an entry by a third goes far beyond.
    #[test]
    fn every_entry_comes_to_every_place_about_equally_often() {
        let listed = entries(8);
        let draws = 4_000u32;
        let mut counts = [[0u32; 8]; 8];
        for number in 0..draws {
            let seed = Seed(Sha256::digest(number.to_be_bytes()).into());
            for (place, entry) in order(&seed, &listed).iter().enumerate() {
                counts[place][entry.as_u128() as usize - 1] += 1;
            }
        }
        let expected = f64::from(draws) / 8.0;
        for (place, counts) in counts.iter().enumerate() {
            let off = counts.iter().map(|count| f64::from(*count) - expected);
            let chi_square: f64 = off.map(|off| off * off / expected).sum();
            assert!(chi_square < 30.0, "place {place}: {chi_square}");
        }
    }

    fn any_seed() -> impl Strategy<Value = Seed> {
        any::<[u8; 32]>().prop_map(Seed::new)
    }

    fn any_entries() -> impl Strategy<Value = Vec<Uuid>> {
        proptest::collection::vec(any::<u128>().prop_map(Uuid::from_u128), 0..40)
    }

    proptest! {
        #[test]
        fn how_entries_are_listed_makes_no_difference(
            seed in any_seed(),
            (listed, shuffled) in any_entries()
                .prop_flat_map(|listed| (Just(listed.clone()), Just(listed).prop_shuffle())),
        ) {
            prop_assert_eq!(order(&seed, &listed), order(&seed, &shuffled));
            let twice = [listed.as_slice(), &shuffled].concat();
            prop_assert_eq!(order(&seed, &listed), order(&seed, &twice));
        }

        #[test]
        fn every_entry_is_drawn_once(seed in any_seed(), listed in any_entries(), seats in 0..50usize) {
            let drawn = draw(&seed, &listed, seats);
            prop_assert_eq!(drawn.winners.len(), seats.min(listed.len()));
            let mut all = [drawn.winners.as_slice(), &drawn.waiting].concat();
            prop_assert_eq!(&all, &order(&seed, &listed));
            all.sort();
            let mut listed = listed;
            listed.sort();
            prop_assert_eq!(all, listed);
        }

        #[test]
        fn one_more_entry_or_one_withdrawn_changes_nothing_among_the_others(
            seed in any_seed(),
            listed in any_entries(),
            more in any::<u128>().prop_map(Uuid::from_u128),
        ) {
            let with = order(&seed, &[listed.as_slice(), &[more]].concat());
            let without: Vec<_> = with.into_iter().filter(|entry| *entry != more).collect();
            prop_assert_eq!(without, order(&seed, &listed));
        }

        #[test]
        fn any_result_is_verified_and_no_other_seed_passes(
            seed in any_seed(),
            other in any_seed(),
            listed in any_entries(),
            seats in 0..50usize,
        ) {
            let (published, drawn) = (commitment(&seed), draw(&seed, &listed, seats));
            prop_assert_eq!(verify(&published, &seed, &listed, seats, &drawn), Ok(()));
            prop_assume!(other != seed);
            let wrong = verify(&published, &other, &listed, seats, &drawn);
            prop_assert_eq!(wrong, Err(NotAsDrawn::Seed));
        }
    }
}
