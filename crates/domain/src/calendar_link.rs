//! The secret address at which a calendar program finds what a person signed up for.

use crate::{CalendarLinkId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// An address of the person's calendar. Calendar programs do not log in: whoever knows its id may
/// read when and where the person goes, until they take it back. Only the person reads the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarLink {
    /// A random UUIDv4; the secret.
    pub id: CalendarLinkId,
    /// Whose calendar.
    pub person: PersonId,
    /// Since when.
    pub made_at: Timestamp,
}
