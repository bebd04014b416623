//! Reading: every query of a snapshot.

use crate::{
    account::{SessionRow, session},
    error::failed,
    transaction::SqliteTransaction,
};
use async_trait::async_trait;
use domain::{
    FileId, Kind, PersonId, Refusal, Row, RowKey, Scope, Timestamp,
    bounds::Measure,
    person::normalize_email,
    place::{MunicipalityCode, Town},
};
use sqlx::SqliteConnection;
use store::stored::{forgotten, json, kept, kind, stored, unreadable};
use store::{
    Account, Change, Forgotten, Group, LoginSession, Room, Snapshot, StoreError, TokenHash,
    Versions,
};
use sync::{GroupId, MutationId};
use uuid::Uuid;

pub(crate) fn id(bytes: &[u8]) -> Result<Uuid, StoreError> {
    Uuid::from_slice(bytes).map_err(|error| unreadable("id")(&error))
}

/// The text of a row's body, if there is such a row.
pub(crate) async fn body(
    connection: &mut SqliteConnection,
    key: RowKey,
) -> Result<Option<String>, StoreError> {
    sqlx::query_scalar("SELECT body FROM row WHERE kind = ? AND id = ?")
        .bind(key.kind.word())
        .bind(key.id.into_bytes().to_vec())
        .fetch_optional(connection)
        .await
        .map_err(failed("read a row"))
}

#[async_trait]
impl Snapshot for SqliteTransaction {
    async fn row(&mut self, key: RowKey) -> Result<Option<Row>, StoreError> {
        let body = body(self.connection(), key).await?;
        body.map(|body| json("row", &body)).transpose()
    }

    async fn rows_in(&mut self, scope: Scope, kind: Kind) -> Result<Vec<Row>, StoreError> {
        let bodies: Vec<String> = sqlx::query_scalar(
            "SELECT row.body FROM row_scope JOIN row USING (kind, id)
             WHERE row_scope.scope = ? AND row_scope.kind = ? AND row_scope.gone = 0",
        )
        .bind(scope.to_string())
        .bind(kind.word())
        .fetch_all(self.connection())
        .await
        .map_err(failed("read the rows of a scope"))?;
        bodies.iter().map(|body| json("row", body)).collect()
    }

    async fn rows_of(
        &mut self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let bodies: Vec<String> = sqlx::query_scalar(
            "SELECT body FROM row WHERE kind = ? AND id > ? ORDER BY id LIMIT ?",
        )
        .bind(kind.word())
        .bind(after.map(|id| id.into_bytes().to_vec()).unwrap_or_default())
        .bind(stored(u64::try_from(limit).unwrap_or(u64::MAX)))
        .fetch_all(self.connection())
        .await
        .map_err(failed("read the rows of a kind"))?;
        bodies.iter().map(|body| json("row", body)).collect()
    }

    async fn held(&mut self, bearer: Scope, measure: Measure) -> Result<u64, StoreError> {
        let count: Option<i64> =
            sqlx::query_scalar("SELECT count FROM tally WHERE bearer = ? AND kind = ?")
                .bind(bearer.to_string())
                .bind(measure.word())
                .fetch_optional(self.connection())
                .await
                .map_err(failed("read how much somebody has"))?;
        Ok(kept(
            count.unwrap_or_default() + self.tally.get(bearer, measure),
        ))
    }

    async fn versions(&mut self, scopes: &[Scope]) -> Result<Versions, StoreError> {
        let mut versions: Versions = scopes.iter().map(|scope| (*scope, 0)).collect();
        let named = serde_json::to_string(scopes).map_err(|error| unreadable("scope")(&error))?;
        let found: Vec<(String, i64)> = sqlx::query_as(
            "SELECT scope, version FROM scope WHERE scope IN (SELECT value FROM json_each(?))",
        )
        .bind(named)
        .fetch_all(self.connection())
        .await
        .map_err(failed("read how far scopes go"))?;
        for (scope, version) in found {
            let scope = scope.parse().map_err(|error| unreadable("scope")(&error))?;
            versions.insert(scope, kept(version));
        }
        Ok(versions)
    }

    async fn changes(
        &mut self,
        scope: Scope,
        after: u64,
        room: Room,
    ) -> Result<Vec<Change>, StoreError> {
        // A body's length is known without reading it, and those beyond the room are never read.
        let found: Vec<(i64, String, Vec<u8>, Option<String>)> = sqlx::query_as(
            "WITH change AS (
                 SELECT version, kind, id, gone, sum(bytes) OVER (ORDER BY version) - bytes AS before
                 FROM (SELECT row_scope.*, coalesce(octet_length(row.body), 0) AS bytes
                       FROM (SELECT * FROM row_scope WHERE scope = ? AND version > ?
                             ORDER BY version LIMIT ?) AS row_scope
                       LEFT JOIN row ON row_scope.gone = 0
                           AND row.kind = row_scope.kind AND row.id = row_scope.id) AS sized)
             SELECT change.version, change.kind, change.id, row.body FROM change
             LEFT JOIN row ON change.gone = 0 AND row.kind = change.kind AND row.id = change.id
             WHERE change.before < ? ORDER BY change.version",
        )
        .bind(scope.to_string())
        .bind(stored(after))
        .bind(stored(u64::try_from(room.rows).unwrap_or(u64::MAX)))
        .bind(stored(u64::try_from(room.bytes).unwrap_or(u64::MAX)))
        .fetch_all(self.connection())
        .await
        .map_err(failed("read the changes of a scope"))?;
        found
            .into_iter()
            .map(|(version, word, bytes, body)| {
                Ok(Change {
                    version: kept(version),
                    key: RowKey {
                        kind: kind(&word)?,
                        id: id(&bytes)?,
                    },
                    bytes: body.as_ref().map_or(0, String::len),
                    row: body.map(|body| json("row", &body)).transpose()?,
                })
            })
            .collect()
    }

    async fn forgotten(&mut self, scopes: &[Scope]) -> Result<Forgotten, StoreError> {
        let named = serde_json::to_string(scopes).map_err(|error| unreadable("scope")(&error))?;
        let found: Vec<(String, i64)> = sqlx::query_as(
            "SELECT scope, floor FROM forgotten
             WHERE floor > 0 AND scope IN (SELECT value FROM json_each(?))
             UNION ALL SELECT '', CAST(value AS INTEGER) FROM meta WHERE name = 'times_forgotten'",
        )
        .bind(named)
        .fetch_all(self.connection())
        .await
        .map_err(failed("read what is forgotten"))?;
        forgotten(found)
    }

    async fn group(&mut self, group: GroupId) -> Result<Option<Group>, StoreError> {
        let found: Option<(Vec<u8>, i64)> =
            sqlx::query_as("SELECT person, last_mutation FROM mutation_group WHERE id = ?")
                .bind(group.0.into_bytes().to_vec())
                .fetch_optional(self.connection())
                .await
                .map_err(failed("read an outbox"))?;
        found
            .map(|(person, last)| {
                let person = PersonId(id(&person)?);
                Ok(Group {
                    person,
                    last_mutation: MutationId(kept(last)),
                })
            })
            .transpose()
    }

    async fn refusals(
        &mut self,
        group: GroupId,
        from: MutationId,
    ) -> Result<Vec<(MutationId, Refusal)>, StoreError> {
        let found: Vec<(i64, String)> = sqlx::query_as(
            "SELECT mutation, refusal FROM refusal
             WHERE mutation_group = ? AND mutation >= ? ORDER BY mutation",
        )
        .bind(group.0.into_bytes().to_vec())
        .bind(stored(from.0))
        .fetch_all(self.connection())
        .await
        .map_err(failed("read refusals"))?;
        found
            .into_iter()
            .map(|(mutation, text)| Ok((MutationId(kept(mutation)), json("refusal", &text)?)))
            .collect()
    }

    async fn account(&mut self, email: &str) -> Result<Option<Account>, StoreError> {
        let found: Option<(Vec<u8>, String)> =
            sqlx::query_as("SELECT person, password FROM account WHERE email = ?")
                .bind(normalize_email(email))
                .fetch_optional(self.connection())
                .await
                .map_err(failed("read an account"))?;
        found
            .map(|(person, password)| {
                Ok(Account {
                    person: PersonId(id(&person)?),
                    password,
                })
            })
            .transpose()
    }

    async fn session(
        &mut self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<LoginSession>, StoreError> {
        let found: Option<SessionRow> = sqlx::query_as(
            "SELECT token, person, expires_at, made_at, used_at, device FROM session
             WHERE token = ? AND expires_at > ?",
        )
        .bind(token.0.to_vec())
        .bind(now.0)
        .fetch_optional(self.connection())
        .await
        .map_err(failed("read a session"))?;
        found
            .map(|row| session(row).map(|(_, session)| session))
            .transpose()
    }

    async fn file_bytes(&mut self, file: FileId) -> Result<Option<Vec<u8>>, StoreError> {
        sqlx::query_scalar("SELECT bytes FROM file_bytes WHERE id = ?")
            .bind(file.0.into_bytes().to_vec())
            .fetch_optional(self.connection())
            .await
            .map_err(failed("read a file"))
    }

    async fn town(&mut self, code: &MunicipalityCode) -> Result<Option<Town>, StoreError> {
        let name: Option<String> = sqlx::query_scalar("SELECT name FROM town WHERE code = ?")
            .bind(code.as_str())
            .fetch_optional(self.connection())
            .await
            .map_err(failed("read a municipality"))?;
        Ok(name.map(|name| Town {
            code: code.clone(),
            name,
        }))
    }
}
