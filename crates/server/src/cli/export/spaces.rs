//! `engawa export spaces`.

use super::{Ways, each};
use crate::cli::error::CliError;
use clap::{Args, ValueEnum};
use domain::{DeskId, Row, Scope};
use formats::spaces::{FacilitiesLayout, FacilitiesWriter};
use std::io::Write;
use store::Store;

/// Writes spaces as a list of public facilities in a national layout (CSV), which imports back to the same.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa export spaces --data ./data --layout new -o public_facility.csv
  engawa export spaces --data ./data --desk 日南市役所 > spaces.csv

Columns that Engawa has no word for come back as they were imported. What the layout has no column for
(places for workers, hours of single days) stands in a column `engawa`, if anything does. docs/formats.md
tells the columns.")]
pub(in crate::cli) struct Spaces {
    #[command(flatten)]
    ways: Ways,

    /// Which layout.
    #[arg(long, env = "ENGAWA_LAYOUT", value_enum, default_value = "new")]
    layout: Layout,

    /// Only the spaces that this desk manages. Import them with the same --desk.
    #[arg(long, env = "ENGAWA_DESK", value_name = "NAME")]
    desk: Option<String>,
}

/// Names of layouts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Layout {
    /// 推奨データセット 公共施設一覧 (to 2022).
    Old,
    /// 自治体標準オープンデータセット 公共施設一覧.
    New,
}

/// Which spaces are written, and how.
pub(super) struct List {
    layout: FacilitiesLayout,
    desk: Option<String>,
}

impl Spaces {
    pub(super) fn parts(self) -> (Ways, List) {
        let layout = match self.layout {
            Layout::Old => FacilitiesLayout::Old,
            Layout::New => FacilitiesLayout::New,
        };
        let desk = self.desk;
        (self.ways, List { layout, desk })
    }
}

impl List {
    pub(super) async fn write(
        self,
        store: &dyn Store,
        out: &mut (impl Write + Send),
    ) -> Result<u64, CliError> {
        let desk = self.desk.as_deref().map(DeskId::of_name);
        let wanted = |row| match row {
            Row::Space(space) if desk.is_none() || space.desk == desk => Some(space),
            _ => None,
        };
        let mut snapshot = store.snapshot().await?;
        let mut list = FacilitiesWriter::new(self.layout, self.desk);
        each(&mut *snapshot, Scope::Spaces, |row| {
            if let Some(space) = wanted(row) {
                list.look(&space);
            }
            Ok(())
        })
        .await?;
        list.heading(out)?;
        let mut count = 0;
        each(&mut *snapshot, Scope::Spaces, |row| {
            if let Some(space) = wanted(row) {
                list.space(out, &space)?;
                count += 1;
            }
            Ok(())
        })
        .await?;
        Ok(count)
    }
}
