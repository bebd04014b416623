//! `engawa restore`.

use super::{
    Data,
    error::CliError,
    keep::tell,
    open::{FILE, Place, alone, make_private},
    terminal::Terminal,
};
use clap::Args;
use std::{path::PathBuf, process::ExitCode};
use store_postgres::PostgresStore;

/// Makes a store from a backup; no server may run on it.
///
/// The backup is looked through first: from a damaged one nothing is restored. The restored store
/// is another incarnation, so devices ask it for everything anew; drafts and what waits to be sent
/// stay on them and are sent.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa restore --data ./data engawa-2026-11-23.sqlite
  engawa restore --data ./data --force engawa-2026-11-23.sqlite    in place of what is there
  pg_restore --dbname engawa engawa.dump && \\
      engawa restore --new-epoch --database-url postgres://engawa@db.example.jp/engawa
                                                                   a database has its own tools")]
pub(super) struct Restore {
    #[command(flatten)]
    data: Data,

    /// The backup.
    #[arg(value_name = "FILE", required_unless_present = "new_epoch")]
    file: Option<PathBuf>,

    /// Replace the store that is there.
    #[arg(long, env = "ENGAWA_FORCE")]
    force: bool,

    /// Restore nothing: make the store that is there another incarnation, after another tool put it
    /// back to an earlier time.
    #[arg(long, env = "ENGAWA_NEW_EPOCH", conflicts_with = "file")]
    new_epoch: bool,
}

impl Restore {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        match (self.data.place()?, &self.file) {
            (Place::Folder(folder), Some(file)) => {
                make_private(&folder).map_err(|source| CliError::File {
                    path: folder.clone(),
                    source,
                })?;
                let _alone = alone(&folder)?;
                let to = folder.join(FILE);
                if to.exists() && !self.force {
                    return Err(CliError::IsThere(to));
                }
                let sums = store_sqlite::restore(file, &to).await?;
                tell(terminal, &sums)?;
                let from = file.display();
                terminal.say(&format!("restored {} from {from}", folder.display()))?;
            }
            (Place::Folder(folder), None) => {
                let to = folder.join(FILE);
                if !to.is_file() {
                    return Err(CliError::NoStore(folder.display().to_string()));
                }
                let _alone = alone(&folder)?;
                store_sqlite::begin_anew(&to).await?;
                terminal.say("another incarnation: devices ask for everything anew")?;
            }
            (Place::Database(_), Some(_)) => return Err(CliError::DatabaseRestore),
            (Place::Database(url), None) => {
                if PostgresStore::in_use(&url).await? {
                    return Err(CliError::InUse);
                }
                PostgresStore::begin_anew(&url).await?;
                terminal.say("another incarnation: devices ask for everything anew")?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
