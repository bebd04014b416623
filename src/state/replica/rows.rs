//! The person's rows as they should be seen: base with the outbox replayed on top.

use domain::{
    ContractId, JobId, ProposalId, Row,
    contract::Contract,
    desk::Membership,
    proposal::{Proposal, Side},
    safety::Block,
    thread::{Message, ReadMark},
};
use std::collections::{BTreeMap, BTreeSet};
use sync::Replica;

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
}

impl Rows {
    pub(super) fn of(replica: &Replica) -> Self {
        let mut rows = Rows::default();
        // Proposals that wait are shown as their drafts, so no posting is needed for the replay.
        let view = replica.view(&sync::no_postings);
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
