//! What the screens of the account and the server say to each other. None of it waits in an outbox:
//! a password is sent at once or not at all.

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /api/account`: the account as its person sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountView {
    /// The e-mail address.
    pub email: String,
    /// Whether the person has shown that it is theirs.
    pub verified: bool,
    /// Whether they get the daily digest.
    pub digest: bool,
    /// Where they are logged in, this browser first, then the last used.
    pub sessions: Vec<SessionView>,
}

/// A browser where the person is logged in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionView {
    /// Names it; not its secret.
    pub id: String,
    /// Browser and system in a few words; may be empty.
    pub device: String,
    /// When it began; 0 where that is not known.
    pub made_at: Timestamp,
    /// When it was last used, to the hour.
    pub used_at: Timestamp,
    /// It is the one that asks.
    pub here: bool,
}

/// `POST /api/account/password`. All other sessions end.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewPassword {
    /// The password so far.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

/// `POST /api/account/email`: a link goes to the new address, a word to the old one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewEmail {
    /// The new address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// `POST /api/account/digest`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestWish {
    /// Whether the person wants the daily digest.
    pub on: bool,
}

/// `POST /api/account/sessions/end`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndSessions {
    /// Which one; `None` ends all but the one that asks.
    pub session: Option<String>,
}

/// `POST /api/account/close`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Closing {
    /// The password.
    pub password: String,
}

/// `POST /api/verify`: the link of a mail was opened, and its button pressed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenedLink {
    /// The secret in the link's fragment.
    pub token: String,
}

/// The answer to [`OpenedLink`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verified {
    /// The account's address, which is its person's for certain.
    pub email: String,
    /// It took the place of another.
    pub changed: bool,
}

/// `POST /api/reset/mail`: whether there is such an account is not said.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ForgottenPassword {
    /// The account's address.
    pub email: String,
}

/// `POST /api/reset`. All sessions of the account end.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reset {
    /// The secret in the link's fragment.
    pub token: String,
    /// The password from now on.
    pub password: String,
}
