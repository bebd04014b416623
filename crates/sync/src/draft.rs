//! What a person is writing, on this device: texts as typed, shared with their other devices.
//!
//! Each field remembers what this device last exchanged with the server ([`Share`]). Where the
//! server's text moved on and nothing was typed here, the device follows; where both changed, both
//! texts stand side by side until the person chooses.

use crate::MutationId;
use domain::{
    Command, DraftId, Job, JobId, PersonId, ProposalId, Refusal, Timestamp, Yen,
    draft::{self as server, Edit, Fields, Subject},
    proposal::{Offer, Proposal},
    refusal::{Field, Invalid, Problem},
    typed,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// How it stands with the person's other devices. Stored beside the texts, so that a tab that
    /// saves what was typed never undoes what another tab has learnt.
    #[serde(skip)]
    pub share: Share,
}

/// What this device has exchanged of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Share {
    /// The texts that the server had last, as far as this device knows.
    pub known: Fields,
    /// Other versions that the person has settled, and the server has not heard of yet.
    pub settled: BTreeMap<Field, Vec<String>>,
    /// On its way to the server as this mutation: the texts that it carries.
    pub saving: Option<(MutationId, Fields)>,
    /// Texts that the server would not take; they are not offered again until they change.
    #[serde(default)]
    pub declined: Option<Fields>,
}

impl Share {
    /// The text of a field that the server had last.
    fn known(&self, field: Field) -> &str {
        self.known.get(&field).map_or("", String::as_str)
    }
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
        Self::empty(id, subject, job.title.clone(), now)
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
        self.fields.insert(field, text.into());
    }

    /// The job that it proposes for.
    pub fn job(&self) -> Option<JobId> {
        match self.subject {
            Subject::Proposal { job, .. } => Some(job),
            Subject::Posting { .. } => None,
        }
    }

    /// The proposal that it becomes.
    pub fn proposal(&self) -> Option<ProposalId> {
        self.job().map(|_| ProposalId(self.id.0))
    }

    /// The desk that it is for, as it is called.
    pub fn desk_name(&self) -> &str {
        match &self.subject {
            Subject::Proposal { desk_name, .. } => desk_name,
            Subject::Posting { .. } => "",
        }
    }

    /// Whether it is about demo content.
    pub fn is_sample(&self) -> bool {
        matches!(self.subject, Subject::Proposal { sample: true, .. })
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
            id: self.job().map_or(self.id, |job| {
                DraftId::of_proposal(ProposalId::of(worker, job))
            }),
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

    // Shared with the person's other devices.

    /// What this device has changed and not told the server yet.
    pub fn edits(&self) -> Vec<Edit> {
        let settled = &self.share.settled;
        let touched: BTreeSet<Field> = self.fields.keys().chain(settled.keys()).copied().collect();
        touched
            .into_iter()
            .filter_map(|field| {
                let from = self.share.known(field).to_owned();
                let to = self.text(field).to_owned();
                let settles = settled.get(&field).cloned().unwrap_or_default();
                if from == to && settles.is_empty() {
                    return None;
                }
                let edit = Edit {
                    field,
                    from,
                    to,
                    settles,
                };
                // What the server would not take stays on this device.
                edit.check().is_ok().then_some(edit)
            })
            .collect()
    }

    /// The command that tells the server of the edits; `None` when there is nothing to tell, or
    /// something is on its way already.
    pub fn save_command(&self) -> Option<Command> {
        let edits = self.edits();
        let declined = self.share.declined.as_ref() == Some(&self.fields);
        let idle = self.share.saving.is_none() && self.sending.is_none() && !declined;
        (idle && !edits.is_empty()).then(|| Command::SaveDraft {
            draft: self.id,
            subject: self.subject.clone(),
            title: self.title.clone(),
            edits,
        })
    }

    /// The edits are on their way as this mutation.
    pub fn begin_saving(&mut self, id: MutationId) {
        self.share.saving = Some((id, self.fields.clone()));
        self.share.declined = None;
        self.share.settled.clear();
    }

    /// The mutation that carried the edits was judged: the server has what it carried, or would
    /// not take it.
    pub fn saved(&mut self, id: MutationId, taken: bool) {
        if let Some((_, carried)) = self.share.saving.take_if(|(saving, _)| *saving == id) {
            if taken {
                self.share.known = carried;
            } else {
                self.share.declined = Some(carried);
            }
        }
    }

    /// Takes in what the server has, where nothing was typed here since.
    pub fn follow(&mut self, row: &server::Draft) {
        if self.share.saving.is_some() || self.sending.is_some() {
            // What is on its way is part of the server's next word.
            return;
        }
        for (field, theirs) in &row.fields {
            let mine = self.text(*field);
            let known = self.share.known(*field);
            let aside = row
                .others
                .get(field)
                .is_some_and(|others| others.iter().any(|other| other == known));
            let untouched = mine == known;
            if (untouched && !aside) || mine.trim().is_empty() || mine == theirs {
                self.fields.insert(*field, theirs.clone());
                self.share.known.insert(*field, theirs.clone());
            } else if theirs.trim().is_empty() && !aside {
                // Emptied elsewhere and written on here: what was written counts.
                self.share.known.insert(*field, theirs.clone());
            }
        }
        row.title.clone_into(&mut self.title);
    }

    /// The other versions of a field's text, as the server has them; empty when all agree.
    pub fn versions(&self, row: &server::Draft, field: Field) -> Vec<String> {
        if self.share.saving.is_some() {
            return Vec::new();
        }
        let current = row.fields.get(&field).map_or("", String::as_str);
        let mine = self.text(field);
        let known = self.share.known(field);
        let settled = self.share.settled.get(&field);
        let others = row.others.get(&field);
        let moved = current != known && !current.trim().is_empty();
        moved
            .then_some(current)
            .into_iter()
            .chain(others.into_iter().flatten().map(String::as_str))
            .filter(|text| *text != mine && *text != known)
            .filter(|text| settled.is_none_or(|settled| !settled.iter().any(|seen| seen == text)))
            .map(str::to_owned)
            .collect()
    }

    /// The person chose what a field says; every version they saw is settled.
    pub fn settle(&mut self, row: &server::Draft, field: Field, text: impl Into<String>) {
        let mut seen = self.versions(row, field);
        seen.push(self.text(field).to_owned());
        seen.push(self.share.known(field).to_owned());
        seen.retain(|text| !text.is_empty());
        let settled = self.share.settled.entry(field).or_default();
        for text in seen {
            if !settled.contains(&text) {
                settled.push(text);
            }
        }
        self.set(field, text);
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
    )
}

/// How a proposal stands that the server has.
pub fn delivered(proposal: &Proposal) -> Delivery {
    Delivery::Sent(proposal.sent_at)
}

/// A draft as it lies on a device, in today's form or in the first one, which only knew proposals.
#[derive(Deserialize)]
struct Stored {
    id: DraftId,
    subject: Option<Subject>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    fields: Fields,
    edited_at: Timestamp,
    sending: Option<MutationId>,
    refusal: Option<Refusal>,
    written_on: Option<Fields>,
    // The first form.
    job: Option<JobId>,
    #[serde(default)]
    job_title: String,
    #[serde(default)]
    desk_name: String,
    #[serde(default)]
    sample: bool,
    message: Option<String>,
    amount: Option<String>,
    days: Option<String>,
    hours: Option<String>,
    questions: Option<String>,
}

impl From<Stored> for Draft {
    fn from(stored: Stored) -> Self {
        let mut fields = stored.fields;
        for (field, text) in [
            (Field::Message, stored.message),
            (Field::Amount, stored.amount),
            (Field::Days, stored.days),
            (Field::Hours, stored.hours),
            (Field::Questions, stored.questions),
        ] {
            fields.extend(text.map(|text| (field, text)));
        }
        let of_proposal = || Subject::Proposal {
            job: stored.job.unwrap_or(JobId(stored.id.0)),
            desk_name: stored.desk_name,
            sample: stored.sample,
        };
        Self {
            id: stored.id,
            subject: stored.subject.unwrap_or_else(of_proposal),
            title: if stored.title.is_empty() {
                stored.job_title
            } else {
                stored.title
            },
            fields,
            edited_at: stored.edited_at,
            sending: stored.sending,
            refusal: stored.refusal,
            written_on: stored.written_on,
            share: Share::default(),
        }
    }
}
