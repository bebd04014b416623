//! A page that goes keeps its last words beside the database; whoever opens or writes it next brings them
//! in. See [`crate::device::last_words`].

use super::{JOTTINGS, ReplicaStore, TYPED};
use crate::device::{
    database::{self, Durability, Record, StorageError},
    last_words,
};
use indexed_db_futures::{object_store::ObjectStore, transaction::Transaction};
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
        if let Ok(record) = jotting_record(jotting) {
            last_words::keep(&self.name, JOTTINGS, &record);
        }
    }

    /// What this tab saved of a draft, as it lies in [`TYPED`].
    pub(super) fn typed_record(&self, typed: &Typed) -> Result<Record, StorageError> {
        Record::of(&format!("{}:{}", typed.draft.id, self.tab), typed)
    }

    /// Stores a record, on the disk when this resolves. It looks at nothing that lies there, so that it
    /// needs nobody's answer.
    pub(super) async fn save_kept(&self, store: &str, record: &Record) -> Result<(), StorageError> {
        let write = || {
            let transaction = self.db.write(&[store], Durability::Strict)?;
            self.put_kept(&transaction, store, record)?;
            Ok::<_, StorageError>(transaction)
        };
        if database::commit_at_once(write()?).await.is_err() {
            // Once more, in the way that tells why it fails.
            database::commit(write()?).await?;
        }
        self.forget_kept(store, record);
        Ok(())
    }

    /// Writes a record; what is kept of it is as new from now on.
    pub(super) fn put_kept(
        &self,
        transaction: &Transaction<'_>,
        store: &str,
        record: &Record,
    ) -> Result<(), StorageError> {
        last_words::renew(&self.name, store, record);
        put_or_delete(&transaction.object_store(store)?, record)
    }

    /// A record that was written is on the disk.
    fn forget_kept(&self, store: &str, record: &Record) {
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
                put_or_delete(&lies, &record)?;
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

/// What is typed into a form, as it lies in [`JOTTINGS`]: no text where nothing is.
pub(super) fn jotting_record(jotting: &Jotting) -> Result<Record, StorageError> {
    if jotting.texts.is_empty() {
        let key = jotting.form.clone();
        let text = String::new();
        return Ok(Record { key, text });
    }
    Record::of(&jotting.form, jotting)
}

/// Puts a record, or takes away what is there where it has no text.
fn put_or_delete(store: &ObjectStore<'_>, record: &Record) -> Result<(), StorageError> {
    match record.text.is_empty() {
        true => database::delete(store, &record.key),
        false => database::put_text(store, record),
    }
}
