//! Drafts on a disk: what each tab saved of them, laid together whenever they are read or written.

use super::{AsSeen, Disk, Undo};
use domain::{Command, DraftId};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Draft, Mutation, MutationId, Typed};

/// Whose saving it is: the tab of a number, in one of its lives.
pub(crate) type Writer = (usize, u32);

impl Disk {
    /// Stores what a tab typed, without looking. `false`: there is no room.
    pub(super) fn save(&mut self, by: Writer, typed: Typed) -> bool {
        let stored = self.strictly();
        if stored {
            self.typed.insert((typed.draft.id, by), typed);
        }
        stored
    }

    /// Throws a draft away, unless it says what its tab has not shown.
    pub(super) fn throw_away(&mut self, shown: &Typed) -> bool {
        let id = shown.draft.id;
        let known = self
            .draft(id)
            .is_none_or(|draft| shown.knows_all_of(&draft));
        if known && self.strictly() {
            self.contents.drafts.remove(&id);
            self.typed.retain(|(of, _), _| *of != id);
        }
        known
    }

    /// Stores a draft, with all that tabs have saved of it; how it is shared is stored apart.
    pub(super) fn put(&mut self, draft: &Draft) {
        let stored = self.contents.drafts.remove(&draft.id);
        let share = stored.map(|stored| stored.share).unwrap_or_default();
        let draft = Draft {
            share,
            ..draft.written()
        };
        self.typed.retain(|(of, _), _| *of != draft.id);
        self.contents.drafts.insert(draft.id, draft);
    }

    /// Puts what was written in a draft, and not shared yet, into the outbox.
    pub(super) fn share(&mut self, id: DraftId, as_seen: AsSeen) -> Option<(Mutation, Draft)> {
        let mut draft = self.draft(id)?;
        let command = draft.save_command()?;
        if !self.strictly() {
            return None;
        }
        let number = MutationId(self.last.0 + 1);
        let mutation = as_seen.mutation(number, command);
        self.last = number;
        self.contents.outbox.insert(number, mutation.clone());
        draft.begin_saving(number);
        self.contents.drafts.insert(id, draft.written());
        self.typed.retain(|(of, _), _| *of != id);
        Some((mutation, draft))
    }

    /// The drafts as a tab reads them.
    pub(crate) fn drafts(&self) -> BTreeMap<DraftId, Draft> {
        let typed = self.typed.keys().map(|(id, _)| *id);
        let ids: BTreeSet<DraftId> = self.contents.drafts.keys().copied().chain(typed).collect();
        ids.into_iter()
            .filter_map(|id| Some((id, self.draft(id)?)))
            .collect()
    }

    /// A draft as a tab reads it.
    pub(super) fn draft(&self, id: DraftId) -> Option<Draft> {
        let mut stored = self.contents.drafts.get(&id).cloned();
        let share = stored
            .as_mut()
            .map(|stored| std::mem::take(&mut stored.share));
        let typed = self
            .typed
            .range((id, (0, 0))..=(id, (usize::MAX, u32::MAX)));
        let typed = typed.map(|(_, typed)| typed.clone()).collect();
        let mut draft = Draft::laid_together(stored, typed)?;
        // Another tab may have saved its last key after this one had sent the draft.
        draft.sending = self.sending(&draft);
        Some(draft.read_with(share.unwrap_or_default()))
    }

    /// Lays a draft together; power may undo it.
    pub(super) fn lay(&mut self, id: DraftId) -> Option<Draft> {
        let draft = self.draft(id);
        if !self.full
            && let Some(draft) = &draft
        {
            let mut undo = Undo::of(self);
            self.write(&mut undo, id, Some(draft.clone()));
            self.hasty.push(undo);
        }
        draft
    }

    /// Puts a draft in the place of all that lies of it, or takes it away.
    pub(super) fn write(&mut self, undo: &mut Undo, id: DraftId, draft: Option<Draft>) {
        let held = &mut self.contents.drafts;
        let before = match draft {
            Some(draft) => held.insert(id, draft.written()),
            None => held.remove(&id),
        };
        undo.drafts.push((id, before));
        let of = (id, (0, 0))..=(id, (usize::MAX, u32::MAX));
        let keys: Vec<_> = self.typed.range(of).map(|(key, _)| *key).collect();
        for key in keys {
            undo.typed
                .extend(self.typed.remove(&key).map(|typed| (key, typed)));
        }
    }

    /// The mutation that waits to send the draft.
    pub(super) fn sending(&self, draft: &Draft) -> Option<MutationId> {
        let mut waiting = self.contents.outbox.values();
        waiting
            .find(|mutation| sends(mutation, draft))
            .map(|mutation| mutation.id)
    }
}

fn sends(mutation: &Mutation, draft: &Draft) -> bool {
    matches!(&mutation.command, Command::SubmitProposal { job, .. } if Some(*job) == draft.job())
}
