//! Keeps the device and the server one: when to sync, in which order, and how it stands.

mod waiting;

use super::{
    BoardState, ProgramsState, ReplicaState, SessionState, SpacesState, live, live::Listening,
    replica::Health,
};
use crate::device::{
    browser, clock,
    database::StorageError,
    network::{self, NetworkError},
    occupant::Occupant,
    offline, preferences,
    replica_store::Trouble,
    tabs::locks::{self, TabLock},
};
use domain::{PersonId, Scope, Timestamp};
use futures::channel::oneshot;
use leptos::{prelude::*, task::spawn_local};
use sync::protocol::{Live, ProblemKind};

/// How long another tab may take for a batch, in milliseconds, before this one goes ahead.
const PATIENCE: u32 = 15_000;

/// How the device and the server stand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum SyncStatus {
    /// Nobody is logged in: everything stays on the device.
    DeviceOnly,
    /// Being exchanged.
    Syncing,
    /// All is exchanged, since this moment.
    UpToDate(Timestamp),
    /// No network.
    Offline,
    /// The server did not answer; the next attempt is due at this moment.
    Waiting(Timestamp),
    /// The server has no room to keep anything; the next attempt is due at this moment.
    NoRoom(Timestamp),
    /// The session has ended: log in again. Everything is kept.
    SessionEnded,
    /// The server speaks a newer form: load the app anew. Everything is kept.
    Outdated,
    /// The device does not store what came.
    DeviceFails,
}

/// The exchange with the server.
#[derive(Clone, Copy)]
pub struct SyncState {
    session: SessionState,
    replica: ReplicaState,
    board: BoardState,
    programs: ProgramsState,
    spaces: SpacesState,
    status: RwSignal<SyncStatus>,
    trouble: RwSignal<Option<Trouble>>,
    run: StoredValue<Run>,
    live: StoredValue<Option<Listening>, LocalStorage>,
    /// Who waits for the running exchange to end.
    ending: StoredValue<Vec<oneshot::Sender<()>>, LocalStorage>,
}

#[derive(Clone, Copy, PartialEq, Default)]
struct Run {
    running: bool,
    again: bool,
    failures: u32,
    /// Only the latest timer may fire.
    timer: u64,
    /// Until then the server wants no attempt.
    patient_until: Option<Timestamp>,
    /// The person asked for an attempt.
    pressed: bool,
    /// Whose earlier attempts, before the page was opened, are known.
    recalled: Option<PersonId>,
    /// Whose files that nothing names any more have gone from the device.
    tidied: Option<PersonId>,
}

/// Why an exchange ended early.
enum Failure {
    Network(NetworkError),
    Storage,
    /// Nothing of what waits was settled: the server was restored meanwhile, or another tab queued
    /// what comes first.
    Unsettled,
}

impl From<NetworkError> for Failure {
    fn from(error: NetworkError) -> Self {
        Failure::Network(error)
    }
}

impl From<StorageError> for Failure {
    fn from(_: StorageError) -> Self {
        Failure::Storage
    }
}

impl SyncState {
    pub(super) fn new(
        session: SessionState,
        replica: ReplicaState,
        board: BoardState,
        programs: ProgramsState,
        spaces: SpacesState,
    ) -> Self {
        Self {
            session,
            replica,
            board,
            programs,
            spaces,
            status: RwSignal::new(match session.snapshot().account {
                None => SyncStatus::DeviceOnly,
                Some(_) if browser::is_online() => SyncStatus::Syncing,
                Some(_) => SyncStatus::Offline,
            }),
            trouble: RwSignal::new(None),
            run: StoredValue::new(Run::default()),
            live: StoredValue::new_local(None),
            ending: StoredValue::new_local(Vec::new()),
        }
    }

    /// Sync starts on: start, something queued, online, visible, a live event, a timer, and when the
    /// browser wakes the service worker.
    pub(super) fn start(self) {
        // Also told when the database has been opened.
        self.replica.when_queued(move || self.now());
        browser::on_window("online", move || {
            self.look_after_session();
            self.board.refresh();
            self.programs.hear();
            self.spaces.hear();
            self.now();
        });
        browser::on_window("offline", move || {
            if self.session.snapshot().account.is_some() {
                self.status.set(SyncStatus::Offline);
            }
        });
        browser::on_document("visibilitychange", move || {
            if browser::is_visible() {
                self.board.refresh();
                self.programs.hear();
                self.spaces.hear();
                self.now();
            } else {
                // It may be closed now.
                self.send_later();
            }
        });
        offline::answer(move || {
            let just_failed = matches!(
                self.status.get_untracked(),
                SyncStatus::Waiting(_) | SyncStatus::NoRoom(_)
            );
            if !just_failed {
                self.now();
            }
            !just_failed
        });
        // Another person means other scopes: the stream is opened anew.
        let session = self.session;
        let listener = Memo::new(move |_| (session.person(), session.is_registered()));
        Effect::new(move |_| {
            let (person, _) = listener.get();
            self.live.set_value(None);
            let heard = move |news: Live| self.hear(&news);
            self.live.set_value(Some(live::listen(person, heard)));
        });
        self.look_after_session();
    }

    fn look_after_session(self) {
        if preferences::to_log_out() || self.session.snapshot().account.is_some() {
            self.replica
                .by_engine(move |engine| (engine.look_after)(self.session));
        }
    }

    fn hear(self, news: &Live) {
        match news.scope {
            Scope::Public => self.board.refresh(),
            Scope::Programs => self.programs.hear(),
            Scope::Spaces => self.spaces.hear(),
            // A stream begins with how far everything goes.
            scope if self.replica.has_followed(scope, news.version) => {}
            Scope::Person(_) | Scope::Desk(_) => self.now(),
        }
    }

    /// How it stands.
    pub fn status(self) -> SyncStatus {
        if matches!(self.replica.health(), Health::Fails(_)) {
            return SyncStatus::DeviceFails;
        }
        self.status.get()
    }

    /// What went wrong the last time; `None` after an exchange that succeeded.
    pub fn trouble(self) -> Option<Trouble> {
        self.trouble.get()
    }

    /// Syncs now, and says whether nothing waits any more.
    pub async fn send_all(self) -> bool {
        let (end, ended) = oneshot::channel();
        self.ending.update_value(|ending| ending.push(end));
        self.run.update_value(|run| run.pressed = true);
        self.now();
        let _ = ended.await;
        let Occupant { person, account } = self.session.snapshot();
        if account.is_some() {
            self.replica.bring_files_of_drafts(person, true).await;
        }
        self.replica.snapshot().outbox.is_empty()
    }

    /// Syncs now. Calls while one runs become one more.
    pub fn now(self) {
        if self.session.snapshot().account.is_none() {
            self.status.set(SyncStatus::DeviceOnly);
            self.tell_ended();
            return;
        }
        spawn_local(async move {
            match self.replica.engine().await {
                Ok(engine) => (engine.sync)(self),
                // What exchanges is not here yet; nor is what reads the database, whose health says so.
                Err(_) => self.tell_ended(),
            }
        });
    }

    fn tell_ended(self) {
        for end in self
            .ending
            .try_update_value(std::mem::take)
            .unwrap_or_default()
        {
            let _ = end.send(());
        }
    }

    /// The engine's part of [`Self::now`].
    pub(super) fn sync(self) {
        let run = self.run.get_value();
        if run.running {
            self.run.update_value(|run| run.again = true);
            return;
        }
        self.run.update_value(|run| {
            *run = Run {
                running: true,
                again: false,
                ..*run
            }
        });
        spawn_local(async move {
            loop {
                self.attempt().await;
                if !self.run.with_value(|run| run.again) {
                    break;
                }
                self.run.update_value(|run| run.again = false);
            }
            self.run.update_value(|run| run.running = false);
            self.tell_ended();
        });
    }

    async fn attempt(self) {
        let Occupant { person, account } = self.session.snapshot();
        if account.is_none() {
            self.status.set(SyncStatus::DeviceOnly);
            return;
        }
        if untrack(|| self.replica.health()) == Health::Opening {
            // It comes again once the database is open.
            return;
        }
        self.recall(person).await;
        if self.is_patient() {
            return;
        }
        if !browser::is_online() {
            self.status.set(SyncStatus::Offline);
            self.send_later();
            return;
        }
        self.status.set(SyncStatus::Syncing);
        let outcome = self.exchange(person).await;
        self.replica.set_in_flight(Vec::new());
        match outcome {
            Ok(()) => {
                self.succeed().await;
                self.status.set(SyncStatus::UpToDate(clock::now()));
                // Nothing waits for them: a long file on a slow network holds up no word.
                spawn_local(self.replica.bring_files_of_drafts(person, false));
                self.tidy(person).await;
            }
            // The replica's health says why, and tries again until the device stores.
            Err(Failure::Storage) => self.status.set(SyncStatus::DeviceFails),
            Err(Failure::Unsettled) => self.wait(None).await,
            Err(Failure::Network(error)) => match error.kind() {
                // Somebody logged in in another tab, whose word this tab missed.
                Some(ProblemKind::OtherPerson) if Occupant::load().await.person != person => {
                    browser::reload();
                }
                Some(ProblemKind::NotLoggedIn | ProblemKind::OtherPerson) => {
                    self.status.set(SyncStatus::SessionEnded)
                }
                Some(ProblemKind::Schema) => {
                    // The server may be set back to the form that this app knows.
                    self.wait(Some(error)).await;
                    self.status.set(SyncStatus::Outdated);
                }
                _ => self.wait(Some(error)).await,
            },
        }
    }

    /// Once a page, for it reads what is kept.
    async fn tidy(self, person: PersonId) {
        if self.run.with_value(|run| run.tidied) != Some(person) {
            self.run.update_value(|run| run.tidied = Some(person));
            self.replica.drop_files().await;
        }
    }

    /// Batch by batch: push what waits, then pull until all is here; again while something waits.
    async fn exchange(self, person: PersonId) -> Result<(), Failure> {
        loop {
            // For one batch only, so that no tab waits long for another.
            let name = format!("engawa-sync-{person}");
            let lock = locks::lock(&name, clock::sleep(PATIENCE)).await;
            if self.exchange_batch(person, &lock).await? {
                return Ok(());
            }
        }
    }

    /// Whether it was the last batch.
    async fn exchange_batch(self, person: PersonId, lock: &TabLock) -> Result<bool, Failure> {
        // Somebody who just came has no database open yet; opening it asks to sync again.
        if self.replica.snapshot().person != person {
            return Ok(true);
        }
        // Another tab may have synced, or queued, since: what is pushed is what the disk says,
        // without a gap.
        if !self.replica.reload().await {
            return Err(Failure::Storage);
        }
        self.replica.share_drafts().await;
        let held = self.replica.bring_waiting_files(person).await;
        let (group, push) = {
            let replica = self.replica.snapshot();
            let push = replica.push().and_then(|push| push.before(held));
            (replica.group, push)
        };
        if let Some(push) = push {
            let ids = push.mutations.iter().map(|mutation| mutation.id);
            self.replica.set_in_flight(ids.collect());
            network::push(person, &push).await?;
        }
        let before = self.replica.snapshot().outbox.len();
        loop {
            let pulled = network::pull(person, &self.replica.snapshot().pull()).await?;
            // What was asked for one database is not stored in another.
            if self.session.snapshot().person != person || self.replica.snapshot().group != group {
                return Ok(true);
            }
            // This tab slept, or stood still, and another went ahead: what came is old by now.
            if !lock.is_held() {
                return Ok(false);
            }
            let more = pulled.more;
            self.replica.absorb(pulled).await?;
            if !more {
                break;
            }
        }
        self.replica.set_in_flight(Vec::new());
        let after = self.replica.snapshot().outbox.len();
        match after {
            0 => Ok(true),
            // The rest has its own turn.
            _ if after >= before => Err(Failure::Unsettled),
            _ => Ok(false),
        }
    }
}
