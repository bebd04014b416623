//! Bytes from a broken disk or an enemy: refused or read, never a panic.

use crate::{file_of, made};
use board::{
    Board, Pack, PackError, PackHash, Query, Sort, Viewer, fold::lower, newest, pack, search,
};
use domain::{Job, fee::FeeTable};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn sections() -> pack::Sections {
    let jobs: Vec<Job> = (0..12).map(|n| made::job(n, 4)).collect();
    pack::split(&file_of(&jobs)).unwrap()
}

/// Does everything that a device does with a pack.
fn use_it(head: &[u8], text: Vec<u8>, body: &[u8]) {
    for index in [0, 1, 11, 12, u32::MAX] {
        let _ = pack::body_of(body, index);
    }
    let mut board = Board::new(lower, FeeTable::default());
    let Ok(mut pack) = Pack::read_head(head) else {
        return;
    };
    let _ = pack.give_text(text);
    board.insert_pack(PackHash([0; 32]), pack);
    let stars = BTreeSet::new();
    let viewer = Viewer {
        now: made::NOW,
        stars: &stars,
    };
    for text in ["", "募", "web", "翻訳 です", "a"] {
        for sort in Sort::ALL {
            let query = Query {
                text: text.into(),
                closed: true,
                sort,
                ..Query::default()
            };
            let found = search(&board, &query, viewer);
            for hit in found.hits {
                let id = board.card(hit).expect("a hit has a card").id;
                let _ = (board.locate(id), board.body(hit));
            }
            let _ = newest(&board, &query, viewer, 3);
        }
    }
}

/// One byte, or four as a number, changed; or the end cut off or grown. Of a section that an
/// earlier harm cut off whole, nothing is left to change.
fn damage(bytes: &mut Vec<u8>, how: u8, at: usize, value: u32) {
    let at = at % bytes.len().max(1);
    let rest = bytes.iter_mut().skip(at);
    match how {
        0 => bytes.truncate(at),
        1 => bytes.extend(value.to_le_bytes()),
        2 => rest.take(1).for_each(|byte| *byte = value as u8),
        3 => rest.take(1).for_each(|byte| *byte ^= 1 << (value % 8)),
        _ => rest
            .zip(value.to_le_bytes())
            .for_each(|(byte, new)| *byte = new),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn damaged_packs_are_refused_or_read(
        harm in prop::collection::vec((0..3u8, 0..5u8, any::<usize>(), any::<u32>()), 1..4),
    ) {
        let mut s = sections();
        for (which, how, at, value) in harm {
            let section = match which { 0 => &mut s.head, 1 => &mut s.text, _ => &mut s.body };
            // Most of what can go wrong is in the numbers at the beginning.
            let at = if at % 2 == 0 { at % 1_200 } else { at };
            damage(section, how, at, value);
        }
        use_it(&s.head, s.text, &s.body);
    }

    #[test]
    fn damaged_files_are_refused_or_taken_apart(how in 0..5u8, at in 0..40usize, value in any::<u32>()) {
        let mut file = file_of(&(0..3).map(|n| made::job(n, 4)).collect::<Vec<_>>());
        damage(&mut file, how, at, value);
        if let Ok(s) = pack::split(&file) {
            use_it(&s.head, s.text, &s.body);
        }
    }

    #[test]
    fn noise_is_no_pack(noise in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(pack::split(&noise).is_err());
        prop_assert!(Pack::read(&noise, noise.clone()).is_err());
        prop_assert!(pack::body_of(&noise, 0).is_err());
    }
}

#[test]
fn what_is_wrong_is_said() {
    let s = sections();
    let other = pack::split(&file_of(&[made::job(99, 4)])).unwrap();
    let mismatch = Pack::read(&s.head, other.text).unwrap_err();
    assert!(
        matches!(mismatch, PackError::Mismatch { head: 12, text: 1 }),
        "{mismatch}"
    );
    let unknown = Pack::read_head(&s.text).unwrap_err();
    assert!(
        matches!(&unknown, PackError::Unknown { found } if found == b"EPT1"),
        "{unknown}"
    );
    assert!(matches!(
        Pack::read_head(&s.head[..20]),
        Err(PackError::Truncated)
    ));
    let mut many = s.head.clone();
    many[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(Pack::read_head(&many), Err(PackError::Truncated)));
}

/// The section with the `at`th number of `N` bytes, from a column's beginning, changed.
fn with<const N: usize>(section: &[u8], column: usize, at: usize, value: [u8; N]) -> Vec<u8> {
    let mut section = section.to_vec();
    section[column + at * N..][..N].copy_from_slice(&value);
    section
}

#[test]
fn numbers_that_no_posting_can_have_are_refused() {
    let s = sections();
    let first = 8;
    let posted_at = first + 12 * 16;
    let pay_min = posted_at + 12 * 8 * 2;
    let refused = |head: &[u8], text: Vec<u8>| match Pack::read(head, text) {
        Err(PackError::Impossible { what, index }) => (what, index),
        other => panic!("read as {other:?}"),
    };
    let head = |column, at, value: u32| {
        refused(
            &with(&s.head, column, at, value.to_le_bytes()),
            s.text.clone(),
        )
    };
    let out_of_order = with(&s.head, posted_at, 3, i64::MIN.to_le_bytes());
    assert_eq!(refused(&out_of_order, s.text.clone()), ("order", 4));
    assert_eq!(head(pay_min, 5, u32::MAX), ("pay", 5));
    let max = pay_min + 12 * 4;
    assert_eq!(head(max, 6, 1_000_000_000), ("pay", 6));
    assert_eq!(head(max + 12 * 8, 7, 480_000), ("municipality", 7));

    let text = |at, value: u32| refused(&s.head, with(&s.text, first, at, value.to_le_bytes()));
    let end = u32::from_le_bytes(s.text[first..][..4].try_into().unwrap());
    assert_eq!(text(0, u32::MAX), ("text", 0));
    // Not where a text ends.
    assert_eq!(text(0, end - 1), ("text", 0));
    // Before it begins.
    assert_eq!(text(1, end), ("text", 1));
}
