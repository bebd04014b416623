//! The board's packs: built beside the requests, kept on disk under the hash of their content,
//! replaced all at once.

mod build;
mod folder;

use crate::{
    clock::now,
    hash::{sha256, short_hex},
    state::App,
};
use axum::body::Bytes;
use board::Manifest;
use domain::Scope;
use folder::Folder;
pub(crate) use folder::Form;
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use store::{Store, StoreError};
use tokio::sync::watch;

/// Postings that may have changed since the packs were built before they are built again: so many,
/// or this part of all.
const TAIL: u64 = 256;
const TAIL_PART: u64 = 50;
/// An import is awaited, but not longer than this.
const LATEST: Duration = Duration::from_secs(20);

/// Why packs could not be built.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PacksError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the folder of packs: {0}")]
    Folder(#[from] std::io::Error),
    #[error("the manifest: {0}")]
    Manifest(#[from] serde_json::Error),
    #[error("a pack: {0}")]
    Pack(#[from] board::PackError),
    #[error("the build was broken off: {0}")]
    Broken(#[from] tokio::task::JoinError),
}

/// What is given out now.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) manifest: Manifest,
    pub(crate) json: Bytes,
    pub(crate) etag: String,
}

/// The packs.
pub(crate) struct Packs {
    folder: Folder,
    /// Packs are built when nothing has changed for so long.
    quiet: Duration,
    published: watch::Sender<Option<Arc<Published>>>,
}

impl Packs {
    pub(crate) fn new(folder: PathBuf, quiet: Duration) -> Self {
        Self {
            folder: Folder::new(folder),
            quiet,
            published: watch::Sender::new(None),
        }
    }

    /// The newest packs; waits for the very first ones.
    pub(crate) async fn published(&self) -> Option<Arc<Published>> {
        let mut published = self.published.subscribe();
        let first = published.wait_for(Option::is_some).await.ok()?;
        first.clone()
    }

    /// The folder in which each pack is a file.
    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    fn publish(&self, manifest: Manifest) -> Result<(), PacksError> {
        let json = serde_json::to_vec(&manifest)?;
        let etag = format!("\"{}\"", short_hex(&sha256(&json)));
        let published = Published {
            manifest,
            json: json.into(),
            etag,
        };
        self.published.send_replace(Some(Arc::new(published)));
        Ok(())
    }

    /// Whether so much changed up to `version` that the packs should be built again.
    fn is_worn(&self, version: u64) -> bool {
        let published = self.published.borrow();
        published
            .as_ref()
            .is_none_or(|published| is_worn(&published.manifest, version))
    }

    /// Builds the packs from the store as it is now.
    async fn build(&self, store: &dyn Store) -> Result<(), PacksError> {
        let began = Instant::now();
        let (version, jobs) = build::postings(store, now()).await?;
        let count = jobs.len();
        let before = self.published.borrow().clone();
        let folder = self.folder.clone();
        let epoch = store.epoch().0.clone();
        let manifest = tokio::task::spawn_blocking(move || {
            build::packs(jobs, epoch, version, &folder, before.as_deref())
        })
        .await??;
        let packs = manifest.packs.len();
        self.publish(manifest)?;
        let seconds = began.elapsed().as_secs_f32();
        tracing::info!(version, count, packs, seconds, "built the board's packs");
        Ok(())
    }
}

/// Whether so much changed from the manifest to `version` that its packs should be built again.
fn is_worn(manifest: &Manifest, version: u64) -> bool {
    let count: u64 = manifest.packs.iter().map(|p| u64::from(p.count)).sum();
    version.saturating_sub(manifest.version) > TAIL.max(count / TAIL_PART)
}

/// Pause after packs could not be built.
const PAUSE: Duration = Duration::from_secs(10);

/// Publishes what was built before, and builds again whenever enough has changed.
pub(crate) async fn keep_fresh(app: Arc<App>) {
    match app.packs.folder.manifest(app.store.epoch()).await {
        // Worn packs are worth less than the moment it takes to build new ones: a first visitor
        // would get most of the board row by row.
        Ok(Some(manifest))
            if public_version(&app)
                .await
                .is_ok_and(|version| is_worn(&manifest, version)) => {}
        Ok(Some(manifest)) => {
            if let Err(error) = app.packs.publish(manifest) {
                tracing::warn!(%error, "the packs of last time cannot be used");
            }
        }
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "the packs of last time cannot be used"),
    }
    // From here on the hub tells of new postings, whoever brings them.
    app.hub.follow(&[Scope::Public]);
    loop {
        if let Err(error) = freshen(&app).await {
            tracing::error!(%error, "the board's packs could not be built");
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Builds once if enough has changed; else waits until something does.
async fn freshen(app: &App) -> Result<(), PacksError> {
    let mut news = app.hub.listen();
    if app.packs.is_worn(public_version(app).await?) {
        let due = Instant::now();
        // The first ones are waited for: no time to wait for an import to end.
        while app.packs.published.borrow().is_some() && due.elapsed() < LATEST {
            let quiet = tokio::time::timeout(app.packs.quiet, news.recv())
                .await
                .is_err();
            if quiet {
                break;
            }
        }
        return app.packs.build(app.store.as_ref()).await;
    }
    // A closed or overtaken channel is as good a reason to look again.
    drop(news.recv().await);
    Ok(())
}

async fn public_version(app: &App) -> Result<u64, StoreError> {
    let versions = app
        .store
        .snapshot()
        .await?
        .versions(&[Scope::Public])
        .await?;
    Ok(versions.get(&Scope::Public).copied().unwrap_or_default())
}
