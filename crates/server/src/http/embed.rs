//! Postings within the page of another site: HTML and nothing else. No program runs there, no
//! cookie is set or read, and nothing is kept.

mod look;
mod page;
mod words;

pub(crate) use words::{BadWords, Words, words};

use super::{
    cached::{ASKED, Kept},
    client::Client,
    language::language,
    problem::{Failure, failure},
};
use crate::{
    feeds::{FeedError, Seen},
    hash::{csp_source, sha256, short_hex},
    security::Framed,
    state::App,
};
use axum::{
    extract::{Query as Pairs, State, rejection::QueryRejection},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY, VARY},
    },
    response::{IntoResponse, Response},
};
use board::{Query, Sort};
use domain::{FeedId, JobId, Kind, Month, Row, RowKey, feed::Feed, job::LifeStage};
use look::Look;
use std::{collections::BTreeSet, sync::Arc};
use store::{Language, StoreError};
use sync::protocol::ProblemKind;

/// Postings on one page. The rest is a tap away.
const SHOWN: usize = 20;

type Asked = Result<Pairs<Vec<(String, String)>>, QueryRejection>;

/// `GET /embed/jobs[?feed=ID][&lang=…][&stage=…][&bg=…&ink=…&accent=…&scheme=…]`: the newest postings
/// of a feed or, without one, of the whole board by the board's own query.
pub(crate) async fn jobs(
    State(app): State<Arc<App>>,
    Client(from): Client,
    method: Method,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Failure> {
    let pairs = read(asked)?;
    app.limits.reading(from)?;
    let now = (app.clock)();
    let value = |key: &str| {
        let found = pairs.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    };
    let language = value("lang")
        .and_then(Language::from_tag)
        .or_else(|| language(&headers))
        .unwrap_or_default();
    let words = app.words(language);
    let look = Look::read(&pairs);
    let feed = match value("feed") {
        None => None,
        Some(id) => {
            let (status, said) = match feed_of(&app, id.parse().ok()).await? {
                Some(feed) if feed.ended_at.is_none() => (StatusCode::OK, Ok(feed)),
                Some(_) => (StatusCode::GONE, Err(&words.ended)),
                None => (StatusCode::NOT_FOUND, Err(&words.unknown)),
            };
            match said {
                Ok(feed) => Some(feed),
                Err(said) => {
                    let html = page::saying(language, words, &look, said);
                    return Ok(framed(status, html, &look, EVERYBODY, &headers));
                }
            }
        }
    };
    let mut query = match &feed {
        Some(feed) => Query::from(&feed.filters),
        None => Query {
            // Nobody is known here, and nobody looks for what is over.
            starred: false,
            closed: false,
            sort: Sort::New,
            ..Query::from_url(&pairs)
        },
    };
    let stages: BTreeSet<LifeStage> = match &feed {
        Some(feed) if !feed.filters.life_stages.is_empty() => feed.filters.life_stages.clone(),
        _ => LifeStage::ALL.into(),
    };
    let stage = value("stage").and_then(LifeStage::from_word);
    let stage = stage.filter(|stage| stages.contains(stage));
    if let Some(stage) = stage {
        query.life_stages = BTreeSet::from([stage]);
    }
    let found = app.feeds.shelf.newest(&app, &query, now).await?;
    if let Some(feed) = &feed
        && value("preview").is_none()
        && counts(&method, &headers)
    {
        app.feeds.waiting.count(feed.id, Month::at(now), Seen::View);
    }
    let html = page::List {
        language,
        words,
        feed: feed.as_ref(),
        jobs: found.get(..SHOWN).unwrap_or(&found),
        stages: &stages,
        stage,
        pairs: &pairs,
        query: &query,
    }
    .html(&look);
    let ancestors = ancestors(feed.as_ref());
    Ok(framed(StatusCode::OK, html, &look, &ancestors, &headers))
}

/// `GET /embed/open?feed=ID&job=ID`: counts that a posting was opened, and goes there.
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    Client(from): Client,
    method: Method,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Failure> {
    let pairs = read(asked)?;
    app.limits.reading(from)?;
    let value = |key: &str| pairs.iter().find(|(name, _)| name == key);
    let job = value("job").and_then(|(_, id)| id.parse::<JobId>().ok());
    let job = job.ok_or_else(|| failure(ProblemKind::NotFound, "this names no posting"))?;
    let feed = value("feed").and_then(|(_, id)| id.parse().ok());
    if let Some(feed) = feed_of(&app, feed).await?
        && feed.ended_at.is_none()
        && counts(&method, &headers)
    {
        let month = Month::at((app.clock)());
        app.feeds.waiting.count(feed.id, month, Seen::Open);
    }
    // Made of an id: it leads nowhere else.
    let place = HeaderValue::from_str(&format!("/jobs/{job}"));
    let place = place.map_err(|error| Failure::internal("an address", &error))?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response())
}

fn read(asked: Asked) -> Result<Vec<(String, String)>, Failure> {
    let malformed = |_| failure(ProblemKind::Malformed, "the query cannot be read");
    asked.map(|Pairs(pairs)| pairs).map_err(malformed)
}

/// Whether somebody looks, and no program that fetches in advance or only wants to know the size.
fn counts(method: &Method, headers: &HeaderMap) -> bool {
    let in_advance = ["sec-purpose", "purpose"].iter().any(|name| {
        let value = headers.get(*name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.contains("prefetch"))
    });
    method == Method::GET && !in_advance
}

/// A feed, if there is one of this id.
pub(super) async fn feed_of(app: &App, id: Option<FeedId>) -> Result<Option<Feed>, StoreError> {
    let Some(id) = id else {
        return Ok(None);
    };
    let kind = Kind::Feed;
    let key = RowKey { kind, id: id.0 };
    Ok(match app.store.snapshot().await?.row(key).await? {
        Some(Row::Feed(feed)) => Some(feed),
        _ => None,
    })
}

/// The board itself may be shown by everybody.
const EVERYBODY: &str = "*";

/// Who may show it: the feed's sites, and the desk that looks how it will be.
fn ancestors(feed: Option<&Feed>) -> String {
    let Some(feed) = feed else {
        return EVERYBODY.to_owned();
    };
    let sites = feed.origins.iter().map(|origin| origin.as_str());
    std::iter::once("'self'")
        .chain(sites)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The page with what browsers are told of it.
fn framed(
    status: StatusCode,
    html: String,
    look: &Look,
    ancestors: &str,
    headers: &HeaderMap,
) -> Response {
    let policy = format!(
        "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'; \
         frame-ancestors {ancestors}",
        csp_source(&look.style())
    );
    // Who may show it stands in a header that a cache keeps with the page.
    let content = format!("{policy}\n{html}");
    let kept = Kept {
        etag: &format!("\"{}\"", short_hex(&sha256(content.as_bytes()))),
        body: html.into(),
        encoding: None,
        content_type: "text/html; charset=utf-8",
        cache_control: ASKED,
    };
    let mut response = match status {
        StatusCode::OK => kept.respond(headers),
        _ => kept.whole(),
    };
    if status != StatusCode::OK {
        *response.status_mut() = status;
    }
    response.extensions_mut().insert(Framed);
    let told = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        told.insert(CONTENT_SECURITY_POLICY, policy);
    }
    // The language may have been the browser's.
    told.append(VARY, HeaderValue::from_static("accept-language"));
    told.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // A host that shuts out what does not ask to be let in.
    told.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    told.insert(
        HeaderName::from_static("cross-origin-embedder-policy"),
        HeaderValue::from_static("require-corp"),
    );
    response
}

impl From<FeedError> for Failure {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Store(error) => error.into(),
            error => Failure::internal("a feed", &error),
        }
    }
}
