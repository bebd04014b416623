//! What other tabs of the browser do to this one: somebody comes or leaves there, and a database is
//! closed under the hands of whoever types here. No key is lost by it.

use super::{ReplicaState, Saving};
use crate::{
    device::{browser, clock, database::StorageError, occupant::Occupant, tabs::Tabs},
    paths,
};
use leptos::prelude::*;
use sync::Replica;

/// What was saved so short ago, in milliseconds, may have come too late for the tab that took over.
const JUST_NOW: i64 = 10_000;

impl ReplicaState {
    /// Somebody came or left in another tab, or logged in as who they were: shows who is here now.
    /// Whether that is the same person.
    pub(super) async fn follow_household(self) -> bool {
        match Occupant::stored().await {
            Ok(Some(occupant)) if occupant.person != self.person() => {
                self.make_way(&occupant).await;
                return false;
            }
            Ok(Some(occupant)) => self.session.show(occupant),
            // Nobody is remembered any more: here they are still.
            Ok(None) => self.session.set(self.session.snapshot()).await,
            // The device does not tell; nothing here is given up for that.
            Err(_) => {}
        }
        true
    }

    /// Hands what was typed here to who came, if it was nobody's, and shows them.
    async fn make_way(self, occupant: &Occupant) {
        browser::hold_still(true);
        let nameless = self.session.snapshot().account.is_none();
        if nameless
            && occupant.account.is_some()
            && let Err(error) = self.hand_over(occupant).await
        {
            // It stays on the screen, which says that it is not saved.
            self.fails(error);
            browser::hold_still(false);
            return;
        }
        if nameless || occupant.account.is_none() {
            // It was handed over, or is to be erased: nothing of it stays behind as this page goes.
            self.close();
        }
        let path = browser::path();
        let job_of = |draft: domain::ProposalId| untrack(|| self.draft(draft))?.job();
        match paths::in_hands_of(&path, occupant.person, job_of) {
            Some(path) if nameless => browser::go(&path),
            _ => browser::reload(),
        }
    }

    async fn hand_over(self, occupant: &Occupant) -> Result<(), StorageError> {
        if self
            .replica
            .with_untracked(|replica| replica.drafts.is_empty())
        {
            return Ok(());
        }
        let mut mine = Replica::new(self.person(), self.snapshot().group);
        mine.drafts = self.snapshot().drafts;
        mine.drafts.retain(|id, _| {
            self.saving.with_untracked(|saving| match saving.get(id) {
                None => false,
                Some(Saving::Saved(at)) => clock::now().0 - at.0 < JUST_NOW,
                Some(Saving::Pending | Saving::Failed(_)) => true,
            })
        });
        if mine.drafts.is_empty() {
            return Ok(());
        }
        let (store, theirs) = self.open_store(occupant.person).await?;
        self.hand_over_files(&store, &mine).await;
        store.adopt(&theirs, &mine, clock::now()).await?;
        Tabs::join(&tabs_of(occupant.person), || {}).tell();
        Ok(())
    }
}

/// The name that the tabs of a person share.
pub(super) fn tabs_of(person: domain::PersonId) -> String {
    format!("engawa-{person}")
}
