//! Being sure that what was read is still so.
//!
//! Transactions run as READ COMMITTED and remember what they read by its key. Just before the
//! commit they lock all of it in one order, look whether it is still so, and only then write. So
//! the rulebook judges without holding anybody up, nobody waits for somebody who waits for them,
//! and locks are held for no longer than a commit takes. When something has changed, the
//! transaction ends with [`StoreError::Conflict`] and `store::push` begins it again, foreseeing
//! what it needs: that is locked first, and cannot change a second time.
//!
//! SERIALIZABLE would see to all this by itself, and give up whenever two pushes touch one desk's
//! scope, which is every day's work; here the second waits for the first and goes on. Locking each
//! row when it is read was tried: pushes of several mutations then wait for each other crosswise,
//! and PostgreSQL takes a second to notice.

use crate::error::failed;
use domain::RowKey;
use sqlx::PgConnection;
use std::collections::BTreeMap;
use store::StoreError;
use store::stored::kept;
use uuid::Uuid;

/// A row that a transaction has read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Known {
    /// Its body in the database, when it was read.
    pub(crate) before: Option<String>,
    /// Its body as the transaction leaves it.
    pub(crate) after: Option<String>,
    /// Nobody else can change it.
    pub(crate) held: bool,
}

impl Known {
    pub(crate) fn read(body: Option<String>, held: bool) -> Self {
        Self {
            before: body.clone(),
            after: body,
            held,
        }
    }

    pub(crate) fn is_written(&self) -> bool {
        self.before != self.after
    }
}

/// Locks rows, those to be written (`true`) for oneself alone, and says their bodies.
pub(crate) async fn hold(
    connection: &mut PgConnection,
    rows: &[(RowKey, bool)],
) -> Result<BTreeMap<RowKey, Option<String>>, StoreError> {
    let kinds: Vec<&str> = rows.iter().map(|(key, _)| key.kind.word()).collect();
    let ids: Vec<Uuid> = rows.iter().map(|(key, _)| key.id).collect();
    let exclusive: Vec<bool> = rows.iter().map(|(_, exclusive)| *exclusive).collect();
    let found: Vec<(i64, String)> =
        sqlx::query_as("SELECT place, there FROM hold_rows($1, $2, $3)")
            .bind(kinds)
            .bind(ids)
            .bind(exclusive)
            .fetch_all(connection)
            .await
            .map_err(failed("lock rows"))?;
    let mut bodies: BTreeMap<u64, String> = found
        .into_iter()
        .map(|(place, body)| (kept(place), body))
        .collect();
    // Places count from 1.
    Ok((1..)
        .zip(rows)
        .map(|(place, (key, _))| (*key, bodies.remove(&place)))
        .collect())
}
