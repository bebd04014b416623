//! What the device keeps for itself beside the replica: what is being typed, what was refused, what
//! was looked at, and when to sync.

use super::{JOTTINGS, META, REFUSED, ReplicaStore, leaving::jotting_record, mutation_key};
use crate::device::database::{self, Durability, StorageError};
use domain::Timestamp;
use indexed_db_futures::transaction::Transaction;
use serde::{Deserialize, Serialize};
use sync::{Jotting, MutationId, protocol::ProblemKind};

pub(super) const SEEN: &str = "seen";
const RETRY: &str = "retry";
const PROBE: &str = "probe";

/// What the person looked at on this device; never sent anywhere.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Seen {
    /// Recently opened postings, the newest first.
    pub jobs: Vec<domain::JobId>,
    /// When the visit before this one began: what is newer is marked.
    pub last_visit: Option<Timestamp>,
    /// When this visit began.
    pub this_visit: Option<Timestamp>,
}

/// When the next attempt to sync is due, and why, kept across restarts.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Retry {
    /// Failed attempts in a row.
    pub failures: u32,
    /// Not before this moment, by the device's clock.
    pub at: Timestamp,
    /// What went wrong the last time; `None` after an attempt that succeeded.
    #[serde(default)]
    pub trouble: Option<Trouble>,
}

/// An attempt that failed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trouble {
    /// When.
    pub at: Timestamp,
    /// The server's word, when it gave one; `None` when nobody answered.
    pub word: Option<ProblemKind>,
    /// The server named the moment before which it wants no other attempt.
    pub asked: bool,
}

impl ReplicaStore {
    /// What the person looked at.
    pub async fn seen(&self) -> Result<Seen, StorageError> {
        let transaction = self.db.read(&[META])?;
        Ok(database::get(&transaction.object_store(META)?, SEEN)
            .await?
            .unwrap_or_default())
    }

    /// Remembers what the person looked at.
    pub async fn save_seen(&self, seen: &Seen) -> Result<(), StorageError> {
        self.save_meta(SEEN, seen).await
    }

    /// When the next attempt is due.
    pub async fn retry(&self) -> Result<Retry, StorageError> {
        let transaction = self.db.read(&[META])?;
        Ok(
            database::get_readable(&transaction.object_store(META)?, RETRY)
                .await?
                .unwrap_or_default(),
        )
    }

    /// Remembers when the next attempt is due.
    pub async fn save_retry(&self, retry: &Retry) -> Result<(), StorageError> {
        self.save_meta(RETRY, retry).await
    }

    /// Puts aside what was refused: the person has read why.
    pub async fn put_aside(&self, id: MutationId) -> Result<(), StorageError> {
        match database::commit_at_once(self.take_refused(id)?).await {
            Ok(()) => Ok(()),
            // Once more, in the way that tells why it fails.
            Err(_) => database::commit(self.take_refused(id)?).await,
        }
    }

    fn take_refused(&self, id: MutationId) -> Result<Transaction<'_>, StorageError> {
        let transaction = self.db.write(&[REFUSED], Durability::Strict)?;
        database::delete(&transaction.object_store(REFUSED)?, &mutation_key(id))?;
        Ok(transaction)
    }

    /// What is being typed; what of it cannot be read is left where it is.
    pub async fn jottings(&self) -> Result<Vec<Jotting>, StorageError> {
        let transaction = self.db.read(&[JOTTINGS])?;
        let records = database::get_records(&transaction.object_store(JOTTINGS)?).await?;
        Ok(database::read_records(records).0)
    }

    /// Writes and takes back a few bytes: whether there is room again.
    pub async fn probe(&self) -> Result<(), StorageError> {
        let transaction = self.db.write(&[META], Durability::Strict)?;
        let meta = transaction.object_store(META)?;
        database::put(&meta, PROBE, &[0; 1_024].as_slice())?;
        database::delete(&meta, PROBE)?;
        drop(meta);
        database::commit(transaction).await
    }

    /// Stores what is being typed, on the disk when this resolves; what is empty goes.
    pub async fn save_jotting(&self, jotting: &Jotting) -> Result<(), StorageError> {
        self.save_kept(JOTTINGS, &jotting_record(jotting)?).await
    }

    async fn save_meta<T: Serialize>(&self, key: &str, value: &T) -> Result<(), StorageError> {
        let transaction = self.db.write(&[META], Durability::Relaxed)?;
        database::put(&transaction.object_store(META)?, key, value)?;
        database::commit(transaction).await
    }
}
