//! Postings of the person's desks: their drafts, and what of them waits to be sent.

use super::{ReplicaState, drafting::SubmitError};
use crate::device::{browser, clock};
use domain::{
    Command, DeskId, DraftId, Job, JobId, desk::Membership, draft::Subject, posting_check::Written,
    posting_text, refusal::Field,
};
use leptos::prelude::*;
use sync::{Delivery, Draft};

/// What is done to a posting and waits to be sent.
#[derive(Clone, PartialEq, Debug)]
pub enum Waiting {
    /// It shall be published, or say something else.
    Says(Box<Job>),
    /// It shall be closed, or open.
    Closed(bool),
}

/// The desk that is wanted, or the first one there is.
pub fn first_desk(desks: Vec<Membership>, wanted: Option<DeskId>) -> Option<Membership> {
    let chosen = desks.iter().find(|place| Some(place.desk) == wanted);
    chosen.or(desks.first()).cloned()
}

impl ReplicaState {
    /// Drafts of postings, the latest edited first.
    pub fn posting_drafts(self) -> Vec<Draft> {
        let mut drafts = self.drafts();
        drafts.retain(|draft| draft.posting().is_some());
        drafts
    }

    /// The desks for which the person may post.
    pub fn posting_desks(self) -> Vec<Membership> {
        let mut places = self.memberships();
        places.retain(|place| place.role.may_act());
        places
    }

    /// Changes a text of a posting's draft, which begins with its first key.
    pub fn type_posting(self, id: DraftId, field: Field, text: String) {
        if untrack(|| self.draft(id)).is_none() {
            let places = untrack(|| self.posting_desks());
            // The desk may still have to be opened, or chosen.
            let desk = places
                .first()
                .map_or_else(|| DeskId(browser::new_id()), |place| place.desk);
            self.put_posting_draft(id, desk, None);
        }
        self.edit_draft(id, |draft| draft.set(field, text));
    }

    fn put_posting_draft(self, id: DraftId, desk: DeskId, like: Option<&Job>) {
        let subject = Subject::Posting { desk, job: None };
        let title = like.map_or_else(String::new, |job| job.title.clone());
        let mut draft = Draft::empty(id, subject, title, clock::now());
        if let Some(job) = like {
            draft.fields = posting_text::texts(job);
            // A new posting has a time of its own.
            draft.fields.remove(&Field::ClosesAt);
        }
        self.begin(draft);
    }

    /// The draft that changes a posting, begun when there is none.
    pub fn begin_edit(self, job: &Job) -> DraftId {
        let draft = Draft::of_edit(self.person(), job, clock::now());
        let id = draft.id;
        if untrack(|| self.draft(id)).is_none() {
            self.begin(draft);
        }
        id
    }

    /// A new draft that says what a posting says.
    pub fn duplicate_posting(self, job: &Job) -> DraftId {
        let id = DraftId(browser::new_id());
        self.put_posting_draft(id, job.desk, Some(job));
        id
    }

    /// Queues the posting that a draft comes to, which goes on from `base`, in the place of what was
    /// published `before`.
    pub async fn publish(
        self,
        id: DraftId,
        base: Job,
        before: Option<Job>,
    ) -> Result<(), SubmitError> {
        self.send_draft(id, |draft| {
            let written = Written::of(&draft.fields, base, before.as_ref(), clock::now());
            if !written.problems.is_empty() {
                return Err(SubmitError::Invalid(written.problems));
            }
            let job = Box::new(written.job);
            Ok(match draft.is_edit() {
                true => Command::EditJob { job },
                false => Command::PublishJob { job },
            })
        })
        .await
    }

    /// What is done to postings and waits, the oldest first.
    pub fn waiting_postings(self) -> Vec<(JobId, Waiting, Delivery)> {
        let in_flight = self.in_flight.get();
        self.replica.with(|replica| {
            let waiting = replica.outbox.values().filter_map(|mutation| {
                let (id, what) = match &mutation.command {
                    Command::PublishJob { job } | Command::EditJob { job } => {
                        (job.id, Waiting::Says(job.clone()))
                    }
                    Command::CloseJob { job } => (*job, Waiting::Closed(true)),
                    Command::ReopenJob { job, .. } => (*job, Waiting::Closed(false)),
                    _ => return None,
                };
                let delivery = match in_flight.contains(&mutation.id) {
                    true => Delivery::Sending,
                    false => Delivery::Queued,
                };
                Some((id, what, delivery))
            });
            waiting.collect()
        })
    }
}
