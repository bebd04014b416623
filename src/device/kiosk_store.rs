//! What a paired tablet keeps: its space, when it last heard from the server, and what it owes the
//! server. No name, and nothing that anybody wrote.

use super::database::{self, Db, Durability, StorageError};
use domain::{KioskLoginId, SpaceId, Timestamp};
use serde::{Deserialize, Serialize};
use sync::kiosk::ShownCode;

const VERSION: u8 = 1;
const META: &str = "meta";
const WAITING: &str = "waiting";
const LEFT: &str = "left";
const STORES: &[&str] = &[META, WAITING, LEFT];

const PAIRED: &str = "paired";

/// The tablet's place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paired {
    /// Its space.
    pub space: SpaceId,
    /// The space's name.
    pub space_name: String,
    /// When the server last answered, by the server's clock.
    pub heard_at: Timestamp,
    /// How far the server's clock is ahead of the tablet's, in milliseconds.
    pub ahead: i64,
}

/// What is on the disk.
#[derive(Debug, Default)]
pub struct Stored {
    /// The tablet's place; `None` before it is paired.
    pub paired: Option<Paired>,
    /// Codes that the server has not judged.
    pub waiting: Vec<ShownCode>,
    /// Logins that are to end.
    pub left: Vec<KioskLoginId>,
}

/// The tablet's database.
#[derive(Debug)]
pub struct KioskStore {
    db: Db,
}

impl KioskStore {
    /// Opens the database and reads all of it.
    pub async fn open() -> Result<(Self, Stored), StorageError> {
        let db = Db::open("engawa-kiosk", VERSION, STORES, |_| {}).await?;
        let transaction = db.read(STORES)?;
        let stored = Stored {
            paired: database::get_readable(&transaction.object_store(META)?, PAIRED).await?,
            waiting: database::get_all(&transaction.object_store(WAITING)?).await?,
            left: database::get_all(&transaction.object_store(LEFT)?).await?,
        };
        drop(transaction);
        Ok((Self { db }, stored))
    }

    /// Remembers the tablet's place.
    pub async fn save(&self, paired: &Paired) -> Result<(), StorageError> {
        let transaction = self.db.write(&[META], Durability::Relaxed)?;
        database::put(&transaction.object_store(META)?, PAIRED, paired)?;
        database::commit(transaction).await
    }

    /// Remembers what waits, in place of what waited before. Whom a code is of is not written down.
    pub async fn owe(
        &self,
        waiting: &[ShownCode],
        left: &[KioskLoginId],
    ) -> Result<(), StorageError> {
        let transaction = self.db.write(&[WAITING, LEFT], Durability::Strict)?;
        let codes = transaction.object_store(WAITING)?;
        database::clear(&codes)?;
        for (at, shown) in waiting.iter().enumerate() {
            let nameless = ShownCode {
                person: None,
                ..*shown
            };
            database::put(&codes, &format!("{at:06}"), &nameless)?;
        }
        let logins = transaction.object_store(LEFT)?;
        database::clear(&logins)?;
        for login in left {
            database::put(&logins, &login.to_string(), login)?;
        }
        database::commit(transaction).await
    }

    /// The tablet is no kiosk any more.
    pub async fn forget(&self) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Strict)?;
        for store in STORES {
            database::clear(&transaction.object_store(store)?)?;
        }
        database::commit(transaction).await
    }
}
