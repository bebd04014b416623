//! What is told of the account's endpoints, and of those behind the links of mails.

use crate::http::{
    api::{Api, Told, about},
    download::{self, Everything},
    leaving, links,
};
use axum::http::StatusCode;
use sync::{
    account::{
        AccountView, Closing, DigestWish, EndSessions, ForgottenPassword, NewEmail, NewPassword,
        OpenedLink, Reset, Verified,
    },
    protocol::ProblemKind,
};

/// The endpoints of the account, and of the links in mails.
pub(in crate::http) fn told(api: Api) -> Api {
    use ProblemKind::{Invalid, LinkGone, NotFound, TooManyRequests, WrongCredentials};
    let own = |summary| about(summary).logged_in();
    let proven = |told: Told| {
        told.refuses([TooManyRequests])
            .refuses_with(StatusCode::FORBIDDEN, WrongCredentials)
    };
    api.get(
        "/api/account",
        super::view,
        own("The account as its person sees it.").gives::<AccountView>(StatusCode::OK),
    )
    .post(
        "/api/account/verify-mail",
        super::verify_mail,
        own("Sends the link that shows the address once more.")
            .gives_nothing()
            .refuses([TooManyRequests]),
    )
    .post(
        "/api/account/password",
        super::password,
        proven(own("Another password. All other sessions end."))
            .takes::<NewPassword>()
            .gives_nothing()
            .refuses([Invalid]),
    )
    .post(
        "/api/account/email",
        super::email,
        proven(own(
            "Asks for another address; it counts once its link is opened.",
        ))
        .takes::<NewEmail>()
        .gives_nothing()
        .refuses([Invalid]),
    )
    .post(
        "/api/account/digest",
        super::digest,
        own("Whether the daily digest comes.")
            .takes::<DigestWish>()
            .gives_nothing(),
    )
    .post(
        "/api/account/sessions/end",
        super::end_sessions,
        own("Logs out one of the person's browsers, or all others.")
            .takes::<EndSessions>()
            .gives_nothing()
            .refuses([NotFound]),
    )
    .get(
        "/api/account/data",
        download::data,
        own("Everything of the person's, as a file.")
            .gives::<Everything>(StatusCode::OK)
            .refuses([TooManyRequests]),
    )
    .post(
        "/api/account/close",
        leaving::close,
        proven(own("Closes the account for good."))
            .takes::<Closing>()
            .gives_nothing(),
    )
    .post(
        "/api/verify",
        links::verify,
        about("Uses the link of a mail that shows an address.")
            .takes::<OpenedLink>()
            .gives::<Verified>(StatusCode::OK)
            .refuses([Invalid, LinkGone]),
    )
    .post(
        "/api/reset/mail",
        links::reset_mail,
        about("Asks for the link to a new password, whether or not there is an account.")
            .takes::<ForgottenPassword>()
            .gives_nothing()
            .refuses([Invalid, TooManyRequests]),
    )
    .post(
        "/api/reset",
        links::reset,
        about("Uses the link to a new password. All sessions of the account end.")
            .takes::<Reset>()
            .gives_nothing()
            .refuses([Invalid, LinkGone, TooManyRequests]),
    )
    .post(
        "/api/unsubscribe/{secret}",
        links::unsubscribe,
        about("Ends the daily digest with one tap (RFC 8058), from whichever site.")
            .names::<String>("secret")
            .gives_nothing()
            .refuses([NotFound]),
    )
}
