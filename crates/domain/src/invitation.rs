//! A desk's invitation of a person to one of its jobs.

use crate::{DeskId, InvitationId, JobId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// An invitation. The person and the desk may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invitation {
    /// Follows from worker and job.
    pub id: InvitationId,
    /// To which job.
    pub job: JobId,
    /// The job's title when they were invited.
    pub job_title: String,
    /// By which desk.
    pub desk: DeskId,
    /// The desk's name.
    pub desk_name: String,
    /// Whom.
    pub worker: PersonId,
    /// Their name, as the desk knows it.
    pub worker_name: String,
    /// In the desk's own words; may be empty.
    pub note: String,
    /// When.
    pub sent_at: Timestamp,
    /// What the person said; `None` until they do.
    pub answer: Option<Answer>,
    /// When they said it.
    pub answered_at: Option<Timestamp>,
}

/// An answer to an invitation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// 受ける: they will propose.
    Accept,
    /// あとで: not now; it can be answered again.
    Later,
    /// 断る.
    Decline {
        /// Why.
        reason: NoReason,
    },
}

impl Answer {
    /// Whether it stands; 「あとで」 can still become another.
    pub fn is_final(self) -> bool {
        self != Self::Later
    }
}

/// Why a person declines an invitation, as the desk is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoReason {
    /// No time now.
    NoTime,
    /// The conditions do not meet.
    Conditions,
    /// The work is not theirs.
    NotMyWork,
    /// They would rather not say.
    Unsaid,
}

impl NoReason {
    /// Every reason, in the order in which screens list them.
    pub const ALL: [NoReason; 4] = [
        Self::NoTime,
        Self::Conditions,
        Self::NotMyWork,
        Self::Unsaid,
    ];
}
