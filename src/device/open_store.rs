//! What everybody may read, on disk beside the board: a database for each open scope.

use super::database::{self, Db, Durability, StorageError};
use domain::{Row, RowKey};
use sync::protocol::{Epoch, OpenChanges};

const VERSION: u8 = 2;
const ROWS: &str = "rows";
const META: &str = "meta";
const STORES: &[&str] = &[ROWS, META];

/// The first form kept something else under `followed`.
const FOLLOWED: &str = "rows_followed";

/// How far the device follows: the server's incarnation, and the version.
pub type Followed = Option<(Epoch, u64)>;

/// What is on the disk.
#[derive(Debug, Default)]
pub struct Stored {
    /// How far it goes.
    pub followed: Followed,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The database of an open scope.
#[derive(Debug)]
pub struct OpenStore {
    db: Db,
}

impl OpenStore {
    /// Opens the database of a scope and reads all of it.
    pub async fn open(scope: &str) -> Result<(Self, Stored), StorageError> {
        let db = Db::open(&format!("engawa-{scope}"), VERSION, STORES, |_| {}).await?;
        let transaction = db.read(STORES)?;
        let stored = Stored {
            followed: database::get_readable(&transaction.object_store(META)?, FOLLOWED).await?,
            rows: database::get_all(&transaction.object_store(ROWS)?).await?,
        };
        drop(transaction);
        Ok((Self { db }, stored))
    }

    /// Stores a page together with how far it goes.
    pub async fn save(&self, changes: &OpenChanges) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Relaxed)?;
        let rows = transaction.object_store(ROWS)?;
        if changes.reset {
            database::clear(&rows)?;
        }
        for row in &changes.rows {
            database::put(&rows, &name(row.key()), row)?;
        }
        for key in &changes.gone {
            database::delete(&rows, &name(*key))?;
        }
        let followed: Followed = Some((changes.epoch.clone(), changes.version));
        database::put(&transaction.object_store(META)?, FOLLOWED, &followed)?;
        database::commit(transaction).await
    }

    /// Forgets all of it.
    pub async fn clear(&self) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Relaxed)?;
        for store in STORES {
            database::clear(&transaction.object_store(store)?)?;
        }
        database::commit(transaction).await
    }
}

/// A program and how full it is may have one id.
fn name(key: RowKey) -> String {
    format!("{}:{}", key.kind.word(), key.id)
}
