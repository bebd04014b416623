//! Opening the file, and making it when there is none.

use crate::{
    error::failed,
    transaction::SqliteTransaction,
    watch::Watch,
    writer::{TURNS, Writer},
};
use async_trait::async_trait;
use sqlx::{
    ConnectOptions, Executor, SqlSafeStr, SqliteConnection, SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{fs::OpenOptions, path::Path, time::Duration};
use store::{Elsewhere, Snapshot, Store, StoreError, Transaction};
use sync::protocol::Epoch;
use tokio::sync::Mutex;
use uuid::Uuid;

/// How long SQLite waits where another process holds the whole file, as when it opens it.
const BUSY: Duration = Duration::from_secs(10);
/// How long a reader waits for a connection of this process.
const ACQUIRE: Duration = Duration::from_secs(20);
/// Readers at once.
const READERS: u32 = 8;

/// A store in one SQLite file.
pub struct SqliteStore {
    pub(crate) options: SqliteConnectOptions,
    epoch: Epoch,
    readers: SqlitePool,
    writer: Writer,
    watch: Mutex<Watch>,
}

/// The forms that the file has had, oldest first. Forward only: never edit one that was released.
fn migrator() -> Migrator {
    let steps = [
        (1, "begin", include_str!("../migrations/0001_begin.sql")),
        (2, "account", include_str!("../migrations/0002_account.sql")),
        (
            3,
            "forgotten",
            include_str!("../migrations/0003_forgotten.sql"),
        ),
        (4, "tally", include_str!("../migrations/0004_tally.sql")),
        (5, "room", include_str!("../migrations/0005_room.sql")),
        (6, "file", include_str!("../migrations/0006_file.sql")),
    ];
    Migrator::with_migrations(
        steps
            .into_iter()
            .map(|(version, name, sql)| {
                let kind = MigrationType::Simple;
                Migration::new(version, name.into(), kind, sql.into_sql_str(), false)
            })
            .collect(),
    )
}

impl SqliteStore {
    /// Opens the file, and makes it when there is none. Its folder must exist.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .disable_statement_logging();
        let opened = failed("open its file");
        private(file, false).map_err(|error| opened(error.into()))?;
        let mut connection = options.connect().await.map_err(&opened)?;
        migrate(&mut connection).await?;
        let epoch = epoch(&mut connection).await?;
        // From here on it waits by itself.
        connection
            .execute("PRAGMA busy_timeout = 0")
            .await
            .map_err(&opened)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.clone().pragma("query_only", "on"))
            .await
            .map_err(&opened)?;
        let watch = Watch::new(options.clone()).await.map_err(&opened)?;
        Ok(Self {
            options,
            epoch,
            readers,
            writer: Writer::new(connection, TURNS),
            watch: Mutex::new(watch),
        })
    }

    /// A transaction that only reads.
    pub(crate) async fn read(&self) -> Result<SqliteTransaction, StoreError> {
        let transaction = self
            .readers
            .begin()
            .await
            .map_err(failed("begin to read"))?;
        Ok(SqliteTransaction::reading(transaction))
    }

    /// Closes the file: the write-ahead log is folded into it when nobody else has it open.
    pub async fn close(&self) {
        self.watch.lock().await.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Makes an empty file that only its owner reads: people's messages will be in it. SQLite gives its
/// companions the same rights.
pub(crate) fn private(file: &Path, must_be_new: bool) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true).create_new(must_be_new);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

/// Brings the file to the newest form.
async fn migrate(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    migrator()
        .run(writer)
        .await
        .map_err(|source| StoreError::Failed {
            doing: "bring its file to the newest form",
            source: Box::new(source),
        })
}

/// The file's incarnation; named now if it has none.
async fn epoch(writer: &mut SqliteConnection) -> Result<Epoch, StoreError> {
    let failed = failed("name its incarnation");
    // Read first: a file that is being written has one, and is opened without waiting.
    let named = "SELECT value FROM meta WHERE name = 'epoch'";
    let found = sqlx::query_scalar(named).fetch_optional(&mut *writer).await;
    if let Some(epoch) = found.map_err(&failed)? {
        return Ok(Epoch(epoch));
    }
    sqlx::query("INSERT INTO meta (name, value) VALUES ('epoch', ?) ON CONFLICT DO NOTHING")
        .bind(Uuid::new_v4().simple().to_string())
        .execute(&mut *writer)
        .await
        .map_err(&failed)?;
    let epoch = sqlx::query_scalar(named).fetch_one(writer).await;
    epoch.map(Epoch).map_err(failed)
}

#[async_trait]
impl Store for SqliteStore {
    fn epoch(&self) -> &Epoch {
        &self.epoch
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(self.read().await?))
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        let turn = self.writer.turn().await?;
        Ok(Box::new(SqliteTransaction::writing(turn)))
    }

    async fn elsewhere(&self) -> Result<Elsewhere, StoreError> {
        // SQLite tells that something changed, not what.
        let changed = self.watch.lock().await.change().await;
        changed.map(|()| Elsewhere::Anything)
    }

    async fn check(&self) -> Result<Vec<String>, StoreError> {
        crate::check::check(&self.readers).await
    }
}
