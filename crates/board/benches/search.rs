//! Search over 20,000 made postings: `cargo bench -p engawa-board`.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench prints, and stops where it meets what it did not expect"
)]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/board/made.rs"]
mod made;

use board::{
    Board, Pack, PackHash, Posting, Query, Viewer, fold::lower, newest, pack, pack_builder, plan,
    search,
};
use domain::{Job, fee::FeeTable};
use std::{collections::BTreeSet, hint::black_box, time::Duration, time::Instant};

const POSTINGS: u64 = 20_000;

fn main() {
    let mut jobs: Vec<Job> = (0..POSTINGS).map(|n| made::job(n, 100)).collect();
    jobs.sort_by_key(plan::order);
    let keys: Vec<_> = jobs.iter().map(plan::order).collect();
    let started = Instant::now();
    let files: Vec<Vec<u8>> = plan::cut(&keys)
        .into_iter()
        .map(|range| {
            jobs[range]
                .iter()
                .map(|job| Posting::new(job.clone(), lower))
        })
        .map(|postings| pack_builder::build(postings).unwrap())
        .collect();
    let sizes = |size: fn(&pack::Sections) -> usize| -> usize {
        files
            .iter()
            .map(|file| size(&pack::split(file).unwrap()))
            .sum()
    };
    println!(
        "{POSTINGS} postings in {} packs, built in {:?}",
        files.len(),
        started.elapsed()
    );
    println!(
        "head {} kB, text {} kB, body {} kB",
        sizes(|s| s.head.len()) / 1000,
        sizes(|s| s.text.len()) / 1000,
        sizes(|s| s.body.len()) / 1000
    );

    let sections: Vec<_> = files
        .iter()
        .map(|file| pack::split(file).unwrap())
        .collect();
    let started = Instant::now();
    let mut board = Board::new(lower, FeeTable::default());
    for (n, sections) in (0..).zip(sections) {
        let pack = Pack::read(&sections.head, sections.text).unwrap();
        board.insert_pack(PackHash([n; 32]), pack);
    }
    println!(
        "read in {:?}, {} kB in memory",
        started.elapsed(),
        board.bytes() / 1000
    );

    let stars = BTreeSet::new();
    let viewer = Viewer {
        now: made::NOW,
        stars: &stars,
    };
    for (name, texts) in queries() {
        let mut first = Vec::new();
        let mut all = Vec::new();
        let mut hits = 0;
        for text in &texts {
            let query = Query {
                text: text.clone(),
                closed: true,
                ..Query::default()
            };
            first.push(time(|| newest(&board, &query, viewer, 50)));
            all.push(time(|| search(&board, &query, viewer)));
            hits += search(&board, &query, viewer).hits.len();
        }
        println!(
            "{name:>12}: first 50 p50 {:>8.3} p99 {:>8.3} ms, all with counts p50 {:>8.3} p99 {:>8.3} ms, {} hits a query",
            quantile(&mut first, 50),
            quantile(&mut first, 99),
            quantile(&mut all, 50),
            quantile(&mut all, 99),
            hits / texts.len()
        );
    }
}

/// Words of several kinds, some of which occur nowhere.
fn queries() -> Vec<(&'static str, Vec<String>)> {
    let mut dice = made::Dice::new(1);
    let dice = &mut dice;
    let mut cut = |pieces: usize, length: usize| -> Vec<String> {
        (0..50)
            .map(|_| dice.text(pieces).chars().take(length).collect())
            .collect()
    };
    let (one, two, six) = (cut(1, 1), cut(2, 2), cut(4, 6));
    let pairs = one
        .iter()
        .zip(&six)
        .map(|(a, b)| format!("{a} {b}"))
        .collect();
    let none = six.iter().map(|text| format!("{text}無い")).collect();
    vec![
        ("no words", vec![String::new(); 20]),
        ("1 character", one),
        ("2 characters", two),
        ("6 characters", six),
        ("pairs", pairs),
        ("nowhere", none),
    ]
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    black_box(work());
    started.elapsed()
}

/// In milliseconds.
fn quantile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort();
    times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1000.0
}
