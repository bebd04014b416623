//! A backup becomes a store again.

use crate::{
    error::failed,
    open::{SqliteStore, private},
};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};
use store::{
    StoreError,
    contents::{Sums, sums},
};

/// Why nothing was restored. What was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is something else in the file.
    #[error("{} is no backup of a store", .0.display())]
    NoBackup(PathBuf),
    /// The file is damaged.
    #[error("the backup is damaged:\n{}", .0.join("\n"))]
    Damaged(Vec<String>),
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts a backup at `to`, where nobody may have a store open, in place of what is there. It is another
/// incarnation. Everything is tried on a copy first; says what each part of it comes to.
pub async fn restore(from: &Path, to: &Path) -> Result<Sums, RestoreError> {
    let copy = with_ending(to, ".restoring");
    discard(&copy)?;
    let restored = prepare(from, &copy).await;
    if restored.is_ok() {
        // Nobody has it open: what is in its log belongs to what is replaced.
        for companion in companions(to) {
            remove(&companion)?;
        }
        fs::rename(&copy, to).map_err(file(to))?;
        if let Some(folder) = to.parent() {
            let folder = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            };
            let synced = File::open(folder).and_then(|folder| folder.sync_all());
            synced.map_err(file(folder))?;
        }
    } else {
        discard(&copy)?;
    }
    restored
}

/// Makes the store in the file at `at` another incarnation. Nobody may have it open.
pub async fn begin_anew(at: &Path) -> Result<(), RestoreError> {
    let options = SqliteConnectOptions::new().filename(at);
    let failed = failed("forget its incarnation");
    let mut store = options.connect().await.map_err(&failed)?;
    if !is_ours(&mut store).await? {
        return Err(RestoreError::NoBackup(at.to_owned()));
    }
    sqlx::query("DELETE FROM meta WHERE name = 'epoch'")
        .execute(&mut store)
        .await
        .map_err(&failed)?;
    store.close().await.map_err(&failed)?;
    Ok(())
}

/// A copy of a backup, looked through and on the disk.
async fn prepare(from: &Path, copy: &Path) -> Result<Sums, RestoreError> {
    // People's messages are in it: it is private before it is filled.
    private(copy, true).map_err(file(copy))?;
    let mut source = File::open(from).map_err(file(from))?;
    let mut target = File::options().write(true).open(copy).map_err(file(copy))?;
    io::copy(&mut source, &mut target).map_err(file(copy))?;
    target.sync_all().map_err(file(copy))?;
    drop(target);
    begin_anew(copy).await?;
    let store = SqliteStore::open(copy).await?;
    let looked = look_through(&store).await;
    store.close().await;
    let target = File::open(copy).map_err(file(copy))?;
    target.sync_all().map_err(file(copy))?;
    looked
}

async fn look_through(store: &SqliteStore) -> Result<Sums, RestoreError> {
    let found = store::Store::check(store).await?;
    if found.is_empty() {
        Ok(sums(store).await?)
    } else {
        Err(RestoreError::Damaged(found))
    }
}

/// Whether this is a store: opening something else would put one into it.
async fn is_ours(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    let ours: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('meta', 'row', 'row_scope', 'scope')",
    )
    .fetch_one(connection)
    .await
    .map_err(failed("read the backup"))?;
    Ok(ours == 4)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// What SQLite keeps beside a file while it is open, or after a crash.
fn companions(path: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", "-journal"].map(|ending| with_ending(path, ending))
}

fn discard(path: &Path) -> Result<(), RestoreError> {
    companions(path).iter().try_for_each(|file| remove(file))?;
    remove(path)
}

fn remove(path: &Path) -> Result<(), RestoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file(path)(error)),
        _ => Ok(()),
    }
}

fn file(path: &Path) -> impl Fn(io::Error) -> RestoreError {
    move |source| RestoreError::File {
        path: path.to_owned(),
        source,
    }
}
