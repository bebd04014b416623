//! The tablet's place: whose door it is, since when the server is silent, and what it owes the server.

use crate::device::{
    browser, clock,
    kiosk_store::{KioskStore, Paired, Stored},
    last_words,
    network::{NetworkError, kiosk as network},
    occupant::Occupant,
    preferences,
    replica_store::ReplicaStore,
};
use domain::{KioskLoginId, PersonId, Timestamp, one_time_code::Code, short_code::ShortCode};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use sync::{
    kiosk::{CheckedIn, KioskView, MAX_CHECK_INS, ShownCode, Way},
    protocol::ProblemKind,
};

/// How often the server is asked, in milliseconds.
const ASK_EVERY: u32 = 30_000;

/// What came of a code, as a visitor is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    /// The server judged it.
    Judged(CheckedIn),
    /// It is kept, and will be confirmed.
    Waits,
    /// There were too many wrong ones.
    TooMany,
}

/// Why a tablet was not paired.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotPaired {
    /// The code counts no more, or never did.
    Gone,
    /// Too many wrong ones.
    TooMany,
    /// The server did not answer.
    Unreachable,
}

/// The tablet's place.
#[derive(Clone, Copy)]
pub struct Place {
    paired: RwSignal<Option<Paired>>,
    /// The server did not answer the last time.
    is_silent: RwSignal<bool>,
    waiting: RwSignal<Vec<ShownCode>>,
    left: RwSignal<Vec<KioskLoginId>>,
    /// Codes that waited, and were nobody's.
    refused: RwSignal<usize>,
    store: StoredValue<Option<Rc<KioskStore>>, LocalStorage>,
    is_asking: StoredValue<bool>,
}

impl Place {
    pub(super) fn new() -> Self {
        Self {
            paired: RwSignal::new(None),
            is_silent: RwSignal::new(false),
            waiting: RwSignal::new(Vec::new()),
            left: RwSignal::new(Vec::new()),
            refused: RwSignal::new(0),
            store: StoredValue::new_local(None),
            is_asking: StoredValue::new(false),
        }
    }

    pub(super) fn start(self) {
        spawn_local(async move {
            if let Ok((store, stored)) = KioskStore::open().await {
                let Stored {
                    paired,
                    waiting,
                    left,
                } = stored;
                self.store.set_value(Some(Rc::new(store)));
                self.paired.set(paired);
                self.waiting.set(waiting);
                self.left.set(left);
            }
            // A tablet whose storage was cleared may be paired still.
            self.ask().await;
            loop {
                clock::sleep(ASK_EVERY).await;
                if self.is_paired() {
                    self.ask().await;
                }
            }
        });
        browser::on_window("online", move || spawn_local(self.ask()));
    }

    /// Whose door it is; `None` before the tablet is paired.
    pub fn space_name(self) -> Option<String> {
        self.paired
            .with(|paired| paired.as_ref().map(|paired| paired.space_name.clone()))
    }

    fn is_paired(self) -> bool {
        self.paired.with_untracked(Option::is_some)
    }

    /// Since when the server is silent; `None` while it answers.
    pub fn silent_since(self) -> Option<Timestamp> {
        let since = self
            .paired
            .with(|paired| paired.as_ref().map(|paired| paired.heard_at));
        since.filter(|_| self.is_silent.get())
    }

    /// Codes that wait to be confirmed.
    pub fn waiting(self) -> usize {
        self.waiting.with(Vec::len)
    }

    /// Codes that waited, and turned out to be nobody's.
    pub fn refused(self) -> usize {
        self.refused.get()
    }

    /// Now, by the server's clock as far as it is known.
    pub(super) fn now(self) -> Timestamp {
        let ahead = self
            .paired
            .with_untracked(|paired| paired.as_ref().map_or(0, |paired| paired.ahead));
        Timestamp(clock::now().0.saturating_add(ahead))
    }

    /// Pairs the tablet. Whoever used its browser before is logged out, and what it kept of them goes.
    pub async fn pair(self, code: ShortCode) -> Result<(), NotPaired> {
        let view = network::pair(code)
            .await
            .map_err(|error| match error.kind() {
                None => NotPaired::Unreachable,
                Some(ProblemKind::TooManyRequests) => NotPaired::TooMany,
                Some(_) => NotPaired::Gone,
            })?;
        forget_people().await;
        self.hear(view).await;
        Ok(())
    }

    async fn hear(self, view: KioskView) {
        let paired = Paired {
            space: view.space,
            space_name: view.space_name,
            heard_at: view.now,
            ahead: view.now.0.saturating_sub(clock::now().0),
        };
        self.is_silent.set(false);
        if let Some(store) = self.store.get_value() {
            let _ = store.save(&paired).await;
        }
        self.paired.set(Some(paired));
    }

    /// Asks how it stands, and sends what waits.
    async fn ask(self) {
        if self.is_asking.get_value() {
            return;
        }
        self.is_asking.set_value(true);
        match network::view().await {
            Ok(view) => {
                self.hear(view).await;
                self.settle().await;
            }
            Err(error) if error.kind() == Some(ProblemKind::NotLoggedIn) => self.lapse().await,
            Err(_) => self.is_silent.set(true),
        }
        self.is_asking.set_value(false);
    }

    /// The tablet was revoked: it is nobody's door any more.
    async fn lapse(self) {
        if self.is_paired() {
            self.paired.set(None);
            self.waiting.set(Vec::new());
            self.left.set(Vec::new());
            if let Some(store) = self.store.get_value() {
                let _ = store.forget().await;
            }
        }
    }

    /// Somebody shows a code.
    pub async fn check_in(self, code: Code, person: Option<PersonId>, way: Way) -> Said {
        let shown = ShownCode {
            code,
            person,
            shown_at: self.now(),
            way,
        };
        // What waits longer comes first.
        if self.waiting.with_untracked(Vec::is_empty) {
            match network::check_in(vec![shown]).await {
                Ok(all) => {
                    if let Some(result) = all.results.first() {
                        return Said::Judged(*result);
                    }
                }
                Err(NetworkError::Problem(problem))
                    if problem.kind == ProblemKind::TooManyRequests =>
                {
                    return Said::TooMany;
                }
                Err(_) => self.is_silent.set(true),
            }
        }
        self.waiting.update(|waiting| waiting.push(shown));
        self.note().await;
        Said::Waits
    }

    /// A visitor who was logged in has left.
    pub(super) fn end(self, login: KioskLoginId) {
        self.left.update(|left| left.push(login));
        spawn_local(async move {
            self.note().await;
            self.settle().await;
        });
    }

    /// Sends what waits.
    async fn settle(self) {
        loop {
            let batch: Vec<ShownCode> = self
                .waiting
                .with_untracked(|waiting| waiting.iter().take(MAX_CHECK_INS).copied().collect());
            if batch.is_empty() {
                break;
            }
            let Ok(all) = network::check_in(batch).await else {
                return;
            };
            let judged = all.results.len();
            let refused = all.results.iter().filter(|one| **one != CheckedIn::Done);
            self.refused.update(|count| *count += refused.count());
            self.waiting
                .update(|waiting| *waiting = waiting.split_off(judged.min(waiting.len())));
            self.note().await;
            if judged == 0 {
                return;
            }
        }
        let left = self.left.get_untracked();
        if !left.is_empty() && network::end_logins(left.clone()).await.is_ok() {
            self.left
                .update(|all| all.retain(|login| !left.contains(login)));
            self.note().await;
        }
    }

    /// Writes down what waits.
    async fn note(self) {
        let (waiting, left) = (self.waiting.get_untracked(), self.left.get_untracked());
        if let Some(store) = self.store.get_value()
            && let Err(error) = store.owe(&waiting, &left).await
        {
            // It waits as long as the page.
            leptos::logging::warn!("what waits is not stored: {error}");
        }
    }
}

/// Forgets whoever used this browser before it became a kiosk.
async fn forget_people() {
    let stored = Occupant::stored().await.ok().flatten();
    let people = stored.into_iter().map(|occupant| occupant.person);
    for person in people.chain(preferences::to_erase()) {
        let _ = ReplicaStore::destroy(person).await;
    }
    let _ = Occupant::forget().await;
    last_words::forget_all();
    preferences::set_to_erase(&[]);
    preferences::forget();
}
