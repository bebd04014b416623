//! Visits of registered workers to a space (クラウドワーカーズシート): booked by half day, checked in and
//! out at the door. Who does not come in time gives the place back to whoever does.
//!
//! (A `Seat` is something else: a free place at a desk, [`crate::desk::Seat`].)

mod half;
mod plan;

pub use half::{Half, Span};
pub use plan::{Count, DayPlan, Held, Occupancy};

use crate::{BookingId, Day, DayPlanId, DeskId, PersonId, SpaceId, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a place waits for whoever booked it, in milliseconds: thirty minutes from the moment at
/// which the half begins, or from the booking where that comes later.
pub const GRACE: i64 = 30 * 60 * 1000;
/// Days ahead that one may book.
pub const AHEAD: i64 = 30;
/// How late a check-in may reach the server, in days: a tablet may be without a network for a day.
pub const LATE: i64 = 2;

/// What became of a booking, as the server judged it last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stay {
    /// A place waits for them.
    Booked {
        /// Until this moment.
        expected_by: Timestamp,
    },
    /// They are there.
    In {
        /// Since when.
        since: Timestamp,
    },
    /// They have gone.
    Left {
        /// When they came.
        since: Timestamp,
        /// When they went.
        at: Timestamp,
    },
    /// Taken back, by them or by the desk.
    Cancelled {
        /// When.
        at: Timestamp,
    },
    /// They did not come in time.
    Released {
        /// From when on others could have the place.
        at: Timestamp,
    },
}

/// How a booking stands at a moment, whether or not the server was asked meanwhile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Its half has not begun.
    Ahead,
    /// Its half has begun, and they are not there yet.
    Late,
    /// They are there.
    In,
    /// They have gone, or their half is over.
    Left,
    /// They did not come in time: the place is free.
    Released,
    /// Taken back.
    Cancelled,
}

impl Standing {
    /// Whether it holds a place.
    pub fn holds(self) -> bool {
        matches!(self, Self::Ahead | Self::Late | Self::In)
    }
}

/// A place of a person, for half a day. The person and the desk's members read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Booking {
    /// Follows from person, space, day and half.
    pub id: BookingId,
    /// Where.
    pub space: SpaceId,
    /// Its name, as it was then.
    pub space_name: String,
    /// Who manages it.
    pub desk: DeskId,
    /// Who comes.
    pub person: PersonId,
    /// Their name, as it was then.
    pub person_name: String,
    /// On which day.
    pub day: Day,
    /// In which half of it.
    pub half: Half,
    /// From when to when that is.
    pub span: Span,
    /// When it was made; for who came without one, when they came.
    pub made_at: Timestamp,
    /// They came without a booking.
    pub walk_in: bool,
    /// What became of it.
    pub stay: Stay,
}

impl Booking {
    /// How it stands at a moment.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match self.stay {
            Stay::Booked { expected_by } if expected_by <= now => Standing::Released,
            Stay::Booked { .. } if self.span.begins <= now => Standing::Late,
            Stay::Booked { .. } => Standing::Ahead,
            Stay::In { .. } if self.span.ends <= now => Standing::Left,
            Stay::In { .. } => Standing::In,
            Stay::Left { .. } => Standing::Left,
            Stay::Cancelled { .. } => Standing::Cancelled,
            Stay::Released { .. } => Standing::Released,
        }
    }

    /// The plan that it stands in.
    pub fn plan(&self) -> DayPlanId {
        DayPlanId::of(self.space, self.day)
    }
}

/// Until when a place waits that was booked at a moment.
pub fn expected_by(span: Span, made_at: Timestamp) -> Timestamp {
    Timestamp(span.begins.max(made_at).0.saturating_add(GRACE))
}
