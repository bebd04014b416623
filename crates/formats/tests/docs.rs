//! The paper that operators read tells the truth.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic, and so may what helps it"
)]

use domain::{Category, job::PayUnit};
use formats::{
    csv::{self, Map},
    job_posting,
};

const PAPER: &str = include_str!("../../../docs/formats.md");

/// The first example in that language.
fn example(language: &str) -> &'static str {
    let (_, behind) = PAPER.split_once(&format!("```{language}\n")).unwrap();
    behind.split_once("```").unwrap().0
}

#[test]
fn the_example_of_a_posting_can_be_read() {
    let job = job_posting::read(example("json").as_bytes())
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(job.pay.unwrap().unit, PayUnit::Piece);
    assert!(job.workplace.remote && job.extra.is_empty());
}

#[test]
fn the_example_of_a_map_can_be_used() {
    let map = Map::parse(example("toml")).unwrap();
    let file = "仕事名,掲載日,分野,状態\n写真,2026-11-23,文章,\n写真,2026-11-23,,取下げ\n";
    let (file, ..) = encoding_rs::SHIFT_JIS.encode(file);
    let rows: Vec<_> = csv::read(&file[..], &map).collect();
    assert_eq!(rows[0].as_ref().unwrap().category, Category::Writing);
    assert_eq!(
        rows[1].as_ref().unwrap_err().to_string(),
        "line 3, 状態: withdrawn"
    );
}

#[test]
fn every_name_and_word_of_ours_is_documented() {
    let words = Category::ALL.iter().map(|category| category.word());
    for word in words.chain(job_posting::property::ALL.iter().copied()) {
        assert!(PAPER.contains(&format!("`{word}`")), "{word}");
    }
}
