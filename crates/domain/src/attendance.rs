//! Attendance (来訪): who came to a session.

use crate::{AttendanceId, DeskId, PersonId, ProgramId, SignUpId, Timestamp, program::SessionNo};
use serde::{Deserialize, Serialize};

/// That somebody came. It follows from sign-up and session, so two tablets at one door that note the
/// same person, offline, come to one row. The person and the program's desk read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attendance {
    /// Follows from sign-up and session.
    pub id: AttendanceId,
    /// Whose sign-up.
    pub sign_up: SignUpId,
    /// For which program.
    pub program: ProgramId,
    /// To which of its sessions they came.
    pub session: SessionNo,
    /// Who.
    pub person: PersonId,
    /// Whose program it is.
    pub desk: DeskId,
    /// When it was noted; later than they came where a tablet had no network.
    pub at: Timestamp,
}

/// What begins the text of a sign-up's QR code.
const DOOR: &str = "engawa-sign-up:";

/// What the QR code of a sign-up says at the door. It is no secret: who shows it could as well say
/// the name.
pub fn door_code(sign_up: SignUpId) -> String {
    format!("{DOOR}{sign_up}")
}

/// The sign-up that a QR code, or what was typed, names; `None` for another's code.
pub fn sign_up_in(code: &str) -> Option<SignUpId> {
    code.trim().strip_prefix(DOOR)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_door_code_names_its_sign_up_and_anothers_code_names_none() {
        let id = SignUpId(Uuid::from_u128(7));
        assert_eq!(sign_up_in(&door_code(id)), Some(id));
        assert_eq!(sign_up_in(&format!(" {} ", door_code(id))), Some(id));
        for other in [
            "",
            "https://example.com/",
            &id.to_string(),
            "engawa-sign-up:",
        ] {
            assert_eq!(sign_up_in(other), None, "{other}");
        }
    }
}
