//! All that a person's database holds, taken out unread and then read.

use super::{
    BASE, CURSORS, EPOCH, FORGOTTEN, GROUP, LAST_MUTATION, META, REFUSED, ReplicaStore, STORES,
    drafts::StoredDrafts, notes::SEEN, outbox::OUTBOX, rescue::Damage,
};
use crate::device::{
    browser,
    database::{self, Durability, Record, StorageError},
};
use domain::{PersonId, Row};
use indexed_db_futures::object_store::ObjectStore;
use std::sync::Arc;
use sync::{
    GroupId, Mutation, MutationId, Refused, Replica,
    protocol::{Epoch, SCHEMA},
};

/// What a person's database holds, as stored.
#[derive(Debug)]
pub struct Stored {
    /// The replica without what is still to be read.
    replica: Replica,
    rows: Vec<Record>,
    outbox: Vec<Record>,
    drafts: StoredDrafts,
    refused: Vec<Record>,
    /// The last mutation's number that was given.
    last: MutationId,
    /// Whether the database was empty but for its name: nobody was ever here, or it was deleted.
    pub is_new: bool,
    /// Whether an app of another form wrote it: see [`ReplicaStore::upgrade`].
    pub is_of_another_form: bool,
}

/// What lies in a database before anything is done, in whichever store: fewer than
/// [`database::FEW`].
const UNTOUCHED: [&str; 3] = [GROUP, super::SCHEMA, SEEN];

/// What a database is when it is opened.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    Nothing,
    AnotherForm,
    Todays,
}

impl Stored {
    /// Whose it is.
    pub fn person(&self) -> PersonId {
        self.replica.person
    }

    /// Whether there is nothing to read, as on a first visit.
    pub fn is_empty(&self) -> bool {
        let records = [&self.rows, &self.outbox, &self.refused];
        records.iter().all(|records| records.is_empty()) && self.drafts.is_empty()
    }

    /// The replica without what is to be read.
    pub fn unread(self) -> Replica {
        let mut replica = self.replica;
        replica.count_settled(self.last);
        replica
    }

    /// Reads all of it, and says what could not be read.
    pub fn read(self) -> (Replica, Damage) {
        let mut replica = self.replica;
        let mut damage = Damage::default();
        let (rows, broken) = database::read_records::<Row>(self.rows);
        if broken.is_empty() {
            let rows = rows.into_iter().map(Arc::new);
            replica.base = rows.map(|row| (row.key(), row)).collect();
        } else {
            // The server has them all.
            damage.rows = true;
            replica.cursors.clear();
        }
        let (outbox, broken) = database::read_records::<Mutation>(self.outbox);
        damage.add(OUTBOX, broken);
        let with_id = outbox.into_iter().map(|mutation| (mutation.id, mutation));
        replica.outbox = with_id.collect();
        replica.count_settled(self.last);
        let read = self.drafts.read_all(&replica.outbox);
        damage.add(super::DRAFTS, read.damaged);
        damage.add(super::TYPED, read.damaged_typed);
        replica.drafts = read.drafts;
        let (refused, broken) = database::read_records::<Refused>(self.refused);
        damage.add(REFUSED, broken);
        replica.refused = refused.into_iter().map(|told| (told.id, told)).collect();
        (replica, damage)
    }
}

impl ReplicaStore {
    /// Takes out the replica, as another tab may have left it.
    pub async fn load(&self, person: PersonId) -> Result<Stored, StorageError> {
        let found = self.begin().await?;
        self.bring_in_kept().await?;
        let transaction = self.db.read(STORES)?;
        let meta = transaction.object_store(META)?;
        let group = database::get::<GroupId>(&meta, GROUP).await?;
        let mut replica = Replica::new(person, group.ok_or(StorageError::Lost)?);
        replica.epoch = database::get_readable::<Epoch>(&meta, EPOCH).await?;
        let cursors = database::get_readable(&meta, CURSORS).await?;
        replica.cursors = cursors.unwrap_or_default();
        let forgotten = database::get_readable(&meta, FORGOTTEN).await?;
        replica.forgotten = forgotten.unwrap_or_default();
        let last = database::get_readable(&meta, LAST_MUTATION).await?;
        let stored = Stored {
            replica,
            rows: database::get_records(&transaction.object_store(BASE)?).await?,
            outbox: database::get_records(&transaction.object_store(OUTBOX)?).await?,
            drafts: StoredDrafts::get(&transaction).await?,
            refused: database::get_records(&transaction.object_store(REFUSED)?).await?,
            last: last.unwrap_or_default(),
            is_new: found == Found::Nothing,
            is_of_another_form: found == Found::AnotherForm,
        };
        Ok(stored)
    }

    /// The group of a database in which nobody has done anything but look at postings; `None` where
    /// there is something to read.
    pub async fn untouched(&self) -> Result<Option<GroupId>, StorageError> {
        if self.begin().await? == Found::AnotherForm {
            return Ok(None);
        }
        self.bring_in_kept().await?;
        let transaction = self.db.read(STORES)?;
        for store in STORES {
            let keys = database::get_few_keys(&transaction.object_store(store)?).await?;
            if keys.iter().any(|key| !UNTOUCHED.contains(&key.as_str())) {
                return Ok(None);
            }
        }
        database::get(&transaction.object_store(META)?, GROUP).await
    }

    /// Gives a new database its name in the outbox's world. Reading alone, which is the rule, holds
    /// up no other tab that reads.
    async fn begin(&self) -> Result<Found, StorageError> {
        let found = {
            let transaction = self.db.read(&[META])?;
            look(&transaction.object_store(META)?).await?
        };
        if found != Found::Nothing {
            return Ok(found);
        }
        let transaction = self.db.write(&[META], Durability::Relaxed)?;
        let meta = transaction.object_store(META)?;
        // Another tab may have been first.
        let found = look(&meta).await?;
        if found == Found::Nothing {
            database::put(&meta, GROUP, &GroupId(browser::new_id()))?;
            database::put(&meta, super::SCHEMA, &SCHEMA)?;
        }
        drop(meta);
        database::commit(transaction).await?;
        Ok(found)
    }
}

async fn look(meta: &ObjectStore<'_>) -> Result<Found, StorageError> {
    let group = database::get_readable::<GroupId>(meta, GROUP).await?;
    let schema = database::get_readable::<u32>(meta, super::SCHEMA).await?;
    Ok(match (group, schema) {
        (None, _) => Found::Nothing,
        (Some(_), Some(SCHEMA)) => Found::Todays,
        (Some(_), _) => Found::AnotherForm,
    })
}
