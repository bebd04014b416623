//! Rows at hand, and the town in which the stories happen.

use domain::{
    Command, DeskId, Job, JobId, Missing, PersonId, Refusal, Row, RowKey, Rows, Timestamp, Write,
    Yen, apply,
    command::Stop,
    contract::Contract,
    person::Person,
    proposal::{Offer, Proposal},
    row::Kind,
    town::{self, NOW, Town, Who, contract, proposal},
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Rows at hand; what `unknown` names is not.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) rows: HashMap<RowKey, Row>,
    pub(crate) unknown: BTreeSet<RowKey>,
}

impl Shelf {
    pub(crate) fn with(rows: impl IntoIterator<Item = Row>) -> Self {
        Self {
            rows: rows.into_iter().map(|row| (row.key(), row)).collect(),
            ..Self::default()
        }
    }
}

impl Rows for Shelf {
    fn get(&self, key: RowKey) -> Result<Option<Row>, Missing> {
        if self.unknown.contains(&key) {
            Err(Missing(key))
        } else {
            Ok(self.rows.get(&key).cloned())
        }
    }
}

pub(crate) fn haru() -> Person {
    Person {
        id: PersonId(Uuid::from_u128(1)),
        name: "佐野 はる".into(),
        email: "haru@example.jp".into(),
    }
}

pub(crate) fn leaflet() -> Job {
    Job {
        desk: DeskId(Uuid::from_u128(3)),
        posted_at: Timestamp(0),
        closes_at: Some(Timestamp(1_000)),
        ..town::job(JobId(Uuid::from_u128(2)))
    }
}

pub(crate) fn offer() -> Offer {
    Offer {
        message: "はじめまして。".into(),
        amount: Yen(33_000),
        days: 14,
        effort_minutes: Some(600),
        questions: String::new(),
    }
}

pub(crate) fn refused<T>(refusal: Refusal) -> Result<T, Stop> {
    Err(Stop::Refused(refusal))
}

/// The town, as one thing after another happens in it.
pub(crate) struct Story {
    pub(crate) town: Town,
    pub(crate) now: Timestamp,
}

impl Story {
    pub(crate) fn begins() -> Self {
        Self {
            town: Town::new(),
            now: NOW,
        }
    }

    /// What it would come to.
    pub(crate) fn asks(&self, who: Who, command: &Command) -> Result<Vec<Write>, Stop> {
        apply(command, who.actor(), self.now, &self.town)
    }

    /// Does it, or hears why not. A minute passes.
    pub(crate) fn does(&mut self, who: Who, command: Command) -> Result<(), Refusal> {
        self.now = Timestamp(self.now.0 + 60_000);
        match self.asks(who, &command) {
            Ok(writes) => {
                self.town.write(writes);
                Ok(())
            }
            Err(Stop::Refused(refusal)) => Err(refusal),
            Err(Stop::Missing(missing)) => panic!("a town holds every row: {missing:?}"),
        }
    }

    pub(crate) fn row(&self, kind: Kind, id: Uuid) -> Option<Row> {
        self.town.rows.get(&RowKey { kind, id }).cloned()
    }

    /// The worker's proposal for a job.
    pub(crate) fn proposal(&self, job: JobId) -> Proposal {
        match self.row(Kind::Proposal, proposal(job).0) {
            Some(Row::Proposal(proposal)) => proposal,
            other => panic!("a proposal was expected: {other:?}"),
        }
    }

    pub(crate) fn job(&self, job: JobId) -> Job {
        match self.row(Kind::Job, job.0) {
            Some(Row::Job(job)) => job,
            other => panic!("a posting was expected: {other:?}"),
        }
    }

    /// The town's contract.
    pub(crate) fn contract(&self) -> Contract {
        match self.row(Kind::Contract, contract().0) {
            Some(Row::Contract(contract)) => contract,
            other => panic!("a contract was expected: {other:?}"),
        }
    }
}
