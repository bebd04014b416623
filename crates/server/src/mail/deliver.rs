//! Sending what waits, until it is sent or too old.

use super::Letter;
use crate::{clock::now, state::App};
use domain::Timestamp;
use std::{sync::Arc, time::Duration};
use store::{Mail, Store, StoreError};

/// Mail taken at once.
const BATCH: usize = 10;
/// What was taken and not settled after so long is taken again: its server was killed. Longer than
/// a batch can take, in milliseconds.
const AGAIN: i64 = 10 * 60 * 1000;
/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(6 * 60 * 60);

/// Sends mail for as long as the server runs.
pub(crate) async fn deliver(app: Arc<App>) {
    loop {
        let more = match batch(&app).await {
            Ok(sent) => sent == BATCH,
            Err(error) => {
                tracing::warn!(%error, "mail cannot be taken from its queue for now");
                false
            }
        };
        if !more {
            let posted = app.mail.posted.notified();
            drop(tokio::time::timeout(app.mail.settings.look, posted).await);
        }
    }
}

/// Sends what is due, and says how much was taken.
async fn batch(app: &App) -> Result<usize, StoreError> {
    let mut transaction = app.store.begin().await?;
    let again = Timestamp(now().0.saturating_add(AGAIN));
    let taken = transaction.take_mail(now(), again, BATCH).await?;
    transaction.commit().await?;
    for mail in &taken {
        let next = attempt(app, mail).await;
        let mut transaction = app.store.begin().await?;
        match next {
            Some(due) => transaction.postpone(mail.id, due).await?,
            None => transaction.settle_mail(mail.id).await?,
        }
        transaction.commit().await?;
    }
    Ok(taken.len())
}

/// Tries to send a mail, and says when to try again; `None` when it is settled.
async fn attempt(app: &App, mail: &Mail) -> Option<Timestamp> {
    let id = mail.id;
    if mail.until <= now() {
        tracing::warn!(%id, tries = mail.tries, "gave a mail up");
        return None;
    }
    let letter: Letter = match serde_json::from_str(&mail.letter) {
        Ok(letter) => letter,
        Err(error) => {
            // Of a newer server beside this one, which may know it.
            tracing::warn!(%id, %error, "a mail waits that this server cannot read");
            return Some(later(app, mail));
        }
    };
    let message = match app.mail.write(store(app), mail, &letter, now()).await {
        Ok(Some(message)) => message,
        Ok(None) => return None,
        Err(error) => {
            tracing::warn!(%id, %error, "a mail could not be written");
            return (!error.is_lasting()).then(|| later(app, mail));
        }
    };
    match app.mail.settings.way.send(id, message).await {
        Ok(()) => {
            tracing::info!(%id, "sent a mail");
            None
        }
        Err(error) => {
            tracing::warn!(%id, tries = mail.tries, %error, "a mail was not sent yet");
            Some(later(app, mail))
        }
    }
}

fn store(app: &App) -> &dyn Store {
    app.store.as_ref()
}

/// When to try again after this many tries.
fn later(app: &App, mail: &Mail) -> Timestamp {
    let doublings = mail.tries.saturating_sub(1).min(20);
    let pause = app.mail.settings.retry.saturating_mul(1 << doublings);
    let pause = i64::try_from(pause.min(LONGEST).as_millis()).unwrap_or(i64::MAX);
    Timestamp(now().0.saturating_add(pause))
}
