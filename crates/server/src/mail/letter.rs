//! What is written to people.

use crate::{
    digest::News,
    hash::{sha256, short_hex},
};
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use store::Account;

/// A letter, as it waits in the queue: what it is about, and no secret. Whose name and address stand
/// on it, and in which language it is, is looked up when it is sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Letter {
    /// A link by which the account's address is shown to be its person's.
    Verify,
    /// A link to a new password, for whoever has this address. Nothing is sent when nobody does:
    /// that is found out here, so that asking takes equally long for everybody.
    Reset {
        /// As typed.
        email: String,
    },
    /// To a new address: a link that takes it in place of the account's.
    Change {
        /// The new address.
        email: String,
        /// The account as it was when this was asked for: see [`Letter::standing`].
        #[serde(default)]
        standing: String,
    },
    /// To the account's address: somebody asked for another.
    ChangeAsked {
        /// The new address.
        new: String,
    },
    /// To the address that was the account's.
    Changed {
        /// The old address.
        old: String,
        /// The new address.
        new: String,
    },
    /// The password is another.
    PasswordChanged,
    /// The account is closed. There is nobody to look up any more.
    Closed {
        /// To whom.
        name: String,
        /// Where.
        email: String,
        /// In which language.
        language: String,
    },
    /// What is new.
    Digest {
        /// The most pressing first.
        news: Vec<News>,
    },
}

const HOUR: i64 = 60 * 60 * 1000;

/// Days for which a link that shows an address counts.
pub(crate) const VERIFY_DAYS: i64 = 3;
/// Days for which a link to another address counts.
pub(crate) const CHANGE_DAYS: i64 = 1;
/// Hours for which a link to a new password counts.
pub(crate) const RESET_HOURS: i64 = 1;

impl Letter {
    /// A mark of an account's address and password. A link that was asked for under another one is
    /// not made any more: whoever changed the password meant to end that, too.
    pub(crate) fn standing(email: &str, account: &Account) -> String {
        short_hex(&sha256(format!("{email} {}", account.password).as_bytes()))
    }

    /// When it is given up. Late news are worth little, and nobody waits long for a new password.
    pub(super) fn until(&self, now: Timestamp) -> Timestamp {
        let hours = match self {
            Self::Reset { .. } => 3,
            Self::Digest { .. } => 20,
            _ => 72,
        };
        Timestamp(now.0.saturating_add(hours * HOUR))
    }
}

/// So many hours later.
pub(super) fn plus_hours(now: Timestamp, hours: i64) -> Timestamp {
    Timestamp(now.0.saturating_add(hours * HOUR))
}
