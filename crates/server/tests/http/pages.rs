//! The app's files, and what browsers are told with them.

use crate::town::Town;
use domain::Row;
use hyper::StatusCode;
use store::contract::made::job;
use sync::protocol::ProblemKind;

const WASM: &str = "/engawa-app-0123456789abcdef_bg.wasm";
const HTML: [(&str, &str); 1] = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];

#[tokio::test]
async fn a_hashed_file_is_kept_for_ever_in_the_smallest_form() {
    let town = Town::open().await;
    let mut browser = town.browser();
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "wasm in brotli"),
        ("gzip", Some("gzip"), "wasm in gzip"),
        ("identity", None, "\0asm as it is"),
    ] {
        let answer = browser
            .get_with(WASM, &[("accept-encoding", accepted)])
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.body, body, "{accepted}");
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        let caching = answer.header("cache-control");
        assert_eq!(caching, Some("public, max-age=31536000, immutable"));
    }
}

#[tokio::test]
async fn other_files_are_asked_about_each_time() {
    let town = Town::open().await;
    let mut browser = town.browser();
    for path in [
        "/",
        "/icon.svg",
        "/sw.js",
        "/precache.js",
        "/manifest.webmanifest",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
        let etag = answer.header("etag").unwrap();
        let again = browser.get_with(path, &[("if-none-match", etag)]).await;
        assert_eq!(
            (again.status, again.body.len()),
            (StatusCode::NOT_MODIFIED, 0),
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_route_of_the_app_begins_with_its_page() {
    let town = Town::open().await;
    let mut browser = town.browser();
    for path in [
        "/",
        "/jobs",
        "/jobs?q=a",
        "/proposals/1",
        "/jobs/not-an-id",
        "/%E4%BB%95%E4%BA%8B",
    ] {
        let answer = browser.get_with(path, &HTML).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(
            answer.header("content-type"),
            Some("text/html; charset=utf-8"),
            "{path}"
        );
    }
    // A script that asks for a file is not given a page in its place.
    browser
        .get("/missing.js")
        .await
        .is(404, ProblemKind::NotFound);
}

#[tokio::test]
async fn the_service_worker_learns_what_to_keep() {
    let town = Town::open().await;
    let answer = town.browser().get("/precache.js").await;
    let script = std::str::from_utf8(&answer.body).unwrap();
    let list = script
        .strip_prefix("self.ENGAWA = ")
        .and_then(|rest| rest.strip_suffix(";\n"));
    let list: serde_json::Value = serde_json::from_str(list.unwrap()).unwrap();
    let files: Vec<&str> = list["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file.as_str().unwrap())
        .collect();
    assert!(files.contains(&"/") && files.contains(&WASM) && !files.contains(&"/sw.js"));
    assert!(!files.iter().any(|file| file.ends_with(".br")));
    assert_eq!(list["version"].as_str().unwrap().len(), 32);
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    let town = Town::open().await;
    let mut browser = town.browser();
    for path in [
        "/",
        WASM,
        "/healthz",
        "/api/session",
        "/api/nothing",
        "/missing.js",
    ] {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-")
        );
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name} of {path}");
        }
        assert!(answer.header("permissions-policy").is_some());
        assert!(answer.header("cache-control").is_some());
    }
}

#[tokio::test]
async fn a_postings_page_can_be_read_by_a_search_engine() {
    let town = Town::open().await;
    town.put(vec![Row::Job(job(1))]).await;
    let mut browser = town.browser();
    let answer = browser
        .get_with(&format!("/jobs/{}", job(1).id), &HTML)
        .await;
    let page = std::str::from_utf8(&answer.body).unwrap();
    assert!(
        page.contains("<title>広報紙の記事 1 | Engawa</title>"),
        "{page}"
    );
    let (_, rest) = page
        .split_once("<script type=\"application/ld+json\">")
        .unwrap();
    let (posting, _) = rest.split_once("</script>").unwrap();
    let posting: serde_json::Value = serde_json::from_str(posting).unwrap();
    assert_eq!(posting["@type"], "JobPosting");
    assert_eq!(posting["title"], "広報紙の記事 1");

    let gone = browser
        .get_with(&format!("/jobs/{}", job(2).id), &HTML)
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert_eq!(
        gone.header("content-type"),
        Some("text/html; charset=utf-8")
    );
}

#[tokio::test]
async fn a_posting_that_is_gone_has_a_whole_page_however_well_the_page_is_known() {
    let town = Town::open().await;
    let mut browser = town.browser();
    let page = browser.get_with("/", &HTML).await;
    let etag = page.header("etag").unwrap();
    let path = format!("/jobs/{}", job(1).id);
    for known in [etag, "*"] {
        let headers = [("accept", "text/html"), ("if-none-match", known)];
        let gone = browser.get_with(&path, &headers).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{known}");
        assert_eq!(gone.body, page.body, "{known}");
        assert_eq!(gone.header("etag"), None, "nothing to ask about");
        assert_eq!(
            gone.header("content-type"),
            Some("text/html; charset=utf-8")
        );
    }
    // Where the page itself is asked for, it is known.
    let headers = [("accept", "text/html"), ("if-none-match", etag)];
    let known = browser.get_with("/", &headers).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    assert_eq!(known.header("etag"), Some(etag));
}

#[tokio::test]
async fn long_answers_are_compressed_on_their_way() {
    let town = Town::open().await;
    town.put((0..20).map(|number| Row::Job(job(number))).collect())
        .await;
    let path = format!("/api/board/changes?since=0&epoch={}", town.store.epoch().0);
    let mut browser = town.browser();
    let answer = browser
        .get_with(&path, &[("accept-encoding", "gzip")])
        .await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert!(answer.body.len() < browser.get(&path).await.body.len() / 4);
}

#[tokio::test]
async fn the_server_says_that_it_is_well() {
    let town = Town::open().await;
    let answer = town.browser().get("/healthz").await;
    assert_eq!(
        (answer.status, &answer.body[..]),
        (StatusCode::OK, b"ok\n".as_slice())
    );
}
