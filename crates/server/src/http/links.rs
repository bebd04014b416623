//! What is done through the links of mails, without being logged in. Links are opened by programs
//! that look for viruses, too: nothing happens before something is posted.

use super::{
    account::email_taken,
    body::Sent,
    client::Client,
    mailboxes::{Halt, account, mailbox, persistently, person},
    named::Named,
    problem::{Failure, failure},
};
use crate::{clock::now, mail::Letter, session::Token, state::App};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    PersonId, Row, Write,
    person::{Person, check_email, check_password, normalize_email},
};
use std::sync::Arc;
use store::{Account, Purpose, StoreError, Transaction};
use sync::{
    account::{ForgottenPassword, OpenedLink, Reset, Verified},
    protocol::ProblemKind,
};

fn link_gone() -> Failure {
    failure(ProblemKind::LinkGone, "this link counts no more")
}

/// `POST /api/verify`: the address that the link was sent to is the account's from now on, and
/// verified.
pub(crate) async fn verify(
    State(app): State<Arc<App>>,
    Sent(sent): Sent<OpenedLink>,
) -> Result<Json<Verified>, Failure> {
    let token = Token::received(sent.token).ok_or_else(link_gone)?;
    let verified = persistently(|| open(&app, &token)).await?;
    Ok(Json(verified))
}

async fn open(app: &App, token: &Token) -> Result<Verified, Halt> {
    let now = now();
    let mut transaction = app.store.begin().await?;
    let link = transaction.take_link(token.hash(), now).await?;
    let link = link
        .filter(|link| link.purpose != Purpose::Reset)
        .ok_or_else(link_gone)?;
    let (current, own) = account(transaction.as_mut(), link.person).await?;
    let same = normalize_email(&link.email) == current;
    if link.purpose == Purpose::Verify && !same {
        // The account has another address by now.
        return Err(link_gone().into());
    }
    if !same {
        take_address(app, transaction.as_mut(), &own, &link.email).await?;
    }
    let mut mailbox = mailbox(transaction.as_mut(), link.person, now).await?;
    mailbox.verified_at = Some(now);
    // The first digest tells what is new from now on.
    mailbox.digested_until = mailbox.digested_until.max(now);
    transaction.keep_mailbox(link.person, &mailbox).await?;
    app.commit(transaction).await?;
    Ok(Verified {
        email: link.email,
        changed: !same,
    })
}

/// The account's address is another from now on, and the old one hears of it.
async fn take_address(
    app: &App,
    transaction: &mut dyn Transaction,
    own: &Account,
    new: &str,
) -> Result<(), Halt> {
    let former = person(transaction, own.person).await?;
    match transaction.change_account(new, own).await {
        // Somebody else registered with it meanwhile.
        Err(StoreError::EmailTaken) => return Err(email_taken().into()),
        changed => changed?,
    }
    let changed = Person {
        email: new.to_owned(),
        ..former.clone()
    };
    transaction.write(&Write::Put(Row::Person(changed))).await?;
    for purpose in Purpose::ALL {
        transaction.forget_links(own.person, purpose).await?;
    }
    let letter = Letter::Changed {
        old: former.email,
        new: new.to_owned(),
    };
    let person = Some(own.person);
    app.mail.post(transaction, person, &letter, now()).await?;
    Ok(())
}

/// `POST /api/reset/mail`: asks for a link to a new password. Whether there is such an account is
/// looked up when the letter is written: here, it makes no difference, not even in time.
pub(crate) async fn reset_mail(
    State(app): State<Arc<App>>,
    Client(from): Client,
    Sent(sent): Sent<ForgottenPassword>,
) -> Result<StatusCode, Failure> {
    check_email(&sent.email).map_err(|invalid| Failure::invalid(vec![invalid]))?;
    app.limits.mail(from, &normalize_email(&sent.email))?;
    let letter = Letter::Reset {
        email: sent.email.trim().to_owned(),
    };
    let mut transaction = app.store.begin().await?;
    app.mail
        .post(transaction.as_mut(), None, &letter, now())
        .await?;
    app.commit(transaction).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/reset`: a new password. Everybody who was logged in to the account is logged out.
pub(crate) async fn reset(
    State(app): State<Arc<App>>,
    Client(from): Client,
    Sent(sent): Sent<Reset>,
) -> Result<StatusCode, Failure> {
    // Before the link is used up.
    check_password(&sent.password).map_err(|invalid| Failure::invalid(vec![invalid]))?;
    let token = Token::received(sent.token).ok_or_else(link_gone)?;
    app.limits.link(from)?;
    let password = app.passwords.hash(sent.password).await?;
    persistently(|| renew(&app, &token, password.clone())).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn renew(app: &App, token: &Token, password: String) -> Result<(), Halt> {
    let now = now();
    let mut transaction = app.store.begin().await?;
    let link = transaction.take_link(token.hash(), now).await?;
    let link = link
        .filter(|link| link.purpose == Purpose::Reset)
        .ok_or_else(link_gone)?;
    let person = link.person;
    let (current, _) = account(transaction.as_mut(), person).await?;
    transaction
        .change_account(&current, &Account { person, password })
        .await?;
    for purpose in [Purpose::Reset, Purpose::Change] {
        transaction.forget_links(person, purpose).await?;
    }
    let ended = transaction.end_sessions(person, None).await?;
    if normalize_email(&link.email) == current {
        verified_by_the_way(transaction.as_mut(), person).await?;
    }
    app.mail
        .post(
            transaction.as_mut(),
            Some(person),
            &Letter::PasswordChanged,
            now,
        )
        .await?;
    app.commit(transaction).await?;
    app.hub.all_logged_out(ended);
    app.limits.renewed(&current);
    Ok(())
}

/// Who opened a link reads the mail of its address.
async fn verified_by_the_way(
    transaction: &mut dyn Transaction,
    person: PersonId,
) -> Result<(), Failure> {
    let mut mailbox = mailbox(transaction, person, now()).await?;
    if mailbox.verified_at.is_none() {
        mailbox.verified_at = Some(now());
        mailbox.digested_until = mailbox.digested_until.max(now());
        transaction.keep_mailbox(person, &mailbox).await?;
    }
    Ok(())
}

/// `POST /api/unsubscribe/{secret}`: ends the digest (RFC 8058). A mail program asks, with neither
/// cookie nor origin; doing it twice does no more. Nothing else can be done with the secret.
pub(crate) async fn unsubscribe(
    State(app): State<Arc<App>>,
    Named(secret): Named<String>,
) -> Result<StatusCode, Failure> {
    let unknown = || failure(ProblemKind::NotFound, "nobody gets a digest by this link");
    let secret = Token::received(secret).ok_or_else(unknown)?;
    let mut transaction = app.store.begin().await?;
    let person = transaction.subscriber(secret.secret()).await?;
    let person = person.ok_or_else(unknown)?;
    if let Some(mut mailbox) = transaction.mailbox(person).await? {
        mailbox.digest = false;
        transaction.keep_mailbox(person, &mailbox).await?;
    }
    app.commit(transaction).await?;
    Ok(StatusCode::NO_CONTENT)
}
