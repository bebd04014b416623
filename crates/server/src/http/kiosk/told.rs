//! What is told of the kiosks' endpoints.

use super::{check_ins, logins};
use crate::http::api::{Api, about};
use axum::http::StatusCode;
use sync::{
    kiosk::{
        Approval, AskedLogin, CheckedInAll, EndedLogins, HandedDraft, HeldLogin, KioskView,
        LoginState, NewPairing, OfferedPairing, ShownCodes, TypedCode,
    },
    protocol::ProblemKind,
};

/// The endpoints of kiosks, and of the phones beside them.
pub(in crate::http) fn told(api: Api) -> Api {
    use ProblemKind::{Forbidden, Invalid, LinkGone, NotLoggedIn, TooLarge, TooManyRequests};
    api.post(
        "/api/kiosk/pairings",
        super::offer,
        about("Makes a code that pairs a tablet with a space of one's desk.")
            .logged_in()
            .takes::<NewPairing>()
            .gives::<OfferedPairing>(StatusCode::CREATED)
            .refuses([Forbidden, TooManyRequests]),
    )
    .post(
        "/api/kiosk/pair",
        super::pair,
        about("Pairs the tablet that asks. It is given a cookie of its own, `engawa_kiosk`.")
            .takes::<TypedCode>()
            .gives::<KioskView>(StatusCode::CREATED)
            .refuses([LinkGone, TooManyRequests]),
    )
    .get(
        "/api/kiosk",
        super::view,
        about("What a paired tablet knows.")
            .gives::<KioskView>(StatusCode::OK)
            .refuses([NotLoggedIn]),
    )
    .post(
        "/api/kiosk/logins",
        logins::ask,
        about("Somebody at a kiosk wants to log in with their phone.")
            .gives::<AskedLogin>(StatusCode::CREATED)
            .refuses([NotLoggedIn, TooManyRequests]),
    )
    .post(
        "/api/kiosk/logins/state",
        logins::state,
        about("Whether a phone has approved.")
            .takes::<HeldLogin>()
            .gives::<LoginState>(StatusCode::OK)
            .refuses([NotLoggedIn, LinkGone]),
    )
    .post(
        "/api/kiosk/approval",
        logins::approval,
        about("Which kiosk asks for approval. Nothing happens yet.")
            .logged_in()
            .takes::<TypedCode>()
            .gives::<Approval>(StatusCode::OK)
            .refuses([LinkGone, TooManyRequests]),
    )
    .post(
        "/api/kiosk/approve",
        logins::approve,
        about("The person who asks is at that kiosk.")
            .logged_in()
            .takes::<TypedCode>()
            .gives_nothing()
            .refuses([LinkGone, TooManyRequests]),
    )
    .post(
        "/api/kiosk/drafts",
        logins::hand_over,
        about("Hands a draft that was written at a kiosk to its author's own devices.")
            .takes::<HandedDraft>()
            .gives_nothing()
            .refuses([NotLoggedIn, LinkGone, Invalid, TooManyRequests]),
    )
    .post(
        "/api/kiosk/logins/end",
        logins::end,
        about("Visitors have left: their logins end.")
            .takes::<EndedLogins>()
            .gives_nothing()
            .refuses([NotLoggedIn]),
    )
    .post(
        "/api/kiosk/check-ins",
        check_ins::check_in,
        about("Judges codes that were shown at a kiosk, as of the moment at which they were.")
            .takes::<ShownCodes>()
            .gives::<CheckedInAll>(StatusCode::OK)
            .refuses([NotLoggedIn, TooLarge, TooManyRequests]),
    )
    .post(
        "/api/account/visit-code",
        check_ins::renew,
        about("Draws a new secret for the person's six digits.")
            .logged_in()
            .gives_nothing()
            .refuses([TooManyRequests]),
    )
}
