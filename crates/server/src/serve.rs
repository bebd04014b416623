//! The whole server: the listener and what goes on beside it.

use crate::{
    assets::Assets,
    clock::now,
    digest, draws, feeds,
    http::{self, BadWords},
    limits::Allowances,
    listen::{self, Gate, Patience},
    live,
    mail::{self, MailError, MailSettings},
    packs,
    password::HashError,
    places::Bound,
    site::{BadPublicUrl, PublicUrl},
    state::App,
};
use domain::Timestamp;
use std::{path::PathBuf, sync::Arc, time::Duration};
use store::{Store, StoreError};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;

/// How the server runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder of built packs.
    pub packs: PathBuf,
    /// Packs are built again when postings have not changed for so long.
    pub packs_quiet: Duration,
    /// The built app.
    pub assets: Assets,
    /// Where people reach the server, if that is not where it listens.
    pub public_url: Option<PublicUrl>,
    /// A proxy of ours stands in front: its last `X-Forwarded-For` names the client.
    pub behind_proxy: bool,
    /// Most live streams at once.
    pub streams: Bound,
    /// How long clients may take.
    pub patience: Patience,
    /// How often one may try to log in and register.
    pub allowances: Allowances,
    /// What time it is where commands are judged.
    pub clock: fn() -> Timestamp,
    /// How mail leaves.
    pub mail: MailSettings,
}

/// Why the server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Passwords cannot be hashed here.
    #[error("{0}")]
    Passwords(String),
    /// No mail can be written.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The listener does not say where it listens.
    #[error("cannot listen: {0}")]
    Listener(std::io::Error),
    /// No embedded page can be written.
    #[error("{0}")]
    Words(String),
    /// Links in mail cannot name the server.
    #[error(transparent)]
    Address(#[from] BadPublicUrl),
}

impl From<BadWords> for ServeError {
    fn from(error: BadWords) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<HashError> for ServeError {
    fn from(error: HashError) -> Self {
        Self::Passwords(error.to_string())
    }
}

/// How often old sessions and counts are swept out.
const SWEEP: Duration = Duration::from_secs(600);

/// Serves until `stop`, and returns when the last request is answered.
pub async fn run(
    store: Arc<dyn Store>,
    settings: Settings,
    listener: TcpListener,
    stop: CancellationToken,
) -> Result<(), ServeError> {
    let gate = Gate::new(&settings);
    let reached_at = match &settings.public_url {
        Some(url) => url.clone(),
        None => {
            let address = listener.local_addr().map_err(ServeError::Listener)?;
            format!("http://{address}").parse()?
        }
    };
    let app = App::new(store, settings, reached_at, stop.clone())?;
    let mut beside = JoinSet::new();
    beside.spawn(live::notice_others(app.clone()));
    beside.spawn(packs::keep_fresh(app.clone()));
    beside.spawn(sweep(app.clone()));
    beside.spawn(mail::deliver(app.clone()));
    beside.spawn(digest::keep::keep(app.clone()));
    beside.spawn(draws::keep(app.clone()));
    let counting = tokio::spawn(feeds::keep_written(app.clone()));
    listen::serve(listener, http::router(app.clone()), gate, stop).await;
    beside.shutdown().await;
    // The last requests may have counted something after it ended.
    drop(counting.await);
    feeds::write_all(&app).await;
    Ok(())
}

async fn sweep(app: Arc<App>) {
    loop {
        app.limits.sweep();
        if let Err(error) = sweep_sessions(app.store.as_ref()).await {
            tracing::warn!(%error, "old sessions and links could not be removed");
        }
        match store::pull::forget_gone(app.store.as_ref(), now()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "forgot which rows were gone long ago"),
            Err(error) => tracing::warn!(%error, "what is gone could not be forgotten"),
        }
        match store::forget_files(app.store.as_ref(), now()).await {
            Ok(touched) => app.hub.announce(touched),
            Err(error) => tracing::warn!(%error, "files that nothing names could not be removed"),
        }
        tokio::time::sleep(SWEEP).await;
    }
}

async fn sweep_sessions(store: &dyn Store) -> Result<(), StoreError> {
    let mut transaction = store.begin().await?;
    let count = transaction.sweep_sessions(now()).await?;
    transaction.sweep_links(now()).await?;
    transaction.commit().await?;
    if count > 0 {
        tracing::info!(count, "removed old sessions");
    }
    Ok(())
}
