//! A page that goes keeps its last words beside the database; whoever opens or writes it next brings them
//! in. See [`crate::device::last_words`].

use super::{JOTTINGS, ReplicaStore, TYPED};
use crate::device::{
    database::{self, Durability, Record, StorageError},
    last_words,
};
use indexed_db_futures::transaction::Transaction;
use sync::{Jotting, Typed};

/// The stores whose records a page may have kept.
const KEPT: [&str; 2] = [TYPED, JOTTINGS];

impl ReplicaStore {
    /// Keeps what was typed in a draft, before this returns.
    pub fn keep_draft(&self, typed: &Typed) {
        if let Ok(record) = self.typed_record(typed) {
            last_words::keep(&self.name, TYPED, &record);
        }
    }

    /// Keeps what was typed into a form, before this returns.
    pub fn keep_jotting(&self, jotting: &Jotting) {
        if let Ok(record) = Record::of(&jotting.form, jotting) {
            last_words::keep(&self.name, JOTTINGS, &record);
        }
    }

    /// What this tab saved of a draft, as it lies in [`TYPED`].
    pub(super) fn typed_record(&self, typed: &Typed) -> Result<Record, StorageError> {
        Record::of(&format!("{}:{}", typed.draft.id, self.tab), typed)
    }

    /// Writes a record; what is kept of it is as new from now on.
    pub(super) fn put_kept(
        &self,
        transaction: &Transaction<'_>,
        store: &str,
        record: &Record,
    ) -> Result<(), StorageError> {
        last_words::renew(&self.name, store, record);
        database::put_text(&transaction.object_store(store)?, record)
    }

    /// A record that was written is on the disk.
    pub(super) fn forget_kept(&self, store: &str, record: &Record) {
        if last_words::kept(&self.name, store, &record.key).as_ref() == Some(&record.text) {
            last_words::forget(&self.name, store, &record.key);
        }
    }

    /// Starts a write of drafts, with all that was typed in them.
    pub(super) async fn write_drafts(
        &self,
        stores: &[&str],
        durability: Durability,
    ) -> Result<Transaction<'_>, StorageError> {
        self.bring_in_kept().await?;
        self.db.write(stores, durability)
    }

    /// Brings in what pages kept.
    pub(super) async fn bring_in_kept(&self) -> Result<(), StorageError> {
        if KEPT
            .iter()
            .all(|store| last_words::all(&self.name, store).is_empty())
        {
            return Ok(());
        }
        let transaction = self.db.write(&KEPT, Durability::Strict)?;
        let mut written = Vec::new();
        for store in KEPT {
            let lies = transaction.object_store(store)?;
            // What a page that is still there wrote meanwhile is on the disk now, and newer than it
            // kept: hence kept records are looked at once more, with nobody else writing.
            database::get_few_keys(&lies).await?;
            for record in last_words::all(&self.name, store) {
                database::put_text(&lies, &record)?;
                written.push((store, record));
            }
        }
        database::commit(transaction).await?;
        for (store, record) in written {
            self.forget_kept(store, &record);
        }
        Ok(())
    }
}
