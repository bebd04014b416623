//! What everybody may read, page by page, as it changes.

use super::{
    client::Client,
    named::Named,
    problem::{Failure, failure},
};
use crate::state::App;
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use domain::{Kind, ProgramId, Row, RowKey, Scope, SpaceId, program::Program, space::Space};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use store::{Change, Room, Snapshot, StoreError};
use sync::protocol::{OpenChanges, ProblemKind};

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

/// `GET /api/programs?since=V&epoch=E`: programs that changed, and how full they are.
pub(crate) async fn programs(
    app: State<Arc<App>>,
    from: Client,
    asked: Result<Query<Since>, QueryRejection>,
) -> Result<Json<OpenChanges>, Failure> {
    changes(app, from, asked, Scope::Programs).await
}

/// `GET /api/spaces?since=V&epoch=E`: spaces that changed.
pub(crate) async fn spaces(
    app: State<Arc<App>>,
    from: Client,
    asked: Result<Query<Since>, QueryRejection>,
) -> Result<Json<OpenChanges>, Failure> {
    changes(app, from, asked, Scope::Spaces).await
}

/// What changed in a scope. A device that follows another incarnation begins anew.
async fn changes(
    State(app): State<Arc<App>>,
    Client(from): Client,
    asked: Result<Query<Since>, QueryRejection>,
    scope: Scope,
) -> Result<Json<OpenChanges>, Failure> {
    let since = read(asked)?;
    app.limits.reading(from)?;
    let mut snapshot = app.store.snapshot().await?;
    let end = end_of(snapshot.as_mut(), scope).await?;
    let goes_on = is_of(&app, &since, end);
    let after = if goes_on { since.since } else { 0 };
    let Page {
        changes,
        version,
        more,
    } = page(snapshot.as_mut(), scope, after).await?;
    let (mut rows, mut gone) = (Vec::new(), Vec::new());
    for change in changes {
        match change.row {
            Some(row) => rows.push(row),
            None => gone.push(change.key),
        }
    }
    Ok(Json(OpenChanges {
        epoch: app.store.epoch().clone(),
        reset: !goes_on,
        rows,
        gone,
        version,
        more,
    }))
}

/// `GET /api/programs/{id}`: a program that is not on the device.
pub(crate) async fn program(
    State(app): State<Arc<App>>,
    Named(ProgramId(id)): Named<ProgramId>,
) -> Result<Json<Program>, Failure> {
    match row(&app, Kind::Program, id).await? {
        Some(Row::Program(program)) => Ok(Json(program)),
        _ => Err(failure(ProblemKind::NotFound, "there is no such program")),
    }
}

/// `GET /api/spaces/{id}`: a space that is not on the device.
pub(crate) async fn space(
    State(app): State<Arc<App>>,
    Named(SpaceId(id)): Named<SpaceId>,
) -> Result<Json<Space>, Failure> {
    match row(&app, Kind::Space, id).await? {
        Some(Row::Space(space)) => Ok(Json(space)),
        _ => Err(failure(ProblemKind::NotFound, "there is no such space")),
    }
}

async fn row(app: &App, kind: Kind, id: uuid::Uuid) -> Result<Option<Row>, StoreError> {
    app.store.snapshot().await?.row(RowKey { kind, id }).await
}
