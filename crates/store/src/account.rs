//! Accounts, sessions, links and what mail needs to know: what no device ever receives.

use crate::StoreError;
use async_trait::async_trait;
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

/// The SHA-256 of a session's or a link's token. Who reads the store cannot use what they find.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TokenHash(pub [u8; 32]);

/// Somebody who is logged in on one browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoginSession {
    /// Who.
    pub person: PersonId,
    /// From this moment on the session counts no more.
    pub expires_at: Timestamp,
    /// When they logged in; 0 where it was before this was noted.
    pub made_at: Timestamp,
    /// When their browser last asked who is logged in, to the hour.
    pub used_at: Timestamp,
    /// The browser and its system in a few words, from its user agent; empty when it is not known.
    pub device: String,
}

/// The languages that mail is written in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Language {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The tag used in stores and over HTTP (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The language of a tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// How mail reaches a person. One that was never written is unknown: not verified, the digest on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mailbox {
    /// When they showed that their address is theirs; `None` until then.
    pub verified_at: Option<Timestamp>,
    /// In which language they are written to.
    pub language: Language,
    /// Whether they want the daily digest.
    pub digest: bool,
    /// The secret of the link that ends the digest. It opens nothing else, and stands in every
    /// digest for good, so it is kept as it is.
    pub unsubscribe: String,
    /// What happened up to this moment is in no digest any more.
    pub digested_until: Timestamp,
}

/// What a link in a mail is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Purpose {
    /// Showing that the account's address is one's own.
    Verify,
    /// A new password without the old one.
    Reset,
    /// Taking this address in place of the account's.
    Change,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Verify, Self::Reset, Self::Change];

    /// The stable word used in stores.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::Change => "change",
        }
    }

    /// The purpose of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }
}

/// A link in a mail, which counts once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Whose account it is about.
    pub person: PersonId,
    /// What for.
    pub purpose: Purpose,
    /// The address that it was sent to.
    pub email: String,
    /// From this moment on it counts no more.
    pub expires_at: Timestamp,
}

/// What is read of accounts, at one moment. Within a transaction, an account and a mailbox that
/// were read stay as they are for others until it ends.
#[async_trait]
pub trait AccountSnapshot: Send {
    /// A person's account, with its normalized address.
    async fn account_of(
        &mut self,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError>;

    /// The sessions of a person that count at `now`, the last used first.
    async fn sessions_of(
        &mut self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<(TokenHash, LoginSession)>, StoreError>;

    /// How mail reaches a person, if that was ever noted.
    async fn mailbox(&mut self, person: PersonId) -> Result<Option<Mailbox>, StoreError>;

    /// Whose digest the secret of a link ends.
    async fn subscriber(&mut self, unsubscribe: &str) -> Result<Option<PersonId>, StoreError>;

    /// People who want the digest, at a verified address, and were told last before this moment;
    /// at most `limit`.
    async fn to_digest(
        &mut self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<PersonId>, StoreError>;
}

/// What is written about accounts.
#[async_trait]
pub trait AccountTransaction: Send {
    /// Changes an account's address or password.
    async fn change_account(&mut self, email: &str, account: &Account) -> Result<(), StoreError>;

    /// Closes an account for good: sessions, links, mailbox, mail and outboxes go with it, and
    /// nobody ever opens another under the person's id. Their rows are the caller's to write.
    async fn close_account(&mut self, person: PersonId, now: Timestamp) -> Result<(), StoreError>;

    /// Ends a person's sessions but one, and says which.
    async fn end_sessions(
        &mut self,
        person: PersonId,
        but: Option<TokenHash>,
    ) -> Result<Vec<TokenHash>, StoreError>;

    /// Notes how mail reaches a person.
    async fn keep_mailbox(&mut self, person: PersonId, mailbox: &Mailbox)
    -> Result<(), StoreError>;

    /// Makes a link count.
    async fn keep_link(&mut self, token: TokenHash, link: &Link) -> Result<(), StoreError>;

    /// Uses a link up. `None` when it does not count at `now`: used, too old, or never given.
    async fn take_link(
        &mut self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Link>, StoreError>;

    /// Lets a person's links for a purpose count no more.
    async fn forget_links(&mut self, person: PersonId, purpose: Purpose) -> Result<(), StoreError>;

    /// Removes links that do not count any more at `now`, and says how many.
    async fn sweep_links(&mut self, now: Timestamp) -> Result<u64, StoreError>;
}
