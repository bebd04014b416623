//! `engawa export programs`.

use super::{Ways, each};
use crate::cli::error::CliError;
use clap::{Args, ValueEnum};
use domain::{DeskId, Row, Scope};
use formats::events::{EventsLayout, EventsWriter};
use std::io::Write;
use store::Store;

/// Writes programs as a list of events in a national layout (CSV), which imports back to the same.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  engawa export programs --data ./data --layout new -o events.csv
  engawa export programs --data ./data --desk 焼津市 > events.csv

Columns that Engawa has no word for come back as they were imported. What the layout has no column for
(several sessions, forms, childcare) stands in a column `engawa`, if anything does. docs/formats.md tells
the columns.")]
pub(in crate::cli) struct Programs {
    #[command(flatten)]
    ways: Ways,

    /// Which layout.
    #[arg(long, env = "ENGAWA_LAYOUT", value_enum, default_value = "new")]
    layout: Layout,

    /// Only this desk's programs. Import them with the same --desk.
    #[arg(long, env = "ENGAWA_DESK", value_name = "NAME")]
    desk: Option<String>,
}

/// Names of layouts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Layout {
    /// 推奨データセット イベント一覧 (to 2022).
    Old,
    /// 自治体標準オープンデータセット イベント一覧.
    New,
    /// 政府相互運用性フレームワーク (GIF) イベント.
    Gif,
}

/// Which programs are written, and how.
pub(super) struct List {
    layout: EventsLayout,
    desk: Option<String>,
}

impl Programs {
    pub(super) fn parts(self) -> (Ways, List) {
        let layout = match self.layout {
            Layout::Old => EventsLayout::Old,
            Layout::New => EventsLayout::New,
            Layout::Gif => EventsLayout::Gif,
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
            Row::Program(program) if desk.is_none_or(|desk| program.desk == desk) => Some(program),
            _ => None,
        };
        let mut snapshot = store.snapshot().await?;
        let mut list = EventsWriter::new(self.layout, self.desk);
        each(&mut *snapshot, Scope::Programs, |row| {
            if let Some(program) = wanted(row) {
                list.look(&program);
            }
            Ok(())
        })
        .await?;
        list.heading(out)?;
        let mut count = 0;
        each(&mut *snapshot, Scope::Programs, |row| {
            if let Some(program) = wanted(row) {
                list.program(out, &program)?;
                count += 1;
            }
            Ok(())
        })
        .await?;
        Ok(count)
    }
}
