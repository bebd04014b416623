//! What a person does besides writing drafts: every command goes through `act`, with or without a
//! network, and what the server refused comes back here.

use super::{ReplicaState, jotting::Texts};
use crate::device::{clock, database::StorageError};
use domain::{Command, ContractId, JobId, MessageId, ProposalId, Timestamp, proposal::State};
use leptos::{prelude::*, task::spawn_local};
use sync::{Delivery, MutationId, Refused};

/// How long a withdrawal can be taken back before it is queued, in milliseconds. As long as the word
/// that offers it stays.
const HELD_FOR: i64 = 6_000;
/// How long a page waits behind the one that began.
const BEHIND: i64 = 1_000;

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
            Command::AmendNotice { contract, .. }
            | Command::AgreeContract { contract, .. }
            | Command::SupplementNotice { contract, .. } => Self::Contract(*contract),
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

/// The jotting that says until when a withdrawal can be taken back.
const UNTIL: &str = "until";
const HELD: &str = "withdraw:";

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

    /// 取り下げる, in a few seconds unless it is taken back. It is on the disk meanwhile: when the
    /// page goes, the next one does it.
    pub fn withdraw_soon(self, id: ProposalId) {
        let until = Timestamp(clock::now().0 + HELD_FOR);
        let texts = Texts::from([(UNTIL.to_owned(), until.0.to_string())]);
        self.jot(&held(id), texts);
        self.withdraw_at(id, until, until);
    }

    /// Takes back a withdrawal.
    pub fn take_back(self, id: ProposalId) {
        self.clear_jotting(&held(id));
    }

    /// Whether a withdrawal can still be taken back.
    pub fn is_held(self, id: ProposalId) -> bool {
        self.jotting(&held(id)).is_some()
    }

    /// Goes on with what a page that went was about to do.
    pub(super) fn resume_withdrawals(self) {
        let begun = self.jottings.get_untracked();
        for (form, texts) in &begun {
            let id = form.strip_prefix(HELD).and_then(|id| id.parse().ok());
            let until = texts.get(UNTIL).and_then(|until| until.parse().ok());
            if let (Some(id), Some(until)) = (id, until) {
                // The tab that began it may still be there, and comes first.
                self.withdraw_at(id, Timestamp(until), Timestamp(until + BEHIND));
            }
        }
    }

    fn withdraw_at(self, id: ProposalId, until: Timestamp, at: Timestamp) {
        let mine = Texts::from([(UNTIL.to_owned(), until.0.to_string())]);
        spawn_local(async move {
            let wait = at.0 - clock::now().0;
            clock::sleep(u32::try_from(wait.max(0)).unwrap_or(0)).await;
            if untrack(|| self.jotting(&held(id))) != Some(mine) {
                return;
            }
            let is_open = untrack(|| self.proposal(id)).is_some_and(|p| p.state == State::Open);
            if is_open
                && self
                    .act(Command::WithdrawProposal { proposal: id })
                    .await
                    .is_err()
            {
                // Nothing is stored here: it stays held, and the device's health says why.
                return;
            }
            self.clear_jotting(&held(id));
        });
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

    /// Whether there is anything of that kind.
    pub fn has_refused(self) -> bool {
        self.replica.with(|replica| !replica.refused.is_empty())
    }

    /// Puts aside what was refused.
    pub fn put_aside(self, id: MutationId) {
        self.replica.update(|replica| {
            replica.refused.remove(&id);
        });
        if self.store().is_some() {
            spawn_local(async move {
                let put = self.stored(async |store| store.put_aside(id).await);
                if put.await.is_ok() {
                    self.tell_tabs();
                }
            });
        }
    }
}

/// Whether this is no form, but something that can still be taken back.
pub(super) fn is_held(form: &str) -> bool {
    form.starts_with(HELD)
}

fn held(id: ProposalId) -> String {
    format!("{HELD}{id}")
}
