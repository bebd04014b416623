//! What a person does besides writing drafts: every command goes through `act`, with or without a
//! network, and what the server refused comes back here.

use super::ReplicaState;
use crate::device::{clock, database::StorageError};
use domain::{Command, ContractId, JobId, MessageId, ProposalId};
use leptos::{prelude::*, task::spawn_local};
use sync::{Delivery, MutationId, Refused};

/// How long a command can be taken back before it is queued, in milliseconds. As long as the word
/// that offers it stays.
const HELD_FOR: u32 = 6_000;

/// What a command is about; where its state and its refusal are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// A proposal, its terms, its state.
    Proposal(ProposalId),
    /// A message, in the thread of a proposal.
    Message(ProposalId, MessageId),
    /// A contract.
    Contract(ContractId),
    /// A posting.
    Job(JobId),
    /// The person, their desks, their device.
    Own,
}

impl About {
    /// What a command is about.
    pub fn of(command: &Command) -> Self {
        match command {
            Command::EditProposal { proposal, .. }
            | Command::WithdrawProposal { proposal }
            | Command::DeclineProposal { proposal, .. }
            | Command::OfferTerms { proposal, .. }
            | Command::AcceptTerms { proposal, .. } => Self::Proposal(*proposal),
            Command::SendMessage { id, proposal, .. } => Self::Message(*proposal, *id),
            Command::AmendNotice { contract, .. } | Command::AgreeContract { contract, .. } => {
                Self::Contract(*contract)
            }
            Command::SubmitProposal { job, .. }
            | Command::CloseJob { job }
            | Command::ReopenJob { job, .. } => Self::Job(*job),
            Command::PublishJob { job } | Command::EditJob { job } => Self::Job(job.id),
            _ => Self::Own,
        }
    }

    /// Whether it belongs onto the page of a proposal.
    pub fn is_of(self, id: ProposalId) -> bool {
        matches!(self, Self::Proposal(of) | Self::Message(of, _) if of == id)
            || self == Self::Contract(ContractId::of(id))
    }
}

/// A command that can still be taken back.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Held {
    command: Command,
    number: u64,
}

impl ReplicaState {
    /// Does something: it shows at once, waits in the outbox, and is judged by the server. An error
    /// says that the device does not store it, and nothing was done.
    pub async fn act(self, command: Command) -> Result<(), StorageError> {
        self.enqueue(command, None).await.map(|_| ())
    }

    /// Does something without waiting; a device that does not store is told of by its health.
    pub fn do_it(self, command: Command) {
        spawn_local(async move {
            let _ = self.act(command).await;
        });
    }

    /// Does something in a few seconds, unless it is taken back; at once when the page goes.
    pub fn do_soon(self, command: Command) {
        // One at a time: what was held before is done.
        self.let_go();
        let number = clock::now().0.unsigned_abs();
        self.held.set(Some(Held { command, number }));
        spawn_local(async move {
            clock::sleep(HELD_FOR).await;
            let still = self
                .held
                .with_untracked(|held| held.as_ref().is_some_and(|held| held.number == number));
            if still {
                self.let_go();
            }
        });
    }

    /// Takes back what was to be done soon.
    pub fn take_back(self) {
        self.held.set(None);
    }

    /// What is to be done soon to a proposal.
    pub fn is_held(self, proposal: ProposalId) -> bool {
        self.held.with(|held| {
            held.as_ref()
                .is_some_and(|held| About::of(&held.command).is_of(proposal))
        })
    }

    pub(super) fn let_go(self) {
        if let Some(held) = self.held.try_update(Option::take).flatten() {
            self.do_it(held.command);
        }
    }

    /// How what was done last, and waits, stands; `None` when nothing like it waits.
    pub fn waiting_to(self, is_it: impl Fn(&Command) -> bool) -> Option<Delivery> {
        let found = self.replica.with(|replica| {
            let waiting = replica.outbox.values().rev();
            waiting
                .into_iter()
                .find(|mutation| is_it(&mutation.command))
                .map(|mutation| mutation.id)
        })?;
        let flying = self.in_flight.with(|ids| ids.contains(&found));
        Some(if flying {
            Delivery::Sending
        } else {
            Delivery::Queued
        })
    }

    /// What the server refused and the person has not put aside, the oldest first.
    pub fn refused(self) -> Vec<Refused> {
        self.replica
            .with(|replica| replica.refused.values().cloned().collect())
    }

    /// Puts aside what was refused.
    pub fn put_aside(self, id: MutationId) {
        self.replica.update(|replica| {
            replica.refused.remove(&id);
        });
        if let Some(store) = self.store() {
            spawn_local(async move {
                if store.put_aside(id).await.is_ok() {
                    self.tell_tabs();
                }
            });
        }
    }
}
