//! Drafts of proposals and postings: begun, written, thrown away, sent.

use super::ReplicaState;
use crate::device::{clock, database::StorageError, replica_store::Queued};
use domain::{Command, DraftId, Job, ProposalId, posting_text, refusal::Invalid};
use leptos::{prelude::*, task::spawn_local};
use sync::{Draft, Share, Typed};

/// Why a draft was not queued.
#[derive(Clone, PartialEq, Debug)]
pub enum SubmitError {
    /// Values to mend.
    Invalid(Vec<Invalid>),
    /// The device did not store it; it is a draft still.
    Storage(StorageError),
    /// There is no such draft any more.
    Gone,
    /// Another tab wrote in it: that shows now, and nothing is sent that was not seen.
    Changed,
}

impl ReplicaState {
    /// The draft for a job, begun when there is none.
    pub fn begin_draft(self, job: &Job) -> ProposalId {
        let person = self.person();
        let draft = Draft::new(person, job, clock::now());
        let id = draft.id;
        if self
            .replica
            .with_untracked(|replica| !replica.drafts.contains_key(&id))
        {
            self.begin(draft);
        }
        ProposalId(id.0)
    }

    pub(super) fn begin(self, draft: Draft) {
        let id = draft.id;
        self.replica.update(|replica| {
            replica.drafts.insert(id, draft);
        });
        // What it begins with was not typed.
        self.write_in(id, |_| Some(()));
    }

    /// The person has seen what the posting of a draft says now.
    pub fn note_posting(self, id: impl Into<DraftId>, job: &Job) {
        let id = id.into();
        let texts = posting_text::texts(job);
        self.write_in(id, |replica| {
            let draft = replica.drafts.get_mut(&id)?;
            (draft.sending.is_none() && draft.seen != texts).then(|| draft.seen = texts)
        });
    }

    /// Changes what is typed into a draft. It is on the disk a quarter of a second after the last
    /// change, and at once when the page is hidden.
    pub fn edit_draft(self, id: impl Into<DraftId>, change: impl FnOnce(&mut Draft)) {
        let id = id.into();
        self.write_in(id, |replica| {
            let draft = replica.drafts.get_mut(&id)?;
            draft.sending.is_none().then(|| {
                change(draft);
                draft.edited_at = clock::now();
            })
        });
    }

    /// Removes a draft, and gives it back for an undo.
    pub fn discard_draft(self, id: impl Into<DraftId>) -> Option<Draft> {
        let id = id.into();
        let draft = self
            .replica
            .try_update(|replica| replica.drafts.remove(&id))
            .flatten();
        self.saving.update(|saving| {
            saving.remove(&id);
        });
        let shown = draft.as_ref().map(|draft| self.as_typed(draft));
        self.over.update_value(|over| drop(over.remove(&id)));
        let shared = self
            .replica
            .with_untracked(|replica| replica.kept_draft(id).map(|row| row.revision));
        spawn_local(async move {
            if let Some(revision) = shared {
                let command = Command::DeleteDraft {
                    draft: id,
                    revision,
                };
                // A device that does not store is told of by its health.
                let _ = self.enqueue(command, None).await;
            }
            let Some(shown) = shown else { return };
            let removed = match self.engine().await {
                Ok(engine) => (engine.remove)(self, shown).await,
                Err(error) => Err(error),
            };
            if let Err(error) = removed {
                self.fails(error);
            }
            self.tell_tabs();
        });
        draft
    }

    pub(super) async fn remove_draft(self, shown: Typed) -> Result<(), StorageError> {
        if self.store().is_some()
            && !self
                .stored(async |store| store.delete_draft(&shown).await)
                .await?
        {
            // What another tab wrote shows again.
            self.reload().await;
        }
        Ok(())
    }

    /// Brings a discarded draft back.
    pub fn restore_draft(self, draft: Draft) {
        let id = draft.id;
        // The other devices hear of it anew.
        let draft = Draft {
            share: Share::default(),
            ..draft
        };
        self.replica.update(|replica| {
            replica.drafts.insert(id, draft);
        });
        self.save_soon(id);
    }

    /// Queues a draft for sending. What is wrong with it is said instead. Nothing happens when
    /// another tab has sent it already: then this one shows so.
    pub async fn submit(self, proposal: ProposalId) -> Result<(), SubmitError> {
        let offers = |draft: &Draft| {
            let offer = draft.offer().map_err(SubmitError::Invalid)?;
            let job = draft.job().ok_or(SubmitError::Gone)?;
            Ok(Command::SubmitProposal { job, offer })
        };
        self.send_draft(proposal.into(), offers).await?;
        match untrack(|| self.delivery(proposal)) {
            Some(_) => Ok(()),
            None => Err(SubmitError::Gone),
        }
    }

    /// Queues what a draft comes to, if another tab has not.
    pub(super) async fn send_draft(
        self,
        id: DraftId,
        command: impl FnOnce(&Draft) -> Result<Command, SubmitError>,
    ) -> Result<(), SubmitError> {
        if self.pending().contains(&id) {
            let shown = untrack(|| self.draft(id));
            // What is missing on the disk is gone, and not just unsaved yet.
            self.save(id).await.map_err(SubmitError::Storage)?;
            // Nothing is sent that was not seen: what another tab typed shows first.
            let same =
                |shown: Draft| untrack(|| self.draft(id)).is_some_and(|d| d.reads_like(&shown));
            if !shown.is_some_and(same) {
                return Err(SubmitError::Changed);
            }
        }
        let Some(draft) = self
            .replica
            .with_untracked(|replica| replica.drafts.get(&id).cloned())
        else {
            return Err(SubmitError::Gone);
        };
        if draft.sending.is_some() {
            return Ok(());
        }
        let command = command(&draft)?;
        let queued = self
            .enqueue(command, Some(draft))
            .await
            .map_err(SubmitError::Storage)?;
        self.saving.update(|saving| {
            saving.remove(&id);
        });
        if queued {
            return Ok(());
        }
        if let Ok(engine) = self.engine().await {
            (engine.reload)(self).await;
        }
        match untrack(|| self.draft(id)) {
            Some(draft) if draft.sending.is_none() => Err(SubmitError::Changed),
            // Another tab has sent it.
            _ => Ok(()),
        }
    }

    pub(super) async fn put_into_outbox(
        self,
        command: Command,
        draft: Option<Draft>,
    ) -> Result<bool, StorageError> {
        let queued = self.store_command(command, draft).await?;
        let Some(Queued { mutation, draft }) = queued else {
            return Ok(false);
        };
        self.replica.update(|replica| {
            replica.outbox.insert(mutation.id, mutation);
            if let Some(draft) = draft {
                replica.drafts.insert(draft.id, draft);
            }
        });
        self.tell_tabs();
        self.tell_queue();
        Ok(true)
    }

    async fn store_command(
        self,
        command: Command,
        draft: Option<Draft>,
    ) -> Result<Option<Queued>, StorageError> {
        let now = clock::now();
        if self.store().is_some() {
            return self
                .stored(async |store| {
                    let (command, draft) = (command.clone(), draft.clone());
                    store.enqueue(&self.snapshot(), command, now, draft).await
                })
                .await;
        }
        let snapshot = self.snapshot();
        // No storage here: the queue lives as long as the page, and the screen says so.
        let id = snapshot.next_mutation();
        let draft = draft.map(|draft| Draft {
            sending: Some(id),
            refusal: None,
            ..draft
        });
        let queued = Queued {
            mutation: snapshot.mutation(id, command, now),
            draft,
        };
        self.unstored
            .update_value(|unstored| unstored.push(queued.clone()));
        Ok(Some(queued))
    }
}
