//! Whose device this is. Everything a person did hangs on it, so it is on the disk before anything
//! else is: localStorage, which browsers write when they please, would lose it with the power.

use super::{
    browser,
    database::{self, Db, Durability, StorageError},
};
use domain::PersonId;
use serde::{Deserialize, Serialize};
use sync::protocol::Session;

const DATABASE: &str = "engawa";
const VERSION: u8 = 1;
const META: &str = "meta";
const OCCUPANT: &str = "occupant";

/// The person at the device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Occupant {
    /// Names the device's database, before there is an account and after.
    pub person: PersonId,
    /// The account, once there is one: known offline too.
    pub account: Option<Session>,
}

impl Occupant {
    /// Somebody who was never here.
    pub fn nobody() -> Self {
        Self {
            person: PersonId(browser::new_id()),
            account: None,
        }
    }

    /// Who was here last, or somebody new. Where nothing can be stored it is somebody new each time.
    pub async fn load() -> Self {
        Self::load_or_begin().await.unwrap_or_else(|error| {
            leptos::logging::warn!("nobody is remembered: {error}");
            Self::nobody()
        })
    }

    /// Who is here, as the disk says; `None` when it knows nobody.
    pub async fn stored() -> Result<Option<Self>, StorageError> {
        let db = open().await?;
        let transaction = db.read(&[META])?;
        database::get(&transaction.object_store(META)?, OCCUPANT).await
    }

    /// Nobody was ever here.
    pub async fn forget() -> Result<(), StorageError> {
        Db::destroy(DATABASE).await
    }

    async fn load_or_begin() -> Result<Self, StorageError> {
        let db = open().await?;
        // One transaction, so that two tabs that open at once begin as the same person.
        let transaction = db.write(&[META], Durability::Strict)?;
        let meta = transaction.object_store(META)?;
        let occupant = match database::get(&meta, OCCUPANT).await? {
            Some(occupant) => occupant,
            None => {
                let somebody = Self::nobody();
                database::put(&meta, OCCUPANT, &somebody)?;
                somebody
            }
        };
        database::commit(transaction).await?;
        Ok(occupant)
    }

    /// Remembers who is here, on the disk when this resolves.
    pub async fn save(&self) -> Result<(), StorageError> {
        let db = open().await?;
        let transaction = db.write(&[META], Durability::Strict)?;
        database::put(&transaction.object_store(META)?, OCCUPANT, self)?;
        database::commit(transaction).await
    }
}

async fn open() -> Result<Db, StorageError> {
    Db::open(DATABASE, VERSION, &[META], |_| {}).await
}
