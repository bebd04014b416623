//! Live counts against brute force: set the filter to the value, search, count.

use crate::{board_of, made};
use board::{Board, Place, Query, Viewer, search};
use domain::{Category, Job, JobId, Yen, job::JobKind, job::LifeStage};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Some filters set at random.
fn query(seed: u64) -> Query {
    let mut d = made::Dice::new(seed);
    let d = &mut d;
    Query {
        text: if d.yes(40) { d.text(1) } else { String::new() },
        kinds: JobKind::ALL.into_iter().filter(|_| d.yes(15)).collect(),
        categories: Category::ALL.iter().copied().filter(|_| d.yes(5)).collect(),
        remote: d.yes(15),
        place: d.yes(30).then(|| {
            if d.yes(50) {
                Place::Prefecture(45)
            } else {
                Place::Town("122068".parse().unwrap())
            }
        }),
        hourly_floor: d.yes(20).then_some(Yen(1_000)),
        pay_floor: d.yes(20).then_some(Yen(20_000)),
        weekly_hours: d.yes(20).then_some(20),
        life_stages: LifeStage::ALL.into_iter().filter(|_| d.yes(10)).collect(),
        beginner: d.yes(15),
        no_calls: d.yes(15),
        naptime: d.yes(15),
        closes_within_days: d.yes(15).then_some(14),
        closed: d.yes(50),
        starred: d.yes(15),
        ..Query::default()
    }
}

/// What a posting has to be, said without bits.
fn found(job: &Job, q: &Query, viewer: Viewer<'_>) -> bool {
    let fees = domain::fee::FeeTable::default();
    let place = job.workplace.town.as_ref();
    let hourly = job.net(&fees).and_then(|(_, hourly)| hourly);
    (q.kinds.is_empty() || q.kinds.contains(&job.kind))
        && (q.categories.is_empty() || q.categories.contains(&job.category))
        && (!q.remote || job.workplace.remote)
        && match &q.place {
            None => true,
            Some(Place::Prefecture(p)) => place.is_some_and(|t| t.code.prefecture() == *p),
            Some(Place::Town(code)) => place.is_some_and(|t| t.code == *code),
        }
        && q.hourly_floor
            .is_none_or(|floor| hourly.is_some_and(|h| h >= floor))
        && q.pay_floor
            .is_none_or(|floor| job.pay.is_some_and(|pay| pay.max >= floor))
        && q.weekly_hours
            .is_none_or(|most| job.weekly_hours.is_some_and(|h| h.min <= most))
        && (q.life_stages.is_empty() || !q.life_stages.is_disjoint(&job.life_stages))
        && (!q.beginner || job.beginner)
        && (!q.no_calls || job.no_calls)
        && (!q.naptime || job.naptime)
        && q.closes_within_days.is_none_or(|days| {
            job.closes_at
                .is_some_and(|at| viewer.now < at && at <= viewer.now.plus_days(i64::from(days)))
        })
        && (q.closed || job.is_open(viewer.now))
        && (!q.starred || viewer.stars.contains(&job.id))
}

fn count(board: &Board, query: &Query, viewer: Viewer<'_>) -> u32 {
    search(board, query, viewer).hits.len() as u32
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn filters_find_what_they_say(seed in 0..1_000_000u64, asked in 0..1_000_000u64) {
        let jobs: Vec<Job> = (0..80).map(|n| made::job(seed + n, 6)).collect();
        let board = board_of(&jobs, 30);
        let stars: BTreeSet<JobId> = jobs.iter().step_by(3).map(|job| job.id).collect();
        let viewer = Viewer { now: made::NOW, stars: &stars };
        let query = Query { text: String::new(), ..query(asked) };
        let hits: BTreeSet<JobId> = search(&board, &query, viewer)
            .hits
            .into_iter()
            .map(|hit| board.card(hit).unwrap().id)
            .collect();
        let wanted: BTreeSet<JobId> =
            jobs.iter().filter(|job| found(job, &query, viewer)).map(|job| job.id).collect();
        prop_assert_eq!(hits, wanted);
    }

    #[test]
    fn each_count_is_what_choosing_it_would_find(seed in 0..1_000_000u64, asked in 0..1_000_000u64) {
        let jobs: Vec<Job> = (0..80).map(|n| made::job(seed + n, 6)).collect();
        let board = board_of(&jobs, 30);
        let stars: BTreeSet<JobId> = jobs.iter().step_by(3).map(|job| job.id).collect();
        let viewer = Viewer { now: made::NOW, stars: &stars };
        let q = query(asked);
        let facets = search(&board, &q, viewer).facets;
        let if_set = |set: &dyn Fn(&mut Query)| {
            let mut q = q.clone();
            set(&mut q);
            count(&board, &q, viewer)
        };
        for (kind, n) in facets.kinds {
            prop_assert_eq!(n, if_set(&|q| q.kinds = [kind].into()));
        }
        for (category, n) in facets.categories {
            prop_assert_eq!(n, if_set(&|q| q.categories = [category].into()));
        }
        for prefecture in 1..=47 {
            let n = facets.prefectures.iter().find(|(p, _)| *p == prefecture).map_or(0, |(_, n)| *n);
            prop_assert_eq!(n, if_set(&|q| q.place = Some(Place::Prefecture(prefecture))));
        }
        prop_assert!(q.place.is_some() || facets.towns.is_empty());
        for (town, n) in facets.towns {
            prop_assert!(n > 0 && town.name.ends_with(['市', '町']));
            prop_assert_eq!(n, if_set(&|q| q.place = Some(Place::Town(town.code.clone()))));
        }
        for (floor, n) in facets.hourly_floors {
            prop_assert_eq!(n, if_set(&|q| q.hourly_floor = Some(floor)));
        }
        for (floor, n) in facets.pay_floors {
            prop_assert_eq!(n, if_set(&|q| q.pay_floor = Some(floor)));
        }
        for (hours, n) in facets.weekly_hours {
            prop_assert_eq!(n, if_set(&|q| q.weekly_hours = Some(hours)));
        }
        for (stage, n) in facets.life_stages {
            prop_assert_eq!(n, if_set(&|q| q.life_stages = [stage].into()));
        }
        for (days, n) in facets.closes_within_days {
            prop_assert_eq!(n, if_set(&|q| q.closes_within_days = Some(days)));
        }
        prop_assert_eq!(facets.remote, if_set(&|q| q.remote = true));
        prop_assert_eq!(facets.beginner, if_set(&|q| q.beginner = true));
        prop_assert_eq!(facets.no_calls, if_set(&|q| q.no_calls = true));
        prop_assert_eq!(facets.naptime, if_set(&|q| q.naptime = true));
        prop_assert_eq!(facets.closed, if_set(&|q| q.closed = true));
        prop_assert_eq!(facets.starred, if_set(&|q| q.starred = true));
    }
}
