//! Blocks and reports.

use crate::{
    BlockId, DeskId, JobId, MessageId, PersonId, ProgramId, ProposalId, ReportId, Timestamp,
    command::Stop,
    refusal::Refusal,
    row::{Kind, RowKey, Rows},
};
use serde::{Deserialize, Serialize};

/// One who blocks or is blocked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// A person.
    Person(PersonId),
    /// A desk.
    Desk(DeskId),
}

/// One side wants nothing more from another. Only the blocking side may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// Follows from both.
    pub id: BlockId,
    /// Who blocks.
    pub by: Party,
    /// Whom.
    pub against: Party,
    /// The blocked one's name as it was.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// What is reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A posting.
    Job(JobId),
    /// A proposal.
    Proposal(ProposalId),
    /// A message.
    Message(MessageId),
    /// A program.
    Program(ProgramId),
}

/// Why it is reported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// It asks for money, or for payment beside the platform.
    Money,
    /// It asks for unpaid work.
    Unpaid,
    /// It leads off the platform.
    Contact,
    /// It is untrue or misleading.
    Untrue,
    /// It harasses.
    Harassment,
    /// Something else; see the note.
    Other,
}

impl Wrong {
    /// Every reason, in the order in which screens list them.
    pub const ALL: [Wrong; 6] = [
        Self::Money,
        Self::Unpaid,
        Self::Contact,
        Self::Untrue,
        Self::Harassment,
        Self::Other,
    ];
}

/// A report to the operator. Besides them only its reporter may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Made on the device.
    pub id: ReportId,
    /// Who reports.
    pub reporter: PersonId,
    /// What.
    pub about: About,
    /// Why.
    pub wrong: Wrong,
    /// In their own words; may be empty.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// Refuses where the worker or the desk has blocked the other.
pub(crate) fn not_blocked(rows: &dyn Rows, worker: PersonId, desk: DeskId) -> Result<(), Stop> {
    let (one, other) = (Party::Person(worker), Party::Desk(desk));
    for (by, against) in [(one, other), (other, one)] {
        let key = RowKey {
            kind: Kind::Block,
            id: BlockId::of(by, against).0,
        };
        if rows.get(key)?.is_some() {
            return Err(Refusal::NotAccepted.into());
        }
    }
    Ok(())
}
