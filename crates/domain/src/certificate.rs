//! Certificates (修了証) and badges (認定証): what a desk attests, and anybody can verify by a link.

use crate::{
    CertificateId, Day, DeskId, PersonId, ProgramId, SignUpId, Timestamp,
    refusal::{Field, Invalid, Problem},
};
use serde::{Deserialize, Serialize};

/// What is attested.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "CertificateKind"))]
#[serde(rename_all = "snake_case")]
pub enum Attests {
    /// 修了証: somebody completed a program.
    Completion,
    /// 認定証: a person or a space is accredited, until a day.
    Badge,
}

/// What everybody may know of a certificate who has its link.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attested {
    /// What it says.
    pub attests: Attests,
    /// Of whom, or of which space.
    pub name: String,
    /// The program.
    pub program_title: String,
    /// Who grants it.
    pub desk_name: String,
    /// The first day of what was attended; `None` where no day was named.
    pub from: Option<Day>,
    /// The last day of it.
    pub to: Option<Day>,
    /// When it was granted.
    pub granted_at: Timestamp,
    /// The last day on which it counts, for a badge.
    pub expires_on: Option<Day>,
    /// When it was taken back, if it was.
    pub revoked_at: Option<Timestamp>,
    /// Of demo content.
    pub sample: bool,
}

/// A certificate. The person and the desk read the row; who has its id reads what it attests.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Certificate {
    /// A random UUIDv4: nobody finds it who was not given it.
    pub id: CertificateId,
    /// For which sign-up.
    pub sign_up: SignUpId,
    /// For which program.
    pub program: ProgramId,
    /// Whose program.
    pub desk: DeskId,
    /// Whose certificate.
    pub person: PersonId,
    /// What it says to everybody.
    pub attested: Attested,
}

/// How a certificate counts on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It counts.
    Valid,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
}

impl Attested {
    /// How it counts on a day.
    pub fn standing(&self, today: Day) -> Standing {
        match (self.revoked_at, self.expires_on) {
            (Some(_), _) => Standing::Revoked,
            (None, Some(last)) if last < today => Standing::Expired,
            _ => Standing::Valid,
        }
    }
}

/// The longest that a badge counts without being renewed, in days: ten years.
pub const MAX_VALID_DAYS: i64 = 3_653;

/// Whether a badge may count until that day.
pub(crate) fn check_expiry(expires_on: Day, today: Day) -> Result<(), Invalid> {
    let days = today.until(expires_on);
    let problem = match days {
        ..0 => Problem::Past,
        0..=MAX_VALID_DAYS => return Ok(()),
        _ => Problem::OutOfRange {
            min: 0,
            max: MAX_VALID_DAYS,
        },
    };
    let field = Field::Ends;
    Err(Invalid { field, problem })
}
