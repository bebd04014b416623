//! What stands in an open scope, on this device: read from disk and followed from the server while a
//! screen shows it.

use crate::device::{
    network::{self, NetworkError},
    open_store::{Followed, OpenStore, Stored},
};
use domain::{Row, RowKey};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use sync::protocol::OpenChanges;

/// What a device keeps at hand of an open scope.
pub trait Shelf: Default + 'static {
    /// The scope, as its address and its database name it.
    const SCOPE: &str;

    /// Takes in a row as it is now.
    fn put_row(&mut self, row: Row);

    /// A row is gone.
    fn remove_row(&mut self, key: RowKey);

    /// Whether there is none.
    fn has_none(&self) -> bool;
}

/// How much of it is on the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Being read from the device, or fetched for the first time.
    Opening,
    /// What the server had when it was last asked.
    Ready,
    /// Nothing is here, and the server did not answer.
    Unreachable,
}

/// An open scope on this device.
pub struct Following<S: 'static> {
    shelf: RwSignal<S, LocalStorage>,
    progress: RwSignal<Progress>,
    followed: StoredValue<Followed>,
    store: StoredValue<Option<Rc<OpenStore>>, LocalStorage>,
    /// Counts the reasons to ask the server again.
    news: RwSignal<u64>,
    is_read: StoredValue<bool>,
    is_asking: StoredValue<bool>,
}

impl<S> Clone for Following<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Following<S> {}

impl<S: Shelf> Following<S> {
    pub(super) fn new() -> Self {
        Self {
            shelf: RwSignal::new_local(S::default()),
            progress: RwSignal::new(Progress::Opening),
            followed: StoredValue::new(None),
            store: StoredValue::new_local(None),
            news: RwSignal::new(0),
            is_read: StoredValue::new(false),
            is_asking: StoredValue::new(false),
        }
    }

    /// There is a reason to ask the server: a screen that shows it will.
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

    /// Asks what is here, now and whenever it changes.
    pub fn with<R>(self, ask: impl FnOnce(&S) -> R) -> R {
        self.shelf.with(ask)
    }

    /// How much is here.
    pub fn progress(self) -> Progress {
        self.progress.get()
    }

    /// Forgets all of it on this device.
    pub async fn forget(self) {
        let stored = match self.store.get_value() {
            Some(store) => store.clear().await,
            None => match OpenStore::open(S::SCOPE).await {
                Ok((store, _)) => store.clear().await,
                Err(error) => Err(error),
            },
        };
        if let Err(error) = stored {
            leptos::logging::warn!("{} were not forgotten: {error}", S::SCOPE);
        }
        self.followed.set_value(None);
        self.shelf.set(S::default());
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
            let is_empty = self.shelf.with_untracked(S::has_none);
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
        if let Ok((store, Stored { followed, rows })) = OpenStore::open(S::SCOPE).await {
            self.store.set_value(Some(Rc::new(store)));
            self.followed.set_value(followed);
            self.shelf
                .update(|shelf| rows.into_iter().for_each(|row| shelf.put_row(row)));
            if !self.shelf.with_untracked(S::has_none) {
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
            let changes = network::open_changes(S::SCOPE, &epoch, version).await?;
            if let Some(store) = self.store.get_value()
                && let Err(error) = store.save(&changes).await
            {
                // They can be fetched again: that costs only the next visit's time.
                leptos::logging::warn!("{} were not stored: {error}", S::SCOPE);
            }
            let more = changes.more;
            self.take(changes);
            if !more {
                return Ok(());
            }
        }
    }

    fn take(self, changes: OpenChanges) {
        self.followed
            .set_value(Some((changes.epoch, changes.version)));
        if !changes.reset && changes.rows.is_empty() && changes.gone.is_empty() {
            return;
        }
        self.shelf.update(|shelf| {
            if changes.reset {
                *shelf = S::default();
            }
            for row in changes.rows {
                shelf.put_row(row);
            }
            for key in changes.gone {
                shelf.remove_row(key);
            }
        });
    }
}
