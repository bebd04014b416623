//! Opening the database, and making what is in it when it is empty.

use crate::{error::failed, tell::Teller, transaction::PostgresTransaction, watch::Watch};
use async_trait::async_trait;
use sqlx::{
    ConnectOptions, Connection, PgPool, SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;
use store::{Elsewhere, Snapshot, Store, StoreError, Transaction};
use sync::protocol::Epoch;
use tokio::sync::Mutex;
use uuid::Uuid;

/// How long a request waits for a connection of this process.
const ACQUIRE: Duration = Duration::from_secs(10);
/// Readers at once.
const READERS: u32 = 8;
/// Writers at once. More would not be faster: they wait for the same disk. And each may hold the
/// names of a hundred new rows and more, in the database's one table of locks, which has room for
/// 6400 as PostgreSQL comes.
const WRITERS: u32 = 16;

/// What every connection of ours asks of the database.
const SETTINGS: [(&str, &str); 3] = [
    // How long a writer waits for another.
    ("lock_timeout", "10s"),
    // A server that froze, or whose machine is gone, holds up the others no longer than this.
    ("idle_in_transaction_session_timeout", "60s"),
    // Whatever the database's own setting is: what a device was told is done is on the disk.
    ("synchronous_commit", "on"),
];

/// A store in a PostgreSQL database.
pub struct PostgresStore {
    epoch: Epoch,
    readers: PgPool,
    writers: PgPool,
    watch: Mutex<Watch>,
    teller: Teller,
}

/// The forms that the database has had, oldest first. Forward only: never edit one that was
/// released. A server of the form before goes on beside a new one: first add, and take away only
/// when nobody asks any more.
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
    // Holds a lock of the database while it runs: servers that start together take turns.
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

impl PostgresStore {
    /// Opens the database that a URL names, `postgres://user:password@host/database`, and makes
    /// what is in it when it is empty. What the URL leaves out comes from the variables and the
    /// password file that PostgreSQL's own programs read.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let (options, _) = look(url).await?;
        Self::open_with(options).await
    }

    /// Opens the database when there is a store in it.
    pub async fn find(url: &str) -> Result<Option<Self>, StoreError> {
        match look(url).await? {
            (options, true) => Self::open_with(options).await.map(Some),
            (_, false) => Ok(None),
        }
    }

    async fn open_with(options: PgConnectOptions) -> Result<Self, StoreError> {
        let opened = failed("open its database");

        let pool = |most| {
            PgPoolOptions::new()
                .max_connections(most)
                .acquire_timeout(ACQUIRE)
                .connect_lazy_with(options.clone())
        };
        let writers = pool(WRITERS);
        migrate(&writers).await?;
        Ok(Self {
            epoch: epoch(&writers).await?,
            readers: pool(READERS),
            writers,
            watch: Mutex::new(Watch::new(options.clone()).await.map_err(&opened)?),
            teller: Teller::new(options),
        })
    }

    /// Whether a server or another command of ours has the database of a URL open.
    pub async fn in_use(url: &str) -> Result<bool, StoreError> {
        let (options, _) = look(url).await?;
        let failed = failed("ask who is connected");
        let mut connection = options.connect().await.map_err(&failed)?;
        // Who has just gone may be named for a moment more, as ours of `look`.
        let mut others: i64 = 1;
        for _ in 0..20 {
            others = sqlx::query_scalar(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'engawa'
                 AND datname = current_database() AND pid <> pg_backend_pid()",
            )
            .fetch_one(&mut connection)
            .await
            .map_err(&failed)?;
            if others == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        connection.close().await.map_err(&failed)?;
        Ok(others > 0)
    }

    /// Makes the store in the database of a URL another incarnation. Servers learn theirs when they
    /// start: none may run.
    pub async fn begin_anew(url: &str) -> Result<(), StoreError> {
        let (options, _) = look(url).await?;
        let failed = failed("forget its incarnation");
        let mut connection = options.connect().await.map_err(&failed)?;
        sqlx::query("DELETE FROM meta WHERE name = 'epoch'")
            .execute(&mut connection)
            .await
            .map_err(&failed)?;
        connection.close().await.map_err(&failed)
    }

    /// A transaction that only reads.
    pub(crate) async fn read(&self) -> Result<PostgresTransaction, StoreError> {
        // All statements of REPEATABLE READ see what the first one saw.
        let transaction = self
            .readers
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await
            .map_err(failed("begin to read"))?;
        Ok(PostgresTransaction::snapshot(transaction))
    }

    /// Closes the connections, after telling other servers what was committed last.
    pub async fn close(&self) {
        self.watch.lock().await.close();
        self.readers.close().await;
        self.writers.close().await;
        self.teller.close().await;
    }
}

/// How to reach the database of a URL, and whether there is a store in it.
async fn look(url: &str) -> Result<(PgConnectOptions, bool), StoreError> {
    let failed = failed("open its database");
    let options: PgConnectOptions = url.parse().map_err(&failed)?;
    let options = options
        .application_name("engawa")
        .options(SETTINGS)
        .disable_statement_logging();
    // A pool would go on trying; whoever starts a server wants to know why it cannot.
    let mut connection = options.connect().await.map_err(&failed)?;
    let is_there = sqlx::query_scalar("SELECT to_regclass('meta') IS NOT NULL")
        .fetch_one(&mut connection)
        .await
        .map_err(&failed)?;
    connection.close().await.map_err(&failed)?;
    Ok((options, is_there))
}

/// Brings the database to the newest form.
async fn migrate(writers: &PgPool) -> Result<(), StoreError> {
    migrator()
        .run(writers)
        .await
        .map_err(|source| StoreError::Failed {
            doing: "bring its database to the newest form",
            source: Box::new(source),
        })
}

/// The database's incarnation; named now if it has none.
async fn epoch(writers: &PgPool) -> Result<Epoch, StoreError> {
    let failed = failed("name its incarnation");
    sqlx::query("INSERT INTO meta (name, value) VALUES ('epoch', $1) ON CONFLICT DO NOTHING")
        .bind(Uuid::new_v4().simple().to_string())
        .execute(writers)
        .await
        .map_err(&failed)?;
    sqlx::query_scalar("SELECT value FROM meta WHERE name = 'epoch'")
        .fetch_one(writers)
        .await
        .map(Epoch)
        .map_err(&failed)
}

#[async_trait]
impl Store for PostgresStore {
    fn epoch(&self) -> &Epoch {
        &self.epoch
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(self.read().await?))
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        // `crate::lock` says why this is enough.
        let transaction = self
            .writers
            .begin_with("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
            .await
            .map_err(failed("begin to write"))?;
        Ok(Box::new(PostgresTransaction::writing(
            transaction,
            self.teller.sender(),
        )))
    }

    async fn elsewhere(&self) -> Result<Elsewhere, StoreError> {
        self.watch.lock().await.change().await
    }

    async fn check(&self) -> Result<Vec<String>, StoreError> {
        crate::check::check(&self.readers).await
    }
}
