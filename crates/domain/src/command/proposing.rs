//! A worker's proposal: sent, edited while unread, taken back.

use super::{Judged, Room, Stop};
use crate::{
    InvitationId, JobId, ProposalId, Refusal,
    desk::membership_key,
    draft::Draft,
    invitation::{Answer, Invitation},
    proposal::{Offer, Proposal, State},
    row::{Kind, Row, RowKey, Write},
    safety::not_blocked,
};

impl Room<'_> {
    pub(super) fn submit_proposal(&self, job: JobId, offer: &Offer) -> Judged {
        acceptable(offer)?;
        let id = ProposalId::of(self.actor.person, job);
        if self.row(Kind::Proposal, id.0)?.is_some() {
            return Err(Refusal::AlreadySent.into());
        }
        let person = self.person()?;
        let Some(Row::Job(job)) = self.row(Kind::Job, job.0)? else {
            return Err(Refusal::JobNotFound.into());
        };
        if !job.is_open(self.now) {
            let closed_at = job.closes_at.filter(|closes_at| *closes_at <= self.now);
            return Err(Refusal::JobClosed { closed_at }.into());
        }
        if self
            .rows
            .get(membership_key(person.id, job.desk))?
            .is_some()
        {
            // Nobody is both sides of a contract.
            return Err(Refusal::NotAllowed.into());
        }
        not_blocked(self.rows, person.id, job.desk)?;
        let mut writes = vec![Write::Put(Row::Proposal(Proposal {
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
            sent_at: self.now,
            edited_at: None,
            read_at: None,
            turns: Vec::new(),
            state: State::Open,
            sample: job.sample,
        }))];
        writes.extend(self.spent_draft(id, offer)?);
        writes.extend(self.accepted_invitation(job.id)?);
        Ok(writes)
    }

    /// Who proposes has accepted the invitation to do so.
    fn accepted_invitation(&self, job: JobId) -> Result<Option<Write>, Stop> {
        let id = InvitationId::of(self.actor.person, job);
        Ok(match self.row(Kind::Invitation, id.0)? {
            Some(Row::Invitation(invitation)) if invitation.answer != Some(Answer::Accept) => {
                Some(Write::Put(Row::Invitation(Invitation {
                    answer: Some(Answer::Accept),
                    answered_at: Some(self.now),
                    ..invitation
                })))
            }
            _ => None,
        })
    }

    /// The draft goes with what it said; what another device added to it stays.
    fn spent_draft(&self, id: ProposalId, offer: &Offer) -> Result<Option<Write>, Stop> {
        Ok(match self.row(Kind::Draft, id.0)? {
            Some(Row::Draft(draft)) if spent(&draft, offer) => Some(Write::Delete(RowKey {
                kind: Kind::Draft,
                id: id.0,
            })),
            _ => None,
        })
    }

    pub(super) fn edit_proposal(&self, id: ProposalId, offer: &Offer) -> Judged {
        acceptable(offer)?;
        let proposal = self.own_proposal(id)?;
        if proposal.state != State::Open {
            return Err(Refusal::Ended.into());
        }
        if !proposal.can_be_edited() {
            return Err(Refusal::AlreadyRead.into());
        }
        not_blocked(self.rows, proposal.worker, proposal.desk)?;
        let mut writes = vec![Write::Put(Row::Proposal(Proposal {
            message: offer.message.trim().to_owned(),
            amount: offer.amount,
            days: offer.days,
            questions: offer.questions.trim().to_owned(),
            edited_at: Some(self.now),
            ..proposal
        }))];
        writes.extend(self.spent_draft(id, offer)?);
        Ok(writes)
    }

    pub(super) fn withdraw_proposal(&self, id: ProposalId) -> Judged {
        let proposal = self.own_proposal(id)?;
        if proposal.state != State::Open {
            return Err(Refusal::Ended.into());
        }
        Ok(vec![Write::Put(Row::Proposal(Proposal {
            state: State::Withdrawn { at: self.now },
            ..proposal
        }))])
    }

    fn own_proposal(&self, id: ProposalId) -> Result<Proposal, Stop> {
        match self.row(Kind::Proposal, id.0)? {
            Some(Row::Proposal(proposal)) if proposal.worker == self.actor.person => Ok(proposal),
            // Whether there is one is not said to others.
            _ => Err(Refusal::NotAllowed.into()),
        }
    }
}

fn acceptable(offer: &Offer) -> Result<(), Refusal> {
    match offer.problems().into_iter().next() {
        Some(invalid) => Err(invalid.into()),
        None => Ok(()),
    }
}

/// Whether the offer says all that the draft said.
fn spent(draft: &Draft, offer: &Offer) -> bool {
    draft.others.is_empty() && offer.says_all_of(&draft.fields)
}
