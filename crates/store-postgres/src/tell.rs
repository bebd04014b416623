//! Telling other servers which scopes go further.

use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use store::Versions;
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
};

/// The channel on which servers tell one another.
pub(crate) const CHANNEL: &str = "engawa";

/// Scopes in one notification; it holds at most 8000 bytes, and a scope with its version fewer
/// than 80.
const SCOPES: usize = 90;

/// How long to wait for the database before trying again.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pause after it could not be told.
const PAUSE: Duration = Duration::from_secs(1);

/// Tells, beside the transactions that have something to tell.
///
/// A NOTIFY inside a transaction would take a lock of the whole server from before its commit until
/// after it is on the disk, so that no two commits share a write to the disk. So it is told after
/// the commit, by a connection that waits for no disk, all that has come together meanwhile at
/// once. A server that is killed between the two tells nothing; that is why a
/// [`crate::watch::Watch`] also looks by itself from time to time.
pub(crate) struct Teller {
    to: Mutex<Option<UnboundedSender<Versions>>>,
    telling: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Teller {
    pub(crate) fn new(options: PgConnectOptions) -> Self {
        let options = options.options([("synchronous_commit", "off")]);
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_lazy_with(options);
        let (to, from) = unbounded_channel();
        Self {
            to: Mutex::new(Some(to)),
            telling: tokio::sync::Mutex::new(Some(tokio::spawn(tell(pool, from)))),
        }
    }

    /// Where transactions leave what they have to tell.
    pub(crate) fn sender(&self) -> Option<UnboundedSender<Versions>> {
        let to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        to.clone()
    }

    /// Returns when all is told; nothing can be told after that.
    pub(crate) async fn close(&self) {
        self.to
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(telling) = self.telling.lock().await.take() {
            // It panicked or was cut off with its runtime: there is nothing left to wait for.
            drop(telling.await);
        }
    }
}

/// Tells until nobody is left who could have something to tell.
async fn tell(pool: PgPool, mut from: UnboundedReceiver<Versions>) {
    let mut waiting = Versions::new();
    while let Some(versions) = from.recv().await {
        merge(&mut waiting, versions);
        loop {
            while let Ok(versions) = from.try_recv() {
                merge(&mut waiting, versions);
            }
            match notify(&pool, &waiting).await {
                Ok(()) => waiting.clear(),
                // The database is away. Whoever listens looks by themselves when it is back, but
                // it may also be only this connection that is lost.
                Err(_) if !from.is_closed() => {
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
                Err(_) => {}
            }
            break;
        }
    }
    pool.close().await;
}

/// A scope never goes back.
pub(crate) fn merge(waiting: &mut Versions, versions: Versions) {
    for (scope, version) in versions {
        let further = waiting.entry(scope).or_default();
        *further = version.max(*further);
    }
}

async fn notify(pool: &PgPool, versions: &Versions) -> Result<(), sqlx::Error> {
    let all: Vec<_> = versions.iter().collect();
    let parts: Vec<String> = all
        .chunks(SCOPES)
        .map(|part| {
            let part: BTreeMap<_, _> = part.iter().copied().collect();
            // Texts and numbers: there is nothing that could not be written.
            serde_json::to_string(&part).unwrap_or_default()
        })
        .collect();
    sqlx::query("SELECT pg_notify($1, part) FROM unnest($2::text[]) AS part")
        .bind(CHANNEL)
        .bind(parts)
        .execute(pool)
        .await
        .map(drop)
}
