//! Turns and commits, seen from a second connection and from the bytes of the log.

use super::*;
use sqlx::{
    ConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tempfile::TempDir;
use tokio::task::{JoinHandle, yield_now};

/// A file with a table `said`, its writer, and somebody who reads it.
struct Place {
    folder: TempDir,
    writer: Arc<Writer>,
    reader: SqliteConnection,
}

impl Place {
    /// `prepare` is for the writer's connection.
    async fn new(prepare: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("file"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut connection = options.connect().await.unwrap();
        for sql in ["CREATE TABLE said (word TEXT NOT NULL)", prepare] {
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        }
        // A turn is as long as a story needs.
        let writer = Writer::new(connection, Duration::from_secs(600));
        Self {
            folder,
            writer: Arc::new(writer),
            reader: options.connect().await.unwrap(),
        }
    }

    /// What everybody can read.
    async fn said(&mut self) -> Vec<String> {
        sqlx::query_scalar("SELECT word FROM said ORDER BY word")
            .fetch_all(&mut self.reader)
            .await
            .unwrap()
    }

    /// Commits so far: pages in the log that end one. See "WAL Format" in SQLite's file format.
    fn commits(&self) -> usize {
        let log = std::fs::read(self.folder.path().join("file-wal")).unwrap();
        let number = |at: usize| u32::from_be_bytes(log[at..at + 4].try_into().unwrap());
        let page = 24 + usize::try_from(number(8)).unwrap();
        (32..log.len())
            .step_by(page)
            .filter(|at| number(at + 4) != 0)
            .count()
    }

    /// Somebody who has asked for a turn when this returns.
    async fn asks(&self, word: &'static str) -> JoinHandle<Result<(), StoreError>> {
        let writer = self.writer.clone();
        let asking = tokio::spawn(async move {
            let mut turn = writer.turn().await?;
            say(&mut turn, word).await.map_err(failed("say"))?;
            turn.keep().await
        });
        yield_now().await;
        asking
    }

    /// Likewise; what is asked for is handed out.
    async fn asks_to_hold(&self) -> JoinHandle<Result<Turn, StoreError>> {
        let writer = self.writer.clone();
        let asking = tokio::spawn(async move { writer.turn().await });
        yield_now().await;
        asking
    }
}

async fn say(turn: &mut Turn, word: &str) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO said (word) VALUES (?)")
        .bind(word)
        .execute(&mut *turn.connection)
        .await
        .map(drop)
}

#[tokio::test]
async fn nobody_hears_that_it_is_done_before_it_is_on_the_disk() {
    let mut place = Place::new("SELECT 1").await;
    let before = place.commits();
    let busy = place.writer.turn().await.unwrap();
    let first = place.asks("first").await;
    let held = place.asks_to_hold().await;
    drop(busy);
    // Who has the turn now came after the first, and the commit waits for both.
    let mut held = held.await.unwrap().unwrap();
    say(&mut held, "held").await.unwrap();
    for _ in 0..10 {
        yield_now().await;
    }
    assert!(!first.is_finished());
    assert_eq!(place.said().await, Vec::<String>::new());
    assert_eq!(place.commits(), before);
    held.keep().await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(place.said().await, ["first", "held"]);
    assert_eq!(place.commits(), before + 1);
}

#[tokio::test]
async fn those_who_come_while_another_writes_share_a_commit() {
    let mut place = Place::new("SELECT 1").await;
    let before = place.commits();
    let busy = place.writer.turn().await.unwrap();
    let mut asking = Vec::new();
    for _ in 0..50 {
        asking.push(place.asks("together").await);
    }
    drop(busy);
    for one in asking {
        one.await.unwrap().unwrap();
    }
    assert_eq!(place.said().await.len(), 50);
    assert_eq!(place.commits(), before + 1);
    // One after the other, each has a commit.
    for _ in 0..3 {
        place.asks("alone").await.await.unwrap().unwrap();
    }
    assert_eq!(place.commits(), before + 4);
}

#[tokio::test]
async fn a_turn_that_is_given_up_is_undone_alone() {
    let mut place = Place::new("SELECT 1").await;
    let mut given_up = place.writer.turn().await.unwrap();
    say(&mut given_up, "given up").await.unwrap();
    let one = place.asks("one").await;
    let gone = place.asks_to_hold().await;
    // It leaves the queue without having had a turn.
    gone.abort();
    let other = place.asks("other").await;
    drop(given_up);
    one.await.unwrap().unwrap();
    other.await.unwrap().unwrap();
    assert_eq!(place.said().await, ["one", "other"]);
}

#[tokio::test]
async fn what_the_disk_has_no_room_for_is_told_and_what_was_told_is_there() {
    let mut place = Place::new("PRAGMA max_page_count = 8").await;
    let huge: &'static str = "x".repeat(100_000).leak();
    let busy = place.writer.turn().await.unwrap();
    let mut asking = Vec::new();
    for word in ["one", huge, "other"] {
        asking.push(place.asks(word).await);
    }
    drop(busy);
    let mut told = Vec::new();
    for one in asking {
        told.push(one.await.unwrap());
    }
    // SQLite undoes everything when there is no room: who shared the commit hears of it.
    assert!(
        matches!(told[0], Err(StoreError::Failed { .. })),
        "{told:?}"
    );
    assert!(matches!(told[1], Err(StoreError::Full)), "{told:?}");
    assert!(told[2].is_ok(), "{told:?}");
    assert_eq!(place.said().await, ["other"]);
    place.asks("more").await.await.unwrap().unwrap();
    assert_eq!(place.said().await, ["more", "other"]);
}

#[tokio::test]
async fn when_sqlite_undoes_everything_everybody_hears_of_it() {
    let mut place = Place::new("SELECT 1").await;
    let busy = place.writer.turn().await.unwrap();
    let first = place.asks("first").await;
    let held = place.asks_to_hold().await;
    let late = place.asks("late").await;
    drop(busy);
    let mut held = held.await.unwrap().unwrap();
    // As after a failure of the disk.
    sqlx::query("ROLLBACK")
        .execute(&mut *held.connection)
        .await
        .unwrap();
    drop(held);
    let told = first.await.unwrap();
    assert!(matches!(told, Err(StoreError::Failed { .. })), "{told:?}");
    late.await.unwrap().unwrap();
    assert_eq!(place.said().await, ["late"]);
}

#[tokio::test]
async fn who_asks_a_closed_writer_is_told() {
    let place = Place::new("SELECT 1").await;
    place.writer.close().await;
    place.writer.close().await;
    let told = place.writer.turn().await.map(drop);
    assert!(matches!(told, Err(StoreError::Failed { .. })), "{told:?}");
}
