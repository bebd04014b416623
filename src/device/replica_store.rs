//! The replica on disk: one database per person, changed in whole transactions.

mod changes;
mod drafts;
pub mod notes;
pub mod outbox;

pub use notes::{Jotting, Retry, Seen};
pub use outbox::Queued;

use super::database::{self, Db, Durability, StorageError};
use domain::{PersonId, Row, RowKey};
use drafts::{DRAFTS, SHARES, StoredDrafts, TYPED};
use outbox::{OUTBOX, outbox_of};
use std::sync::Arc;
use sync::{GroupId, MutationId, Refused, Replica, protocol::Epoch};
use uuid::Uuid;

const VERSION: u8 = 3;
const BASE: &str = "base";
const META: &str = "meta";
const REFUSED: &str = "refused";
const JOTTINGS: &str = "jottings";
/// Every store, created with the database.
const STORES: &[&str] = &[BASE, OUTBOX, DRAFTS, SHARES, TYPED, META, REFUSED, JOTTINGS];

const GROUP: &str = "group";
const CURSORS: &str = "cursors";
const EPOCH: &str = "epoch";
const FORGOTTEN: &str = "forgotten";
const LAST_MUTATION: &str = "last_mutation";

/// One person's database.
#[derive(Debug)]
pub struct ReplicaStore {
    db: Db,
    /// Names what this tab saves beside what others do.
    tab: Uuid,
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
        let texts = [&self.rows, &self.outbox, &self.refused];
        texts.iter().all(|texts| texts.is_empty()) && self.drafts.is_empty()
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

impl ReplicaStore {
    /// Opens the person's database and takes all out of it.
    pub async fn open(person: PersonId) -> Result<(Self, Stored), StorageError> {
        let store = Self {
            db: Db::open(&format!("engawa-{person}"), VERSION, STORES).await?,
            tab: super::browser::new_id(),
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
        replica.forgotten = database::get(&meta, FORGOTTEN).await?.unwrap_or_default();
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
}
