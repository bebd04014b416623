//! `engawa check` and `engawa backup`.

use super::{Data, error::CliError, open::Opened, terminal::Terminal};
use crate::hash::hex;
use clap::Args;
use std::{path::PathBuf, process::ExitCode};
use store::contents::Sums;

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

/// Says what each part comes to.
pub(super) fn tell(terminal: &mut Terminal, sums: &Sums) -> Result<(), CliError> {
    for (part, sum) in sums {
        let (part, hash) = (part.to_string(), hex(&sum.sha256));
        terminal.say(&format!("{part:<10} {:>8}  {hash}", sum.count))?;
    }
    Ok(())
}

/// Copies the store into a new file; a server may run meanwhile.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa backup --data ./data engawa-2026-11-23.sqlite
  engawa restore --data restored engawa-2026-11-23.sqlite

It says of each kind how much there is and its checksum; `engawa restore` says the same of what it
has restored.

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
        let Opened::Sqlite(store, _) = self.data.open().await? else {
            return Err(CliError::DatabaseBackup);
        };
        let sums = store.backup(&self.file).await?;
        store.close().await;
        tell(terminal, &sums)?;
        terminal.say(&format!("copied into {}", self.file.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}
