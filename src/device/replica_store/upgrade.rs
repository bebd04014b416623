//! A database that an app of another form wrote.

use super::{BASE, CURSORS, META, ReplicaStore, mutation_key, outbox::OUTBOX};
use crate::device::database::{self, Durability, StorageError};
use sync::{Mutation, protocol::SCHEMA};

impl ReplicaStore {
    /// Brings what lies here into today's form: commands are written as they are read today, for the
    /// service worker, which pushes them as they lie; rows come anew from the server. What cannot be
    /// read is put aside when all of it is read.
    pub async fn upgrade(&self) -> Result<(), StorageError> {
        let stores = &[BASE, OUTBOX, META];
        let transaction = self.db.write(stores, Durability::Strict)?;
        let outbox = transaction.object_store(OUTBOX)?;
        let records = database::get_records(&outbox).await?;
        for mutation in &database::read_records::<Mutation>(records).0 {
            database::put(&outbox, &mutation_key(mutation.id), mutation)?;
        }
        database::clear(&transaction.object_store(BASE)?)?;
        let meta = transaction.object_store(META)?;
        database::delete(&meta, CURSORS)?;
        database::put(&meta, super::SCHEMA, &SCHEMA)?;
        database::commit(transaction).await
    }
}
