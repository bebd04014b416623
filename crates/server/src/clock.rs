//! What time it is. The rulebook has no clock; the server is where one is read.

use domain::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// This moment.
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
