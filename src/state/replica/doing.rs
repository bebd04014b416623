//! What screens do: they write drafts, put stars, and queue what is to be sent.

use super::{Health, ReplicaState, Saving};
use crate::device::{clock, database::StorageError};
use domain::{Command, Job, JobId, ProposalId, refusal::Invalid};
use leptos::{prelude::*, task::spawn_local};
use sync::Draft;

/// How long after the last key a draft is saved, in milliseconds.
const SAVE_AFTER: u32 = 250;
/// How many opened postings are remembered.
const RECENT: usize = 30;

/// Why a draft was not queued.
#[derive(Clone, PartialEq, Debug)]
pub enum SubmitError {
    /// Values to mend.
    Invalid(Vec<Invalid>),
    /// The device did not store it; it is a draft still.
    Storage(StorageError),
    /// There is no such draft any more.
    Gone,
}

impl ReplicaState {
    /// Remembers that a posting was opened.
    pub fn note_seen(self, job: JobId) {
        self.seen.update(|seen| {
            seen.jobs.retain(|id| *id != job);
            seen.jobs.insert(0, job);
            seen.jobs.truncate(RECENT);
        });
        if let Some(store) = self.store() {
            let seen = self.seen.get_untracked();
            spawn_local(async move {
                let _ = store.save_seen(&seen).await;
            });
        }
    }

    /// Puts a star on a job, or takes it off.
    pub fn toggle_star(self, job: JobId) {
        let starred = self.rows.with_untracked(|rows| rows.stars.contains(&job));
        let command = if starred {
            Command::UnstarJob { job }
        } else {
            Command::StarJob { job }
        };
        spawn_local(async move {
            // A device that does not store is told of by its health.
            let _ = self.enqueue(command, None).await;
        });
    }

    /// The draft for a job, begun when there is none.
    pub fn begin_draft(self, job: &Job) -> ProposalId {
        let person = self.session.person();
        let draft = Draft::new(person, job, clock::now());
        let id = draft.id;
        if self
            .replica
            .with_untracked(|replica| !replica.drafts.contains_key(&id))
        {
            self.replica.update(|replica| {
                replica.drafts.insert(id, draft);
            });
            self.mark_pending(id);
        }
        id
    }

    /// Changes what is typed into a draft. It is on the disk a quarter of a second after the last
    /// change, and at once when the page is hidden.
    pub fn edit_draft(self, id: ProposalId, change: impl FnOnce(&mut Draft)) {
        self.replica.update(|replica| {
            if let Some(draft) = replica.drafts.get_mut(&id)
                && draft.sending.is_none()
            {
                change(draft);
                draft.edited_at = clock::now();
            }
        });
        self.mark_pending(id);
    }

    /// Removes a draft, and gives it back for an undo.
    pub fn discard_draft(self, id: ProposalId) -> Option<Draft> {
        let draft = self
            .replica
            .try_update(|replica| replica.drafts.remove(&id))
            .flatten();
        self.saving.update(|saving| {
            saving.remove(&id);
        });
        if let Some(store) = self.store() {
            spawn_local(async move {
                if let Err(error) = store.delete_draft(id).await {
                    self.health.set(Health::Fails(error));
                }
                self.tell_tabs();
            });
        }
        draft
    }

    /// Brings a discarded draft back.
    pub fn restore_draft(self, draft: Draft) {
        let id = draft.id;
        self.replica.update(|replica| {
            replica.drafts.insert(id, draft);
        });
        self.mark_pending(id);
    }

    /// Queues a draft for sending. What is wrong with it is said instead.
    pub async fn submit(self, id: ProposalId) -> Result<(), SubmitError> {
        let Some(draft) = self
            .replica
            .with_untracked(|replica| replica.drafts.get(&id).cloned())
        else {
            return Err(SubmitError::Gone);
        };
        if draft.sending.is_some() {
            return Ok(());
        }
        let offer = draft.offer().map_err(SubmitError::Invalid)?;
        let command = Command::SubmitProposal {
            job: draft.job,
            offer,
        };
        self.enqueue(command, Some(draft))
            .await
            .map_err(SubmitError::Storage)?;
        self.saving.update(|saving| {
            saving.remove(&id);
        });
        Ok(())
    }

    pub(super) async fn put_into_outbox(
        self,
        command: Command,
        draft: Option<Draft>,
    ) -> Result<(), StorageError> {
        let now = clock::now();
        let snapshot = self.replica.get_untracked();
        let stored = match self.store() {
            Some(store) => store.enqueue(&snapshot, command, now, draft).await,
            // No storage here: the queue lives as long as the page, and the screen says so.
            None => {
                let id = snapshot.next_mutation();
                let draft = draft.map(|draft| Draft {
                    sending: Some(id),
                    refusal: None,
                    ..draft
                });
                Ok((snapshot.mutation(id, command, now), draft))
            }
        };
        let (mutation, draft) = stored?;
        if self.store().is_some() {
            self.health.set(Health::Stores);
        }
        self.replica.update(|replica| {
            replica.outbox.insert(mutation.id, mutation);
            if let Some(draft) = draft {
                replica.drafts.insert(draft.id, draft);
            }
        });
        self.tell_tabs();
        self.tell_queue();
        Ok(())
    }

    pub(super) fn pending(self) -> Vec<ProposalId> {
        self.saving.with_untracked(|saving| {
            let unsaved = saving
                .iter()
                .filter(|(_, state)| !matches!(state, Saving::Saved(_)));
            unsaved.map(|(id, _)| *id).collect()
        })
    }

    fn mark_pending(self, id: ProposalId) {
        self.saving.update(|saving| {
            saving.insert(id, Saving::Pending);
        });
        let edited = self.edited_at(id);
        spawn_local(async move {
            clock::sleep(SAVE_AFTER).await;
            // A later key has its own turn.
            if self.edited_at(id) == edited {
                self.save(id).await;
            }
        });
    }

    fn edited_at(self, id: ProposalId) -> Option<Draft> {
        self.replica
            .with_untracked(|replica| replica.drafts.get(&id).cloned())
    }

    pub(super) fn save_pending(self) {
        for id in self.pending() {
            spawn_local(async move { self.save(id).await });
        }
    }

    async fn save(self, id: ProposalId) {
        let Some(store) = self.store() else { return };
        let Some(draft) = self.edited_at(id) else {
            return;
        };
        let outcome = match store.save_draft(&draft).await {
            // What was typed meanwhile is saved in its own turn.
            Ok(()) if self.edited_at(id).as_ref() == Some(&draft) => Saving::Saved(clock::now()),
            Ok(()) => return,
            Err(error) => {
                self.health.set(Health::Fails(error.clone()));
                Saving::Failed(error)
            }
        };
        if matches!(outcome, Saving::Saved(_)) {
            self.health.set(Health::Stores);
            self.tell_tabs();
        }
        self.saving.update(|saving| {
            saving.insert(id, outcome);
        });
    }

    pub(super) async fn save_all_pending(self) {
        for id in self.pending() {
            self.save(id).await;
        }
    }
}
