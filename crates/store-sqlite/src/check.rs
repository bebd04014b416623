//! Looking for damage.

use crate::{error::failed, read::id};
use domain::{Kind, PersonId, Row, RowKey, Scope, farewell::goes_with};
use sqlx::{SqliteConnection, SqlitePool};
use std::collections::BTreeSet;
use store::stored::json;
use store::{StoreError, Tally};
use uuid::Uuid;

/// Most lines that are told of one kind of damage.
const MOST: usize = 20;

/// Everything that should be true of the file and is not.
pub(crate) async fn check(readers: &SqlitePool) -> Result<Vec<String>, StoreError> {
    let mut snapshot = readers.begin().await.map_err(failed("begin to read"))?;
    let mut found = integrity(&mut snapshot).await?;
    for (sql, what) in RULES {
        found.extend(broken(&mut snapshot, sql, what).await?);
    }
    found.extend(audiences(&mut snapshot).await?);
    Ok(found)
}

/// What SQLite itself finds wrong with its file.
async fn integrity(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let failed = failed("check its file");
    let lines: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut *connection)
        .await
        .map_err(&failed)?;
    let orphans = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut *connection)
        .await
        .map_err(&failed)?
        .len();
    let mut found: Vec<String> = lines.into_iter().filter(|line| line != "ok").collect();
    if orphans > 0 {
        found.push(format!(
            "{orphans} rows refer to something that is not there"
        ));
    }
    Ok(found)
}

/// Queries that find nothing in a sound file, and what it means when they do.
const RULES: [(&str, &str); 7] = [
    (
        "SELECT row_scope.scope FROM row_scope LEFT JOIN scope USING (scope)
         WHERE scope.version IS NULL OR row_scope.version > scope.version OR row_scope.version < 1
         GROUP BY row_scope.scope LIMIT ?",
        "holds a change beyond its version",
    ),
    (
        "SELECT hex(row_scope.id) FROM row_scope LEFT JOIN row USING (kind, id)
         WHERE row_scope.gone = 0 AND row.id IS NULL LIMIT ?",
        "is in a scope and is no row",
    ),
    (
        "SELECT hex(account.person) FROM account LEFT JOIN row
         ON row.kind = 'person' AND row.id = account.person WHERE row.id IS NULL LIMIT ?",
        "has an account and is no person",
    ),
    (
        "SELECT hex(row.id) FROM row LEFT JOIN account ON account.person = row.id
         WHERE row.kind = 'person' AND account.person IS NULL LIMIT ?",
        "is a person without an account",
    ),
    (
        "SELECT hex(refusal.mutation_group) FROM refusal
         JOIN mutation_group ON mutation_group.id = refusal.mutation_group
         WHERE refusal.mutation > mutation_group.last_mutation LIMIT ?",
        "is an outbox with a refusal of what was not judged",
    ),
    (
        "SELECT hex(row.id) FROM row LEFT JOIN file_bytes USING (id)
         WHERE row.kind = 'file' AND file_bytes.id IS NULL LIMIT ?",
        "is a file without what is in it",
    ),
    (
        "SELECT hex(file_bytes.id) FROM file_bytes LEFT JOIN row
         ON row.kind = 'file' AND row.id = file_bytes.id WHERE row.id IS NULL LIMIT ?",
        "is what is in a file, and no file",
    ),
];

async fn broken(
    connection: &mut SqliteConnection,
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
type Kept = (String, Vec<u8>, String);

/// Rows whose scopes are not their audience, or whose body is not theirs.
async fn audiences(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let failed = failed("check its rows");
    let closed = closed(connection).await?;
    let (mut found, mut left) = (Vec::new(), Vec::new());
    let mut expected = 0;
    let mut tally = Tally::default();
    let mut after = (String::new(), Vec::new());
    loop {
        let page: Vec<Kept> = sqlx::query_as(
            "SELECT kind, id, body FROM row WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT 1000",
        )
        .bind(after.0.as_str())
        .bind(after.1.clone())
        .fetch_all(&mut *connection)
        .await
        .map_err(&failed)?;
        let Some((kind, id, _)) = page.last() else {
            break;
        };
        after = (kind.clone(), id.clone());
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
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM row_scope WHERE gone = 0")
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
async fn closed(connection: &mut SqliteConnection) -> Result<BTreeSet<PersonId>, StoreError> {
    let people: Vec<Vec<u8>> = sqlx::query_scalar("SELECT person FROM closed_account")
        .fetch_all(connection)
        .await
        .map_err(failed("read closed accounts"))?;
    people
        .iter()
        .map(|person| id(person).map(PersonId))
        .collect()
}

/// Counts that are not those of the rows.
async fn counts(
    connection: &mut SqliteConnection,
    tally: &Tally,
) -> Result<Vec<String>, StoreError> {
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
    connection: &mut SqliteConnection,
    (word, bytes, body): Kept,
) -> Result<Result<(Row, usize, usize), String>, StoreError> {
    let id: Uuid = id(&bytes)?;
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
        let there: Option<i64> = sqlx::query_scalar(
            "SELECT 1 FROM row_scope WHERE scope = ? AND kind = ? AND id = ? AND gone = 0",
        )
        .bind(scope.as_str())
        .bind(word.as_str())
        .bind(bytes.clone())
        .fetch_optional(&mut *connection)
        .await
        .map_err(failed("check a row"))?;
        if there.is_none() {
            return Ok(Err(format!("{word} {id} is not in its scope {scope}")));
        }
    }
    Ok(Ok((row, body.len(), expected.len())))
}
