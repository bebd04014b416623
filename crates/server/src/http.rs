//! Every route, and what all of them share.

mod accounts;
mod body;
mod cached;
mod client;
mod jobs;
mod live;
mod log;
mod named;
mod pages;
mod posting;
pub(crate) mod problem;
mod replica;

use crate::{security, state::App};
use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use problem::{Failure, failure};
use std::{sync::Arc, time::Duration};
use sync::protocol::ProblemKind;
use tower_http::{
    compression::CompressionLayer,
    csrf::{CsrfLayer, ProtectionError},
};

/// How long an answer may take, its request's body included. A live stream has answered once it
/// begins.
const ANSWER: Duration = Duration::from_secs(60);

/// The whole server, as a service.
pub(crate) fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/register", post(accounts::register))
        .route("/login", post(accounts::login))
        .route("/logout", post(accounts::logout))
        .route("/session", get(accounts::session))
        .route("/sync/push", post(replica::push))
        .route("/sync/pull", post(replica::pull))
        .route("/live", get(live::live))
        .route("/board", get(jobs::manifest))
        .route("/board/packs/{hash}", get(jobs::pack))
        .route("/board/changes", get(jobs::changes))
        .route("/jobs/{id}", get(jobs::job))
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method);
    Router::new()
        .nest("/api", api)
        .route("/healthz", get(pages::healthz))
        .route("/precache.js", get(pages::precache))
        .route("/jobs/{id}", get(posting::posting))
        .fallback(get(pages::file).fallback(wrong_method))
        .method_not_allowed_fallback(wrong_method)
        .layer(CompressionLayer::new())
        .layer(from_fn(in_time))
        .layer(trusted(&app).with_rejection_response(foreign))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn(log::request))
        .with_state(app)
}

async fn nothing_here() -> Failure {
    failure(ProblemKind::NotFound, "there is no such address")
}

async fn wrong_method() -> Failure {
    failure(
        ProblemKind::NotFound,
        "this address does not take this method",
    )
    .with_status(StatusCode::METHOD_NOT_ALLOWED)
}

/// The origins that may change something, beside the one that is asked.
fn trusted(app: &App) -> CsrfLayer {
    let layer = CsrfLayer::new();
    match &app.public_url {
        // A proxy may put its own name into `Host`.
        Some(url) => layer
            .clone()
            .add_trusted_origin(url.origin())
            .unwrap_or(layer),
        None => layer,
    }
}

/// Another site made a browser send this.
fn foreign(_: ProtectionError) -> Response {
    failure(ProblemKind::Forbidden, "another site sent this").into_response()
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER, next.run(request)).await {
        Ok(response) => response,
        Err(_) => failure(ProblemKind::Internal, "this took too long")
            .with_status(StatusCode::SERVICE_UNAVAILABLE)
            .into_response(),
    }
}
