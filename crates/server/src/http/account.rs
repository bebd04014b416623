//! What a person sees and changes of their own account.

mod told;

pub(super) use told::told;

use super::{
    body::Sent,
    client::Client,
    mailboxes::{account, knows_password, mailbox, person},
    problem::{Failure, failure},
};
use crate::{
    clock::now,
    hash::{sha256, short_hex},
    mail::Letter,
    session::LoggedIn,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    person::{check_email, check_password, normalize_email},
    refusal::{Field, Invalid, Problem},
};
use std::sync::Arc;
use store::{Account, LoginSession, Purpose, TokenHash};
use sync::{
    account::{AccountView, DigestWish, EndSessions, NewEmail, NewPassword, SessionView},
    protocol::ProblemKind,
};

/// `GET /api/account`.
pub(crate) async fn view(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
) -> Result<Json<AccountView>, Failure> {
    let now = now();
    let mut snapshot = app.store.snapshot().await?;
    let own = person(snapshot.as_mut(), asking.person()).await?;
    let mailbox = mailbox(snapshot.as_mut(), own.id, now).await?;
    let sessions = snapshot.sessions_of(own.id, now).await?;
    let here = asking.token.hash();
    let mut sessions: Vec<SessionView> = sessions
        .into_iter()
        .map(|(token, session)| view_of(token, session, here))
        .collect();
    // Stable: the others stay in their order.
    sessions.sort_by_key(|session| !session.here);
    Ok(Json(AccountView {
        email: own.email,
        verified: mailbox.verified_at.is_some(),
        digest: mailbox.digest,
        sessions,
    }))
}

/// A session as its person sees it.
pub(super) fn view_of(token: TokenHash, session: LoginSession, here: TokenHash) -> SessionView {
    SessionView {
        id: name_of(token),
        device: session.device,
        made_at: session.made_at,
        used_at: session.used_at,
        here: token == here,
    }
}

/// Names a session to its person: a hash of the hash of its token.
fn name_of(token: TokenHash) -> String {
    short_hex(&sha256(&token.0))
}

/// `POST /api/account/verify-mail`: sends the link that shows the address once more.
pub(crate) async fn verify_mail(
    State(app): State<Arc<App>>,
    Client(from): Client,
    asking: LoggedIn,
) -> Result<StatusCode, Failure> {
    let mut transaction = app.store.begin().await?;
    let (email, _) = account(transaction.as_mut(), asking.person()).await?;
    app.limits.mail(from, &email)?;
    let person = Some(asking.person());
    app.mail
        .post(transaction.as_mut(), person, &Letter::Verify, now())
        .await?;
    app.commit(transaction).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/account/password`: another password. Other browsers are logged out, and links to a
/// new password or address that may be on their way count no more.
pub(crate) async fn password(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<NewPassword>,
) -> Result<StatusCode, Failure> {
    check_password(&sent.new).map_err(|invalid| Failure::invalid(vec![invalid]))?;
    let person = asking.person();
    let known = knows_password(&app, person, sent.old).await?;
    app.limits.new_password(person)?;
    let hash = app.passwords.hash(sent.new).await?;
    let mut transaction = app.store.begin().await?;
    let (email, _) = known.still(transaction.as_mut()).await?;
    let changed = Account {
        person,
        password: hash,
    };
    transaction.change_account(&email, &changed).await?;
    for purpose in [Purpose::Reset, Purpose::Change] {
        transaction.forget_links(person, purpose).await?;
    }
    let ended = transaction
        .end_sessions(person, Some(asking.token.hash()))
        .await?;
    app.mail
        .post(
            transaction.as_mut(),
            Some(person),
            &Letter::PasswordChanged,
            now(),
        )
        .await?;
    app.commit(transaction).await?;
    app.hub.all_logged_out(ended);
    app.limits.renewed(&email);
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/account/email`: asks for another address. It counts once its link was opened.
pub(crate) async fn email(
    State(app): State<Arc<App>>,
    Client(from): Client,
    asking: LoggedIn,
    Sent(sent): Sent<NewEmail>,
) -> Result<StatusCode, Failure> {
    check_email(&sent.email).map_err(|invalid| Failure::invalid(vec![invalid]))?;
    let person = asking.person();
    let known = knows_password(&app, person, sent.password).await?;
    let new = sent.email.trim().to_owned();
    app.limits.mail(from, &normalize_email(&new))?;
    let mut transaction = app.store.begin().await?;
    let (email, own) = known.still(transaction.as_mut()).await?;
    let others = transaction.account(&new).await?;
    if others.is_some_and(|other| other.person != person) {
        return Err(email_taken());
    }
    for letter in [
        Letter::Change {
            email: new.clone(),
            standing: Letter::standing(&email, &own),
        },
        Letter::ChangeAsked { new },
    ] {
        app.mail
            .post(transaction.as_mut(), Some(person), &letter, now())
            .await?;
    }
    app.commit(transaction).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The address has another account.
pub(super) fn email_taken() -> Failure {
    Failure::invalid(vec![Invalid {
        field: Field::Email,
        problem: Problem::Taken,
    }])
}

/// `POST /api/account/digest`: whether the daily digest comes.
pub(crate) async fn digest(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<DigestWish>,
) -> Result<StatusCode, Failure> {
    let (person, now) = (asking.person(), now());
    let mut transaction = app.store.begin().await?;
    let mut mailbox = mailbox(transaction.as_mut(), person, now).await?;
    if sent.on && !mailbox.digest {
        // Nobody asks for what was new while they did not want to hear of it.
        mailbox.digested_until = now;
    }
    mailbox.digest = sent.on;
    transaction.keep_mailbox(person, &mailbox).await?;
    app.commit(transaction).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/account/sessions/end`: logs out one of the person's browsers, or all others.
pub(crate) async fn end_sessions(
    State(app): State<Arc<App>>,
    asking: LoggedIn,
    Sent(sent): Sent<EndSessions>,
) -> Result<StatusCode, Failure> {
    let person = asking.person();
    let mut transaction = app.store.begin().await?;
    let ended = match sent.session {
        None => {
            transaction
                .end_sessions(person, Some(asking.token.hash()))
                .await?
        }
        Some(name) => {
            let own = transaction.sessions_of(person, now()).await?;
            let named = own.into_iter().find(|(token, _)| name_of(*token) == name);
            let Some((token, _)) = named else {
                // Another's, or one that has ended.
                return Err(failure(ProblemKind::NotFound, "there is no such session"));
            };
            transaction.end_session(token).await?;
            vec![token]
        }
    };
    app.commit(transaction).await?;
    app.hub.all_logged_out(ended);
    Ok(StatusCode::NO_CONTENT)
}
