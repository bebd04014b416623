//! `engawa export`.

use super::{Data, error::CliError, terminal::Terminal};
use clap::{Args, Subcommand};
use domain::{Row, Scope};
use formats::job_posting;
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};
use store::Store;

/// Postings read from the store at a time.
const STEP: usize = 1000;

/// Writes postings out of the store.
#[derive(Subcommand, Debug)]
pub(super) enum Export {
    Jobs(Jobs),
}

/// Writes all postings as schema.org JobPosting, JSON Lines, which import back to the same.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa export jobs --data ./data > postings.jsonl
  engawa export jobs --data ./data -o postings.jsonl")]
pub(super) struct Jobs {
    #[command(flatten)]
    data: Data,

    /// Write into this file and not to standard output.
    #[arg(short, long, env = "ENGAWA_OUTPUT", value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let Self::Jobs(Jobs { data, output }) = self;
        let store = data.open().await?;
        match output {
            None => {
                // Locked only while a line is written: a lock does not go from thread to thread.
                write_jobs(&*store, &mut BufWriter::new(io::stdout())).await?;
            }
            Some(path) => {
                let failed = |source| CliError::File {
                    path: path.clone(),
                    source,
                };
                // A file that is there is whole.
                let unfinished = path.with_added_extension("unfinished");
                let file = File::create(&unfinished).map_err(failed)?;
                let count = write_jobs(&*store, &mut BufWriter::new(file)).await?;
                fs::rename(&unfinished, &path).map_err(failed)?;
                terminal.say(&format!("exported {count}"))?;
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

async fn write_jobs(store: &dyn Store, out: &mut (impl Write + Send)) -> Result<u64, CliError> {
    let mut snapshot = store.snapshot().await?;
    let (mut after, mut count) = (0, 0);
    loop {
        let changes = snapshot.changes(Scope::Public, after, STEP).await?;
        let Some(last) = changes.last() else { break };
        after = last.version;
        for change in changes {
            if let Some(Row::Job(job)) = change.row {
                writeln!(out, "{}", job_posting::to_line(&job))?;
                count += 1;
            }
        }
    }
    out.flush()?;
    Ok(count)
}
