//! The programs on disk: what everybody may read, beside the board.

use super::database::{self, Db, Durability, StorageError};
use domain::{ProgramId, program::Program, roster::Vacancy};
use sync::protocol::{Epoch, ProgramChanges};

const VERSION: u8 = 1;
const PROGRAMS: &str = "programs";
const VACANCIES: &str = "vacancies";
const META: &str = "meta";
const STORES: &[&str] = &[PROGRAMS, VACANCIES, META];

const FOLLOWED: &str = "followed";

/// How far the device follows: the server's incarnation, and the version.
pub type Followed = Option<(Epoch, u64)>;

/// What is on the disk.
#[derive(Debug, Default)]
pub struct Stored {
    /// How far it goes.
    pub followed: Followed,
    /// The programs.
    pub programs: Vec<Program>,
    /// How full they are.
    pub vacancies: Vec<Vacancy>,
}

/// The database of programs.
#[derive(Debug)]
pub struct ProgramStore {
    db: Db,
}

impl ProgramStore {
    /// Opens the database and reads all of it.
    pub async fn open() -> Result<(Self, Stored), StorageError> {
        let db = Db::open("engawa-programs", VERSION, STORES, |_| {}).await?;
        let transaction = db.read(STORES)?;
        let stored = Stored {
            followed: database::get_readable(&transaction.object_store(META)?, FOLLOWED).await?,
            programs: database::get_all(&transaction.object_store(PROGRAMS)?).await?,
            vacancies: database::get_all(&transaction.object_store(VACANCIES)?).await?,
        };
        drop(transaction);
        Ok((Self { db }, stored))
    }

    /// Stores a page together with how far it goes.
    pub async fn save(&self, changes: &ProgramChanges) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Relaxed)?;
        let programs = transaction.object_store(PROGRAMS)?;
        let vacancies = transaction.object_store(VACANCIES)?;
        if changes.reset {
            database::clear(&programs)?;
            database::clear(&vacancies)?;
        }
        for program in &changes.programs {
            database::put(&programs, &program.id.to_string(), program)?;
        }
        for ProgramId(id) in &changes.gone {
            database::delete(&programs, &id.to_string())?;
        }
        for vacancy in &changes.vacancies {
            database::put(&vacancies, &vacancy.id.to_string(), vacancy)?;
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
