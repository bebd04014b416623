//! Noticing that somebody else wrote the file.

use crate::error::failed;
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::time::Duration;
use store::StoreError;

/// How often to look. SQLite has no way to tell; looking costs one read of shared memory.
const PAUSE: Duration = Duration::from_millis(300);

/// A connection that only looks whether others commit.
pub(crate) struct Watch {
    options: SqliteConnectOptions,
    connection: Option<SqliteConnection>,
    seen: i64,
}

impl Watch {
    pub(crate) async fn new(options: SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        let mut connection = options.connect().await?;
        let seen = version(&mut connection).await?;
        Ok(Self {
            options,
            connection: Some(connection),
            seen,
        })
    }

    /// Returns when any other connection, of this process or another, has committed.
    pub(crate) async fn change(&mut self) -> Result<(), StoreError> {
        loop {
            tokio::time::sleep(PAUSE).await;
            let connection = match &mut self.connection {
                Some(connection) => connection,
                None => {
                    let fresh = self
                        .options
                        .connect()
                        .await
                        .map_err(failed("open its file"))?;
                    self.connection.insert(fresh)
                }
            };
            let version = match version(connection).await {
                Ok(version) => version,
                Err(error) => {
                    self.connection = None;
                    return Err(failed("look for changes")(error));
                }
            };
            if version != self.seen {
                self.seen = version;
                return Ok(());
            }
        }
    }

    pub(crate) async fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            // The file is as it is: there is nobody to tell.
            drop(connection.close().await);
        }
    }
}

/// A number that changes when another connection commits.
async fn version(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("PRAGMA data_version")
        .fetch_one(connection)
        .await
}
