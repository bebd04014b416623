//! Writing: rows and their scopes, outboxes, accounts and sessions.

use crate::{
    error::failed,
    lock::{Known, hold},
    read::addressed,
    settle::Places,
};
use async_trait::async_trait;
use domain::{FileId, PersonId, Refusal, Row, RowKey, Scope, Timestamp, Write, place::Town};
use sqlx::{PgConnection, Postgres, postgres::PgArguments};
use std::collections::{BTreeMap, BTreeSet};
use store::stored::{json, stored, unreadable};
use store::{Account, LoginSession, Snapshot, StoreError, Tally, TokenHash, Transaction, Versions};
use sync::{GroupId, MutationId};
use tokio::sync::mpsc::UnboundedSender;

/// A transaction, or a snapshot when it does not write.
pub(crate) struct PostgresTransaction {
    inner: sqlx::Transaction<'static, Postgres>,
    /// Whether what it reads is remembered, because what it writes depends on it.
    pub(crate) writes: bool,
    /// The rows that it has read and written. They are written just before the commit.
    pub(crate) known: BTreeMap<RowKey, Known>,
    /// Whether a mutation was judged by what was read.
    pub(crate) judged: bool,
    /// Rows that entered or changed in a scope (`true`) or left it.
    touched: BTreeMap<Scope, BTreeMap<RowKey, bool>>,
    /// What was written and is not counted yet.
    pub(crate) tally: Tally,
    /// Where other servers are told.
    tell: Option<UnboundedSender<Versions>>,
}

impl PostgresTransaction {
    /// Sees everything as it is at its first reading.
    pub(crate) fn snapshot(inner: sqlx::Transaction<'static, Postgres>) -> Self {
        Self {
            inner,
            writes: false,
            known: BTreeMap::new(),
            judged: false,
            touched: BTreeMap::new(),
            tally: Tally::default(),
            tell: None,
        }
    }

    pub(crate) fn writing(
        inner: sqlx::Transaction<'static, Postgres>,
        tell: Option<UnboundedSender<Versions>>,
    ) -> Self {
        Self {
            writes: true,
            tell,
            ..Self::snapshot(inner)
        }
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.inner
    }

    /// Runs one statement and says how many rows it changed.
    pub(crate) async fn run(
        &mut self,
        doing: &'static str,
        query: sqlx::query::Query<'_, Postgres, PgArguments>,
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
impl Transaction for PostgresTransaction {
    async fn foresee(&mut self, rows: &BTreeSet<RowKey>) -> Result<(), StoreError> {
        let rows: Vec<(RowKey, bool)> = rows
            .iter()
            .filter(|key| !self.known.contains_key(key))
            .map(|key| (*key, true))
            .collect();
        let there = hold(self.connection(), &rows).await?;
        self.known.extend(
            there
                .into_iter()
                .map(|(key, body)| (key, Known::read(body, true))),
        );
        Ok(())
    }

    async fn write(&mut self, write: &Write) -> Result<bool, StoreError> {
        let key = write.key();
        let before = self.body(key).await?;
        let after = match write {
            Write::Put(row) => Some(text(row)?),
            Write::Delete(_) => None,
        };
        if before == after {
            return Ok(false);
        }
        let length = after.as_ref().map_or(0, String::len);
        if let Some(known) = self.known.get_mut(&key) {
            known.after = after;
        }
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
        let query = sqlx::query(
            "INSERT INTO file_bytes (id, bytes) VALUES ($1, $2)
             ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes",
        )
        .bind(file.0)
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
        let query = sqlx::query(
            "INSERT INTO mutation_group (id, person, last_mutation, pushed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO UPDATE SET
             last_mutation = excluded.last_mutation, pushed_at = excluded.pushed_at",
        )
        .bind(group.0)
        .bind(person.0)
        .bind(stored(mutation.0))
        .bind(now.0);
        self.run("note a judgement", query).await?;
        self.judged = true;
        if let Some(refusal) = refusal {
            let text =
                serde_json::to_string(refusal).map_err(|error| unreadable("refusal")(&error))?;
            let query = sqlx::query(
                "INSERT INTO refusal (mutation_group, mutation, refusal) VALUES ($1, $2, $3)",
            )
            .bind(group.0)
            .bind(stored(mutation.0))
            .bind(text);
            self.run("note a refusal", query).await?;
        }
        Ok(())
    }

    async fn forget_outboxes(&mut self, person: PersonId, most: usize) -> Result<(), StoreError> {
        let query = sqlx::query(
            // One that pushes at this moment stays, and is not waited for.
            "DELETE FROM mutation_group WHERE id IN (SELECT id FROM mutation_group
             WHERE person = $1 ORDER BY pushed_at DESC, id OFFSET $2 FOR UPDATE SKIP LOCKED)",
        )
        .bind(person.0)
        .bind(stored(u64::try_from(most).unwrap_or(u64::MAX)));
        self.run("forget outboxes", query).await.map(drop)
    }

    async fn forget_refusals(
        &mut self,
        group: GroupId,
        before: MutationId,
    ) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM refusal WHERE mutation_group = $1 AND mutation < $2")
            .bind(group.0)
            .bind(stored(before.0));
        self.run("forget refusals", query).await.map(drop)
    }

    async fn forget_gone(&mut self, now: Timestamp, since: Timestamp) -> Result<u64, StoreError> {
        const FORGET: &str = "forget what is gone";
        // Servers that share the database take turns here, and one of them is first.
        let query = sqlx::query(
            "INSERT INTO meta (name, value) VALUES ('forgotten_at', $1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value
             WHERE meta.value::bigint <= $2",
        )
        .bind(now.0.to_string())
        .bind(since.0);
        if self.run(FORGET, query).await? == 0 {
            return Ok(0);
        }
        let query = sqlx::query("UPDATE forgotten SET floor = mark");
        self.run(FORGET, query).await?;
        let query = sqlx::query(
            "DELETE FROM row_scope WHERE gone AND version <=
             (SELECT floor FROM forgotten WHERE forgotten.scope = row_scope.scope)",
        );
        let count = self.run(FORGET, query).await?;
        let query = sqlx::query(
            "INSERT INTO forgotten (scope, floor, mark)
             SELECT scope, 0, max(version) FROM row_scope
             WHERE gone AND scope NOT IN ($1, $2, $3) GROUP BY scope
             ON CONFLICT (scope) DO UPDATE SET mark = excluded.mark",
        )
        .bind(Scope::Public.to_string())
        .bind(Scope::Programs.to_string())
        .bind(Scope::Spaces.to_string());
        self.run(FORGET, query).await?;
        if count > 0 {
            let query = sqlx::query(
                "INSERT INTO meta (name, value) VALUES ('times_forgotten', '1')
                 ON CONFLICT (name) DO UPDATE SET value = (meta.value::bigint + 1)::text",
            );
            self.run(FORGET, query).await?;
        }
        Ok(count)
    }

    async fn open_account(&mut self, email: &str, account: &Account) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO account (person, email, password) SELECT $1, $2, $3
             WHERE NOT EXISTS (SELECT 1 FROM closed_account WHERE person = $1)
             ON CONFLICT DO NOTHING",
        )
        .bind(account.person.0)
        .bind(addressed(email))
        .bind(account.password.as_str());
        if self.run("open an account", query).await? > 0 {
            return Ok(());
        }
        // Asked only now: it may have been opened by whom the statement waited for.
        Err(match self.account(email).await? {
            Some(_) => StoreError::EmailTaken,
            None => StoreError::PersonTaken,
        })
    }

    async fn keep_session(
        &mut self,
        token: TokenHash,
        session: LoginSession,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO session (token, person, expires_at, made_at, used_at, device)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (token)
             DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at",
        )
        .bind(token.0.to_vec())
        .bind(session.person.0)
        .bind(session.expires_at.0)
        .bind(session.made_at.0)
        .bind(session.used_at.0)
        .bind(session.device);
        self.run("keep a session", query).await.map(drop)
    }

    async fn end_session(&mut self, token: TokenHash) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM session WHERE token = $1").bind(token.0.to_vec());
        self.run("end a session", query).await.map(drop)
    }

    async fn sweep_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM session WHERE expires_at <= $1").bind(now.0);
        self.run("remove old sessions", query).await
    }

    async fn put_town(&mut self, town: &Town) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "INSERT INTO town (code, name) VALUES ($1, $2)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE town.name <> excluded.name",
        )
        .bind(town.code.as_str())
        .bind(town.name.as_str());
        Ok(self.run("put a municipality", query).await? > 0)
    }

    async fn commit(mut self: Box<Self>) -> Result<Versions, StoreError> {
        self.settle().await?;
        self.count().await?;
        let touched = std::mem::take(&mut self.touched);
        let versions = if touched.is_empty() {
            Versions::new()
        } else {
            let versions = self.take_versions(&touched).await?;
            let places = Places::of(touched, &versions);
            let query = sqlx::query(
                "INSERT INTO row_scope (scope, kind, id, version, gone)
                 SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[], $5::bool[])
                 ON CONFLICT (scope, kind, id)
                 DO UPDATE SET version = excluded.version, gone = excluded.gone",
            )
            .bind(places.scopes)
            .bind(places.kinds)
            .bind(places.ids)
            .bind(places.versions)
            .bind(places.gone);
            self.run("note who may read rows", query).await?;
            versions
        };
        self.inner.commit().await.map_err(failed("commit"))?;
        if let Some(tell) = self.tell.filter(|_| !versions.is_empty()) {
            // Nobody tells any more: the store is being closed.
            drop(tell.send(versions.clone()));
        }
        Ok(versions)
    }
}
