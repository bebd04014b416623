//! Programs: what changed, and one by one.

use super::{
    client::Client,
    named::Named,
    open::{Page, Since, end_of, is_of, page, read},
    problem::{Failure, failure},
};
use crate::state::App;
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use domain::{Kind, ProgramId, Row, RowKey, Scope, program::Program};
use std::sync::Arc;
use sync::protocol::{ProblemKind, ProgramChanges};

/// `GET /api/programs?since=V&epoch=E`: programs that changed, and how full they are. A device that
/// follows another incarnation begins anew.
pub(crate) async fn changes(
    State(app): State<Arc<App>>,
    Client(from): Client,
    asked: Result<Query<Since>, QueryRejection>,
) -> Result<Json<ProgramChanges>, Failure> {
    let since = read(asked)?;
    app.limits.reading(from)?;
    let mut snapshot = app.store.snapshot().await?;
    let end = end_of(snapshot.as_mut(), Scope::Programs).await?;
    let goes_on = is_of(&app, &since, end);
    let after = if goes_on { since.since } else { 0 };
    let Page {
        changes,
        version,
        more,
    } = page(snapshot.as_mut(), Scope::Programs, after).await?;
    let (mut programs, mut vacancies, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    let (mut draws, mut results) = (Vec::new(), Vec::new());
    for change in changes {
        match change.row {
            Some(Row::Program(program)) => programs.push(program),
            Some(Row::Vacancy(vacancy)) => vacancies.push(vacancy),
            Some(Row::Draw(draw)) => draws.push(draw),
            Some(Row::Results(of)) => results.push(of),
            None if change.key.kind == Kind::Program => gone.push(ProgramId(change.key.id)),
            _ => {}
        }
    }
    Ok(Json(ProgramChanges {
        epoch: app.store.epoch().clone(),
        reset: !goes_on,
        programs,
        vacancies,
        draws,
        results,
        gone,
        version,
        more,
    }))
}

/// `GET /api/programs/{id}`: a program that is not on the device.
pub(crate) async fn program(
    State(app): State<Arc<App>>,
    Named(id): Named<ProgramId>,
) -> Result<Json<Program>, Failure> {
    let key = RowKey {
        kind: Kind::Program,
        id: id.0,
    };
    match app.store.snapshot().await?.row(key).await? {
        Some(Row::Program(program)) => Ok(Json(program)),
        _ => Err(failure(ProblemKind::NotFound, "there is no such program")),
    }
}
