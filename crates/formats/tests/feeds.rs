//! Feeds, read back by somebody else's reader.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use domain::{Category, DeskId, FeedId, Job, JobId, Timestamp, job::JobKind};
use formats::feed::Feed;
use proptest::prelude::*;
use uuid::Uuid;

/// 2026-11-23T00:00:00Z.
const NOW: Timestamp = Timestamp(1_795_392_000_000);

fn job(number: u128, title: &str, description: &str) -> Job {
    Job {
        id: JobId(Uuid::from_u128(number)),
        desk: DeskId(Uuid::nil()),
        desk_name: "油津 & 商店".into(),
        kind: JobKind::Fixed,
        title: title.into(),
        description: description.into(),
        category: Category::Design,
        tags: vec!["<チラシ>".into()],
        pay: None,
        quota: None,
        effort_minutes: None,
        weekly_hours: None,
        workplace: Default::default(),
        posted_at: NOW,
        edited_at: None,
        closes_at: None,
        closed: false,
        due: None,
        pay_day: None,
        pay_means: None,
        costs: None,
        rights: None,
        contact: None,
        life_stages: Default::default(),
        beginner: false,
        no_calls: false,
        naptime: false,
        sample: false,
        identifier: None,
        extra: Default::default(),
    }
}

fn feed<'a>(path: &'a str, jobs: &'a [Job]) -> Feed<'a> {
    Feed {
        id: FeedId(Uuid::from_u128(9)),
        title: "産後の仕事 <b>",
        author: "日南市",
        origin: "https://engawa.example.jp",
        path,
        changed_at: NOW.plus_days(-1),
        jobs,
        sample: "【見本】",
    }
}

fn read(document: &[u8]) -> feed_rs::model::Feed {
    feed_rs::parser::parse(document).unwrap()
}

/// Both forms, as a reader has them.
fn both(jobs: &[Job]) -> [feed_rs::model::Feed; 2] {
    let atom = feed("/feeds/9.atom", jobs).to_atom().unwrap();
    [
        read(&atom),
        read(feed("/feeds/9.json", jobs).to_json().as_bytes()),
    ]
}

#[test]
fn a_reader_has_what_the_posting_says_and_nothing_of_it_is_markup() {
    let hostile = "</title><script>alert(1)</script> ]]> &amp; \"q\"";
    let jobs = [job(
        1,
        hostile,
        "1行目\n\n<img src=x onerror=alert(2)> & おわり",
    )];
    for feed in both(&jobs) {
        assert_eq!(feed.title.unwrap().content, "産後の仕事 <b>");
        assert_eq!(feed.entries.len(), 1);
        let entry = &feed.entries[0];
        assert_eq!(entry.id, "urn:uuid:00000000-0000-0000-0000-000000000001");
        assert_eq!(entry.title.as_ref().unwrap().content, hostile);
        assert_eq!(
            entry.links[0].href,
            "https://engawa.example.jp/jobs/00000000-0000-0000-0000-000000000001"
        );
        assert_eq!(entry.authors[0].name.as_deref(), Some("油津 & 商店"));
        let tags: Vec<&str> = entry
            .categories
            .iter()
            .map(|tag| tag.term.as_str())
            .collect();
        assert_eq!(tags, ["design", "<チラシ>"]);
        assert_eq!(entry.published.unwrap().timestamp_millis(), NOW.0);
    }
}

#[test]
fn an_edit_changes_when_it_was_updated_and_never_what_it_is_called() {
    let before = [job(1, "港のちらし", ""), job(2, "記事", "")];
    let mut after = before.clone();
    after[0].edited_at = Some(NOW.plus_days(2));
    after[0].title = "港のちらし(A4)".into();
    let [was, _] = both(&before);
    let [now, json] = both(&after);
    assert_eq!(was.id, now.id);
    assert_eq!(was.updated.unwrap().timestamp_millis(), NOW.0);
    assert_eq!(now.updated.unwrap().timestamp_millis(), NOW.plus_days(2).0);
    for feed in [&now, &json] {
        assert_eq!(feed.entries[0].id, was.entries[0].id);
        assert_eq!(
            feed.entries[0].updated.unwrap().timestamp_millis(),
            NOW.plus_days(2).0
        );
    }
}

#[test]
fn a_sample_says_so_and_a_long_text_is_cut_between_characters() {
    let mut sample = job(1, "港のちらし", &"あ".repeat(5_000));
    sample.sample = true;
    let jobs = [sample];
    let [atom, json] = both(&jobs);
    assert_eq!(
        atom.entries[0].title.as_ref().unwrap().content,
        "【見本】港のちらし"
    );
    let text = atom.entries[0].summary.as_ref().unwrap().content.as_str();
    assert_eq!((text.chars().count(), text.ends_with('…')), (1_001, true));
    assert!(
        json.entries[0]
            .title
            .as_ref()
            .unwrap()
            .content
            .starts_with("【見本】")
    );
}

proptest! {
    /// Whatever a posting says: every reader can read the feed.
    #[test]
    fn any_text_makes_a_feed_that_can_be_read(title in any::<String>(), text in any::<String>()) {
        let jobs = [job(1, &title, &text)];
        for feed in both(&jobs) {
            prop_assert_eq!(feed.entries.len(), 1);
        }
    }
}
