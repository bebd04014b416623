//! Clients that take their time, by a bad network or on purpose.

use crate::town::{PATIENCE, Town};
use hyper::StatusCode;
use server::{assets::Assets, serve::Settings};
use std::time::Duration;
use sync::protocol::ProblemKind;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// So short that a story does not wait for it.
const SOON: Duration = Duration::from_millis(50);

/// What the server says until it closes the connection.
async fn to_the_end(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let reading = stream.read_to_end(&mut bytes);
    // A reset is an end, too.
    drop(
        tokio::time::timeout(PATIENCE, reading)
            .await
            .expect("an end"),
    );
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_request_that_never_ends_is_not_waited_for() {
    let town = Town::open_with(|settings| settings.patience.head = SOON).await;
    let mut silent = town.connect().await;
    assert_eq!(to_the_end(town.connect().await).await, "");
    silent.write_all(b"GET / HTTP/1.1\r\nhost: ").await.unwrap();
    assert_eq!(to_the_end(silent).await, "");
}

#[tokio::test]
async fn a_body_that_never_comes_is_refused_in_words() {
    let town = Town::open_with(|settings| settings.patience.body = SOON).await;
    let mut slow = town.connect().await;
    slow.write_all(
        b"POST /api/login HTTP/1.1\r\nhost: engawa\r\ncontent-type: application/json\r\n\
          content-length: 100\r\n\r\n{",
    )
    .await
    .unwrap();
    let answer = to_the_end(slow).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(
        answer.contains("content-type: application/problem+json") && answer.contains("too slowly"),
        "{answer}"
    );
}

#[tokio::test]
async fn who_does_not_read_is_cut_off_and_others_get_the_place() {
    let town = Town::open_with(|settings: &mut Settings| {
        settings.patience.read = SOON;
        settings.streams.each = 1;
        // More than the system keeps for a reader.
        let huge = vec![0; 32 * 1024 * 1024];
        settings.assets = Assets::of([("huge.bin".to_owned(), huge)]);
    })
    .await;
    // As many connections as one address may have.
    let mut stalled = Vec::new();
    for _ in 0..6 {
        let mut stream = town.connect().await;
        stream
            .write_all(b"GET /huge.bin HTTP/1.1\r\nhost: engawa\r\n\r\n")
            .await
            .unwrap();
        // It was let in; that is all that is ever read.
        stream.read_u8().await.unwrap();
        stalled.push(stream);
    }
    let freed = async {
        loop {
            let mut stream = town.connect().await;
            let asked = stream
                .write_all(b"GET /healthz HTTP/1.1\r\nhost: engawa\r\nconnection: close\r\n\r\n");
            if asked.await.is_ok() && to_the_end(stream).await.starts_with("HTTP/1.1 200 ") {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, freed)
        .await
        .expect("a free place");
    drop(stalled);
}

#[tokio::test]
async fn one_address_leaves_streams_for_the_others() {
    let town = Town::open_with(|settings| {
        settings.behind_proxy = true;
        settings.streams.each = 2;
    })
    .await;
    let mut browser = town.browser();
    let office = [("x-forwarded-for", "192.0.2.1")];
    let home = [("x-forwarded-for", "192.0.2.2")];
    let mut open = Vec::new();
    for _ in 0..2 {
        let stream = browser.begin("GET", "/api/live", &office, "".into()).await;
        assert_eq!(stream.status(), StatusCode::OK);
        open.push(stream);
    }
    let answer = browser.get_with("/api/live", &office).await;
    answer.is(429, ProblemKind::TooManyRequests);
    assert_eq!(answer.header("retry-after"), Some("30"));
    assert_eq!(answer.problem().retry_after, Some(30));
    let stream = browser.begin("GET", "/api/live", &home, "".into()).await;
    assert_eq!(stream.status(), StatusCode::OK);
    // Everything else is there for the office, too.
    assert_eq!(
        browser.get_with("/api/board", &office).await.status,
        StatusCode::OK
    );
}
