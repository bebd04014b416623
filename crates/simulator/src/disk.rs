//! A device's disk, as the app uses IndexedDB: transactions run one after the other in the order in
//! which they were begun, each whole or not at all. One that is committed strictly survives the
//! loss of power, and with it all before it; one committed in haste may be undone.
//!
//! The transactions are those of `src/device/replica_store.rs`, step by step.

mod drafts;
mod wish;

use crate::Mutant;
use domain::{DraftId, Row, RowKey};
use drafts::Writer;
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};
use sync::{Changes, Draft, Mutation, MutationId, Replica, Typed};
pub(crate) use wish::{AsSeen, Followed, Outcome, Pulled, Why, Wish};

/// How to undo a transaction that was committed in haste.
#[derive(Debug)]
struct Undo {
    rows: Vec<(RowKey, Option<Arc<Row>>)>,
    followed: Followed,
    /// What a pull without a judgement said of drafts.
    drafts: Vec<(DraftId, Option<Draft>)>,
    /// What tabs had saved before it was laid together.
    typed: Vec<((DraftId, Writer), Typed)>,
    /// What a mutant put into the outbox in haste.
    queue: Option<(BTreeMap<MutationId, Mutation>, MutationId)>,
}

impl Undo {
    /// Of a disk to which nothing was done yet.
    fn of(disk: &Disk) -> Self {
        Self {
            rows: Vec::new(),
            followed: Followed::of(&disk.contents),
            drafts: Vec::new(),
            typed: Vec::new(),
            queue: None,
        }
    }
}

/// A wish, and the tab and life that has it.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) tab: usize,
    pub(crate) life: u32,
    pub(crate) wish: Wish,
}

/// A device's disk.
#[derive(Debug)]
pub(crate) struct Disk {
    /// What is stored.
    pub(crate) contents: Replica,
    /// What each tab saved of a draft since it was laid together.
    typed: BTreeMap<(DraftId, Writer), Typed>,
    /// The last number given to a mutation.
    pub(crate) last: MutationId,
    /// Every write is refused.
    pub(crate) full: bool,
    /// What is begun and not done.
    pub(crate) queue: VecDeque<Begun>,
    hasty: Vec<Undo>,
}

impl Disk {
    pub(crate) fn new(contents: Replica) -> Self {
        Self {
            contents,
            typed: BTreeMap::new(),
            last: MutationId(0),
            full: false,
            queue: VecDeque::new(),
            hasty: Vec::new(),
        }
    }

    /// Does a transaction of a tab.
    pub(crate) fn run(&mut self, by: Writer, wish: Wish, mutant: Option<Mutant>) -> Outcome {
        match wish {
            Wish::Load(why, pulls) => Outcome::Loaded(why, pulls, Box::new(self.load())),
            Wish::Save(typed) => Outcome::Saved {
                draft: typed.draft.clone(),
                stored: self.save(by, typed),
            },
            Wish::Lay { id, pulls, sends } => Outcome::Laid {
                id,
                pulls,
                sends,
                draft: self.lay(id),
            },
            Wish::Delete(shown) => Outcome::Deleted(self.throw_away(&shown)),
            Wish::Share { id, as_seen } => Outcome::Shared {
                id,
                queued: self.share(id, as_seen),
            },
            Wish::Enqueue {
                command,
                as_seen,
                draft,
                early,
            } => {
                let haste = mutant == Some(Mutant::QueuedInHaste);
                if haste {
                    let queue = Some((self.contents.outbox.clone(), self.last));
                    let undo = Undo {
                        queue,
                        ..Undo::of(self)
                    };
                    self.hasty.push(undo);
                } else if !self.strictly() {
                    return Outcome::Enqueued {
                        draft: draft.map(|draft| draft.id),
                        stored: false,
                        queued: None,
                    };
                }
                let id = early.unwrap_or(MutationId(self.last.0 + 1));
                let mutation = as_seen.mutation(id, command);
                Outcome::Enqueued {
                    draft: draft.as_ref().map(|draft| draft.id),
                    stored: true,
                    queued: self.enqueue(mutation, draft, mutant),
                }
            }
            Wish::Store {
                followed,
                changes,
                pulled,
            } => {
                let stored = !self.full;
                let news = changes != Changes::default();
                if stored {
                    self.store(followed, changes);
                }
                Outcome::Stored {
                    stored,
                    news,
                    more: pulled.more,
                }
            }
            Wish::Cursors(followed) => {
                if !self.full {
                    self.store(followed, Changes::default());
                }
                Outcome::Half
            }
        }
    }

    /// Whether there is room; then everything up to here is safe.
    fn strictly(&mut self) -> bool {
        if !self.full {
            self.hasty.clear();
        }
        !self.full
    }

    /// What a tab reads.
    pub(crate) fn load(&self) -> Replica {
        let held = &self.contents;
        let mut replica = Replica {
            person: held.person,
            group: held.group,
            epoch: held.epoch.clone(),
            cursors: held.cursors.clone(),
            base: held.base.clone(),
            outbox: held.outbox.clone(),
            forgotten: held.forgotten,
            settled: held.settled,
            drafts: self.drafts(),
            refused: held.refused.clone(),
        };
        replica.count_settled(self.last);
        replica
    }

    fn enqueue(
        &mut self,
        mutation: Mutation,
        draft: Option<Draft>,
        mutant: Option<Mutant>,
    ) -> Option<(Mutation, Option<Draft>)> {
        if let Some(draft) = &draft {
            let stored = self.draft(draft.id)?;
            // Nothing is sent that was not seen: what another tab typed shows first.
            if stored.sending.is_some() || !stored.reads_like(draft) {
                return None;
            }
        }
        self.last = mutation.id;
        self.contents.outbox.insert(mutation.id, mutation.clone());
        let draft = draft.map(|draft| Draft {
            sending: Some(mutation.id),
            refusal: None,
            ..draft
        });
        if let Some(draft) = &draft {
            if mutant == Some(Mutant::DraftLeftWhenSent) {
                self.contents.drafts.remove(&draft.id);
                self.typed.retain(|(of, _), _| *of != draft.id);
            } else {
                self.put(draft);
            }
        }
        Some((mutation, draft))
    }

    fn store(&mut self, followed: Followed, changes: Changes) {
        let mut undo = Undo::of(self);
        followed.tell(&mut self.contents);
        // As they lie here: another tab may have written since the one that pulled looked.
        let drafts = self.drafts();
        let base = &mut self.contents.base;
        if changes.clear_base {
            let all = base.drain().map(|(key, row)| (key, Some(row)));
            undo.rows.extend(all);
        }
        for key in changes.gone {
            undo.rows.push((key, base.remove(&key)));
        }
        for row in changes.put {
            let key = row.key();
            undo.rows.push((key, base.insert(key, row)));
        }
        for id in &changes.settled {
            self.contents.outbox.remove(id);
        }
        let begun = changes.news.begun_elsewhere(|id| drafts.contains_key(&id));
        let begun = begun.into_iter().map(|draft| (draft.id, Some(draft)));
        let told = drafts.into_iter();
        let told = told.filter(|(_, draft)| changes.news.is_about(draft));
        let told = told.filter_map(|(id, draft)| {
            let told = changes.news.tell(draft.clone());
            (told.as_ref() != Some(&draft)).then_some((id, told))
        });
        for (id, draft) in begun.chain(told).collect::<Vec<_>>() {
            self.write(&mut undo, id, draft);
        }
        for told in changes.refused {
            self.contents.refused.insert(told.id, told);
        }
        // What leaves the outbox, and what comes back to a draft, must be on the disk.
        if changes.settled.is_empty() {
            self.hasty.push(undo);
        } else {
            self.hasty.clear();
        }
    }

    /// Loses power: all that waits is gone, and of what was stored in haste all but the first `kept`.
    pub(crate) fn lose_power(&mut self, kept: usize) {
        self.queue.clear();
        while self.hasty.len() > kept {
            let Some(undo) = self.hasty.pop() else { break };
            for (key, row) in undo.rows.into_iter().rev() {
                match row {
                    Some(row) => drop(self.contents.base.insert(key, row)),
                    None => drop(self.contents.base.remove(&key)),
                }
            }
            for (id, draft) in undo.drafts.into_iter().rev() {
                match draft {
                    Some(draft) => drop(self.contents.drafts.insert(id, draft)),
                    None => drop(self.contents.drafts.remove(&id)),
                }
            }
            self.typed.extend(undo.typed);
            if let Some((outbox, last)) = undo.queue {
                (self.contents.outbox, self.last) = (outbox, last);
            }
            undo.followed.tell(&mut self.contents);
        }
        self.hasty.clear();
    }
}
