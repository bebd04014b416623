//! What the two sides of a proposal say to each other.

use crate::{DeskId, MessageId, PersonId, ProposalId, ReadMarkId, Timestamp, proposal::Side};
use serde::{Deserialize, Serialize};

/// A message. Both sides may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Made on the device.
    pub id: MessageId,
    /// In the thread of which proposal.
    pub proposal: ProposalId,
    /// The proposal's worker.
    pub worker: PersonId,
    /// The proposal's desk.
    pub desk: DeskId,
    /// From which side.
    pub by: Side,
    /// Who wrote it.
    pub author: PersonId,
    /// Their name as it was.
    pub author_name: String,
    /// Plain text.
    pub text: String,
    /// When the server accepted it; the thread's order, with the id.
    pub sent_at: Timestamp,
}

/// How far one side has read a thread. Both sides may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadMark {
    /// Follows from proposal and side.
    pub id: ReadMarkId,
    /// Of which thread.
    pub proposal: ProposalId,
    /// The proposal's worker.
    pub worker: PersonId,
    /// The proposal's desk.
    pub desk: DeskId,
    /// Which side read.
    pub by: Side,
    /// Everything sent up to this moment was read.
    pub up_to: Timestamp,
    /// When the server heard of it.
    pub at: Timestamp,
}

/// Longest text of a message in characters.
pub const MAX_TEXT: usize = 4_000;
