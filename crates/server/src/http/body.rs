//! What a request sends: JSON, bounded, and refused with words when it is not.

use super::problem::{Failure, failure};
use crate::state::App;
use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
    },
};
use domain::file::MAX_BYTES;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::{sync::Arc, time::Duration};
use sync::protocol::{MAX_PUSH_BYTES, ProblemKind};

/// The JSON of a request's body, at most [`MAX_PUSH_BYTES`] long.
pub(crate) struct Sent<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Sent<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(failure(ProblemKind::Malformed, "send application/json"));
        }
        let bytes = read_in_time(request, app.patience.body, MAX_PUSH_BYTES).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            // The error's own words may repeat what was sent.
            let (line, column) = (error.line(), error.column());
            let detail = format!("the JSON is not what it should be, line {line} column {column}");
            failure(ProblemKind::Malformed, &detail)
        })
    }
}

/// The bytes of a file that a request sends, at most [`MAX_BYTES`] of them.
pub(crate) async fn sent_file(request: Request, app: &App) -> Result<Vec<u8>, Failure> {
    let most = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
    // It is five times as long as the longest of the others, and a device gives up first.
    read_in_time(request, app.patience.body * 6, most).await
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"))
}

fn too_slow() -> Failure {
    failure(ProblemKind::Malformed, "the body came too slowly")
        .with_status(StatusCode::REQUEST_TIMEOUT)
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// How much, and for how long, a body that is too large is still taken: a client that is cut off
/// while it sends does not hear why.
const TAKEN: usize = 64 * 1024 * 1024;
const TAKEN_FOR: Duration = Duration::from_secs(20);

async fn read_in_time(
    request: Request,
    patience: Duration,
    most: usize,
) -> Result<Vec<u8>, Failure> {
    let announced = length(request.headers());
    let reading = read(request.into_body(), announced, most);
    tokio::time::timeout(patience, reading)
        .await
        .unwrap_or_else(|_| Err(too_slow()))
}

async fn read(body: Body, announced: Option<usize>, most: usize) -> Result<Vec<u8>, Failure> {
    let mut body = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut too_large = announced.is_some_and(|length| length > most);
    while !too_large {
        match body.next().await {
            Some(Ok(part)) => {
                too_large = bytes.len() + part.len() > most;
                bytes.extend_from_slice(&part);
            }
            Some(Err(_)) => return Err(failure(ProblemKind::Malformed, "the body broke off")),
            None => return Ok(bytes),
        }
    }
    let rest = async {
        let mut taken = 0;
        while let Some(Ok(part)) = body.next().await {
            taken += part.len();
            if taken > TAKEN {
                break;
            }
        }
    };
    // In time or not, the answer is the same.
    drop(tokio::time::timeout(TAKEN_FOR, rest).await);
    let detail = format!("send at most {most} bytes");
    Err(failure(ProblemKind::TooLarge, &detail))
}
