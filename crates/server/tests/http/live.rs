//! The live stream.

use crate::town::{Browser, PATIENCE, Town};
use domain::{Command, Row, Scope};
use http_body_util::BodyExt;
use hyper::{
    StatusCode,
    body::{Bytes, Incoming},
};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::contract::made::{desk, group, job, person, place, put};
use store_sqlite::SqliteStore;
use sync::protocol::{Live, ProblemKind, SCHEMA};

/// An open stream.
pub(crate) struct Listening {
    body: Incoming,
    text: String,
}

pub(crate) async fn listen(browser: &mut Browser) -> Listening {
    let response = browser.begin("GET", "/api/live", &[], Bytes::new()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert!(!response.headers().contains_key("content-encoding"));
    Listening {
        body: response.into_body(),
        text: String::new(),
    }
}

impl Listening {
    /// The next event; `None` when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Live> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data = event.strip_prefix("event: live\ndata: ").map(str::to_owned);
                self.text = rest.to_owned();
                match data {
                    Some(data) => return Some(serde_json::from_str(&data).unwrap()),
                    None => continue,
                }
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await;
            let bytes = frame
                .expect("an event in time")?
                .unwrap()
                .into_data()
                .unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// The scopes of the next events.
    pub(crate) async fn hear(&mut self, count: usize) -> BTreeSet<Scope> {
        let mut scopes = BTreeSet::new();
        while scopes.len() < count {
            scopes.insert(self.next().await.expect("an event").scope);
        }
        scopes
    }
}

/// What a person hears of when a page opens: what everybody may read, and their own.
fn everybodys(own: Scope) -> BTreeSet<Scope> {
    Scope::OPEN.into_iter().chain([own]).collect()
}

#[tokio::test]
async fn an_import_by_another_process_reaches_an_open_page() {
    let town = Town::open().await;
    let mut page = listen(&mut town.browser()).await;
    assert_eq!(
        page.next().await,
        Some(Live {
            scope: Scope::Public,
            version: 0
        })
    );
    assert_eq!(page.hear(2).await, [Scope::Programs, Scope::Spaces].into());
    let file = town.folder.path().join("engawa.sqlite");
    let import = Arc::new(SqliteStore::open(&file).await.unwrap());
    put(&(import as _), vec![Row::Job(job(1)), Row::Job(job(2))]).await;
    assert_eq!(
        page.next().await,
        Some(Live {
            scope: Scope::Public,
            version: 2
        })
    );
}

#[tokio::test]
async fn a_person_hears_of_their_own_things_and_of_their_desk_and_of_nothing_else() {
    let town = Town::open().await;
    let nichinan = Scope::Desk(desk("日南市役所"));
    town.put(vec![Row::Job(job(1))]).await;
    let (mut worker, mut client) = (town.person(1).await, town.person(2).await);
    let mut of_worker = listen(&mut worker).await;
    let mut of_client = listen(&mut client).await;
    let mut of_stranger = listen(&mut town.browser()).await;
    assert_eq!(
        of_worker.hear(4).await,
        everybodys(Scope::Person(person(1)))
    );
    assert_eq!(
        of_client.hear(4).await,
        everybodys(Scope::Person(person(2)))
    );
    assert_eq!(of_stranger.hear(3).await, Scope::OPEN.into());

    // Another process gives the client a place at the desk.
    let file = town.folder.path().join("engawa.sqlite");
    let account = Arc::new(SqliteStore::open(&file).await.unwrap());
    put(&(account as _), vec![place(person(2), desk("日南市役所"))]).await;
    assert_eq!(
        of_client.hear(2).await,
        [Scope::Person(person(2)), nichinan].into()
    );

    let command = store::contract::made::propose(&job(1), 10_000);
    let request = json!({ "epoch": null, "schema": SCHEMA, "group": group(1), "mutations": [
        { "id": 1, "command": command, "made_at": 0, "base_version": 0 }
    ] });
    assert_eq!(
        worker.post("/api/sync/push", &request).await.status,
        StatusCode::OK
    );
    assert_eq!(of_worker.hear(1).await, [Scope::Person(person(1))].into());
    assert_eq!(of_client.hear(1).await, [nichinan].into());

    // The stranger hears of a new posting first: nothing of the above came their way.
    let import = Arc::new(SqliteStore::open(&file).await.unwrap());
    put(&(import as _), vec![Row::Job(job(2))]).await;
    assert_eq!(of_stranger.hear(1).await, [Scope::Public].into());
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let town = Town::open().await;
    let mut browser = town.person(1).await;
    let mut stream = listen(&mut browser).await;
    let mut other = listen(&mut town.person(2).await).await;
    stream.hear(3).await;
    other.hear(3).await;
    browser.post("/api/logout", &()).await;
    assert_eq!(stream.next().await, None);
    // The other one goes on.
    let mut worker = town.browser();
    let login = json!({ "email": "haru2@example.jp", "password": crate::town::PASSWORD });
    worker.post("/api/login", &login).await;
    let star = Command::StarJob { job: job(1).id };
    let request = json!({ "epoch": null, "schema": SCHEMA, "group": group(2), "mutations": [
        { "id": 1, "command": star, "made_at": 0, "base_version": 0 }
    ] });
    worker.post("/api/sync/push", &request).await;
    assert_eq!(other.hear(1).await, [Scope::Person(person(2))].into());
}

#[tokio::test]
async fn stopping_the_server_ends_streams_and_then_the_server() {
    let town = Town::open().await;
    let mut stream = listen(&mut town.browser()).await;
    stream.hear(2).await;
    town.stop.cancel();
    assert_eq!(stream.next().await, None);
    tokio::time::timeout(PATIENCE, town.running)
        .await
        .expect("it ends")
        .unwrap();
}

#[tokio::test]
async fn streams_are_bounded_and_a_place_becomes_free() {
    let town = Town::open_with(|settings| settings.streams.all = 1).await;
    let mut first = listen(&mut town.browser()).await;
    first.hear(1).await;
    let mut late = town.browser();
    let answer = late.get("/api/live").await;
    answer.is(429, ProblemKind::TooManyRequests);
    assert!(answer.problem().retry_after.is_some());
    drop(first);
    let freed = async {
        while late
            .begin("GET", "/api/live", &[], Bytes::new())
            .await
            .status()
            != StatusCode::OK
        {
            // A stream notices that its browser is gone when it has something to say.
            town.put(vec![Row::Job(job(1))]).await;
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, freed)
        .await
        .expect("a free place");
}
