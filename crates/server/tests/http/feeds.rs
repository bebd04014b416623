//! Feeds: postings within the pages of other sites, and for feed readers.

use crate::town::{Answer, Browser, PATIENCE, Town};
use domain::{
    FeedId, Job, Kind, Month, Row, RowKey, Scope, Timestamp, Write,
    feed::{Counts, Feed, Filters},
    job::LifeStage,
};
use hyper::StatusCode;
use std::collections::BTreeSet;
use store::contract::made::{NOW, desk, job, write};
use sync::protocol::ProblemKind;
use uuid::Uuid;

const FEED: FeedId = FeedId(Uuid::from_u128(0x0700));
const HOST: &str = "https://kosodate.example.jp";

fn feed() -> Feed {
    Feed {
        id: FEED,
        desk: desk("日南市役所"),
        desk_name: "日南市役所".into(),
        title: "産後のみなさんへの仕事".into(),
        filters: Filters {
            life_stages: BTreeSet::from([LifeStage::AfterBirth]),
            ..Filters::default()
        },
        origins: BTreeSet::from([HOST.parse().unwrap()]),
        made_at: NOW,
        edited_at: None,
        ended_at: None,
    }
}

fn suits(number: u128, stage: LifeStage) -> Job {
    Job {
        life_stages: BTreeSet::from([stage]),
        ..job(number)
    }
}

/// Two postings after birth, one of them in pregnancy; the feed has the first two.
async fn town() -> Town {
    let town = Town::open_with(|settings| settings.clock = || NOW).await;
    let jobs = [
        suits(1, LifeStage::AfterBirth),
        suits(2, LifeStage::AfterBirth),
        suits(3, LifeStage::Pregnancy),
    ];
    town.put(jobs.map(Row::Job).to_vec()).await;
    town.put(vec![Row::Feed(feed())]).await;
    town
}

fn shown() -> String {
    format!("/embed/jobs?feed={FEED}&lang=ja")
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).unwrap()
}

async fn page(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", text(&answer));
    text(&answer)
}

#[tokio::test]
async fn a_host_shows_the_feeds_postings_and_no_other_site_does() {
    let town = town().await;
    let answer = town.browser().get(&shown()).await;
    assert_eq!(answer.status, StatusCode::OK);
    let html = text(&answer);
    assert!(
        html.contains("広報紙の記事 1") && html.contains("広報紙の記事 2"),
        "{html}"
    );
    assert!(
        !html.contains("広報紙の記事 3") && html.starts_with("<!DOCTYPE html><html lang=\"ja\">")
    );
    let policy = answer.header("content-security-policy").unwrap();
    assert!(
        policy.ends_with(&format!("frame-ancestors 'self' {HOST}")),
        "{policy}"
    );
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("script-src") && !html.contains("<script"));
    // The older header would shut out everybody.
    assert_eq!(answer.header("x-frame-options"), None);
    assert_eq!(answer.header("set-cookie"), None);
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
}

#[tokio::test]
async fn what_a_posting_says_is_never_markup() {
    let town = town().await;
    let mut hostile = suits(4, LifeStage::AfterBirth);
    hostile.title = "</a><script>alert(1)</script>\"' onclick=\"x".into();
    hostile.desk_name = "<img src=x onerror=alert(2)>".into();
    let mut named = feed();
    named.title = "<b onload=alert(3)>".into();
    town.put(vec![Row::Job(hostile), Row::Feed(named)]).await;
    let html = page(&mut town.browser(), &shown()).await;
    for markup in ["<script", "<img", "<b ", "\" onclick"] {
        assert!(!html.contains(markup), "{markup}: {html}");
    }
    assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
    // Nor what a host asks: it stands in links to the same page.
    let asked = format!(
        "{}&x=%22%3E%3Cscript%3E&stage=%3Cscript%3E&bg=red%3B%7D",
        shown()
    );
    let html = page(&mut town.browser(), &asked).await;
    assert!(
        !html.contains("<script") && !html.contains("red;"),
        "{html}"
    );
}

#[tokio::test]
async fn language_and_colours_are_the_hosts() {
    let town = town().await;
    let mut browser = town.browser();
    let english = browser
        .get(&format!(
            "/embed/jobs?feed={FEED}&lang=en&bg=fff7ee&scheme=light"
        ))
        .await;
    let html = text(&english);
    assert!(
        html.contains("<html lang=\"en\">") && html.contains("Jobs open in a new tab"),
        "{html}"
    );
    assert!(
        html.contains("--paper:#fff7ee") && html.contains("content=\"light\""),
        "{html}"
    );
    let path = format!("/embed/jobs?feed={FEED}");
    for (accepted, tag) in [("en-GB,ja;q=0.5", "en"), ("fr", "ja")] {
        let answer = browser
            .get_with(&path, &[("accept-language", accepted)])
            .await;
        assert!(
            text(&answer).contains(&format!("<html lang=\"{tag}\">")),
            "{accepted}"
        );
        let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
        assert!(
            vary.iter().any(|value| *value == "accept-language"),
            "{vary:?}"
        );
    }
}

#[tokio::test]
async fn a_feed_that_nobody_made_and_one_that_ended_say_so() {
    let town = town().await;
    let mut browser = town.browser();
    for unknown in [
        FeedId(Uuid::from_u128(1)).to_string(),
        "x".into(),
        String::new(),
    ] {
        let answer = browser
            .get(&format!("/embed/jobs?feed={unknown}&lang=ja"))
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
        assert!(text(&answer).contains("見つかりません"));
        let answer = browser.get(&format!("/feeds/{unknown}.atom")).await;
        answer.is(404, ProblemKind::NotFound);
    }
    browser
        .get(&format!("/feeds/{FEED}.rss"))
        .await
        .is(404, ProblemKind::NotFound);
    let ended = Feed {
        ended_at: Some(NOW),
        ..feed()
    };
    town.put(vec![Row::Feed(ended)]).await;
    let answer = browser.get(&shown()).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(text(&answer).contains("終わりました"));
    browser
        .get(&format!("/feeds/{FEED}.json"))
        .await
        .is(410, ProblemKind::NotFound);
}

#[tokio::test]
async fn a_change_of_the_board_shows_at_once_and_what_closed_is_gone() {
    let town = town().await;
    let mut browser = town.browser();
    assert_eq!(
        page(&mut browser, &shown())
            .await
            .matches("<li><h2>")
            .count(),
        2
    );
    // The packs were built with or without it: a page is of now.
    town.put(vec![Row::Job(suits(5, LifeStage::AfterBirth))])
        .await;
    assert!(
        page(&mut browser, &shown())
            .await
            .contains("広報紙の記事 5")
    );
    let closed = Job {
        closed: true,
        ..suits(1, LifeStage::AfterBirth)
    };
    town.put(vec![Row::Job(closed)]).await;
    write(&town.store, vec![Write::Delete(Row::Job(job(2)).key())]).await;
    let html = page(&mut browser, &shown()).await;
    assert!(
        !html.contains("広報紙の記事 1") && !html.contains("広報紙の記事 2"),
        "{html}"
    );
    // New packs while it runs.
    let many = (100..400).map(|number| Row::Job(suits(number, LifeStage::Settled)));
    town.put(many.collect()).await;
    town.manifest(300).await;
    assert_eq!(
        page(&mut browser, &shown())
            .await
            .matches("<li><h2>")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_posting_that_closes_meanwhile_leaves_without_any_change() {
    use std::sync::atomic::{AtomicI64, Ordering};
    static CLOCK: AtomicI64 = AtomicI64::new(NOW.0);
    let town = Town::open_with(|settings| {
        settings.clock = || Timestamp(CLOCK.load(Ordering::Relaxed));
    })
    .await;
    let closes = Job {
        closes_at: Some(NOW.plus_days(1)),
        ..suits(1, LifeStage::AfterBirth)
    };
    town.put(vec![Row::Job(closes), Row::Feed(feed())]).await;
    let mut browser = town.browser();
    let html = page(&mut browser, &shown()).await;
    assert!(
        html.contains("広報紙の記事 1") && html.contains("締切 2026年11月24日"),
        "{html}"
    );
    CLOCK.store(NOW.plus_days(1).0, Ordering::Relaxed);
    assert!(
        page(&mut browser, &shown())
            .await
            .contains("募集がありません")
    );
}

#[tokio::test]
async fn everybodys_newest_are_shown_without_a_feed_by_the_boards_own_query() {
    let town = town().await;
    let mut browser = town.browser();
    let answer = browser.get("/embed/jobs?lang=ja").await;
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.ends_with("frame-ancestors *"), "{policy}");
    assert_eq!(text(&answer).matches("<li><h2>").count(), 3);
    let html = page(
        &mut browser,
        "/embed/jobs?lang=ja&stage=pregnancy&closed=1&starred=1",
    )
    .await;
    assert_eq!(html.matches("<li><h2>").count(), 1);
    assert!(
        html.contains("広報紙の記事 3") && html.contains("aria-current=\"true\">妊娠中"),
        "{html}"
    );
}

async fn tally(town: &Town) -> Option<Counts> {
    let key = RowKey {
        kind: Kind::FeedTally,
        id: FEED.0,
    };
    match town.store.snapshot().await.unwrap().row(key).await.unwrap() {
        Some(Row::FeedTally(tally)) => tally.months.get(&Month::at(NOW)).copied(),
        _ => None,
    }
}

#[tokio::test]
async fn looks_and_opens_are_counted_and_nothing_else_is() {
    let town = town().await;
    let mut browser = town.browser();
    let open = format!("/embed/open?feed={FEED}&job={}", job(1).id);
    // No looks: a program that fetches in advance, one that asks for the size, the desk's own.
    browser
        .get_with(&shown(), &[("sec-purpose", "prefetch")])
        .await;
    browser.send("HEAD", &shown(), &[], "".into()).await;
    browser.send("HEAD", &open, &[], "".into()).await;
    browser.get(&format!("{}&preview=1", shown())).await;
    browser.get(&shown()).await;
    let answer = browser.get(&open).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(
        answer.header("location").unwrap(),
        format!("/jobs/{}", job(1).id)
    );
    assert_eq!(answer.header("set-cookie"), None);
    // It leads to a posting and nowhere else.
    for elsewhere in ["//evil.example", "https://evil.example", ""] {
        let path = format!("/embed/open?feed={FEED}&job={elsewhere}");
        browser.get(&path).await.is(404, ProblemKind::NotFound);
    }
    // A feed that there is not is not counted.
    let nobodys = format!("/embed/open?feed={}&job={}", Uuid::from_u128(1), job(1).id);
    assert_eq!(browser.get(&nobodys).await.status, StatusCode::SEE_OTHER);
    // What is not written yet is when the server ends.
    let Town {
        store,
        stop,
        running,
        folder,
        ..
    } = town;
    stop.cancel();
    tokio::time::timeout(PATIENCE, running)
        .await
        .unwrap()
        .unwrap();
    let town = Town::open_on(store, folder, |_| {}).await;
    assert_eq!(tally(&town).await, Some(Counts { views: 1, opens: 1 }));
    let scope = Scope::Desk(feed().desk);
    let rows = town
        .store
        .snapshot()
        .await
        .unwrap()
        .rows_in(scope, Kind::FeedTally)
        .await;
    assert_eq!(rows.unwrap().len(), 1);
}

#[tokio::test]
async fn readers_get_both_forms_with_stable_ids_and_only_what_changed() {
    let town = town().await;
    let mut browser = town.browser();
    for (form, media) in [
        ("atom", "application/atom+xml"),
        ("json", "application/feed+json"),
    ] {
        let path = format!("/feeds/{FEED}.{form}");
        let first = browser.get(&path).await;
        assert_eq!(first.status, StatusCode::OK);
        assert!(first.header("content-type").unwrap().starts_with(media));
        let read = feed_rs::parser::parse(&first.body[..]).unwrap();
        assert_eq!(read.entries.len(), 2);
        let ids: BTreeSet<String> = read.entries.into_iter().map(|entry| entry.id).collect();
        assert!(ids.contains(&format!("urn:uuid:{}", job(1).id)));
        let etag = first.header("etag").unwrap().to_owned();
        let known = browser.get_with(&path, &[("if-none-match", &etag)]).await;
        assert_eq!(
            (known.status, known.body.len()),
            (StatusCode::NOT_MODIFIED, 0)
        );
        assert!(known.header("last-modified").is_some());
    }
    let path = format!("/feeds/{FEED}.atom");
    let was = browser.get(&path).await;
    town.put(vec![Row::Job(suits(6, LifeStage::AfterBirth))])
        .await;
    let etag = was.header("etag").unwrap();
    let now = browser.get_with(&path, &[("if-none-match", etag)]).await;
    assert_eq!(now.status, StatusCode::OK);
    assert_ne!(now.header("etag"), was.header("etag"));
}

#[tokio::test]
async fn a_date_is_believed_only_once_its_second_is_over() {
    use std::sync::atomic::{AtomicI64, Ordering};
    static CLOCK: AtomicI64 = AtomicI64::new(NOW.0 + 300);
    let town = Town::open_with(|settings| {
        settings.clock = || Timestamp(CLOCK.load(Ordering::Relaxed));
    })
    .await;
    town.put(vec![
        Row::Job(suits(1, LifeStage::AfterBirth)),
        Row::Feed(feed()),
    ])
    .await;
    let mut browser = town.browser();
    let path = format!("/feeds/{FEED}.atom");
    let asked = async |browser: &mut Browser, since: &str| {
        browser
            .get_with(&path, &[("if-modified-since", since)])
            .await
    };
    let early = browser.get(&path).await;
    let date = early.header("last-modified").unwrap().to_owned();
    assert_eq!(asked(&mut browser, &date).await.status, StatusCode::OK);
    CLOCK.store(NOW.0 + 2_000, Ordering::Relaxed);
    let late = browser.get(&path).await;
    let date = late.header("last-modified").unwrap().to_owned();
    assert_eq!(
        asked(&mut browser, &date).await.status,
        StatusCode::NOT_MODIFIED
    );
    town.put(vec![Row::Job(suits(2, LifeStage::AfterBirth))])
        .await;
    assert_eq!(asked(&mut browser, &date).await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_the_feeds_sites_read_it_by_program() {
    let town = town().await;
    let mut browser = town.browser();
    let path = format!("/feeds/{FEED}.json");
    for (origin, allowed) in [
        (HOST, Some(HOST)),
        ("https://evil.example", None),
        ("https://kosodate.example.jp.evil.example", None),
        ("null", None),
    ] {
        let answer = browser.get_with(&path, &[("origin", origin)]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            allowed,
            "{origin}"
        );
        let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
        assert!(vary.iter().any(|value| *value == "origin"), "{vary:?}");
    }
}
