//! Postings as devices get them.

use crate::town::Town;
use board::{Manifest, pack};
use domain::{Job, Row, Write};
use hyper::StatusCode;
use store::contract::made::{NOW, job, write};
use sync::protocol::{BoardChanges, PAGE, ProblemKind};

#[tokio::test]
async fn the_board_travels_as_files_that_never_change() {
    let town = Town::open().await;
    town.put((0..600).map(|number| Row::Job(job(number))).collect())
        .await;
    let manifest = town.manifest(600).await;
    let count: u32 = manifest.packs.iter().map(|pack| pack.count).sum();
    assert_eq!((manifest.version, count), (600, 600));
    assert_eq!(manifest.epoch, town.store.epoch().0);

    let mut browser = town.browser();
    let path = format!("/api/board/packs/{}", manifest.packs[0].hash);
    let plain = browser.get(&path).await;
    assert_eq!(plain.body.len() as u64, manifest.packs[0].bytes);
    assert_eq!(plain.header("content-encoding"), None);
    let sections = pack::split(&plain.body).unwrap();
    assert!(pack::body_of(&sections.body, 0).is_ok());
    for (accepted, encoding) in [("gzip, deflate, br", "br"), ("gzip", "gzip")] {
        let answer = browser
            .get_with(&path, &[("accept-encoding", accepted)])
            .await;
        assert_eq!(answer.header("content-encoding"), Some(encoding));
        assert!(answer.body.len() < plain.body.len() / 2);
        let caching = answer.header("cache-control").unwrap();
        assert!(caching.contains("immutable") && caching.contains("max-age=31536000"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
    }
    for path in [
        "0".repeat(64),
        "..%2fmanifest.json".into(),
        "manifest".into(),
    ] {
        let answer = browser.get(&format!("/api/board/packs/{path}")).await;
        answer.is(404, ProblemKind::NotFound);
    }
}

#[tokio::test]
async fn a_manifest_that_is_known_is_not_sent_again() {
    let town = Town::open().await;
    town.manifest(0).await;
    let mut browser = town.browser();
    let first = browser.get("/api/board").await;
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    let etag = first.header("etag").unwrap();
    let again = browser
        .get_with("/api/board", &[("if-none-match", etag)])
        .await;
    assert_eq!(
        (again.status, again.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
}

#[tokio::test]
async fn what_changed_since_the_packs_comes_in_pages() {
    let town = Town::open().await;
    let built = town.manifest(0).await;
    town.put(
        (0..PAGE as u128 + 3)
            .map(|number| Row::Job(job(number)))
            .collect(),
    )
    .await;
    write(&town.store, vec![Write::Delete(Row::Job(job(0)).key())]).await;
    let mut browser = town.browser();
    let (mut since, mut jobs, mut gone, mut pages) = (built.version, 0, 0, 0);
    loop {
        let path = format!("/api/board/changes?since={since}&epoch={}", built.epoch);
        let page: BoardChanges = browser.get(&path).await.json();
        (since, jobs, gone) = (page.version, jobs + page.jobs.len(), gone + page.gone.len());
        pages += 1;
        if !page.more {
            break;
        }
    }
    assert_eq!((jobs, gone, pages), (PAGE + 2, 1, 2));
}

#[tokio::test]
async fn versions_of_another_incarnation_are_not_guessed_at() {
    let town = Town::open().await;
    let mut browser = town.browser();
    let epoch = &town.store.epoch().0;
    for query in [
        "since=0&epoch=another".to_owned(),
        format!("since=99&epoch={epoch}"),
    ] {
        let answer = browser.get(&format!("/api/board/changes?{query}")).await;
        answer.is(410, ProblemKind::NotFound);
    }
    for query in ["", "since=-1&epoch=a", "since=1"] {
        let answer = browser.get(&format!("/api/board/changes?{query}")).await;
        answer.is(400, ProblemKind::Malformed);
    }
}

#[tokio::test]
async fn packs_are_built_again_when_enough_has_changed() {
    let town = Town::open().await;
    assert_eq!(town.manifest(0).await.packs.len(), 0);
    let file = town.folder.path().join("engawa.sqlite");
    // By an import beside the running server.
    let import = std::sync::Arc::new(store_sqlite::SqliteStore::open(&file).await.unwrap());
    let rows = (0..300).map(|number| Row::Job(job(number))).collect();
    store::contract::made::put(&(import as _), rows).await;
    let built: Manifest = town.manifest(300).await;
    assert_eq!(built.packs.iter().map(|pack| pack.count).sum::<u32>(), 300);
}

#[tokio::test]
async fn long_closed_postings_are_not_sent_to_everybody_but_can_be_asked_for() {
    let town = Town::open().await;
    let mut old = job(1);
    old.closes_at = Some(NOW.plus_days(-365 * 5));
    let rows = [Row::Job(old.clone())]
        .into_iter()
        .chain((2..400).map(|number| Row::Job(job(number))));
    town.put(rows.collect()).await;
    let built = town.manifest(399).await;
    assert_eq!(built.packs.iter().map(|pack| pack.count).sum::<u32>(), 398);

    let mut browser = town.browser();
    let found: Job = browser.get(&format!("/api/jobs/{}", old.id)).await.json();
    assert_eq!(found, old);
    for id in ["01890000-0000-7000-8000-000000000000", "1", "%ff"] {
        browser
            .get(&format!("/api/jobs/{id}"))
            .await
            .is(404, ProblemKind::NotFound);
    }
}
