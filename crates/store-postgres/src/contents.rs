//! Everything that is in the database, part by part.

use crate::{error::failed, open::PostgresStore, transaction::PostgresTransaction};
use async_trait::async_trait;
use domain::{PersonId, Timestamp, place::Town};
use store::stored::{json, kept, stored, unreadable};
use store::{
    Account, Contents, Group, LoginSession, Movable, Part, Record, Snapshot, StoreError, TokenHash,
};
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
        let limit = stored(u64::try_from(limit).unwrap_or(u64::MAX));
        let failed = failed("read everything");
        let (id, bytes) = after.map(name).unwrap_or_default();
        match part {
            Part::Rows(kind) => {
                let found: Vec<String> = sqlx::query_scalar(
                    "SELECT body FROM row WHERE kind = $1 AND ($2 IS NULL OR id > $2) ORDER BY id LIMIT $3",
                )
                .bind(kind.word())
                .bind(id)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let rows = found.iter().map(|body| json("row", body).map(Record::Row));
                rows.collect()
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
                let found: Vec<(Vec<u8>, Uuid, i64)> = sqlx::query_as(
                    "SELECT token, person, expires_at FROM session
                     WHERE token > $1 ORDER BY token LIMIT $2",
                )
                .bind(bytes)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let sessions = found.into_iter().map(|(token, person, expires_at)| {
                    let token = token.try_into();
                    let session = LoginSession {
                        person: PersonId(person),
                        expires_at: Timestamp(expires_at),
                    };
                    Ok(Record::Session {
                        token: TokenHash(token.map_err(|_| unreadable("token")(&"its length"))?),
                        session,
                    })
                });
                sessions.collect()
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
        Record::Session { token, .. } => (None, token.0.to_vec()),
        Record::Outbox { id, .. } => (Some(id.0), Vec::new()),
        Record::Town(town) => (None, town.code.as_str().as_bytes().to_vec()),
    }
}
