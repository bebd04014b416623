//! A copy of the store at one moment, while it is in use.

use crate::{
    error::failed,
    open::{SqliteStore, private},
};
use sqlx::{
    ConnectOptions, Connection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use std::path::Path;
use store::{
    StoreError,
    contents::{Sums, sums},
};

impl SqliteStore {
    /// Copies the store into a new file. A store opened from the copy is another incarnation, so
    /// that devices do not trust versions from a time that was undone.
    ///
    /// Says what each part of the copy comes to. Fails when there is something at `to`.
    pub async fn backup(&self, to: &Path) -> Result<Sums, StoreError> {
        let failed = failed("write a backup");
        let not_text = || StoreError::Unreadable {
            what: "file name",
            detail: format!("{} is not UTF-8", to.display()),
        };
        // SQLite writes into an empty file; one that holds something stays as it is.
        private(to, true).map_err(|error| failed(error.into()))?;
        // A connection of its own: writing goes on meanwhile.
        let mut original = self.options.connect().await.map_err(&failed)?;
        sqlx::query("VACUUM INTO ?")
            .bind(to.to_str().ok_or_else(not_text)?)
            .execute(&mut original)
            .await
            .map_err(&failed)?;
        original.close().await.map_err(&failed)?;
        let copy = Self::open(to).await?;
        let sums = sums(&copy).await;
        copy.close().await;
        let sums = sums?;
        // As one file, without a log beside it.
        let mut copy = SqliteConnectOptions::new()
            .filename(to)
            .journal_mode(SqliteJournalMode::Delete)
            .connect()
            .await
            .map_err(&failed)?;
        sqlx::query("DELETE FROM meta WHERE name = 'epoch'")
            .execute(&mut copy)
            .await
            .map_err(&failed)?;
        copy.close().await.map_err(&failed)?;
        Ok(sums)
    }
}
