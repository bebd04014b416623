//! Everything that is in the file, part by part.

use crate::{error::failed, open::SqliteStore, read::id, transaction::SqliteTransaction};
use async_trait::async_trait;
use domain::{PersonId, Timestamp, place::Town};
use store::stored::{json, kept, stored, unreadable};
use store::{
    Account, Contents, Group, LoginSession, Movable, Part, Record, Snapshot, StoreError, TokenHash,
};
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
        let limit = stored(u64::try_from(limit).unwrap_or(u64::MAX));
        let failed = failed("read everything");
        // Nothing that is kept has an empty name.
        let after = after.map(name).unwrap_or_default();
        match part {
            Part::Rows(kind) => {
                let found: Vec<String> = sqlx::query_scalar(
                    "SELECT body FROM row WHERE kind = ? AND id > ? ORDER BY id LIMIT ?",
                )
                .bind(kind.word())
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let rows = found.iter().map(|body| json("row", body).map(Record::Row));
                rows.collect()
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
                let found: Vec<(Vec<u8>, Vec<u8>, i64)> = sqlx::query_as(
                    "SELECT token, person, expires_at FROM session
                     WHERE token > ? ORDER BY token LIMIT ?",
                )
                .bind(after)
                .bind(limit)
                .fetch_all(self.connection())
                .await
                .map_err(failed)?;
                let sessions = found.into_iter().map(|(token, person, expires_at)| {
                    let token = token.try_into();
                    let session = LoginSession {
                        person: PersonId(id(&person)?),
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
        Record::Session { token, .. } => token.0.to_vec(),
        Record::Outbox { id: group, .. } => id(group.0),
        Record::Town(town) => town.code.as_str().as_bytes().to_vec(),
    }
}
