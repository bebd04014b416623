//! Drafts on the disk, and beside them how each stands with the person's other devices.

use super::{ReplicaStore, outbox::sends};
use crate::device::database::{self, Durability, Record, StorageError};
use domain::DraftId;
use indexed_db_futures::transaction::Transaction;
use std::collections::BTreeMap;
use sync::{Draft, Mutation, MutationId, Share};

pub(super) const DRAFTS: &str = "drafts";
/// How drafts stand with the person's other devices, beside the drafts: a tab that saves what was
/// typed never undoes what another tab has learnt.
pub(super) const SHARES: &str = "shares";

/// The drafts as stored, and what each shares.
#[derive(Debug)]
pub(super) struct StoredDrafts {
    drafts: Vec<Record>,
    shares: Vec<Record>,
}

impl StoredDrafts {
    pub(super) async fn get(transaction: &Transaction<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            drafts: database::get_records(&transaction.object_store(DRAFTS)?).await?,
            shares: database::get_records(&transaction.object_store(SHARES)?).await?,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// The drafts, with what each shares and whether it waits in the outbox, and those that cannot
    /// be read. A share that cannot be read is as none: the server puts both versions side by side.
    pub(super) fn read_all(
        self,
        outbox: &BTreeMap<MutationId, Mutation>,
    ) -> (BTreeMap<DraftId, Draft>, Vec<Record>) {
        let (shares, _) = database::read_records::<(DraftId, Share)>(self.shares);
        let mut shares: BTreeMap<DraftId, Share> = shares.into_iter().collect();
        let (drafts, damaged) = database::read_records::<Draft>(self.drafts);
        let whole = drafts.into_iter().map(|mut draft| {
            // Another tab may have saved its last key after this one had sent the draft.
            draft.sending = outbox
                .values()
                .find(|mutation| sends(mutation, &draft))
                .map(|mutation| mutation.id);
            let share = shares.remove(&draft.id).unwrap_or_default();
            (draft.id, draft.read_with(share))
        });
        (whole.collect(), damaged)
    }
}

pub(super) async fn read_drafts(
    transaction: &Transaction<'_>,
    outbox: &BTreeMap<MutationId, Mutation>,
) -> Result<BTreeMap<DraftId, Draft>, StorageError> {
    // One that cannot be read is put aside when all of it is read.
    Ok(StoredDrafts::get(transaction).await?.read_all(outbox).0)
}

pub(super) fn write_draft(
    transaction: &Transaction<'_>,
    draft: &Draft,
) -> Result<(), StorageError> {
    let drafts = transaction.object_store(DRAFTS)?;
    database::put(&drafts, &draft.id.to_string(), &draft.written())?;
    write_share(transaction, draft)
}

pub(super) fn write_share(
    transaction: &Transaction<'_>,
    draft: &Draft,
) -> Result<(), StorageError> {
    let shares = transaction.object_store(SHARES)?;
    database::put(&shares, &draft.id.to_string(), &(draft.id, &draft.share))
}

pub(super) fn remove_draft(transaction: &Transaction<'_>, id: DraftId) -> Result<(), StorageError> {
    for store in [DRAFTS, SHARES] {
        database::delete(&transaction.object_store(store)?, &id.to_string())?;
    }
    Ok(())
}

impl ReplicaStore {
    /// Stores a draft, on the disk when this resolves.
    pub async fn save_draft(&self, draft: &Draft) -> Result<(), StorageError> {
        match database::commit_at_once(self.put_draft(draft)?).await {
            Ok(()) => Ok(()),
            // Once more, in the way that tells why it fails.
            Err(_) => database::commit(self.put_draft(draft)?).await,
        }
    }

    fn put_draft(&self, draft: &Draft) -> Result<Transaction<'_>, StorageError> {
        let transaction = self.db.write(&[DRAFTS], Durability::Strict)?;
        database::put(
            &transaction.object_store(DRAFTS)?,
            &draft.id.to_string(),
            &draft.written(),
        )?;
        Ok(transaction)
    }

    /// Removes a draft.
    pub async fn delete_draft(&self, id: DraftId) -> Result<(), StorageError> {
        let transaction = self.db.write(&[DRAFTS, SHARES], Durability::Strict)?;
        remove_draft(&transaction, id)?;
        database::commit(transaction).await
    }

    /// Remembers which other versions of a draft's texts the person has settled, with the texts.
    pub async fn save_settled(&self, draft: &Draft) -> Result<(), StorageError> {
        let transaction = self.db.write(&[DRAFTS, SHARES], Durability::Strict)?;
        write_draft(&transaction, draft)?;
        database::commit(transaction).await
    }
}
