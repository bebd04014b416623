//! Closing the account.

use super::{
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
    http::{HeaderName, HeaderValue, StatusCode, header::SET_COOKIE},
};
use domain::{
    Actor, Command, DeskId, Kind, PersonId, Row, RowKey, Scope, Timestamp,
    farewell::{desks_left_alone, farewell},
};
use std::{collections::BTreeSet, sync::Arc};
use store::{Room, Snapshot, StoreError, Transaction, push::judge};
use sync::account::Closing;

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
    jobs.extend(open_to_all_of(transaction.as_mut(), &left).await?);
    withdraw(transaction.as_mut(), id, now).await?;
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

/// Everybody's places at the desks where a person has one, and the desks' contracts.
async fn places(snapshot: &mut dyn Snapshot, id: PersonId) -> Result<Vec<Row>, StoreError> {
    let own = rows_of(snapshot, Scope::Person(id), &[Kind::Membership]).await?;
    let mut places = Vec::new();
    for desk in desks(&own, id) {
        places.extend(
            rows_of(
                snapshot,
                Scope::Desk(desk),
                &[Kind::Membership, Kind::Contract],
            )
            .await?,
        );
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
        let page = snapshot.changes(Scope::Public, seen, Room::PAGE).await?;
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

/// The programs and spaces of some desks.
async fn open_to_all_of(
    snapshot: &mut dyn Snapshot,
    desks: &BTreeSet<DeskId>,
) -> Result<Vec<RowKey>, StoreError> {
    if desks.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = snapshot.rows_in(Scope::Programs, Kind::Program).await?;
    rows.extend(snapshot.rows_in(Scope::Spaces, Kind::Space).await?);
    let theirs = rows.into_iter().filter(|row| match row {
        Row::Program(program) => desks.contains(&program.desk),
        Row::Space(space) => space.desk.is_some_and(|desk| desks.contains(&desk)),
        _ => false,
    });
    Ok(theirs.map(|row| row.key()).collect())
}

/// Takes back the sign-ups for what still lies ahead: the next one waits for the seat.
async fn withdraw(
    transaction: &mut dyn Transaction,
    id: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let actor = Actor { person: id };
    for row in rows_of(transaction, Scope::Person(id), &[Kind::SignUp]).await? {
        let Row::SignUp(sign_up) = row else { continue };
        let key = RowKey {
            kind: Kind::Program,
            id: sign_up.program.0,
        };
        let is_ahead = match transaction.row(key).await? {
            Some(Row::Program(program)) => !program.is_over(now),
            _ => false,
        };
        if is_ahead && sign_up.person == id && !sign_up.state.is_over() {
            let sign_up = sign_up.id;
            let command = Command::WithdrawSignUp { sign_up };
            judge(transaction, &command, actor, now, &mut BTreeSet::new()).await?;
        }
    }
    Ok(())
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
