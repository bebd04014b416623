//! Somebody comes to the device, or leaves it.

use super::{Health, ReplicaState};
use crate::device::{
    browser, clock, database::StorageError, occupant::Occupant, replica_store::ReplicaStore,
};
use leptos::prelude::*;
use std::collections::BTreeMap;
use sync::{GroupId, Replica, protocol::Session};

impl ReplicaState {
    /// Somebody logged in or registered: what nobody's account had on the device becomes theirs.
    /// An error says that the device does not store it; it is theirs as long as the page stays.
    pub async fn enter(self, account: Session) -> Result<(), StorageError> {
        let before = self.snapshot();
        let person = account.person;
        // What another account left (its session had ended) stays theirs, in their own database.
        let nameless = untrack(|| self.session.account()).is_none();
        let occupant = Occupant {
            person,
            account: Some(account),
        };
        if before.person == person {
            self.session.set(occupant).await;
            self.tell_queue();
            return Ok(());
        }
        self.save_all_pending().await;
        let adopted = match self.open_store(person).await {
            Ok((store, replica)) if nameless => store.adopt(&replica, &before, clock::now()).await,
            opened => opened.map(|_| ()),
        };
        self.close();
        self.session.set(occupant).await;
        self.saving.set(BTreeMap::new());
        let mut after = Replica::new(person, GroupId(browser::new_id()));
        match adopted {
            Ok(()) => {
                self.replica.set(after);
                self.open(person).await;
                self.tell_household();
                if nameless && let Err(error) = ReplicaStore::destroy(before.person).await {
                    leptos::logging::warn!("the nameless copy stays: {error}");
                }
                Ok(())
            }
            Err(error) => {
                // Nothing is stored here: what is in memory changes hands in memory.
                if nameless {
                    let drafts = before.drafts.into_values();
                    let adopted = drafts.map(|draft| draft.adopted_by(person));
                    after.drafts = adopted.map(|draft| (draft.id, draft)).collect();
                    after.outbox = before.outbox;
                }
                self.replica.set(after);
                self.health.set(Health::Fails(error.clone()));
                self.tell_queue();
                Err(error)
            }
        }
    }

    /// The person leaves the device: nothing of theirs stays.
    pub async fn leave(self) -> Result<(), StorageError> {
        let person = self.snapshot().person;
        self.close();
        // Whether or not the database can be deleted, the account is gone from here.
        let destroyed = ReplicaStore::destroy(person).await;
        let nobody = Occupant::nobody();
        let person = nobody.person;
        self.session.set(nobody).await;
        self.replica
            .set(Replica::new(person, GroupId(browser::new_id())));
        self.saving.set(BTreeMap::new());
        self.open(person).await;
        self.tell_household();
        destroyed
    }

    fn tell_household(self) {
        self.household.with_value(|household| {
            if let Some(household) = household {
                household.tell();
            }
        });
    }

    fn close(self) {
        self.tabs.update_value(|tabs| {
            if let Some(tabs) = tabs.take() {
                tabs.leave();
            }
        });
        self.store.set_value(None);
    }
}
