//! Drafts go to the disk: soon after the last key, and at once when a field is left or the page hidden.

use super::{ReplicaState, Saving};
use crate::device::{browser, clock, database::StorageError};
use domain::DraftId;
use leptos::{prelude::*, task::spawn_local};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Draft, Over, Replica, Typed};

/// How long after the last key a draft is saved, in milliseconds.
const SAVE_AFTER: u32 = 250;
/// How long after that a draft is shared with the person's other devices, in milliseconds.
pub(super) const SHARE_AFTER: u32 = 2_000;

impl ReplicaState {
    pub(super) fn pending(self) -> Vec<DraftId> {
        self.saving.with_untracked(|saving| {
            let unsaved = saving
                .iter()
                .filter(|(_, state)| !matches!(state, Saving::Saved(_)));
            unsaved.map(|(id, _)| *id).collect()
        })
    }

    /// The drafts in which something was typed that is not saved, or that was not when these were the
    /// numbers of their last keys: what was read of them since may be older than what is shown.
    pub(super) fn typed_since(self, keys: &BTreeMap<DraftId, u64>) -> BTreeSet<DraftId> {
        let newer = self.keys.with_value(|now| {
            let newer = now.iter().filter(|(id, key)| keys.get(id) != Some(key));
            newer.map(|(id, _)| *id).collect::<Vec<_>>()
        });
        self.pending().into_iter().chain(newer).collect()
    }

    /// Changes a draft that this tab shows, and saves it soon; nothing is saved when the change
    /// finds nothing to do. The one way to write in a draft: what the tab showed before the first
    /// key has to be known when it is laid together with what lies on the disk.
    pub(super) fn write_in<T>(
        self,
        id: DraftId,
        change: impl FnOnce(&mut Replica) -> Option<T>,
    ) -> Option<T> {
        self.note_shown(id);
        let changed = self.replica.try_update(change).flatten();
        if changed.is_some() {
            self.save_soon(id);
        }
        changed
    }

    /// Saves at once from now on when a field is left, and when the page is hidden: it may be closing.
    pub(super) fn save_when_left(self) {
        if self.saves_when_left.get_value() {
            return;
        }
        self.saves_when_left.set_value(true);
        let save = move || {
            self.save_pending();
            self.save_jottings();
        };
        // What is on its way to the disk may go with the page.
        let leave = move || {
            self.keep_pending();
            self.keep_jottings();
            save();
        };
        browser::on_document("visibilitychange", move || {
            if !browser::is_visible() {
                leave();
            }
        });
        browser::on_window("pagehide", leave);
        // What leads away from a field may lead away from the page. (A field that is being taken from
        // the screen says so too, amid what takes it: hence a moment later.)
        browser::on_document("focusout", move || spawn_local(async move { save() }));
    }

    pub(super) fn save_soon(self, id: DraftId) {
        self.save_when_left();
        self.saving.update(|saving| {
            saving.insert(id, Saving::Pending);
        });
        self.keys
            .update_value(|keys| *keys.entry(id).or_default() += 1);
        let key = self.key(id);
        spawn_local(async move {
            clock::sleep(SAVE_AFTER).await;
            // A later key has its own turn; and who left the field has had this one.
            if self.key(id) != key {
                return;
            }
            if self.pending().contains(&id) {
                let _ = self.save(id).await;
            }
            clock::sleep(SHARE_AFTER).await;
            if self.key(id) == key {
                // The sync that this asks for shares it.
                self.tell_queue();
            }
        });
    }

    /// Remembers what a draft shows before its first key.
    fn note_shown(self, id: DraftId) {
        if self.pending().contains(&id) {
            return;
        }
        if let Some(draft) = self.edited(id) {
            let shown = Over::shown(&draft.fields);
            self.over.update_value(|over| drop(over.insert(id, shown)));
        }
    }

    /// A draft as this tab saves it. Where it is not known what was there before, all of it counts
    /// as typed.
    pub(super) fn as_typed(self, draft: &Draft) -> Typed {
        let over = self.over.with_value(|over| over.get(&draft.id).cloned());
        Typed::new(draft, &over.unwrap_or_default())
    }

    fn edited(self, id: DraftId) -> Option<Draft> {
        self.replica
            .with_untracked(|replica| replica.drafts.get(&id).cloned())
    }

    /// The number of the last key in a draft that is still there. What a pull brings into it leaves
    /// the number as it is: the key still has its turn.
    fn key(self, id: DraftId) -> Option<u64> {
        let is_there = self
            .replica
            .with_untracked(|replica| replica.drafts.contains_key(&id));
        is_there.then(|| {
            self.keys
                .with_value(|keys| keys.get(&id).copied().unwrap_or_default())
        })
    }

    /// Keeps what is not on the disk where a page that goes can leave it.
    fn keep_pending(self) {
        let Some(store) = self.store() else { return };
        for id in self.pending() {
            if let Some(draft) = self.edited(id) {
                store.keep_draft(&self.as_typed(&draft));
                self.may_lie_on_disk(&draft);
            }
        }
    }

    /// From now on this may lie on the disk.
    fn may_lie_on_disk(self, draft: &Draft) {
        self.over
            .update_value(|over| over.entry(draft.id).or_default().save(&draft.fields));
    }

    pub(super) fn save_pending(self) {
        for id in self.pending() {
            spawn_local(async move {
                let _ = self.save(id).await;
            });
        }
    }

    /// An error is told by the draft's state and the device's health.
    pub(super) async fn save(self, id: DraftId) -> Result<(), StorageError> {
        let (Some(_), Some(draft)) = (self.store(), self.edited(id)) else {
            return Ok(());
        };
        let (typed, key) = (self.as_typed(&draft), self.key(id));
        self.may_lie_on_disk(&draft);
        let stored = self
            .stored(async |store| store.save_draft(&typed).await)
            .await;
        let outcome = match &stored {
            // What was typed meanwhile is saved in its own turn.
            Ok(()) if self.key(id) != key => return Ok(()),
            Ok(()) => Saving::Saved(clock::now()),
            Err(error) => Saving::Failed(error.clone()),
        };
        if stored.is_ok() {
            self.tell_tabs();
        }
        self.saving.update(|saving| {
            saving.insert(id, outcome);
        });
        if stored.is_ok() {
            self.stores();
            if let Ok(engine) = self.engine().await {
                // What fails lies there until the next who reads it.
                let _ = (engine.lay)(self, id).await;
            }
        }
        stored
    }

    /// Shows the draft as it lies on the disk now, where another tab may have saved it too.
    pub(super) async fn lay_together(self, id: DraftId) -> Result<(), StorageError> {
        let Some(store) = self.store() else {
            return Ok(());
        };
        let (changes, keys) = (self.changes.get_value(), self.keys.get_value());
        let Some(laid) = store.lay_draft(id).await? else {
            return Ok(());
        };
        if self.typed_since(&keys).contains(&id) {
            // What was typed meanwhile has its own turn, or has had it.
            return Ok(());
        }
        if self.changes.get_value() != changes {
            // A pull that came meanwhile is newer than what was read.
            self.reload().await;
            return Ok(());
        }
        self.over.update_value(|over| drop(over.remove(&id)));
        if self.edited(id).is_some_and(|shown| shown != laid) {
            self.replica.update(|replica| {
                replica.drafts.insert(id, laid);
            });
        }
        Ok(())
    }

    pub(super) async fn save_all_pending(self) {
        for id in self.pending() {
            let _ = self.save(id).await;
        }
    }
}
