//! A server comes and goes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story fails by panicking"
)]

use private_postgres::{Database, Server, database};
use sqlx::{Connection, PgConnection, query_scalar};
use std::sync::Arc;

#[tokio::test]
async fn every_database_is_empty_and_durable() {
    let (one, other) = (database().await.unwrap(), database().await.unwrap());
    assert_ne!(one.url, other.url);
    let mut connection = PgConnection::connect(&one.url).await.unwrap();
    for setting in ["fsync", "synchronous_commit"] {
        let on: String = query_scalar("SELECT current_setting($1)")
            .bind(setting)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(on, "on", "{setting}");
    }
}

#[tokio::test]
async fn a_server_that_is_let_go_leaves_nothing() {
    let server = Arc::new(Server::start().unwrap());
    let database = Database::on(server.clone()).await.unwrap();
    let folder = server.folder().clone();
    assert!(folder.is_dir());
    drop(server);
    assert!(PgConnection::connect(&database.url).await.is_ok());
    let url = database.url.clone();
    drop(database);
    assert!(PgConnection::connect(&url).await.is_err());
    assert!(!folder.exists());
}

#[tokio::test]
async fn a_server_comes_back_after_a_crash() {
    let server = Arc::new(Server::start().unwrap());
    let database = Database::on(server.clone()).await.unwrap();
    server.crash().unwrap();
    assert!(PgConnection::connect(&database.url).await.is_err());
    server.come_back().unwrap();
    assert!(PgConnection::connect(&database.url).await.is_ok());
}
