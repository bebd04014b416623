//! Every route, and what all of them share.

mod account;
mod accounts;
mod api;
mod body;
mod cached;
mod calendars;
mod certificates;
mod client;
mod download;
mod embed;
mod feeds;
mod files;
mod jobs;
mod kiosk;
mod language;
mod leaving;
mod links;
mod live;
mod log;
mod mailboxes;
mod named;
mod open;
mod outcomes;
mod pages;
mod posting;
pub(crate) mod problem;
mod replica;

pub(crate) use embed::{BadWords, Words, words};
pub(crate) use outcomes::Reckoned;

use crate::{security, state::App};
use api::{Api, about};
use axum::{
    Router,
    extract::Request,
    http::{Method, StatusCode, Uri},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use board::{Manifest, PackHash};
use domain::{
    CertificateId, DeskId, FileId, Job, JobId, ProgramId, SpaceId, certificate::Attested,
    file::FileFormat, outcomes::Outcomes, program::Program, space::Space,
};
use problem::{Failure, failure};
use std::{sync::Arc, time::Duration};
use sync::protocol::{
    BoardChanges, Live, Login, OpenChanges, ProblemKind, PullRequest, PullResponse, PushRequest,
    PushResponse, Registration, Session,
};
use tower_http::{
    compression::CompressionLayer,
    csrf::{CsrfLayer, ProtectionError},
};

/// How long an answer may take, its request's body included. A live stream has answered once it
/// begins.
const ANSWER: Duration = Duration::from_secs(60);
/// The same for a file: five megabytes come in time at 200 kbit/s.
const FILE_ANSWER: Duration = Duration::from_secs(300);

/// The whole server, as a service.
pub(crate) fn router(app: Arc<App>) -> Router {
    let (router, document) = told().finish();
    router
        .route(
            api::ADDRESS,
            get(move |headers| document.clone().send(headers)),
        )
        .route("/api", any(nothing_here))
        .route("/api/{*rest}", any(nothing_here))
        .route("/precache.js", get(pages::precache))
        .route("/jobs/{id}", get(posting::posting))
        .route("/embed/jobs", get(embed::jobs))
        .route("/embed/open", get(embed::open))
        .fallback(get(pages::file).fallback(wrong_method))
        .method_not_allowed_fallback(wrong_method)
        .layer(CompressionLayer::new())
        .layer(from_fn(in_time))
        .layer(trusted(&app).with_rejection_response(foreign))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn(log::request))
        .with_state(app)
}

/// Every endpoint, with what it takes and gives. Only what is told here is served to programs.
fn told() -> Api {
    use ProblemKind::{Forbidden, Invalid, NotFound, Schema, TooManyRequests, WrongCredentials};
    kiosk::told(account::told(Api::default()))
        .post(
            "/api/register",
            accounts::register,
            about("Opens an account and logs in.")
                .takes::<Registration>()
                .gives::<Session>(StatusCode::CREATED)
                .refuses([Invalid, TooManyRequests]),
        )
        .post(
            "/api/login",
            accounts::login,
            about("Logs in.")
                .takes::<Login>()
                .gives::<Session>(StatusCode::OK)
                .refuses([WrongCredentials, TooManyRequests]),
        )
        .post(
            "/api/logout",
            accounts::logout,
            about("Ends the session, if there is one.").gives_nothing(),
        )
        .get(
            "/api/session",
            accounts::session,
            about("Who is logged in.")
                .logged_in()
                .gives::<Session>(StatusCode::OK),
        )
        .post(
            "/api/sync/push",
            replica::push,
            about("Judges what a device did while nobody watched: each mutation once, in order.")
                .logged_in()
                .takes::<PushRequest>()
                .gives::<PushResponse>(StatusCode::OK)
                .refuses([Schema, Forbidden, TooManyRequests]),
        )
        .post(
            "/api/sync/pull",
            replica::pull,
            about("What has changed for the person, and what became of an outbox.")
                .logged_in()
                .takes::<PullRequest>()
                .gives::<PullResponse>(StatusCode::OK)
                .refuses([Schema, Forbidden, TooManyRequests]),
        )
        .get(
            "/api/live",
            live::live,
            about("That something is new, as it happens: events named `live`.")
                .streams::<Live>()
                .refuses([TooManyRequests]),
        )
        .get(
            "/api/board",
            jobs::manifest,
            about("Which packs of postings there are.")
                .gives::<Manifest>(StatusCode::OK)
                .kept(),
        )
        .get(
            "/api/board/packs/{hash}",
            jobs::pack,
            about("A pack of postings. It never changes.")
                .names::<PackHash>("hash")
                .gives_bytes()
                .kept()
                .refuses([NotFound]),
        )
        .get(
            "/api/board/changes",
            jobs::changes,
            about("Which postings changed after the packs were built.")
                .asks::<open::Since>()
                .gives::<BoardChanges>(StatusCode::OK)
                .refuses([TooManyRequests])
                .refuses_with(StatusCode::GONE, NotFound),
        )
        .get(
            "/api/jobs/{id}",
            jobs::job,
            about("A posting.")
                .names::<JobId>("id")
                .gives::<Job>(StatusCode::OK)
                .refuses([NotFound]),
        )
        .get(
            "/api/programs",
            open::programs,
            about("Which programs changed after a version, and how full they are.")
                .asks::<open::Since>()
                .gives::<OpenChanges>(StatusCode::OK)
                .refuses([TooManyRequests]),
        )
        .get(
            "/api/programs/{id}",
            open::program,
            about("A program.")
                .names::<ProgramId>("id")
                .gives::<Program>(StatusCode::OK)
                .refuses([NotFound]),
        )
        .get(
            "/api/desks/{id}/outcomes",
            outcomes::outcomes,
            about("What became of the people who signed up with a desk: counts by month, from five up.")
                .logged_in()
                .names::<DeskId>("id")
                .gives::<Outcomes>(StatusCode::OK)
                .refuses([NotFound, TooManyRequests]),
        )
        .post(
            "/api/files/{id}",
            files::bring,
            about("Brings a file that a sign-up will name.")
                .logged_in()
                .names::<FileId>("id")
                .asks::<files::Is>()
                .takes_bytes()
                .gives_nothing()
                .refuses([Forbidden, Invalid, NotFound, TooManyRequests]),
        )
        .get(
            "/api/files/{id}",
            files::file,
            about("What is in a file: one's own, or one that a sign-up names which one reads.")
                .logged_in()
                .names::<FileId>("id")
                .asks::<files::Through>()
                .gives_media(&FileFormat::MEDIA_TYPES)
                .refuses([NotFound, TooManyRequests]),
        )
        .get(
            "/feeds/{file}",
            feeds::feed,
            about("The newest postings of a desk's feed: `{id}.atom` or `{id}.json`.")
                .names::<String>("file")
                .gives_media(&["application/atom+xml", "application/feed+json"])
                .kept()
                .refuses([NotFound, TooManyRequests])
                .refuses_with(StatusCode::GONE, NotFound),
        )
        .get(
            "/api/certificates/{id}",
            certificates::certificate,
            about("What a certificate attests, and whether it still counts.")
                .names::<CertificateId>("id")
                .gives::<Attested>(StatusCode::OK)
                .refuses([NotFound, TooManyRequests]),
        )
        .get(
            "/calendar/programs/{file}",
            calendars::of_program,
            about("A program's sessions as iCalendar: `{program}.ics`.")
                .names::<String>("file")
                .gives_media(&["text/calendar"])
                .kept()
                .refuses([NotFound, TooManyRequests]),
        )
        .get(
            "/calendar/towns/{file}",
            calendars::of_town,
            about("The sessions of a town's programs as iCalendar: `{municipality code}.ics`.")
                .names::<String>("file")
                .gives_media(&["text/calendar"])
                .kept()
                .refuses([NotFound, TooManyRequests]),
        )
        .get(
            "/calendar/people/{file}",
            calendars::of_person,
            about("What a person signed up for as iCalendar: `{secret}.ics`.")
                .names::<String>("file")
                .gives_media(&["text/calendar"])
                .kept()
                .refuses([NotFound, TooManyRequests]),
        )
        .get(
            "/api/spaces",
            open::spaces,
            about("Which spaces changed after a version.")
                .asks::<open::Since>()
                .gives::<OpenChanges>(StatusCode::OK)
                .refuses([TooManyRequests]),
        )
        .get(
            "/api/spaces/{id}",
            open::space,
            about("A space.")
                .names::<SpaceId>("id")
                .gives::<Space>(StatusCode::OK)
                .refuses([NotFound]),
        )
        .get(
            "/healthz",
            pages::healthz,
            about("That the server answers, and the store does.").gives_text(),
        )
}

async fn nothing_here() -> Failure {
    failure(ProblemKind::NotFound, "there is no such address")
}

async fn wrong_method() -> Failure {
    failure(
        ProblemKind::NotFound,
        "this address does not take this method",
    )
    .with_status(StatusCode::METHOD_NOT_ALLOWED)
}

/// The origins that may change something, beside the one that is asked.
fn trusted(app: &App) -> CsrfLayer {
    // A mail program ends the digest with one tap, wherever it runs (RFC 8058); the address holds
    // the secret, and the request has no cookie to misuse.
    let one_tap = |method: &Method, uri: &Uri| {
        method == Method::POST && uri.path().starts_with("/api/unsubscribe/")
    };
    let layer = CsrfLayer::new().with_insecure_bypass(one_tap);
    match &app.public_url {
        // A proxy may put its own name into `Host`.
        Some(url) => layer
            .clone()
            .add_trusted_origin(url.origin())
            .unwrap_or(layer),
        None => layer,
    }
}

/// Another site made a browser send this.
fn foreign(_: ProtectionError) -> Response {
    failure(ProblemKind::Forbidden, "another site sent this").into_response()
}

async fn in_time(request: Request, next: Next) -> Response {
    let most = match request.uri().path().starts_with("/api/files/") {
        true => FILE_ANSWER,
        false => ANSWER,
    };
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(response) => response,
        Err(_) => failure(ProblemKind::Internal, "this took too long")
            .with_status(StatusCode::SERVICE_UNAVAILABLE)
            .into_response(),
    }
}
