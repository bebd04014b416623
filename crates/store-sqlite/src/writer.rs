//! The one writer. Transactions take turns, and those that come while others are in theirs share a
//! commit.
//!
//! A commit costs what the disk needs to keep it, almost whatever is in it. So each transaction is
//! a savepoint within one transaction of SQLite: one that fails is undone alone, and nobody hears
//! that theirs is done before the commit of all of them is on the disk. When nobody waits for a
//! turn, the commit follows at once.

use crate::error::{failed, repeated};
use sqlx::{Connection, SqliteConnection};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use store::StoreError;
use tokio::sync::{
    Mutex, Notify, OwnedMutexGuard,
    mpsc::{self, UnboundedReceiver, UnboundedSender},
    oneshot,
};

/// How long a transaction waits for its turn.
const WAIT: Duration = Duration::from_secs(20);
/// How long turns are given before a commit. By then the disk's part of the time is small, and who
/// came first has waited long enough.
pub(crate) const TURNS: Duration = Duration::from_millis(20);

/// How long the first of them waits for a writer in another process.
const OTHERS: Duration = Duration::from_secs(10);
/// How often it looks. SQLite by itself would look every tenth of a second in the end, and hardly
/// ever meet the moment between two commits of a busy server.
const LOOK: Duration = Duration::from_millis(1);

type Answer = oneshot::Sender<Result<(), StoreError>>;
type Asked = oneshot::Sender<Result<Turn, StoreError>>;

/// The way to the writer.
pub(crate) struct Writer {
    queue: UnboundedSender<Asked>,
    end: Arc<Notify>,
}

/// The time in which a transaction has the connection for itself; undone when it is dropped. Whoever
/// has one should wait for nothing but the store: others wait for them.
pub(crate) struct Turn {
    pub(crate) connection: OwnedMutexGuard<SqliteConnection>,
    kept: oneshot::Sender<Answer>,
}

impl Writer {
    /// Begins to write on a connection that does nothing else, and commits when turns were given for
    /// so long, or nobody asks for one.
    pub(crate) fn new(connection: SqliteConnection, turns: Duration) -> Self {
        let (queue, asked) = mpsc::unbounded_channel();
        let end = Arc::new(Notify::new());
        tokio::spawn(write(connection, turns, asked, end.clone()));
        Self { queue, end }
    }

    /// Waits for a turn.
    pub(crate) async fn turn(&self) -> Result<Turn, StoreError> {
        let (asked, turn) = oneshot::channel();
        // When it is closed, there is no answer either.
        drop(self.queue.send(asked));
        match tokio::time::timeout(WAIT, turn).await {
            Ok(answer) => answer.unwrap_or_else(|_| Err(closed())),
            Err(_) => Err(StoreError::Busy),
        }
    }

    /// Closes the connection when everybody who asked has had their turn.
    pub(crate) async fn close(&self) {
        self.end.notify_one();
        self.queue.closed().await;
    }
}

impl Turn {
    /// Keeps what was written, and returns when it is on the disk.
    pub(crate) async fn keep(self) -> Result<(), StoreError> {
        let Self { connection, kept } = self;
        let (answer, answered) = oneshot::channel();
        // A writer that has ended answers nobody.
        drop(kept.send(answer));
        drop(connection);
        answered.await.unwrap_or_else(|_| Err(closed()))
    }
}

fn closed() -> StoreError {
    failed("write")(sqlx::Error::PoolClosed)
}

/// Gives turns until nobody can ask any more.
async fn write(
    connection: SqliteConnection,
    turns: Duration,
    mut queue: UnboundedReceiver<Asked>,
    end: Arc<Notify>,
) {
    let connection = Arc::new(Mutex::new(connection));
    loop {
        let first = tokio::select! {
            biased;
            first = queue.recv() => first,
            () = end.notified() => None,
        };
        let Some(first) = first else { break };
        write_together(&connection, turns, first, &mut queue).await;
    }
    // No turn is out any more. What closing fails at is mended when the file is opened again.
    if let Some(connection) = Arc::into_inner(connection) {
        drop(connection.into_inner().close().await);
    }
}

/// One commit, for `first` and for who asks meanwhile.
async fn write_together(
    connection: &Arc<Mutex<SqliteConnection>>,
    turns: Duration,
    first: Asked,
    queue: &mut UnboundedReceiver<Asked>,
) {
    if let Err(error) = begin(connection).await {
        drop(first.send(Err(error)));
        return;
    }
    let begun = Instant::now();
    let mut waiting = Vec::new();
    let mut done = give_turn(connection, first, &mut waiting).await;
    while done.is_ok()
        && begun.elapsed() < turns
        && let Ok(asked) = queue.try_recv()
    {
        done = give_turn(connection, asked, &mut waiting).await;
    }
    if done.is_ok() {
        done = run(connection, "commit", "COMMIT").await;
    }
    if done.is_err() {
        // SQLite may have undone all of it by itself, and then says so.
        drop(run(connection, "undo", "ROLLBACK").await);
    }
    for answer in waiting {
        // Who has gone finds out when they ask again.
        drop(answer.send(done.as_ref().copied().map_err(repeated)));
    }
}

async fn begin(connection: &Mutex<SqliteConnection>) -> Result<(), StoreError> {
    let asked = Instant::now();
    loop {
        // IMMEDIATE: a transaction that reads first could not become a writer any more once another
        // process has written.
        match run(connection, "begin to write", "BEGIN IMMEDIATE").await {
            Err(StoreError::Busy) if asked.elapsed() < OTHERS => tokio::time::sleep(LOOK).await,
            begun => return begun,
        }
    }
}

/// One turn. Its answer goes to those that wait for the commit; an error is the end for all of them.
async fn give_turn(
    connection: &Arc<Mutex<SqliteConnection>>,
    asked: Asked,
    waiting: &mut Vec<Answer>,
) -> Result<(), StoreError> {
    if let Err(error) = run(connection, "begin a turn", "SAVEPOINT turn").await {
        drop(asked.send(Err(repeated(&error))));
        return Err(error);
    }
    let (kept, verdict) = oneshot::channel();
    let turn = Turn {
        connection: connection.clone().lock_owned().await,
        kept,
    };
    // Nobody may be there any more: the turn is dropped, and so undone.
    drop(asked.send(Ok(turn)));
    match verdict.await {
        Ok(answer) => waiting.push(answer),
        // When the disk is full or fails, SQLite undoes everything, and finds no turn to undo here.
        Err(_) => run(connection, "undo a turn", "ROLLBACK TO turn").await?,
    }
    run(connection, "end a turn", "RELEASE turn").await
}

async fn run(
    connection: &Mutex<SqliteConnection>,
    doing: &'static str,
    sql: &'static str,
) -> Result<(), StoreError> {
    let mut connection = connection.lock().await;
    let done = sqlx::query(sql).execute(&mut *connection).await;
    done.map(drop).map_err(failed(doing))
}

#[cfg(test)]
mod tests;
