//! Endpoints and what is told of them: `GET /api/openapi.json`, by OpenAPI 3.1.
//!
//! An endpoint is served only together with its description ([`Api`]), and types are described by
//! themselves (`schemars`), so neither can be forgotten. The stories of `tests/http` compare every
//! answer with what is told here.

mod told;

pub(crate) use told::{Told, about};

use super::cached::{ASKED, Kept};
use crate::{
    hash::{sha256, short_hex},
    state::App,
};
use axum::{
    Router,
    body::Bytes,
    handler::Handler,
    http::HeaderMap,
    response::Response,
    routing::{get, post},
};
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings, transform::RecursiveTransform};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Where the document is.
pub(crate) const ADDRESS: &str = "/api/openapi.json";

/// The session's cookie, as the document calls it.
pub(super) const SESSION: &str = "session";

/// Endpoints, each with what is told of it.
pub(crate) struct Api {
    router: Router<Arc<App>>,
    paths: Map<String, Value>,
    types: SchemaGenerator,
}

impl Default for Api {
    fn default() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
            settings
                .transforms
                .push(Box::new(RecursiveTransform(bounded)));
        });
        let itself = about("This document.").gives::<Value>(axum::http::StatusCode::OK);
        let mut api = Self {
            router: Router::new(),
            paths: Map::new(),
            types: settings.into_generator(),
        };
        api.tell("get", ADDRESS, itself.kept());
        api
    }
}

impl Api {
    /// An endpoint that reads.
    pub(crate) fn get<T: 'static>(
        mut self,
        path: &str,
        handler: impl Handler<T, Arc<App>>,
        told: Told,
    ) -> Self {
        self.tell("get", path, told);
        self.router = self.router.route(path, get(handler));
        self
    }

    /// An endpoint that may change something.
    pub(crate) fn post<T: 'static>(
        mut self,
        path: &str,
        handler: impl Handler<T, Arc<App>>,
        told: Told,
    ) -> Self {
        self.tell("post", path, told.only_from_here());
        self.router = self.router.route(path, post(handler));
        self
    }

    fn tell(&mut self, method: &str, path: &str, told: Told) {
        let operation = told.operation(&mut self.types);
        let methods = self.paths.entry(path).or_insert_with(|| json!({}));
        if let Value::Object(methods) = methods {
            methods.insert(method.to_owned(), operation);
        }
    }

    /// The endpoints, and the document about them.
    pub(crate) fn finish(mut self) -> (Router<Arc<App>>, Document) {
        let document = json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Engawa",
                "version": env!("CARGO_PKG_VERSION"),
                "description": "What the app on a device exchanges with the server. Errors are \
                    RFC 9457 problems; their `type` is a stable word.",
                "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
            },
            "paths": self.paths,
            "components": {
                "schemas": self.types.take_definitions(true),
                "securitySchemes": { SESSION: {
                    "type": "apiKey", "in": "cookie", "name": "engawa_session",
                    "description": "Given by registering and logging in. Behind TLS its name is \
                        `__Host-engawa_session`.",
                } },
            },
        });
        (self.router, Document::new(&document))
    }
}

/// Says how large an integer may be: JSON has none that is too large.
fn bounded(schema: &mut Schema) {
    let (least, most) = match schema.get("format").and_then(Value::as_str) {
        Some("uint8") => (0, i64::from(u8::MAX)),
        Some("uint32") => (0, i64::from(u32::MAX)),
        // Stores keep numbers signed.
        Some("uint" | "uint64") => (0, i64::MAX),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => return,
    };
    schema.insert("minimum".to_owned(), least.into());
    schema.insert("maximum".to_owned(), most.into());
}

/// The document as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    body: Bytes,
    etag: String,
}

impl Document {
    fn new(document: &Value) -> Self {
        let body = document.to_string();
        Self {
            etag: format!("\"{}\"", short_hex(&sha256(body.as_bytes()))),
            body: body.into(),
        }
    }

    /// The document, or only that it has not changed.
    pub(crate) async fn send(self, headers: HeaderMap) -> Response {
        let kept = Kept {
            body: self.body,
            encoding: None,
            content_type: "application/json",
            cache_control: ASKED,
            etag: &self.etag,
        };
        kept.respond(&headers)
    }
}
