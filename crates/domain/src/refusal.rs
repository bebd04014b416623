//! Why something was not done. Typed, serializable, translated by the screen; never a sentence.

mod field;

pub use field::{Field, List, Part};

use crate::{Timestamp, Yen, profile::ProfileItem, row::Kind, stay::Nights};
use serde::{Deserialize, Serialize};

/// Why a command was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The person has no account yet.
    #[error("the person is not registered")]
    NotRegistered,
    /// The job is not there any more.
    #[error("no such job")]
    JobNotFound,
    /// The posting takes no proposals any more.
    #[error("the job is closed")]
    JobClosed {
        /// Its closing date, if that is what closed it.
        closed_at: Option<Timestamp>,
    },
    /// The person proposed for this job before.
    #[error("a proposal was already sent")]
    AlreadySent,
    /// A value is not acceptable.
    #[error("{0:?}")]
    Invalid(Invalid),
    /// The person's role does not let them do this, or it is not theirs.
    #[error("not allowed")]
    NotAllowed,
    /// What it is about is not there any more.
    #[error("no such thing")]
    Gone,
    /// The client has read the proposal: it cannot be edited any more.
    #[error("the proposal was read")]
    AlreadyRead,
    /// The proposal was withdrawn, declined or accepted meanwhile.
    #[error("the proposal has ended")]
    Ended,
    /// The terms on the table are one's own: it is the other side's turn.
    #[error("it is the other side's turn")]
    NotYourTurn,
    /// The terms changed since they were seen.
    #[error("the terms changed")]
    TermsChanged,
    /// The posting that the terms belong to changed since it was seen.
    #[error("the posting changed")]
    PostingChanged,
    /// The notice changed since it was seen, or is agreed by both and cannot change.
    #[error("the notice changed")]
    NoticeChanged,
    /// The other side takes nothing from this one.
    #[error("not accepted by the other side")]
    NotAccepted,
    /// Whom it speaks to has closed their account.
    #[error("the other side has left")]
    Left,
    /// The program is not there any more.
    #[error("no such program")]
    ProgramNotFound,
    /// The program takes no sign-ups: not yet, not any more, or not here.
    #[error("the program takes no sign-ups")]
    SignUpClosed,
    /// The program takes sign-ups still: its results wait until then.
    #[error("the program takes sign-ups still")]
    SignUpOpen,
    /// The server has not made the draw ready yet; in a moment it has.
    #[error("the draw is not ready yet")]
    DrawNotReady,
    /// Every seat is taken, and the waiting list is full.
    #[error("no seat is left")]
    Full,
    /// No place for a child is left; without one there may be a seat.
    #[error("no childcare place is left")]
    NoChildcare,
    /// The program is not for this person, by what they said of themselves.
    #[error("not among those whom the program is for")]
    NotEligible {
        /// What they said that excludes them.
        by: ProfileItem,
    },
    /// The space is not there any more.
    #[error("no such space")]
    SpaceNotFound,
    /// The space takes nobody then: it is closed, or offers no places.
    #[error("the space takes nobody then")]
    SpaceShut,
    /// Every place is taken in that half of the day.
    #[error("no place is left")]
    NoPlace,
    /// The person has a place there already.
    #[error("a place is booked already")]
    AlreadyBooked,
    /// The person is there already.
    #[error("checked in already")]
    AlreadyIn,
    /// Nobody stays who has no seat in the program.
    #[error("no seat in the program")]
    NoSeat,
    /// The person has a room already: one with each sign-up, and one in each night.
    #[error("a stay is booked already")]
    StayBooked,
    /// Somebody has the room in one of the nights.
    #[error("the room is taken in one of the nights")]
    NightsTaken {
        /// When it is free, nearest to what was asked for.
        free: Vec<Nights>,
    },
    /// A desk keeps one owner.
    #[error("the desk needs an owner")]
    LastOwner,
    /// The draft changed on another device since.
    #[error("the draft changed")]
    DraftChanged,
    /// There are as many rows of this kind as one may have (`domain::bounds`).
    #[error("no more than {most} of kind {}", kind.word())]
    TooMany {
        /// Of what.
        kind: Kind,
        /// The most.
        most: u32,
    },
    /// There is as much of this kind as one may have (`domain::bounds`).
    #[error("no more than {most} bytes of kind {}", kind.word())]
    TooMuch {
        /// Of what.
        kind: Kind,
        /// The most, in bytes.
        most: u32,
    },
    /// The command came in a form that this server does not know.
    #[error("the command is not known here")]
    Unknown,
}

/// A value that is not acceptable.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invalid {
    /// Where.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FieldProblem"))]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// It is needed and was not given.
    Missing,
    /// It cannot be read as what it should be.
    Malformed,
    /// Fewer characters than `min`.
    TooShort {
        /// The least.
        min: usize,
    },
    /// More characters than `max`.
    TooLong {
        /// The most.
        max: usize,
    },
    /// More entries than `max`.
    TooMany {
        /// The most.
        max: usize,
    },
    /// A number outside of `min..=max`.
    OutOfRange {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// Somebody has it already.
    Taken,
    /// A payment later than the law allows (Freelance Act, article 4).
    TooLate,
    /// A limit (「60日以内」) where a day must be named.
    NoDay,
    /// A moment that has passed.
    Past,
    /// A time that has not come yet.
    TooEarly,
    /// It was settled when it was published, and does not change.
    Settled,
    /// The file that it names has not come to the server, or is not the person's.
    NotHere,
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Refusal::Invalid(invalid)
    }
}

impl Invalid {
    /// An amount outside of what can be paid.
    pub(crate) fn amount(min: Yen, max: Yen) -> Self {
        Self {
            field: Field::Amount,
            problem: Problem::OutOfRange {
                min: min.0,
                max: max.0,
            },
        }
    }
}
