//! The board in memory, for who asks without a device: loaded when it is first asked for, followed
//! as devices follow it, and asked each question once for each of its versions.

use crate::{packs::Form, packs::Published, state::App};
use board::{Board, Manifest, Pack, PackError, PackHash, Query, Viewer, fold::lower, newest, pack};
use domain::{Job, JobId, Kind, Row, RowKey, Scope, Timestamp, fee::FeeTable};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use store::{Room, Snapshot, StoreError};
use tokio::sync::Mutex;

/// Postings of one answer.
pub(crate) const MOST: usize = 50;
/// Answers that are kept. Who asks for more different ones waits for each.
const KEPT: usize = 500;

/// Why postings could not be found.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FeedError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the folder of packs: {0}")]
    Folder(#[from] std::io::Error),
    #[error("a pack: {0}")]
    Pack(#[from] PackError),
    #[error("the packs are not being built")]
    NoPacks,
    #[error("a pack is gone: {0}")]
    Gone(PackHash),
    #[error("a pack was not read: {0}")]
    Broken(#[from] tokio::task::JoinError),
}

/// The board, behind a lock: what is asked of it takes a few milliseconds.
pub(crate) struct Shelf(Mutex<Held>);

struct Held {
    board: Board,
    /// The version of the manifest whose packs are on the board.
    packs: Option<u64>,
    /// How far the board goes.
    version: u64,
    found: HashMap<Vec<(String, String)>, Found>,
}

/// What was found.
struct Found {
    jobs: Arc<[Job]>,
    /// When the first of them closes.
    until: Option<Timestamp>,
}

impl Shelf {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Held {
            board: Board::new(lower, FeeTable::default()),
            packs: None,
            version: 0,
            found: HashMap::new(),
        }))
    }

    /// The newest postings that a query finds at `now`, at most [`MOST`].
    pub(crate) async fn newest(
        &self,
        app: &App,
        query: &Query,
        now: Timestamp,
    ) -> Result<Arc<[Job]>, FeedError> {
        let published = app.packs.published().await.ok_or(FeedError::NoPacks)?;
        let mut held = self.0.lock().await;
        // Within the lock: a moment that is older than the board would miss postings.
        let mut snapshot = app.store.snapshot().await?;
        held.follow(app, &published, snapshot.as_mut()).await?;
        let key = query.to_url();
        if let Some(found) = held.found.get(&key)
            && found.until.is_none_or(|until| now < until)
        {
            return Ok(found.jobs.clone());
        }
        let jobs = held.find(query, now, snapshot.as_mut()).await?;
        let found = Found {
            jobs: jobs.clone(),
            until: jobs.iter().filter_map(|job| job.closes_at).min(),
        };
        if held.found.len() >= KEPT {
            held.found.clear();
        }
        held.found.insert(key, found);
        Ok(jobs)
    }
}

impl Held {
    /// Brings the board to where the store is.
    async fn follow(
        &mut self,
        app: &App,
        published: &Published,
        snapshot: &mut dyn Snapshot,
    ) -> Result<(), FeedError> {
        let versions = snapshot.versions(&[Scope::Public]).await?;
        let end = versions.get(&Scope::Public).copied().unwrap_or_default();
        if self.packs != Some(published.manifest.version) {
            self.packs = None;
            self.found.clear();
            self.adopt(app, &published.manifest).await?;
        }
        while self.version < end {
            self.found.clear();
            let changes = snapshot
                .changes(Scope::Public, self.version, Room::PAGE)
                .await?;
            self.version = match Room::PAGE.after(&changes).is_left() {
                true => end,
                false => changes.last().map_or(end, |last| last.version),
            };
            let jobs = changes.into_iter().filter_map(|change| match change.row {
                Some(Row::Job(job)) => Some((job.id, Some(job))),
                None if change.key.kind == Kind::Job => Some((JobId(change.key.id), None)),
                _ => None,
            });
            self.board.apply_changes(jobs)?;
        }
        Ok(())
    }

    /// Moves to the packs of a manifest.
    async fn adopt(&mut self, app: &App, manifest: &Manifest) -> Result<(), FeedError> {
        let hashes: Vec<PackHash> = manifest.packs.iter().map(|pack| pack.hash).collect();
        self.board.keep_packs(&hashes);
        let here: BTreeSet<PackHash> = self.board.packs().map(|(hash, _)| hash).collect();
        for hash in hashes.into_iter().filter(|hash| !here.contains(hash)) {
            let bytes = app.packs.folder().get(&hash, Form::Plain).await?;
            let bytes = bytes.ok_or(FeedError::Gone(hash))?;
            let read = tokio::task::spawn_blocking(move || {
                let sections = pack::split(&bytes)?;
                Pack::read(&sections.head, sections.text)
            });
            self.board.insert_pack(hash, read.await??);
        }
        self.board.set_tail([])?;
        self.version = manifest.version;
        self.packs = Some(manifest.version);
        Ok(())
    }

    async fn find(
        &self,
        query: &Query,
        now: Timestamp,
        snapshot: &mut dyn Snapshot,
    ) -> Result<Arc<[Job]>, StoreError> {
        let stars = BTreeSet::new();
        let viewer = Viewer { now, stars: &stars };
        let hits = newest(&self.board, query, viewer, MOST);
        let ids = hits
            .into_iter()
            .filter_map(|hit| self.board.card(hit))
            .map(|card| card.id);
        let mut jobs = Vec::new();
        for id in ids {
            let kind = Kind::Job;
            if let Some(Row::Job(job)) = snapshot.row(RowKey { kind, id: id.0 }).await? {
                jobs.push(job);
            }
        }
        Ok(jobs.into())
    }
}
