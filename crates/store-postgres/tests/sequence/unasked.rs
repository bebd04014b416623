//! What the story about late commits does not ask of the wrong store.

use super::{UNASKED, Wrong};
use async_trait::async_trait;
use domain::{PersonId, Timestamp};
use store::{
    Account, AccountSnapshot, AccountTransaction, Link, LoginSession, Mail, MailTransaction,
    Mailbox, Purpose, StoreError, TokenHash,
};
use uuid::Uuid;

#[async_trait]
impl AccountSnapshot for Wrong {
    async fn account_of(&mut self, _: PersonId) -> Result<Option<(String, Account)>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn sessions_of(
        &mut self,
        _: PersonId,
        _: Timestamp,
    ) -> Result<Vec<(TokenHash, LoginSession)>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn mailbox(&mut self, _: PersonId) -> Result<Option<Mailbox>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn subscriber(&mut self, _: &str) -> Result<Option<PersonId>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn to_digest(&mut self, _: Timestamp, _: usize) -> Result<Vec<PersonId>, StoreError> {
        unreachable!("{UNASKED}")
    }
}

#[async_trait]
impl AccountTransaction for Wrong {
    async fn change_account(&mut self, _: &str, _: &Account) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn close_account(&mut self, _: PersonId, _: Timestamp) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn end_sessions(
        &mut self,
        _: PersonId,
        _: Option<TokenHash>,
    ) -> Result<Vec<TokenHash>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn keep_mailbox(&mut self, _: PersonId, _: &Mailbox) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn keep_link(&mut self, _: TokenHash, _: &Link) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn take_link(&mut self, _: TokenHash, _: Timestamp) -> Result<Option<Link>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn forget_links(&mut self, _: PersonId, _: Purpose) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn sweep_links(&mut self, _: Timestamp) -> Result<u64, StoreError> {
        unreachable!("{UNASKED}")
    }
}

#[async_trait]
impl MailTransaction for Wrong {
    async fn post(&mut self, _: &Mail) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn take_mail(
        &mut self,
        _: Timestamp,
        _: Timestamp,
        _: usize,
    ) -> Result<Vec<Mail>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn postpone(&mut self, _: Uuid, _: Timestamp) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn settle_mail(&mut self, _: Uuid) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
}
