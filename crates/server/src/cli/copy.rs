//! `engawa copy`.

use super::{error::CliError, keep::tell, open::Place, terminal::Terminal};
use clap::Args;
use std::process::ExitCode;

/// Copies everything into an empty store of the same or another kind.
///
/// Says of each kind how much there is and its checksum, computed from both stores after copying;
/// ends with 1 when they differ. Stop the server first: what is written meanwhile is not copied.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa copy --from ./data --to postgres://engawa@db.example.jp/engawa
  engawa copy --from postgres://engawa@db.example.jp/engawa --to ./data

ENGAWA_FROM and ENGAWA_TO keep a password out of the list of processes. Devices notice that the
store is another one and ask for everything anew; what waits on them is sent, and counts once.")]
pub(super) struct Copy {
    /// The store to copy: a folder, or the URL of a PostgreSQL database.
    #[arg(
        long,
        env = "ENGAWA_FROM",
        hide_env_values = true,
        value_name = "DIR or URL"
    )]
    from: Place,

    /// The empty store to copy into; made when it is not there.
    #[arg(
        long,
        env = "ENGAWA_TO",
        hide_env_values = true,
        value_name = "DIR or URL"
    )]
    to: Place,
}

impl Copy {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let from = self.from.open().await?;
        let to = self.to.open_or_make().await?;
        let sums = store::copy(&*from, &*to).await?;
        from.close().await;
        to.close().await;
        tell(terminal, &sums)?;
        let count: u64 = sums.values().map(|sum| sum.count).sum();
        terminal.say(&format!("copied {count}, the same in both"))?;
        Ok(ExitCode::SUCCESS)
    }
}
