//! Desks: organizations' shared workplaces, and who may do what there.

use crate::{
    DeskId, MembershipId, PersonId, SeatId, Timestamp,
    command::Stop,
    refusal::Refusal,
    row::{Kind, Row, RowKey, Rows},
};
use serde::{Deserialize, Serialize};

/// An organization's shared workplace. Its members read it; others see its name on its postings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Desk {
    /// Its id.
    pub id: DeskId,
    /// The organization's name.
    pub name: String,
    /// Demo content: shown as 見本 everywhere.
    pub sample: bool,
}

/// What a member may do at a desk. Each may do what those before it may.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads everything at the desk.
    Viewer,
    /// Posts, answers and agrees for the desk.
    #[default]
    Member,
    /// Gives and takes seats.
    Owner,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Role; 3] = [Self::Viewer, Self::Member, Self::Owner];

    /// Whether who has it posts, answers and agrees for the desk.
    pub fn may_act(self) -> bool {
        self >= Self::Member
    }

    /// The stable word used over HTTP and in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Owner => "owner",
        }
    }

    /// The role of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// A person's place at a desk: they read what is sent to it, and answer as their role allows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Membership {
    /// Follows from person and desk.
    pub id: MembershipId,
    /// Who.
    pub person: PersonId,
    /// Their name when they took the place.
    #[serde(default)]
    pub person_name: String,
    /// Where.
    pub desk: DeskId,
    /// The desk's name.
    pub desk_name: String,
    /// What they may do.
    #[serde(default)]
    pub role: Role,
}

/// A free place at a desk. Who holds its id (a random UUIDv4, sent as a link) may take it, once.
/// Only its giver reads it: a viewer who read an owner's seat could take it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seat {
    /// Its id; the secret.
    pub id: SeatId,
    /// The owner who offers it; it lapses when they are an owner no more.
    pub by: PersonId,
    /// Where.
    pub desk: DeskId,
    /// The desk's name.
    pub desk_name: String,
    /// What its taker may do.
    pub role: Role,
    /// It can be taken before this moment.
    pub until: Timestamp,
}

/// Days for which a free place can be taken.
pub const SEAT_DAYS: i64 = 14;

/// The key of a person's place at a desk: there when they are a member.
pub fn membership_key(person: PersonId, desk: DeskId) -> RowKey {
    RowKey {
        kind: Kind::Membership,
        id: MembershipId::of(person, desk).0,
    }
}

/// The person's place at the desk, if it lets them do what takes `least`.
pub(crate) fn place_at(
    rows: &dyn Rows,
    person: PersonId,
    desk: DeskId,
    least: Role,
) -> Result<Membership, Stop> {
    match rows.get(membership_key(person, desk))? {
        Some(Row::Membership(place)) if place.role >= least => Ok(place),
        _ => Err(Refusal::NotAllowed.into()),
    }
}
