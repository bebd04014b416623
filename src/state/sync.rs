//! Keeps the device and the server one: when to sync, in which order, and how it stands.

use super::{BoardState, ReplicaState, SessionState, replica::Health};
use crate::device::{
    browser, clock,
    database::StorageError,
    live::{self, LiveStream},
    network::{self, NetworkError},
    occupant::Occupant,
    replica_store::Retry,
    tabs,
};
use domain::{PersonId, Scope, Timestamp};
use leptos::{prelude::*, task::spawn_local};
use sync::protocol::ProblemKind;

/// The first wait after a failure, in milliseconds; it doubles up to the longest.
const FIRST_WAIT: i64 = 1_000;
const LONGEST_WAIT: i64 = 5 * 60 * 1000;

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
    status: RwSignal<SyncStatus>,
    run: StoredValue<Run>,
    live: StoredValue<Option<LiveStream>, LocalStorage>,
}

#[derive(Clone, Copy, PartialEq, Default)]
struct Run {
    running: bool,
    again: bool,
    failures: u32,
    /// Only the latest timer may fire.
    timer: u64,
}

/// Why an exchange ended early.
pub(crate) enum Failure {
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
    pub(super) fn new(session: SessionState, replica: ReplicaState, board: BoardState) -> Self {
        Self {
            session,
            replica,
            board,
            status: RwSignal::new(match session.snapshot().account {
                None => SyncStatus::DeviceOnly,
                Some(_) if browser::is_online() => SyncStatus::Syncing,
                Some(_) => SyncStatus::Offline,
            }),
            run: StoredValue::new(Run::default()),
            live: StoredValue::new_local(None),
        }
    }

    /// Sync starts on: start, something queued, online, visible, a live event, a timer.
    pub(super) fn start(self) {
        self.replica.when_queued(move || self.now());
        browser::on_window("online", move || {
            self.board.refresh();
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
                self.now();
            }
        });
        // Another person means other scopes: the stream is opened anew.
        let session = self.session;
        let listener = Memo::new(move |_| (session.person(), session.is_registered()));
        Effect::new(move |_| {
            listener.get();
            self.live.set_value(None);
            let stream = live::listen(move |event| match event.scope {
                Scope::Public => self.board.refresh(),
                Scope::Person(_) | Scope::Desk(_) => self.now(),
            });
            self.live.set_value(Some(stream));
        });
        spawn_local(async move {
            // A wait that began before the page was closed goes on.
            let retry = self.replica.retry().await;
            self.run.update_value(|run| run.failures = retry.failures);
            // Asking who is logged in also prolongs the session of somebody who comes back.
            if self.session.snapshot().account.is_some() {
                let _ = network::session().await;
            }
            self.now();
        });
    }

    /// How it stands.
    pub fn status(self) -> SyncStatus {
        if matches!(self.replica.health(), Health::Fails(_)) {
            return SyncStatus::DeviceFails;
        }
        self.status.get()
    }

    /// Syncs now. Calls while one runs become one more.
    pub fn now(self) {
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
        });
    }

    async fn attempt(self) {
        let Occupant { person, account } = self.session.snapshot();
        if account.is_none() {
            self.status.set(SyncStatus::DeviceOnly);
            return;
        }
        if !browser::is_online() {
            self.status.set(SyncStatus::Offline);
            return;
        }
        self.status.set(SyncStatus::Syncing);
        let outcome = match self.replica.engine().await {
            Ok(engine) => (engine.exchange)(self, person).await,
            // What exchanges is not here yet: the server did not answer.
            Err(_) => Err(NetworkError::Unreachable.into()),
        };
        self.replica.set_in_flight(Vec::new());
        match outcome {
            Ok(()) => {
                self.run.update_value(|run| run.failures = 0);
                self.replica.save_retry(Retry::default()).await;
                self.status.set(SyncStatus::UpToDate(clock::now()));
            }
            Err(Failure::Storage) => {
                // There may be room again later, when nobody does anything.
                self.wait(0).await;
                self.status.set(SyncStatus::DeviceFails);
            }
            Err(Failure::Unsettled) => self.wait(0).await,
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
                    self.wait(0).await;
                    self.status.set(SyncStatus::Outdated);
                }
                _ => self.wait(asked_to_wait(&error)).await,
            },
        }
    }

    /// Push what waits, then pull until all is here; again while something waits.
    pub(super) async fn exchange(self, person: PersonId) -> Result<(), Failure> {
        let _lock = tabs::lock(&format!("engawa-sync-{person}")).await;
        // Somebody who just came has no database open yet; opening it asks to sync again.
        let group = self.replica.snapshot().group;
        if self.replica.snapshot().person != person {
            return Ok(());
        }
        loop {
            // Another tab may have synced, or queued, since: what is pushed is what the disk says,
            // without a gap.
            if !self.replica.reload().await {
                return Err(Failure::Storage);
            }
            self.replica.share_drafts().await;
            if let Some(push) = self.replica.snapshot().push() {
                self.replica
                    .set_in_flight(push.mutations.iter().map(|m| m.id).collect());
                network::push(person, &push).await?;
            }
            let before = self.replica.snapshot().outbox.len();
            loop {
                let pulled = network::pull(person, &self.replica.snapshot().pull()).await?;
                // What was asked for one database is not stored in another.
                if self.session.snapshot().person != person
                    || self.replica.snapshot().group != group
                {
                    return Ok(());
                }
                let more = pulled.more;
                self.replica.absorb(pulled).await?;
                if !more {
                    break;
                }
            }
            self.replica.set_in_flight(Vec::new());
            let after = self.replica.snapshot().outbox.len();
            if after == 0 {
                return Ok(());
            }
            if after >= before {
                return Err(Failure::Unsettled);
            }
        }
    }

    /// Tries again by itself, after a while that doubles with each failure; `asked`: not before so many
    /// milliseconds.
    async fn wait(self, asked: i64) {
        let failures = self.run.with_value(|run| run.failures).saturating_add(1);
        let doubled = FIRST_WAIT.saturating_mul(1i64 << failures.min(20).saturating_sub(1));
        // Many devices come back at once after an outage: spread them.
        let spread = 0.75 + js_sys::Math::random() / 2.0;
        let wait = (doubled.min(LONGEST_WAIT).max(asked) as f64 * spread) as i64;
        let due = Timestamp(clock::now().0 + wait);
        self.run.update_value(|run| {
            run.failures = failures;
            run.timer += 1;
        });
        self.replica.save_retry(Retry { failures, at: due }).await;
        self.status.set(if browser::is_online() {
            SyncStatus::Waiting(due)
        } else {
            SyncStatus::Offline
        });
        let timer = self.run.with_value(|run| run.timer);
        spawn_local(async move {
            clock::sleep(u32::try_from(wait).unwrap_or(u32::MAX)).await;
            if self.run.with_value(|run| run.timer) == timer {
                self.now();
            }
        });
    }
}

/// How long the server asks to wait, in milliseconds.
fn asked_to_wait(error: &NetworkError) -> i64 {
    match error {
        NetworkError::Problem(problem) => {
            let seconds = i64::try_from(problem.retry_after.unwrap_or(0)).unwrap_or(0);
            seconds.saturating_mul(1_000)
        }
        NetworkError::Unreachable | NetworkError::Unreadable => 0,
    }
}
