//! Postings: packs, what changed since they were built, and one by one.

use super::{
    cached::{ASKED, IMMUTABLE, Kept, accepts},
    client::Client,
    named::Named,
    open::{Page, Since, end_of, is_of, page, read},
    problem::{Failure, failure},
};
use crate::{packs::Form, state::App};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use board::PackHash;
use domain::{Job, JobId, Kind, Row, RowKey, Scope};
use std::sync::Arc;
use store::StoreError;
use sync::protocol::{BoardChanges, ProblemKind};

/// `GET /api/board`: which packs there are.
pub(crate) async fn manifest(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(published) = app.packs.published().await else {
        return Err(Failure::internal("the board", &"it is not being built"));
    };
    let kept = Kept {
        body: published.json.clone(),
        encoding: None,
        content_type: "application/json",
        cache_control: ASKED,
        etag: &published.etag,
    };
    Ok(kept.respond(&headers))
}

/// `GET /api/board/packs/{hash}`.
pub(crate) async fn pack(
    State(app): State<Arc<App>>,
    Named(hash): Named<PackHash>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let nothing = || failure(ProblemKind::NotFound, "there is no such pack");
    let (form, encoding) = if accepts(&headers, "br") {
        (Form::Brotli, Some("br"))
    } else if accepts(&headers, "gzip") {
        (Form::Gzip, Some("gzip"))
    } else {
        (Form::Plain, None)
    };
    let body = app.packs.folder().get(&hash, form).await;
    let kept = Kept {
        body: body
            .map_err(|error| Failure::internal("a pack", &error))?
            .ok_or_else(nothing)?,
        encoding,
        content_type: "application/octet-stream",
        cache_control: IMMUTABLE,
        etag: &format!("\"{hash}\""),
    };
    Ok(kept.respond(&headers))
}

/// `GET /api/board/changes?since=V&epoch=E`: what changed after the packs were built.
///
/// Another incarnation's version means nothing here: 410, and the manifest tells the new one.
pub(crate) async fn changes(
    State(app): State<Arc<App>>,
    Client(from): Client,
    asked: Result<Query<Since>, QueryRejection>,
) -> Result<Json<BoardChanges>, Failure> {
    let since = read(asked)?;
    app.limits.reading(from)?;
    let mut snapshot = app.store.snapshot().await?;
    let end = end_of(snapshot.as_mut(), Scope::Public).await?;
    if !is_of(&app, &since, end) {
        return Err(failure(
            ProblemKind::NotFound,
            "this version is of another incarnation of the server",
        )
        .with_status(StatusCode::GONE));
    }
    let Page {
        changes,
        version,
        more,
    } = page(snapshot.as_mut(), Scope::Public, since.since).await?;
    let (mut jobs, mut left) = (Vec::new(), Vec::new());
    for change in changes {
        match change.row {
            Some(Row::Job(job)) => jobs.push(job),
            None if change.key.kind == Kind::Job => left.push(JobId(change.key.id)),
            _ => {}
        }
    }
    let epoch = app.store.epoch().clone();
    Ok(Json(BoardChanges {
        epoch,
        jobs,
        gone: left,
        version,
        more,
    }))
}

/// `GET /api/jobs/{id}`: a posting that is not on the device.
pub(crate) async fn job(
    State(app): State<Arc<App>>,
    Named(id): Named<JobId>,
) -> Result<Json<Job>, Failure> {
    let nothing = || failure(ProblemKind::NotFound, "there is no such posting");
    find(&app, id).await?.map(Json).ok_or_else(nothing)
}

/// A posting, if there is one of this id.
pub(crate) async fn find(app: &App, id: JobId) -> Result<Option<Job>, StoreError> {
    let key = RowKey {
        kind: Kind::Job,
        id: id.0,
    };
    Ok(match app.store.snapshot().await?.row(key).await? {
        Some(Row::Job(job)) => Some(job),
        _ => None,
    })
}
