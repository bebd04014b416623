//! The app itself: its files, and its page for every route that a person can be on.

use super::{
    cached::{ASKED, IMMUTABLE, Kept, accepts},
    problem::{Failure, failure},
};
use crate::{
    assets::{Asset, PAGE},
    hash::{sha256, short_hex},
    state::App,
};
use axum::{
    extract::State,
    http::{HeaderMap, Uri, header::ACCEPT},
    response::Response,
};
use std::sync::Arc;
use sync::protocol::ProblemKind;

/// `GET /healthz`: the server answers, and the store does.
pub(crate) async fn healthz(State(app): State<Arc<App>>) -> Result<&'static str, Failure> {
    app.store.snapshot().await?.versions(&[]).await?;
    Ok("ok\n")
}

/// `GET /precache.js`: what the service worker keeps.
pub(crate) async fn precache(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let build = app.assets.current();
    let kept = Kept {
        etag: &format!("\"{}\"", short_hex(&sha256(build.precache.as_bytes()))),
        body: build.precache.clone().into(),
        encoding: None,
        content_type: "text/javascript; charset=utf-8",
        cache_control: ASKED,
    };
    kept.respond(&headers)
}

/// A file of the app; or, where a person comes by an address, the page that knows what to do.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let build = app.assets.current();
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return Err(failure(ProblemKind::NotFound, "there is no such address"));
    }
    let path = if path.is_empty() { PAGE } else { path };
    match build.get(path) {
        Some(asset) => Ok(send(asset, &headers)),
        None if wants_page(&headers) => match build.get(PAGE) {
            Some(page) => Ok(send(page, &headers)),
            None => Err(failure(
                ProblemKind::NotFound,
                "this server was built without the app",
            )),
        },
        None => Err(failure(ProblemKind::NotFound, "there is no such file")),
    }
}

/// Whether this is a person's browser going somewhere, and no script looking for a file.
fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"))
}

/// A file, or only that it has not changed.
fn send(asset: &Asset, headers: &HeaderMap) -> Response {
    kept(asset, headers).respond(headers)
}

/// A file in the smallest form that the client can read.
pub(super) fn kept<'a>(asset: &'a Asset, headers: &HeaderMap) -> Kept<'a> {
    let brotli = asset.brotli.as_ref().filter(|_| accepts(headers, "br"));
    let gzip = asset.gzip.as_ref().filter(|_| accepts(headers, "gzip"));
    let (body, encoding) = match (brotli, gzip) {
        (Some(body), _) => (body, Some("br")),
        (None, Some(body)) => (body, Some("gzip")),
        (None, None) => (&asset.body, None),
    };
    Kept {
        body: body.clone(),
        encoding,
        content_type: asset.content_type,
        cache_control: if asset.is_immutable { IMMUTABLE } else { ASKED },
        etag: &asset.etag,
    }
}
