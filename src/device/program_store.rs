//! The programs on disk: what everybody may read, beside the board.

use super::database::{self, Db, Durability, StorageError};
use domain::{ProgramId, draw::Draw, program::Program, results::Results, roster::Vacancy};
use sync::protocol::{Epoch, ProgramChanges};

const VERSION: u8 = 2;
const PROGRAMS: &str = "programs";
const VACANCIES: &str = "vacancies";
const DRAWS: &str = "draws";
const RESULTS: &str = "results";
const META: &str = "meta";
const STORES: &[&str] = &[PROGRAMS, VACANCIES, DRAWS, RESULTS, META];

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
    /// How their draws stand.
    pub draws: Vec<Draw>,
    /// Who won.
    pub results: Vec<Results>,
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
            draws: database::get_all(&transaction.object_store(DRAWS)?).await?,
            results: database::get_all(&transaction.object_store(RESULTS)?).await?,
        };
        drop(transaction);
        Ok((Self { db }, stored))
    }

    /// Stores a page together with how far it goes.
    pub async fn save(&self, changes: &ProgramChanges) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Relaxed)?;
        let programs = transaction.object_store(PROGRAMS)?;
        let vacancies = transaction.object_store(VACANCIES)?;
        let draws = transaction.object_store(DRAWS)?;
        let results = transaction.object_store(RESULTS)?;
        if changes.reset {
            for store in [&programs, &vacancies, &draws, &results] {
                database::clear(store)?;
            }
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
        for draw in &changes.draws {
            database::put(&draws, &draw.program.to_string(), draw)?;
        }
        for of in &changes.results {
            database::put(&results, &of.program.to_string(), of)?;
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
