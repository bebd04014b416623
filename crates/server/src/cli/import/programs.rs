//! `engawa import programs`.

use super::{open_all, read_map};
use crate::{
    cli::{Data, error::CliError, load::Loader, terminal::Terminal},
    clock::now,
};
use clap::{Args, builder::PossibleValuesParser};
use domain::{Day, program::ProgramKind};
use formats::events::{self, Context};
use std::{path::PathBuf, process::ExitCode};

/// Reads programs: lists of events in a national layout, or a city's own list with a map of its columns.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa import programs --data ./data events.csv
  engawa import programs --data ./data --desk 焼津市 --map columns.toml events.csv

The layout, the encoding and the delimiter of a national list are known by its heading. The layouts and
the map of columns are explained in docs/formats.md. What goes in although something in it had to be put
right or set aside is told on standard error too, and counted in a line before the last: `noted N that
went in`.")]
pub(in crate::cli) struct Programs {
    #[command(flatten)]
    data: Data,

    /// Which column of a CSV file is what (TOML); for lists that have no national layout.
    #[arg(long, env = "ENGAWA_MAP", value_name = "FILE")]
    map: Option<PathBuf>,

    /// The desk that the programs belong to, made if new. Left out: the municipality that a row names.
    #[arg(long, env = "ENGAWA_DESK", value_name = "NAME")]
    desk: Option<String>,

    /// What the programs are, where a file does not say.
    #[arg(long, env = "ENGAWA_KIND", value_name = "KIND", default_value = "seminar",
        value_parser = PossibleValuesParser::new(ProgramKind::ALL.map(ProgramKind::word)))]
    kind: String,

    /// The day on which the files were published, 2026-04-01: days without a year take theirs from it.
    #[arg(long, env = "ENGAWA_PUBLISHED", value_name = "DAY", requires = "map")]
    published: Option<Day>,

    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Programs {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let map = read_map(self.map.as_deref(), events::Map::parse)?;
        let files = open_all(&self.files)?;
        let context = Context {
            desk: self.desk,
            kind: ProgramKind::from_word(&self.kind).unwrap_or_default(),
            published: self.published,
            // Announced the evening before: the hour says nothing.
            ..Context::new(Day::of(now()).start())
        };
        let store = self.data.open_or_make().await?;
        let mut loader = Loader::new(&*store);
        for (path, file) in files {
            let (source, context) = (path.display(), context.clone());
            match &map {
                Some(map) => {
                    let programs = events::read_mapped(file, map, context);
                    loader.listed(&source, programs, terminal).await?;
                }
                None => {
                    let programs = events::read(file, context);
                    loader.listed(&source, programs, terminal).await?;
                }
            }
        }
        let tally = loader.tally;
        store.close().await;
        tally.tell(terminal)
    }
}
