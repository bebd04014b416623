//! When the device does not store: what is written goes again, room is made, a lost connection is
//! regained, a deleted database is written anew; and until it works it is tried by itself.

use super::{Health, ReplicaState, Saving};
use crate::device::{
    clock,
    database::StorageError,
    replica_store::{Queued, ReplicaStore, Stored},
};
use domain::PersonId;
use futures::lock::Mutex;
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use sync::Draft;

/// The first wait after the device refused, in milliseconds; it doubles up to the longest.
const FIRST_WAIT: u32 = 2_000;
const LONGEST_WAIT: u32 = 60_000;

/// What happened to the database, and was mended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rescued {
    /// It was deleted while the page was open; what the page held was written anew.
    Restored,
    /// Records could not be read and were put aside.
    Damaged {
        /// How many of the person's own; rows are fetched again.
        own: usize,
    },
}

/// How mending goes.
#[derive(Default)]
pub(super) struct Mending {
    /// A timer runs.
    runs: bool,
    /// The next wait in milliseconds; 0 is the first.
    wait: u32,
    /// One at a time opens the database anew.
    turn: Rc<Mutex<()>>,
}

/// Whether only a new connection helps.
pub(super) fn is_broken(error: &StorageError) -> bool {
    matches!(
        error,
        StorageError::Closed | StorageError::Lost | StorageError::Unreadable(_)
    )
}

impl ReplicaState {
    /// Writes, with all that helps against a device that refuses. An error is told by the health.
    pub(super) async fn stored<T>(
        self,
        write: impl AsyncFn(&ReplicaStore) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let Some(store) = self.store() else {
            return Err(self.fault().unwrap_or(StorageError::Closed));
        };
        let mut outcome = write(&store).await;
        if outcome.as_ref().is_err_and(is_broken)
            && self.regain_by_engine(store).await
            && let Some(store) = self.store()
        {
            outcome = write(&store).await;
        }
        // What can be fetched again makes way for what cannot.
        if matches!(outcome, Err(StorageError::Full))
            && self.board.make_room().await
            && let Some(store) = self.store()
        {
            outcome = write(&store).await;
        }
        match &outcome {
            Ok(_) => self.stores(),
            Err(error) => self.fails(error.clone()),
        }
        outcome
    }

    /// For what is stored by other parts than the engine.
    async fn regain_by_engine(self, former: Rc<ReplicaStore>) -> bool {
        match self.engine().await {
            Ok(engine) => (engine.regain)(self, former).await,
            Err(_) => false,
        }
    }

    /// What is wrong with the device, if anything is.
    pub(super) fn fault(self) -> Option<StorageError> {
        self.health.with_untracked(|health| match health {
            Health::Fails(error) => Some(error.clone()),
            Health::Opening | Health::Stores => None,
        })
    }

    /// A write succeeded. That says nothing of a draft whose own write did not.
    pub(super) fn stores(self) {
        if self.has_failed() {
            return;
        }
        self.mending.update_value(|mending| mending.wait = 0);
        if self.fault().is_some() {
            self.health.set(Health::Stores);
            // What could not be stored of an exchange comes again.
            self.tell_queue();
        }
    }

    /// The device refused: it is said, and tried again until it works.
    pub(super) fn fails(self, error: StorageError) {
        // A private window never will, and an older version of the app should not.
        let may_heal = !matches!(
            error,
            StorageError::Unavailable(_) | StorageError::Outdated | StorageError::Blocked
        );
        self.health.set(Health::Fails(error));
        let runs = self.mending.with_value(|mending| mending.runs);
        if may_heal && !runs {
            self.mending.update_value(|mending| mending.runs = true);
            spawn_local(self.mend_by_engine());
        }
    }

    async fn mend_by_engine(self) {
        let engine = loop {
            match self.engine().await {
                Ok(engine) => break engine,
                // What mends is not on the device yet.
                Err(_) => clock::sleep(self.next_wait()).await,
            }
        };
        (engine.mend)(self).await;
    }

    fn next_wait(self) -> u32 {
        let wait = self.mending.with_value(|mending| mending.wait);
        let wait = wait.max(FIRST_WAIT);
        self.mending
            .update_value(|mending| mending.wait = (wait * 2).min(LONGEST_WAIT));
        wait
    }

    fn has_failed(self) -> bool {
        self.saving.with_untracked(|saving| {
            let mut states = saving.values();
            states.any(|state| matches!(state, Saving::Failed(_)))
        })
    }

    pub(super) async fn mend(self) {
        let is_behind = || {
            let unsaved = self.unsaved.with_value(|unsaved| !unsaved.is_empty());
            self.fault().is_some() || self.has_failed() || unsaved
        };
        while is_behind() {
            clock::sleep(self.next_wait()).await;
            self.store_again().await;
        }
        self.mending.update_value(|mending| mending.runs = false);
    }

    /// Tries again to store what could not be stored.
    pub fn try_again(self) {
        self.by_engine(move |engine| (engine.store_again)(self));
    }

    pub(super) async fn store_again(self) {
        match self.fault() {
            None => {
                self.save_all_pending().await;
                self.save_all_jottings().await;
            }
            Some(StorageError::Full | StorageError::Other(_)) if self.store().is_some() => {
                self.save_all_pending().await;
                self.save_all_jottings().await;
                if self.fault().is_some()
                    && !self.has_failed()
                    && let Some(store) = self.store()
                    && store.probe().await.is_ok()
                {
                    self.health.set(Health::Stores);
                    self.tell_queue();
                }
            }
            Some(_) => {
                let store = self.store();
                self.regain(store.as_ref()).await;
            }
        }
    }

    /// The connection is of no use: it was closed by somebody who came or left in another tab, or by
    /// the browser, or the database is not what it was. Whether there is a new one for the same
    /// person. `former` is the one that failed; another may be there already.
    pub(super) async fn regain(self, former: Option<&Rc<ReplicaStore>>) -> bool {
        let turn = self.mending.with_value(|mending| mending.turn.clone());
        let _turn = turn.lock().await;
        if let (Some(former), Some(store)) = (former, self.store())
            && !Rc::ptr_eq(former, &store)
        {
            return true;
        }
        if !self.follow_household().await {
            return false;
        }
        let held = self.store().is_some();
        self.store.set_value(None);
        let person = self.person();
        self.join_tabs(person);
        let opened = match ReplicaStore::open(person, self.teller(person)).await {
            // What the page holds is all there is of it: it is written into a fresh one.
            Err(StorageError::Lost) if held => match ReplicaStore::destroy(person).await {
                Ok(()) => ReplicaStore::open(person, self.teller(person)).await,
                Err(error) => Err(error),
            },
            opened => opened,
        };
        match opened {
            Ok((store, stored)) => match self.go_on(store, stored, held).await {
                Ok(()) => true,
                Err(error) => {
                    self.fails(error);
                    false
                }
            },
            Err(error) => {
                self.fails(error);
                false
            }
        }
    }

    async fn go_on(
        self,
        store: ReplicaStore,
        stored: Stored,
        held: bool,
    ) -> Result<(), StorageError> {
        let store = Rc::new(store);
        let replica = if stored.is_new && held {
            let held = self.snapshot();
            store.restore(&held, &self.all_jottings()).await?;
            self.rescued.set(Some(Rescued::Restored));
            held
        } else {
            self.read(&store, stored).await?
        };
        self.begin_with(store, replica).await;
        self.tell_tabs();
        Ok(())
    }

    /// Puts what was queued without a database into the one that there is now.
    pub(super) fn store_unstored(self) {
        let unstored = self.unstored.try_update_value(std::mem::take);
        for Queued { mutation, draft } in unstored.unwrap_or_default() {
            spawn_local(async move {
                let draft = draft.map(|draft| Draft {
                    sending: None,
                    ..draft
                });
                if let Some(draft) = &draft {
                    // The queue takes only drafts that are on the disk.
                    let typed = self.as_typed(draft);
                    let _ = self
                        .stored(async |store| store.save_draft(&typed).await)
                        .await;
                }
                // A device that does not store is told of by its health.
                let _ = self.enqueue(mutation.command, draft).await;
            });
        }
    }

    /// Hears what happens to a person's database beside its use.
    pub(super) fn teller(self, person: PersonId) -> impl Fn(StorageError) + Clone + 'static {
        move |error| {
            if self.person() != person {
                return;
            }
            match error {
                // Another tab upgraded or deleted it. What is only here would go with the page.
                StorageError::Closed => {
                    if let Some(former) = self.store() {
                        spawn_local(async move {
                            self.regain_by_engine(former).await;
                        });
                    }
                }
                error => self.fails(error),
            }
        }
    }

    /// What happened to the database and was mended, until the person has read it.
    pub fn rescued(self) -> Option<Rescued> {
        self.rescued.get()
    }

    /// The person has read it.
    pub fn forget_rescue(self) {
        self.rescued.set(None);
    }
}
