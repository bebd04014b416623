//! Threads and invitations.

use super::{Judged, Room};
use crate::{
    InvitationId, MessageId, ProposalId, ReadMarkId, Refusal, Timestamp,
    invitation::{Answer, Invitation},
    job::{check_text, required},
    proposal::{Proposal, Side, State},
    refusal::Field,
    row::{Kind, Row, Write},
    safety::not_blocked,
    thread::{MAX_TEXT, Message, ReadMark},
};

impl Room<'_> {
    pub(super) fn send_message(&self, id: MessageId, proposal: ProposalId, text: &str) -> Judged {
        required(Field::Text, text)?;
        check_text(Field::Text, text, MAX_TEXT)?;
        let (proposal, side) = self.side_of(proposal)?;
        if !matches!(proposal.state, State::Open | State::Accepted { .. }) {
            return Err(Refusal::Ended.into());
        }
        not_blocked(self.rows, proposal.worker, proposal.desk)?;
        if self.row(Kind::Message, id.0)?.is_some() {
            return Err(Refusal::AlreadySent.into());
        }
        let author = self.person()?;
        Ok(vec![Write::Put(Row::Message(Message {
            id,
            proposal: proposal.id,
            worker: proposal.worker,
            desk: proposal.desk,
            by: side,
            author: author.id,
            author_name: author.name,
            text: text.trim().to_owned(),
            sent_at: self.now,
        }))])
    }

    pub(super) fn mark_read(&self, proposal: ProposalId, up_to: Timestamp) -> Judged {
        let (proposal, side) = self.side_of(proposal)?;
        let id = ReadMarkId::of(proposal.id, side);
        // A device's clock may be ahead: nothing of the future was read.
        let up_to = up_to.min(self.now);
        let mut writes = Vec::new();
        let known = match self.row(Kind::ReadMark, id.0)? {
            Some(Row::ReadMark(mark)) => mark.up_to >= up_to,
            _ => false,
        };
        if !known {
            writes.push(Write::Put(Row::ReadMark(ReadMark {
                id,
                proposal: proposal.id,
                worker: proposal.worker,
                desk: proposal.desk,
                by: side,
                up_to,
                at: self.now,
            })));
        }
        // What has ended never changes.
        if side == Side::Client && proposal.read_at.is_none() && proposal.state == State::Open {
            writes.push(Write::Put(Row::Proposal(Proposal {
                read_at: Some(self.now),
                ..proposal
            })));
        }
        Ok(writes)
    }

    pub(super) fn answer_invitation(&self, id: InvitationId, answer: Answer) -> Judged {
        match self.row(Kind::Invitation, id.0)? {
            Some(Row::Invitation(invitation)) if invitation.worker == self.actor.person => {
                match invitation.answer {
                    // Said once more, on another device.
                    Some(before) if before == answer => return Ok(Vec::new()),
                    Some(before) if before.is_final() => return Err(Refusal::Ended.into()),
                    _ => {}
                }
                Ok(vec![Write::Put(Row::Invitation(Invitation {
                    answer: Some(answer),
                    answered_at: Some(self.now),
                    ..invitation
                }))])
            }
            _ => Err(Refusal::Gone.into()),
        }
    }
}
