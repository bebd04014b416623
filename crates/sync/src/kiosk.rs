//! What a kiosk, the phones of those who stand there, and the server say to each other. None of it is
//! in a person's outbox: a kiosk has none.

use domain::{
    KioskLoginId, PersonId, SpaceId, Timestamp,
    draft::{Edit, Subject},
    one_time_code::Code,
    short_code::ShortCode,
};
use serde::{Deserialize, Serialize};

/// `POST /api/kiosk/pairings`: a member of the space's desk wants a tablet paired.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewPairing {
    /// With which space.
    pub space: SpaceId,
}

/// A code that is typed at the tablet, once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferedPairing {
    /// The code.
    pub code: ShortCode,
    /// It counts before this moment.
    pub until: Timestamp,
}

/// A code that somebody typed or read: of `POST /api/kiosk/pair`, `/api/kiosk/approval` and
/// `/api/kiosk/approve`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TypedCode {
    /// The code.
    pub code: ShortCode,
}

/// `GET /api/kiosk`: what a paired tablet knows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KioskView {
    /// Its space.
    pub space: SpaceId,
    /// The space's name.
    pub space_name: String,
    /// What time it is.
    pub now: Timestamp,
}

/// `POST /api/kiosk/logins`: somebody at the kiosk wants to log in with their phone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskedLogin {
    /// What the phone reads.
    pub code: ShortCode,
    /// What the kiosk alone knows. It is kept in memory, and nowhere else.
    pub token: String,
    /// The phone can approve before this moment.
    pub until: Timestamp,
}

/// Names a login, and shows that it is the kiosk's own: of `POST /api/kiosk/logins/state`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldLogin {
    /// Which.
    pub login: KioskLoginId,
    /// What the kiosk alone knows.
    pub token: String,
}

/// How a login stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LoginState {
    /// No phone has approved it.
    Asked,
    /// Somebody did.
    Approved {
        /// Their name, so that they see whose phone it was.
        name: String,
        /// It ends at this moment.
        until: Timestamp,
    },
}

/// `POST /api/kiosk/approval`: what a phone is asked to approve.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Approval {
    /// Where the kiosk stands.
    pub space_name: String,
    /// Whose it is.
    pub desk_name: String,
    /// It can be approved before this moment.
    pub until: Timestamp,
}

/// `POST /api/kiosk/drafts`: what somebody wrote at the kiosk goes to their own devices.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandedDraft {
    /// Whose session.
    pub held: HeldLogin,
    /// Of what.
    pub subject: Subject,
    /// A name for lists.
    pub title: String,
    /// What changed since the last time.
    pub edits: Vec<Edit>,
}

/// `POST /api/kiosk/logins/end`: logins that end. Their tokens are gone already, so their names do.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndedLogins {
    /// Which.
    pub logins: Vec<KioskLoginId>,
}

/// Most check-ins in one message.
pub const MAX_CHECK_INS: usize = 100;

/// Coming in, or going out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 来た.
    In,
    /// 帰る.
    Out,
}

/// A code that was shown at the kiosk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownCode {
    /// The digits.
    pub code: Code,
    /// Who shows them, where a QR code said so. It is kept in memory only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// When, by the kiosk's clock as the server set it right.
    pub shown_at: Timestamp,
    /// What for.
    pub way: Way,
}

/// `POST /api/kiosk/check-ins`: codes that were shown, the oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownCodes {
    /// At most [`MAX_CHECK_INS`].
    pub codes: Vec<ShownCode>,
}

/// What came of a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckedIn {
    /// They are in, or out.
    Done,
    /// It is nobody's code, or too old.
    Wrong,
    /// It was used before.
    Used,
    /// Several people have it: a QR code says who.
    Unclear,
    /// They are known, and there is no seat.
    NoSeat,
}

/// What came of each code, in order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckedInAll {
    /// One for each.
    pub results: Vec<CheckedIn>,
}
