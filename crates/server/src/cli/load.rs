//! Bringing postings and municipalities into the store, in transactions of a bounded size.

use super::{error::CliError, terminal::Terminal};
use domain::{DeskId, Job, Kind, Row, RowKey, Write, desk::Desk, place::Town, program::Program};
use formats::Refused;
use std::{
    collections::{BTreeSet, HashSet},
    fmt::Display,
    process::ExitCode,
    time::Duration,
};
use store::{Store, StoreError, Transaction};

/// Rows in one transaction.
const BATCH: usize = 500;
/// Between transactions a server that runs on the same store gets its turn.
const PAUSE: Duration = Duration::from_millis(10);

/// What became of what was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Tally {
    pub(super) imported: u64,
    pub(super) unchanged: u64,
    pub(super) refused: u64,
    /// Postings that their desks have changed since; what the desk said stands.
    pub(super) kept: u64,
}

impl Tally {
    fn count(&mut self, changed: bool) {
        if changed {
            self.imported += 1;
        } else {
            self.unchanged += 1;
        }
    }

    /// Says the outcome as the last line, and how the program ends.
    pub(super) fn tell(self, terminal: &mut Terminal) -> Result<ExitCode, CliError> {
        let Self {
            imported,
            unchanged,
            refused,
            kept,
        } = self;
        if kept > 0 {
            terminal.say(&format!("kept {kept} as their desks edited them"))?;
        }
        terminal.say(&format!(
            "imported {imported}, unchanged {unchanged}, refused {refused}"
        ))?;
        Ok(if refused == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        })
    }
}

/// Loads into a store.
pub(super) struct Loader<'a> {
    store: &'a dyn Store,
    desks: HashSet<DeskId>,
    pub(super) tally: Tally,
}

impl<'a> Loader<'a> {
    pub(super) fn new(store: &'a dyn Store) -> Self {
        Self {
            store,
            desks: HashSet::new(),
            tally: Tally::default(),
        }
    }

    /// Loads postings as they are read from what `source` names; those that are refused are told.
    pub(super) async fn jobs(
        &mut self,
        source: &dyn Display,
        mut postings: impl Iterator<Item = Result<Job, Refused>>,
        terminal: &mut Terminal,
    ) -> Result<(), CliError> {
        loop {
            let jobs = self.batch(source, &mut postings, terminal);
            if jobs.is_empty() {
                return Ok(());
            }
            let mut transaction = self.store.begin().await?;
            transaction.foresee(&needed(&jobs)).await?;
            for mut job in jobs {
                name_town(transaction.as_mut(), &mut job).await?;
                if self.desks.insert(job.desk) {
                    let (desk, name) = (job.desk, &job.desk_name);
                    make_desk(transaction.as_mut(), desk, name, job.sample).await?;
                }
                if is_edited(transaction.as_mut(), &job).await? {
                    self.tally.kept += 1;
                    continue;
                }
                self.tally
                    .count(transaction.write(&Write::Put(Row::Job(job))).await?);
            }
            transaction.commit().await?;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Loads programs.
    pub(super) async fn programs(&mut self, programs: Vec<Program>) -> Result<(), CliError> {
        for batch in programs.chunks(BATCH) {
            let mut transaction = self.store.begin().await?;
            for program in batch {
                let (desk, name) = (program.desk, &program.desk_name);
                if self.desks.insert(desk) {
                    make_desk(transaction.as_mut(), desk, name, program.sample).await?;
                }
                let write = Write::Put(Row::Program(program.clone()));
                self.tally.count(transaction.write(&write).await?);
            }
            transaction.commit().await?;
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Loads municipalities likewise.
    pub(super) async fn towns(
        &mut self,
        source: &dyn Display,
        mut towns: impl Iterator<Item = Result<Town, Refused>>,
        terminal: &mut Terminal,
    ) -> Result<(), CliError> {
        loop {
            let batch = self.batch(source, &mut towns, terminal);
            if batch.is_empty() {
                return Ok(());
            }
            let mut transaction = self.store.begin().await?;
            for town in batch {
                self.tally.count(transaction.put_town(&town).await?);
            }
            transaction.commit().await?;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What one transaction takes; empty at the end.
    fn batch<T>(
        &mut self,
        source: &dyn Display,
        items: &mut impl Iterator<Item = Result<T, Refused>>,
        terminal: &mut Terminal,
    ) -> Vec<T> {
        let mut batch = Vec::new();
        while batch.len() < BATCH
            && let Some(item) = items.next()
        {
            match item {
                Ok(item) => batch.push(item),
                Err(Refused {
                    line,
                    field,
                    reason,
                }) => {
                    let field = if field.is_empty() {
                        "record"
                    } else {
                        field.as_str()
                    };
                    terminal.complain(&format!("{source}:{line}: {field}: {reason}"));
                    self.tally.refused += 1;
                }
            }
        }
        batch
    }
}

/// The rows that postings are put into and belong to.
fn needed(jobs: &[Job]) -> BTreeSet<RowKey> {
    let (job, desk) = (Kind::Job, Kind::Desk);
    jobs.iter()
        .flat_map(|posting| [(job, posting.id.0), (desk, posting.desk.0)])
        .map(|(kind, id)| RowKey { kind, id })
        .collect()
}

/// Gives a posting's town the name that belongs to its code.
async fn name_town(transaction: &mut dyn Transaction, job: &mut Job) -> Result<(), StoreError> {
    if let Some(town) = &mut job.workplace.town
        && let Some(known) = transaction.town(&town.code).await?
    {
        *town = known;
    }
    Ok(())
}

/// Whether its desk has changed the posting since it was imported.
async fn is_edited(transaction: &mut dyn Transaction, job: &Job) -> Result<bool, StoreError> {
    let key = RowKey {
        kind: Kind::Job,
        id: job.id.0,
    };
    let stored = transaction.row(key).await?;
    Ok(matches!(stored, Some(Row::Job(stored)) if stored.edited_at.is_some()))
}

/// Makes the desk of what is loaded, unless it is there.
async fn make_desk(
    transaction: &mut dyn Transaction,
    id: DeskId,
    name: &str,
    sample: bool,
) -> Result<(), StoreError> {
    let key = RowKey {
        kind: Kind::Desk,
        id: id.0,
    };
    if transaction.row(key).await?.is_none() {
        let desk = Desk {
            id,
            name: name.to_owned(),
            sample,
        };
        transaction.write(&Write::Put(Row::Desk(desk))).await?;
    }
    Ok(())
}
