//! The board as the server and a device use it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it meets what it did not expect"
)]

mod catalogue;
mod corruption;
mod counting;
mod directory;
mod made;
mod marking;
mod oracle;
mod packing;
mod planning;
mod tail;
mod urls;

use board::{Board, Pack, PackHash, Posting, fold::lower, pack, pack_builder};
use domain::{Job, fee::FeeTable};

/// A board of packs of these postings, `per_pack` in each.
fn board_of(jobs: &[Job], per_pack: usize) -> Board {
    let mut jobs = jobs.to_vec();
    jobs.sort_by_key(board::plan::order);
    let mut board = Board::new(lower, FeeTable::default());
    for (number, jobs) in (0..).zip(jobs.chunks(per_pack.max(1))) {
        let file = file_of(jobs);
        let sections = pack::split(&file).unwrap();
        let pack = Pack::read(&sections.head, sections.text).unwrap();
        board.insert_pack(PackHash([number; 32]), pack);
    }
    board
}

fn file_of(jobs: &[Job]) -> Vec<u8> {
    pack_builder::build(jobs.iter().map(|job| Posting::new(job.clone(), lower))).unwrap()
}
