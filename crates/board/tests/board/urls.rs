//! A query survives being a link.

use board::{Place, Query, Sort, query::MAX_TEXT};
use domain::{Category, Yen, job::JobKind, job::LifeStage};
use proptest::prelude::*;

fn place() -> impl Strategy<Value = Place> {
    let town = prop::sample::select(vec!["452041", "045811", "011002"]);
    prop_oneof![
        (1..=47u8).prop_map(Place::Prefecture),
        town.prop_map(|code| Place::Town(code.parse().unwrap())),
    ]
}

fn yen() -> impl Strategy<Value = Option<Yen>> {
    prop::option::of((0..=Yen::MAX.0).prop_map(Yen))
}

fn query() -> impl Strategy<Value = Query> {
    let some = |n: usize| prop::collection::btree_set(0..n, 0..3);
    let chosen = (
        some(JobKind::ALL.len()),
        some(Category::ALL.len()),
        some(LifeStage::ALL.len()),
    );
    let numbers = (
        yen(),
        yen(),
        prop::option::of(0..=168u8),
        prop::option::of(any::<u16>()),
    );
    let text = prop::collection::vec(any::<char>(), 0..20);
    let sort = prop::sample::select(Sort::ALL.to_vec());
    (
        text,
        chosen,
        prop::option::of(place()),
        numbers,
        any::<[bool; 6]>(),
        sort,
    )
        .prop_map(
            |(text, (kinds, categories, stages), place, numbers, on, sort)| Query {
                text: text.into_iter().collect(),
                kinds: kinds.into_iter().map(|at| JobKind::ALL[at]).collect(),
                categories: categories.into_iter().map(|at| Category::ALL[at]).collect(),
                life_stages: stages.into_iter().map(|at| LifeStage::ALL[at]).collect(),
                place,
                hourly_floor: numbers.0,
                pay_floor: numbers.1,
                weekly_hours: numbers.2,
                closes_within_days: numbers.3,
                remote: on[0],
                beginner: on[1],
                no_calls: on[2],
                naptime: on[3],
                closed: on[4],
                starred: on[5],
                sort,
            },
        )
}

proptest! {
    #[test]
    fn a_query_reads_back_from_its_link(query in query()) {
        prop_assert_eq!(Query::from_url(&query.to_url()), query);
    }

    #[test]
    fn any_link_is_some_query(pairs in prop::collection::vec(("[a-z_]{0,8}", "\\PC{0,300}"), 0..8)) {
        let query = Query::from_url(&pairs);
        prop_assert!(query.text.chars().count() <= MAX_TEXT);
        prop_assert_eq!(Query::from_url(&query.to_url()), query);
    }
}

#[test]
fn links_that_people_keep_go_on_working() {
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).into(), (*value).into()))
            .collect()
    };
    let query = Query {
        text: "翻訳 英語".into(),
        kinds: [JobKind::Fixed, JobKind::Task].into(),
        place: Some(Place::Prefecture(4)),
        hourly_floor: Some(Yen(1_000)),
        naptime: true,
        sort: Sort::Closing,
        ..Query::default()
    };
    let link = pairs(&[
        ("q", "翻訳 英語"),
        ("kind", "fixed"),
        ("kind", "task"),
        ("place", "04"),
        ("hourly", "1000"),
        ("naptime", "1"),
        ("sort", "closing"),
    ]);
    assert_eq!(query.to_url(), link);
    assert_eq!(Query::from_url(&link), query);
    let broken = pairs(&[
        ("kind", "?"),
        ("place", "48"),
        ("hourly", "-1"),
        ("sort", "x"),
        ("utm", ""),
    ]);
    assert_eq!(Query::from_url(&broken), Query::default());
}
