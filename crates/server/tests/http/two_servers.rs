//! Two servers on one PostgreSQL, as behind a balancer.

use crate::{live::listen, town::Town};
use domain::{Row, Scope};
use hyper::StatusCode;
use private_postgres::{Database, database};
use serde_json::json;
use std::{sync::Arc, time::Duration};
use store::contract::made::{desk, group, job, person, place, proposals, propose, pulling};
use store_postgres::PostgresStore;
use sync::protocol::{PullResponse, SCHEMA};

async fn server(database: &Database) -> Town {
    let store = PostgresStore::open(&database.url).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    Town::open_on(Arc::new(store), folder, |_| {}).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_to_one_server_reaches_a_page_on_the_other() {
    let database = database().await.unwrap();
    let (here, there) = (server(&database).await, server(&database).await);
    let nichinan = Scope::Desk(desk("日南市役所"));
    here.put(vec![Row::Job(job(1)), place(person(2), desk("日南市役所"))])
        .await;
    let mut worker = here.person(1).await;
    // The client registered at one server, and the balancer brought them to the other.
    let registered = here.person(2).await;
    let mut client = there.browser();
    client.cookie = registered.cookie.clone();
    assert_eq!(client.id().await, person(2));
    let mut page = listen(&mut client).await;
    assert_eq!(
        page.hear(5).await,
        [
            Scope::Public,
            Scope::Programs,
            Scope::Spaces,
            Scope::Person(person(2)),
            nichinan
        ]
        .into()
    );

    let request = json!({ "epoch": null, "schema": SCHEMA, "group": group(1), "mutations": [
        { "id": 1, "command": propose(&job(1), 10_000), "made_at": 0, "base_version": 0 }
    ] });
    let pushed = worker.post("/api/sync/push", &request).await;
    assert_eq!(pushed.status, StatusCode::OK);
    // A server looks by itself every ten seconds; it is told long before.
    let heard = tokio::time::timeout(Duration::from_secs(5), page.hear(1)).await;
    assert_eq!(heard.expect("told at once"), [nichinan].into());
    let pulled = client.post("/api/sync/pull", &pulling(group(2))).await;
    assert_eq!(proposals(&pulled.json::<PullResponse>()), 1);

    // Whoever logs out at one is logged out at both.
    client.post("/api/logout", &()).await;
    let mut again = here.browser();
    again.cookie = registered.cookie;
    assert!(again.session().await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outbox_drained_through_two_servers_counts_once() {
    let database = database().await.unwrap();
    let (here, there) = (server(&database).await, server(&database).await);
    here.put(vec![Row::Job(job(1))]).await;
    let mut at_one = here.person(1).await;
    let mut at_other = there.browser();
    at_other.cookie = at_one.cookie.clone();
    let request = json!({ "epoch": null, "schema": SCHEMA, "group": group(1), "mutations": [
        { "id": 1, "command": propose(&job(1), 10_000), "made_at": 0, "base_version": 0 },
        { "id": 2, "command": { "star_job": { "job": job(1).id } }, "made_at": 0,
          "base_version": 0 },
    ] });
    // The reply of the first was lost on the way; the device tries again at the other.
    let (one, other) = tokio::join!(
        at_one.post("/api/sync/push", &request),
        at_other.post("/api/sync/push", &request)
    );
    assert_eq!((one.status, other.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(one.body, other.body);
    let pulled = at_other.post("/api/sync/pull", &pulling(group(1))).await;
    assert_eq!(proposals(&pulled.json::<PullResponse>()), 1);
}
