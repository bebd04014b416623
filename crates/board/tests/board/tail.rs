//! Packs and the tail above them are one board.

use crate::{board_of, file_of, made};
use board::{
    Board, Body, Pack, PackHash, Query, Search, Sort, Viewer, fold::lower, newest, pack, search,
};
use domain::{Job, JobId, Timestamp, fee::FeeTable};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    #[test]
    fn a_tail_over_packs_finds_what_packs_of_all_would(
        seed in 0..1_000_000u64,
        changes in prop::collection::vec((0..60u64, any::<bool>(), any::<u16>()), 0..30),
        split in 0..30usize,
    ) {
        let jobs: Vec<Job> = (0..40).map(|n| made::job(seed + n, 6)).collect();
        let mut truth: BTreeMap<JobId, Job> = jobs.iter().map(|job| (job.id, job.clone())).collect();
        let changes: Vec<(JobId, Option<Job>)> = changes
            .into_iter()
            .map(|(n, stays, salt)| {
                let old = made::job(seed + n, 6);
                let new = Job { id: old.id, ..made::job(seed + u64::from(salt) * 97, 6) };
                (old.id, stays.then_some(new))
            })
            .collect();
        for (id, job) in &changes {
            match job {
                Some(job) => truth.insert(*id, job.clone()),
                None => truth.remove(id),
            };
        }
        let truth: Vec<Job> = truth.into_values().collect();
        let mut board = board_of(&jobs, 15);
        let (first, rest) = changes.split_at(split.min(changes.len()));
        board.set_tail(first.iter().cloned()).unwrap();
        board.apply_changes(rest.iter().cloned()).unwrap();
        let whole = board_of(&truth, 15);
        prop_assert_eq!(board.len(), truth.len());
        prop_assert_eq!(board.is_empty(), truth.is_empty());

        let stars: BTreeSet<JobId> = jobs.iter().step_by(4).map(|job| job.id).collect();
        let viewer = Viewer { now: made::NOW, stars: &stars };
        for text in ["", "翻訳", "web"] {
            for sort in Sort::ALL {
                let query = Query { text: text.into(), sort, closed: true, ..Query::default() };
                let (a, b) = (search(&board, &query, viewer), search(&whole, &query, viewer));
                let ids = |board: &board::Board, hits: &[board::DocRef]| -> BTreeSet<JobId> {
                    hits.iter().map(|hit| board.card(*hit).unwrap().id).collect()
                };
                prop_assert_eq!(a.hits.len(), b.hits.len());
                prop_assert_eq!(ids(&board, &a.hits), ids(&whole, &b.hits));
                prop_assert_eq!(&a.facets, &b.facets);
                let times = |board: &board::Board| -> Vec<Timestamp> {
                    let hits = newest(board, &query, viewer, 10);
                    hits.into_iter().map(|hit| board.card(hit).unwrap().posted_at).collect()
                };
                prop_assert_eq!(times(&board), times(&whole));
            }
        }
        for job in &truth {
            let at = board.locate(job.id).unwrap();
            if let Some(Body::Here(body)) = board.body(at) {
                prop_assert_eq!(body, job);
            }
        }
    }
}

#[test]
fn an_old_reference_finds_nothing_rather_than_another_posting() {
    let jobs: Vec<Job> = (0..10).map(|n| made::job(n, 5)).collect();
    let mut board = board_of(&jobs[..9], 3);
    let old = board.locate(jobs[0].id).unwrap();
    board
        .set_tail([(jobs[9].id, Some(jobs[9].clone()))])
        .unwrap();
    let in_tail = board.locate(jobs[9].id).unwrap();
    board.apply_changes([(jobs[0].id, None)]).unwrap();
    assert_eq!(board.card(old), None);
    assert_eq!(board.body(old), None);
    assert_eq!(board.card(in_tail), None);
    assert_eq!(board.locate(jobs[0].id), None);
    assert!(board.locate(jobs[9].id).is_some());
    board.keep_packs(&[]);
    assert_eq!(board.len(), 1);
}

#[test]
fn a_pack_that_arrives_after_the_tail_lies_beneath_it() {
    let jobs: Vec<Job> = (0..4).map(|n| made::job(n, 5)).collect();
    let (hash, sections) = (PackHash([9; 32]), pack::split(&file_of(&jobs)).unwrap());
    let mut board = Board::new(lower, FeeTable::default());
    board
        .set_tail([(jobs[0].id, None), (jobs[1].id, Some(jobs[1].clone()))])
        .unwrap();
    board.insert_pack(hash, Pack::read(&sections.head, sections.text).unwrap());
    assert_eq!(board.len(), 3);
    assert_eq!(board.locate(jobs[0].id), None);
    let at = board.locate(jobs[1].id).unwrap();
    assert_eq!(board.body(at), Some(Body::Here(&jobs[1])));

    // A new tail knows nothing of the old one.
    board.set_tail([]).unwrap();
    assert_eq!(board.len(), 4);
    let at = board.locate(jobs[1].id).unwrap();
    assert!(matches!(board.body(at), Some(Body::InPack { .. })));
}

#[test]
fn a_search_survives_that_its_packs_go_away() {
    let jobs: Vec<Job> = (0..9).map(|n| made::job(n, 5)).collect();
    let mut board = board_of(&jobs, 3);
    let stars = BTreeSet::new();
    let query = Query {
        closed: true,
        ..Query::default()
    };
    let mut search = Search::new(
        &board,
        &query,
        Viewer {
            now: made::NOW,
            stars: &stars,
        },
    );
    // The tail, and one pack.
    assert!(search.step(&board) && search.step(&board));
    assert_eq!(search.found(), 3);
    let generation = board.generation();
    board.keep_packs(&[]);
    assert_ne!(board.generation(), generation);
    while search.step(&board) {}
    let found = search.finish();
    assert_eq!(found.hits.len(), 3);
    assert!(found.hits.iter().all(|hit| board.card(*hit).is_none()));
}

#[test]
fn the_orders_are_what_they_are_called() {
    let jobs: Vec<Job> = (0..200).map(|n| made::job(n, 5)).collect();
    let board = board_of(&jobs, 64);
    let stars = BTreeSet::new();
    let viewer = Viewer {
        now: made::NOW,
        stars: &stars,
    };
    let cards = |sort| {
        let query = Query {
            sort,
            ..Query::default()
        };
        let hits = search(&board, &query, viewer).hits;
        hits.into_iter()
            .map(|hit| board.card(hit).unwrap())
            .collect::<Vec<_>>()
    };
    assert!(cards(Sort::New).is_sorted_by_key(|card| std::cmp::Reverse(card.posted_at)));
    assert!(
        cards(Sort::Pay)
            .is_sorted_by_key(|card| { std::cmp::Reverse(card.per_hour.map_or(0, |yen| yen.0)) })
    );
    assert!(
        cards(Sort::Closing)
            .is_sorted_by_key(|card| { card.closes_at.map_or(i64::MAX, |closes_at| closes_at.0) })
    );
    let fit = cards(Sort::Fit);
    assert!(fit.iter().all(|card| card.is_open(made::NOW)));
    let easy = |cards: &[board::Card]| cards.iter().filter(|card| card.naptime).count();
    assert!(easy(&fit[..20]) > easy(&fit[fit.len() - 20..]));
}
