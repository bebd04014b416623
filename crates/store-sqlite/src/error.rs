//! What SQLite says, in the store's words.

use store::StoreError;

/// `SQLITE_BUSY` and `SQLITE_FULL`; an extended code keeps them in its low byte.
const BUSY: i32 = 5;
const FULL: i32 = 13;

/// Names what was being done when SQLite failed.
pub(crate) fn failed(doing: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
    move |error| {
        let code = error
            .as_database_error()
            .and_then(|error| error.code())
            .and_then(|code| code.parse::<i32>().ok());
        match (code.map(|code| code & 0xff), &error) {
            (Some(BUSY), _) | (_, sqlx::Error::PoolTimedOut) => StoreError::Busy,
            (Some(FULL), _) => StoreError::Full,
            _ => StoreError::Failed {
                doing,
                source: Box::new(error),
            },
        }
    }
}

/// The same, for another who waited for it.
pub(crate) fn repeated(error: &StoreError) -> StoreError {
    match error {
        StoreError::Busy => StoreError::Busy,
        StoreError::Full => StoreError::Full,
        error => StoreError::Failed {
            doing: "commit",
            source: error.to_string().into(),
        },
    }
}
