//! The queue of mail.

use crate::{account::bytes, error::failed, read::id, transaction::SqliteTransaction};
use async_trait::async_trait;
use domain::{PersonId, Timestamp};
use store::stored::{kept, stored};
use store::{Mail, MailTransaction, StoreError};
use uuid::Uuid;

/// A row of `mail`: id, person, made, due, given up, tries, letter.
pub(crate) type MailRow = (Vec<u8>, Option<Vec<u8>>, i64, i64, i64, i64, String);

pub(crate) fn mail(row: MailRow) -> Result<Mail, StoreError> {
    let (bytes, person, made_at, due, until, tries, letter) = row;
    Ok(Mail {
        id: id(&bytes)?,
        person: person.map(|person| id(&person).map(PersonId)).transpose()?,
        made_at: Timestamp(made_at),
        due: Timestamp(due),
        until: Timestamp(until),
        tries: u32::try_from(kept(tries)).unwrap_or(u32::MAX),
        letter,
    })
}

#[async_trait]
impl MailTransaction for SqliteTransaction {
    async fn post(&mut self, mail: &Mail) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO mail (id, person, made_at, due, give_up_at, tries, letter)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(mail.id.into_bytes().to_vec())
        .bind(mail.person.map(bytes))
        .bind(mail.made_at.0)
        .bind(mail.due.0)
        .bind(mail.until.0)
        .bind(i64::from(mail.tries))
        .bind(mail.letter.as_str());
        self.run("queue a mail", query).await.map(drop)
    }

    async fn take_mail(
        &mut self,
        now: Timestamp,
        again: Timestamp,
        limit: usize,
    ) -> Result<Vec<Mail>, StoreError> {
        let found: Vec<MailRow> = sqlx::query_as(
            "UPDATE mail SET due = ?, tries = tries + 1 WHERE id IN
             (SELECT id FROM mail WHERE due <= ? ORDER BY due, id LIMIT ?)
             RETURNING id, person, made_at, due, give_up_at, tries, letter",
        )
        .bind(again.0)
        .bind(now.0)
        .bind(stored(u64::try_from(limit).unwrap_or(u64::MAX)))
        .fetch_all(self.connection())
        .await
        .map_err(failed("take mail"))?;
        found.into_iter().map(mail).collect()
    }

    async fn postpone(&mut self, id: Uuid, due: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE mail SET due = ? WHERE id = ?")
            .bind(due.0)
            .bind(id.into_bytes().to_vec());
        self.run("postpone a mail", query).await.map(drop)
    }

    async fn settle_mail(&mut self, id: Uuid) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM mail WHERE id = ?").bind(id.into_bytes().to_vec());
        self.run("settle a mail", query).await.map(drop)
    }
}
