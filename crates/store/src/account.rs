//! Accounts and sessions: what logging in needs and no device ever receives.

use domain::{PersonId, Timestamp};

/// What logging in needs to know of a person. Their name and address, as they wrote it, are in
/// their row ([`domain::person::Person`]).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Whose.
    pub person: PersonId,
    /// The password's hash as a PHC string.
    pub password: String,
}

/// The SHA-256 of a session's token. Who reads the store cannot log in with what they find.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TokenHash(pub [u8; 32]);

/// Somebody who is logged in on one browser.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoginSession {
    /// Who.
    pub person: PersonId,
    /// From this moment on the session counts no more.
    pub expires_at: Timestamp,
}
