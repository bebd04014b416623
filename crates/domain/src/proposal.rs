//! A worker's proposal for a job.

use crate::{
    DeskId, JobId, PersonId, ProposalId, Timestamp, Yen,
    job::{check_text, required},
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};

/// What the worker offers; the content of a proposal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// To the client.
    pub message: String,
    /// Asked for the whole work (an hour, a piece, where the job is paid so), yen with tax.
    pub amount: Yen,
    /// Days from agreement to delivery.
    pub days: u32,
    /// The worker's own estimate of the work in minutes. Theirs alone: it is not sent to the client.
    pub effort_minutes: Option<u32>,
    /// Questions to the client; may be empty.
    pub questions: String,
}

/// A proposal that the server has accepted. Its worker and the job's desk may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// Follows from worker and job.
    pub id: ProposalId,
    /// For which job.
    pub job: JobId,
    /// The job's title when the proposal was sent.
    pub job_title: String,
    /// To which desk.
    pub desk: DeskId,
    /// The desk's name.
    pub desk_name: String,
    /// From whom.
    pub worker: PersonId,
    /// The worker's name as it was.
    pub worker_name: String,
    /// To the client.
    pub message: String,
    /// Yen with tax.
    pub amount: Yen,
    /// Days from agreement to delivery.
    pub days: u32,
    /// Questions to the client.
    pub questions: String,
    /// When the server accepted it.
    pub sent_at: Timestamp,
    /// For a demo job: shown as 見本.
    pub sample: bool,
}

/// Longest message in characters.
pub const MAX_MESSAGE: usize = 10_000;
/// Longest questions in characters.
pub const MAX_QUESTIONS: usize = 3_000;
/// Most days to delivery: three years.
pub const MAX_DAYS: u32 = 1_095;
/// Largest estimate: 10,000 hours.
pub const MAX_EFFORT_MINUTES: u32 = 600_000;

impl Offer {
    /// Everything that is wrong with the offer; empty when it can be sent.
    pub fn problems(&self) -> Vec<Invalid> {
        let mut found = Vec::new();
        let mut note = |result: Result<(), Invalid>| found.extend(result.err());
        note(
            required(Field::Message, &self.message)
                .and_then(|()| check_text(Field::Message, &self.message, MAX_MESSAGE)),
        );
        note(if (Yen(1)..=Yen::MAX).contains(&self.amount) {
            Ok(())
        } else {
            Err(Invalid::amount(Yen(1), Yen::MAX))
        });
        note(in_range(Field::Days, self.days, MAX_DAYS));
        if let Some(minutes) = self.effort_minutes {
            note(in_range(Field::Hours, minutes, MAX_EFFORT_MINUTES));
        }
        note(check_text(Field::Questions, &self.questions, MAX_QUESTIONS));
        found
    }
}

fn in_range(field: Field, value: u32, max: u32) -> Result<(), Invalid> {
    if (1..=max).contains(&value) {
        Ok(())
    } else {
        Err(Invalid {
            field,
            problem: Problem::OutOfRange {
                min: 1,
                max: i64::from(max),
            },
        })
    }
}
