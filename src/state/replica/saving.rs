//! Drafts go to the disk: soon after the last key, and at once when the page is hidden.

use super::{ReplicaState, Saving};
use crate::device::{clock, database::StorageError};
use domain::{DraftId, Timestamp, draft::Fields};
use leptos::{prelude::*, task::spawn_local};
use sync::Draft;

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

    pub(super) fn mark_pending(self, id: DraftId) {
        self.saving.update(|saving| {
            saving.insert(id, Saving::Pending);
        });
        let typed = self.draft_typed(id);
        spawn_local(async move {
            clock::sleep(SAVE_AFTER).await;
            // A later key has its own turn.
            if self.draft_typed(id) != typed {
                return;
            }
            let _ = self.save(id).await;
            clock::sleep(SHARE_AFTER).await;
            if self.draft_typed(id) == typed {
                // The sync that this asks for shares it.
                self.tell_queue();
            }
        });
    }

    fn edited(self, id: DraftId) -> Option<Draft> {
        self.replica
            .with_untracked(|replica| replica.drafts.get(&id).cloned())
    }

    /// What the person typed, and when last; how the draft is shared is another matter.
    fn draft_typed(self, id: DraftId) -> Option<(Timestamp, Fields)> {
        self.edited(id).map(|draft| (draft.edited_at, draft.fields))
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
        let stored = self
            .stored(async |store| store.save_draft(&draft).await)
            .await;
        let outcome = match &stored {
            // What was typed meanwhile is saved in its own turn.
            Ok(()) if self.draft_typed(id) != Some((draft.edited_at, draft.fields)) => {
                return Ok(());
            }
            Ok(()) => Saving::Saved(clock::now()),
            Err(error) => Saving::Failed(error.clone()),
        };
        if stored.is_ok() {
            self.tell_tabs();
        }
        self.saving.update(|saving| {
            saving.insert(id, outcome);
        });
        stored
    }

    pub(super) async fn save_all_pending(self) {
        for id in self.pending() {
            let _ = self.save(id).await;
        }
    }
}
