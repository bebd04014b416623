//! Draws: made ready for every program that gives seats by lottery, and held once, however many
//! servers there are.

use crate::{Change, Room, Store, StoreError, Transaction, Versions};
use domain::{
    Kind, ProgramId, Row, RowKey, Scope, SignUpId, Timestamp, draw,
    lottery::Seed,
    program::{Program, Selection},
    roster::Roster,
    sign_up::SignUp,
};
use std::collections::{BTreeMap, BTreeSet};

/// The lotteries of a store, followed as programs change.
#[derive(Debug, Default)]
pub struct Lotteries {
    seen: u64,
    closing: BTreeMap<ProgramId, Option<Timestamp>>,
    ready: BTreeSet<ProgramId>,
    held: BTreeSet<ProgramId>,
}

impl Lotteries {
    /// Takes in what changed since the last time.
    pub async fn follow(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        let mut snapshot = store.snapshot().await?;
        loop {
            let changes = snapshot
                .changes(Scope::Programs, self.seen, Room::PAGE)
                .await?;
            let is_all = Room::PAGE.after(&changes).is_left();
            changes.into_iter().for_each(|change| self.note(change));
            if is_all {
                return Ok(());
            }
        }
    }

    fn note(&mut self, change: Change) {
        self.seen = change.version;
        match change.row {
            Some(Row::Program(program)) if program.selection == Selection::Lottery => {
                self.closing.insert(program.id, program.closes_at);
            }
            Some(Row::Draw(draw)) => {
                self.ready.insert(draw.program);
                if draw.held.is_some() {
                    self.held.insert(draw.program);
                }
            }
            Some(Row::Program(Program { id, .. })) => drop(self.closing.remove(&id)),
            None if change.key.kind == Kind::Program => {
                self.closing.remove(&ProgramId(change.key.id));
            }
            _ => {}
        }
    }

    /// Programs whose draw is not ready.
    pub fn to_prepare(&self) -> Vec<ProgramId> {
        let programs = self.closing.keys().copied();
        programs.filter(|id| !self.ready.contains(id)).collect()
    }

    /// Programs whose draw is due at `now`.
    pub fn to_hold(&self, now: Timestamp) -> Vec<ProgramId> {
        let is_due = |closes: &Option<Timestamp>| closes.is_some_and(|closes| closes <= now);
        let due = self.closing.iter().filter(|(_, closes)| is_due(closes));
        let due = due.map(|(id, _)| *id);
        due.filter(|id| self.ready.contains(id) && !self.held.contains(id))
            .collect()
    }
}

/// Makes a draw ready, unless it is: how far the scopes go then. The seeds are the caller's random
/// bytes.
pub async fn prepare(
    store: &dyn Store,
    program: ProgramId,
    seed: Seed,
    salt: Seed,
) -> Result<Option<Versions>, StoreError> {
    let mut transaction = store.begin().await?;
    if transaction.row(key(Kind::Draw, program)).await?.is_some() {
        return Ok(None);
    }
    for write in draw::prepare(program, seed, salt) {
        transaction.write(&write).await?;
    }
    transaction.commit().await.map(Some)
}

/// Holds a draw that is due at `now`, unless it was held: how far the scopes go then. Whoever signs
/// up at the same moment is in it or is refused.
pub async fn hold(
    store: &dyn Store,
    program: ProgramId,
    now: Timestamp,
) -> Result<Option<Versions>, StoreError> {
    let mut transaction = store.begin().await?;
    // Who holds a draw takes its urn: of several, one finds it.
    let first = [Kind::Urn, Kind::Program, Kind::Draw].map(|kind| key(kind, program));
    transaction.foresee(&first.into()).await?;
    let Some(Row::Urn(urn)) = transaction.row(key(Kind::Urn, program)).await? else {
        return Ok(None);
    };
    let program = match transaction.row(key(Kind::Program, program)).await? {
        Some(Row::Program(program)) if draw::is_due(&program, now) => program,
        _ => return Ok(None),
    };
    let rosters = rosters(transaction.as_mut(), &program).await?;
    let sign_ups = sign_ups(transaction.as_mut(), &rosters).await?;
    let sign_up = |id: SignUpId| sign_ups.get(&id).cloned();
    for write in draw::hold(&program, &urn, rosters, sign_up, now) {
        transaction.write(&write).await?;
    }
    transaction.commit().await.map(Some)
}

async fn rosters(
    transaction: &mut dyn Transaction,
    program: &Program,
) -> Result<Vec<Roster>, StoreError> {
    let keys: BTreeSet<RowKey> = draw::rosters(program)
        .into_iter()
        .flat_map(|roster| [Kind::Roster, Kind::Vacancy].map(|kind| RowKey { kind, id: roster.0 }))
        .collect();
    transaction.foresee(&keys).await?;
    let mut rosters = Vec::new();
    for key in keys {
        if let Some(Row::Roster(roster)) = transaction.row(key).await? {
            rosters.push(roster);
        }
    }
    Ok(rosters)
}

/// Everybody who takes part.
async fn sign_ups(
    transaction: &mut dyn Transaction,
    rosters: &[Roster],
) -> Result<BTreeMap<SignUpId, SignUp>, StoreError> {
    let entered = rosters.iter().flat_map(|roster| &roster.entered);
    let keys: BTreeSet<RowKey> = entered
        .map(|entry| RowKey {
            kind: Kind::SignUp,
            id: entry.sign_up.0,
        })
        .collect();
    transaction.foresee(&keys).await?;
    let mut sign_ups = BTreeMap::new();
    for key in keys {
        if let Some(Row::SignUp(sign_up)) = transaction.row(key).await? {
            sign_ups.insert(sign_up.id, sign_up);
        }
    }
    Ok(sign_ups)
}

fn key(kind: Kind, program: ProgramId) -> RowKey {
    RowKey {
        kind,
        id: program.0,
    }
}
