//! Hearing from other servers which scopes go further.

use crate::{
    error::failed,
    tell::{CHANNEL, merge},
};
use sqlx::{
    Executor,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use std::time::Duration;
use store::{Elsewhere, StoreError, Versions};

/// After so long without a word it is time to look: a server may have been killed between its
/// commit and telling of it, or our connection may have died without our noticing.
const QUIET: Duration = Duration::from_secs(10);

/// How long a connection that lives may take to answer.
const ANSWER: Duration = Duration::from_secs(5);

/// A connection that only listens.
pub(crate) struct Watch {
    options: PgConnectOptions,
    listener: Option<PgListener>,
}

impl Watch {
    pub(crate) async fn new(options: PgConnectOptions) -> Result<Self, sqlx::Error> {
        let listener = Some(listen(&options).await?);
        Ok(Self { options, listener })
    }

    /// What was committed since the last return, by any server, as far as it was told.
    pub(crate) async fn change(&mut self) -> Result<Elsewhere, StoreError> {
        let Some(listener) = &mut self.listener else {
            // First listen, then look: nothing falls between the two.
            let fresh = listen(&self.options)
                .await
                .map_err(failed("listen again"))?;
            self.listener = Some(fresh);
            return Ok(Elsewhere::Anything);
        };
        let heard = match tokio::time::timeout(QUIET, listener.try_recv()).await {
            Ok(heard) => heard,
            Err(_) => match tokio::time::timeout(ANSWER, listener.execute("SELECT 1")).await {
                Ok(Ok(_)) => return Ok(Elsewhere::Anything),
                Ok(Err(error)) => Err(error),
                Err(_) => Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())),
            },
        };
        match heard {
            Ok(Some(word)) => {
                let mut further = Versions::new();
                let mut next = Some(word);
                while let Some(word) = next {
                    match serde_json::from_str::<Versions>(word.payload()) {
                        Ok(versions) => merge(&mut further, versions),
                        // A newer server tells in another way.
                        Err(_) => return Ok(Elsewhere::Anything),
                    }
                    next = listener.next_buffered();
                }
                Ok(Elsewhere::Further(further))
            }
            // The connection was lost, and with it what was told meanwhile.
            Ok(None) => Ok(Elsewhere::Anything),
            Err(error) => {
                self.listener = None;
                Err(failed("listen")(error))
            }
        }
    }

    pub(crate) fn close(&mut self) {
        self.listener = None;
    }
}

async fn listen(options: &PgConnectOptions) -> Result<PgListener, sqlx::Error> {
    // A pool for each listener, which reconnects through it: a connection that hangs keeps its
    // place in the pool, and would keep the next listener out.
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .acquire_timeout(ANSWER)
        .connect_lazy_with(options.clone());
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}
