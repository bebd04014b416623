//! Just before the commit: what was read is compared, rows are written, versions are taken.

use crate::{
    error::failed,
    lock::{Known, hold},
    transaction::PostgresTransaction,
};
use domain::{RowKey, Scope, bounds::Measure};
use std::collections::BTreeMap;
use store::stored::{kept, stored, unreadable};
use store::{StoreError, Versions};
use uuid::Uuid;

impl PostgresTransaction {
    /// Makes sure that what was read is still so, and writes the rows.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        let known = std::mem::take(&mut self.known);
        if !self.judged && !known.values().any(Known::is_written) {
            return Ok(());
        }
        let rows: Vec<(RowKey, bool)> = known
            .iter()
            .filter(|(_, known)| !known.held)
            .map(|(key, known)| (*key, known.is_written()))
            .collect();
        let there = hold(self.connection(), &rows).await?;
        let is_as_read = |(key, body): (&RowKey, &Option<String>)| {
            known.get(key).is_some_and(|known| known.before == *body)
        };
        if !there.iter().all(is_as_read) {
            return Err(StoreError::Conflict);
        }
        let (mut put, mut deleted) = (Bodies::default(), Bodies::default());
        for (key, known) in known.into_iter().filter(|(_, known)| known.is_written()) {
            let bodies = if known.after.is_some() {
                &mut put
            } else {
                &mut deleted
            };
            bodies.kinds.push(key.kind.word());
            bodies.ids.push(key.id);
            bodies.bodies.extend(known.after);
        }
        if !put.ids.is_empty() {
            let query = sqlx::query(
                "INSERT INTO row (kind, id, body)
                 SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])
                 ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            )
            .bind(put.kinds)
            .bind(put.ids)
            .bind(put.bodies);
            self.run("write rows", query).await?;
        }
        if !deleted.ids.is_empty() {
            let query = sqlx::query(
                "DELETE FROM row USING unnest($1::text[], $2::uuid[]) AS deleted (kind, id)
                 WHERE row.kind = deleted.kind AND row.id = deleted.id",
            )
            .bind(deleted.kinds)
            .bind(deleted.ids);
            self.run("delete rows", query).await?;
        }
        Ok(())
    }

    /// Counts what was written. Two pushes may each have found room for one more: the second is
    /// judged again.
    pub(crate) async fn count(&mut self) -> Result<(), StoreError> {
        let tally = std::mem::take(&mut self.tally);
        let (mut bearers, mut kinds, mut counts) = (Vec::new(), Vec::new(), Vec::new());
        for (bearer, measure, more) in tally.iter() {
            bearers.push(bearer.to_string());
            kinds.push(measure.word());
            counts.push(more);
        }
        if bearers.is_empty() {
            return Ok(());
        }
        let counted: Vec<(String, String, i64)> = sqlx::query_as(
            "INSERT INTO tally (bearer, kind, count)
             SELECT bearer, kind, count FROM unnest($1::text[], $2::text[], $3::bigint[])
                 WITH ORDINALITY AS written (bearer, kind, count, place)
             ORDER BY place
             ON CONFLICT (bearer, kind) DO UPDATE SET count = tally.count + excluded.count
             RETURNING bearer, kind, count",
        )
        .bind(bearers)
        .bind(kinds)
        .bind(counts)
        .fetch_all(self.connection())
        .await
        .map_err(failed("count rows"))?;
        for (bearer, word, count) in counted {
            let bearer = bearer
                .parse()
                .map_err(|error| unreadable("scope")(&error))?;
            let measure = Measure::from_word(&word).ok_or_else(|| unreadable("kind")(&word))?;
            let is_more = tally.get(bearer, measure) > 0;
            let most = measure.most().map_or(i64::MAX, i64::from);
            if self.judged && is_more && count > most {
                return Err(StoreError::Conflict);
            }
        }
        Ok(())
    }

    /// Takes as many versions of each scope as rows were touched in it, and says the last of each.
    ///
    /// A scope's row stays locked from here to the end of the commit. So its versions become
    /// visible in their order, and a reader who saw one has seen all before it. A sequence has no
    /// such lock: a transaction could take 7, another take 8 and commit first, and a reader who
    /// went on from 8 would never see 7. The scopes come in one order for everybody, so that two
    /// transactions which share several never wait for each other.
    pub(crate) async fn take_versions(
        &mut self,
        touched: &BTreeMap<Scope, BTreeMap<RowKey, bool>>,
    ) -> Result<Versions, StoreError> {
        let (scopes, counts): (Vec<String>, Vec<i64>) = touched
            .iter()
            .map(|(scope, rows)| {
                let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
                (scope.to_string(), stored(count))
            })
            .unzip();
        let taken: Vec<(String, i64)> = sqlx::query_as(
            "INSERT INTO scope (scope, version)
             SELECT scope, count FROM unnest($1::text[], $2::bigint[])
                 WITH ORDINALITY AS touched (scope, count, place)
             ORDER BY place
             ON CONFLICT (scope) DO UPDATE SET version = scope.version + excluded.version
             RETURNING scope, version",
        )
        .bind(scopes)
        .bind(counts)
        .fetch_all(self.connection())
        .await
        .map_err(failed("take a version"))?;
        taken
            .into_iter()
            .map(|(scope, version)| {
                let scope = scope.parse().map_err(|error| unreadable("scope")(&error))?;
                Ok((scope, kept(version)))
            })
            .collect()
    }
}

/// Rows of `row`, column by column.
#[derive(Default)]
struct Bodies {
    kinds: Vec<&'static str>,
    ids: Vec<Uuid>,
    bodies: Vec<String>,
}

/// Rows of `row_scope`, column by column.
#[derive(Default)]
pub(crate) struct Places {
    pub(crate) scopes: Vec<String>,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) ids: Vec<Uuid>,
    pub(crate) versions: Vec<i64>,
    pub(crate) gone: Vec<bool>,
}

impl Places {
    /// Each row gets a version of its own, so that a page may end between any two.
    pub(crate) fn of(
        touched: BTreeMap<Scope, BTreeMap<RowKey, bool>>,
        versions: &Versions,
    ) -> Self {
        let mut places = Self::default();
        for (scope, rows) in touched {
            let last = versions.get(&scope).copied().unwrap_or_default();
            let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
            let first = last.saturating_sub(count).saturating_add(1);
            for ((key, there), version) in rows.into_iter().zip(first..) {
                places.scopes.push(scope.to_string());
                places.kinds.push(key.kind.word());
                places.ids.push(key.id);
                places.versions.push(stored(version));
                places.gone.push(!there);
            }
        }
        places
    }
}
