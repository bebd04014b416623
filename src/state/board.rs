//! The postings on this device: loaded from disk, followed from the server, asked by the screens.

use crate::device::{
    board_store::{BoardStore, Section, TailEntry},
    browser,
    database::StorageError,
    network::{self, NetworkError},
};
use board::{Board, Body, DocRef, Manifest, Pack, PackError, PackHash, pack};
use domain::{Job, JobId, fee::FeeTable};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// A tail longer than this is replaced by new packs where the server has them.
const LONG_TAIL: u64 = 500;

/// How much of the board is on the device.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Progress {
    /// Being read from the device.
    Opening,
    /// Being fetched: postings here, of how many.
    Fetching {
        /// Here.
        done: u64,
        /// In all.
        total: u64,
    },
    /// All of it.
    Ready,
    /// Nothing is here, and the server did not answer.
    Unreachable,
}

/// Counts the changes of the postings on this device: what was found in one may not hold in the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Generation(u64);

/// Why a posting cannot be shown.
#[derive(Clone, PartialEq, Debug)]
pub enum JobError {
    /// There is no such posting.
    NotFound,
    /// It is not on the device, and the server did not answer.
    Unreachable,
    /// What is stored cannot be read.
    Unreadable,
}

/// The postings on this device.
#[derive(Clone, Copy)]
pub struct BoardState {
    board: StoredValue<Rc<RefCell<Board>>, LocalStorage>,
    /// Bodies of packs that could not be stored, or that were just fetched.
    bodies: StoredValue<BTreeMap<PackHash, Rc<Vec<u8>>>, LocalStorage>,
    store: StoredValue<Option<Rc<BoardStore>>, LocalStorage>,
    followed: StoredValue<Followed>,
    generation: RwSignal<Generation>,
    progress: RwSignal<Progress>,
    refreshing: StoredValue<Refreshing>,
    /// Nothing is stored any more: the device is full.
    is_shed: StoredValue<bool>,
}

/// What of the server's board the device holds.
#[derive(Clone, Default)]
struct Followed {
    manifest: Option<Manifest>,
    cursor: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum Refreshing {
    Idle,
    Running,
    /// Asked for again while running.
    Again,
}

impl BoardState {
    pub(super) fn new() -> Self {
        let board = Board::new(lower, FeeTable::default());
        Self {
            board: StoredValue::new_local(Rc::new(RefCell::new(board))),
            bodies: StoredValue::new_local(BTreeMap::new()),
            store: StoredValue::new_local(None),
            followed: StoredValue::new(Followed::default()),
            generation: RwSignal::new(Generation(0)),
            progress: RwSignal::new(Progress::Opening),
            // Until what is on the device has been read.
            refreshing: StoredValue::new(Refreshing::Running),
            is_shed: StoredValue::new(false),
        }
    }

    pub(super) fn start(self) {
        spawn_local(async move {
            self.load().await;
            self.refreshing.set_value(Refreshing::Idle);
            self.refresh_now().await;
        });
    }

    /// Asks the board, now and whenever it changes.
    pub fn with<R>(self, ask: impl FnOnce(&Board) -> R) -> R {
        self.generation.track();
        self.board.with_value(|board| ask(&board.borrow()))
    }

    /// Which of its changes the board is at; tracked.
    pub fn generation(self) -> Generation {
        self.generation.get()
    }

    /// How much of the board is here.
    pub fn progress(self) -> Progress {
        self.progress.get()
    }

    /// A whole posting, from the device or, where it is not there, from the server.
    pub async fn job(self, id: JobId) -> Result<Job, JobError> {
        match self.job_here(id).await {
            Some(job) => Ok(job),
            None => network::job(id).await.map_err(|error| match error {
                NetworkError::Problem(problem) if problem.status == 404 => JobError::NotFound,
                NetworkError::Problem(_) | NetworkError::Unreadable => JobError::Unreadable,
                NetworkError::Unreachable => JobError::Unreachable,
            }),
        }
    }

    /// A whole posting, if the device has it.
    pub async fn job_here(self, id: JobId) -> Option<Job> {
        let here = self.board.with_value(|board| {
            let board = board.borrow();
            let place: DocRef = board.locate(id)?;
            Some(match board.body(place)? {
                Body::Here(job) => Ok(job.clone()),
                Body::InPack { hash, index } => Err((hash, index)),
            })
        });
        match here {
            Some(Ok(job)) => Some(job),
            // Another tab may have moved on to other packs.
            Some(Err((hash, index))) => self
                .body(hash)
                .await
                .and_then(|body| pack::body_of(&body, index).ok()),
            None => None,
        }
    }

    /// Gives the room of the stored packs to what cannot be fetched again. They stay on the screen as
    /// long as the page. Says whether there was any room to give.
    pub async fn make_room(self) -> bool {
        let Some(store) = self.store.get_value() else {
            return false;
        };
        !self.is_shed.get_value() && {
            self.is_shed.set_value(true);
            store.clear().await.is_ok()
        }
    }

    /// Forgets all postings of this device.
    pub async fn forget(self) {
        if let Some(store) = self.store.get_value() {
            self.note(store.clear().await);
        }
        self.bodies.set_value(BTreeMap::new());
        self.followed.set_value(Followed::default());
        self.change(|board| {
            board.keep_packs(&[]);
            let _ = board.set_tail([]);
        });
    }

    async fn body(self, hash: PackHash) -> Option<Rc<Vec<u8>>> {
        if let Some(body) = self.bodies.with_value(|bodies| bodies.get(&hash).cloned()) {
            return Some(body);
        }
        let store = self.store.get_value()?;
        Some(Rc::new(
            store.section(hash, Section::Body).await.ok().flatten()?,
        ))
    }

    fn change<R>(self, change: impl FnOnce(&mut Board) -> R) -> R {
        let changed = self
            .board
            .with_value(|board| change(&mut board.borrow_mut()));
        self.generation.update(|Generation(count)| *count += 1);
        changed
    }

    fn packs(self) -> Vec<PackHash> {
        self.board
            .with_value(|board| board.borrow().packs().map(|(hash, _)| hash).collect())
    }

    /// Reads the board from the device: first what cards need, newest first, then the text.
    async fn load(self) {
        let Ok((store, stored)) = BoardStore::open().await else {
            return;
        };
        let store = Rc::new(store);
        self.store.set_value(Some(store.clone()));
        let Some(manifest) = stored.manifest else {
            return;
        };
        match self.load_packs(&store, &manifest, stored.tail).await {
            Ok(whole) => {
                self.followed.set_value(Followed {
                    // A first visit that was cut short goes on where it ended.
                    manifest: whole.then_some(manifest),
                    cursor: stored.cursor,
                });
                if whole {
                    self.progress.set(Progress::Ready);
                }
            }
            // What is stored cannot be read: the server has it all.
            Err(_) => {
                self.change(|board| board.keep_packs(&[]));
                let _ = store.clear().await;
            }
        }
    }

    /// Whether all packs of the manifest are here.
    async fn load_packs(
        self,
        store: &BoardStore,
        manifest: &Manifest,
        tail: Vec<TailEntry>,
    ) -> Result<bool, Unloaded> {
        let mut here = Vec::new();
        for info in &manifest.packs {
            if let Some(head) = store.section(info.hash, Section::Head).await? {
                let pack = Pack::read_head(&head)?;
                self.change(|board| board.insert_pack(info.hash, pack));
                here.push(info.hash);
            }
        }
        self.change(|board| board.set_tail(tail.into_iter().map(|entry| (entry.id, entry.job))))?;
        for hash in &here {
            let text = store.section(*hash, Section::Text).await?.ok_or(Unloaded)?;
            self.change(|board| board.give_text(*hash, text))?;
        }
        Ok(here.len() == manifest.packs.len())
    }

    /// Asks the server for what is new. Calls while one runs become one more.
    pub fn refresh(self) {
        spawn_local(async move { self.refresh_now().await });
    }

    async fn refresh_now(self) {
        if self.refreshing.get_value() != Refreshing::Idle {
            self.refreshing.set_value(Refreshing::Again);
            return;
        }
        loop {
            self.refreshing.set_value(Refreshing::Running);
            let outcome = self.follow().await;
            if outcome.is_err() && self.progress.get_untracked() != Progress::Ready {
                let is_empty = self.board.with_value(|board| board.borrow().is_empty());
                self.progress.set(if is_empty {
                    Progress::Unreachable
                } else {
                    Progress::Ready
                });
            }
            if self.refreshing.get_value() != Refreshing::Again {
                break;
            }
        }
        self.refreshing.set_value(Refreshing::Idle);
    }

    async fn follow(self) -> Result<(), NetworkError> {
        let manifest = network::manifest().await?;
        let followed = self.followed.get_value();
        let adopts = match &followed.manifest {
            None => true,
            Some(held) if held.epoch != manifest.epoch => true,
            // The tail is what came since the packs, whether it is here already or not.
            Some(held) => manifest.version > held.version.saturating_add(LONG_TAIL),
        };
        let epoch = manifest.epoch.clone();
        if adopts {
            self.adopt(manifest).await?;
        }
        loop {
            let cursor = self.followed.with_value(|followed| followed.cursor);
            let changes = network::board_changes(&epoch, cursor).await?;
            let put = changes.jobs.into_iter().map(|job| (job.id, Some(job)));
            let gone = changes.gone.into_iter().map(|id| (id, None));
            let entries: Vec<(JobId, Option<Job>)> = put.chain(gone).collect();
            if let Some(store) = self.store.get_value()
                && (!entries.is_empty() || changes.version != cursor)
            {
                let stored: Vec<TailEntry> = entries
                    .iter()
                    .map(|(id, job)| TailEntry {
                        id: *id,
                        job: job.clone(),
                    })
                    .collect();
                self.note(store.save_tail(&stored, changes.version).await);
            }
            self.followed
                .update_value(|followed| followed.cursor = changes.version);
            if !entries.is_empty() {
                self.change(|board| board.apply_changes(entries))
                    .map_err(|_| NetworkError::Unreadable)?;
            }
            if !changes.more {
                break;
            }
        }
        self.progress.set(Progress::Ready);
        Ok(())
    }

    /// Fetches the packs of a manifest that are not here, newest first. On a first visit each is
    /// shown as it arrives; later they replace the old ones at once, since packs of two manifests
    /// hold some postings twice.
    async fn adopt(self, manifest: Manifest) -> Result<(), NetworkError> {
        let total = manifest
            .packs
            .iter()
            .map(|info| u64::from(info.count))
            .sum();
        let mut done = 0;
        let held = self.packs();
        let is_first = held.is_empty();
        if is_first && let Some(store) = self.store.get_value() {
            // Known before the packs come: each one stored stays, however soon the visit ends.
            self.note(store.adopt(&manifest, &[]).await);
        }
        let mut fresh = Vec::new();
        for info in &manifest.packs {
            if !held.contains(&info.hash) {
                self.progress.set(Progress::Fetching { done, total });
                let file = network::pack(info.hash).await?;
                let saved = match self.store.get_value() {
                    Some(_) if self.is_shed.get_value() => Err(StorageError::Full),
                    Some(store) => store.save_pack(info.hash, &file).await,
                    None => Err(StorageError::Closed),
                };
                if saved.is_err() {
                    // Not on the disk: kept as long as the page.
                    let body = Rc::new(file.read(Section::Body));
                    self.bodies.update_value(|bodies| {
                        bodies.insert(info.hash, body);
                    });
                }
                let pack = Pack::read(&file.read(Section::Head), file.read(Section::Text))
                    .map_err(|_| NetworkError::Unreadable)?;
                if is_first {
                    self.change(|board| board.insert_pack(info.hash, pack));
                } else {
                    fresh.push((info.hash, pack));
                }
            }
            done += u64::from(info.count);
            self.progress.set(Progress::Fetching { done, total });
        }
        let kept: Vec<PackHash> = manifest.packs.iter().map(|info| info.hash).collect();
        let dropped: Vec<PackHash> = held
            .into_iter()
            .filter(|hash| !kept.contains(hash))
            .collect();
        if let Some(store) = self.store.get_value() {
            self.note(store.adopt(&manifest, &dropped).await);
        }
        self.change(|board| {
            board.keep_packs(&kept);
            for (hash, pack) in fresh {
                board.insert_pack(hash, pack);
            }
            board.set_tail([])
        })
        .map_err(|_| NetworkError::Unreadable)?;
        self.bodies
            .update_value(|bodies| bodies.retain(|hash, _| kept.contains(hash)));
        self.followed.set_value(Followed {
            cursor: manifest.version,
            manifest: Some(manifest),
        });
        Ok(())
    }

    /// The board can be fetched again: what the device refuses costs only the next visit's time.
    fn note(self, stored: Result<(), StorageError>) {
        if let Err(error) = stored {
            leptos::logging::warn!("the board was not stored: {error}");
        }
    }
}

/// Something of the stored board is missing.
struct Unloaded;

impl From<PackError> for Unloaded {
    fn from(_: PackError) -> Self {
        Unloaded
    }
}

impl From<StorageError> for Unloaded {
    fn from(_: StorageError) -> Self {
        Unloaded
    }
}

/// NFKC and lower case, by the browser's own tables.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        browser::lower(text)
    }
}
