//! What everybody may read, page by page, as it changes.

use super::problem::{Failure, failure};
use crate::state::App;
use axum::extract::{Query, rejection::QueryRejection};
use domain::Scope;
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Change, Room, Snapshot, StoreError};
use sync::protocol::ProblemKind;

/// What a device asks that follows an open scope.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct Since {
    /// The version that the device has: of the packs, or of the last page; 0 for nothing.
    pub(crate) since: u64,
    /// The incarnation that the version is of.
    pub(crate) epoch: String,
}

/// What was asked, if it can be read.
pub(crate) fn read(asked: Result<Query<Since>, QueryRejection>) -> Result<Since, Failure> {
    let malformed = |_| failure(ProblemKind::Malformed, "ask with since=VERSION&epoch=EPOCH");
    asked.map(|Query(since)| since).map_err(malformed)
}

/// What changed in an open scope.
pub(crate) struct Page {
    pub(crate) changes: Vec<Change>,
    /// How far this page goes.
    pub(crate) version: u64,
    pub(crate) more: bool,
}

/// How far an open scope goes.
pub(crate) async fn end_of(snapshot: &mut dyn Snapshot, scope: Scope) -> Result<u64, StoreError> {
    let versions = snapshot.versions(&[scope]).await?;
    Ok(versions.get(&scope).copied().unwrap_or_default())
}

/// The page after a version.
pub(crate) async fn page(
    snapshot: &mut dyn Snapshot,
    scope: Scope,
    since: u64,
) -> Result<Page, StoreError> {
    let end = end_of(snapshot, scope).await?;
    let changes = snapshot.changes(scope, since, Room::PAGE).await?;
    let full = !Room::PAGE.after(&changes).is_left();
    let version = changes
        .last()
        .filter(|_| full)
        .map_or(end, |last| last.version);
    Ok(Page {
        changes,
        version,
        more: version < end,
    })
}

/// Whether a version is one of this incarnation.
pub(crate) fn is_of(app: &App, since: &Since, end: u64) -> bool {
    since.epoch == app.store.epoch().0 && since.since <= end
}
