//! What a person is writing, on this device: texts as typed, shared with their other devices.
//!
//! Each field remembers what this device last exchanged with the server ([`Share`]). Where the
//! server's text moved on and nothing was typed here, the device follows; where both changed, both
//! texts stand side by side until the person chooses.

mod share;
mod stored;
mod tabs;

pub use share::Share;
pub use tabs::{Over, Typed};

use crate::MutationId;
use domain::{
    Command, DraftId, Job, JobId, PersonId, ProgramId, ProposalId, Refusal, Timestamp, Yen,
    draft::{self as server, Fields, Subject},
    posting_text,
    program::Program,
    program_text,
    proposal::{Offer, Proposal},
    refusal::{Field, Invalid, Part, Problem},
    typed,
};
use serde::{Deserialize, Serialize};
use stored::Stored;

/// A draft. Fields hold the very text typed, so that nothing is lost to parsing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Draft {
    /// Its id; that of the proposal, for one.
    pub id: DraftId,
    /// Of what.
    pub subject: Subject,
    /// A name for lists: the job's title.
    pub title: String,
    /// The texts.
    pub fields: Fields,
    /// When it was last edited, by the device's clock. For people to read.
    pub edited_at: Timestamp,
    /// Queued to be sent as this mutation; it cannot be edited meanwhile.
    pub sending: Option<MutationId>,
    /// Why the server refused it the last time; gone with the next attempt.
    pub refusal: Option<Refusal>,
    /// As it lies on a device: the server's texts on which these were written. A pull may store newer
    /// ones between a key and its saving.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_on: Option<Fields>,
    /// What it answers, as the person last saw it: the posting's texts. Empty while that is not known.
    /// Where the posting says something else by now, they are told.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub seen: Fields,
    /// How it stands with the person's other devices. Stored beside the texts, so that a tab that
    /// saves what was typed never undoes what another tab has learnt.
    #[serde(skip)]
    pub share: Share,
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
    /// An empty draft of a proposal for a job.
    pub fn new(worker: PersonId, job: &Job, now: Timestamp) -> Self {
        let subject = Subject::Proposal {
            job: job.id,
            desk_name: job.desk_name.clone(),
            sample: job.sample,
        };
        let id = DraftId::of_proposal(ProposalId::of(worker, job.id));
        Self {
            seen: posting_text::texts(job),
            ..Self::empty(id, subject, job.title.clone(), now)
        }
    }

    /// An empty draft of a sign-up for a program.
    pub fn of_sign_up(person: PersonId, program: &Program, now: Timestamp) -> Self {
        let subject = Subject::SignUp {
            program: program.id,
            desk_name: program.desk_name.clone(),
            sample: program.sample,
        };
        let id = DraftId::of_sign_up(person, program.id);
        Self::empty(id, subject, program.title.clone(), now)
    }

    /// A draft that changes a posting; it begins with what that says.
    pub fn of_edit(person: PersonId, job: &Job, now: Timestamp) -> Self {
        let subject = Subject::Posting {
            desk: job.desk,
            job: Some(job.id),
        };
        let texts = posting_text::texts(job);
        Self {
            fields: texts.clone(),
            seen: texts,
            ..Self::empty(
                DraftId::of_edit(person, job.id),
                subject,
                job.title.clone(),
                now,
            )
        }
    }

    /// A draft that changes a program. It holds only what it changes.
    pub fn of_program_edit(person: PersonId, program: &Program, now: Timestamp) -> Self {
        let subject = Subject::Program {
            desk: program.desk,
            program: Some(program.id),
        };
        let id = DraftId::of_program_edit(person, program.id);
        Self::empty(id, subject, program.title.clone(), now)
    }

    /// What the posting, whose texts these are now, says otherwise than the person last saw: each
    /// field with what it said.
    pub fn changed_since(&self, now: &Fields) -> Vec<(Field, String)> {
        if self.seen.is_empty() {
            return Vec::new();
        }
        let said = |field| self.seen.get(field).map_or("", String::as_str);
        let changed = now.iter().filter(|(field, text)| said(field) != *text);
        changed
            .map(|(field, _)| (*field, said(field).to_owned()))
            .collect()
    }

    /// An empty draft.
    pub fn empty(id: DraftId, subject: Subject, title: String, now: Timestamp) -> Self {
        Self {
            id,
            subject,
            title,
            fields: Fields::new(),
            edited_at: now,
            sending: None,
            refusal: None,
            written_on: None,
            seen: Fields::new(),
            share: Share::default(),
        }
    }

    /// The draft as it is written to a device, where its share lies apart from it.
    pub fn written(&self) -> Self {
        Self {
            written_on: Some(self.share.known.clone()),
            ..self.clone()
        }
    }

    /// The draft with its share as that lies on the device, which may have learnt of texts that
    /// were not there when this was written. Those are known only where this goes on from them:
    /// otherwise the server has to put the two side by side.
    pub fn read_with(mut self, share: Share) -> Self {
        let written_on = self.written_on.take();
        self.share = share;
        for (field, text) in &self.fields {
            let Some(on) = &written_on else { break };
            let on = on.get(field).map_or("", String::as_str);
            let known = self.share.known(*field);
            let learnt = known == on || text == known;
            let goes_on = is_prose(*field) && text.starts_with(known);
            if !learnt && !goes_on {
                self.share.known.insert(*field, on.to_owned());
            }
        }
        self
    }

    /// A draft that another device began.
    pub fn of(row: &server::Draft) -> Self {
        Self {
            fields: row.fields.clone(),
            share: Share {
                known: row.fields.clone(),
                ..Share::default()
            },
            ..Self::empty(
                row.id,
                row.subject.clone(),
                row.title.clone(),
                row.edited_at,
            )
        }
    }

    /// The text of a field.
    pub fn text(&self, field: Field) -> &str {
        self.fields.get(&field).map_or("", String::as_str)
    }

    /// Changes the text of a field.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        let text = text.into();
        // The name in lists goes with the text that it is taken from.
        if field == Field::Title {
            text.trim().clone_into(&mut self.title);
        }
        self.fields.insert(field, text);
    }

    /// The job that it proposes for.
    pub fn job(&self) -> Option<JobId> {
        match self.subject {
            Subject::Proposal { job, .. } => Some(job),
            Subject::Posting { .. } | Subject::SignUp { .. } | Subject::Program { .. } => None,
        }
    }

    /// The program that it signs up for.
    pub fn program(&self) -> Option<ProgramId> {
        match self.subject {
            Subject::SignUp { program, .. } => Some(program),
            Subject::Proposal { .. } | Subject::Posting { .. } | Subject::Program { .. } => None,
        }
    }

    /// The program that it becomes, or changes.
    pub fn announced(&self) -> Option<ProgramId> {
        match self.subject {
            Subject::Program { program, .. } => Some(program.unwrap_or(ProgramId(self.id.0))),
            Subject::Proposal { .. } | Subject::Posting { .. } | Subject::SignUp { .. } => None,
        }
    }

    /// The posting that it becomes, or changes.
    pub fn posting(&self) -> Option<JobId> {
        match self.subject {
            Subject::Proposal { .. } | Subject::SignUp { .. } | Subject::Program { .. } => None,
            Subject::Posting { job, .. } => Some(job.unwrap_or(JobId(self.id.0))),
        }
    }

    /// Whether it changes a posting or a program that is published.
    pub fn is_edit(&self) -> bool {
        matches!(
            self.subject,
            Subject::Posting { job: Some(_), .. }
                | Subject::Program {
                    program: Some(_),
                    ..
                }
        )
    }

    /// Whether the command sends it.
    pub fn is_sent_by(&self, command: &Command) -> bool {
        match (command, &self.subject) {
            (Command::SubmitProposal { job, .. }, _) => self.job() == Some(*job),
            (Command::SignUp { program, .. }, _) => self.program() == Some(*program),
            (Command::PublishJob { job }, Subject::Posting { job: None, .. }) => {
                self.posting() == Some(job.id)
            }
            (Command::EditJob { job }, Subject::Posting { job: Some(of), .. }) => job.id == *of,
            (Command::PublishProgram { program }, Subject::Program { program: None, .. }) => {
                self.announced() == Some(program.id)
            }
            // Closing changes a program as well, and sends no draft.
            (
                Command::EditProgram { program },
                Subject::Program {
                    program: Some(of), ..
                },
            ) => program.id == *of && program_text::says_all_of(program, &self.fields),
            _ => false,
        }
    }

    /// The proposal that it becomes.
    pub fn proposal(&self) -> Option<ProposalId> {
        self.job().map(|_| ProposalId(self.id.0))
    }

    /// The desk that it is for, as it is called.
    pub fn desk_name(&self) -> &str {
        match &self.subject {
            Subject::Proposal { desk_name, .. } | Subject::SignUp { desk_name, .. } => desk_name,
            Subject::Posting { .. } | Subject::Program { .. } => "",
        }
    }

    /// Whether it is about demo content.
    pub fn is_sample(&self) -> bool {
        matches!(
            self.subject,
            Subject::Proposal { sample: true, .. } | Subject::SignUp { sample: true, .. }
        )
    }

    /// The amount typed, if it can be read.
    pub fn amount(&self) -> Option<Yen> {
        typed::whole_number(self.text(Field::Amount)).map(Yen)
    }

    /// The estimate typed in minutes, if it can be read.
    pub fn effort_minutes(&self) -> Option<u32> {
        typed::hours_in_minutes(self.text(Field::Hours))
    }

    /// What will be sent, or everything that is wrong with it.
    pub fn offer(&self) -> Result<Offer, Vec<Invalid>> {
        let mut unread = Vec::new();
        let mut read = |field, value: Option<i64>| match value {
            Some(value) => value,
            None => {
                let problem = if self.text(field).trim().is_empty() {
                    Problem::Missing
                } else {
                    Problem::Malformed
                };
                unread.push(Invalid { field, problem });
                0
            }
        };
        let number = |field| typed::whole_number(self.text(field));
        let amount = read(Field::Amount, number(Field::Amount));
        let days = read(Field::Days, number(Field::Days));
        let minutes = match self.text(Field::Hours).trim() {
            "" => None,
            text => {
                let minutes = typed::hours_in_minutes(text);
                read(Field::Hours, minutes.map(i64::from));
                minutes
            }
        };
        let offer = Offer {
            message: self.text(Field::Message).to_owned(),
            amount: Yen(amount),
            days: u32::try_from(days).unwrap_or(u32::MAX),
            effort_minutes: minutes,
            questions: self.text(Field::Questions).to_owned(),
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

    /// The same draft in the hands of another person: one who wrote it before logging in. Nothing
    /// of it was shared in their name.
    pub fn adopted_by(self, worker: PersonId) -> Self {
        Self {
            id: match self.subject {
                Subject::Proposal { job, .. } => ProposalId::of(worker, job).into(),
                Subject::Posting { job: Some(job), .. } => DraftId::of_edit(worker, job),
                Subject::Posting { job: None, .. } => self.id,
                Subject::SignUp { program, .. } => DraftId::of_sign_up(worker, program),
                Subject::Program {
                    program: Some(program),
                    ..
                } => DraftId::of_program_edit(worker, program),
                Subject::Program { program: None, .. } => self.id,
            },
            share: Share::default(),
            ..self
        }
    }

    /// This draft with all that `other`, a draft of the same, says beyond it: texts that differ
    /// stand one below the other, numbers that are missing are filled in. Nothing typed is lost.
    pub fn joined_with(mut self, other: &Draft) -> Self {
        for (field, theirs) in &other.fields {
            let mine = self.text(*field);
            let joined = match (mine.trim(), theirs.trim()) {
                (_, "") => continue,
                ("", _) => theirs.clone(),
                (mine_said, theirs_said) if mine_said.contains(theirs_said) => continue,
                _ if is_prose(*field) => both(mine, theirs),
                _ => continue,
            };
            self.set(*field, joined);
        }
        self.edited_at = self.edited_at.max(other.edited_at);
        self
    }

    /// Whether both say the same, in every field.
    pub fn reads_like(&self, other: &Draft) -> bool {
        let mut fields = self.fields.keys().chain(other.fields.keys());
        fields.all(|field| self.text(*field) == other.text(*field))
    }

    /// Whether nothing was typed yet.
    pub fn is_blank(&self) -> bool {
        self.fields.values().all(|text| text.trim().is_empty())
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

    /// Whether a refusal of this mutation, which sent the draft, comes back to it: unless it is
    /// being sent anew.
    pub(crate) fn takes_refusal_of(&self, id: MutationId) -> bool {
        self.sending.is_none_or(|sending| sending == id)
    }
}

/// Both texts, one below the other.
pub fn both(mine: &str, theirs: &str) -> String {
    format!("{mine}\n\n{theirs}")
}

/// Whether a field holds text in which two versions can stand one below the other.
pub fn is_prose(field: Field) -> bool {
    matches!(
        field,
        Field::Message
            | Field::Questions
            | Field::Description
            | Field::Due
            | Field::Costs
            | Field::Rights
            | Field::Contact
            | Field::Skills
            | Field::Item(_, _, Part::Help | Part::Note | Part::Access)
    )
}

/// How a proposal stands that the server has.
pub fn delivered(proposal: &Proposal) -> Delivery {
    Delivery::Sent(proposal.sent_at)
}
