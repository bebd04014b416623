//! Drafts on the disk: the texts as they were laid together last, how each is shared, and what each
//! tab has saved since. Whoever reads them in a transaction sees them laid together, and whoever
//! writes one puts it in the place of all that lies of it.

use super::{
    ReplicaStore,
    outbox::{OUTBOX, read_outbox, sends},
};
use crate::device::database::{self, Durability, Record, StorageError};
use domain::DraftId;
use indexed_db_futures::{KeyRange, prelude::*, transaction::Transaction};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Draft, Mutation, MutationId, Share, Typed};

pub(super) const DRAFTS: &str = "drafts";
/// How drafts stand with the person's other devices, beside the drafts: a tab that saves what was
/// typed never undoes what another tab has learnt.
pub(super) const SHARES: &str = "shares";
/// What each tab saved of a draft, until it is laid together.
pub(super) const TYPED: &str = "typed";

/// Drafts as stored.
#[derive(Debug)]
pub(super) struct StoredDrafts {
    drafts: Vec<Record>,
    shares: Vec<Record>,
    typed: Vec<Record>,
}

/// Drafts as they are read.
pub(super) struct ReadDrafts {
    pub(super) drafts: BTreeMap<DraftId, Draft>,
    /// Records of [`DRAFTS`] that cannot be read.
    pub(super) damaged: Vec<Record>,
    /// Records of [`TYPED`] that cannot be read.
    pub(super) damaged_typed: Vec<Record>,
}

impl StoredDrafts {
    pub(super) async fn get(transaction: &Transaction<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            drafts: database::get_records(&transaction.object_store(DRAFTS)?).await?,
            shares: database::get_records(&transaction.object_store(SHARES)?).await?,
            typed: database::get_records(&transaction.object_store(TYPED)?).await?,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.typed.is_empty()
    }

    /// The drafts, with what each shares and whether it waits in the outbox; and the records of
    /// drafts and of what was typed that cannot be read. A share that cannot be read is as none: the
    /// server puts both versions side by side.
    pub(super) fn read_all(self, outbox: &BTreeMap<MutationId, Mutation>) -> ReadDrafts {
        let (drafts, damaged) = database::read_records::<Draft>(self.drafts);
        let mut drafts: BTreeMap<DraftId, Draft> =
            drafts.into_iter().map(|draft| (draft.id, draft)).collect();
        let (shares, _) = database::read_records::<(DraftId, Share)>(self.shares);
        let mut shares: BTreeMap<DraftId, Share> = shares.into_iter().collect();
        let (saved, damaged_typed) = database::read_records::<Typed>(self.typed);
        let mut typed: BTreeMap<DraftId, Vec<Typed>> = BTreeMap::new();
        for saved in saved {
            typed.entry(saved.draft.id).or_default().push(saved);
        }
        let ids: BTreeSet<DraftId> = drafts.keys().chain(typed.keys()).copied().collect();
        let whole = ids.into_iter().filter_map(|id| {
            let saved = typed.remove(&id).unwrap_or_default();
            let mut draft = Draft::laid_together(drafts.remove(&id), saved)?;
            // Another tab may have saved its last key after this one had sent the draft.
            draft.sending = outbox
                .values()
                .find(|mutation| sends(mutation, &draft))
                .map(|mutation| mutation.id);
            let share = shares.remove(&id).unwrap_or_default();
            Some((id, draft.read_with(share)))
        });
        ReadDrafts {
            drafts: whole.collect(),
            damaged,
            damaged_typed,
        }
    }
}

/// All drafts.
pub(super) async fn read(
    transaction: &Transaction<'_>,
    outbox: &BTreeMap<MutationId, Mutation>,
) -> Result<BTreeMap<DraftId, Draft>, StorageError> {
    // One that cannot be read is put aside when all of it is read.
    Ok(StoredDrafts::get(transaction)
        .await?
        .read_all(outbox)
        .drafts)
}

/// Puts a draft in the place of all that lies of it.
pub(super) fn write(transaction: &Transaction<'_>, draft: &Draft) -> Result<(), StorageError> {
    let shares = transaction.object_store(SHARES)?;
    database::put(&shares, &draft.id.to_string(), &(draft.id, &draft.share))?;
    write_texts(transaction, draft)
}

/// The same, and how it is shared stays.
pub(super) fn write_texts(
    transaction: &Transaction<'_>,
    draft: &Draft,
) -> Result<(), StorageError> {
    let drafts = transaction.object_store(DRAFTS)?;
    database::put(&drafts, &draft.id.to_string(), &draft.written())?;
    forget_typed(transaction, draft.id)
}

/// Removes all that lies of a draft.
pub(super) fn remove(transaction: &Transaction<'_>, id: DraftId) -> Result<(), StorageError> {
    for store in [DRAFTS, SHARES] {
        database::delete(&transaction.object_store(store)?, &id.to_string())?;
    }
    forget_typed(transaction, id)
}

fn forget_typed(transaction: &Transaction<'_>, id: DraftId) -> Result<(), StorageError> {
    let typed = transaction.object_store(TYPED)?;
    // Every key that begins with the id and a colon; a semicolon is the next character.
    let of_draft = KeyRange::Bound(format!("{id}:"), false, format!("{id};"), true);
    let _request = typed.delete::<String, _>(of_draft).primitive()?;
    Ok(())
}

impl ReplicaStore {
    /// Stores what this tab typed in a draft, on the disk when this resolves.
    pub async fn save_draft(&self, typed: &Typed) -> Result<(), StorageError> {
        self.save_kept(TYPED, &self.typed_record(typed)?).await
    }

    /// Lays a draft together with what tabs have saved of it; `None` when there is none.
    pub async fn lay_draft(&self, id: DraftId) -> Result<Option<Draft>, StorageError> {
        let stores = &[OUTBOX, DRAFTS, SHARES, TYPED];
        let transaction = self.write_drafts(stores, Durability::Relaxed).await?;
        let outbox = read_outbox(&transaction.object_store(OUTBOX)?).await?;
        let draft = read(&transaction, &outbox).await?.remove(&id);
        if let Some(draft) = &draft {
            write(&transaction, draft)?;
        }
        database::commit(transaction).await?;
        Ok(draft)
    }

    /// Removes a draft. `false`: another tab wrote in it what this one has not shown, and it stays.
    pub async fn delete_draft(&self, shown: &Typed) -> Result<bool, StorageError> {
        let id = shown.draft.id;
        let stores = &[OUTBOX, DRAFTS, SHARES, TYPED];
        let transaction = self.write_drafts(stores, Durability::Strict).await?;
        let outbox = read_outbox(&transaction.object_store(OUTBOX)?).await?;
        let stored = read(&transaction, &outbox).await?.remove(&id);
        let known = stored.is_none_or(|stored| shown.knows_all_of(&stored));
        if known {
            remove(&transaction, id)?;
        }
        database::commit(transaction).await?;
        Ok(known)
    }

    /// Stores what this tab typed, and with it which other versions of the texts the person has
    /// settled.
    pub async fn save_settled(&self, typed: &Typed, share: &Share) -> Result<(), StorageError> {
        let stores = &[OUTBOX, DRAFTS, SHARES, TYPED];
        let transaction = self.write_drafts(stores, Durability::Strict).await?;
        self.put_kept(&transaction, TYPED, &self.typed_record(typed)?)?;
        let outbox = read_outbox(&transaction.object_store(OUTBOX)?).await?;
        if let Some(mut draft) = read(&transaction, &outbox).await?.remove(&typed.draft.id) {
            draft.share.settled.clone_from(&share.settled);
            write(&transaction, &draft)?;
        }
        database::commit(transaction).await
    }
}
