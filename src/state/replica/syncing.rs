//! What the exchange with the server reads of the replica, and stores in it.

use super::ReplicaState;
use crate::device::{database::StorageError, replica_store::Retry};
use domain::Scope;
use leptos::prelude::*;
use std::rc::Rc;
use sync::{Changes, MutationId, Replica, protocol::PullResponse};

impl ReplicaState {
    pub(in crate::state) fn snapshot(self) -> Replica {
        self.replica.get_untracked()
    }

    /// Whether anything is to be sent.
    pub(in crate::state) fn has_outbox(self) -> bool {
        self.replica
            .with_untracked(|replica| !replica.outbox.is_empty())
    }

    pub(in crate::state) fn set_in_flight(self, ids: Vec<MutationId>) {
        self.in_flight.set(ids);
    }

    /// Whether a scope was followed exactly that far. Further means a restored server.
    pub(in crate::state) fn has_followed(self, scope: Scope, version: u64) -> bool {
        self.replica
            .with_untracked(|replica| replica.cursors.get(&scope) == Some(&version))
    }

    /// Takes in a pull: in memory at once, on the disk in one transaction.
    pub(in crate::state) async fn absorb(
        self,
        pulled: PullResponse,
    ) -> Result<Changes, StorageError> {
        self.changes.update_value(|changes| *changes += 1);
        let changes = self
            .replica
            .try_update(|replica| replica.absorb(pulled))
            .unwrap_or_default();
        // It was sent from this page's memory.
        self.unstored.update_value(|unstored| {
            unstored.retain(|it| !changes.settled.contains(&it.mutation.id))
        });
        if let Some(former) = self.store() {
            let snapshot = self.snapshot();
            self.stored(async |store| store.store_changes(&snapshot, &changes).await)
                .await?;
            let same = self
                .store()
                .is_some_and(|store| Rc::ptr_eq(&store, &former));
            if !same {
                // A new connection was read before this was stored through it.
                self.reload().await;
            }
            if changes != Changes::default() {
                self.tell_tabs();
            }
        }
        Ok(changes)
    }

    pub(in crate::state) async fn retry(self) -> Retry {
        match self.store() {
            Some(store) => store.retry().await.unwrap_or_default(),
            None => Retry::default(),
        }
    }

    pub(in crate::state) async fn save_retry(self, retry: &Retry) {
        if let Some(store) = self.store() {
            let _ = store.save_retry(retry).await;
        }
    }
}
