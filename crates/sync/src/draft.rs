//! A proposal before it is sent: what the person typed, as they typed it, on this device.

use crate::MutationId;
use domain::{
    Job, JobId, PersonId, ProposalId, Refusal, Timestamp, Yen,
    proposal::{Offer, Proposal},
    refusal::{Field, Invalid, Problem},
    typed,
};
use serde::{Deserialize, Serialize};

/// A proposal being written. Fields hold the very text typed, so that nothing is lost to parsing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// The id that the proposal will have.
    pub id: ProposalId,
    /// For which job.
    pub job: JobId,
    /// The job's title, so that the draft can be named when the posting is not at hand.
    pub job_title: String,
    /// The desk's name, likewise.
    pub desk_name: String,
    /// The job is demo content.
    pub sample: bool,
    /// To the client.
    pub message: String,
    /// 希望報酬, as typed.
    pub amount: String,
    /// 所要日数, as typed.
    pub days: String,
    /// Own estimate of the hours, as typed.
    pub hours: String,
    /// Questions to the client.
    pub questions: String,
    /// When it was last edited, by the device's clock. For people to read.
    pub edited_at: Timestamp,
    /// Queued as this mutation; it cannot be edited meanwhile.
    pub sending: Option<MutationId>,
    /// Why the server refused it the last time; gone with the next attempt.
    pub refusal: Option<Refusal>,
}

/// What became of something the person did, as their screen shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Delivery {
    /// この端末に保存済み: a draft.
    Saved(Timestamp),
    /// 送信待ち: queued, not on its way.
    Queued,
    /// 送信中: on its way.
    Sending,
    /// 送信済み: the server has it since this moment.
    Sent(Timestamp),
    /// 送れませんでした: the server refused it, and it is a draft again.
    Refused(Refusal),
}

impl Draft {
    /// An empty draft for a job.
    pub fn new(worker: PersonId, job: &Job, now: Timestamp) -> Self {
        Self {
            id: ProposalId::of(worker, job.id),
            job: job.id,
            job_title: job.title.clone(),
            desk_name: job.desk_name.clone(),
            sample: job.sample,
            message: String::new(),
            amount: String::new(),
            days: String::new(),
            hours: String::new(),
            questions: String::new(),
            edited_at: now,
            sending: None,
            refusal: None,
        }
    }

    /// The amount typed, if it can be read.
    pub fn amount(&self) -> Option<Yen> {
        typed::whole_number(&self.amount).map(Yen)
    }

    /// The estimate typed in minutes, if it can be read.
    pub fn effort_minutes(&self) -> Option<u32> {
        typed::hours_in_minutes(&self.hours)
    }

    /// What will be sent, or everything that is wrong with it.
    pub fn offer(&self) -> Result<Offer, Vec<Invalid>> {
        let mut unread = Vec::new();
        let mut read = |field, text: &str, value: Option<i64>| match value {
            Some(value) => value,
            None => {
                let problem = if text.trim().is_empty() {
                    Problem::Missing
                } else {
                    Problem::Malformed
                };
                unread.push(Invalid { field, problem });
                0
            }
        };
        let amount = read(
            Field::Amount,
            &self.amount,
            typed::whole_number(&self.amount),
        );
        let days = read(Field::Days, &self.days, typed::whole_number(&self.days));
        let minutes = match self.hours.trim() {
            "" => None,
            text => {
                let minutes = typed::hours_in_minutes(text);
                read(Field::Hours, text, minutes.map(i64::from));
                minutes
            }
        };
        let offer = Offer {
            message: self.message.clone(),
            amount: Yen(amount),
            days: u32::try_from(days).unwrap_or(u32::MAX),
            effort_minutes: minutes,
            questions: self.questions.clone(),
        };
        // A field that could not be read has its own finding; the range of its stand-in is none.
        let unread_fields: Vec<Field> = unread.iter().map(|invalid| invalid.field).collect();
        let mut problems = offer.problems();
        problems.retain(|invalid| !unread_fields.contains(&invalid.field));
        problems.extend(unread);
        problems.sort_by_key(|invalid| invalid.field);
        if problems.is_empty() {
            Ok(offer)
        } else {
            Err(problems)
        }
    }

    /// The same draft in the hands of another person: one who wrote it before logging in.
    pub fn adopted_by(self, worker: PersonId) -> Self {
        Self {
            id: ProposalId::of(worker, self.job),
            ..self
        }
    }

    /// This draft with all that `other`, a draft for the same job, says beyond it: texts that differ
    /// stand one below the other, numbers that are missing are filled in. Nothing typed is lost.
    pub fn joined_with(self, other: &Draft) -> Self {
        let texts = |mine: String, theirs: &str| match (mine.trim(), theirs.trim()) {
            (_, "") => mine,
            ("", _) => theirs.to_owned(),
            (mine_said, theirs_said) if mine_said.contains(theirs_said) => mine,
            _ => format!("{mine}\n\n{theirs}"),
        };
        let values = |mine: String, theirs: &str| {
            if mine.trim().is_empty() {
                theirs.to_owned()
            } else {
                mine
            }
        };
        Self {
            message: texts(self.message, &other.message),
            questions: texts(self.questions, &other.questions),
            amount: values(self.amount, &other.amount),
            days: values(self.days, &other.days),
            hours: values(self.hours, &other.hours),
            edited_at: self.edited_at.max(other.edited_at),
            ..self
        }
    }

    /// Whether nothing was typed yet.
    pub fn is_blank(&self) -> bool {
        [
            &self.message,
            &self.amount,
            &self.days,
            &self.hours,
            &self.questions,
        ]
        .iter()
        .all(|text| text.trim().is_empty())
    }

    /// How the draft stands; `in_flight` are the mutations being pushed at this moment.
    pub fn delivery(&self, in_flight: &[MutationId]) -> Delivery {
        match (&self.sending, &self.refusal) {
            (Some(id), _) if in_flight.contains(id) => Delivery::Sending,
            (Some(_), _) => Delivery::Queued,
            (None, Some(refusal)) => Delivery::Refused(refusal.clone()),
            (None, None) => Delivery::Saved(self.edited_at),
        }
    }
}

/// How a proposal stands that the server has.
pub fn delivered(proposal: &Proposal) -> Delivery {
    Delivery::Sent(proposal.sent_at)
}
