//! Bringing postings, lists and municipalities into the store, in transactions of a bounded size.

mod listed;

use super::{error::CliError, terminal::Terminal};
use domain::{DeskId, Job, Kind, Row, RowKey, Write, desk::Desk, place::Town, space::Space};
use formats::{Entered, Reason, Refused};
pub(super) use listed::Listed;
use std::{
    collections::{BTreeSet, HashSet},
    fmt::Display,
    process::ExitCode,
    time::{Duration, Instant},
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
    /// What its desk has changed since; what the desk said stands.
    pub(super) kept: u64,
    /// What went in although there was something to say of it.
    pub(super) noted: u64,
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
            noted,
        } = self;
        if noted > 0 {
            terminal.say(&format!("noted {noted} that went in"))?;
        }
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
                if let Some(town) = &mut job.workplace.town {
                    name_town(transaction.as_mut(), town).await?;
                }
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

    /// Loads what comes in a list likewise; what is to be said of an entry that goes in is told too.
    pub(super) async fn listed<T: Listed>(
        &mut self,
        source: &dyn Display,
        mut entries: impl Iterator<Item = Result<Entered<T>, Refused>>,
        terminal: &mut Terminal,
    ) -> Result<(), CliError> {
        let mut progress = Progress::new(source);
        loop {
            let entries = self.batch(source, &mut entries, terminal);
            if entries.is_empty() {
                progress.end(terminal);
                return Ok(());
            }
            progress.add(entries.len(), terminal);
            let mut transaction = self.store.begin().await?;
            let keys = entries.iter().flat_map(|Entered { value, .. }| {
                let desk = value.desk().0.map(|desk| RowKey {
                    kind: Kind::Desk,
                    id: desk.0,
                });
                [Some(value.key()), desk].into_iter().flatten()
            });
            transaction.foresee(&keys.collect()).await?;
            for entry in entries {
                self.entry(transaction.as_mut(), source, entry, terminal)
                    .await?;
            }
            transaction.commit().await?;
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn entry<T: Listed>(
        &mut self,
        transaction: &mut dyn Transaction,
        source: &dyn Display,
        entry: Entered<T>,
        terminal: &mut Terminal,
    ) -> Result<(), CliError> {
        let Entered {
            line,
            value: mut entry,
            remarks,
        } = entry;
        for town in entry.towns() {
            complete_town(transaction, town).await?;
        }
        if let Some(stored) = transaction.row(entry.key()).await?.and_then(T::of) {
            if stored.desk().0 != entry.desk().0 {
                let (field, reason) = (formats::REST.to_owned(), Reason::OfAnotherDesk);
                self.refuse(
                    source,
                    &Refused {
                        line,
                        field,
                        reason,
                    },
                    terminal,
                );
                return Ok(());
            }
            if stored.is_edited() {
                self.tally.kept += 1;
                return Ok(());
            }
            entry.stay(&stored);
        }
        for remark in &remarks {
            complain(source, remark, terminal);
        }
        self.tally.noted += u64::from(!remarks.is_empty());
        if let (Some(desk), name) = entry.desk()
            && self.desks.insert(desk)
        {
            make_desk(transaction, desk, name, entry.is_sample()).await?;
        }
        let changed = transaction.write(&Write::Put(entry.row())).await?;
        self.tally.count(changed);
        Ok(())
    }

    /// Loads spaces.
    pub(super) async fn spaces(&mut self, spaces: Vec<Space>) -> Result<(), CliError> {
        for batch in spaces.chunks(BATCH) {
            let mut transaction = self.store.begin().await?;
            for space in batch {
                if let Some(desk) = space.desk
                    && self.desks.insert(desk)
                {
                    make_desk(transaction.as_mut(), desk, &space.desk_name, space.sample).await?;
                }
                let write = Write::Put(Row::Space(space.clone()));
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
                Err(refused) => self.refuse(source, &refused, terminal),
            }
        }
        batch
    }

    fn refuse(&mut self, source: &dyn Display, refused: &Refused, terminal: &mut Terminal) {
        complain(source, refused, terminal);
        self.tally.refused += 1;
    }
}

/// Tells what is to be said of a record.
fn complain(source: &dyn Display, found: &Refused, terminal: &mut Terminal) {
    let Refused {
        line,
        field,
        reason,
    } = found;
    let field = if field.is_empty() {
        "record"
    } else {
        field.as_str()
    };
    terminal.complain(&format!("{source}:{line}: {field}: {reason}"));
}

/// How far a list is, for somebody who waits longer than a second.
struct Progress<'a> {
    source: &'a dyn Display,
    count: usize,
    told: Instant,
    any: bool,
}

impl<'a> Progress<'a> {
    fn new(source: &'a dyn Display) -> Self {
        Self {
            source,
            count: 0,
            told: Instant::now(),
            any: false,
        }
    }

    fn add(&mut self, count: usize, terminal: &mut Terminal) {
        if self.told.elapsed() >= Duration::from_secs(1) {
            terminal.progress(&format!("{}: {}", self.source, self.count));
            (self.told, self.any) = (Instant::now(), true);
        }
        self.count += count;
    }

    fn end(self, terminal: &mut Terminal) {
        if self.any {
            terminal.progress("");
        }
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

/// Gives a town the name that belongs to its code.
async fn name_town(transaction: &mut dyn Transaction, town: &mut Town) -> Result<(), StoreError> {
    if let Some(known) = transaction.town(&town.code).await? {
        *town = known;
    }
    Ok(())
}

/// Gives a town of a list its whole name, where the list has a part of it or only the code.
async fn complete_town(
    transaction: &mut dyn Transaction,
    town: &mut Town,
) -> Result<(), StoreError> {
    if let Some(known) = transaction.town(&town.code).await?
        && (known.name.contains(&town.name) || town.name == town.code.as_str())
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
