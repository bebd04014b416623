//! Looking for damage.

use crate::error::failed;
use domain::{Kind, PersonId, Row, RowKey, Scope, farewell::goes_with};
use sqlx::{PgConnection, PgPool};
use std::collections::BTreeSet;
use store::stored::json;
use store::{StoreError, Tally};
use uuid::Uuid;

/// Most lines that are told of one kind of damage.
const MOST: usize = 20;

/// Everything that should be true of the database and is not. Whether its pages are whole is for
/// PostgreSQL's own `pg_amcheck` to say.
pub(crate) async fn check(readers: &PgPool) -> Result<Vec<String>, StoreError> {
    let mut snapshot = readers
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await
        .map_err(failed("begin to read"))?;
    let mut found = Vec::new();
    for (sql, what) in RULES {
        found.extend(broken(&mut snapshot, sql, what).await?);
    }
    found.extend(audiences(&mut snapshot).await?);
    Ok(found)
}

/// Queries that find nothing in a sound database, and what it means when they do.
const RULES: [(&str, &str); 7] = [
    (
        "SELECT row_scope.scope FROM row_scope LEFT JOIN scope USING (scope)
         WHERE scope.version IS NULL OR row_scope.version > scope.version OR row_scope.version < 1
         GROUP BY row_scope.scope LIMIT $1",
        "holds a change beyond its version",
    ),
    (
        "SELECT row_scope.id::text FROM row_scope LEFT JOIN row USING (kind, id)
         WHERE NOT row_scope.gone AND row.id IS NULL LIMIT $1",
        "is in a scope and is no row",
    ),
    (
        "SELECT account.person::text FROM account LEFT JOIN row
         ON row.kind = 'person' AND row.id = account.person WHERE row.id IS NULL LIMIT $1",
        "has an account and is no person",
    ),
    (
        "SELECT row.id::text FROM row LEFT JOIN account ON account.person = row.id
         WHERE row.kind = 'person' AND account.person IS NULL LIMIT $1",
        "is a person without an account",
    ),
    (
        "SELECT refusal.mutation_group::text FROM refusal
         JOIN mutation_group ON mutation_group.id = refusal.mutation_group
         WHERE refusal.mutation > mutation_group.last_mutation LIMIT $1",
        "is an outbox with a refusal of what was not judged",
    ),
    (
        "SELECT row.id::text FROM row LEFT JOIN file_bytes USING (id)
         WHERE row.kind = 'file' AND file_bytes.id IS NULL LIMIT $1",
        "is a file without what is in it",
    ),
    (
        "SELECT file_bytes.id::text FROM file_bytes LEFT JOIN row
         ON row.kind = 'file' AND row.id = file_bytes.id WHERE row.id IS NULL LIMIT $1",
        "is what is in a file, and no file",
    ),
];

async fn broken(
    connection: &mut PgConnection,
    sql: &'static str,
    what: &str,
) -> Result<Vec<String>, StoreError> {
    let culprits: Vec<String> = sqlx::query_scalar(sql)
        .bind(i64::try_from(MOST).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await
        .map_err(failed("check its rules"))?;
    Ok(culprits
        .into_iter()
        .map(|culprit| format!("{culprit} {what}"))
        .collect())
}

/// A row as it is kept: kind, id, body.
type Kept = (String, Uuid, String);

/// Rows whose scopes are not their audience, or whose body is not theirs.
async fn audiences(connection: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    let failed = failed("check its rows");
    let closed = closed(connection).await?;
    let (mut found, mut left) = (Vec::new(), Vec::new());
    let mut expected = 0;
    let mut tally = Tally::default();
    let mut after = (String::new(), Uuid::nil());
    loop {
        let page: Vec<Kept> = sqlx::query_as(
            "SELECT kind, id, body FROM row WHERE (kind, id) > ($1, $2) ORDER BY kind, id LIMIT 1000",
        )
        .bind(after.0.as_str())
        .bind(after.1)
        .fetch_all(&mut *connection)
        .await
        .map_err(&failed)?;
        let Some((kind, id, _)) = page.last() else {
            break;
        };
        after = (kind.clone(), *id);
        for kept in page {
            match audience(connection, kept).await? {
                Ok((row, length, scopes)) => {
                    expected += scopes;
                    if goes_with(&row).is_some_and(|person| closed.contains(&person)) {
                        let RowKey { kind, id } = row.key();
                        left.push(format!(
                            "{} {id} is of somebody who has closed their account",
                            kind.word()
                        ));
                    }
                    tally.note(None, Some((&row, length)));
                }
                Err(line) => found.push(line),
            }
        }
    }
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM row_scope WHERE NOT gone")
        .fetch_one(&mut *connection)
        .await
        .map_err(&failed)?;
    if found.is_empty() && usize::try_from(there) != Ok(expected) {
        found.push(format!(
            "rows are in {there} scopes and should be in {expected}"
        ));
    }
    if found.is_empty() {
        found.extend(counts(connection, &tally).await?);
    }
    found.extend(left.into_iter().take(MOST));
    Ok(found)
}

/// Everybody who has closed their account.
async fn closed(connection: &mut PgConnection) -> Result<BTreeSet<PersonId>, StoreError> {
    let people: Vec<Uuid> = sqlx::query_scalar("SELECT person FROM closed_account")
        .fetch_all(connection)
        .await
        .map_err(failed("read closed accounts"))?;
    Ok(people.into_iter().map(PersonId).collect())
}

/// Counts that are not those of the rows.
async fn counts(connection: &mut PgConnection, tally: &Tally) -> Result<Vec<String>, StoreError> {
    let kept: Vec<(String, String, i64)> =
        sqlx::query_as("SELECT bearer, kind, count FROM tally WHERE count <> 0")
            .fetch_all(connection)
            .await
            .map_err(failed("check its counts"))?;
    let kept: BTreeSet<(String, String, i64)> = kept.into_iter().collect();
    let right = tally
        .iter()
        .map(|(bearer, measure, count)| (bearer.to_string(), measure.word(), count))
        .collect();
    let wrong = kept.symmetric_difference(&right);
    Ok(wrong
        .take(MOST)
        .map(|(bearer, kind, _)| format!("{bearer} has another number of {kind} rows than counted"))
        .collect())
}

/// A row, how long it is and in how many scopes, or what is wrong with it.
async fn audience(
    connection: &mut PgConnection,
    (word, id, body): Kept,
) -> Result<Result<(Row, usize, usize), String>, StoreError> {
    let row: Row = match json("row", &body) {
        Ok(row) => row,
        Err(error) => return Ok(Err(format!("{word} {id}: {error}"))),
    };
    if Kind::from_word(&word).map(|kind| RowKey { kind, id }) != Some(row.key()) {
        return Ok(Err(format!("{word} {id} has the body of another row")));
    }
    let expected: BTreeSet<String> = row.audience().iter().map(Scope::to_string).collect();
    // Few scopes have many rows: the primary key finds a row in one scope at a time.
    for scope in &expected {
        let there: Option<i32> = sqlx::query_scalar(
            "SELECT 1 FROM row_scope WHERE scope = $1 AND kind = $2 AND id = $3 AND NOT gone",
        )
        .bind(scope.as_str())
        .bind(word.as_str())
        .bind(id)
        .fetch_optional(&mut *connection)
        .await
        .map_err(failed("check a row"))?;
        if there.is_none() {
            return Ok(Err(format!("{word} {id} is not in its scope {scope}")));
        }
    }
    Ok(Ok((row, body.len(), expected.len())))
}
