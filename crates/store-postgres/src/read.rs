//! Reading: every query of a snapshot, and of a transaction, which locks what it reads by its key.

use crate::{
    account::{SessionRow, session},
    error::failed,
    lock::Known,
    transaction::PostgresTransaction,
};
use async_trait::async_trait;
use domain::{
    FileId, Kind, PersonId, Refusal, Row, RowKey, Scope, Timestamp,
    bounds::Measure,
    person::normalize_email,
    place::{MunicipalityCode, Town},
};
use store::stored::{forgotten, json, kept, kind, stored, unreadable};
use store::{
    Account, Change, Forgotten, Group, LoginSession, Room, Snapshot, StoreError, TokenHash,
    Versions,
};
use sync::{GroupId, MutationId};
use uuid::Uuid;

impl PostgresTransaction {
    /// The text of a row's body, if there is such a row.
    pub(crate) async fn body(&mut self, key: RowKey) -> Result<Option<String>, StoreError> {
        if let Some(known) = self.known.get(&key) {
            return Ok(known.after.clone());
        }
        let body: Option<String> =
            sqlx::query_scalar("SELECT body FROM row WHERE kind = $1 AND id = $2")
                .bind(key.kind.word())
                .bind(key.id)
                .fetch_optional(self.connection())
                .await
                .map_err(failed("read a row"))?;
        if self.writes {
            self.known.insert(key, Known::read(body.clone(), false));
        }
        Ok(body)
    }
}

#[async_trait]
impl Snapshot for PostgresTransaction {
    async fn row(&mut self, key: RowKey) -> Result<Option<Row>, StoreError> {
        let body = self.body(key).await?;
        body.map(|body| json("row", &body)).transpose()
    }

    async fn rows_in(&mut self, scope: Scope, kind: Kind) -> Result<Vec<Row>, StoreError> {
        let found: Vec<(Uuid, String)> = sqlx::query_as(
            "SELECT row.id, row.body FROM row_scope JOIN row USING (kind, id)
             WHERE row_scope.scope = $1 AND row_scope.kind = $2 AND NOT row_scope.gone",
        )
        .bind(scope.to_string())
        .bind(kind.word())
        .fetch_all(self.connection())
        .await
        .map_err(failed("read the rows of a scope"))?;
        found
            .into_iter()
            .filter_map(|(id, body)| match self.known.get(&RowKey { kind, id }) {
                // As this transaction leaves it.
                Some(known) => known.after.clone(),
                None => Some(body),
            })
            .map(|body| json("row", &body))
            .collect()
    }

    async fn rows_of(
        &mut self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let bodies: Vec<String> = sqlx::query_scalar(
            "SELECT body FROM row WHERE kind = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        )
        .bind(kind.word())
        .bind(after)
        .bind(stored(u64::try_from(limit).unwrap_or(u64::MAX)))
        .fetch_all(self.connection())
        .await
        .map_err(failed("read the rows of a kind"))?;
        bodies.iter().map(|body| json("row", body)).collect()
    }

    async fn held(&mut self, bearer: Scope, measure: Measure) -> Result<u64, StoreError> {
        let count: Option<i64> =
            sqlx::query_scalar("SELECT count FROM tally WHERE bearer = $1 AND kind = $2")
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
        let named: Vec<String> = scopes.iter().map(Scope::to_string).collect();
        let found: Vec<(String, i64)> =
            sqlx::query_as("SELECT scope, version FROM scope WHERE scope = ANY($1)")
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
        let found: Vec<(i64, String, Uuid, Option<String>)> = sqlx::query_as(
            "WITH change AS (
                 SELECT version, kind, id, gone, sum(bytes) OVER (ORDER BY version) - bytes AS before
                 FROM (SELECT row_scope.*, coalesce(octet_length(row.body), 0) AS bytes
                       FROM (SELECT * FROM row_scope WHERE scope = $1 AND version > $2
                             ORDER BY version LIMIT $3) AS row_scope
                       LEFT JOIN row ON NOT row_scope.gone
                           AND row.kind = row_scope.kind AND row.id = row_scope.id) AS sized)
             SELECT change.version, change.kind, change.id, row.body FROM change
             LEFT JOIN row ON NOT change.gone AND row.kind = change.kind AND row.id = change.id
             WHERE change.before < $4 ORDER BY change.version",
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
            .map(|(version, word, id, body)| {
                Ok(Change {
                    version: kept(version),
                    key: RowKey {
                        kind: kind(&word)?,
                        id,
                    },
                    bytes: body.as_ref().map_or(0, String::len),
                    row: body.map(|body| json("row", &body)).transpose()?,
                })
            })
            .collect()
    }

    async fn forgotten(&mut self, scopes: &[Scope]) -> Result<Forgotten, StoreError> {
        let named: Vec<String> = scopes.iter().map(Scope::to_string).collect();
        let found: Vec<(String, i64)> = sqlx::query_as(
            "SELECT scope, floor FROM forgotten WHERE floor > 0 AND scope = ANY($1)
             UNION ALL SELECT '', value::bigint FROM meta WHERE name = 'times_forgotten'",
        )
        .bind(named)
        .fetch_all(self.connection())
        .await
        .map_err(failed("read what is forgotten"))?;
        forgotten(found)
    }

    async fn group(&mut self, group: GroupId) -> Result<Option<Group>, StoreError> {
        if self.writes {
            // Tabs of one device take turns. Nothing is locked before it, so nobody waits for
            // somebody who waits for them.
            sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('outbox ' || $1, 0))")
                .bind(group.0)
                .execute(self.connection())
                .await
                .map_err(failed("wait for an outbox"))?;
        }
        // A statement sees what was committed before it began, so this one follows the waiting.
        let found: Option<(Uuid, i64)> =
            sqlx::query_as("SELECT person, last_mutation FROM mutation_group WHERE id = $1")
                .bind(group.0)
                .fetch_optional(self.connection())
                .await
                .map_err(failed("read an outbox"))?;
        Ok(found.map(|(person, last)| Group {
            person: PersonId(person),
            last_mutation: MutationId(kept(last)),
        }))
    }

    async fn refusals(
        &mut self,
        group: GroupId,
        from: MutationId,
    ) -> Result<Vec<(MutationId, Refusal)>, StoreError> {
        let found: Vec<(i64, String)> = sqlx::query_as(
            "SELECT mutation, refusal FROM refusal
             WHERE mutation_group = $1 AND mutation >= $2 ORDER BY mutation",
        )
        .bind(group.0)
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
        let found: Option<(Uuid, String)> =
            sqlx::query_as("SELECT person, password FROM account WHERE email = $1")
                .bind(addressed(email))
                .fetch_optional(self.connection())
                .await
                .map_err(failed("read an account"))?;
        Ok(found.map(|(person, password)| Account {
            person: PersonId(person),
            password,
        }))
    }

    async fn session(
        &mut self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<LoginSession>, StoreError> {
        let found: Option<SessionRow> = sqlx::query_as(
            "SELECT token, person, expires_at, made_at, used_at, device FROM session
             WHERE token = $1 AND expires_at > $2",
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
        sqlx::query_scalar("SELECT bytes FROM file_bytes WHERE id = $1")
            .bind(file.0)
            .fetch_optional(self.connection())
            .await
            .map_err(failed("read a file"))
    }

    async fn town(&mut self, code: &MunicipalityCode) -> Result<Option<Town>, StoreError> {
        let name: Option<String> = sqlx::query_scalar("SELECT name FROM town WHERE code = $1")
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

/// An address as it is kept. PostgreSQL's texts hold no U+0000, and no address does; what somebody
/// sends to log in with may.
pub(crate) fn addressed(email: &str) -> String {
    normalize_email(email).replace('\0', "\u{fffd}")
}
