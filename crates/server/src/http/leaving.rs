//! Taking everything with one, and closing the account.

use super::{
    account::view_of,
    body::Sent,
    mailboxes::{Halt, Known, knows_password, mailbox, persistently, person},
    problem::Failure,
};
use crate::{
    clock::now,
    mail::{Letter, called},
    session::{LoggedIn, no_cookie},
    state::App,
};
use axum::{
    extract::State,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE, SET_COOKIE},
    },
};
use domain::{
    DeskId, Kind, PersonId, Row, RowKey, Scope,
    farewell::{desks_left_alone, farewell},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Snapshot, StoreError, Transaction};
use sync::account::{Closing, SessionView};

/// Postings read at once.
const PAGE: usize = 1_000;

/// `GET /api/account/data`; docs/formats.md describes it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Everything {
    format: &'static str,
    made_at: domain::Timestamp,
    account: AccountData,
    sessions: Vec<SessionView>,
    rows: BTreeMap<&'static str, Vec<Value>>,
}

#[derive(Serialize, JsonSchema)]
struct AccountData {
    person: PersonId,
    name: String,
    email: String,
    verified_at: Option<domain::Timestamp>,
    language: &'static str,
    digest: bool,
}

/// `GET /api/account/data`: everything of the person's, as one JSON file.
pub(crate) async fn data(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
) -> Result<([(HeaderName, HeaderValue); 2], Vec<u8>), Failure> {
    app.limits.download(asking.person())?;
    let now = now();
    let mut snapshot = app.store.snapshot().await?;
    let own = person(snapshot.as_mut(), asking.person()).await?;
    let mailbox = mailbox(snapshot.as_mut(), own.id, now).await?;
    let sessions = snapshot.sessions_of(own.id, now).await?;
    let mut rows: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
    for row in own_rows(snapshot.as_mut(), own.id).await? {
        let kind = row.key().kind.word();
        let body = serde_json::to_value(&row)
            .map_err(|error| Failure::internal("a row", &error))?
            .get_mut(kind)
            .map(Value::take);
        rows.entry(kind).or_default().extend(body);
    }
    let everything = Everything {
        format: "engawa-account-1",
        made_at: now,
        account: AccountData {
            person: own.id,
            name: own.name,
            email: own.email,
            verified_at: mailbox.verified_at,
            language: mailbox.language.tag(),
            digest: mailbox.digest,
        },
        sessions: sessions
            .into_iter()
            .map(|(token, session)| view_of(token, session, asking.token.hash()))
            .collect(),
        rows,
    };
    let json = serde_json::to_vec_pretty(&everything)
        .map_err(|error| Failure::internal("everything of a person", &error))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"engawa-account.json\""),
        ),
    ];
    Ok((headers, json))
}

/// The rows of the person's own scope, and what they wrote and agreed to for desks.
async fn own_rows(snapshot: &mut dyn Snapshot, id: PersonId) -> Result<Vec<Row>, StoreError> {
    let mut rows = rows_of(snapshot, Scope::Person(id), &Kind::ALL).await?;
    let known: BTreeSet<RowKey> = rows.iter().map(Row::key).collect();
    for desk in desks(&rows, id) {
        let kinds = [Kind::Message, Kind::Contract];
        let there = rows_of(snapshot, Scope::Desk(desk), &kinds).await?;
        let theirs = there.into_iter().filter(|row| match row {
            Row::Message(message) => message.author == id,
            Row::Contract(contract) => {
                let agreed = contract.client.as_ref();
                agreed.is_some_and(|agreed| agreed.person == id)
            }
            _ => false,
        });
        rows.extend(theirs.filter(|row| !known.contains(&row.key())));
    }
    Ok(rows)
}

async fn rows_of(
    snapshot: &mut dyn Snapshot,
    scope: Scope,
    kinds: &[Kind],
) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    for kind in kinds {
        rows.extend(snapshot.rows_in(scope, *kind).await?);
    }
    Ok(rows)
}

/// The desks where a person has a place.
fn desks(rows: &[Row], id: PersonId) -> Vec<DeskId> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Membership(place) if place.person == id => Some(place.desk),
            _ => None,
        })
        .collect()
}

/// `POST /api/account/close`: what is the person's alone goes, what is open ends, and what both sides
/// of a contract keep stays ([`farewell`]).
pub(crate) async fn close(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<Closing>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), Failure> {
    let person = asking.person();
    let known = knows_password(&app, person, sent.password).await?;
    persistently(|| leave(&app, person, &known)).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, no_cookie(&app)?)]))
}

async fn leave(app: &App, id: PersonId, known: &Known) -> Result<(), Halt> {
    let now = now();
    // There may be very many postings: they are looked through before anybody has to wait.
    let mut snapshot = app.store.snapshot().await?;
    let places = places(snapshot.as_mut(), id).await?;
    let left = desks_left_alone(id, &places);
    let (mut jobs, seen) = jobs_of(snapshot.as_mut(), &left, 0).await?;
    drop(snapshot);

    let mut transaction = app.store.begin().await?;
    let key = RowKey {
        kind: Kind::Person,
        id: id.0,
    };
    // Whoever does something as this person reads this row: from here on, nobody does.
    transaction.foresee(&BTreeSet::from([key])).await?;
    known.still(transaction.as_mut()).await?;
    let own = person(transaction.as_mut(), id).await?;
    let places = self::places(transaction.as_mut(), id).await?;
    if desks_left_alone(id, &places) != left {
        return Err(StoreError::Conflict.into());
    }
    jobs.extend(jobs_of(transaction.as_mut(), &left, seen).await?.0);
    let mut keys: BTreeSet<RowKey> = places.iter().map(Row::key).chain(jobs).collect();
    let mine = rows_of(transaction.as_mut(), Scope::Person(id), &Kind::ALL).await?;
    keys.extend(mine.iter().map(Row::key));
    for desk in &left {
        let kinds = [Kind::Proposal, Kind::Invitation];
        let theirs = rows_of(transaction.as_mut(), Scope::Desk(*desk), &kinds).await?;
        keys.extend(theirs.iter().map(Row::key));
    }
    let rows = settled(transaction.as_mut(), &keys).await?;
    for write in farewell(id, now, &rows) {
        transaction.write(&write).await?;
    }
    let mailbox = mailbox(transaction.as_mut(), id, now).await?;
    let sessions = transaction.end_sessions(id, None).await?;
    transaction.close_account(id, now).await?;
    let letter = Letter::Closed {
        name: called(&own, &own.email, mailbox.verified_at.is_some()).to_owned(),
        email: own.email,
        language: mailbox.language.tag().to_owned(),
    };
    app.mail
        .post(transaction.as_mut(), None, &letter, now)
        .await?;
    app.commit(transaction).await?;
    app.hub.all_logged_out(sessions);
    Ok(())
}

/// Everybody's places at the desks where a person has one.
async fn places(snapshot: &mut dyn Snapshot, id: PersonId) -> Result<Vec<Row>, StoreError> {
    let own = rows_of(snapshot, Scope::Person(id), &[Kind::Membership]).await?;
    let mut places = Vec::new();
    for desk in desks(&own, id) {
        places.extend(rows_of(snapshot, Scope::Desk(desk), &[Kind::Membership]).await?);
    }
    Ok(places)
}

/// The postings of some desks that changed after a version, and how far that goes.
async fn jobs_of(
    snapshot: &mut dyn Snapshot,
    desks: &BTreeSet<DeskId>,
    after: u64,
) -> Result<(Vec<RowKey>, u64), StoreError> {
    let (mut jobs, mut seen) = (Vec::new(), after);
    if desks.is_empty() {
        return Ok((jobs, seen));
    }
    loop {
        let page = snapshot.changes(Scope::Public, seen, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok((jobs, seen));
        };
        seen = last.version;
        jobs.extend(page.into_iter().filter_map(|change| match change.row {
            Some(Row::Job(job)) if desks.contains(&job.desk) => Some(change.key),
            _ => None,
        }));
    }
}

/// Rows as they are now, and stay until the commit.
async fn settled(
    transaction: &mut dyn Transaction,
    keys: &BTreeSet<RowKey>,
) -> Result<Vec<Row>, StoreError> {
    transaction.foresee(keys).await?;
    let mut rows = Vec::new();
    for key in keys {
        rows.extend(transaction.row(*key).await?);
    }
    Ok(rows)
}
