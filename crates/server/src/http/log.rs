//! One readable line for each request.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// Writes what was asked, what was answered, and how long it took. Never a query, a header or a
/// body: they are people's own. Nor what stands in an address in place of a name: of
/// `/api/unsubscribe/{secret}` it is a secret.
pub(crate) async fn request(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let path = match request.extensions().get::<MatchedPath>() {
        Some(route) => route.as_str().to_owned(),
        None => request.uri().path().to_owned(),
    };
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::warn!(status, ms, "{method} {path}");
    } else {
        tracing::info!(status, ms, "{method} {path}");
    }
    response
}
