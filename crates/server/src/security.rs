//! What browsers are told about safety, on every answer.

use crate::{hash::csp_source, site::PublicUrl, state::App};
use axum::{
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
            X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// Headers that are always the same.
const FIXED: [(HeaderName, &str); 6] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        // The camera reads QR codes at a door; frames of others never get it.
        "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// On an answer that other sites may show in a frame: which ones, its own policy says. The older header
/// can name none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Framed;

/// Browsers that came once over TLS come over TLS for two years.
const ALWAYS_TLS: &str = "max-age=63072000";

/// The Content-Security-Policy of a page with these inline scripts.
///
/// `wasm-unsafe-eval` compiles the app; nothing is ever evaluated from text.
pub(crate) fn policy<'a>(scripts: impl Iterator<Item = &'a str>) -> String {
    let scripts: String = scripts
        .map(|script| format!(" {}", csp_source(script)))
        .collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// Puts the headers on an answer that has none of its own.
pub(crate) async fn headers(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let framed = response.extensions().get::<Framed>().is_some();
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        if framed && name == X_FRAME_OPTIONS {
            continue;
        }
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&app.assets.current().policy) {
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if app.public_url.as_ref().is_some_and(PublicUrl::is_https) {
        headers
            .entry(STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static(ALWAYS_TLS));
    }
    // What names no other rule is about one person, or about this moment.
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
