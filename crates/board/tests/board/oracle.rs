//! Search against the plainest search there is: fold everything, look with `contains`.

use crate::{board_of, made};
use board::{Board, DocRef, Query, Sort, Viewer, fold::fold, fold::lower, newest, search};
use domain::{Job, JobId};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What one looks through: all words that a list of postings may be searched for, field by field.
fn folded(job: &Job) -> String {
    let town = job.workplace.town.as_ref().map(|town| town.name.clone());
    let place = town.or(job.workplace.area.clone()).unwrap_or_default();
    let more = [&job.due, &job.costs].map(|text| text.clone().unwrap_or_default());
    let tags = job.tags.join("\n");
    let [due, costs] = more;
    fold(
        &[
            &*job.title,
            &tags,
            &job.description,
            &job.desk_name,
            &place,
            &due,
            &costs,
        ]
        .join("\n"),
        lower,
    )
}

fn wanted(jobs: &[Job], text: &str) -> BTreeSet<JobId> {
    let folded_query = fold(text, lower);
    let words: Vec<&str> = folded_query.split_whitespace().collect();
    jobs.iter()
        .filter(|job| words.iter().all(|word| folded(job).contains(word)))
        .map(|job| job.id)
        .collect()
}

fn ids(board: &Board, hits: &[DocRef]) -> Vec<JobId> {
    hits.iter()
        .map(|hit| board.card(*hit).unwrap().id)
        .collect()
}

fn query(text: &str) -> Query {
    Query {
        text: text.into(),
        closed: true,
        ..Query::default()
    }
}

/// Something to look for: pieces, parts of them, single characters, several words.
fn words() -> impl Strategy<Value = String> {
    let word = (
        0..made::PIECES.len(),
        0..made::PIECES.len(),
        0..4usize,
        1..7usize,
    )
        .prop_map(|(a, b, skip, take)| {
            let both = format!("{}{}", made::PIECES[a], made::PIECES[b]);
            both.chars().skip(skip).take(take).collect::<String>()
        });
    prop::collection::vec(word, 0..4).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_exactly_what_holds_every_word(
        seed in 0..1_000_000u64,
        count in 0..40u64,
        per_pack in 1..50usize,
        text in words(),
    ) {
        let jobs: Vec<Job> = (0..count).map(|n| made::job(seed + n, 12)).collect();
        let board = board_of(&jobs, per_pack);
        let stars = BTreeSet::new();
        let viewer = Viewer { now: made::NOW, stars: &stars };
        let wanted = wanted(&jobs, &text);
        for sort in Sort::ALL {
            let found = search(&board, &Query { sort, ..query(&text) }, viewer);
            let hits = ids(&board, &found.hits);
            prop_assert_eq!(hits.len(), wanted.len());
            prop_assert_eq!(&hits.into_iter().collect::<BTreeSet<_>>(), &wanted);
            prop_assert_eq!(found.unread, 0);
        }
        for limit in [1, 5, usize::MAX] {
            let hits = ids(&board, &newest(&board, &query(&text), viewer, limit));
            prop_assert_eq!(hits.len(), wanted.len().min(limit));
            let mut all: Vec<&Job> = jobs.iter().filter(|job| wanted.contains(&job.id)).collect();
            all.sort_by_key(|job| std::cmp::Reverse(board::plan::order(job)));
            let all: Vec<JobId> = all.into_iter().map(|job| job.id).take(limit).collect();
            prop_assert_eq!(hits, all);
        }
    }

    #[test]
    fn any_text_whatever_is_found_by_its_own_words(title in "\\PC{1,20}", body in "\\PC{0,60}") {
        let job = Job { title, description: body, ..made::job(1, 0) };
        let board = board_of(std::slice::from_ref(&job), 1);
        let stars = BTreeSet::new();
        let viewer = Viewer { now: made::NOW, stars: &stars };
        for text in [&job.title, &job.description] {
            let found = search(&board, &query(text), viewer);
            prop_assert_eq!(found.hits.len(), usize::from(!wanted(std::slice::from_ref(&job), text).is_empty()));
            prop_assert_eq!(found.hits.len(), 1);
        }
    }
}

fn found_titles(titles: &[(&str, &str, &str)], text: &str, sort: Sort) -> Vec<String> {
    let jobs: Vec<Job> = (0..)
        .zip(titles)
        .map(|(n, (title, tag, body))| Job {
            title: (*title).into(),
            tags: vec![(*tag).into()],
            description: (*body).into(),
            // Older and older.
            posted_at: domain::Timestamp(made::NOW.0 - n as i64),
            closed: false,
            closes_at: None,
            ..made::job(n, 0)
        })
        .collect();
    let board = board_of(&jobs, 2);
    let stars = BTreeSet::new();
    let viewer = Viewer {
        now: made::NOW,
        stars: &stars,
    };
    let found = search(
        &board,
        &Query {
            sort,
            ..query(text)
        },
        viewer,
    );
    found
        .hits
        .iter()
        .map(|hit| board.card(*hit).unwrap().title)
        .collect()
}

#[test]
fn the_title_counts_more_than_a_tag_and_a_tag_more_than_the_rest() {
    let titles = [
        ("本文にある", "", "英語の翻訳です"),
        ("タグにある", "翻訳", ""),
        ("英日翻訳の仕事", "", ""),
        ("新しい翻訳", "", ""),
        ("ない", "", ""),
    ];
    // 英日翻訳 holds the word inside another; 新しい翻訳 starts it.
    assert_eq!(
        found_titles(&titles, "翻訳", Sort::Fit),
        ["新しい翻訳", "英日翻訳の仕事", "タグにある", "本文にある"]
    );
    assert_eq!(found_titles(&titles, "翻訳", Sort::New)[0], "本文にある");
}

#[test]
fn a_word_that_begins_counts_more_than_one_that_is_inside() {
    let titles = [
        ("JavaScript", "", ""),
        ("Script doctor", "", ""),
        ("descript script", "", ""),
    ];
    assert_eq!(
        found_titles(&titles, "script", Sort::Fit),
        ["Script doctor", "descript script", "JavaScript"]
    );
}
