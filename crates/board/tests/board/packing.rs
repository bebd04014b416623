//! What goes into a pack comes out of it.

use crate::{board_of, file_of, made};
use board::{Board, Body, Pack, PackError, PackHash, Query, Viewer, fold::lower, pack, search};
use domain::{Job, fee::FeeTable};
use proptest::prelude::*;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_posting_is_there_in_full_and_on_its_card(seed in 0..1_000_000u64, count in 0..60u64) {
        let jobs: Vec<Job> = (0..count).map(|n| made::job(seed + n, 5)).collect();
        let body = pack::split(&file_of(&jobs)).unwrap().body;
        let board = board_of(&jobs, usize::MAX);
        prop_assert_eq!(board.len(), jobs.len());
        for job in &jobs {
            let at = board.locate(job.id).unwrap();
            let card = board.card(at).unwrap();
            prop_assert_eq!((card.id, &card.title), (job.id, &job.title));
            prop_assert_eq!(&card.desk_name, &job.desk_name);
            prop_assert_eq!((card.kind, card.category), (job.kind, job.category));
            prop_assert_eq!((card.pay, card.effort_minutes), (job.pay, job.effort_minutes));
            prop_assert_eq!(card.weekly_hours, job.weekly_hours);
            prop_assert_eq!((card.posted_at, card.closes_at), (job.posted_at, job.closes_at));
            prop_assert_eq!(&card.life_stages, &job.life_stages);
            prop_assert_eq!(
                [card.closed, card.remote, card.beginner, card.no_calls, card.naptime, card.sample],
                [job.closed, job.workplace.remote, job.beginner, job.no_calls, job.naptime, job.sample]
            );
            prop_assert_eq!(card.is_open(made::NOW), job.is_open(made::NOW));
            let net = job.net(&FeeTable::default());
            prop_assert_eq!(card.net, net.map(|(net, _)| net));
            prop_assert_eq!(card.per_hour, net.and_then(|(_, hourly)| hourly));
            let Some(Body::InPack { index, .. }) = board.body(at) else { panic!("not in the pack") };
            prop_assert_eq!(&pack::body_of(&body, index).unwrap(), job);
        }
        let beyond = pack::body_of(&body, jobs.len() as u32);
        let missing = matches!(beyond, Err(PackError::NoSuchPosting { .. }));
        prop_assert!(missing);
    }

    #[test]
    fn the_same_postings_in_any_order_are_the_same_file(seed in 0..1_000_000u64) {
        let mut jobs: Vec<Job> = (0..20).map(|n| made::job(seed + n, 5)).collect();
        let file = file_of(&jobs);
        jobs.reverse();
        prop_assert_eq!(file, file_of(&jobs));
    }
}

#[test]
fn a_list_is_there_before_its_text_is() {
    let jobs: Vec<Job> = (0..50).map(|n| made::job(n, 5)).collect();
    let sections = pack::split(&file_of(&jobs)).unwrap();
    let hash = PackHash([7; 32]);
    let mut board = Board::new(lower, FeeTable::default());
    board.insert_pack(hash, Pack::read_head(&sections.head).unwrap());
    let stars = BTreeSet::new();
    let viewer = Viewer {
        now: made::NOW,
        stars: &stars,
    };
    let all = Query {
        closed: true,
        ..Query::default()
    };
    assert_eq!(search(&board, &all, viewer).hits.len(), 50);

    let words = Query {
        text: "募集".into(),
        ..all
    };
    let found = search(&board, &words, viewer);
    assert_eq!((found.hits.len(), found.unread), (0, 50));
    assert!(
        !board
            .give_text(PackHash([8; 32]), sections.text.clone())
            .unwrap()
    );
    assert!(board.give_text(hash, sections.text).unwrap());
    let found = search(&board, &words, viewer);
    assert_eq!((found.hits.len(), found.unread), (50, 0));
}

#[test]
fn what_an_import_brought_along_stays_on_the_server() {
    let mut job = made::job(1, 5);
    job.extra.insert("baseSalary".into(), "secret".into());
    let body = pack::split(&file_of(std::slice::from_ref(&job)))
        .unwrap()
        .body;
    job.extra.clear();
    assert_eq!(pack::body_of(&body, 0).unwrap(), job);
}
