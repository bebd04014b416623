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
use std::collections::BTreeMap;
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
    pub(crate) fn rank(&self, entry: Uuid) -> [u8; 32] {
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

/// Who takes part in a draw.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ticket {
    /// What the draw knows them by; it tells nobody else who they are.
    pub id: Uuid,
    /// Childcare places that they need.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub children: u8,
}

fn is_zero(number: &u8) -> bool {
    *number == 0
}

/// What there is to give.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Room {
    /// Seats; `None` is without end.
    pub seats: Option<u32>,
    /// Places on the waiting list.
    pub waiting: u32,
    /// Places for children.
    pub children: u32,
}

/// What somebody got.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Got {
    /// A seat.
    Seat,
    /// The next place on the waiting list.
    Place,
    /// Neither.
    Nothing,
}

/// One line of what a draw came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drawn {
    /// Whose.
    #[serde(flatten)]
    pub ticket: Ticket,
    /// What they got.
    pub got: Got,
}

/// Gives what there is in the order that the seed gives, and lists everybody in that order. Whose
/// children find no place holds up nobody behind them.
pub fn draw(seed: &Seed, tickets: &[Ticket], room: Room) -> Vec<Drawn> {
    let children: BTreeMap<Uuid, u8> = tickets
        .iter()
        .map(|ticket| (ticket.id, ticket.children))
        .collect();
    let ids: Vec<Uuid> = children.keys().copied().collect();
    let (mut seated, mut waiting, mut minded) = (0u32, 0u32, 0u32);
    let mut give = |with: u8| {
        let all = minded.saturating_add(with.into());
        let fits = with == 0 || all <= room.children;
        if fits && room.seats.is_none_or(|seats| seated < seats) {
            (seated, minded) = (seated.saturating_add(1), all);
            return Got::Seat;
        }
        if waiting < room.waiting {
            waiting = waiting.saturating_add(1);
            return Got::Place;
        }
        Got::Nothing
    };
    let drawn = order(seed, &ids).into_iter().map(|id| {
        let children = children.get(&id).copied().unwrap_or_default();
        Drawn {
            ticket: Ticket { id, children },
            got: give(children),
        }
    });
    drawn.collect()
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
    /// The order is another, or somebody got what the order does not give.
    #[error("another order than the seed gives")]
    Order,
}

/// Verifies a result from what was published: the commitment beforehand, the rest afterwards.
pub fn verify(
    commitment: &str,
    seed: &Seed,
    tickets: &[Ticket],
    room: Room,
    drawn: &[Drawn],
) -> Result<(), NotAsDrawn> {
    if self::commitment(seed) != commitment {
        return Err(NotAsDrawn::Seed);
    }
    let right = draw(seed, tickets, room);
    if right == drawn {
        return Ok(());
    }
    let sorted = |drawn: &[Drawn]| {
        let mut tickets: Vec<Ticket> = drawn.iter().map(|one| one.ticket).collect();
        tickets.sort_unstable();
        tickets
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

    /// People who come alone.
    fn alone(ids: &[Uuid]) -> Vec<Ticket> {
        let ticket = |id: &Uuid| Ticket {
            id: *id,
            children: 0,
        };
        ids.iter().map(ticket).collect()
    }

    /// So many seats, and place for everybody else to wait.
    fn seats(seats: u32) -> Room {
        Room {
            seats: Some(seats),
            waiting: 1_000,
            children: 0,
        }
    }

    fn count(drawn: &[Drawn], got: Got) -> usize {
        drawn.iter().filter(|one| one.got == got).count()
    }

    #[test]
    fn three_seats_for_five_entries_leave_two_waiting() {
        let counts = |count_of: u128, room| {
            let drawn = draw(&seed(), &alone(&entries(count_of)), room);
            [Got::Seat, Got::Place, Got::Nothing].map(|got| count(&drawn, got))
        };
        assert_eq!(counts(5, seats(3)), [3, 2, 0]);
        assert_eq!(counts(5, seats(9)), [5, 0, 0]);
        assert_eq!(counts(0, seats(3)), [0, 0, 0]);
        let one_waits = Room {
            waiting: 1,
            ..seats(3)
        };
        assert_eq!(counts(5, one_waits), [3, 1, 1]);
        let without_end = Room {
            seats: None,
            ..one_waits
        };
        assert_eq!(counts(5, without_end), [5, 0, 0]);
    }

    /// The order is 3, 4, 6, 5, 2, 1.
    #[test]
    fn whose_children_find_no_place_holds_up_nobody() {
        let mut tickets = alone(&entries(6));
        for (index, children) in [(2, 1), (3, 2), (5, 1)] {
            tickets[index].children = children;
        }
        let room = Room {
            seats: Some(4),
            waiting: 1,
            children: 2,
        };
        let drawn = draw(&seed(), &tickets, room);
        let got: Vec<(u128, Got)> = drawn
            .iter()
            .map(|one| (one.ticket.id.as_u128(), one.got))
            .collect();
        assert_eq!(
            got,
            [
                (3, Got::Seat),
                (4, Got::Place),
                (6, Got::Seat),
                (5, Got::Seat),
                (2, Got::Seat),
                (1, Got::Nothing)
            ]
        );
    }

    #[test]
    fn whoever_doubts_a_result_can_verify_it() {
        let (published, listed) = (commitment(&seed()), alone(&entries(5)));
        let drawn = draw(&seed(), &listed, seats(3));
        let verify = |seed: &Seed, drawn: &[Drawn]| {
            super::verify(&published, seed, &listed, seats(3), drawn)
        };
        assert_eq!(verify(&seed(), &drawn), Ok(()));

        let chosen_later = Seed::new([7; 32]);
        let other = draw(&chosen_later, &listed, seats(3));
        assert_eq!(verify(&chosen_later, &other), Err(NotAsDrawn::Seed));
        assert_eq!(verify(&seed(), &other), Err(NotAsDrawn::Order));

        let mut a_seat_more = drawn.clone();
        a_seat_more[3].got = Got::Seat;
        assert_eq!(verify(&seed(), &a_seat_more), Err(NotAsDrawn::Order));

        let mut left_out = drawn.clone();
        left_out.pop();
        let mut a_friend = drawn.clone();
        a_friend[0].ticket.id = Uuid::from_u128(99);
        let mut with_a_child = drawn.clone();
        with_a_child[0].ticket.children = 1;
        let mut twice = drawn;
        twice.push(twice[0]);
        for wrong in [left_out, a_friend, with_a_child, twice] {
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

    fn any_tickets() -> impl Strategy<Value = Vec<Ticket>> {
        let ticket = |(id, children)| (Uuid::from_u128(id), children);
        let tickets = proptest::collection::vec((any::<u128>(), 0..4u8).prop_map(ticket), 0..40);
        tickets.prop_map(|tickets| {
            let each_once: BTreeMap<Uuid, u8> = tickets.into_iter().collect();
            let ticket = |(id, children)| Ticket { id, children };
            each_once.into_iter().map(ticket).collect()
        })
    }

    fn any_room() -> impl Strategy<Value = Room> {
        let room = |(seats, waiting, children)| Room {
            seats,
            waiting,
            children,
        };
        (proptest::option::weighted(0.9, 0..30u32), 0..12u32, 0..8u32).prop_map(room)
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
        fn every_entry_is_drawn_once(seed in any_seed(), listed in any_entries(), number in 0..50u32) {
            let drawn = draw(&seed, &alone(&listed), seats(number));
            prop_assert_eq!(count(&drawn, Got::Seat), listed.len().min(number as usize));
            let all: Vec<Uuid> = drawn.iter().map(|one| one.ticket.id).collect();
            prop_assert_eq!(&all, &order(&seed, &listed));
            let first_without = drawn.iter().position(|one| one.got != Got::Seat);
            let after = first_without.map_or(0, |at| count(&drawn[at..], Got::Seat));
            prop_assert_eq!(after, 0, "seats go to the first in order");
        }

        /// No more of anything than there is, and nobody is left out who would fit.
        #[test]
        fn there_is_room_for_whoever_has_a_seat_and_for_nobody_else(
            seed in any_seed(), listed in any_tickets(), room in any_room(),
        ) {
            let drawn = draw(&seed, &listed, room);
            prop_assert_eq!(drawn.len(), listed.len());
            let (mut seated, mut waiting, mut children) = (0, 0, 0);
            for one in &drawn {
                let with = u32::from(one.ticket.children);
                let fits = room.seats.is_none_or(|seats| seated < seats)
                    && (with == 0 || children + with <= room.children);
                match one.got {
                    Got::Seat => (seated, children) = (seated + 1, children + with),
                    Got::Place => waiting += 1,
                    Got::Nothing => prop_assert_eq!(waiting, room.waiting),
                }
                prop_assert_eq!(one.got == Got::Seat, fits);
            }
            prop_assert!(waiting <= room.waiting && children <= room.children);
            prop_assert!(room.seats.is_none_or(|seats| seated <= seats));
        }

        /// Whatever is changed of a result is noticed.
        #[test]
        fn only_what_was_drawn_is_verified(
            seed in any_seed(), listed in any_tickets(), room in any_room(),
            (one, other) in any::<(prop::sample::Index, prop::sample::Index)>(), how in 0..4u8,
        ) {
            let (published, drawn) = (commitment(&seed), draw(&seed, &listed, room));
            prop_assert_eq!(verify(&published, &seed, &listed, room, &drawn), Ok(()));
            prop_assume!(!drawn.is_empty());
            let (one, other) = (one.index(drawn.len()), other.index(drawn.len()));
            let mut wrong = drawn.clone();
            match how {
                0 => wrong.swap(one, other),
                1 => wrong[one].got = wrong[other].got,
                2 => drop(wrong.remove(one)),
                _ => wrong[one].ticket.children ^= 1,
            }
            prop_assume!(wrong != drawn);
            prop_assert!(verify(&published, &seed, &listed, room, &wrong).is_err());
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
            listed in any_tickets(),
            room in any_room(),
        ) {
            let (published, drawn) = (commitment(&seed), draw(&seed, &listed, room));
            prop_assert_eq!(verify(&published, &seed, &listed, room, &drawn), Ok(()));
            prop_assume!(other != seed);
            let wrong = verify(&published, &other, &listed, room, &drawn);
            prop_assert_eq!(wrong, Err(NotAsDrawn::Seed));
        }
    }
}
