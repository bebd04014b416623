//! Accounts beyond logging in: sessions as their person sees them, mailboxes, links.

use crate::{error::failed, read::addressed, transaction::PostgresTransaction};
use async_trait::async_trait;
use domain::{PersonId, Timestamp};
use store::stored::{stored, unreadable};
use store::{
    Account, AccountSnapshot, AccountTransaction, Language, Link, LoginSession, Mailbox, Purpose,
    StoreError, TokenHash,
};
use uuid::Uuid;

/// A row of `session`: token, person, end, beginning, last use, device.
pub(crate) type SessionRow = (Vec<u8>, Uuid, i64, i64, i64, String);

/// A row of `mailbox` without its person.
pub(crate) type MailboxRow = (Option<i64>, String, bool, String, i64);

/// A row of `link` without its token.
pub(crate) type LinkRow = (Uuid, String, String, i64);

pub(crate) fn token(bytes: Vec<u8>) -> Result<TokenHash, StoreError> {
    let bytes = bytes.try_into();
    bytes
        .map(TokenHash)
        .map_err(|_| unreadable("token")(&"its length"))
}

pub(crate) fn session(row: SessionRow) -> Result<(TokenHash, LoginSession), StoreError> {
    let (hash, person, expires_at, made_at, used_at, device) = row;
    let session = LoginSession {
        person: PersonId(person),
        expires_at: Timestamp(expires_at),
        made_at: Timestamp(made_at),
        used_at: Timestamp(used_at),
        device,
    };
    Ok((token(hash)?, session))
}

pub(crate) fn mailbox(row: MailboxRow) -> Result<Mailbox, StoreError> {
    let (verified_at, language, digest, unsubscribe, digested_until) = row;
    Ok(Mailbox {
        verified_at: verified_at.map(Timestamp),
        language: Language::from_tag(&language).ok_or_else(|| unreadable("language")(&language))?,
        digest,
        unsubscribe,
        digested_until: Timestamp(digested_until),
    })
}

pub(crate) fn link((person, purpose, email, expires_at): LinkRow) -> Result<Link, StoreError> {
    Ok(Link {
        person: PersonId(person),
        purpose: Purpose::from_word(&purpose).ok_or_else(|| unreadable("purpose")(&purpose))?,
        email,
        expires_at: Timestamp(expires_at),
    })
}

impl PostgresTransaction {
    /// The query that also keeps others from what it reads, where something is to be written.
    fn locking(&self, reading: &'static str, writing: &'static str) -> &'static str {
        if self.writes { writing } else { reading }
    }
}

#[async_trait]
impl AccountSnapshot for PostgresTransaction {
    async fn account_of(
        &mut self,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError> {
        let found: Option<(String, String)> = sqlx::query_as(self.locking(
            "SELECT email, password FROM account WHERE person = $1",
            "SELECT email, password FROM account WHERE person = $1 FOR UPDATE",
        ))
        .bind(person.0)
        .fetch_optional(self.connection())
        .await
        .map_err(failed("read an account"))?;
        Ok(found.map(|(email, password)| (email, Account { person, password })))
    }

    async fn sessions_of(
        &mut self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<(TokenHash, LoginSession)>, StoreError> {
        let found: Vec<SessionRow> = sqlx::query_as(
            "SELECT token, person, expires_at, made_at, used_at, device FROM session
             WHERE person = $1 AND expires_at > $2 ORDER BY used_at DESC, token",
        )
        .bind(person.0)
        .bind(now.0)
        .fetch_all(self.connection())
        .await
        .map_err(failed("read sessions"))?;
        found.into_iter().map(session).collect()
    }

    async fn mailbox(&mut self, person: PersonId) -> Result<Option<Mailbox>, StoreError> {
        let found: Option<MailboxRow> = sqlx::query_as(self.locking(
            "SELECT verified_at, language, digest, unsubscribe, digested_until
             FROM mailbox WHERE person = $1",
            "SELECT verified_at, language, digest, unsubscribe, digested_until
             FROM mailbox WHERE person = $1 FOR UPDATE",
        ))
        .bind(person.0)
        .fetch_optional(self.connection())
        .await
        .map_err(failed("read a mailbox"))?;
        found.map(mailbox).transpose()
    }

    async fn subscriber(&mut self, unsubscribe: &str) -> Result<Option<PersonId>, StoreError> {
        let found: Option<Uuid> =
            sqlx::query_scalar("SELECT person FROM mailbox WHERE unsubscribe = $1")
                .bind(unsubscribe)
                .fetch_optional(self.connection())
                .await
                .map_err(failed("find a mailbox"))?;
        Ok(found.map(PersonId))
    }

    async fn to_digest(
        &mut self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<PersonId>, StoreError> {
        let found: Vec<Uuid> = sqlx::query_scalar(
            "SELECT person FROM mailbox
             WHERE digest AND verified_at IS NOT NULL AND digested_until < $1
             ORDER BY digested_until, person LIMIT $2",
        )
        .bind(before.0)
        .bind(stored(u64::try_from(limit).unwrap_or(u64::MAX)))
        .fetch_all(self.connection())
        .await
        .map_err(failed("find who is due for a digest"))?;
        Ok(found.into_iter().map(PersonId).collect())
    }
}

#[async_trait]
impl AccountTransaction for PostgresTransaction {
    async fn change_account(&mut self, email: &str, account: &Account) -> Result<(), StoreError> {
        let email = addressed(email);
        let query = sqlx::query(
            "UPDATE account SET email = $1, password = $2 WHERE person = $3
             AND NOT EXISTS (SELECT 1 FROM account WHERE email = $1 AND person <> $3)",
        )
        .bind(email)
        .bind(account.password.as_str())
        .bind(account.person.0);
        match self.run("change an account", query).await? {
            0 => Err(StoreError::EmailTaken),
            _ => Ok(()),
        }
    }

    async fn close_account(&mut self, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM account WHERE person = $1",
            "DELETE FROM mail WHERE person = $1",
            "DELETE FROM mutation_group WHERE person = $1",
        ] {
            let query = sqlx::query(sql).bind(person.0);
            self.run("close an account", query).await?;
        }
        let query = sqlx::query(
            "INSERT INTO closed_account (person, closed_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(person.0)
        .bind(now.0);
        self.run("close an account", query).await.map(drop)
    }

    async fn end_sessions(
        &mut self,
        person: PersonId,
        but: Option<TokenHash>,
    ) -> Result<Vec<TokenHash>, StoreError> {
        let ended: Vec<Vec<u8>> = sqlx::query_scalar(
            "DELETE FROM session WHERE person = $1 AND token <> $2 RETURNING token",
        )
        .bind(person.0)
        .bind(but.map(|token| token.0.to_vec()).unwrap_or_default())
        .fetch_all(self.connection())
        .await
        .map_err(failed("end sessions"))?;
        ended.into_iter().map(token).collect()
    }

    async fn keep_mailbox(
        &mut self,
        person: PersonId,
        mailbox: &Mailbox,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO mailbox
             (person, verified_at, language, digest, unsubscribe, digested_until)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person) DO UPDATE SET
             verified_at = excluded.verified_at, language = excluded.language,
             digest = excluded.digest, unsubscribe = excluded.unsubscribe,
             digested_until = excluded.digested_until",
        )
        .bind(person.0)
        .bind(mailbox.verified_at.map(|at| at.0))
        .bind(mailbox.language.tag())
        .bind(mailbox.digest)
        .bind(mailbox.unsubscribe.as_str())
        .bind(mailbox.digested_until.0);
        self.run("keep a mailbox", query).await.map(drop)
    }

    async fn keep_link(&mut self, token: TokenHash, link: &Link) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO link (token, person, purpose, email, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(token.0.to_vec())
        .bind(link.person.0)
        .bind(link.purpose.word())
        .bind(link.email.as_str())
        .bind(link.expires_at.0);
        self.run("keep a link", query).await.map(drop)
    }

    async fn take_link(
        &mut self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<Link>, StoreError> {
        let found: Option<LinkRow> = sqlx::query_as(
            "DELETE FROM link WHERE token = $1 AND expires_at > $2
             RETURNING person, purpose, email, expires_at",
        )
        .bind(token.0.to_vec())
        .bind(now.0)
        .fetch_optional(self.connection())
        .await
        .map_err(failed("use a link"))?;
        found.map(link).transpose()
    }

    async fn forget_links(&mut self, person: PersonId, purpose: Purpose) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM link WHERE person = $1 AND purpose = $2")
            .bind(person.0)
            .bind(purpose.word());
        self.run("forget links", query).await.map(drop)
    }

    async fn sweep_links(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM link WHERE expires_at <= $1").bind(now.0);
        self.run("remove old links", query).await
    }
}
