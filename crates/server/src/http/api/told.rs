//! What is told of one endpoint.

use super::SESSION;
use crate::http::problem::status_of;
use axum::http::StatusCode;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use sync::protocol::{PERSON_HEADER, Problem, ProblemKind};

/// A type that describes itself when the document is made.
type Described = fn(&mut SchemaGenerator) -> Schema;

fn described<T: JsonSchema>(types: &mut SchemaGenerator) -> Schema {
    types.subschema_for::<T>()
}

/// What an endpoint takes, gives and refuses.
pub(crate) struct Told {
    summary: &'static str,
    logged_in: bool,
    takes: Option<Taken>,
    asks: Option<Described>,
    names: Option<(&'static str, Described)>,
    gives: BTreeMap<StatusCode, Content>,
    kept: bool,
    refuses: BTreeMap<StatusCode, BTreeSet<String>>,
}

/// The media type of what has no other.
const BYTES: &str = "application/octet-stream";

/// What a request holds.
enum Taken {
    Json(Described),
    Bytes,
}

/// What an answer holds.
enum Content {
    Nothing,
    Typed(&'static str, Described),
    Plain(&'static [&'static str]),
}

/// Begins to tell of an endpoint: what it is for, in a sentence.
pub(crate) fn about(summary: &'static str) -> Told {
    let told = Told {
        summary,
        logged_in: false,
        takes: None,
        asks: None,
        names: None,
        gives: BTreeMap::new(),
        kept: false,
        refuses: BTreeMap::new(),
    };
    // A store that fails, is busy or has no room, and an answer that took too long.
    told.refuses([ProblemKind::Internal, ProblemKind::NoRoom])
        .refuses_with(StatusCode::SERVICE_UNAVAILABLE, ProblemKind::Internal)
}

/// Media types of which no more is told.
fn bare(media: &[&str]) -> Value {
    media
        .iter()
        .map(|media| ((*media).to_owned(), json!({})))
        .collect::<Map<_, _>>()
        .into()
}

impl Told {
    /// For nobody who is not logged in.
    pub(crate) fn logged_in(mut self) -> Self {
        self.logged_in = true;
        self.refuses([ProblemKind::NotLoggedIn, ProblemKind::OtherPerson])
    }

    /// Its request is this, as JSON.
    pub(crate) fn takes<T: JsonSchema>(mut self) -> Self {
        self.takes = Some(Taken::Json(described::<T>));
        self.takes_a_body()
    }

    /// Its request is bytes.
    pub(crate) fn takes_bytes(mut self) -> Self {
        self.takes = Some(Taken::Bytes);
        self.takes_a_body()
    }

    fn takes_a_body(self) -> Self {
        self.refuses([ProblemKind::Malformed, ProblemKind::TooLarge])
            .refuses_with(StatusCode::REQUEST_TIMEOUT, ProblemKind::Malformed)
    }

    /// Its address names this.
    pub(crate) fn names<T: JsonSchema>(mut self, name: &'static str) -> Self {
        self.names = Some((name, described::<T>));
        self
    }

    /// Its address asks with these fields.
    pub(crate) fn asks<T: JsonSchema>(mut self) -> Self {
        self.asks = Some(|types| types.root_schema_for::<T>());
        self.refuses([ProblemKind::Malformed])
    }

    /// It answers with this, as JSON.
    pub(crate) fn gives<T: JsonSchema>(self, status: StatusCode) -> Self {
        self.answers(status, Content::Typed("application/json", described::<T>))
    }

    /// It answers with nothing.
    pub(crate) fn gives_nothing(self) -> Self {
        self.answers(StatusCode::NO_CONTENT, Content::Nothing)
    }

    /// It answers with bytes.
    pub(crate) fn gives_bytes(self) -> Self {
        self.answers(StatusCode::OK, Content::Plain(&[BYTES]))
    }

    /// It answers with text.
    pub(crate) fn gives_text(self) -> Self {
        self.answers(StatusCode::OK, Content::Plain(&["text/plain"]))
    }

    /// It answers with a document of one of these media types.
    pub(crate) fn gives_media(self, media: &'static [&'static str]) -> Self {
        self.answers(StatusCode::OK, Content::Plain(media))
    }

    /// It answers with events whose data is this, for as long as the client listens.
    pub(crate) fn streams<T: JsonSchema>(self) -> Self {
        self.answers(
            StatusCode::OK,
            Content::Typed("text/event-stream", described::<T>),
        )
    }

    /// Its answer may be kept and asked about.
    pub(crate) fn kept(mut self) -> Self {
        self.kept = true;
        self.answers(StatusCode::NOT_MODIFIED, Content::Nothing)
    }

    /// It may refuse with these words.
    pub(crate) fn refuses(self, kinds: impl IntoIterator<Item = ProblemKind>) -> Self {
        kinds
            .into_iter()
            .fold(self, |told, kind| told.refuses_with(status_of(kind), kind))
    }

    /// It may refuse with a word and a status that the word does not usually have.
    pub(crate) fn refuses_with(mut self, status: StatusCode, kind: ProblemKind) -> Self {
        let word = json!(kind).as_str().unwrap_or_default().to_owned();
        self.refuses.entry(status).or_default().insert(word);
        self
    }

    /// Another site cannot make a browser send it.
    pub(super) fn only_from_here(self) -> Self {
        self.refuses([ProblemKind::Forbidden])
    }

    fn answers(mut self, status: StatusCode, content: Content) -> Self {
        self.gives.insert(status, content);
        self
    }

    /// The operation, as OpenAPI writes it.
    pub(super) fn operation(self, types: &mut SchemaGenerator) -> Value {
        let mut operation = Map::new();
        let mut tell = |name: &str, value: Value| drop(operation.insert(name.to_owned(), value));
        tell("summary", json!(self.summary));
        if self.logged_in {
            tell("security", json!([{ SESSION: [] }]));
        }
        tell("parameters", self.parameters(types).into());
        if let Some(body) = self.takes {
            let content = match body {
                Taken::Json(schema) => json!({ "application/json": { "schema": schema(types) } }),
                Taken::Bytes => bare(&[BYTES]),
            };
            tell(
                "requestBody",
                json!({ "required": true, "content": content }),
            );
        }
        let mut responses = Map::new();
        for (status, content) in self.gives {
            let content = match content {
                Content::Nothing => json!({}),
                Content::Plain(media) => bare(media),
                Content::Typed(media, schema) => json!({ media: { "schema": schema(types) } }),
            };
            let description = status.canonical_reason().unwrap_or_default();
            let response = json!({ "description": description, "content": content });
            responses.insert(status.as_str().to_owned(), response);
        }
        let problem = types.subschema_for::<Problem>();
        for (status, words) in self.refuses {
            let words: Vec<String> = words.into_iter().collect();
            let content = json!({ "application/problem+json": { "schema": problem } });
            let response = json!({ "description": words.join(", "), "content": content });
            responses.insert(status.as_str().to_owned(), response);
        }
        tell("responses", responses.into());
        operation.into()
    }

    fn parameters(&self, types: &mut SchemaGenerator) -> Vec<Value> {
        let mut parameters = Vec::new();
        if let Some((name, schema)) = self.names {
            let schema = schema(types);
            parameters
                .push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
        }
        let asked = self.asks.map(|schema| schema(types).to_value());
        let fields = asked.as_ref().and_then(|asked| asked.get("properties"));
        let needed = asked.as_ref().and_then(|asked| asked.get("required"));
        let needed = needed.and_then(Value::as_array);
        let is_needed = |name: &str| {
            needed.is_some_and(|needed| needed.iter().any(|it| it.as_str() == Some(name)))
        };
        for (name, schema) in fields.and_then(Value::as_object).into_iter().flatten() {
            parameters
                .push(json!({ "name": name, "in": "query", "required": is_needed(name), "schema": schema }));
        }
        if self.logged_in {
            parameters.push(json!({
                "name": PERSON_HEADER, "in": "header", "required": false,
                "schema": { "type": "string", "format": "uuid" },
                "description": "For whom the device speaks: refused when somebody else is logged in.",
            }));
        }
        if self.kept {
            parameters.push(json!({
                "name": "if-none-match", "in": "header", "required": false,
                "schema": { "type": "string" },
                "description": "The entity tag of what the client has.",
            }));
        }
        parameters
    }
}
