//! `engawa export`.

mod programs;
mod spaces;

use super::{Data, error::CliError, terminal::Terminal};
use clap::{Args, Subcommand};
use domain::{Row, Scope};
use formats::job_posting;
use programs::Programs;
use spaces::Spaces;
use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use store::{Room, Snapshot, Store};
use tempfile::NamedTempFile;

/// Writes postings, programs or spaces out of the store.
#[derive(Subcommand, Debug)]
pub(super) enum Export {
    Jobs(Jobs),
    Programs(Programs),
    Spaces(Spaces),
}

/// Where it comes from and where it goes.
#[derive(Args, Debug)]
struct Ways {
    #[command(flatten)]
    data: Data,

    /// Write into this file and not to standard output.
    #[arg(short, long, env = "ENGAWA_OUTPUT", value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace the file if it is there. It stays as it is until the new one is whole.
    #[arg(long, env = "ENGAWA_FORCE", requires = "output")]
    force: bool,
}

/// Writes all postings as schema.org JobPosting, JSON Lines, which import back to the same.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa export jobs --data ./data > postings.jsonl
  engawa export jobs --data ./data -o postings.jsonl")]
pub(super) struct Jobs {
    #[command(flatten)]
    ways: Ways,
}

impl Export {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        match self {
            Self::Jobs(Jobs { ways }) => ways.export(What::Jobs, terminal).await,
            Self::Programs(programs) => {
                let (ways, list) = programs.parts();
                ways.export(What::Programs(list), terminal).await
            }
            Self::Spaces(spaces) => {
                let (ways, list) = spaces.parts();
                ways.export(What::Spaces(list), terminal).await
            }
        }
    }
}

/// What is written.
enum What {
    Jobs,
    Programs(programs::List),
    Spaces(spaces::List),
}

impl What {
    /// Writes it, and says how many there were.
    async fn write(
        self,
        store: &dyn Store,
        out: &mut (impl Write + Send),
    ) -> Result<u64, CliError> {
        let count = match self {
            Self::Jobs => write_jobs(store, out).await?,
            Self::Programs(list) => list.write(store, out).await?,
            Self::Spaces(list) => list.write(store, out).await?,
        };
        out.flush()?;
        Ok(count)
    }
}

impl Ways {
    async fn export(self, what: What, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let Self {
            data,
            output,
            force,
        } = self;
        let output = output.map(|path| Output::at(path, force)).transpose()?;
        let store = data.open().await?;
        match output {
            None => {
                // Locked only while a line is written: a lock does not go from thread to thread.
                what.write(&*store, &mut BufWriter::new(io::stdout()))
                    .await?;
            }
            Some(output) => {
                let count = output.write(&*store, what).await?;
                terminal.say(&format!("exported {count}"))?;
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// Where a file is to be.
struct Output {
    path: PathBuf,
    force: bool,
}

impl Output {
    fn at(path: PathBuf, force: bool) -> Result<Self, CliError> {
        match fs::metadata(&path) {
            // A folder or a device is nothing to replace.
            Ok(there) if !force || !there.is_file() => Err(CliError::IsThere(path)),
            _ => Ok(Self { path, force }),
        }
    }

    /// Writes all of it, beside the place at first: a file of this name is whole, also when the
    /// disk is full or the program is ended in the middle.
    async fn write(&self, store: &dyn Store, what: What) -> Result<u64, CliError> {
        let failed = |source| CliError::File {
            path: self.path.clone(),
            source,
        };
        let mut unfinished = self.unfinished().map_err(failed)?;
        let mut out = BufWriter::new(unfinished.as_file_mut());
        let count = what.write(store, &mut out).await?;
        drop(out);
        unfinished.as_file().sync_all().map_err(failed)?;
        if self.force {
            unfinished
                .persist(&self.path)
                .map_err(|lost| failed(lost.error))?;
        } else {
            unfinished
                .persist_noclobber(&self.path)
                .map_err(|lost| match lost.error.kind() {
                    io::ErrorKind::AlreadyExists => CliError::IsThere(self.path.clone()),
                    _ => failed(lost.error),
                })?;
        }
        Ok(count)
    }

    /// A new file beside the place; it is removed unless it is kept.
    fn unfinished(&self) -> io::Result<NamedTempFile> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".engawa-").suffix(".unfinished");
        // What is exported is public: others may read the file as far as the person's own habit (umask) lets.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder)
    }
}

async fn write_jobs(store: &dyn Store, out: &mut (impl Write + Send)) -> Result<u64, CliError> {
    let mut snapshot = store.snapshot().await?;
    let mut count = 0;
    each(&mut *snapshot, Scope::Public, |row| {
        if let Row::Job(job) = row {
            writeln!(out, "{}", job_posting::to_line(&job))?;
            count += 1;
        }
        Ok(())
    })
    .await?;
    Ok(count)
}

/// Shows every row of a scope, in the order in which they last changed.
async fn each(
    snapshot: &mut dyn Snapshot,
    scope: Scope,
    mut show: impl FnMut(Row) -> io::Result<()> + Send,
) -> Result<(), CliError> {
    let mut after = 0;
    loop {
        let changes = snapshot.changes(scope, after, Room::PAGE).await?;
        let Some(last) = changes.last() else {
            return Ok(());
        };
        after = last.version;
        for row in changes.into_iter().filter_map(|change| change.row) {
            show(row)?;
        }
    }
}
