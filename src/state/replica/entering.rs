//! Somebody comes to the device, or leaves it.

use super::ReplicaState;
use crate::device::{
    browser, clock, database::StorageError, occupant::Occupant, preferences,
    replica_store::ReplicaStore,
};
use domain::PersonId;
use leptos::{prelude::*, task::spawn_local};
use std::collections::{BTreeMap, BTreeSet};
use sync::{GroupId, Replica, protocol::Session};

/// What of somebody who left is on the device still, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct LeftBehind {
    person: PersonId,
    /// Why it could not be erased.
    pub error: StorageError,
}

impl ReplicaState {
    /// Somebody logged in or registered: what nobody's account had on the device becomes theirs.
    /// An error says that the device does not store it; it is theirs as long as the page stays.
    pub async fn enter(self, account: Session) -> Result<(), StorageError> {
        let person = account.person;
        // What another account left (its session had ended) stays theirs, in their own database.
        let nameless = self.session.snapshot().account.is_none();
        let occupant = Occupant {
            person,
            account: Some(account),
        };
        if self.person() == person {
            self.session.set(occupant).await;
            self.tell_queue();
            self.tell_household();
            return Ok(());
        }
        self.save_all_pending().await;
        // What other tabs stored counts, whether this one heard of it or not.
        self.reload().await;
        let before = self.snapshot();
        let adopted = match self.open_store(person).await {
            Ok((store, replica)) if nameless => {
                self.hand_over_files(&store, &before).await;
                store.adopt(&replica, &before, clock::now()).await
            }
            opened => opened.map(|_| ()),
        };
        self.close();
        // Theirs again, whatever they wanted erased when they left.
        forget_to_erase(person);
        self.session.set(occupant).await;
        self.saving.set(BTreeMap::new());
        let mut after = Replica::new(person, GroupId(browser::new_id()));
        match adopted {
            Ok(()) => {
                self.replica.set(after);
                self.open(person).await;
                self.tell_household();
                if nameless {
                    // Nobody has to wait for a tab that sleeps.
                    spawn_local(async move {
                        let _ = erase(before.person).await;
                    });
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
                self.fails(error.clone());
                self.tell_queue();
                Err(error)
            }
        }
    }

    /// Files that drafts name come to who takes the drafts over, before them. Words do not wait for a file
    /// that the device has no room for: who sends it is asked to choose it again.
    pub(super) async fn hand_over_files(self, to: &ReplicaStore, mine: &Replica) {
        if let Some(from) = self.store() {
            let named = mine.files_named().into_keys();
            let _ = to.adopt_files(&from, named).await;
        }
    }

    /// The person leaves the device: nothing of theirs stays, or `left_behind` says what does.
    pub async fn leave(self) {
        let person = self.person();
        self.close();
        // Whether or not the database can be deleted, the account is gone from here.
        let nobody = Occupant::nobody();
        let next = nobody.person;
        self.session.set(nobody).await;
        self.replica
            .set(Replica::new(next, GroupId(browser::new_id())));
        self.saving.set(BTreeMap::new());
        self.open(next).await;
        self.tell_household();
        self.erase(person).await;
    }

    /// What of somebody who left is on the device still.
    pub fn left_behind(self) -> Option<LeftBehind> {
        self.left_behind.get()
    }

    /// Tries again to erase it. Says whether it is gone.
    pub async fn erase_left_behind(self) -> bool {
        if let Some(left) = self.left_behind.get_untracked() {
            self.erase(left.person).await;
        }
        self.left_behind.get_untracked().is_none()
    }

    /// What could not be erased when the page was open before.
    pub(super) async fn erase_old(self) {
        for person in preferences::to_erase() {
            if person != self.person() {
                let _ = erase(person).await;
            }
        }
    }

    async fn erase(self, person: PersonId) {
        let erased = erase(person).await;
        self.left_behind
            .set(erased.err().map(|error| LeftBehind { person, error }));
    }

    pub(super) fn tell_household(self) {
        self.household.with_value(|household| {
            if let Some(household) = household {
                household.tell();
            }
        });
    }

    pub(super) fn close(self) {
        self.tabs.set_value(None);
        self.store.set_value(None);
        // What is typed, and what could still be taken back, is not another's.
        self.unsaved.set_value(BTreeSet::new());
        self.unstored.set_value(Vec::new());
        self.take_jottings(Vec::new());
        self.rescued.set(None);
    }
}

/// Erases a person's database, now or when the app opens the next time.
async fn erase(person: PersonId) -> Result<(), StorageError> {
    let mut noted = preferences::to_erase();
    if !noted.contains(&person) {
        noted.push(person);
        preferences::set_to_erase(&noted);
    }
    ReplicaStore::erase(person).await?;
    forget_to_erase(person);
    Ok(())
}

fn forget_to_erase(person: PersonId) {
    let mut noted = preferences::to_erase();
    noted.retain(|noted| *noted != person);
    preferences::set_to_erase(&noted);
}
