//! What waits to be sent. A number is taken in the transaction that stores what it is for, so tabs
//! never take the same one.

use super::{
    LAST_MUTATION, META, ReplicaStore,
    drafts::{self, DRAFTS, SHARES, TYPED},
    mutation_key,
};
use crate::device::database::{self, Durability, StorageError};
use domain::{Command, DraftId, Timestamp};
use indexed_db_futures::object_store::ObjectStore;
use std::collections::BTreeMap;
use sync::{Draft, Mutation, MutationId, Replica};

pub(super) const OUTBOX: &str = "outbox";

/// What was put into the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Queued {
    /// The command.
    pub mutation: Mutation,
    /// The draft that it sends, if it sends one.
    pub draft: Option<Draft>,
}

/// What waits to be sent.
pub(super) async fn read_outbox(
    outbox: &ObjectStore<'_>,
) -> Result<BTreeMap<MutationId, Mutation>, StorageError> {
    outbox_of(&database::get_texts(outbox).await?)
}

pub(super) fn outbox_of(texts: &[String]) -> Result<BTreeMap<MutationId, Mutation>, StorageError> {
    let mutations: Vec<Mutation> = database::parse_all(texts)?;
    let with_id = mutations.into_iter();
    Ok(with_id.map(|mutation| (mutation.id, mutation)).collect())
}

/// Takes the next mutation's number.
pub(super) async fn next_number(meta: &ObjectStore<'_>) -> Result<MutationId, StorageError> {
    let last: MutationId = database::get(meta, LAST_MUTATION)
        .await?
        .unwrap_or_default();
    let next = MutationId(last.0 + 1);
    database::put(meta, LAST_MUTATION, &next)?;
    Ok(next)
}

/// Whether the command sends this draft.
pub(super) fn sends(mutation: &Mutation, draft: &Draft) -> bool {
    draft.is_sent_by(&mutation.command)
}

impl ReplicaStore {
    /// Puts a command into the outbox, and with it, in the same transaction, the draft it sends.
    /// The number is taken inside the transaction, so tabs never collide. `None`: the draft is
    /// queued already, or gone; another tab was first, and nothing is stored.
    pub async fn enqueue(
        &self,
        replica: &Replica,
        command: Command,
        made_at: Timestamp,
        draft: Option<Draft>,
    ) -> Result<Option<Queued>, StorageError> {
        let stores = &[OUTBOX, DRAFTS, SHARES, TYPED, META];
        let transaction = self.write_drafts(stores, Durability::Strict).await?;
        let outbox = transaction.object_store(OUTBOX)?;
        if let Some(draft) = &draft {
            let waiting = read_outbox(&outbox).await?;
            let stored = drafts::read(&transaction, &waiting).await?;
            // Nothing is sent that was not seen: what another tab typed shows first.
            let as_shown = |stored: &Draft| stored.sending.is_none() && stored.reads_like(draft);
            if !stored.get(&draft.id).is_some_and(as_shown) {
                return Ok(None);
            }
        }
        let meta = transaction.object_store(META)?;
        let id = next_number(&meta).await?;
        let mutation = replica.mutation(id, command, made_at);
        database::put(&outbox, &mutation_key(id), &mutation)?;
        let draft = draft.map(|draft| Draft {
            sending: Some(id),
            refusal: None,
            ..draft
        });
        if let Some(draft) = &draft {
            drafts::write_texts(&transaction, draft)?;
        }
        database::commit(transaction).await?;
        Ok(Some(Queued { mutation, draft }))
    }

    /// Puts what was written in a draft, and not shared yet, into the outbox. `None`: there is
    /// nothing to share, or it is on its way.
    pub async fn share_draft(
        &self,
        replica: &Replica,
        id: DraftId,
        made_at: Timestamp,
    ) -> Result<Option<Queued>, StorageError> {
        let stores = &[OUTBOX, DRAFTS, SHARES, TYPED, META];
        let transaction = self.write_drafts(stores, Durability::Strict).await?;
        let outbox = transaction.object_store(OUTBOX)?;
        let waiting = read_outbox(&outbox).await?;
        let Some(mut draft) = drafts::read(&transaction, &waiting).await?.remove(&id) else {
            return Ok(None);
        };
        let Some(command) = draft.save_command() else {
            return Ok(None);
        };
        let meta = transaction.object_store(META)?;
        let number = next_number(&meta).await?;
        let mutation = replica.mutation(number, command, made_at);
        database::put(&outbox, &mutation_key(number), &mutation)?;
        draft.begin_saving(number);
        drafts::write(&transaction, &draft)?;
        database::commit(transaction).await?;
        Ok(Some(Queued {
            mutation,
            draft: Some(draft),
        }))
    }
}
