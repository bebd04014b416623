//! Everything a person does is a command, judged by one pure function that runs on the device for
//! the view at once and on the server for the truth.

use crate::{
    JobId, MembershipId, PersonId, ProposalId, Refusal, StarId, Timestamp,
    person::Star,
    proposal::{Offer, Proposal},
    row::{Kind, Missing, Row, RowKey, Rows, Write},
};
use serde::{Deserialize, Serialize};

/// What a person does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Sends a proposal for a job.
    SubmitProposal {
        /// For which job.
        job: JobId,
        /// What is offered.
        offer: Offer,
    },
    /// Puts a star on a job.
    StarJob {
        /// Which.
        job: JobId,
    },
    /// Takes the star off a job.
    UnstarJob {
        /// Which.
        job: JobId,
    },
}

/// Who acts. The server takes it from the session, never from the message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The person, with or without an account.
    pub person: PersonId,
}

/// Why `apply` gave no writes.
#[derive(Clone, PartialEq, Debug)]
pub enum Stop {
    /// The rules say no.
    Refused(Refusal),
    /// A row is needed first.
    Missing(Missing),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal)
    }
}

impl From<Missing> for Stop {
    fn from(missing: Missing) -> Self {
        Stop::Missing(missing)
    }
}

/// Judges a command at the moment `now` by the rows it asks for, and says what changes.
pub fn apply(
    command: &Command,
    actor: Actor,
    now: Timestamp,
    rows: &dyn Rows,
) -> Result<Vec<Write>, Stop> {
    match command {
        Command::SubmitProposal { job, offer } => submit_proposal(*job, offer, actor, now, rows),
        Command::StarJob { job } => {
            let id = StarId::of(actor.person, *job);
            Ok(vec![Write::Put(Row::Star(Star {
                id,
                person: actor.person,
                job: *job,
            }))])
        }
        Command::UnstarJob { job } => {
            let id = StarId::of(actor.person, *job).0;
            Ok(vec![Write::Delete(RowKey {
                kind: Kind::Star,
                id,
            })])
        }
    }
}

fn submit_proposal(
    job: JobId,
    offer: &Offer,
    actor: Actor,
    now: Timestamp,
    rows: &dyn Rows,
) -> Result<Vec<Write>, Stop> {
    if let Some(invalid) = offer.problems().into_iter().next() {
        return Err(Refusal::from(invalid).into());
    }
    let id = ProposalId::of(actor.person, job);
    if rows
        .get(RowKey {
            kind: Kind::Proposal,
            id: id.0,
        })?
        .is_some()
    {
        return Err(Refusal::AlreadySent.into());
    }
    let Some(Row::Person(person)) = rows.get(RowKey {
        kind: Kind::Person,
        id: actor.person.0,
    })?
    else {
        return Err(Refusal::NotRegistered.into());
    };
    let Some(Row::Job(job)) = rows.get(RowKey {
        kind: Kind::Job,
        id: job.0,
    })?
    else {
        return Err(Refusal::JobNotFound.into());
    };
    if !job.is_open(now) {
        let closed_at = job.closes_at.filter(|closes_at| *closes_at <= now);
        return Err(Refusal::JobClosed { closed_at }.into());
    }
    Ok(vec![Write::Put(Row::Proposal(Proposal {
        id,
        job: job.id,
        job_title: job.title,
        desk: job.desk,
        desk_name: job.desk_name,
        worker: person.id,
        worker_name: person.name,
        message: offer.message.trim().to_owned(),
        amount: offer.amount,
        days: offer.days,
        questions: offer.questions.trim().to_owned(),
        sent_at: now,
        sample: job.sample,
    }))])
}

/// The key of a person's place at a desk: there when they are a member.
pub fn membership_key(person: PersonId, desk: crate::DeskId) -> RowKey {
    RowKey {
        kind: Kind::Membership,
        id: MembershipId::of(person, desk).0,
    }
}
