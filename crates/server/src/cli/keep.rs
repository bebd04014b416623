//! `engawa check` and `engawa backup`.

use super::{Data, error::CliError, open::Opened, terminal::Terminal};
use clap::Args;
use std::{path::PathBuf, process::ExitCode};

/// Looks for damage in the store; a server may run meanwhile.
///
/// Ends with 0 when everything is sound, and with 2 after naming what is not.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  engawa check --data ./data")]
pub(super) struct Check {
    #[command(flatten)]
    data: Data,
}

impl Check {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let store = self.data.open().await?;
        let found = store.check().await?;
        store.close().await;
        if found.is_empty() {
            terminal.say("everything is sound")?;
            return Ok(ExitCode::SUCCESS);
        }
        for line in &found {
            terminal.complain(line);
        }
        terminal.say(&format!(
            "found {} things that are not as they should be",
            found.len()
        ))?;
        Ok(ExitCode::from(2))
    }
}

/// Copies the store into a new file; a server may run meanwhile.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa backup --data ./data engawa-2026-11-23.sqlite
  mkdir restored && cp engawa-2026-11-23.sqlite restored/engawa.sqlite && \\
      engawa serve --data restored              restoring it

A store that was restored names itself anew, so that devices which saw more ask for everything
again. What waits to be sent stays on them.")]
pub(super) struct Backup {
    #[command(flatten)]
    data: Data,

    /// The file to write. It must not be there.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let Opened::Sqlite(store) = self.data.open().await? else {
            return Err(CliError::DatabaseBackup);
        };
        store.backup(&self.file).await?;
        store.close().await;
        terminal.say(&format!("copied into {}", self.file.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}
