//! `engawa import spaces`.

use super::{open_all, read_map};
use crate::{
    cli::{Data, error::CliError, load::Loader, terminal::Terminal},
    clock::now,
};
use clap::Args;
use domain::Day;
use formats::spaces::{self, Context};
use std::{path::PathBuf, process::ExitCode};

/// Reads spaces: lists of public facilities in a national layout (CSV or JSON), or an office's own list
/// with a map of its columns.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa import spaces --data ./data public_facility.csv public_facility.json
  engawa import spaces --data ./data --desk 日南市役所 --map columns.toml rooms.csv

The layout, the encoding and the delimiter of a national list are known by its heading. The layouts and
the map of columns are explained in docs/formats.md. A space of a list belongs to nobody here until a desk
is named. What goes in although something in it had to be put right or set aside is told on standard error
too, and counted in a line before the last: `noted N that went in`.")]
pub(in crate::cli) struct Spaces {
    #[command(flatten)]
    data: Data,

    /// Which column of a CSV file is what (TOML); for lists that have no national layout.
    #[arg(long, env = "ENGAWA_MAP", value_name = "FILE")]
    map: Option<PathBuf>,

    /// The desk that manages the spaces, made if new. Left out: they only stand in the list.
    #[arg(long, env = "ENGAWA_DESK", value_name = "NAME")]
    desk: Option<String>,

    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Spaces {
    pub(super) async fn run(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let map = read_map(self.map.as_deref(), spaces::Map::parse)?;
        let files = open_all(&self.files)?;
        let context = Context {
            desk: self.desk,
            entered: Day::of(now()).start(),
        };
        let store = self.data.open_or_make().await?;
        let mut loader = Loader::new(&*store);
        for (path, file) in files {
            let (source, context) = (path.display(), context.clone());
            match &map {
                Some(map) => {
                    let spaces = spaces::read_mapped(file, map, context);
                    loader.listed(&source, spaces, terminal).await?;
                }
                None => {
                    let spaces = spaces::read(file, context);
                    loader.listed(&source, spaces, terminal).await?;
                }
            }
        }
        let tally = loader.tally;
        store.close().await;
        tally.tell(terminal)
    }
}
