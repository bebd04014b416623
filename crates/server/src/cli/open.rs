//! The data folder, and the store in it.

use super::{Data, error::CliError};
use std::{
    fs::DirBuilder,
    path::{Path, PathBuf},
};
use store_sqlite::SqliteStore;

/// The store's file in the data folder.
const FILE: &str = "engawa.sqlite";

impl Data {
    /// Opens the store; makes folder and store when there are none.
    pub(super) async fn open_or_make(&self) -> Result<SqliteStore, CliError> {
        make_private(&self.data).map_err(|source| CliError::File {
            path: self.data.clone(),
            source,
        })?;
        Ok(SqliteStore::open(&self.data.join(FILE)).await?)
    }

    /// Opens the store that is there.
    pub(super) async fn open(&self) -> Result<SqliteStore, CliError> {
        let file = self.data.join(FILE);
        if !file.is_file() {
            return Err(CliError::NoStore(self.data.clone()));
        }
        Ok(SqliteStore::open(&file).await?)
    }

    /// The folder of built packs.
    pub(super) fn packs(&self) -> PathBuf {
        self.data.join("packs")
    }
}

/// Makes a folder that only its owner reads: it holds people's messages.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
