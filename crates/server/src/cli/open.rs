//! Where everything is kept: a folder, or a PostgreSQL database.

use super::{Data, error::CliError};
use std::{
    fmt::Display,
    fs::{DirBuilder, File, TryLockError},
    ops::Deref,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};
use store::{Movable, Store};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;

/// The store's file in the data folder.
pub(super) const FILE: &str = "engawa.sqlite";

/// Where a store is.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// In this folder, in a file.
    Folder(PathBuf),
    /// In the database of this URL, which may hold a password.
    Database(String),
}

impl FromStr for Place {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_url = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        Ok(if is_url {
            Self::Database(text.to_owned())
        } else {
            Self::Folder(text.into())
        })
    }
}

impl Place {
    /// Opens the store; makes it when there is none.
    pub(super) async fn open_or_make(&self) -> Result<Opened, CliError> {
        match self {
            Self::Folder(folder) => {
                make_private(folder).map_err(|source| CliError::File {
                    path: folder.clone(),
                    source,
                })?;
                let beside = beside_others(folder)?;
                let store = SqliteStore::open(&folder.join(FILE)).await?;
                Ok(Opened::Sqlite(Arc::new(store), beside))
            }
            Self::Database(url) => {
                let store = PostgresStore::open(url).await?;
                Ok(Opened::Postgres(Arc::new(store)))
            }
        }
    }

    /// Opens the store that is there.
    pub(super) async fn open(&self) -> Result<Opened, CliError> {
        match self {
            Self::Folder(folder) => {
                let file = folder.join(FILE);
                if !file.is_file() {
                    return Err(CliError::NoStore(folder.display().to_string()));
                }
                let beside = beside_others(folder)?;
                let store = SqliteStore::open(&file).await?;
                Ok(Opened::Sqlite(Arc::new(store), beside))
            }
            Self::Database(url) => {
                let store = PostgresStore::find(url).await?;
                let store = store.ok_or_else(|| CliError::NoStore("the database".to_owned()))?;
                Ok(Opened::Postgres(Arc::new(store)))
            }
        }
    }
}

impl Data {
    /// Where the store is.
    pub(super) fn place(&self) -> Result<Place, CliError> {
        match (&self.database_url, &self.data) {
            (Some(url), _) => Ok(Place::Database(url.clone())),
            (None, Some(folder)) => Ok(Place::Folder(folder.clone())),
            (None, None) => Err(CliError::NoFolder),
        }
    }

    /// Opens the store; makes it when there is none.
    pub(super) async fn open_or_make(&self) -> Result<Opened, CliError> {
        self.place()?.open_or_make().await
    }

    /// Opens the store that is there.
    pub(super) async fn open(&self) -> Result<Opened, CliError> {
        self.place()?.open().await
    }

    /// The folder of built packs.
    pub(super) fn packs(&self) -> Result<PathBuf, CliError> {
        self.folder("packs")
    }

    /// The folder of mail that is sent nowhere.
    pub(super) fn mail(&self) -> Result<PathBuf, CliError> {
        self.folder("mail")
    }

    fn folder(&self, name: &str) -> Result<PathBuf, CliError> {
        let folder = self.data.as_deref().ok_or(CliError::NoFolder)?;
        make_private(folder).map_err(|source| CliError::File {
            path: folder.to_owned(),
            source,
        })?;
        Ok(folder.join(name))
    }

    /// How to say the same again on the command line.
    pub(super) fn option(&self) -> impl Display {
        match (&self.database_url, &self.data) {
            (None, Some(folder)) => format!("--data {}", folder.display()),
            // The URL may hold a password.
            _ => "--database-url URL".to_owned(),
        }
    }
}

/// An open store.
pub(super) enum Opened {
    Sqlite(
        Arc<SqliteStore>,
        #[expect(dead_code, reason = "held as long as this: it keeps a restore away")] File,
    ),
    Postgres(Arc<PostgresStore>),
}

impl Opened {
    /// For the server.
    pub(super) fn shared(&self) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(store, _) => store.clone(),
            Self::Postgres(store) => store.clone(),
        }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(store, _) => store.close().await,
            Self::Postgres(store) => store.close().await,
        }
    }
}

impl Deref for Opened {
    type Target = dyn Movable;
    fn deref(&self) -> &Self::Target {
        match self {
            Self::Sqlite(store, _) => store.as_ref(),
            Self::Postgres(store) => store.as_ref(),
        }
    }
}

/// The file that says, by locks on it, who is at work in a data folder. The system gives them back
/// even after a crash.
const LOCK: &str = "engawa.lock";

/// At work in a folder, where others may be, too.
fn beside_others(folder: &Path) -> Result<File, CliError> {
    lock(folder, File::try_lock_shared)
}

/// Alone in a folder.
pub(super) fn alone(folder: &Path) -> Result<File, CliError> {
    lock(folder, File::try_lock)
}

fn lock(folder: &Path, how: impl Fn(&File) -> Result<(), TryLockError>) -> Result<File, CliError> {
    let path = folder.join(LOCK);
    let failed = |source| CliError::File {
        path: path.clone(),
        source,
    };
    let mut options = File::options();
    let file = options
        .create(true)
        .append(true)
        .open(&path)
        .map_err(failed)?;
    match how(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(CliError::InUse),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Makes a folder that only its owner reads: it holds people's messages.
pub(super) fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
