//! Sync: what devices push and pull.

use super::{
    body::Sent,
    problem::{Failure, failure},
};
use crate::{session::LoggedIn, state::App};
use axum::{Json, extract::State};
use std::sync::Arc;
use store::push::Push;
use sync::protocol::{MAX_PUSH, ProblemKind, PullRequest, PullResponse, PushResponse, SCHEMA};

/// `POST /api/sync/push`.
pub(crate) async fn push(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<Push>,
) -> Result<Json<PushResponse>, Failure> {
    know(sent.schema)?;
    if sent.mutations.len() > MAX_PUSH {
        let detail = format!("push at most {MAX_PUSH} mutations at once");
        return Err(failure(ProblemKind::TooLarge, &detail));
    }
    app.limits.push(asking.person(), sent.mutations.len())?;
    let pushed = store::push(app.store.as_ref(), asking.person(), &sent, (app.clock)()).await?;
    app.hub.announce(pushed.touched);
    Ok(Json(pushed.response))
}

/// `POST /api/sync/pull`.
pub(crate) async fn pull(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<PullRequest>,
) -> Result<Json<PullResponse>, Failure> {
    know(sent.schema)?;
    app.limits.pull(asking.person())?;
    Ok(Json(
        store::pull(app.store.as_ref(), asking.person(), &sent).await?,
    ))
}

/// Refuses a form of rows and commands that this server does not know.
fn know(schema: u32) -> Result<(), Failure> {
    if schema == SCHEMA {
        return Ok(());
    }
    let detail = format!("this server knows form {SCHEMA} of rows and commands, not {schema}");
    Err(failure(ProblemKind::Schema, &detail))
}
