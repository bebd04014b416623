//! What PostgreSQL says, in the store's words.

use store::StoreError;

/// Names what was being done when PostgreSQL failed.
pub(crate) fn failed(doing: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
    move |error| {
        let code = error
            .as_database_error()
            .and_then(|error| error.code())
            .unwrap_or_default();
        match (code.as_ref(), &error) {
            // serialization_failure, deadlock_detected, unique_violation: others went on, and this one
            // did nothing.
            ("40001" | "40P01" | "23505", _) => StoreError::Conflict,
            // lock_not_available, too_many_connections, out_of_memory (also of its table of locks).
            ("55P03" | "53300" | "53200", _) | (_, sqlx::Error::PoolTimedOut) => StoreError::Busy,
            // disk_full
            ("53100", _) => StoreError::Full,
            _ => StoreError::Failed {
                doing,
                source: Box::new(error),
            },
        }
    }
}
