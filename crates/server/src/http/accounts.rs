//! Registering, logging in and out, and who is logged in.

use super::{
    body::Sent,
    client::Client,
    language::language,
    mailboxes::{new_mailbox, person},
    problem::{Failure, failure},
};
use crate::{
    clock::now,
    mail::Letter,
    session::{LoggedIn, Token, begun, gone_on, no_cookie},
    state::App,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::SET_COOKIE},
};
use domain::{
    PersonId, Row, Write,
    person::{Person, check_registration, normalize_email},
    refusal::{Field, Invalid, Problem},
};
use std::sync::Arc;
use store::{Account, LoginSession, StoreError, TokenHash, Transaction};
use sync::protocol::{Login, ProblemKind, Registration, Session};

/// An answer that keeps or removes the session's cookie.
type WithCookie<T> = ([(HeaderName, HeaderValue); 1], T);

/// `POST /api/register`: opens an account and logs in.
pub(crate) async fn register(
    State(app): State<Arc<App>>,
    Client(from): Client,
    headers: HeaderMap,
    Sent(sent): Sent<Registration>,
) -> Result<(StatusCode, WithCookie<Json<Session>>), Failure> {
    let problems = check_registration(&sent.name, &sent.email, &sent.password);
    if !problems.is_empty() {
        return Err(Failure::invalid(problems));
    }
    app.limits
        .registration(from, &normalize_email(&sent.email))?;
    let password = app.passwords.hash(sent.password).await?;
    let person = Person {
        id: sent.person,
        name: sent.name.trim().to_owned(),
        email: sent.email.trim().to_owned(),
    };
    let mut transaction = app.store.begin().await?;
    let account = Account {
        person: person.id,
        password,
    };
    transaction
        .open_account(&person.email, &account)
        .await
        .map_err(taken)?;
    transaction
        .write(&Write::Put(Row::Person(person.clone())))
        .await?;
    let now = now();
    let mailbox = new_mailbox(language(&headers).unwrap_or_default(), now)?;
    transaction.keep_mailbox(person.id, &mailbox).await?;
    app.mail
        .post(transaction.as_mut(), Some(person.id), &Letter::Verify, now)
        .await?;
    let cookie = log_in(&app, transaction, &headers, person.id).await?;
    Ok((StatusCode::CREATED, (cookie, Json(session_of(person)))))
}

/// What is taken is told by its field.
fn taken(error: StoreError) -> Failure {
    let field = match error {
        StoreError::EmailTaken => Field::Email,
        StoreError::PersonTaken => Field::Identifier,
        error => return error.into(),
    };
    Failure::invalid(vec![Invalid {
        field,
        problem: Problem::Taken,
    }])
}

/// `POST /api/login`.
pub(crate) async fn login(
    State(app): State<Arc<App>>,
    Client(from): Client,
    headers: HeaderMap,
    Sent(sent): Sent<Login>,
) -> Result<WithCookie<Json<Session>>, Failure> {
    let email = normalize_email(&sent.email);
    let wrong = || {
        failure(
            ProblemKind::WrongCredentials,
            "the address or the password is wrong",
        )
    };
    if email.len() > domain::person::MAX_EMAIL {
        return Err(wrong());
    }
    app.limits.login(from, &email)?;
    let account = app.store.snapshot().await?.account(&email).await?;
    let stored = account.as_ref().map(|account| account.password.clone());
    let right = app.passwords.is_right(sent.password, stored).await?;
    let account = account.filter(|_| right).ok_or_else(wrong)?;
    app.limits.logged_in(from, &email);
    let mut transaction = app.store.begin().await?;
    // Checking takes long: the password may be another by now, or the account closed.
    let current = transaction.account_of(account.person).await?;
    if current.is_none_or(|(_, current)| current.password != account.password) {
        return Err(wrong());
    }
    let person = person(transaction.as_mut(), account.person).await?;
    speak(transaction.as_mut(), &headers, account.person).await?;
    let cookie = log_in(&app, transaction, &headers, account.person).await?;
    Ok((cookie, Json(session_of(person))))
}

/// Writes to a person in the language that they use the app in.
async fn speak(
    transaction: &mut dyn Transaction,
    headers: &HeaderMap,
    person: PersonId,
) -> Result<(), Failure> {
    if let Some(language) = language(headers)
        && let Some(mut mailbox) = transaction.mailbox(person).await?
        && mailbox.language != language
    {
        mailbox.language = language;
        transaction.keep_mailbox(person, &mailbox).await?;
    }
    Ok(())
}

/// Sessions of one person: where there are more, those end that were used longest ago.
const MOST_SESSIONS: usize = 50;

/// Begins a session of a person, in place of the one that the browser had.
async fn log_in(
    app: &App,
    mut transaction: Box<dyn Transaction>,
    headers: &HeaderMap,
    person: PersonId,
) -> Result<[(HeaderName, HeaderValue); 1], Failure> {
    let token = Token::new().map_err(|error| Failure::internal("a token", &error))?;
    transaction
        .keep_session(token.hash(), begun(person, headers, now()))
        .await?;
    let former = Token::sent(headers, app).map(|token| token.hash());
    if let Some(former) = former {
        transaction.end_session(former).await?;
    }
    let sessions = transaction.sessions_of(person, now()).await?.into_iter();
    let others = sessions
        .map(|(token, _)| token)
        .filter(|other| *other != token.hash());
    let ended: Vec<TokenHash> = others.skip(MOST_SESSIONS - 1).collect();
    for token in &ended {
        transaction.end_session(*token).await?;
    }
    app.commit(transaction).await?;
    app.hub
        .all_logged_out(ended.into_iter().chain(former).collect());
    Ok([(SET_COOKIE, token.cookie(app)?)])
}

/// `POST /api/logout`: whoever asks is logged out afterwards.
pub(crate) async fn logout(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), Failure> {
    if let Some(token) = Token::sent(&headers, &app) {
        let mut transaction = app.store.begin().await?;
        transaction.end_session(token.hash()).await?;
        transaction.commit().await?;
        app.hub.logged_out(token.hash());
    }
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, no_cookie(&app)?)]))
}

/// `GET /api/session`: who is logged in. The app asks when it starts, and the session lasts longer.
pub(crate) async fn session(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
) -> Result<(HeaderMap, Json<Session>), Failure> {
    let mut snapshot = app.store.snapshot().await?;
    let person = person(snapshot.as_mut(), asking.person()).await?;
    drop(snapshot);
    let mut headers = HeaderMap::new();
    if let Some(longer) = gone_on(&asking.session, now()) {
        match last_longer(&app, &asking, longer).await {
            Ok(()) => drop(headers.insert(SET_COOKIE, asking.token.cookie(&app)?)),
            // Who is logged in can be said all the same; it is tried again with the next visit.
            Err(error) => tracing::warn!(%error, "a session does not last longer"),
        }
    }
    Ok((headers, Json(session_of(person))))
}

/// Moves the end of a session.
async fn last_longer(app: &App, asking: &LoggedIn, longer: LoginSession) -> Result<(), StoreError> {
    let mut transaction = app.store.begin().await?;
    transaction
        .keep_session(asking.token.hash(), longer)
        .await?;
    transaction.commit().await.map(drop)
}

fn session_of(person: Person) -> Session {
    Session {
        person: person.id,
        name: person.name,
        email: person.email,
    }
}
