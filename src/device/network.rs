//! HTTP to our own server: every call, its answer, and what can go wrong.

pub mod account;
pub mod kiosk;

use super::{board_store::PackFile, browser};
use board::{Manifest, PackHash};
use domain::{
    CertificateId, DeskId, FileId, JobId, PersonId, SignUpId, certificate::Attested,
    file::FileFormat, outcomes::Outcomes,
};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use js_sys::Uint8Array;
use serde::{Serialize, de::DeserializeOwned};
use sync::protocol::{
    BoardChanges, Login, OpenChanges, PERSON_HEADER, Problem, ProblemKind, PullRequest,
    PullResponse, PushRequest, PushResponse, Registration, Session,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// How long an answer may take, in milliseconds. A network that swallows it says nothing, ever.
const PATIENCE: u32 = 45_000;

/// How long a file may take, there or back: five megabytes at 200 kbit/s.
const FILE_PATIENCE: u32 = 240_000;

/// Why a call brought no answer.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum NetworkError {
    /// Nobody answered: offline, or the server is away.
    #[error("no answer")]
    Unreachable,
    /// The server said no, and why.
    #[error("{}: {}", .0.status, .0.detail)]
    Problem(Problem),
    /// The answer was cut off or is of another kind (a captive portal answers so).
    #[error("the answer cannot be read")]
    Unreadable,
}

impl NetworkError {
    /// The problem's word, when the server gave one.
    pub fn kind(&self) -> Option<ProblemKind> {
        match self {
            NetworkError::Problem(problem) => Some(problem.kind),
            NetworkError::Unreachable | NetworkError::Unreadable => None,
        }
    }
}

/// Who is logged in.
pub async fn session() -> Result<Session, NetworkError> {
    get("/api/session").await
}

/// Makes an account and logs in.
pub async fn register(registration: &Registration) -> Result<Session, NetworkError> {
    post("/api/register", registration).await
}

/// Logs in.
pub async fn log_in(login: &Login) -> Result<Session, NetworkError> {
    post("/api/login", login).await
}

/// Ends the session.
pub async fn log_out() -> Result<(), NetworkError> {
    let response = Request::post("/api/logout").send().await;
    accept(response).await.map(|_| ())
}

/// Sends commands.
pub async fn push(person: PersonId, request: &PushRequest) -> Result<PushResponse, NetworkError> {
    post_for(person, "/api/sync/push", request).await
}

/// Asks for what has changed.
pub async fn pull(person: PersonId, request: &PullRequest) -> Result<PullResponse, NetworkError> {
    post_for(person, "/api/sync/pull", request).await
}

/// Brings a file.
pub async fn bring_file(
    person: PersonId,
    file: FileId,
    format: FileFormat,
    bytes: &[u8],
) -> Result<(), NetworkError> {
    let request = Request::post(&format!("/api/files/{file}?format={}", format.word()))
        .header(PERSON_HEADER, &person.to_string())
        .header("content-type", "application/octet-stream")
        .abort_signal(Some(&AbortSignal::timeout_with_u32(FILE_PATIENCE)))
        .body(Uint8Array::from(bytes))
        .map_err(|_| NetworkError::Unreadable)?;
    accept(request.send().await).await.map(drop)
}

/// Whether the server has a file of one's own.
pub async fn has_file(file: FileId) -> Result<bool, NetworkError> {
    let path = format!("/api/files/{file}");
    let request = Request::get(&path).method(Method::HEAD);
    let response = request
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)))
        .send()
        .await
        .map_err(|_| NetworkError::Unreachable)?;
    match response.status() {
        200 => Ok(true),
        404 => Ok(false),
        _ => Err(NetworkError::Unreachable),
    }
}

/// What is in a file: one's own, or one that a sign-up names.
pub async fn file(file: FileId, through: Option<SignUpId>) -> Result<Vec<u8>, NetworkError> {
    let through = through.map(|sign_up| format!("?sign_up={sign_up}"));
    let request = Request::get(&format!("/api/files/{file}{}", through.unwrap_or_default()))
        .abort_signal(Some(&AbortSignal::timeout_with_u32(FILE_PATIENCE)));
    let response = accept(request.send().await).await?;
    response
        .binary()
        .await
        .map_err(|_| NetworkError::Unreadable)
}

/// The packs that make the board.
pub async fn manifest() -> Result<Manifest, NetworkError> {
    let found = answer(timed(Request::get("/api/board"))).await?;
    found.json().await.map_err(|_| NetworkError::Unreadable)
}

/// One pack's file.
pub async fn pack(hash: PackHash) -> Result<PackFile, NetworkError> {
    let found = answer(Request::get(&format!("/api/board/packs/{hash}"))).await?;
    let bytes = web_sys::Response::from(found).array_buffer();
    let bytes = JsFuture::from(bytes.map_err(|_| NetworkError::Unreadable)?).await;
    let bytes = Uint8Array::new(&bytes.map_err(|_| NetworkError::Unreadable)?);
    PackFile::new(bytes).map_err(|_| NetworkError::Unreadable)
}

/// Postings that changed after `since`.
pub async fn board_changes(epoch: &str, since: u64) -> Result<BoardChanges, NetworkError> {
    let path = format!("/api/board/changes?since={since}&epoch={epoch}");
    let found = answer(timed(Request::get(&path))).await?;
    found.json().await.map_err(|_| NetworkError::Unreadable)
}

/// What changed in an open scope after `since`.
pub async fn open_changes(
    scope: &str,
    epoch: &str,
    since: u64,
) -> Result<OpenChanges, NetworkError> {
    let path = format!("/api/{scope}?since={since}&epoch={epoch}");
    let found = answer(timed(Request::get(&path))).await?;
    found.json().await.map_err(|_| NetworkError::Unreadable)
}

/// What became of the people who signed up with a desk.
pub async fn outcomes(desk: DeskId) -> Result<Outcomes, NetworkError> {
    get(&format!("/api/desks/{desk}/outcomes")).await
}

/// The municipalities of Japan, each on a line: its code, then its name.
pub async fn towns() -> Result<String, NetworkError> {
    let found = answer(Request::get("/towns.txt")).await?;
    found.text().await.map_err(|_| NetworkError::Unreadable)
}

/// One posting that is not on the device.
pub async fn job(id: JobId) -> Result<domain::Job, NetworkError> {
    get(&format!("/api/jobs/{id}")).await
}

/// What a certificate attests.
pub async fn certificate(id: CertificateId) -> Result<Attested, NetworkError> {
    get(&format!("/api/certificates/{id}")).await
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, NetworkError> {
    read(Request::get(path)).await
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, NetworkError> {
    let response = accept(timed(request).send().await).await?;
    response.json().await.map_err(|_| NetworkError::Unreadable)
}

async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, NetworkError> {
    send(Request::post(path), body).await
}

/// Posts on behalf of a person, whoever may be logged in by now.
async fn post_for<B: Serialize, T: DeserializeOwned>(
    person: PersonId,
    path: &str,
    body: &B,
) -> Result<T, NetworkError> {
    let request = Request::post(path).header(PERSON_HEADER, &person.to_string());
    send(request, body).await
}

async fn send<B: Serialize, T: DeserializeOwned>(
    request: RequestBuilder,
    body: &B,
) -> Result<T, NetworkError> {
    let response = post_json(request, body).await?;
    response.json().await.map_err(|_| NetworkError::Unreadable)
}

async fn post_json<B: Serialize>(
    request: RequestBuilder,
    body: &B,
) -> Result<Response, NetworkError> {
    let request = timed(request)
        // The language that the page is in, whatever the browser's own is: mail is written in it.
        .header("accept-language", &browser::language())
        .json(body)
        .map_err(|_| NetworkError::Unreadable)?;
    accept(request.send().await).await
}

/// Asks for JSON, for as long as an answer may take.
fn timed(request: RequestBuilder) -> RequestBuilder {
    request
        .header("accept", "application/json")
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)))
}

/// What everybody may read. It is asked for again whatever the reason why it does not come, so that
/// is not read: it takes more code than the rest.
async fn answer(request: RequestBuilder) -> Result<Response, NetworkError> {
    let response = request.send().await;
    let response = response.map_err(|_| NetworkError::Unreachable)?;
    match response.ok() {
        true => Ok(response),
        false => Err(NetworkError::Unreachable),
    }
}

async fn accept(response: Result<Response, gloo_net::Error>) -> Result<Response, NetworkError> {
    let response = response.map_err(|_| NetworkError::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    match response.json::<Problem>().await {
        Ok(problem) => Err(NetworkError::Problem(problem)),
        // A proxy's own error page: the server behind it did not answer.
        Err(_) if response.status() >= 500 => Err(NetworkError::Unreachable),
        Err(_) => Err(NetworkError::Unreadable),
    }
}
