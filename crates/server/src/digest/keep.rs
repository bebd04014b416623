//! Writing digests, once a day.

use super::{digest, last_due, told_before};
use crate::{clock::now, mail::Letter, state::App};
use domain::{DeskId, Kind, PersonId, Row, RowKey, Scope, Timestamp};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Snapshot, StoreError};

/// What a digest is made of.
const KINDS: [Kind; 6] = [
    Kind::Proposal,
    Kind::Message,
    Kind::ReadMark,
    Kind::Invitation,
    Kind::Contract,
    Kind::SignUp,
];

/// People looked up at once.
const PAGE: usize = 100;

/// Writes digests for as long as the server runs. Who was told of a day is in the store: several
/// servers, and one that starts anew, tell nobody twice.
pub(crate) async fn keep(app: Arc<App>) {
    let mut done = None;
    loop {
        let due = last_due(now(), app.mail.settings.digest_hour);
        if done != Some(due) {
            match write_all(&app, due).await {
                Ok(count) => {
                    tracing::debug!(count, "wrote digests");
                    done = Some(due);
                }
                Err(error) => tracing::warn!(%error, "digests wait"),
            }
        }
        tokio::time::sleep(app.mail.settings.look).await;
    }
}

async fn write_all(app: &App, due: Timestamp) -> Result<usize, StoreError> {
    let mut written = 0;
    loop {
        let mut snapshot = app.store.snapshot().await?;
        let people = snapshot.to_digest(told_before(due), PAGE).await?;
        drop(snapshot);
        if people.is_empty() {
            return Ok(written);
        }
        for person in people {
            match write(app, person, due).await {
                Ok(wrote) => written += usize::from(wrote),
                // Another server was faster; the next look says whether it is done.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Writes one person's digest, and says whether there was anything in it.
async fn write(app: &App, person: PersonId, due: Timestamp) -> Result<bool, StoreError> {
    let mut snapshot = app.store.snapshot().await?;
    let (desks, rows) = readable(snapshot.as_mut(), person).await?;
    drop(snapshot);
    let mut transaction = app.store.begin().await?;
    let Some(mut mailbox) = transaction.mailbox(person).await? else {
        return Ok(false);
    };
    if mailbox.digested_until >= told_before(due) {
        return Ok(false);
    }
    let news = digest(person, &desks, &rows, mailbox.digested_until, due);
    mailbox.digested_until = due;
    transaction.keep_mailbox(person, &mailbox).await?;
    let is_worth_it = !news.is_empty();
    if is_worth_it {
        let letter = Letter::Digest { news };
        app.mail
            .post(transaction.as_mut(), Some(person), &letter, now())
            .await?;
    }
    transaction.commit().await?;
    if is_worth_it {
        app.mail.wake();
    }
    Ok(is_worth_it)
}

/// The desks where a person acts, and the rows that they may read.
async fn readable(
    snapshot: &mut dyn Snapshot,
    person: PersonId,
) -> Result<(BTreeSet<DeskId>, Vec<Row>), StoreError> {
    let own = Scope::Person(person);
    let places = snapshot.rows_in(own, Kind::Membership).await?;
    let desks: BTreeSet<DeskId> = places
        .into_iter()
        .filter_map(|row| match row {
            Row::Membership(place) if place.person == person && place.role.may_act() => {
                Some(place.desk)
            }
            _ => None,
        })
        .collect();
    // A row may be in several scopes.
    let mut rows: BTreeMap<RowKey, Row> = BTreeMap::new();
    for scope in desks.iter().copied().map(Scope::Desk).chain([own]) {
        for kind in KINDS {
            let found = snapshot.rows_in(scope, kind).await?;
            rows.extend(found.into_iter().map(|row| (row.key(), row)));
        }
    }
    Ok((desks, rows.into_values().collect()))
}
