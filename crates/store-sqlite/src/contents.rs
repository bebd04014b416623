//! Everything that is in the file, part by part.

use crate::{
    account::{SessionRow, link, mailbox, session, token},
    error::failed,
    mail::{MailRow, mail},
    open::SqliteStore,
    read::id,
    transaction::SqliteTransaction,
};
use async_trait::async_trait;
use domain::{PersonId, Timestamp, place::Town};
use store::stored::{kept, stored, unreadable};
use store::{Account, Contents, Group, Movable, Part, Record, Snapshot, StoreError};
use sync::{GroupId, MutationId};
use uuid::Uuid;

#[async_trait]
impl Movable for SqliteStore {
    async fn contents(&self) -> Result<Box<dyn Contents>, StoreError> {
        Ok(Box::new(self.read().await?))
    }
}

#[async_trait]
impl Contents for SqliteTransaction {
    async fn records(
        &mut self,
        part: Part,
        after: Option<&Record>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let (last, most) = (after, limit);
        let limit = stored(u64::try_from(limit).unwrap_or(u64::MAX));
        let failed = failed("read everything");
        // Nothing that is kept has an empty name.
        let after = after.map(name).unwrap_or_default();
        match part {
            Part::Rows(kind) => {
                let last = match last {
                    Some(Record::Row(row)) => Some(row.key().id),
                    _ => None,
                };
                let rows = self.rows_of(kind, last, most).await?;
                Ok(rows.into_iter().map(Record::Row).collect())
            }
            Part::Accounts => {
                let found: Vec<(Vec<u8>, String, String)> = sqlx::query_as(
                    "SELECT person, email, password FROM account
                     WHERE person > ? ORDER BY person LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let accounts = found.into_iter().map(|(person, email, password)| {
                    let person = PersonId(id(&person)?);
                    let account = Account { person, password };
                    Ok(Record::Account { email, account })
                });
                accounts.collect()
            }
            Part::Sessions => {
                let found: Vec<SessionRow> = sqlx::query_as(
                    "SELECT token, person, expires_at, made_at, used_at, device FROM session
                     WHERE token > ? ORDER BY token LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let sessions = found.into_iter().map(|row| {
                    let (token, session) = session(row)?;
                    Ok(Record::Session { token, session })
                });
                sessions.collect()
            }
            Part::Closed => {
                let found: Vec<(Vec<u8>, i64)> = sqlx::query_as(
                    "SELECT person, closed_at FROM closed_account
                     WHERE person > ? ORDER BY person LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let closed = found.into_iter().map(|(person, at)| {
                    let (person, at) = (PersonId(id(&person)?), Timestamp(at));
                    Ok(Record::Closed { person, at })
                });
                closed.collect()
            }
            Part::Mailboxes => {
                let found: Vec<(Vec<u8>, Option<i64>, String, bool, String, i64)> = sqlx::query_as(
                    "SELECT person, verified_at, language, digest, unsubscribe, digested_until
                         FROM mailbox WHERE person > ? ORDER BY person LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let mailboxes = found.into_iter().map(|(person, a, b, c, d, e)| {
                    let person = PersonId(id(&person)?);
                    let mailbox = mailbox((a, b, c, d, e))?;
                    Ok(Record::Mailbox { person, mailbox })
                });
                mailboxes.collect()
            }
            Part::Links => {
                let found: Vec<(Vec<u8>, Vec<u8>, String, String, i64)> = sqlx::query_as(
                    "SELECT token, person, purpose, email, expires_at FROM link
                     WHERE token > ? ORDER BY token LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let links = found.into_iter().map(|(hash, a, b, c, d)| {
                    let (token, link) = (token(hash)?, link((a, b, c, d))?);
                    Ok(Record::Link { token, link })
                });
                links.collect()
            }
            Part::Mail => {
                let found: Vec<MailRow> = sqlx::query_as(
                    "SELECT id, person, made_at, due, give_up_at, tries, letter FROM mail
                     WHERE id > ? ORDER BY id LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                found
                    .into_iter()
                    .map(|row| mail(row).map(Record::Mail))
                    .collect()
            }
            Part::Outboxes => {
                let found: Vec<(Vec<u8>, Vec<u8>, i64)> = sqlx::query_as(
                    "SELECT id, person, last_mutation FROM mutation_group
                     WHERE id > ? ORDER BY id LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let mut outboxes = Vec::new();
                for (bytes, person, last) in found {
                    let id_of = GroupId(id(&bytes)?);
                    outboxes.push(Record::Outbox {
                        id: id_of,
                        group: Group {
                            person: PersonId(id(&person)?),
                            last_mutation: MutationId(kept(last)),
                        },
                        refusals: self.refusals(id_of, MutationId(0)).await?,
                    });
                }
                Ok(outboxes)
            }
            Part::Towns => {
                let found: Vec<(String, String)> = sqlx::query_as(
                    "SELECT code, name FROM town WHERE code > CAST(? AS TEXT) ORDER BY code LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let towns = found.into_iter().map(|(code, name)| {
                    let code = code.parse();
                    let code = code.map_err(|_| unreadable("municipality")(&name))?;
                    Ok(Record::Town(Town { code, name }))
                });
                towns.collect()
            }
        }
    }
}

/// The bytes that name a record.
fn name(record: &Record) -> Vec<u8> {
    let id = |id: Uuid| id.into_bytes().to_vec();
    match record {
        Record::Row(row) => id(row.key().id),
        Record::Account { account, .. } => id(account.person.0),
        Record::Session { token, .. } | Record::Link { token, .. } => token.0.to_vec(),
        Record::Closed { person, .. } | Record::Mailbox { person, .. } => id(person.0),
        Record::Mail(mail) => id(mail.id),
        Record::Outbox { id: group, .. } => id(group.0),
        Record::Town(town) => town.code.as_str().as_bytes().to_vec(),
    }
}
