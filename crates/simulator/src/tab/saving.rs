//! Drafts go to the disk: `src/state/replica/saving.rs`.

use crate::{disk::Wish, tab::Why, world::World};
use domain::DraftId;
use sync::{Draft, Typed};

impl World {
    /// Saves what is typed and not saved.
    pub(crate) fn save_pending(&mut self, device: usize, tab: usize) -> bool {
        let Some(here) = self.tab(device, tab) else {
            return false;
        };
        let mut pending = here.pending();
        pending.retain(|id| here.memory.drafts.contains_key(id));
        for id in &pending {
            self.save(device, tab, *id, false);
        }
        !pending.is_empty()
    }

    /// Saves what was typed in a draft, and lays it together with what other tabs have saved;
    /// `sends`: and then it is sent.
    pub(super) fn save(&mut self, device: usize, tab: usize, id: DraftId, sends: bool) {
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        let Some(draft) = here.memory.drafts.get(&id) else {
            return;
        };
        let over = here.over.entry(id).or_default();
        let typed = Typed::new(draft, over);
        // From now on this may lie on the disk.
        over.save(&draft.fields);
        let pulls = here.pulls;
        self.wish(device, tab, Wish::Save(typed));
        self.wish(device, tab, Wish::Lay { id, pulls, sends });
    }

    pub(super) fn saved(&mut self, device: usize, tab: usize, draft: Draft, stored: bool) {
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        // What was typed meanwhile is saved in its own turn.
        let typed = |draft: &Draft| (draft.edited_at, draft.fields.clone());
        if stored && here.memory.drafts.get(&draft.id).map(typed) == Some(typed(&draft)) {
            here.saving.insert(draft.id, true);
            self.tell_tabs(device, tab);
        }
    }

    /// The draft as it lies on the disk now.
    pub(super) fn laid(
        &mut self,
        device: usize,
        tab: usize,
        (id, pulls, sends): (DraftId, u64, bool),
        laid: Option<Draft>,
    ) {
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        if sends {
            here.sending.remove(&id);
        }
        let (Some(laid), Some(shown)) = (laid, here.memory.drafts.get(&id)) else {
            return;
        };
        if here.pending().contains(&id) {
            // What was typed meanwhile has its own turn.
            return;
        }
        let same = laid.reads_like(shown);
        if pulls != here.pulls {
            // A pull that came meanwhile is newer than what was read.
            self.read(device, tab, Why::Hint);
        } else {
            here.over.remove(&id);
            here.memory.drafts.insert(id, laid);
        }
        if sends && same {
            self.submit(device, tab, id);
        }
    }
}
