//! What the person at the device has and does: drafts, proposals, stars, and what waits to be sent.

pub mod acting;
pub mod announcing;
pub mod attaching;
pub mod attending;
pub mod booking;
pub mod carrying;
pub mod choosing;
pub mod dealing;
pub mod doors;
pub mod drafting;
pub mod earning;
mod engine;
pub mod entering;
pub mod feeds;
pub mod household;
pub mod jotting;
mod mending;
pub mod people;
pub mod posting;
pub mod reading;
mod rows;
pub mod saving;
mod sharing;
pub mod signing;
pub mod staying;
pub mod syncing;
mod visits;

pub use acting::About;
pub use dealing::{Hand, Standing};
pub use drafting::SubmitError;
pub use entering::LeftBehind;
pub use mending::Rescued;
pub use posting::Waiting;

use super::{BoardState, SessionState};
use crate::device::{
    browser,
    database::StorageError,
    preferences,
    replica_store::{Queued, ReplicaStore, Seen},
    tabs::Tabs,
};
use domain::{DraftId, FileId, Job, JobId, Kind, Missing, PersonId, RowKey, Timestamp};
use engine::Engine;
use jotting::Texts;
use leptos::{prelude::*, task::spawn_local};
use mending::Mending;
use rows::Rows;
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use sync::{GroupId, MutationId, Over, Replica};

/// Whether the device stores what the person does.
#[derive(Clone, PartialEq, Debug)]
pub enum Health {
    /// The database is being opened.
    Opening,
    /// It does.
    Stores,
    /// It does not, and why. Everything works as long as the page stays open.
    Fails(StorageError),
}

/// Whether what was typed into a draft is on the disk.
#[derive(Clone, PartialEq, Debug)]
pub enum Saving {
    /// Not yet.
    Pending,
    /// Since this moment.
    Saved(Timestamp),
    /// The device refused.
    Failed(StorageError),
}

/// The person's part of the device.
#[derive(Clone, Copy)]
pub struct ReplicaState {
    session: SessionState,
    board: BoardState,
    replica: RwSignal<Replica>,
    health: RwSignal<Health>,
    saving: RwSignal<BTreeMap<DraftId, Saving>>,
    /// What drafts that are written here showed before.
    over: StoredValue<BTreeMap<DraftId, Over>>,
    /// How often something was typed into each draft: a pull that changes it meanwhile is no key.
    keys: StoredValue<BTreeMap<DraftId, u64>>,
    in_flight: RwSignal<Vec<MutationId>>,
    seen: RwSignal<Seen>,
    jottings: RwSignal<BTreeMap<String, Texts>>,
    /// Jottings that are not on the disk yet.
    unsaved: StoredValue<BTreeSet<String>>,
    /// What is typed is saved when the page is hidden.
    saves_when_left: StoredValue<bool>,
    left_behind: RwSignal<Option<LeftBehind>>,
    rescued: RwSignal<Option<Rescued>>,
    mending: StoredValue<Mending, LocalStorage>,
    /// Postings that what waits in the outbox is about, as the board on this device has them.
    postings: RwSignal<BTreeMap<JobId, Job>>,
    /// Another tab said that it stored something while the database was being opened.
    missed: StoredValue<bool>,
    /// What was queued while there was no database: it waits as long as the page.
    unstored: StoredValue<Vec<Queued>>,
    /// How often something was stored that a reading of the disk, begun before, does not know: what a
    /// pull brought, and that a refusal was put aside.
    changes: StoredValue<u64>,
    /// Files that this page has brought, and those that it has tried to bring for a draft.
    brought: RwSignal<BTreeSet<FileId>>,
    tried: StoredValue<BTreeSet<FileId>>,
    store: StoredValue<Option<Rc<ReplicaStore>>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    /// All tabs of the browser, whoever they show.
    household: StoredValue<Option<Tabs>, LocalStorage>,
    /// Called when something new waits in the outbox.
    queued: StoredValue<Option<Rc<dyn Fn()>>, LocalStorage>,
    engine: RwSignal<Option<Engine>>,
    rows: Memo<Rows>,
}

impl ReplicaState {
    pub(super) fn new(session: SessionState, board: BoardState) -> Self {
        let person = session.snapshot().person;
        let replica = RwSignal::new(Replica::new(person, GroupId(browser::new_id())));
        let engine = RwSignal::new(None);
        let postings = RwSignal::new(BTreeMap::new());
        Self {
            session,
            board,
            replica,
            health: RwSignal::new(Health::Opening),
            saving: RwSignal::new(BTreeMap::new()),
            over: StoredValue::new(BTreeMap::new()),
            keys: StoredValue::new(BTreeMap::new()),
            in_flight: RwSignal::new(Vec::new()),
            seen: RwSignal::new(Seen::default()),
            jottings: RwSignal::new(BTreeMap::new()),
            unsaved: StoredValue::new(BTreeSet::new()),
            saves_when_left: StoredValue::new(false),
            left_behind: RwSignal::new(None),
            rescued: RwSignal::new(None),
            mending: StoredValue::new_local(Mending::default()),
            postings,
            missed: StoredValue::new(false),
            unstored: StoredValue::new(Vec::new()),
            changes: StoredValue::new(0),
            brought: RwSignal::new(BTreeSet::new()),
            tried: StoredValue::new(BTreeSet::new()),
            store: StoredValue::new_local(None),
            tabs: StoredValue::new_local(None),
            household: StoredValue::new_local(None),
            queued: StoredValue::new_local(None),
            engine,
            // Rows and commands come in through the engine: without it there are none.
            rows: Memo::new(move |_| {
                let engine: Option<Engine> = engine.get();
                engine.map_or_else(Rows::default, |engine| {
                    postings.with(|postings| {
                        replica.with(|replica| (engine.rows)(replica, &|id| at_hand(postings, id)))
                    })
                })
            }),
        }
    }

    pub(super) fn start(self) {
        let person = self.person();
        spawn_local(async move {
            self.open(person).await;
            if !preferences::to_erase().is_empty() {
                self.by_engine(move |engine| (engine.erase_old)(self));
            }
        });
        self.look_up_postings();
        let household = Tabs::join("engawa-household", move || {
            self.by_engine(move |engine| (engine.follow_household)(self));
        });
        self.household.set_value(Some(household));
    }

    pub(super) fn when_queued(self, action: impl Fn() + 'static) {
        self.queued.set_value(Some(Rc::new(action)));
    }

    async fn open(self, person: PersonId) {
        self.join_tabs(person);
        let begun = match ReplicaStore::connect(person, self.teller(person)).await {
            Ok(store) => self.begin_here(Rc::new(store)).await,
            Err(error) => Err(error),
        };
        if let Err(error) = begun {
            self.fails(error);
            self.tell_queue();
        }
    }

    /// Goes on with a database that was just opened. The engine reads it, unless there is nothing in
    /// it to read.
    async fn begin_here(self, store: Rc<ReplicaStore>) -> Result<(), StorageError> {
        if self.session.snapshot().account.is_none()
            && let Some(group) = store.untouched().await?
        {
            let seen = visits::visit(&store).await;
            if self.is_untouched() {
                self.replica.update(|replica| replica.group = group);
                self.goes_on(store, seen);
                return Ok(());
            }
        }
        let engine = self.engine().await?;
        (engine.begin)(self, store).await
    }

    /// Whether nothing was done here since the page was opened.
    fn is_untouched(self) -> bool {
        self.saving.with_untracked(BTreeMap::is_empty)
            && self.unsaved.with_value(BTreeSet::is_empty)
            && self.unstored.with_value(Vec::is_empty)
            && !self.missed.get_value()
    }

    fn goes_on(self, store: Rc<ReplicaStore>, seen: Seen) {
        self.store.set_value(Some(store));
        self.seen.set(seen);
        self.health.set(Health::Stores);
        self.tell_queue();
    }

    /// Hears from now on what other tabs store.
    fn join_tabs(self, person: PersonId) {
        self.missed.set_value(false);
        let reload = move || self.by_engine(move |engine| (engine.reload)(self));
        let tabs = Tabs::join(&household::tabs_of(person), reload);
        self.tabs.set_value(Some(tabs));
    }

    async fn open_store(self, person: PersonId) -> Result<(ReplicaStore, Replica), StorageError> {
        let (store, stored) = ReplicaStore::open(person, self.teller(person)).await?;
        let replica = self.read(&store, stored).await?;
        Ok((store, replica))
    }

    /// Reads a database that was just opened, and goes on with what it holds.
    async fn read_and_begin(self, store: Rc<ReplicaStore>) -> Result<(), StorageError> {
        let stored = store.load(self.person()).await?;
        let replica = self.read(&store, stored).await?;
        self.begin_with(store, replica).await;
        Ok(())
    }

    /// Goes on with what a database holds.
    async fn begin_with(self, store: Rc<ReplicaStore>, replica: Replica) {
        let seen = visits::visit(&store).await;
        self.take_jottings(store.jottings().await.unwrap_or_default());
        // What was typed while the database opened is stored just below.
        self.take_in(replica, &self.keys.get_value());
        self.goes_on(store, seen);
        self.save_pending();
        self.save_jottings();
        self.store_unstored();
        self.resume_held();
        if self.missed.get_value() {
            spawn_local(async move {
                self.reload().await;
            });
        }
    }

    /// Reads what another tab stored; what is being typed here stays. `false`: the disk did not say,
    /// and what is shown here may be older, or newer, than what lies there.
    pub(super) async fn reload(self) -> bool {
        let Some(store) = self.store() else {
            self.missed.set_value(true);
            return true;
        };
        let person = self.person();
        let (loaded, keys) = loop {
            let (changes, keys) = (self.changes.get_value(), self.keys.get_value());
            let loaded = match store.load(person).await {
                Ok(stored) => self.read(&store, stored).await,
                Err(error) => Err(error),
            };
            // A pull that came while the disk was read is newer than what was read. Cursors that
            // fell behind the disk would hide that a desk was left, and its rows would stay.
            if self.changes.get_value() == changes {
                break (loaded, keys);
            }
        };
        match loaded {
            // Somebody else came to the device meanwhile: this is not theirs.
            Ok(_) if self.person() != person => {}
            Ok(stored) => self.take_in(stored, &keys),
            // A new connection reads it all.
            Err(error) if mending::is_broken(&error) && self.regain(Some(&store)).await => {}
            Err(error) => {
                self.fails(error);
                return false;
            }
        }
        true
    }

    /// Shows what is stored, with what is being typed here, and what was since the last keys had these
    /// numbers.
    fn take_in(self, mut stored: Replica, keys: &BTreeMap<DraftId, u64>) {
        let typed = self.typed_since(keys);
        self.over
            .update_value(|over| over.retain(|id, _| typed.contains(id)));
        self.replica.update(|replica| {
            for id in typed {
                if let Some(mut draft) = replica.drafts.remove(&id) {
                    // What another tab has learnt of it counts.
                    if let Some(stored) = stored.drafts.remove(&id) {
                        draft = draft.written().read_with(stored.share);
                    }
                    stored.drafts.insert(id, draft);
                }
            }
            *replica = stored;
        });
    }

    /// Finds the postings that the replay of the outbox asks for, as far as the device has them.
    fn look_up_postings(self) {
        let wanted = Memo::new(move |_| self.rows.with(|rows| rows.wanted.clone()));
        Effect::new(move |_| {
            let wanted = wanted.get();
            if !wanted.is_empty() {
                self.by_engine(move |engine| (engine.look_up)(self, wanted));
            }
        });
    }

    async fn look_up(self, wanted: BTreeSet<JobId>) {
        for id in wanted {
            if let Some(job) = self.board.job_here(id).await {
                self.postings.update(|postings| {
                    postings.insert(id, job);
                });
            }
        }
    }

    /// Whose rows and drafts these are.
    fn person(self) -> PersonId {
        self.replica.with_untracked(|replica| replica.person)
    }

    fn store(self) -> Option<Rc<ReplicaStore>> {
        self.store.get_value()
    }

    fn tell_tabs(self) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.tell();
            }
        });
    }

    fn tell_queue(self) {
        if let Some(queued) = self.queued.get_value() {
            queued();
        }
    }
}

fn at_hand(postings: &BTreeMap<JobId, Job>, id: JobId) -> Result<Option<Job>, Missing> {
    let found = postings.get(&id).cloned();
    found.map(Some).ok_or(Missing(RowKey {
        kind: Kind::Job,
        id: id.0,
    }))
}
