//! What the screens of the proposal flow read: where a proposal stands, what is new in it, its
//! thread, its contract.

use super::{About, ReplicaState};
use domain::{
    Command, ContractId, DeskId, ProposalId, Timestamp,
    contract::Contract,
    desk::Role,
    proposal::{Proposal, Side, State},
    safety::{Block, Party},
    thread::{Message, ReadMark},
};
use leptos::prelude::*;
use sync::Delivery;

/// How the person stands to a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hand {
    /// On which side.
    pub side: Side,
    /// Whether their role lets them answer for that side.
    pub may_act: bool,
}

/// Where a proposal stands for one side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The newest thing that happened, of both sides.
    pub newest: Timestamp,
    /// The newest thing of the other side that this one has not read; `None` when all was read.
    pub unread: Option<Timestamp>,
    /// Something waits for this side: terms to answer, a notice to complete or to agree to.
    pub turn: bool,
}

impl Standing {
    /// Whether the other side answered and this one has neither read nor reacted.
    pub fn is_answered(self) -> bool {
        self.unread.is_some() || self.turn
    }
}

impl ReplicaState {
    /// How the person stands to a proposal; `None` when it is none of theirs.
    pub fn hand(self, proposal: &Proposal) -> Option<Hand> {
        if proposal.worker == self.session.person() {
            return Some(Hand {
                side: Side::Worker,
                may_act: true,
            });
        }
        self.role_at(proposal.desk).map(|role| Hand {
            side: Side::Client,
            may_act: role.may_act(),
        })
    }

    /// The person's role at a desk.
    pub fn role_at(self, desk: DeskId) -> Option<Role> {
        self.rows.with(|rows| {
            let mut places = rows.memberships.iter();
            places
                .find(|place| place.desk == desk)
                .map(|place| place.role)
        })
    }

    /// The messages of a thread, the oldest first.
    pub fn messages(self, id: ProposalId) -> Vec<Message> {
        self.rows
            .with(|rows| rows.messages.get(&id).cloned().unwrap_or_default())
    }

    /// How far a side has read a thread.
    pub fn read_mark(self, id: ProposalId, side: Side) -> Option<ReadMark> {
        self.rows.with(|rows| rows.marks.get(&(id, side)).cloned())
    }

    /// One contract.
    pub fn contract(self, id: ContractId) -> Option<Contract> {
        self.rows.with(|rows| rows.contracts.get(&id).cloned())
    }

    /// Whether there are any contracts.
    pub fn has_contracts(self) -> bool {
        self.rows.with(|rows| !rows.contracts.is_empty())
    }

    /// The person's contracts and those of their desks, the newest first.
    pub fn contracts(self) -> Vec<Contract> {
        self.rows.with(|rows| {
            let mut contracts: Vec<Contract> = rows.contracts.values().cloned().collect();
            contracts.sort_by_key(|contract| std::cmp::Reverse(contract.made_at));
            contracts
        })
    }

    /// Whom the person and their desks have blocked.
    pub fn blocks(self) -> Vec<Block> {
        self.rows.with(|rows| rows.blocks.clone())
    }

    /// Whether one blocks another.
    pub fn is_blocked(self, by: Party, against: Party) -> bool {
        self.rows.with(|rows| {
            rows.blocks
                .iter()
                .any(|block| block.by == by && block.against == against)
        })
    }

    /// How what the person did to a proposal or its contract, and waits, stands. Messages stand by
    /// themselves.
    pub fn waiting_about(self, id: ProposalId) -> Option<Delivery> {
        self.waiting_to(|command| match About::of(command) {
            About::Proposal(of) => of == id,
            About::Contract(of) => of == ContractId::of(id),
            _ => false,
        })
    }

    /// How a message that waits stands; `None` when the server has it.
    pub fn message_waiting(self, message: &Message) -> Option<Delivery> {
        self.waiting_to(
            |command| matches!(command, Command::SendMessage { id, .. } if *id == message.id),
        )
    }

    /// Whether it waits to be told that the thread was read up to this moment.
    pub fn is_marking(self, proposal: ProposalId, moment: Timestamp) -> bool {
        self.waiting_to(|command| {
            matches!(command, Command::MarkRead { proposal: of, up_to }
                if *of == proposal && *up_to >= moment)
        })
        .is_some()
    }

    /// Where a proposal stands for a side.
    pub fn standing(self, proposal: &Proposal, side: Side) -> Standing {
        let contract = self.contract(ContractId::of(proposal.id));
        let mut moments = happened(proposal);
        moments.extend(contract.iter().flat_map(agreements));
        self.rows.with(|rows| {
            let thread = rows.messages.get(&proposal.id);
            let messages = thread.into_iter().flatten();
            moments.extend(messages.map(|message| (message.by, message.sent_at)));
        });
        let newest_of = |by: Option<Side>| {
            let of = moments
                .iter()
                .filter(|(whose, _)| by.is_none_or(|by| by == *whose));
            of.map(|(_, at)| *at).max()
        };
        let read = self.read_mark(proposal.id, side).map(|mark| mark.up_to);
        let news = newest_of(Some(side.other())).filter(|news| read < Some(*news));
        Standing {
            newest: newest_of(None).unwrap_or(proposal.sent_at),
            unread: news,
            turn: proposal.can_be_answered_by(side) && !proposal.turns.is_empty()
                || contract.is_some_and(|contract| waits_for(&contract, side)),
        }
    }

    /// How many proposals of the person's own were answered, and how many invitations were not.
    pub fn answered(self) -> usize {
        self.engine
            .get()
            .map_or(0, |engine| (engine.answered)(self))
    }

    pub(super) fn count_answered(self) -> usize {
        let own = self.sent().into_iter();
        let answered = own.filter(|own| self.standing(own, Side::Worker).is_answered());
        answered.count() + self.unanswered()
    }

    /// How many proposals at the person's desks have something that was not read.
    pub fn unread_arrivals(self) -> usize {
        self.engine.get().map_or(0, |engine| (engine.unread)(self))
    }

    pub(super) fn count_unread(self) -> usize {
        let arrived = self.arrived().into_iter();
        arrived
            .filter(|proposal| self.standing(proposal, Side::Client).unread.is_some())
            .count()
    }
}

/// What happened to a proposal, by which side and when.
fn happened(proposal: &Proposal) -> Vec<(Side, Timestamp)> {
    let mut moments = vec![(Side::Worker, proposal.sent_at)];
    moments.extend(proposal.edited_at.map(|at| (Side::Worker, at)));
    moments.extend(proposal.read_at.map(|at| (Side::Client, at)));
    moments.extend(proposal.turns.iter().map(|turn| (turn.by, turn.at)));
    match &proposal.state {
        State::Open => {}
        State::Withdrawn { at } => moments.push((Side::Worker, *at)),
        State::Declined { at, .. } => moments.push((Side::Client, *at)),
        State::Accepted { at, by } => moments.push((*by, *at)),
    }
    moments
}

fn agreements(contract: &Contract) -> Vec<(Side, Timestamp)> {
    let of = |side, agreement: &Option<domain::contract::Agreement>| {
        agreement.as_ref().map(|agreement| (side, agreement.at))
    };
    [
        of(Side::Client, &contract.client),
        of(Side::Worker, &contract.by_worker),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the contract waits for this side: the client completes the notice, then both agree.
fn waits_for(contract: &Contract, side: Side) -> bool {
    let complete = contract.notice.problems().is_empty();
    match side {
        Side::Client => !complete || contract.client.is_none(),
        Side::Worker => complete && contract.by_worker.is_none(),
    }
}
