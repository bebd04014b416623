//! Calendars that calendar programs follow: of a program, of a town, of a person.

use super::{
    cached::{ASKED, Kept, is_known},
    client::Client,
    named::Named,
    open::end_of,
    problem::{Failure, failure},
};
use crate::{
    hash::{sha256, short_hex},
    state::App,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use domain::{
    CalendarLinkId, Day, Kind, ProgramId, Row, RowKey, Scope, SignUpId,
    calendar::{Event, Status, events, write},
    place::MunicipalityCode,
    program::{Program, Session},
    sign_up::{SignUp, State as Standing},
};
use std::{collections::BTreeMap, str::FromStr, sync::Arc};
use store::{Snapshot, StoreError};
use sync::protocol::ProblemKind;

/// Days for which what is over stays in a calendar.
const KEPT_DAYS: i64 = 90;
/// What a person's calendar is called.
const OWN: &str = "縁側";
/// For one person's program alone, and asked about before each use.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// What a file's address names: `452041.ics`.
pub(crate) struct Ics<T>(T);

impl<T: FromStr> FromStr for Ics<T> {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        let named = name.strip_suffix(".ics").ok_or(())?;
        named.parse().map(Self).map_err(|_| ())
    }
}

fn no_calendar() -> Failure {
    failure(ProblemKind::NotFound, "there is no such calendar")
}

/// `GET /calendar/programs/{file}`: the sessions of a program.
pub(crate) async fn of_program(
    State(app): State<Arc<App>>,
    Client(from): Client,
    Named(Ics(id)): Named<Ics<ProgramId>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    app.limits.reading(from)?;
    let mut snapshot = app.store.snapshot().await?;
    let program = program(snapshot.as_mut(), id).await?;
    let program = program.ok_or_else(no_calendar)?;
    let events = events(&program, None, Status::Confirmed, app.reached_at.origin());
    Ok(send(write(&program.title, &events), ASKED, None, &headers))
}

/// `GET /calendar/towns/{file}`: the sessions of all programs of a town, and of those that take
/// place there.
pub(crate) async fn of_town(
    State(app): State<Arc<App>>,
    Client(from): Client,
    Named(Ics(code)): Named<Ics<MunicipalityCode>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    app.limits.reading(from)?;
    let mut snapshot = app.store.snapshot().await?;
    let today = Day::of((app.clock)());
    // All programs are read for one town: not where nothing has changed.
    let version = end_of(snapshot.as_mut(), Scope::Programs).await?;
    let etag = format!("\"{}-{version}-{today}\"", app.store.epoch().0);
    let body = match is_known(&headers, &etag) {
        true => String::new(),
        false => town(&app, snapshot.as_mut(), &code, today).await?,
    };
    Ok(send(body, ASKED, Some(etag), &headers))
}

async fn town(
    app: &App,
    snapshot: &mut dyn Snapshot,
    code: &MunicipalityCode,
    today: Day,
) -> Result<String, Failure> {
    let mut name = snapshot.town(code).await?.map(|town| town.name);
    let mut found = Vec::new();
    for row in snapshot.rows_in(Scope::Programs, Kind::Program).await? {
        let Row::Program(program) = row else { continue };
        let of = program.towns.iter().find(|town| town.code == *code);
        if let Some(town) = of {
            name.get_or_insert_with(|| town.name.clone());
        }
        let takes_place = |session: &&Session| {
            let venue = session.venue.as_ref().and_then(|venue| venue.town.as_ref());
            let is_there = of.is_some() || venue.is_some_and(|town| town.code == *code);
            is_there && session.to >= today.plus(-KEPT_DAYS)
        };
        let sessions = program.sessions.iter().filter(takes_place);
        found.extend(sessions.map(|session| {
            Event::of_session(
                &program,
                session,
                Status::Confirmed,
                app.reached_at.origin(),
            )
        }));
    }
    found.sort_by(|one, other| one.uid.cmp(&other.uid));
    match name {
        Some(name) => Ok(write(&name, &found)),
        None if found.is_empty() => Err(no_calendar()),
        None => Ok(write(code.as_str(), &found)),
    }
}

/// `GET /calendar/people/{file}`: what a person signed up for. Calendar programs do not log in: the
/// address is the secret.
pub(crate) async fn of_person(
    State(app): State<Arc<App>>,
    Client(from): Client,
    Named(Ics(link)): Named<Ics<CalendarLinkId>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    app.limits.reading(from)?;
    let mut snapshot = app.store.snapshot().await?;
    let key = RowKey {
        kind: Kind::CalendarLink,
        id: link.0,
    };
    let Some(Row::CalendarLink(link)) = snapshot.row(key).await? else {
        return Err(no_calendar());
    };
    let own = Scope::Person(link.person);
    let mut sign_ups = BTreeMap::<SignUpId, (SignUp, Status)>::new();
    for row in snapshot.rows_in(own, Kind::SignUp).await? {
        let Row::SignUp(sign_up) = row else { continue };
        let status = match sign_up.state {
            Standing::Accepted { .. } => Status::Confirmed,
            Standing::Waiting { .. } | Standing::InReview | Standing::InDraw => Status::Tentative,
            Standing::Refused { .. } | Standing::Lost { .. } | Standing::Withdrawn { .. } => {
                continue;
            }
        };
        sign_ups.insert(sign_up.id, (sign_up, status));
    }
    let oldest = Day::of((app.clock)()).plus(-KEPT_DAYS);
    let mut found = Vec::new();
    for (sign_up, status) in sign_ups.into_values() {
        let program = program(snapshot.as_mut(), sign_up.program).await?;
        let program = program.filter(|program| {
            let ends = program.ends_at();
            ends.is_some_and(|ends| ends >= oldest.start())
        });
        if let Some(program) = program {
            let session = sign_up.application.session;
            found.extend(events(&program, session, status, app.reached_at.origin()));
        }
    }
    Ok(send(write(OWN, &found), PRIVATE, None, &headers))
}

async fn program(
    snapshot: &mut dyn Snapshot,
    id: ProgramId,
) -> Result<Option<Program>, StoreError> {
    let key = RowKey {
        kind: Kind::Program,
        id: id.0,
    };
    Ok(match snapshot.row(key).await? {
        Some(Row::Program(program)) => Some(program),
        _ => None,
    })
}

/// A calendar, or only that it has not changed. Without an entity tag it is named by its content.
fn send(
    body: String,
    cache_control: HeaderValue,
    etag: Option<String>,
    headers: &HeaderMap,
) -> Response {
    let etag = etag.unwrap_or_else(|| format!("\"{}\"", short_hex(&sha256(body.as_bytes()))));
    let kept = Kept {
        body: body.into(),
        encoding: None,
        content_type: "text/calendar; charset=utf-8",
        cache_control,
        etag: &etag,
    };
    kept.respond(headers)
}
