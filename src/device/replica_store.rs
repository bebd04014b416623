//! The replica on disk: one database per person, changed in whole transactions.

pub mod notes;

pub use notes::{Jotting, Retry, Seen};

use super::database::{self, Db, Durability, StorageError};
use domain::{Command, DraftId, PersonId, Row, RowKey, Timestamp};
use indexed_db_futures::{object_store::ObjectStore, transaction::Transaction};
use std::{collections::BTreeMap, sync::Arc};
use sync::{
    Changes, Draft, GroupId, Mutation, MutationId, Refused, Replica, Share, protocol::Epoch,
};

const VERSION: u8 = 2;
const BASE: &str = "base";
const OUTBOX: &str = "outbox";
const DRAFTS: &str = "drafts";
/// How drafts stand with the person's other devices, beside the drafts: a tab that saves what was
/// typed never undoes what another tab has learnt.
const SHARES: &str = "shares";
const META: &str = "meta";
const REFUSED: &str = "refused";
const JOTTINGS: &str = "jottings";
/// Every store, created with the database.
const STORES: &[&str] = &[BASE, OUTBOX, DRAFTS, SHARES, META, REFUSED, JOTTINGS];

const GROUP: &str = "group";
const CURSORS: &str = "cursors";
const EPOCH: &str = "epoch";
const LAST_MUTATION: &str = "last_mutation";

/// What was put into the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Queued {
    /// The command.
    pub mutation: Mutation,
    /// The draft that it sends, if it sends one.
    pub draft: Option<Draft>,
}

/// One person's database.
#[derive(Debug)]
pub struct ReplicaStore {
    db: Db,
}

fn row_key(key: RowKey) -> String {
    format!("{}:{}", key.kind.word(), key.id)
}

/// Outbox keys sort as the numbers do.
fn mutation_key(id: MutationId) -> String {
    format!("{:020}", id.0)
}

/// What a person's database holds, as stored.
#[derive(Debug)]
pub struct Stored {
    /// The replica without what is still to be read.
    replica: Replica,
    rows: Vec<String>,
    outbox: Vec<String>,
    drafts: StoredDrafts,
    refused: Vec<String>,
    /// The last mutation's number that was given.
    last: MutationId,
}

impl Stored {
    /// Whether there is nothing to read, as on a first visit.
    pub fn is_empty(&self) -> bool {
        let texts = [&self.rows, &self.outbox, &self.drafts.drafts, &self.refused];
        texts.iter().all(|texts| texts.is_empty())
    }

    /// The replica without what is to be read.
    pub fn unread(self) -> Replica {
        let mut replica = self.replica;
        replica.count_settled(self.last);
        replica
    }

    /// Reads all of it.
    pub fn read(self) -> Result<Replica, StorageError> {
        let mut replica = self.replica;
        let rows: Vec<Row> = database::parse_all(&self.rows)?;
        let rows = rows.into_iter().map(Arc::new);
        replica.base = rows.map(|row| (row.key(), row)).collect();
        replica.outbox = outbox_of(&self.outbox)?;
        replica.count_settled(self.last);
        replica.drafts = self.drafts.read(&replica.outbox)?;
        let refused: Vec<Refused> = database::parse_all(&self.refused)?;
        replica.refused = refused.into_iter().map(|told| (told.id, told)).collect();
        Ok(replica)
    }
}

/// What waits to be sent.
async fn read_outbox(
    outbox: &ObjectStore<'_>,
) -> Result<BTreeMap<MutationId, Mutation>, StorageError> {
    outbox_of(&database::get_texts(outbox).await?)
}

fn outbox_of(texts: &[String]) -> Result<BTreeMap<MutationId, Mutation>, StorageError> {
    let mutations: Vec<Mutation> = database::parse_all(texts)?;
    let with_id = mutations.into_iter();
    Ok(with_id.map(|mutation| (mutation.id, mutation)).collect())
}

/// Takes the next mutation's number.
async fn next_number(meta: &ObjectStore<'_>) -> Result<MutationId, StorageError> {
    let last: MutationId = database::get(meta, LAST_MUTATION)
        .await?
        .unwrap_or_default();
    let next = MutationId(last.0 + 1);
    database::put(meta, LAST_MUTATION, &next)?;
    Ok(next)
}

/// The drafts as stored, and what each shares.
#[derive(Debug)]
struct StoredDrafts {
    drafts: Vec<String>,
    shares: Vec<String>,
}

impl StoredDrafts {
    async fn get(transaction: &Transaction<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            drafts: database::get_texts(&transaction.object_store(DRAFTS)?).await?,
            shares: database::get_texts(&transaction.object_store(SHARES)?).await?,
        })
    }

    /// The drafts, with what each shares and whether it waits in the outbox.
    fn read(
        self,
        outbox: &BTreeMap<MutationId, Mutation>,
    ) -> Result<BTreeMap<DraftId, Draft>, StorageError> {
        let shares: Vec<(DraftId, Share)> = database::parse_all(&self.shares)?;
        let mut shares: BTreeMap<DraftId, Share> = shares.into_iter().collect();
        let drafts: Vec<Draft> = database::parse_all(&self.drafts)?;
        let whole = drafts.into_iter().map(|mut draft| {
            // Another tab may have saved its last key after this one had sent the draft.
            draft.sending = outbox
                .values()
                .find(|mutation| sends(mutation, &draft))
                .map(|mutation| mutation.id);
            let share = shares.remove(&draft.id).unwrap_or_default();
            (draft.id, draft.read_with(share))
        });
        Ok(whole.collect())
    }
}

async fn read_drafts(
    transaction: &Transaction<'_>,
    outbox: &BTreeMap<MutationId, Mutation>,
) -> Result<BTreeMap<DraftId, Draft>, StorageError> {
    StoredDrafts::get(transaction).await?.read(outbox)
}

fn write_draft(transaction: &Transaction<'_>, draft: &Draft) -> Result<(), StorageError> {
    let drafts = transaction.object_store(DRAFTS)?;
    database::put(&drafts, &draft.id.to_string(), &draft.written())?;
    write_share(transaction, draft)
}

fn write_share(transaction: &Transaction<'_>, draft: &Draft) -> Result<(), StorageError> {
    let shares = transaction.object_store(SHARES)?;
    database::put(&shares, &draft.id.to_string(), &(draft.id, &draft.share))
}

fn remove_draft(transaction: &Transaction<'_>, id: DraftId) -> Result<(), StorageError> {
    for store in [DRAFTS, SHARES] {
        database::delete(&transaction.object_store(store)?, &id.to_string())?;
    }
    Ok(())
}

/// Whether the command sends this draft.
fn sends(mutation: &Mutation, draft: &Draft) -> bool {
    matches!(&mutation.command, Command::SubmitProposal { job, .. } if Some(*job) == draft.job())
}

impl ReplicaStore {
    /// Opens the person's database and takes all out of it.
    pub async fn open(person: PersonId) -> Result<(Self, Stored), StorageError> {
        let store = Self {
            db: Db::open(&format!("engawa-{person}"), VERSION, STORES).await?,
        };
        let stored = store.load(person).await?;
        Ok((store, stored))
    }

    /// Deletes the person's database.
    pub async fn destroy(person: PersonId) -> Result<(), StorageError> {
        Db::destroy(&format!("engawa-{person}")).await
    }

    /// Takes out the replica, as another tab may have left it.
    pub async fn load(&self, person: PersonId) -> Result<Stored, StorageError> {
        let transaction = self.db.write(STORES, Durability::Relaxed)?;
        let meta = transaction.object_store(META)?;
        let group = match database::get::<GroupId>(&meta, GROUP).await? {
            Some(group) => group,
            None => {
                let group = GroupId(super::browser::new_id());
                database::put(&meta, GROUP, &group)?;
                group
            }
        };
        let mut replica = Replica::new(person, group);
        replica.epoch = database::get::<Epoch>(&meta, EPOCH).await?;
        replica.cursors = database::get(&meta, CURSORS).await?.unwrap_or_default();
        let stored = Stored {
            replica,
            rows: database::get_texts(&transaction.object_store(BASE)?).await?,
            outbox: database::get_texts(&transaction.object_store(OUTBOX)?).await?,
            drafts: StoredDrafts::get(&transaction).await?,
            refused: database::get_texts(&transaction.object_store(REFUSED)?).await?,
            last: database::get(&meta, LAST_MUTATION)
                .await?
                .unwrap_or_default(),
        };
        database::commit(transaction).await?;
        Ok(stored)
    }

    /// Puts aside what was refused: the person has read why.
    pub async fn put_aside(&self, id: MutationId) -> Result<(), StorageError> {
        let transaction = self.db.write(&[REFUSED], Durability::Strict)?;
        database::delete(&transaction.object_store(REFUSED)?, &mutation_key(id))?;
        database::commit(transaction).await
    }

    /// What is being typed.
    pub async fn jottings(&self) -> Result<Vec<Jotting>, StorageError> {
        let transaction = self.db.read(&[JOTTINGS])?;
        database::get_all(&transaction.object_store(JOTTINGS)?).await
    }

    /// Stores what is being typed, on the disk when this resolves; what is empty goes.
    pub async fn save_jotting(&self, jotting: &Jotting) -> Result<(), StorageError> {
        match database::commit_at_once(self.put_jotting(jotting)?).await {
            Ok(()) => Ok(()),
            // Once more, in the way that tells why it fails.
            Err(_) => database::commit(self.put_jotting(jotting)?).await,
        }
    }

    fn put_jotting(&self, jotting: &Jotting) -> Result<Transaction<'_>, StorageError> {
        let transaction = self.db.write(&[JOTTINGS], Durability::Strict)?;
        let store = transaction.object_store(JOTTINGS)?;
        if jotting.texts.is_empty() {
            database::delete(&store, &jotting.form)?;
        } else {
            database::put(&store, &jotting.form, jotting)?;
        }
        drop(store);
        Ok(transaction)
    }

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
        let transaction = self.db.write(&[OUTBOX, DRAFTS, META], Durability::Strict)?;
        let outbox = transaction.object_store(OUTBOX)?;
        let drafts = transaction.object_store(DRAFTS)?;
        if let Some(draft) = &draft {
            let waiting = database::get_all::<Mutation>(&outbox).await?;
            let stored: Option<Draft> = database::get(&drafts, &draft.id.to_string()).await?;
            if stored.is_none() || waiting.iter().any(|mutation| sends(mutation, draft)) {
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
            database::put(&drafts, &draft.id.to_string(), &draft.written())?;
        }
        database::commit(transaction).await?;
        Ok(Some(Queued { mutation, draft }))
    }

    /// Remembers which other versions of a draft's texts the person has settled, with the texts.
    pub async fn save_settled(&self, draft: &Draft) -> Result<(), StorageError> {
        let transaction = self.db.write(&[DRAFTS, SHARES], Durability::Strict)?;
        write_draft(&transaction, draft)?;
        database::commit(transaction).await
    }

    /// Puts what was written in a draft, and not shared yet, into the outbox. `None`: there is
    /// nothing to share, or it is on its way.
    pub async fn share_draft(
        &self,
        replica: &Replica,
        id: DraftId,
        made_at: Timestamp,
    ) -> Result<Option<Queued>, StorageError> {
        let stores = &[OUTBOX, DRAFTS, SHARES, META];
        let transaction = self.db.write(stores, Durability::Strict)?;
        let outbox = transaction.object_store(OUTBOX)?;
        let waiting = read_outbox(&outbox).await?;
        let drafts = read_drafts(&transaction, &waiting).await?;
        let Some(mut draft) = drafts.get(&id).cloned() else {
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
        write_share(&transaction, &draft)?;
        database::commit(transaction).await?;
        Ok(Some(Queued {
            mutation,
            draft: Some(draft),
        }))
    }

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
        let transaction = self.db.write(STORES, durability)?;
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
        let drafts = read_drafts(&transaction, &read_outbox(&outbox).await?).await?;
        for id in &changes.settled {
            database::delete(&outbox, &mutation_key(*id))?;
        }
        for draft in changes.news.begun_elsewhere(|id| drafts.contains_key(&id)) {
            write_draft(&transaction, &draft)?;
        }
        for (id, draft) in drafts {
            match changes.news.tell(draft.clone()) {
                None => remove_draft(&transaction, id)?,
                Some(told) if told != draft => write_draft(&transaction, &told)?,
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
        let transaction = self.db.write(&[OUTBOX, DRAFTS, META], Durability::Strict)?;
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
        let drafts = transaction.object_store(DRAFTS)?;
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
            database::put(&drafts, &stored.id.to_string(), &stored.written())?;
        }
        database::commit(transaction).await
    }
}
