//! A device's disk, as the app uses IndexedDB: transactions run one after the other in the order in
//! which they were begun, each whole or not at all. One that is committed strictly survives the
//! loss of power, and with it all before it; one committed in haste may be undone.
//!
//! The transactions are those of `src/device/replica_store.rs`, step by step.

use crate::Mutant;
use domain::{Command, DraftId, Row, RowKey, Scope, Timestamp};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};
use sync::{Changes, Draft, Mutation, MutationId, Replica, protocol::Epoch};

/// Why a tab reads the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Why {
    /// It was opened.
    Opening,
    /// Another tab said that something is new.
    Hint,
    /// It is about to push.
    Exchange,
}

/// What a tab asks of the disk.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    /// Reads everything; the tab had taken in so many pulls when it asked.
    Load(Why, u64),
    /// Stores a draft; `sends`: and then it is sent.
    Save {
        draft: Draft,
        sends: bool,
    },
    Delete(DraftId),
    /// Puts what was written in a draft, and not shared yet, into the outbox.
    Share {
        id: DraftId,
        as_seen: AsSeen,
    },
    Enqueue {
        command: Command,
        as_seen: AsSeen,
        draft: Option<Draft>,
        /// The number that a mutant took before its time.
        early: Option<MutationId>,
    },
    Store {
        epoch: Option<Epoch>,
        cursors: BTreeMap<Scope, u64>,
        changes: Changes,
        pulled: Pulled,
    },
    /// The first half of what a mutant stores in two.
    Cursors {
        epoch: Option<Epoch>,
        cursors: BTreeMap<Scope, u64>,
    },
}

/// When something is done, and what its tab had seen of the server by then.
#[derive(Clone, Debug)]
pub(crate) struct AsSeen {
    pub(crate) made_at: Timestamp,
    pub(crate) base_version: u64,
    pub(crate) epoch: Option<Epoch>,
}

impl AsSeen {
    /// As a tab has it in memory.
    pub(crate) fn of(memory: &Replica, made_at: Timestamp) -> Self {
        let own = memory.cursors.get(&Scope::Person(memory.person));
        Self {
            made_at,
            base_version: own.copied().unwrap_or_default(),
            epoch: memory.epoch.clone(),
        }
    }

    fn mutation(self, id: MutationId, command: Command) -> Mutation {
        Mutation {
            id,
            command,
            made_at: self.made_at,
            base_version: self.base_version,
            epoch: self.epoch,
        }
    }
}

/// Which moment of the server a page tells of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Pulled {
    /// Which incarnation of the server.
    pub(crate) life: u32,
    /// The moment.
    pub(crate) moment: u64,
    /// There is another page.
    pub(crate) more: bool,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Loaded(Why, u64, Box<Replica>),
    Saved {
        draft: Draft,
        sends: bool,
        stored: bool,
    },
    Deleted,
    Shared {
        id: DraftId,
        queued: Option<(Mutation, Draft)>,
    },
    /// Nobody waits for it.
    Half,
    Enqueued {
        /// The draft that was to be sent.
        draft: Option<DraftId>,
        stored: bool,
        queued: Option<(Mutation, Option<Draft>)>,
    },
    Stored {
        stored: bool,
        news: bool,
        more: bool,
    },
}

/// How to undo a transaction that was committed in haste.
#[derive(Debug)]
struct Undo {
    rows: Vec<(RowKey, Option<Arc<Row>>)>,
    epoch: Option<Epoch>,
    cursors: BTreeMap<Scope, u64>,
    /// What a pull without a judgement said of drafts.
    drafts: Vec<(DraftId, Option<Draft>)>,
    /// What a mutant put into the outbox in haste.
    queue: Option<(BTreeMap<MutationId, Mutation>, MutationId)>,
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
    /// The last number given to a mutation.
    pub(crate) last: MutationId,
    /// Every write is refused.
    pub(crate) full: bool,
    /// What is begun and not done.
    pub(crate) queue: VecDeque<Begun>,
    hasty: Vec<Undo>,
}

fn sends(mutation: &Mutation, draft: &Draft) -> bool {
    matches!(&mutation.command, Command::SubmitProposal { job, .. } if Some(*job) == draft.job())
}

impl Disk {
    pub(crate) fn new(contents: Replica) -> Self {
        Self {
            contents,
            last: MutationId(0),
            full: false,
            queue: VecDeque::new(),
            hasty: Vec::new(),
        }
    }

    /// Does a transaction.
    pub(crate) fn run(&mut self, wish: Wish, mutant: Option<Mutant>) -> Outcome {
        match wish {
            Wish::Load(why, pulls) => Outcome::Loaded(why, pulls, Box::new(self.load())),
            Wish::Save { draft, sends } => {
                let stored = self.strictly();
                if stored {
                    self.put(draft.clone());
                }
                Outcome::Saved {
                    draft,
                    sends,
                    stored,
                }
            }
            Wish::Delete(id) => {
                if self.strictly() {
                    self.contents.drafts.remove(&id);
                }
                Outcome::Deleted
            }
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
                    self.hasty.push(Undo {
                        rows: Vec::new(),
                        epoch: self.contents.epoch.clone(),
                        cursors: self.contents.cursors.clone(),
                        drafts: Vec::new(),
                        queue: Some((self.contents.outbox.clone(), self.last)),
                    });
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
                epoch,
                cursors,
                changes,
                pulled,
            } => {
                let stored = !self.full;
                let news = changes != Changes::default();
                if stored {
                    self.store(epoch, cursors, changes);
                }
                Outcome::Stored {
                    stored,
                    news,
                    more: pulled.more,
                }
            }
            Wish::Cursors { epoch, cursors } => {
                if !self.full {
                    self.store(epoch, cursors, Changes::default());
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

    /// Stores the texts of a draft; how it is shared is stored apart.
    fn put(&mut self, draft: Draft) {
        let stored = self.contents.drafts.remove(&draft.id);
        let share = stored.map(|stored| stored.share).unwrap_or_default();
        let draft = Draft {
            share,
            ..draft.written()
        };
        self.contents.drafts.insert(draft.id, draft);
    }

    fn share(&mut self, id: DraftId, as_seen: AsSeen) -> Option<(Mutation, Draft)> {
        let mut draft = self.read_draft(self.contents.drafts.get(&id)?);
        let command = draft.save_command()?;
        if !self.strictly() {
            return None;
        }
        let number = MutationId(self.last.0 + 1);
        let mutation = as_seen.mutation(number, command);
        self.last = number;
        self.contents.outbox.insert(number, mutation.clone());
        draft.begin_saving(number);
        if let Some(stored) = self.contents.drafts.get_mut(&id) {
            stored.share = draft.share.clone();
        }
        Some((mutation, draft))
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
            settled: held.settled,
            drafts: self.drafts(),
            refused: held.refused.clone(),
        };
        replica.count_settled(self.last);
        replica
    }

    /// The drafts as a tab reads them.
    fn drafts(&self) -> BTreeMap<DraftId, Draft> {
        let drafts = self.contents.drafts.iter();
        drafts
            .map(|(id, draft)| (*id, self.read_draft(draft)))
            .collect()
    }

    fn read_draft(&self, draft: &Draft) -> Draft {
        let mut draft = draft.clone();
        // Another tab may have saved its last key after this one had sent the draft.
        draft.sending = self.sending(&draft);
        let share = std::mem::take(&mut draft.share);
        draft.read_with(share)
    }

    /// The mutation that waits to send the draft.
    fn sending(&self, draft: &Draft) -> Option<MutationId> {
        let mut waiting = self.contents.outbox.values();
        waiting
            .find(|mutation| sends(mutation, draft))
            .map(|mutation| mutation.id)
    }

    fn enqueue(
        &mut self,
        mutation: Mutation,
        draft: Option<Draft>,
        mutant: Option<Mutant>,
    ) -> Option<(Mutation, Option<Draft>)> {
        if let Some(draft) = &draft
            && (self.sending(draft).is_some() || !self.contents.drafts.contains_key(&draft.id))
        {
            return None;
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
            } else {
                self.put(draft.clone());
            }
        }
        Some((mutation, draft))
    }

    fn store(&mut self, epoch: Option<Epoch>, cursors: BTreeMap<Scope, u64>, changes: Changes) {
        let mut undo = Undo {
            rows: Vec::new(),
            epoch: std::mem::replace(&mut self.contents.epoch, epoch),
            cursors: std::mem::replace(&mut self.contents.cursors, cursors),
            drafts: Vec::new(),
            queue: None,
        };
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
        let told = drafts.into_iter().filter_map(|(id, draft)| {
            let told = changes.news.tell(draft.clone());
            (told.as_ref() != Some(&draft)).then_some((id, told))
        });
        for (id, draft) in begun.chain(told).collect::<Vec<_>>() {
            let held = &mut self.contents.drafts;
            let before = match draft {
                Some(draft) => held.insert(id, draft.written()),
                None => held.remove(&id),
            };
            undo.drafts.push((id, before));
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
            if let Some((outbox, last)) = undo.queue {
                (self.contents.outbox, self.last) = (outbox, last);
            }
            self.contents.epoch = undo.epoch;
            self.contents.cursors = undo.cursors;
        }
        self.hasty.clear();
    }
}
