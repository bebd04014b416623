//! Feeds of postings for feed readers and for the programs of other sites.

use super::{
    cached::{ASKED, Kept},
    client::Client,
    embed::feed_of,
    problem::{Failure, failure},
};
use crate::{
    hash::{sha256, short_hex},
    state::App,
};
use axum::{
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_ORIGIN, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, ORIGIN,
            VARY,
        },
    },
    response::Response,
};
use board::Query;
use domain::{FeedId, Timestamp, feed::Feed};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};
use store::Language;
use sync::protocol::ProblemKind;

/// A form of a feed.
#[derive(Clone, Copy)]
enum Form {
    Atom,
    Json,
}

impl Form {
    fn content_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// The feed and the form that the last part of an address names: `{id}.atom`, `{id}.json`.
fn named(file: &str) -> Option<(FeedId, Form)> {
    let (id, form) = file.rsplit_once('.')?;
    let form = match form {
        "atom" => Form::Atom,
        "json" => Form::Json,
        _ => return None,
    };
    Some((id.parse().ok()?, form))
}

/// `GET /feeds/{id}.atom`, `GET /feeds/{id}.json`: the newest postings of a feed.
pub(crate) async fn feed(
    State(app): State<Arc<App>>,
    Client(from): Client,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    app.limits.reading(from)?;
    let nothing = || failure(ProblemKind::NotFound, "there is no such feed");
    let (id, form) = named(&file).ok_or_else(nothing)?;
    let feed = feed_of(&app, Some(id)).await?.ok_or_else(nothing)?;
    if feed.ended_at.is_some() {
        // Readers forget what is gone.
        return Err(
            failure(ProblemKind::NotFound, "this feed has ended").with_status(StatusCode::GONE)
        );
    }
    let now = (app.clock)();
    let jobs = app
        .feeds
        .shelf
        .newest(&app, &Query::from(&feed.filters), now)
        .await?;
    let path = format!("/feeds/{file}");
    let written = formats::feed::Feed {
        id: feed.id,
        title: &feed.title,
        author: &feed.desk_name,
        origin: app.reached_at.origin(),
        path: &path,
        changed_at: feed.changed_at(),
        jobs: &jobs,
        sample: &app.words(Language::Ja).sample_before,
    };
    let body = match form {
        Form::Atom => written
            .to_atom()
            .map_err(|error| Failure::internal("a feed", &error))?,
        Form::Json => written.to_json().into_bytes(),
    };
    let etag = format!("\"{}\"", short_hex(&sha256(&body)));
    let since = app.feeds.noticed.since(&path, &etag, now);
    let kept = Kept {
        body: body.into(),
        encoding: None,
        content_type: form.content_type(),
        cache_control: ASKED,
        etag: &etag,
    };
    let mut response = kept.respond(&headers);
    if !headers.contains_key(IF_NONE_MATCH) && is_unmodified(&headers, since) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = axum::body::Body::empty();
    }
    let told = response.headers_mut();
    if let Ok(since) = HeaderValue::from_str(&httpdate::fmt_http_date(told_as(since, now))) {
        told.insert(LAST_MODIFIED, since);
    }
    told.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = allowed(&feed, &headers) {
        told.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    Ok(response)
}

/// The asking site, if it is one of the feed's.
fn allowed(feed: &Feed, headers: &HeaderMap) -> Option<HeaderValue> {
    let asking = headers.get(ORIGIN)?;
    let is_one = |origin: &domain::feed::Origin| origin.as_str().as_bytes() == asking.as_bytes();
    feed.origins.iter().any(is_one).then(|| asking.clone())
}

/// Whether the client has it as it has been since then.
fn is_unmodified(headers: &HeaderMap, since: Timestamp) -> bool {
    let known = headers
        .get(IF_MODIFIED_SINCE)
        .and_then(|value| value.to_str().ok());
    let known = known.and_then(|known| httpdate::parse_http_date(known).ok());
    known.is_some_and(|known| second_after(since) <= known)
}

/// How a moment is told. Dates of HTTP have no parts of a second: while its second lasts, the document
/// may change once more, so it is told as a date that [`is_unmodified`] does not believe.
fn told_as(since: Timestamp, now: Timestamp) -> SystemTime {
    let after = second_after(since);
    match after <= SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or(0))
    {
        true => after,
        false => after.checked_sub(Duration::from_secs(1)).unwrap_or(after),
    }
}

/// The first whole second that does not lie before a moment.
fn second_after(at: Timestamp) -> SystemTime {
    let millis = u64::try_from(at.0).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(millis.div_ceil(1_000))
}
