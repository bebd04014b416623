//! What the account's requests share: one's own account, its password, how mail reaches it.

use super::problem::{Failure, failure};
use crate::{limits::TooOften, session::Token, state::App};
use axum::http::StatusCode;
use domain::{Kind, PersonId, Row, RowKey, Timestamp, person::Person};
use store::{Account, Language, Mailbox, Snapshot, StoreError};
use sync::protocol::ProblemKind;

/// The row of a person who has an account.
pub(super) async fn person<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    id: PersonId,
) -> Result<Person, Failure> {
    let key = RowKey {
        kind: Kind::Person,
        id: id.0,
    };
    match snapshot.row(key).await? {
        Some(Row::Person(person)) => Ok(person),
        _ => Err(Failure::internal(
            "a person",
            &"there is an account without a person",
        )),
    }
}

/// The normalized address and the account of a person.
pub(super) async fn account<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    id: PersonId,
) -> Result<(String, Account), Failure> {
    let found = snapshot.account_of(id).await?;
    found.ok_or_else(|| Failure::internal("a person", &"there is a session without an account"))
}

/// What somebody showed that they know the password of. Checking takes long, and the password may
/// change meanwhile: what is done with it asks once more in its own transaction.
pub(super) struct Known(Account);

impl Known {
    /// The normalized address and the account, if the password is still the one that was shown.
    pub(super) async fn still<S: Snapshot + ?Sized>(
        &self,
        snapshot: &mut S,
    ) -> Result<(String, Account), Failure> {
        let found = account(snapshot, self.0.person).await?;
        if found.1.password == self.0.password {
            Ok(found)
        } else {
            Err(wrong_password())
        }
    }
}

/// Whoever is logged in shows that they know the password, too.
pub(super) async fn knows_password(
    app: &App,
    person: PersonId,
    password: String,
) -> Result<Known, Failure> {
    let mut snapshot = app.store.snapshot().await?;
    let (_, account) = account(snapshot.as_mut(), person).await?;
    drop(snapshot);
    app.limits.check(person)?;
    let stored = Some(account.password.clone());
    if !app.passwords.is_right(password, stored).await? {
        return Err(wrong_password());
    }
    app.limits.checked(person);
    Ok(Known(account))
}

/// Not 401: the session counts.
fn wrong_password() -> Failure {
    failure(ProblemKind::WrongCredentials, "the password is wrong")
        .with_status(StatusCode::FORBIDDEN)
}

/// How mail reaches a person; as for somebody new where it was never noted.
pub(super) async fn mailbox<S: Snapshot + ?Sized>(
    snapshot: &mut S,
    person: PersonId,
    now: Timestamp,
) -> Result<Mailbox, Failure> {
    match snapshot.mailbox(person).await? {
        Some(mailbox) => Ok(mailbox),
        None => new_mailbox(Language::default(), now),
    }
}

/// How mail reaches somebody new.
pub(super) fn new_mailbox(language: Language, now: Timestamp) -> Result<Mailbox, Failure> {
    let unsubscribe = Token::new().map_err(|error| Failure::internal("a token", &error))?;
    Ok(Mailbox {
        verified_at: None,
        language,
        digest: true,
        unsubscribe: unsubscribe.secret().to_owned(),
        digested_until: now,
    })
}

/// How often a request is begun anew because other writers were in the way.
const TRIES: u32 = 8;

/// Does something again for as long as other writers are in the way.
pub(super) async fn persistently<T, Doing>(mut act: impl FnMut() -> Doing) -> Result<T, Failure>
where
    Doing: Future<Output = Result<T, Halt>>,
{
    let mut tries = 1;
    loop {
        match act().await {
            Ok(done) => return Ok(done),
            Err(Halt::Store(StoreError::Conflict)) if tries < TRIES => tries += 1,
            Err(Halt::Store(error)) => return Err(error.into()),
            Err(Halt::Failure(failure)) => return Err(failure),
        }
    }
}

/// Why something was not done.
pub(super) enum Halt {
    /// The store; it may be tried again.
    Store(StoreError),
    /// Something that stays so.
    Failure(Failure),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<TooOften> for Halt {
    fn from(error: TooOften) -> Self {
        Self::Failure(error.into())
    }
}
