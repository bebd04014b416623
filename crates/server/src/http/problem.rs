//! Every error over HTTP: `application/problem+json` with a stable word.

use crate::{limits::TooOften, password::HashError};
use axum::{
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use domain::refusal::Invalid;
use std::fmt::Display;
use store::{StoreError, pull::PullError, push::PushError};
use sync::protocol::{Problem, ProblemKind};

/// An answer that says what is wrong.
#[derive(Debug)]
pub(crate) struct Failure {
    problem: Box<Problem>,
    headers: HeaderMap,
}

/// The status that a word usually has.
pub(crate) fn status_of(kind: ProblemKind) -> StatusCode {
    match kind {
        ProblemKind::Malformed => StatusCode::BAD_REQUEST,
        ProblemKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ProblemKind::Schema | ProblemKind::OtherPerson => StatusCode::CONFLICT,
        ProblemKind::NotLoggedIn | ProblemKind::WrongCredentials => StatusCode::UNAUTHORIZED,
        ProblemKind::LinkGone => StatusCode::GONE,
        ProblemKind::Forbidden => StatusCode::FORBIDDEN,
        ProblemKind::NotFound => StatusCode::NOT_FOUND,
        ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemKind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        ProblemKind::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
        ProblemKind::Internal | ProblemKind::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A failure with the status that its word usually has.
pub(crate) fn failure(kind: ProblemKind, detail: &str) -> Failure {
    let status = status_of(kind);
    let problem = Problem {
        kind,
        status: status.as_u16(),
        detail: detail.to_owned(),
        fields: Vec::new(),
        retry_after: None,
    };
    Failure {
        problem: Box::new(problem),
        headers: HeaderMap::new(),
    }
}

impl Failure {
    /// The server failed at something. The reason goes to the log, and to nobody else.
    pub(crate) fn internal(at: &str, error: &dyn Display) -> Self {
        tracing::error!(%error, "failed at {at}");
        failure(ProblemKind::Internal, "the server failed")
    }

    /// Values of a form that cannot be accepted.
    pub(crate) fn invalid(fields: Vec<Invalid>) -> Self {
        let mut refused = failure(ProblemKind::Invalid, "some values cannot be accepted");
        refused.problem.fields = fields;
        refused
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.problem.status = status.as_u16();
        self
    }

    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Says when to try again.
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.problem.retry_after = Some(seconds);
        self.with_header(RETRY_AFTER, seconds.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(mut self) -> Response {
        let status =
            StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let json = HeaderValue::from_static("application/problem+json");
        self.headers.insert(CONTENT_TYPE, json);
        // Texts and numbers: there is nothing that could not be written.
        let body = serde_json::to_string(&self.problem).unwrap_or_default();
        (status, self.headers, body).into_response()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Conflict => {
                failure(ProblemKind::Internal, "the store is busy")
                    .with_status(StatusCode::SERVICE_UNAVAILABLE)
                    .retry_after(5)
            }
            StoreError::Full => {
                tracing::error!(%error, "nothing can be kept; reading goes on");
                let told = "the server has no room to keep this now; nothing of it counts";
                failure(ProblemKind::NoRoom, told).retry_after(30)
            }
            error => Failure::internal("the store", &error),
        }
    }
}

impl From<HashError> for Failure {
    fn from(error: HashError) -> Self {
        Failure::internal("a password", &error)
    }
}

impl From<TooOften> for Failure {
    fn from(TooOften(seconds): TooOften) -> Self {
        failure(ProblemKind::TooManyRequests, "too many tries").retry_after(seconds)
    }
}

impl From<PushError> for Failure {
    fn from(error: PushError) -> Self {
        match error {
            PushError::NoAccount => failure(ProblemKind::NotLoggedIn, "log in first"),
            PushError::Foreign => failure(ProblemKind::Forbidden, &error.to_string()),
            PushError::OutOfOrder { .. } => failure(ProblemKind::Malformed, &error.to_string()),
            PushError::Store(error) => error.into(),
        }
    }
}

impl From<PullError> for Failure {
    fn from(error: PullError) -> Self {
        match error {
            PullError::Foreign => failure(ProblemKind::Forbidden, &error.to_string()),
            PullError::Store(error) => error.into(),
        }
    }
}
