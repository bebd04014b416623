//! Files that people send along: bringing one, and having it.

use super::{
    body::sent_file,
    named::Named,
    problem::{Failure, failure},
};
use crate::{places::Place, session::LoggedIn, state::App};
use axum::{
    body::{Body, Bytes},
    extract::{Query, Request, State, rejection::QueryRejection},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
};
use domain::{FileId, PersonId, SignUpId, file::FileFormat};
use futures_util::{StreamExt, stream};
use schemars::JsonSchema;
use serde::Deserialize;
use std::{convert::Infallible, sync::Arc};
use store::{Brought, FileError, Had, pull::scopes_of};
use sync::protocol::ProblemKind;

/// What somebody says of a file that they bring.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Is {
    /// What it is.
    format: FileFormat,
}

/// `POST /api/files/{id}?format=…`: brings a file. Brought twice, it is there once.
pub(crate) async fn bring(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Named(id): Named<FileId>,
    is: Result<Query<Is>, QueryRejection>,
    request: Request,
) -> Result<StatusCode, Failure> {
    let Query(Is { format }) =
        is.map_err(|_| failure(ProblemKind::Malformed, "say in `format` what it is"))?;
    let _place = place(&app, asking.person())?;
    let bytes = sent_file(request, &app).await?;
    let brought = Brought {
        id,
        format,
        bytes: &bytes,
    };
    let touched =
        store::keep_file(app.store.as_ref(), asking.person(), brought, (app.clock)()).await?;
    app.hub.announce(touched);
    Ok(StatusCode::NO_CONTENT)
}

/// Through what somebody asks for a file that is not their own.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Through {
    /// A sign-up that they read, and that names it.
    sign_up: Option<SignUpId>,
}

/// `GET /api/files/{id}?sign_up=…`: what is in a file, to be saved and never to be shown as a page.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Named(id): Named<FileId>,
    through: Result<Query<Through>, QueryRejection>,
) -> Result<([(HeaderName, HeaderValue); 3], Body), Failure> {
    let Query(Through { sign_up }) =
        through.map_err(|_| failure(ProblemKind::Malformed, "sign_up is an id"))?;
    let place = place(&app, asking.person())?;
    let mut snapshot = app.store.snapshot().await?;
    let scopes = scopes_of(snapshot.as_mut(), asking.person()).await?;
    let found = store::file(snapshot.as_mut(), &scopes, id, sign_up).await?;
    let Some(Had {
        format,
        name,
        bytes,
    }) = found
    else {
        return Err(failure(ProblemKind::NotFound, "there is no such file"));
    };
    let name = name.unwrap_or_else(|| format!("file.{}", format.word()));
    let saved = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{}", escaped(&name)))
        .map_err(|error| Failure::internal("the name of a file", &error))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (CONTENT_DISPOSITION, saved),
        // Whatever a browser makes of it: nothing of it runs here.
        (
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox"),
        ),
    ];
    Ok((headers, in_pieces(bytes, place)))
}

/// When to ask again while others' files are on their way, in seconds.
const AGAIN: u64 = 5;
/// Bytes of a file that are ready at once.
const PIECE: usize = 64 * 1024;

/// A place for one more file on its way: each is in memory as a whole.
fn place(app: &App, person: PersonId) -> Result<Place<PersonId>, Failure> {
    app.limits.file(person)?;
    app.files.take(person).map_err(|_| {
        failure(ProblemKind::TooManyRequests, "other files are on their way").retry_after(AGAIN)
    })
}

/// The bytes as a client takes them. The place is kept until it has all of them.
fn in_pieces(bytes: Vec<u8>, place: Place<PersonId>) -> Body {
    let rest = (Bytes::from(bytes), place);
    let pieces = stream::unfold(rest, async |(mut bytes, place)| {
        let piece = bytes.split_to(bytes.len().min(PIECE));
        (!piece.is_empty()).then_some((Ok::<_, Infallible>(piece), (bytes, place)))
    });
    // What compresses it asks once more after its end.
    Body::from_stream(pieces.fuse())
}

/// A name as RFC 8187 writes it.
fn escaped(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes().fold(String::new(), |mut text, byte| {
        if plain(byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Unfit => failure(ProblemKind::Invalid, &error.to_string()),
            FileError::Foreign => failure(ProblemKind::Forbidden, &error.to_string()),
            FileError::Refused(_) => failure(ProblemKind::TooLarge, &error.to_string()),
            FileError::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_name_in_japanese_or_with_marks_is_one_value_of_a_header() {
        assert_eq!(escaped("企画 1.pdf"), "%E4%BC%81%E7%94%BB%201.pdf");
        assert_eq!(escaped("a\"; b='*"), "a%22%3B%20b%3D%27%2A");
    }
}
