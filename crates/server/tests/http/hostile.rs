//! Requests that mean no good, or make no sense.

use crate::town::{Town, registration};
use hyper::{StatusCode, body::Bytes};
use serde_json::json;
use store::contract::made;
use sync::protocol::ProblemKind;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn ten_megabytes_are_refused_in_words() {
    let town = Town::open().await;
    let mut worker = town.person(1).await;
    let huge = json!({ "schema": 1, "a": "x".repeat(10 * 1024 * 1024) });
    worker
        .post("/api/sync/push", &huge)
        .await
        .is(413, ProblemKind::TooLarge);
    // Also from who is nobody.
    town.browser()
        .post("/api/register", &huge)
        .await
        .is(413, ProblemKind::TooLarge);
    assert!(worker.session().await.is_some());
}

#[tokio::test]
async fn what_is_not_json_is_refused_and_never_repeated() {
    let town = Town::open().await;
    let mut browser = town.browser();
    let deep = "[".repeat(200_000);
    let evil = "{\"email\": \"<script>alert(1)</script>\", \"passwort\": 1}";
    for body in [
        "",
        "{",
        "nonsense",
        evil,
        deep.as_str(),
        "\u{0}",
        "{\"email\": \"\\ud800\"}",
    ] {
        let body = Bytes::copy_from_slice(body.as_bytes());
        let answer = browser.send("POST", "/api/login", &[JSON], body).await;
        answer.is(400, ProblemKind::Malformed);
        assert!(answer.body.len() < 300 && !answer.problem().detail.contains("script"));
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = browser
        .send("POST", "/api/login", &form, Bytes::from_static(b"email=a"))
        .await;
    answer.is(400, ProblemKind::Malformed);
}

#[tokio::test]
async fn an_unknown_address_below_api_is_a_problem_and_no_page() {
    let town = Town::open().await;
    let mut browser = town.browser();
    let html = [("accept", "text/html")];
    for path in [
        "/api/nothing",
        "/api/",
        "/api/jobs",
        "/api/sync",
        "/api/board/packs",
    ] {
        browser
            .get_with(path, &html)
            .await
            .is(404, ProblemKind::NotFound);
    }
    browser
        .get("/api/login")
        .await
        .is(405, ProblemKind::NotFound);
    browser
        .send("DELETE", "/api/board", &[], Bytes::new())
        .await
        .is(405, ProblemKind::NotFound);
    let job = format!("/jobs/{}", made::job(1).id);
    for path in ["/", "/jobs", "/healthz", "/precache.js", "/sw.js", &job] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let answer = browser.send(method, path, &html, Bytes::new()).await;
            answer.is(405, ProblemKind::NotFound);
            assert_eq!(answer.header("allow"), Some("GET,HEAD"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let town = Town::open().await;
    let mut browser = town.person(1).await;
    for headers in [
        [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ],
        [("origin", "https://evil.example"), ("accept", "*/*")],
        [("origin", "null"), ("accept", "*/*")],
        [("sec-fetch-site", "same-site"), ("accept", "*/*")],
    ] {
        let answer = browser.post_with("/api/logout", &headers, &()).await;
        answer.is(403, ProblemKind::Forbidden);
        assert_eq!(answer.header("set-cookie"), None);
    }
    assert!(browser.session().await.is_some());
    // The site itself, and a program that is no browser.
    let same = [("sec-fetch-site", "same-origin")];
    let answer = town
        .browser()
        .post_with("/api/register", &same, &registration(2))
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(
        browser.post("/api/logout", &()).await.status,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn no_path_leads_out_of_the_app() {
    let town = Town::open().await;
    let mut browser = town.browser();
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/engawa.sqlite",
        "//etc/passwd",
    ] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
