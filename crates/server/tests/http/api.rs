//! The OpenAPI document. Every answer of every story is compared with it.

use crate::town::{Answer, Http, Town};
use http_body_util::{BodyExt, Full};
use hyper::{Request, StatusCode};
use serde_json::Value;
use std::path::Path;
use tokio::sync::OnceCell;

pub(crate) const ADDRESS: &str = "/api/openapi.json";

/// The document, which is the same on every server of this program.
pub(crate) async fn document(address: &str, http: &Http) -> &'static Value {
    static DOCUMENT: OnceCell<Value> = OnceCell::const_new();
    let fetch = async || {
        let request = Request::get(format!("http://{address}{ADDRESS}"));
        let answer = http.request(request.body(Full::default()).unwrap()).await;
        let body = answer.unwrap().into_body().collect().await.unwrap();
        serde_json::from_slice(&body.to_bytes()).unwrap()
    };
    DOCUMENT.get_or_init(fetch).await
}

/// Whether a path is of the form of an endpoint's.
fn is_of(template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    template.split('/').count() == path.split('/').count()
        && template
            .split('/')
            .zip(path.split('/'))
            .all(|(named, part)| named == part || named.starts_with('{') && !part.is_empty())
}

/// That an answer is one of those that the document tells of.
#[track_caller]
pub(crate) fn is_told(document: &Value, method: &str, path: &str, answer: &Answer) {
    let endpoints = document["paths"].as_object().unwrap();
    let Some((_, methods)) = endpoints.iter().find(|(named, _)| is_of(named, path)) else {
        return;
    };
    let operation = &methods[method.to_lowercase()];
    if operation.is_null() {
        return;
    }
    let told = &operation["responses"][answer.status.as_str()];
    assert!(
        !told.is_null(),
        "{method} {path} tells of no {}",
        answer.status
    );
    let content = told["content"].as_object().unwrap();
    let media = answer.header("content-type").unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default();
    assert!(
        content.contains_key(media) || content.is_empty() && answer.body.is_empty(),
        "{method} {path} {} tells of no {media}",
        answer.status
    );
}

#[tokio::test]
async fn the_document_is_openapi_and_every_type_in_it_is_there() {
    let town = Town::open().await;
    let answer = town.browser().get(ADDRESS).await;
    assert_eq!(answer.status, StatusCode::OK);
    let document: Value = answer.json();
    assert_eq!(document["openapi"], "3.1.0");
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100, "{found:?}");
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    // A real type, with the words of its fields.
    let push = &document["components"]["schemas"]["PushRequest"];
    assert!(push["properties"]["mutations"].is_object(), "{push}");
    let etag = [("if-none-match", answer.header("etag").unwrap())];
    let again = town.browser().get_with(ADDRESS, &etag).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

/// Routes that answer people and the app's own files, and no programs.
const PAGES: [&str; 6] = [
    "/api",
    "/api/{*rest}",
    "/precache.js",
    "/jobs/{id}",
    "/embed/jobs",
    "/embed/open",
];

/// Endpoints cannot be served untold (`Api` takes both), but for those put on the router beside
/// it.
#[tokio::test]
async fn no_endpoint_goes_untold() {
    let town = Town::open().await;
    let document: Value = town.browser().get(ADDRESS).await.json();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let routes = source.split(".route(").skip(1);
    let paths = routes.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    let untold: Vec<&str> = paths
        .filter(|path| !PAGES.contains(path) && document["paths"][path].is_null())
        .collect();
    assert_eq!(untold, [""; 0], "told with `Api::get` and `Api::post`");
    let told = document["paths"].as_object().unwrap();
    assert!(told.len() >= 13, "{:?}", told.keys());
    for path in told.keys().filter(|path| !path.contains('{')) {
        // Not to its end: one of them streams.
        let answer = town.browser().begin("GET", path, &[], "".into()).await;
        assert_ne!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
