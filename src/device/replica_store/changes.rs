//! What comes in from elsewhere: a pull's changes, and what was written before logging in.

use super::{
    BASE, CURSORS, EPOCH, FORGOTTEN, JOTTINGS, LAST_MUTATION, META, REFUSED, ReplicaStore, STORES,
    drafts::{self, DRAFTS, TYPED},
    mutation_key,
    outbox::{OUTBOX, next_number, read_outbox},
    row_key,
};
use crate::device::database::{self, Durability, StorageError};
use domain::Timestamp;
use std::collections::BTreeMap;
use sync::{Changes, Import, MutationId, Replica};

impl ReplicaStore {
    /// Stores what a pull changed: rows, cursors, outbox and drafts in one transaction.
    pub async fn store_changes(
        &self,
        replica: &Replica,
        changes: &Changes,
    ) -> Result<(), StorageError> {
        // What leaves the outbox, and what comes back to a draft, must be on the disk.
        let durability = if changes.settled.is_empty() {
            Durability::Relaxed
        } else {
            Durability::Strict
        };
        let transaction = self.write_drafts(STORES, durability).await?;
        let base = transaction.object_store(BASE)?;
        if changes.clear_base {
            database::clear(&base)?;
        }
        for key in &changes.gone {
            database::delete(&base, &row_key(*key))?;
        }
        for row in &changes.put {
            database::put(&base, &row_key(row.key()), row.as_ref())?;
        }
        let outbox = transaction.object_store(OUTBOX)?;
        // As they lie here: another tab may have written since this one looked.
        let drafts = drafts::read(&transaction, &read_outbox(&outbox).await?).await?;
        for id in &changes.settled {
            database::delete(&outbox, &mutation_key(*id))?;
        }
        for draft in changes.news.begun_elsewhere(|id| drafts.contains_key(&id)) {
            drafts::write(&transaction, &draft)?;
        }
        let about = |(_, draft): &(_, _)| changes.news.is_about(draft);
        for (id, draft) in drafts.into_iter().filter(about) {
            match changes.news.tell(draft.clone()) {
                None => drafts::remove(&transaction, id)?,
                Some(told) if told != draft => drafts::write(&transaction, &told)?,
                Some(_) => {}
            }
        }
        let refused = transaction.object_store(REFUSED)?;
        for told in &changes.refused {
            database::put(&refused, &mutation_key(told.id), told)?;
        }
        let meta = transaction.object_store(META)?;
        database::put(&meta, EPOCH, &replica.epoch)?;
        database::put(&meta, CURSORS, &replica.cursors)?;
        database::put(&meta, FORGOTTEN, &replica.forgotten)?;
        database::commit(transaction).await
    }

    /// Takes over what was written on this device before logging in: every draft (joined with the
    /// person's own for the same job) and every command that waits. Doing it again with drafts that
    /// went on meanwhile takes over how they went on.
    pub async fn adopt(
        &self,
        replica: &Replica,
        from: &Replica,
        made_at: Timestamp,
    ) -> Result<(), StorageError> {
        let mut moved: BTreeMap<MutationId, MutationId> = BTreeMap::new();
        let stores = &[OUTBOX, DRAFTS, TYPED, META];
        let transaction = self.write_drafts(stores, Durability::Strict).await?;
        let meta = transaction.object_store(META)?;
        let mut last: MutationId = database::get(&meta, LAST_MUTATION)
            .await?
            .unwrap_or_default();
        let outbox = transaction.object_store(OUTBOX)?;
        for mutation in from.outbox.values() {
            last = MutationId(last.0 + 1);
            moved.insert(mutation.id, last);
            let adopted = replica.mutation(last, mutation.command.clone(), made_at);
            database::put(&outbox, &mutation_key(last), &adopted)?;
        }
        database::put(&meta, LAST_MUTATION, &last)?;
        for draft in from.drafts.values() {
            let mut adopted = draft.clone().adopted_by(replica.person);
            adopted.sending = adopted.sending.and_then(|id| moved.get(&id).copied());
            let stored = match replica.drafts.get(&adopted.id) {
                // Its own draft is on its way: what was sent is not changed any more.
                Some(own) if own.sending.is_some() => own.clone(),
                // What was typed last comes first. It may be the same draft a few keys further on.
                Some(own) if own.edited_at < adopted.edited_at => adopted.joined_with(own),
                Some(own) => own.clone().joined_with(&adopted),
                None => adopted,
            };
            drafts::write_texts(&transaction, &stored)?;
        }
        database::commit(transaction).await
    }

    /// Stores what a file brought: drafts, commands under new numbers, and forms.
    pub async fn take_in_file(
        &self,
        replica: &Replica,
        brought: &Import,
    ) -> Result<(), StorageError> {
        let transaction = self.write_drafts(STORES, Durability::Strict).await?;
        let meta = transaction.object_store(META)?;
        let outbox = transaction.object_store(OUTBOX)?;
        for (command, made_at) in &brought.commands {
            let number = next_number(&meta).await?;
            let mutation = replica.mutation(number, command.clone(), *made_at);
            database::put(&outbox, &mutation_key(number), &mutation)?;
        }
        for draft in &brought.drafts {
            drafts::write_texts(&transaction, draft)?;
        }
        let jottings = transaction.object_store(JOTTINGS)?;
        for jotting in &brought.jottings {
            database::put(&jottings, &jotting.form, jotting)?;
        }
        database::commit(transaction).await
    }
}
