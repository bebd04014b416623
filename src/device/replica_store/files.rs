//! Files that drafts name, as bytes. The service worker brings them to the server, too.

use super::ReplicaStore;
use crate::device::database::{self, Durability, StorageError};
use domain::FileId;
use indexed_db_futures::prelude::*;
use js_sys::Uint8Array;

pub(super) const FILES: &str = "files";

impl ReplicaStore {
    /// Keeps what is in a file.
    pub async fn keep_file(&self, file: FileId, bytes: Uint8Array) -> Result<(), StorageError> {
        let transaction = self.db.write(&[FILES], Durability::Strict)?;
        let files = transaction.object_store(FILES)?;
        database::put_bytes(&files, &file.to_string(), bytes)?;
        database::commit(transaction).await
    }

    /// What is in a file, if it is here.
    pub async fn file(&self, file: FileId) -> Result<Option<Vec<u8>>, StorageError> {
        let transaction = self.db.read(&[FILES])?;
        database::get_bytes(&transaction.object_store(FILES)?, &file.to_string()).await
    }

    /// Which files are here.
    pub async fn files(&self) -> Result<Vec<FileId>, StorageError> {
        let transaction = self.db.read(&[FILES])?;
        let files = transaction.object_store(FILES)?;
        let mut found = Vec::new();
        for key in files.get_all_keys::<String>().primitive()?.await? {
            found.extend(key?.parse::<FileId>());
        }
        Ok(found)
    }

    /// Lets files go.
    pub async fn drop_files(&self, gone: &[FileId]) -> Result<(), StorageError> {
        let transaction = self.db.write(&[FILES], Durability::Relaxed)?;
        let files = transaction.object_store(FILES)?;
        for file in gone {
            database::delete(&files, &file.to_string())?;
        }
        database::commit(transaction).await
    }

    /// Takes over files of another person's database: whoever had no account has one now.
    pub async fn adopt_files(
        &self,
        from: &ReplicaStore,
        named: impl Iterator<Item = FileId>,
    ) -> Result<(), StorageError> {
        for file in named {
            if let Some(bytes) = from.file(file).await? {
                self.keep_file(file, Uint8Array::from(bytes.as_slice()))
                    .await?;
            }
        }
        Ok(())
    }
}
