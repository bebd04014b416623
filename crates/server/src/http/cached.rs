//! Answers that may be kept, and the forms in which they are sent.

use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
            VARY,
        },
    },
    response::{IntoResponse, Response},
};

/// Kept for ever: the address changes with the content.
pub(crate) const IMMUTABLE: HeaderValue =
    HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, and asked about before each use.
pub(crate) const ASKED: HeaderValue = HeaderValue::from_static("no-cache");

/// Whether the client says that it can read an encoding.
pub(crate) fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            // `q=0`, `q=0.0`, …: not at all.
            let refused = parts.any(|part| {
                part.strip_prefix("q=")
                    .is_some_and(|q| q.parse::<f32>() == Ok(0.0))
            });
            name.eq_ignore_ascii_case(encoding) && !refused
        })
}

/// An answer that a cache may keep.
pub(crate) struct Kept<'a> {
    pub(crate) body: Bytes,
    pub(crate) encoding: Option<&'static str>,
    pub(crate) content_type: &'static str,
    pub(crate) cache_control: HeaderValue,
    pub(crate) etag: &'a str,
}

impl Kept<'_> {
    /// The answer, or only that nothing has changed.
    pub(crate) fn respond(self, headers: &HeaderMap) -> Response {
        let etag = HeaderValue::from_str(self.etag).ok();
        let mut response = if is_known(headers, self.etag) {
            (StatusCode::NOT_MODIFIED, self.headers()).into_response()
        } else {
            self.whole()
        };
        if let Some(etag) = etag {
            response.headers_mut().insert(ETAG, etag);
        }
        response
    }

    /// The answer in full, for a status that says more than whether something has changed.
    pub(crate) fn whole(self) -> Response {
        let mut answer = self.headers();
        answer.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(encoding) = self.encoding {
            answer.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        (answer, self.body).into_response()
    }

    fn headers(&self) -> HeaderMap {
        HeaderMap::from_iter([
            (CACHE_CONTROL, self.cache_control.clone()),
            (VARY, HeaderValue::from_static("accept-encoding")),
        ])
    }
}

/// Whether the client has this very content.
pub(super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|known| known.trim())
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: axum::http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn an_encoding_is_used_when_it_is_offered() {
        let headers = with(ACCEPT_ENCODING, "gzip;q=1.0, BR ; q=0.5, zstd;q=0");
        assert!(accepts(&headers, "br") && accepts(&headers, "gzip"));
        assert!(!accepts(&headers, "zstd") && !accepts(&HeaderMap::new(), "br"));
    }

    #[test]
    fn content_that_is_known_is_not_sent_again() {
        for known in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(is_known(&with(IF_NONE_MATCH, known), "\"a\""), "{known}");
        }
        assert!(!is_known(&with(IF_NONE_MATCH, "\"b\""), "\"a\""));
    }
}
