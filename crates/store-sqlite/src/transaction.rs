//! Writing: rows and their scopes, outboxes, accounts and sessions.

use crate::{error::failed, read::body, writer::Turn};
use async_trait::async_trait;
use domain::{
    FileId, PersonId, Refusal, Row, RowKey, Scope, Timestamp, Write, person::normalize_email,
    place::Town,
};
use sqlx::{Sqlite, SqliteConnection, sqlite::SqliteArguments};
use std::collections::BTreeMap;
use store::stored::{json, kept, stored, unreadable};
use store::{Account, LoginSession, Snapshot, StoreError, Tally, TokenHash, Transaction, Versions};
use sync::{GroupId, MutationId};

/// A transaction, or a snapshot when it does not write.
pub(crate) struct SqliteTransaction {
    inner: Inner,
    /// Rows that entered or changed in a scope (`true`) or left it.
    touched: BTreeMap<Scope, BTreeMap<RowKey, bool>>,
    /// What was written and is not counted yet.
    pub(crate) tally: Tally,
}

enum Inner {
    Snapshot(sqlx::Transaction<'static, Sqlite>),
    Turn(Turn),
}

impl SqliteTransaction {
    pub(crate) fn reading(snapshot: sqlx::Transaction<'static, Sqlite>) -> Self {
        Self {
            inner: Inner::Snapshot(snapshot),
            touched: BTreeMap::new(),
            tally: Tally::default(),
        }
    }

    pub(crate) fn writing(turn: Turn) -> Self {
        Self {
            inner: Inner::Turn(turn),
            touched: BTreeMap::new(),
            tally: Tally::default(),
        }
    }

    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        match &mut self.inner {
            Inner::Snapshot(snapshot) => snapshot,
            Inner::Turn(turn) => &mut turn.connection,
        }
    }

    /// Runs one statement and says how many rows it changed.
    pub(crate) async fn run(
        &mut self,
        doing: &'static str,
        query: sqlx::query::Query<'_, Sqlite, SqliteArguments>,
    ) -> Result<u64, StoreError> {
        let done = query
            .execute(self.connection())
            .await
            .map_err(failed(doing))?;
        Ok(done.rows_affected())
    }

    fn touch(&mut self, scopes: &[Scope], key: RowKey, there: bool) {
        for scope in scopes {
            self.touched.entry(*scope).or_default().insert(key, there);
        }
    }
}

/// A row's body as it is stored.
fn text(row: &Row) -> Result<String, StoreError> {
    serde_json::to_string(row).map_err(|error| unreadable("row")(&error))
}

#[async_trait]
impl Transaction for SqliteTransaction {
    async fn write(&mut self, write: &Write) -> Result<bool, StoreError> {
        let key = write.key();
        let before = body(self.connection(), key).await?;
        let after = match write {
            Write::Put(row) => Some(text(row)?),
            Write::Delete(_) => None,
        };
        if before == after {
            return Ok(false);
        }
        let length = after.as_ref().map_or(0, String::len);
        let (word, id) = (key.kind.word(), key.id.into_bytes().to_vec());
        let query = match &after {
            Some(body) => sqlx::query(
                "INSERT INTO row (kind, id, body) VALUES (?, ?, ?)
                 ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            )
            .bind(word)
            .bind(id)
            .bind(body.as_str()),
            None => sqlx::query("DELETE FROM row WHERE kind = ? AND id = ?")
                .bind(word)
                .bind(id),
        };
        self.run("write a row", query).await?;

        let before = match before {
            Some(body) => Some((json::<Row>("row", &body)?, body.len())),
            None => None,
        };
        let after = match write {
            Write::Put(row) => Some((row, length)),
            Write::Delete(_) => None,
        };
        let known = before.as_ref().map(|(row, length)| (row, *length));
        self.tally.note(known, after);
        if let Some((before, _)) = before {
            self.touch(&before.audience(), key, false);
        }
        if let Write::Put(row) = write {
            self.touch(&row.audience(), key, true);
        }
        Ok(true)
    }

    async fn keep_file_bytes(&mut self, file: FileId, bytes: &[u8]) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT OR REPLACE INTO file_bytes (id, bytes) VALUES (?, ?)")
            .bind(file.0.into_bytes().to_vec())
            .bind(bytes.to_vec());
        self.run("keep a file", query).await.map(drop)
    }

    async fn judged(
        &mut self,
        group: GroupId,
        person: PersonId,
        mutation: MutationId,
        refusal: Option<&Refusal>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let group = group.0.into_bytes().to_vec();
        let query = sqlx::query(
            "INSERT INTO mutation_group (id, person, last_mutation, pushed_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET
             last_mutation = excluded.last_mutation, pushed_at = excluded.pushed_at",
        )
        .bind(group.clone())
        .bind(person.0.into_bytes().to_vec())
        .bind(stored(mutation.0))
        .bind(now.0);
        self.run("note a judgement", query).await?;
        if let Some(refusal) = refusal {
            let text =
                serde_json::to_string(refusal).map_err(|error| unreadable("refusal")(&error))?;
            let query = sqlx::query(
                "INSERT INTO refusal (mutation_group, mutation, refusal) VALUES (?, ?, ?)",
            )
            .bind(group)
            .bind(stored(mutation.0))
            .bind(text);
            self.run("note a refusal", query).await?;
        }
        Ok(())
    }

    async fn forget_outboxes(&mut self, person: PersonId, most: usize) -> Result<(), StoreError> {
        let query = sqlx::query(
            "DELETE FROM mutation_group WHERE id IN (SELECT id FROM mutation_group
             WHERE person = ? ORDER BY pushed_at DESC, id LIMIT -1 OFFSET ?)",
        )
        .bind(person.0.into_bytes().to_vec())
        .bind(stored(u64::try_from(most).unwrap_or(u64::MAX)));
        self.run("forget outboxes", query).await.map(drop)
    }

    async fn forget_refusals(
        &mut self,
        group: GroupId,
        before: MutationId,
    ) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM refusal WHERE mutation_group = ? AND mutation < ?")
            .bind(group.0.into_bytes().to_vec())
            .bind(stored(before.0));
        self.run("forget refusals", query).await.map(drop)
    }

    async fn forget_gone(&mut self, now: Timestamp, since: Timestamp) -> Result<u64, StoreError> {
        const FORGET: &str = "forget what is gone";
        // Servers that share the database take turns here, and one of them is first.
        let query = sqlx::query(
            "INSERT INTO meta (name, value) VALUES ('forgotten_at', ?)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value
             WHERE CAST(meta.value AS INTEGER) <= ?",
        )
        .bind(now.0.to_string())
        .bind(since.0);
        if self.run(FORGET, query).await? == 0 {
            return Ok(0);
        }
        let query = sqlx::query("UPDATE forgotten SET floor = mark");
        self.run(FORGET, query).await?;
        let query = sqlx::query(
            "DELETE FROM row_scope WHERE gone = 1 AND version <=
             (SELECT floor FROM forgotten WHERE forgotten.scope = row_scope.scope)",
        );
        let count = self.run(FORGET, query).await?;
        let query = sqlx::query(
            "INSERT INTO forgotten (scope, floor, mark)
             SELECT scope, 0, max(version) FROM row_scope
             WHERE gone = 1 AND scope NOT IN (?, ?, ?) GROUP BY scope
             ON CONFLICT (scope) DO UPDATE SET mark = excluded.mark",
        )
        .bind(Scope::Public.to_string())
        .bind(Scope::Programs.to_string())
        .bind(Scope::Spaces.to_string());
        self.run(FORGET, query).await?;
        if count > 0 {
            let query = sqlx::query(
                "INSERT INTO meta (name, value) VALUES ('times_forgotten', '1')
                 ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)",
            );
            self.run(FORGET, query).await?;
        }
        Ok(count)
    }

    async fn open_account(&mut self, email: &str, account: &Account) -> Result<(), StoreError> {
        if self.account(email).await?.is_some() {
            return Err(StoreError::EmailTaken);
        }
        let query = sqlx::query(
            "INSERT INTO account (person, email, password) SELECT ?1, ?2, ?3
             WHERE NOT EXISTS (SELECT 1 FROM closed_account WHERE person = ?1)
             ON CONFLICT (person) DO NOTHING",
        )
        .bind(account.person.0.into_bytes().to_vec())
        .bind(normalize_email(email))
        .bind(account.password.as_str());
        match self.run("open an account", query).await? {
            0 => Err(StoreError::PersonTaken),
            _ => Ok(()),
        }
    }

    async fn keep_session(
        &mut self,
        token: TokenHash,
        session: LoginSession,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO session (token, person, expires_at, made_at, used_at, device)
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (token)
             DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at",
        )
        .bind(token.0.to_vec())
        .bind(session.person.0.into_bytes().to_vec())
        .bind(session.expires_at.0)
        .bind(session.made_at.0)
        .bind(session.used_at.0)
        .bind(session.device);
        self.run("keep a session", query).await.map(drop)
    }

    async fn end_session(&mut self, token: TokenHash) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM session WHERE token = ?").bind(token.0.to_vec());
        self.run("end a session", query).await.map(drop)
    }

    async fn sweep_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM session WHERE expires_at <= ?").bind(now.0);
        self.run("remove old sessions", query).await
    }

    async fn put_town(&mut self, town: &Town) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "INSERT INTO town (code, name) VALUES (?, ?)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE name <> excluded.name",
        )
        .bind(town.code.as_str())
        .bind(town.name.as_str());
        Ok(self.run("put a municipality", query).await? > 0)
    }

    async fn commit(mut self: Box<Self>) -> Result<Versions, StoreError> {
        for (bearer, measure, more) in std::mem::take(&mut self.tally).iter() {
            let query = sqlx::query(
                "INSERT INTO tally (bearer, kind, count) VALUES (?, ?, ?)
                 ON CONFLICT (bearer, kind) DO UPDATE SET count = count + excluded.count",
            )
            .bind(bearer.to_string())
            .bind(measure.word())
            .bind(more);
            self.run("count rows", query).await?;
        }
        let mut versions = Versions::new();
        for (scope, rows) in std::mem::take(&mut self.touched) {
            let name = scope.to_string();
            let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
            let version: i64 = sqlx::query_scalar(
                "INSERT INTO scope (scope, version) VALUES (?, ?)
                 ON CONFLICT (scope) DO UPDATE SET version = version + excluded.version
                 RETURNING version",
            )
            .bind(name.as_str())
            .bind(stored(count))
            .fetch_one(self.connection())
            .await
            .map_err(failed("take a version"))?;
            versions.insert(scope, kept(version));
            // Each row gets a version of its own, so that a page may end between any two.
            let first = kept(version) - count + 1;
            for ((key, there), version) in rows.into_iter().zip(first..) {
                let query = sqlx::query(
                    "INSERT INTO row_scope (scope, kind, id, version, gone) VALUES (?, ?, ?, ?, ?)
                     ON CONFLICT (scope, kind, id)
                     DO UPDATE SET version = excluded.version, gone = excluded.gone",
                )
                .bind(name.as_str())
                .bind(key.kind.word())
                .bind(key.id.into_bytes().to_vec())
                .bind(stored(version))
                .bind(!there);
                self.run("note who may read a row", query).await?;
            }
        }
        match self.inner {
            Inner::Snapshot(snapshot) => snapshot.commit().await.map_err(failed("commit"))?,
            Inner::Turn(turn) => turn.keep().await?,
        }
        Ok(versions)
    }
}
