//! A database that is not what it was: records that cannot be read are put aside, and what the page
//! holds is written into a database that was deleted under it.

use super::{
    BASE, CURSORS, GROUP, JOTTINGS, LAST_MUTATION, META, REFUSED, ReplicaStore, STORES, drafts,
    mutation_key, outbox::OUTBOX, row_key,
};
use crate::device::database::{self, Durability, Record, StorageError};
use sync::{Jotting, MutationId, Replica};

const DAMAGED: &str = "damaged";

/// What of a database could not be read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Damage {
    /// Rows: the server has them.
    pub rows: bool,
    /// Records of the person's own, with the store that each lay in.
    records: Vec<(&'static str, Record)>,
}

impl Damage {
    /// Whether all could be read.
    pub fn is_none(&self) -> bool {
        !self.rows && self.records.is_empty()
    }

    /// How many records of the person's own could not be read.
    pub fn own(&self) -> usize {
        self.records.len()
    }

    pub(super) fn add(&mut self, store: &'static str, records: Vec<Record>) {
        let of_store = records.into_iter().map(|record| (store, record));
        self.records.extend(of_store);
    }
}

impl ReplicaStore {
    /// Puts aside what cannot be read, so that the rest goes on: rows are fetched again, the
    /// person's own records are kept as they are and go into what they take out.
    pub async fn put_damage_aside(&self, damage: &Damage) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Strict)?;
        let meta = transaction.object_store(META)?;
        if damage.rows {
            database::clear(&transaction.object_store(BASE)?)?;
            database::delete(&meta, CURSORS)?;
        }
        let known = database::get_readable::<Vec<String>>(&meta, DAMAGED).await?;
        let mut kept = known.unwrap_or_default();
        for (store, record) in &damage.records {
            database::delete(&transaction.object_store(store)?, &record.key)?;
            kept.push(format!("{store} {}: {}", record.key, record.text));
        }
        database::put(&meta, DAMAGED, &kept)?;
        database::commit(transaction).await
    }

    /// Records that were put aside.
    pub async fn damaged(&self) -> Result<Vec<String>, StorageError> {
        let transaction = self.db.read(&[META])?;
        let known = database::get_readable(&transaction.object_store(META)?, DAMAGED).await?;
        Ok(known.unwrap_or_default())
    }

    /// Writes what the page holds into a database that has nothing of it any more. The outbox keeps
    /// its name and its numbers, so that nothing is judged twice.
    pub async fn restore(
        &self,
        replica: &Replica,
        jottings: &[Jotting],
    ) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Strict)?;
        let meta = transaction.object_store(META)?;
        database::put(&meta, GROUP, &replica.group)?;
        let last = MutationId(replica.next_mutation().0.saturating_sub(1));
        database::put(&meta, LAST_MUTATION, &last)?;
        let base = transaction.object_store(BASE)?;
        for (key, row) in &replica.base {
            database::put(&base, &row_key(*key), row.as_ref())?;
        }
        database::put(&meta, CURSORS, &replica.cursors)?;
        database::put(&meta, super::EPOCH, &replica.epoch)?;
        database::put(&meta, super::FORGOTTEN, &replica.forgotten)?;
        let outbox = transaction.object_store(OUTBOX)?;
        for (id, mutation) in &replica.outbox {
            database::put(&outbox, &mutation_key(*id), mutation)?;
        }
        for draft in replica.drafts.values() {
            drafts::write(&transaction, draft)?;
        }
        let refused = transaction.object_store(REFUSED)?;
        for (id, told) in &replica.refused {
            database::put(&refused, &mutation_key(*id), told)?;
        }
        let store = transaction.object_store(JOTTINGS)?;
        for jotting in jottings {
            database::put(&store, &jotting.form, jotting)?;
        }
        database::commit(transaction).await
    }
}
