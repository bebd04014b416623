//! Everything that is in the database, part by part.

use crate::{
    account::{SessionRow, link, mailbox, session, token},
    error::failed,
    mail::{MailRow, mail},
    open::PostgresStore,
    transaction::PostgresTransaction,
};
use async_trait::async_trait;
use domain::{PersonId, Timestamp, place::Town};
use store::stored::{kept, stored, unreadable};
use store::{Account, Contents, Group, Movable, Part, Record, Snapshot, StoreError};
use sync::{GroupId, MutationId};
use uuid::Uuid;

#[async_trait]
impl Movable for PostgresStore {
    async fn contents(&self) -> Result<Box<dyn Contents>, StoreError> {
        Ok(Box::new(self.read().await?))
    }
}

#[async_trait]
impl Contents for PostgresTransaction {
    async fn records(
        &mut self,
        part: Part,
        after: Option<&Record>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let (last, most) = (after, limit);
        let limit = stored(u64::try_from(limit).unwrap_or(u64::MAX));
        let failed = failed("read everything");
        let (id, bytes) = after.map(name).unwrap_or_default();
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
                let found: Vec<(Uuid, String, String)> = sqlx::query_as(
                    "SELECT person, email, password FROM account
                     WHERE $1 IS NULL OR person > $1 ORDER BY person LIMIT $2",
                )
                .bind(id)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let accounts = found.into_iter().map(|(person, email, password)| {
                    let person = PersonId(person);
                    let account = Account { person, password };
                    Ok(Record::Account { email, account })
                });
                accounts.collect()
            }
            Part::Sessions => {
                let found: Vec<SessionRow> = sqlx::query_as(
                    "SELECT token, person, expires_at, made_at, used_at, device FROM session
                     WHERE token > $1 ORDER BY token LIMIT $2",
                )
                .bind(bytes)
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
                let found: Vec<(Uuid, i64)> = sqlx::query_as(
                    "SELECT person, closed_at FROM closed_account
                     WHERE $1 IS NULL OR person > $1 ORDER BY person LIMIT $2",
                )
                .bind(id)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let closed = found.into_iter().map(|(person, at)| {
                    let (person, at) = (PersonId(person), Timestamp(at));
                    Ok(Record::Closed { person, at })
                });
                closed.collect()
            }
            Part::Mailboxes => {
                let found: Vec<(Uuid, Option<i64>, String, bool, String, i64)> = sqlx::query_as(
                    "SELECT person, verified_at, language, digest, unsubscribe, digested_until
                     FROM mailbox WHERE $1 IS NULL OR person > $1 ORDER BY person LIMIT $2",
                )
                .bind(id)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let mailboxes = found.into_iter().map(|(person, a, b, c, d, e)| {
                    let (person, mailbox) = (PersonId(person), mailbox((a, b, c, d, e))?);
                    Ok(Record::Mailbox { person, mailbox })
                });
                mailboxes.collect()
            }
            Part::Links => {
                let found: Vec<(Vec<u8>, Uuid, String, String, i64)> = sqlx::query_as(
                    "SELECT token, person, purpose, email, expires_at FROM link
                     WHERE token > $1 ORDER BY token LIMIT $2",
                )
                .bind(bytes)
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
                     WHERE $1 IS NULL OR id > $1 ORDER BY id LIMIT $2",
                )
                .bind(id)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                Ok(found
                    .into_iter()
                    .map(|row| Record::Mail(mail(row)))
                    .collect())
            }
            Part::Outboxes => {
                let found: Vec<(Uuid, Uuid, i64)> = sqlx::query_as(
                    "SELECT id, person, last_mutation FROM mutation_group
                     WHERE $1 IS NULL OR id > $1 ORDER BY id LIMIT $2",
                )
                .bind(id)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let mut outboxes = Vec::new();
                for (id, person, last) in found {
                    let id = GroupId(id);
                    outboxes.push(Record::Outbox {
                        id,
                        group: Group {
                            person: PersonId(person),
                            last_mutation: MutationId(kept(last)),
                        },
                        refusals: self.refusals(id, MutationId(0)).await?,
                    });
                }
                Ok(outboxes)
            }
            Part::Towns => {
                let found: Vec<(String, String)> = sqlx::query_as(
                    "SELECT code, name FROM town
                     WHERE code > convert_from($1, 'UTF8') ORDER BY code LIMIT $2",
                )
                .bind(bytes)
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

/// What names a record: an id, or bytes.
fn name(record: &Record) -> (Option<Uuid>, Vec<u8>) {
    match record {
        Record::Row(row) => (Some(row.key().id), Vec::new()),
        Record::Account { account, .. } => (Some(account.person.0), Vec::new()),
        Record::Session { token, .. } | Record::Link { token, .. } => (None, token.0.to_vec()),
        Record::Closed { person, .. } | Record::Mailbox { person, .. } => {
            (Some(person.0), Vec::new())
        }
        Record::Mail(mail) => (Some(mail.id), Vec::new()),
        Record::Outbox { id, .. } => (Some(id.0), Vec::new()),
        Record::Town(town) => (None, town.code.as_str().as_bytes().to_vec()),
    }
}
