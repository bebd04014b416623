//! Calls about the account. What changes something is sent on behalf of a person, whoever may be logged
//! in by now.

use super::{NetworkError, accept, get, post, post_json};
use domain::PersonId;
use gloo_net::http::Request;
use serde::Serialize;
use sync::{
    account::{
        AccountView, Closing, DigestWish, EndSessions, ForgottenPassword, NewEmail, NewPassword,
        OpenedLink, Reset, Verified,
    },
    protocol::PERSON_HEADER,
};

/// The account as its person sees it.
pub async fn view() -> Result<AccountView, NetworkError> {
    get("/api/account").await
}

/// Sends the link that shows the address once more.
pub async fn verify_mail(person: PersonId) -> Result<(), NetworkError> {
    tell(person, "verify-mail", &()).await
}

/// Another password.
pub async fn password(person: PersonId, sent: &NewPassword) -> Result<(), NetworkError> {
    tell(person, "password", sent).await
}

/// Another address.
pub async fn email(person: PersonId, sent: &NewEmail) -> Result<(), NetworkError> {
    tell(person, "email", sent).await
}

/// Whether the daily digest comes.
pub async fn digest(person: PersonId, sent: &DigestWish) -> Result<(), NetworkError> {
    tell(person, "digest", sent).await
}

/// Logs out other browsers.
pub async fn end_sessions(person: PersonId, sent: &EndSessions) -> Result<(), NetworkError> {
    tell(person, "sessions/end", sent).await
}

/// Closes the account.
pub async fn close(person: PersonId, sent: &Closing) -> Result<(), NetworkError> {
    tell(person, "close", sent).await
}

/// Everything of the person's, as the text of a file.
pub async fn data(person: PersonId) -> Result<String, NetworkError> {
    let request = Request::get("/api/account/data").header(PERSON_HEADER, &person.to_string());
    let response = accept(request.send().await).await?;
    response.text().await.map_err(|_| NetworkError::Unreadable)
}

/// Uses the link of a mail that shows an address.
pub async fn verify(sent: &OpenedLink) -> Result<Verified, NetworkError> {
    post("/api/verify", sent).await
}

/// Asks for the link to a new password.
pub async fn reset_mail(sent: &ForgottenPassword) -> Result<(), NetworkError> {
    post_json(Request::post("/api/reset/mail"), sent)
        .await
        .map(drop)
}

/// Uses the link to a new password.
pub async fn reset(sent: &Reset) -> Result<(), NetworkError> {
    post_json(Request::post("/api/reset"), sent).await.map(drop)
}

/// Ends the digest that a link names.
pub async fn unsubscribe(secret: &str) -> Result<(), NetworkError> {
    let path = String::from(js_sys::encode_uri_component(secret));
    let request = Request::post(&format!("/api/unsubscribe/{path}"));
    accept(request.send().await).await.map(drop)
}

async fn tell<B: Serialize>(person: PersonId, what: &str, sent: &B) -> Result<(), NetworkError> {
    let request = Request::post(&format!("/api/account/{what}"));
    let request = request.header(PERSON_HEADER, &person.to_string());
    post_json(request, sent).await.map(drop)
}
