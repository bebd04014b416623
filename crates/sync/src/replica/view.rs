//! What a person sees: the base rows with the outbox replayed on top.

use super::Replica;
use domain::{Actor, Job, JobId, Kind, Missing, Row, RowKey, Rows, Write, apply, command::Stop};
use std::collections::HashMap;

impl Replica {
    /// The base rows with the outbox replayed on top. `job` answers for postings, which travel as
    /// the board and not as rows.
    pub fn view(&self, job: &Postings<'_>) -> View {
        let mut overlay = HashMap::new();
        for mutation in self.outbox.values() {
            let rows = Seen {
                replica: self,
                overlay: &overlay,
                job,
            };
            let actor = Actor {
                person: self.person,
            };
            match apply(&mutation.command, actor, mutation.made_at, &rows) {
                Ok(writes) => {
                    for write in writes {
                        match write {
                            Write::Put(row) => overlay.insert(row.key(), Some(row)),
                            Write::Delete(key) => overlay.insert(key, None),
                        };
                    }
                }
                // The server will say why; until then the view shows what is sure.
                Err(Stop::Refused(_) | Stop::Missing(_)) => {}
            }
        }
        View { overlay }
    }
}

/// A posting as the board has it: `None` when there surely is none, `Missing` when the board does
/// not know.
pub type Postings<'a> = dyn Fn(JobId) -> Result<Option<Job>, Missing> + 'a;

/// No board at hand.
pub fn no_postings(id: JobId) -> Result<Option<Job>, Missing> {
    Err(Missing(RowKey {
        kind: Kind::Job,
        id: id.0,
    }))
}

/// What differs from the base rows while the outbox waits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct View {
    /// Rows put (or deleted) by commands that wait.
    pub overlay: HashMap<RowKey, Option<Row>>,
}

impl View {
    /// Every row as the person should see it.
    pub fn rows<'a>(&'a self, replica: &'a Replica) -> impl Iterator<Item = &'a Row> {
        let waiting = self.overlay.values().flatten();
        let settled = replica
            .base
            .iter()
            .filter(|(key, _)| !self.overlay.contains_key(key))
            .map(|(_, row)| row.as_ref());
        waiting.chain(settled)
    }
}

/// The rows a waiting command is judged by: earlier waiting commands, then the base, then the board.
struct Seen<'a> {
    replica: &'a Replica,
    overlay: &'a HashMap<RowKey, Option<Row>>,
    job: &'a Postings<'a>,
}

impl Rows for Seen<'_> {
    fn get(&self, key: RowKey) -> Result<Option<Row>, Missing> {
        if let Some(row) = self.overlay.get(&key) {
            return Ok(row.clone());
        }
        if let Some(row) = self.replica.base.get(&key) {
            return Ok(Some(Row::clone(row)));
        }
        match key.kind {
            Kind::Job => (self.job)(JobId(key.id)).map(|job| job.map(Row::Job)),
            // Who gets a seat, only the server knows.
            Kind::Program
            | Kind::Vacancy
            | Kind::Roster
            | Kind::Urn
            | Kind::Draw
            | Kind::Results
            | Kind::Space
            | Kind::DayPlan
            | Kind::Guestbook => Err(Missing(key)),
            // What the person may read is all here once a pull has been: absent means there is
            // none, or none that is told (another's desk or seat); the server judges again.
            _ if self.replica.epoch.is_some() => Ok(None),
            _ => Err(Missing(key)),
        }
    }
}
