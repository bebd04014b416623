//! Accounts and what belongs to them, mail and municipalities: as they are now. The simulated towns
//! do not look at their past.

use super::{Moment, transaction::MemoryTransaction};
use async_trait::async_trait;
use domain::{
    PersonId, Timestamp,
    person::normalize_email,
    place::{MunicipalityCode, Town},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    Account, AccountSnapshot, AccountTransaction, Link, LoginSession, Mail, MailTransaction,
    Mailbox, Purpose, StoreError, TokenHash,
};
use uuid::Uuid;

#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct People {
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) closed: BTreeSet<PersonId>,
    pub(crate) sessions: HashMap<TokenHash, LoginSession>,
    pub(crate) towns: BTreeMap<String, Town>,
    mailboxes: BTreeMap<PersonId, Mailbox>,
    links: HashMap<TokenHash, Link>,
    mail: BTreeMap<Uuid, Mail>,
}

impl People {
    pub(crate) fn account(&self, email: &str) -> Option<Account> {
        self.accounts.get(&normalize_email(email)).cloned()
    }

    pub(crate) fn session(&self, token: TokenHash, now: Timestamp) -> Option<LoginSession> {
        let session = self.sessions.get(&token).cloned();
        session.filter(|session| session.expires_at > now)
    }

    pub(crate) fn town(&self, code: &MunicipalityCode) -> Option<Town> {
        self.towns.get(code.as_str()).cloned()
    }

    fn account_of(&self, person: PersonId) -> Option<(String, Account)> {
        let mut accounts = self.accounts.iter();
        let (email, account) = accounts.find(|(_, account)| account.person == person)?;
        Some((email.clone(), account.clone()))
    }

    fn sessions_of(&self, person: PersonId, now: Timestamp) -> Vec<(TokenHash, LoginSession)> {
        let own = |session: &LoginSession| session.person == person && session.expires_at > now;
        let mut sessions: Vec<_> = self
            .sessions
            .iter()
            .filter(|(_, session)| own(session))
            .map(|(token, session)| (*token, session.clone()))
            .collect();
        sessions.sort_by_key(|(token, session)| (std::cmp::Reverse(session.used_at), *token));
        sessions
    }

    fn subscriber(&self, unsubscribe: &str) -> Option<PersonId> {
        let mut boxes = self.mailboxes.iter();
        let found = boxes.find(|(_, mailbox)| mailbox.unsubscribe == unsubscribe);
        found.map(|(person, _)| *person)
    }

    fn to_digest(&self, before: Timestamp, limit: usize) -> Vec<PersonId> {
        let mut due: Vec<(Timestamp, PersonId)> = self
            .mailboxes
            .iter()
            .filter(|(_, mailbox)| mailbox.digest && mailbox.verified_at.is_some())
            .map(|(person, mailbox)| (mailbox.digested_until, *person))
            .filter(|(until, _)| *until < before)
            .collect();
        due.sort_unstable();
        due.into_iter()
            .take(limit)
            .map(|(_, person)| person)
            .collect()
    }

    fn close(&mut self, person: PersonId) {
        self.accounts.retain(|_, account| account.person != person);
        self.sessions.retain(|_, session| session.person != person);
        self.links.retain(|_, link| link.person != person);
        self.mail.retain(|_, mail| mail.person != Some(person));
        self.mailboxes.remove(&person);
        self.closed.insert(person);
    }

    fn take_mail(&mut self, now: Timestamp, again: Timestamp, limit: usize) -> Vec<Mail> {
        let mut due: Vec<(Timestamp, Uuid)> = self
            .mail
            .values()
            .filter(|mail| mail.due <= now)
            .map(|mail| (mail.due, mail.id))
            .collect();
        due.sort_unstable();
        let mut taken = Vec::new();
        for (_, id) in due.into_iter().take(limit) {
            if let Some(mail) = self.mail.get_mut(&id) {
                (mail.due, mail.tries) = (again, mail.tries + 1);
                taken.push(mail.clone());
            }
        }
        taken
    }
}

#[async_trait]
impl AccountSnapshot for Moment {
    async fn account_of(
        &mut self,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError> {
        Ok(self.shared.keep().people.account_of(person))
    }

    async fn sessions_of(
        &mut self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<(TokenHash, LoginSession)>, StoreError> {
        Ok(self.shared.keep().people.sessions_of(person, now))
    }

    async fn mailbox(&mut self, person: PersonId) -> Result<Option<Mailbox>, StoreError> {
        Ok(self.shared.keep().people.mailboxes.get(&person).cloned())
    }

    async fn subscriber(&mut self, unsubscribe: &str) -> Result<Option<PersonId>, StoreError> {
        Ok(self.shared.keep().people.subscriber(unsubscribe))
    }

    async fn to_digest(
        &mut self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<PersonId>, StoreError> {
        Ok(self.shared.keep().people.to_digest(before, limit))
    }
}

#[async_trait]
impl AccountSnapshot for MemoryTransaction {
    async fn account_of(
        &mut self,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError> {
        Ok(self.people().await?.account_of(person))
    }

    async fn sessions_of(
        &mut self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<(TokenHash, LoginSession)>, StoreError> {
        Ok(self.people().await?.sessions_of(person, now))
    }

    async fn mailbox(&mut self, person: PersonId) -> Result<Option<Mailbox>, StoreError> {
        Ok(self.people().await?.mailboxes.get(&person).cloned())
    }

    async fn subscriber(&mut self, unsubscribe: &str) -> Result<Option<PersonId>, StoreError> {
        Ok(self.people().await?.subscriber(unsubscribe))
    }

    async fn to_digest(
        &mut self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<PersonId>, StoreError> {
        Ok(self.people().await?.to_digest(before, limit))
    }
}

#[async_trait]
impl AccountTransaction for MemoryTransaction {
    async fn change_account(&mut self, email: &str, account: &Account) -> Result<(), StoreError> {
        let people = self.people().await?;
        let email = normalize_email(email);
        match people.accounts.get(&email) {
            Some(known) if known.person != account.person => return Err(StoreError::EmailTaken),
            _ => {}
        }
        people
            .accounts
            .retain(|_, known| known.person != account.person);
        people.accounts.insert(email, account.clone());
        Ok(())
    }

    async fn close_account(&mut self, person: PersonId, _now: Timestamp) -> Result<(), StoreError> {
        self.people().await?.close(person);
        self.close(person);
        Ok(())
    }

    async fn end_sessions(
        &mut self,
        person: PersonId,
        but: Option<TokenHash>,
    ) -> Result<Vec<TokenHash>, StoreError> {
        let people = self.people().await?;
        let own = people.sessions_of(person, Timestamp(i64::MIN)).into_iter();
        let ended = own.map(|(token, _)| token);
        let ended: Vec<TokenHash> = ended.filter(|token| Some(*token) != but).collect();
        people.sessions.retain(|token, _| !ended.contains(token));
        Ok(ended)
    }

    async fn keep_mailbox(
        &mut self,
        person: PersonId,
        mailbox: &Mailbox,
    ) -> Result<(), StoreError> {
        let people = self.people().await?;
        people.mailboxes.insert(person, mailbox.clone());
        Ok(())
    }

    async fn keep_link(&mut self, token: TokenHash, link: &Link) -> Result<(), StoreError> {
        self.people().await?.links.insert(token, link.clone());
        Ok(())
    }

    async fn take_link(
        &mut self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Link>, StoreError> {
        let people = self.people().await?;
        let counts = people
            .links
            .get(&token)
            .is_some_and(|link| link.expires_at > now);
        Ok(counts.then(|| people.links.remove(&token)).flatten())
    }

    async fn forget_links(&mut self, person: PersonId, purpose: Purpose) -> Result<(), StoreError> {
        let people = self.people().await?;
        people
            .links
            .retain(|_, link| link.person != person || link.purpose != purpose);
        Ok(())
    }

    async fn sweep_links(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let people = self.people().await?;
        let before = people.links.len();
        people.links.retain(|_, link| link.expires_at > now);
        Ok((before - people.links.len()) as u64)
    }
}

#[async_trait]
impl MailTransaction for MemoryTransaction {
    async fn post(&mut self, mail: &Mail) -> Result<(), StoreError> {
        self.people().await?.mail.insert(mail.id, mail.clone());
        Ok(())
    }

    async fn take_mail(
        &mut self,
        now: Timestamp,
        again: Timestamp,
        limit: usize,
    ) -> Result<Vec<Mail>, StoreError> {
        Ok(self.people().await?.take_mail(now, again, limit))
    }

    async fn postpone(&mut self, id: Uuid, due: Timestamp) -> Result<(), StoreError> {
        if let Some(mail) = self.people().await?.mail.get_mut(&id) {
            mail.due = due;
        }
        Ok(())
    }

    async fn settle_mail(&mut self, id: Uuid) -> Result<(), StoreError> {
        self.people().await?.mail.remove(&id);
        Ok(())
    }
}
