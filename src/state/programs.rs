//! The programs on this device: read from disk and followed from the server while a screen shows
//! them.

use super::board::lower;
use crate::device::{
    network::{self, NetworkError},
    program_store::{Followed, ProgramStore, Stored},
};
use board::catalogue::Catalogue;
use domain::{
    ProgramId,
    program::{Program, SessionNo},
};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use sync::protocol::ProgramChanges;

/// How much of the programs is on the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Being read from the device, or fetched for the first time.
    Opening,
    /// What the server had when it was last asked.
    Ready,
    /// Nothing is here, and the server did not answer.
    Unreachable,
}

/// The programs on this device.
#[derive(Clone, Copy)]
pub struct ProgramsState {
    catalogue: RwSignal<Catalogue, LocalStorage>,
    progress: RwSignal<Progress>,
    followed: StoredValue<Followed>,
    store: StoredValue<Option<Rc<ProgramStore>>, LocalStorage>,
    /// Counts the reasons to ask the server again.
    news: RwSignal<u64>,
    is_read: StoredValue<bool>,
    is_asking: StoredValue<bool>,
}

impl ProgramsState {
    pub(super) fn new() -> Self {
        Self {
            catalogue: RwSignal::new_local(Catalogue::default()),
            progress: RwSignal::new(Progress::Opening),
            followed: StoredValue::new(None),
            store: StoredValue::new_local(None),
            news: RwSignal::new(0),
            is_read: StoredValue::new(false),
            is_asking: StoredValue::new(false),
        }
    }

    /// There is a reason to ask the server: a screen that shows programs will.
    pub fn hear(self) {
        self.news.update(|news| *news += 1);
    }

    /// Reads what is on the device, and follows the server as long as the screen that asks is open.
    pub fn follow(self) {
        Effect::new(move |_| {
            self.news.track();
            spawn_local(self.refresh());
        });
    }

    /// Asks the programs, now and whenever they change.
    pub fn with<R>(self, ask: impl FnOnce(&Catalogue) -> R) -> R {
        self.catalogue.with(ask)
    }

    /// A program, now and whenever it changes.
    pub fn get(self, id: ProgramId) -> Option<Program> {
        self.with(|catalogue| catalogue.get(id).cloned())
    }

    /// Whether somebody has signed up for a program, or for one of its sessions.
    pub fn is_taken(self, id: ProgramId, session: Option<SessionNo>) -> bool {
        self.with(|catalogue| {
            catalogue
                .vacancy(id, session)
                .is_some_and(|vacancy| vacancy.seated + vacancy.waiting + vacancy.observing > 0)
        })
    }

    /// How much is here.
    pub fn progress(self) -> Progress {
        self.progress.get()
    }

    /// Forgets all programs of this device.
    pub async fn forget(self) {
        let stored = match self.store.get_value() {
            Some(store) => store.clear().await,
            None => match ProgramStore::open().await {
                Ok((store, _)) => store.clear().await,
                Err(error) => Err(error),
            },
        };
        if let Err(error) = stored {
            leptos::logging::warn!("the programs were not forgotten: {error}");
        }
        self.followed.set_value(None);
        self.catalogue.set(Catalogue::default());
        self.hear();
    }

    async fn refresh(self) {
        if self.is_asking.get_value() {
            return;
        }
        self.is_asking.set_value(true);
        // What is heard meanwhile is asked for at the end.
        loop {
            let before = self.news.get_untracked();
            if !self.is_read.get_value() {
                self.read().await;
            }
            let asked = self.ask().await;
            let is_empty = self.catalogue.with_untracked(Catalogue::is_empty);
            self.progress.set(match asked {
                Err(_) if is_empty => Progress::Unreachable,
                _ => Progress::Ready,
            });
            if asked.is_err() || self.news.get_untracked() == before {
                break;
            }
        }
        self.is_asking.set_value(false);
    }

    /// Reads the disk once. Where it fails, the server has it all.
    async fn read(self) {
        if let Ok((store, stored)) = ProgramStore::open().await {
            let Stored {
                followed,
                programs,
                vacancies,
            } = stored;
            self.store.set_value(Some(Rc::new(store)));
            self.followed.set_value(followed);
            self.catalogue.update(|catalogue| {
                for program in programs {
                    catalogue.put(program, lower);
                }
                for vacancy in vacancies {
                    catalogue.fill(vacancy);
                }
            });
            if self
                .catalogue
                .with_untracked(|catalogue| !catalogue.is_empty())
            {
                self.progress.set(Progress::Ready);
            }
        }
        self.is_read.set_value(true);
    }

    async fn ask(self) -> Result<(), NetworkError> {
        loop {
            let (epoch, version) = match self.followed.get_value() {
                Some((epoch, version)) => (epoch.0, version),
                None => (String::new(), 0),
            };
            let changes = network::programs(&epoch, version).await?;
            if let Some(store) = self.store.get_value()
                && let Err(error) = store.save(&changes).await
            {
                // They can be fetched again: that costs only the next visit's time.
                leptos::logging::warn!("programs were not stored: {error}");
            }
            let more = changes.more;
            self.take(changes);
            if !more {
                return Ok(());
            }
        }
    }

    fn take(self, changes: ProgramChanges) {
        let followed = Some((changes.epoch, changes.version));
        let is_news = changes.reset
            || !(changes.programs.is_empty()
                && changes.gone.is_empty()
                && changes.vacancies.is_empty());
        self.followed.set_value(followed);
        if !is_news {
            return;
        }
        self.catalogue.update(|catalogue| {
            if changes.reset {
                *catalogue = Catalogue::default();
            }
            for program in changes.programs {
                catalogue.put(program, lower);
            }
            for id in changes.gone {
                catalogue.remove(id);
            }
            for vacancy in changes.vacancies {
                catalogue.fill(vacancy);
            }
        });
    }
}
