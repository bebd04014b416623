//! The replica on disk: one database per person, changed in whole transactions.

mod changes;
mod drafts;
mod files;
mod leaving;
pub mod notes;
pub mod outbox;
mod rescue;
mod stored;
mod upgrade;

pub use notes::{Retry, Seen, Trouble};
pub use outbox::Queued;
pub use rescue::Damage;
pub use stored::Stored;

use super::{
    database::{Db, StorageError},
    last_words,
};
use domain::{PersonId, RowKey};
use drafts::{DRAFTS, SHARES, TYPED};
use files::FILES;
use outbox::OUTBOX;
use sync::MutationId;
use uuid::Uuid;

const VERSION: u8 = 4;
const BASE: &str = "base";
const META: &str = "meta";
const REFUSED: &str = "refused";
const JOTTINGS: &str = "jottings";
/// Every store, created with the database.
const STORES: &[&str] = &[
    BASE, OUTBOX, DRAFTS, SHARES, TYPED, META, REFUSED, JOTTINGS, FILES,
];

const GROUP: &str = "group";
/// The form of rows and commands as they lie here; the service worker pushes commands in it.
const SCHEMA: &str = "schema";
const CURSORS: &str = "cursors";
const EPOCH: &str = "epoch";
const FORGOTTEN: &str = "forgotten";
const LAST_MUTATION: &str = "last_mutation";

/// One person's database.
#[derive(Debug)]
pub struct ReplicaStore {
    db: Db,
    /// Its name.
    name: String,
    /// Names what this tab saves beside what others do.
    tab: Uuid,
}

fn name_of(person: PersonId) -> String {
    format!("engawa-{person}")
}

fn row_key(key: RowKey) -> String {
    format!("{}:{}", key.kind.word(), key.id)
}

/// Outbox keys sort as the numbers do.
fn mutation_key(id: MutationId) -> String {
    format!("{:020}", id.0)
}

impl ReplicaStore {
    /// Opens the person's database. `tell` hears what happens to it beside its use ([`Db::open`]).
    pub async fn connect(
        person: PersonId,
        tell: impl Fn(StorageError) + Clone + 'static,
    ) -> Result<Self, StorageError> {
        let name = name_of(person);
        Ok(Self {
            db: Db::open(&name, VERSION, STORES, tell).await?,
            name,
            tab: super::browser::new_id(),
        })
    }

    /// Opens the person's database and takes all out of it.
    pub async fn open(
        person: PersonId,
        tell: impl Fn(StorageError) + Clone + 'static,
    ) -> Result<(Self, Stored), StorageError> {
        let store = Self::connect(person, tell).await?;
        let stored = store.load(person).await?;
        Ok((store, stored))
    }

    /// Deletes the person's database.
    pub async fn destroy(person: PersonId) -> Result<(), StorageError> {
        Db::destroy(&name_of(person)).await
    }

    /// Deletes all that is on the device of the person: the database, and what pages kept beside it until
    /// they had let go of it.
    pub async fn erase(person: PersonId) -> Result<(), StorageError> {
        let destroyed = Self::destroy(person).await;
        last_words::forget_all_of(&name_of(person));
        destroyed
    }
}
