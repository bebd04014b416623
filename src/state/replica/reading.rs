//! What screens read of the replica.

use super::{Health, ReplicaState, Saving};
use domain::{DraftId, JobId, ProposalId, Timestamp, desk::Membership, proposal::Proposal};
use leptos::prelude::*;
use std::collections::BTreeSet;
use sync::{Delivery, Draft, Mutation, Replica, draft::delivered};

impl ReplicaState {
    /// Whether the device stores what the person does.
    pub fn health(self) -> Health {
        self.health.get()
    }

    /// Jobs with a star.
    pub fn stars(self) -> BTreeSet<JobId> {
        self.rows.with(|rows| rows.stars.clone())
    }

    /// Whether the job has a star.
    pub fn is_starred(self, job: JobId) -> bool {
        self.rows.with(|rows| rows.stars.contains(&job))
    }

    /// Drafts, the latest edited first; queued ones among them.
    pub fn drafts(self) -> Vec<Draft> {
        self.replica.with(|replica| {
            let mut drafts: Vec<Draft> = replica.drafts.values().cloned().collect();
            drafts.sort_by_key(|draft| std::cmp::Reverse(draft.edited_at));
            drafts
        })
    }

    /// How many drafts of proposals there are.
    pub fn draft_count(self) -> usize {
        self.replica.with(|replica| {
            let drafts = replica.drafts.values();
            drafts.filter(|draft| draft.job().is_some()).count()
        })
    }

    /// One draft.
    pub fn draft(self, id: impl Into<DraftId>) -> Option<Draft> {
        let id = id.into();
        self.replica
            .with(|replica| replica.drafts.get(&id).cloned())
    }

    /// The person's own proposals that the server has, the latest first.
    pub fn sent(self) -> Vec<Proposal> {
        let person = self.session.person();
        self.proposals(|proposal| proposal.worker == person)
    }

    /// Proposals that arrived at the person's desks, the latest first.
    pub fn arrived(self) -> Vec<Proposal> {
        self.rows.with(|rows| {
            let desks: BTreeSet<_> = rows.memberships.iter().map(|m| m.desk).collect();
            sorted(rows.proposals.values().filter(|p| desks.contains(&p.desk)))
        })
    }

    fn proposals(self, wanted: impl Fn(&Proposal) -> bool) -> Vec<Proposal> {
        self.rows
            .with(|rows| sorted(rows.proposals.values().filter(|p| wanted(p))))
    }

    /// One proposal, the person's own or one that arrived.
    pub fn proposal(self, id: ProposalId) -> Option<Proposal> {
        self.rows.with(|rows| rows.proposals.get(&id).cloned())
    }

    /// The id of the person's proposal for a job, sent or not.
    pub fn proposal_id(self, job: JobId) -> ProposalId {
        ProposalId::of(self.session.person(), job)
    }

    /// The person's desks.
    pub fn memberships(self) -> Vec<Membership> {
        self.rows.with(|rows| rows.memberships.clone())
    }

    /// Whether they have any.
    pub fn is_member(self) -> bool {
        self.rows.with(|rows| !rows.memberships.is_empty())
    }

    /// How the person's proposal stands; `None` when there is neither draft nor proposal.
    pub fn delivery(self, id: ProposalId) -> Option<Delivery> {
        let in_flight = self.in_flight.get();
        match self.draft(id) {
            Some(draft) => Some(draft.delivery(&in_flight)),
            None => self.proposal(id).as_ref().map(delivered),
        }
    }

    /// Whether what was typed into a draft is on the disk.
    pub fn saving(self, id: impl Into<DraftId>) -> Option<Saving> {
        let id = id.into();
        self.saving.with(|saving| saving.get(&id).cloned())
    }

    /// How many commands wait to be sent.
    pub fn waiting(self) -> usize {
        self.replica.with(Replica::waiting)
    }

    /// What the person did and waits to be sent, the oldest first.
    pub fn waiting_entries(self) -> Vec<Mutation> {
        self.replica.with(|replica| {
            let entries = replica.outbox.values();
            entries
                .filter(|entry| !entry.command.is_quiet())
                .cloned()
                .collect()
        })
    }

    /// How much the app does by itself waits to be sent.
    pub fn quiet_count(self) -> usize {
        self.replica
            .with(|replica| replica.outbox.len() - replica.waiting())
    }

    /// Since when the oldest of all that waits does, by the device's clock.
    pub fn oldest_waiting(self) -> Option<Timestamp> {
        self.replica
            .with(|replica| replica.outbox.values().next().map(|entry| entry.made_at))
    }

    /// How many rows of the server are on this device.
    pub fn row_count(self) -> usize {
        self.replica.with(|replica| replica.base.len())
    }

    /// How many phrases of the person's own.
    pub fn phrase_count(self) -> usize {
        self.rows.with(|rows| rows.phrases.len())
    }

    /// How many drafts say something that the server has not heard.
    pub fn unshared_drafts(self) -> usize {
        self.replica.with(|replica| {
            let drafts = replica.drafts.values();
            drafts.filter(|draft| is_unshared(draft)).count()
        })
    }
}

/// Whether a draft, that is not on its way as a proposal, says something only here.
fn is_unshared(draft: &Draft) -> bool {
    let known = |field| draft.share.known.get(field).map_or("", String::as_str);
    draft.sending.is_none()
        && draft
            .fields
            .iter()
            .any(|(field, text)| !text.trim().is_empty() && text != known(field))
}

fn sorted<'a>(proposals: impl Iterator<Item = &'a Proposal>) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = proposals.cloned().collect();
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.sent_at));
    proposals
}
