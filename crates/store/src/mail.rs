//! Mail that waits to be sent. It is queued in the transaction of what causes it, so that neither
//! happens without the other.

use crate::StoreError;
use async_trait::async_trait;
use domain::{PersonId, Timestamp};
use uuid::Uuid;

/// A mail that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mail {
    /// Its id, which is its `Message-ID` too: sent twice, it is one mail.
    pub id: Uuid,
    /// Whose account it is about; it goes with the account. `None` for what outlives one.
    pub person: Option<PersonId>,
    /// When it was queued.
    pub made_at: Timestamp,
    /// It is not tried before this moment.
    pub due: Timestamp,
    /// It is given up at this moment.
    pub until: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// What it says, in a form of the server's own. No secret is in it: a link's token is made
    /// when the mail is sent.
    pub letter: String,
}

/// The queue of mail.
#[async_trait]
pub trait MailTransaction: Send {
    /// Queues a mail.
    async fn post(&mut self, mail: &Mail) -> Result<(), StoreError>;

    /// Mail that is due at `now`, the longest due first, at most `limit`. Each counts as tried once
    /// more and is due again at `again`, unless that is settled before: whoever sends it may die.
    async fn take_mail(
        &mut self,
        now: Timestamp,
        again: Timestamp,
        limit: usize,
    ) -> Result<Vec<Mail>, StoreError>;

    /// Tries a mail again at this moment.
    async fn postpone(&mut self, id: Uuid, due: Timestamp) -> Result<(), StoreError>;

    /// Takes a mail out of the queue.
    async fn settle_mail(&mut self, id: Uuid) -> Result<(), StoreError>;
}
