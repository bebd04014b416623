//! Drafts on several devices of one person: what is written here goes there, and where both wrote,
//! the person chooses.

use super::{ReplicaState, saving::SHARE_AFTER};
use crate::device::{clock, database::StorageError};
use domain::{DraftId, Timestamp, refusal::Field};
use leptos::{prelude::*, task::spawn_local};
use sync::{Draft, Share, Typed};

impl ReplicaState {
    /// Puts what was written in drafts, and has rested, into the outbox: the person's other devices
    /// go on from there.
    pub(in crate::state) async fn share_drafts(self) {
        self.share(|rests| rests).await;
        if self.is_unshared(|rests| !rests) {
            // Its last key may have been in a page that is gone: nobody else waits for it to rest.
            spawn_local(async move {
                clock::sleep(SHARE_AFTER).await;
                if self.is_unshared(|rests| rests) {
                    self.tell_queue();
                }
            });
        }
    }

    /// Whether a draft that rests, or does not, has words that the server has not heard.
    fn is_unshared(self, is_meant: fn(bool) -> bool) -> bool {
        let now = clock::now();
        self.replica.with_untracked(|replica| {
            let mut drafts = replica.drafts.values();
            drafts.any(|draft| is_meant(rests(draft, now)) && draft.save_command().is_some())
        })
    }

    /// Puts every word of every draft into the outbox, as the person is about to leave, or other
    /// words for the same drafts to come from elsewhere.
    pub async fn share_at_once(self) {
        self.save_all_pending().await;
        self.share(|_| true).await;
    }

    async fn share(self, is_due: fn(bool) -> bool) {
        if self.store().is_none() {
            return;
        }
        let now = clock::now();
        let snapshot = self.snapshot();
        for draft in snapshot.drafts.values() {
            if !is_due(rests(draft, now)) || draft.save_command().is_none() {
                continue;
            }
            let shared = self
                .stored(async |store| store.share_draft(&snapshot, draft.id, now).await)
                .await;
            if let Ok(Some(queued)) = shared {
                self.replica.update(|replica| {
                    replica.outbox.insert(queued.mutation.id, queued.mutation);
                    if let (Some(shared), Some(draft)) =
                        (queued.draft, replica.drafts.get_mut(&draft.id))
                    {
                        draft.share = shared.share;
                    }
                });
            }
        }
    }

    /// Other versions of a draft's texts, which another of the person's devices wrote.
    pub fn versions(self, id: impl Into<DraftId>) -> Vec<(Field, Vec<String>)> {
        let id = id.into();
        self.replica.with(|replica| {
            let Some((draft, row)) = replica.drafts.get(&id).zip(replica.shared_draft(id)) else {
                return Vec::new();
            };
            let fields = row.fields.keys();
            let versions = fields.map(|field| (*field, draft.versions(row, *field)));
            versions.filter(|(_, texts)| !texts.is_empty()).collect()
        })
    }

    /// The person chose what a field says, seeing every version of it.
    pub fn settle_draft(self, id: impl Into<DraftId>, field: Field, text: String) {
        let id = id.into();
        let settled = self.write_in(id, |replica| {
            let row = replica.shared_draft(id)?.clone();
            let draft = replica.drafts.get_mut(&id)?;
            draft.settle(&row, field, text);
            draft.edited_at = clock::now();
            Some(draft.clone())
        });
        if let Some(draft) = settled {
            let typed = self.as_typed(&draft);
            spawn_local(async move {
                let stored = match self.engine().await {
                    Ok(engine) => (engine.settle)(self, typed, draft.share).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = stored {
                    self.fails(error);
                }
            });
        }
    }

    pub(super) async fn store_settled(
        self,
        typed: Typed,
        share: Share,
    ) -> Result<(), StorageError> {
        if self.store().is_none() {
            return Ok(());
        }
        self.stored(async |store| store.save_settled(&typed, &share).await)
            .await
    }
}

/// Whether nothing was typed into a draft for a while.
fn rests(draft: &Draft, now: Timestamp) -> bool {
    // A draft of the future was written before the clock was put right.
    !(0..i64::from(SHARE_AFTER)).contains(&(now.0 - draft.edited_at.0))
}
