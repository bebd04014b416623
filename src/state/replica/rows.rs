//! The person's rows as they should be seen: base with the outbox replayed on top.

use domain::{
    ContractId, JobId, ProposalId, Row,
    contract::Contract,
    desk::Membership,
    proposal::{Proposal, Side},
    safety::Block,
    thread::{Message, ReadMark},
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};
use sync::{Postings, Replica};

/// The rows, by what screens ask for.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Rows {
    pub(super) stars: BTreeSet<JobId>,
    pub(super) proposals: BTreeMap<ProposalId, Proposal>,
    pub(super) memberships: Vec<Membership>,
    /// By thread, the oldest first.
    pub(super) messages: BTreeMap<ProposalId, Vec<Message>>,
    pub(super) marks: BTreeMap<(ProposalId, Side), ReadMark>,
    pub(super) contracts: BTreeMap<ContractId, Contract>,
    pub(super) blocks: Vec<Block>,
    pub(super) phrases: usize,
    /// Postings that the replay asked for and that were not at hand.
    pub(super) wanted: BTreeSet<JobId>,
}

impl Rows {
    pub(super) fn of(replica: &Replica, posting: &Postings<'_>) -> Self {
        let mut rows = Rows::default();
        let wanted = RefCell::new(BTreeSet::new());
        let view = replica.view(&|job| {
            posting(job).inspect_err(|_| {
                wanted.borrow_mut().insert(job);
            })
        });
        rows.wanted = wanted.into_inner();
        for row in view.rows(replica) {
            match row {
                Row::Star(star) => {
                    rows.stars.insert(star.job);
                }
                Row::Proposal(proposal) => {
                    rows.proposals.insert(proposal.id, proposal.clone());
                }
                Row::Membership(membership) if membership.person == replica.person => {
                    rows.memberships.push(membership.clone());
                }
                Row::Message(message) => {
                    let thread = rows.messages.entry(message.proposal).or_default();
                    thread.push(message.clone());
                }
                Row::ReadMark(mark) => {
                    rows.marks.insert((mark.proposal, mark.by), mark.clone());
                }
                Row::Contract(contract) => {
                    rows.contracts.insert(contract.id, contract.clone());
                }
                Row::Block(block) => rows.blocks.push(block.clone()),
                Row::Phrase(_) => rows.phrases += 1,
                // Read by their own screens.
                _ => {}
            }
        }
        for thread in rows.messages.values_mut() {
            thread.sort_by_key(|message| (message.sent_at, message.id));
        }
        rows.memberships.sort_by_key(|membership| membership.id);
        rows.blocks.sort_by_key(|block| (block.at, block.id));
        rows
    }
}
