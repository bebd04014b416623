//! `engawa import`.

mod programs;
mod spaces;

use super::{Data, error::CliError, load::Loader, terminal::Terminal};
use clap::{Args, Subcommand};
use domain::place::Town;
use formats::{
    csv::{self, BadMap},
    job_posting, municipalities,
};
use programs::Programs;
use spaces::Spaces;
use std::{
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Reads postings, programs, spaces or municipalities into the store.
///
/// The last line says what became of them: `imported N, unchanged N, refused N`. What is refused is
/// told on standard error, a line each: FILE:LINE: FIELD: REASON. Importing the same again changes
/// nothing, and what its desk has edited since stays as it is: a line before the last then says
/// `kept N as their desks edited them`. A server may run meanwhile: open pages show what is new.
#[derive(Subcommand, Debug)]
pub(super) enum Import {
    Jobs(Jobs),
    Programs(Programs),
    Spaces(Spaces),
    Municipalities(Municipalities),
}

/// Reads postings: schema.org JobPosting as JSON Lines, or CSV with a map of its columns.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa import jobs --data ./data postings.jsonl
  engawa import jobs --data ./data --map columns.toml postings.csv

A posting belongs to the desk that hiringOrganization.name names, made if new. The map of columns is
explained in docs/formats.md.")]
pub(super) struct Jobs {
    #[command(flatten)]
    data: Data,

    /// Which column of a CSV file is what (TOML).
    #[arg(long, env = "ENGAWA_MAP", value_name = "FILE")]
    map: Option<PathBuf>,

    /// Files that end in .csv are CSV; all others are JSON Lines.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Reads municipalities (CSV: lgcode, prefecture, city, kana, lat, lng).
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  engawa import municipalities --data ./data municipalities.csv

Postings name towns by their code; import municipalities before them.")]
pub(super) struct Municipalities {
    #[command(flatten)]
    data: Data,

    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Import {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        match self {
            Self::Jobs(jobs) => jobs.run(terminal).await,
            Self::Programs(programs) => programs.run(terminal).await,
            Self::Spaces(spaces) => spaces.run(terminal).await,
            Self::Municipalities(municipalities) => municipalities.run(terminal).await,
        }
    }
}

impl Jobs {
    async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let map = read_map(self.map.as_deref(), csv::Map::parse)?;
        let files = open_all(&self.files)?;
        if map.is_none()
            && let Some(path) = self.files.iter().find(|path| is_csv(path))
        {
            return Err(CliError::NoMap(path.clone()));
        }
        let store = self.data.open_or_make().await?;
        let mut loader = Loader::new(&*store);
        for (path, file) in files {
            let source = path.display();
            match map.as_ref().filter(|_| is_csv(path)) {
                Some(map) => loader.jobs(&source, csv::read(file, map), terminal).await?,
                None => {
                    let postings = job_posting::read(BufReader::new(file));
                    loader.jobs(&source, postings, terminal).await?;
                }
            }
        }
        let tally = loader.tally;
        store.close().await;
        tally.tell(terminal)
    }
}

impl Municipalities {
    async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let file = open(&self.file)?;
        let store = self.data.open_or_make().await?;
        let mut loader = Loader::new(&*store);
        let towns = municipalities::read(file).map(|town| town.map(town_of));
        loader.towns(&self.file.display(), towns, terminal).await?;
        let tally = loader.tally;
        store.close().await;
        tally.tell(terminal)
    }
}

/// A municipality as postings show it.
pub(super) fn town_of(municipality: municipalities::Municipality) -> Town {
    Town {
        code: municipality.code,
        name: municipality.name,
    }
}

fn is_csv(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

fn open(path: &Path) -> Result<File, CliError> {
    File::open(path).map_err(|source| CliError::File {
        path: path.to_owned(),
        source,
    })
}

/// All or none: a name that is mistyped should not leave half of the files imported.
fn open_all(paths: &[PathBuf]) -> Result<Vec<(&PathBuf, File)>, CliError> {
    paths.iter().map(|path| Ok((path, open(path)?))).collect()
}

/// The column map in a file, if one is named.
fn read_map<M>(
    path: Option<&Path>,
    parse: fn(&str) -> Result<M, BadMap>,
) -> Result<Option<M>, CliError> {
    let Some(path) = path else {
        return Ok(None);
    };
    let text = fs::read_to_string(path).map_err(|source| CliError::File {
        path: path.to_owned(),
        source,
    })?;
    let map = parse(&text).map_err(|bad| CliError::Map {
        path: path.to_owned(),
        reason: bad.to_string(),
    })?;
    Ok(Some(map))
}
