//! A desk's postings, and whom it invites to them.

use super::{Judged, Room, Stop};
use crate::{
    DraftId, InvitationId, Job, JobId, ProposalId, Refusal, Timestamp,
    desk::{Role, place_at},
    id::follows_from_a_name,
    invitation::Invitation,
    job::check_text,
    posting_check, posting_text,
    proposal::MAX_NOTE,
    refusal::{Field, Invalid, Problem},
    row::{Kind, Row, RowKey, Write},
    safety::not_blocked,
};

impl Room<'_> {
    pub(super) fn publish_job(&self, job: &Job) -> Judged {
        let place = place_at(self.rows, self.actor.person, job.desk, Role::Member)?;
        if follows_from_a_name(job.id.0) {
            return Err(Refusal::NotAllowed.into());
        }
        if self.row(Kind::Job, job.id.0)?.is_some() {
            return Err(Refusal::AlreadySent.into());
        }
        let job = Job {
            desk_name: place.desk_name,
            posted_at: self.now,
            closed: false,
            sample: false,
            identifier: None,
            edited_at: None,
            extra: serde_json::Map::new(),
            ..job.clone()
        };
        publishable(posting_check::problems(&job, self.now))?;
        let spent = self.spent_posting_draft(DraftId::of_posting(job.id), &job)?;
        Ok(put_with(job, spent))
    }

    pub(super) fn edit_job(&self, job: &Job) -> Judged {
        let before = self.own_job(job.id)?;
        let job = Job {
            id: before.id,
            desk: before.desk,
            posted_at: before.posted_at,
            closed: before.closed,
            sample: before.sample,
            identifier: before.identifier.clone(),
            edited_at: Some(self.now),
            extra: before.extra.clone(),
            desk_name: before.desk_name.clone(),
            ..job.clone()
        };
        publishable(posting_check::problems_after(Some(&before), &job, self.now))?;
        let spent = DraftId::of_edit(self.actor.person, job.id);
        let spent = self.spent_posting_draft(spent, &job)?;
        Ok(put_with(job, spent))
    }

    /// The draft goes with what it said; what another device added to it stays.
    fn spent_posting_draft(&self, id: DraftId, job: &Job) -> Result<Option<Write>, Stop> {
        Ok(match self.row(Kind::Draft, id.0)? {
            Some(Row::Draft(draft))
                if draft.person == self.actor.person
                    && draft.others.is_empty()
                    && posting_text::says_all_of(job, &draft.fields) =>
            {
                Some(Write::Delete(RowKey {
                    kind: Kind::Draft,
                    id: id.0,
                }))
            }
            _ => None,
        })
    }

    pub(super) fn close_job(&self, id: JobId) -> Judged {
        let job = self.own_job(id)?;
        Ok(vec![Write::Put(Row::Job(Job {
            closed: true,
            edited_at: Some(self.now),
            ..job
        }))])
    }

    pub(super) fn reopen_job(&self, id: JobId, closes_at: Option<Timestamp>) -> Judged {
        let before = self.own_job(id)?;
        let job = Job {
            closed: false,
            closes_at,
            edited_at: Some(self.now),
            ..before.clone()
        };
        // What it says was judged when it was published.
        let mut problems = posting_check::problems_after(Some(&before), &job, self.now);
        problems.retain(|invalid| invalid.field == Field::ClosesAt);
        if closes_at.is_some_and(|closes_at| closes_at <= self.now) {
            let (field, problem) = (Field::ClosesAt, Problem::Past);
            problems.push(Invalid { field, problem });
        }
        publishable(problems)?;
        Ok(vec![Write::Put(Row::Job(job))])
    }

    /// A posting of a desk where the person may act.
    fn own_job(&self, id: JobId) -> Result<Job, Stop> {
        let Some(Row::Job(job)) = self.row(Kind::Job, id.0)? else {
            return Err(Refusal::JobNotFound.into());
        };
        place_at(self.rows, self.actor.person, job.desk, Role::Member)?;
        Ok(job)
    }

    pub(super) fn invite_worker(&self, job: JobId, via: ProposalId, note: &str) -> Judged {
        check_text(Field::Note, note, MAX_NOTE)?;
        let job = self.own_job(job)?;
        if !job.is_open(self.now) {
            return Err(Refusal::JobClosed { closed_at: None }.into());
        }
        // Whoever proposed to this desk before is known to it; nobody else's name is.
        let worker = match self.row(Kind::Proposal, via.0)? {
            Some(Row::Proposal(earlier)) if earlier.desk == job.desk => earlier,
            _ => return Err(Refusal::Gone.into()),
        };
        not_blocked(self.rows, worker.worker, job.desk)?;
        let id = InvitationId::of(worker.worker, job.id);
        let proposed = ProposalId::of(worker.worker, job.id);
        if self.row(Kind::Invitation, id.0)?.is_some()
            || self.row(Kind::Proposal, proposed.0)?.is_some()
        {
            return Err(Refusal::AlreadySent.into());
        }
        Ok(vec![Write::Put(Row::Invitation(Invitation {
            id,
            job: job.id,
            job_title: job.title,
            desk: job.desk,
            desk_name: job.desk_name,
            worker: worker.worker,
            worker_name: worker.worker_name,
            note: note.trim().to_owned(),
            sent_at: self.now,
            answer: None,
            answered_at: None,
        }))])
    }
}

fn publishable(problems: Vec<Invalid>) -> Result<(), Stop> {
    match problems.into_iter().next() {
        Some(invalid) => Err(invalid.into()),
        None => Ok(()),
    }
}

fn put_with(job: Job, spent: Option<Write>) -> Vec<Write> {
    let put = Write::Put(Row::Job(job));
    std::iter::once(put).chain(spent).collect()
}
