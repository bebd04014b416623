//! Calls of a kiosk, and of the phones beside it. A kiosk's cookie goes with them by itself.

use super::{NetworkError, get, post, post_json};
use domain::{KioskLoginId, PersonId, SpaceId, short_code::ShortCode};
use gloo_net::http::Request;
use sync::{
    kiosk::{
        Approval, AskedLogin, CheckedInAll, EndedLogins, HandedDraft, HeldLogin, KioskView,
        LoginState, NewPairing, OfferedPairing, ShownCode, ShownCodes, TypedCode,
    },
    protocol::PERSON_HEADER,
};

/// Makes a code that pairs a tablet with a space.
pub async fn offer(person: PersonId, space: SpaceId) -> Result<OfferedPairing, NetworkError> {
    super::post_for(person, "/api/kiosk/pairings", &NewPairing { space }).await
}

/// Pairs this tablet.
pub async fn pair(code: ShortCode) -> Result<KioskView, NetworkError> {
    post("/api/kiosk/pair", &TypedCode { code }).await
}

/// Whose door this is, and what time it is.
pub async fn view() -> Result<KioskView, NetworkError> {
    get("/api/kiosk").await
}

/// Somebody wants to log in with their phone.
pub async fn ask_login() -> Result<AskedLogin, NetworkError> {
    post("/api/kiosk/logins", &()).await
}

/// Whether a phone has approved.
pub async fn login_state(held: &HeldLogin) -> Result<LoginState, NetworkError> {
    post("/api/kiosk/logins/state", held).await
}

/// Hands a draft to its author's devices.
pub async fn hand_over(draft: &HandedDraft) -> Result<(), NetworkError> {
    post_json(Request::post("/api/kiosk/drafts"), draft)
        .await
        .map(drop)
}

/// Visitors have left.
pub async fn end_logins(logins: Vec<KioskLoginId>) -> Result<(), NetworkError> {
    let request = Request::post("/api/kiosk/logins/end");
    post_json(request, &EndedLogins { logins }).await.map(drop)
}

/// Codes that were shown, the oldest first.
pub async fn check_in(codes: Vec<ShownCode>) -> Result<CheckedInAll, NetworkError> {
    post("/api/kiosk/check-ins", &ShownCodes { codes }).await
}

/// Which kiosk asks for approval.
pub async fn approval(person: PersonId, code: ShortCode) -> Result<Approval, NetworkError> {
    super::post_for(person, "/api/kiosk/approval", &TypedCode { code }).await
}

/// The person is at that kiosk.
pub async fn approve(person: PersonId, code: ShortCode) -> Result<(), NetworkError> {
    let request = Request::post("/api/kiosk/approve");
    let request = request.header(PERSON_HEADER, &person.to_string());
    post_json(request, &TypedCode { code }).await.map(drop)
}

/// Draws a new secret for the person's six digits.
pub async fn renew_visit_code(person: PersonId) -> Result<(), NetworkError> {
    let request = Request::post("/api/account/visit-code");
    let request = request.header(PERSON_HEADER, &person.to_string());
    post_json(request, &()).await.map(drop)
}
