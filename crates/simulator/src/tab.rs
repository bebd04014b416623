//! A tab: what the app holds in memory, and how it gets on. The steps are those of
//! `src/state/sync.rs` and `src/state/replica.rs`, one at a time, so that anything can happen
//! between two of them.

mod doing;
mod exchange;
mod saving;

use crate::{
    disk::{Outcome, Why, Wish},
    network::RequestId,
    oracle::Broken,
    server::Reply,
    town::group,
    world::World,
};
use domain::{DraftId, PersonId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use sync::{Draft, Over, Replica, protocol::ProblemKind};

/// What a tab is told.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "few wait at a time")]
pub(crate) enum Told {
    Disk(Outcome),
    Answer(RequestId, Result<Reply, Failure>, u32),
    Hint,
}

/// Why an exchange ended early.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    Unreachable,
    Unreadable,
    Problem(ProblemKind),
    /// The device did not store what came.
    Storage,
    /// Nothing of what waits was settled: the server was restored meanwhile, or another tab queued
    /// what comes first.
    Unsettled,
}

/// Where the exchange with the server stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Phase {
    #[default]
    Idle,
    WantsLock,
    Reading,
    Sharing,
    Pushing(RequestId),
    Pulling(RequestId),
    Storing,
}

/// How the device and the server stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    UpToDate,
    Waiting,
    SessionEnded,
    Outdated,
    DeviceFails,
}

/// One tab.
#[derive(Debug)]
pub(crate) struct Tab {
    pub(crate) open: bool,
    /// Rises with each opening.
    pub(crate) life: u32,
    /// It has read the disk.
    pub(crate) ready: bool,
    pub(crate) memory: Replica,
    /// Drafts that were changed here, and whether that is on the disk.
    pub(crate) saving: BTreeMap<DraftId, bool>,
    /// What drafts that are written here showed before.
    over: BTreeMap<DraftId, Over>,
    /// Drafts being sent: their screen takes nothing until the disk has answered.
    sending: BTreeSet<DraftId>,
    /// Drafts whose turn to be shared comes in this exchange.
    sharing: VecDeque<DraftId>,
    pub(crate) inbox: VecDeque<Told>,
    pub(crate) phase: Phase,
    pub(crate) status: Status,
    /// How many pulls were taken in.
    pulls: u64,
    /// How long the outbox was before the pull.
    before: usize,
    again: bool,
    failures: u32,
    /// When the next attempt is due.
    pub(crate) timer: Option<i64>,
}

impl Tab {
    pub(crate) fn new(memory: Replica) -> Self {
        Self {
            open: false,
            life: 0,
            ready: false,
            memory,
            saving: BTreeMap::new(),
            over: BTreeMap::new(),
            sending: BTreeSet::new(),
            sharing: VecDeque::new(),
            inbox: VecDeque::new(),
            phase: Phase::Idle,
            status: Status::UpToDate,
            pulls: 0,
            before: 0,
            again: false,
            failures: 0,
            timer: None,
        }
    }

    /// Dies without a word.
    pub(crate) fn die(&mut self) {
        let nothing = Replica::new(self.memory.person, self.memory.group);
        *self = Self {
            life: self.life,
            ..Self::new(nothing)
        };
    }

    fn pending(&self) -> Vec<DraftId> {
        let unsaved = self.saving.iter().filter(|(_, saved)| !**saved);
        unsaved.map(|(id, _)| *id).collect()
    }
}

impl World {
    /// The tab hears what it is told.
    pub(crate) fn hear(&mut self, device: usize, tab: usize, told: Told) -> Result<(), Broken> {
        match told {
            Told::Hint => self.read(device, tab, Why::Hint),
            Told::Disk(Outcome::Loaded(why, pulls, stored)) => {
                self.loaded(device, tab, (why, pulls), *stored);
            }
            Told::Disk(Outcome::Saved { draft, stored }) => {
                self.saved(device, tab, draft, stored);
            }
            Told::Disk(Outcome::Laid {
                id,
                pulls,
                sends,
                draft,
            }) => self.laid(device, tab, (id, pulls, sends), draft),
            Told::Disk(Outcome::Deleted(true)) => self.tell_tabs(device, tab),
            // What another tab wrote shows again.
            Told::Disk(Outcome::Deleted(false)) => self.read(device, tab, Why::Hint),
            Told::Disk(Outcome::Half) => {}
            Told::Disk(Outcome::Shared { id, queued }) => self.shared(device, tab, id, queued),
            Told::Disk(Outcome::Enqueued {
                draft,
                stored,
                queued,
            }) => {
                self.enqueued(device, tab, draft, stored, queued);
            }
            Told::Disk(Outcome::Stored { stored, news, more }) => {
                self.stored(device, tab, stored, news, more);
            }
            Told::Answer(id, answer, server) => {
                return self.answered(device, tab, id, answer, server);
            }
        }
        Ok(())
    }

    /// Begins to read the disk.
    pub(crate) fn read(&mut self, device: usize, tab: usize, why: Why) {
        let pulls = self.tab(device, tab).map_or(0, |tab| tab.pulls);
        self.wish(device, tab, Wish::Load(why, pulls));
    }

    fn loaded(&mut self, device: usize, tab: usize, (why, pulls): (Why, u64), mut stored: Replica) {
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        // A pull that came while the disk was read is newer than what was read.
        if pulls != here.pulls {
            return self.read(device, tab, why);
        }
        // What is being typed here stays.
        let pending = here.pending();
        here.over.retain(|id, _| pending.contains(id));
        for id in pending {
            if let Some(mut draft) = here.memory.drafts.remove(&id) {
                // What another tab has learnt of it counts.
                if let Some(stored) = stored.drafts.remove(&id) {
                    draft = draft.written().read_with(stored.share);
                }
                stored.drafts.insert(id, draft);
            }
        }
        here.memory = stored;
        match why {
            Why::Opening => {
                here.ready = true;
                self.wake(device, tab);
            }
            Why::Hint => {}
            Why::Exchange => self.share_drafts(device, tab),
        }
    }

    fn enqueued(
        &mut self,
        device: usize,
        tab: usize,
        draft: Option<DraftId>,
        stored: bool,
        queued: Option<(sync::Mutation, Option<Draft>)>,
    ) {
        if let (Some(id), Some(here)) = (draft, self.tab(device, tab)) {
            here.sending.remove(&id);
        }
        if !stored {
            return;
        }
        let Some((mutation, draft)) = queued else {
            return self.read(device, tab, Why::Hint);
        };
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        here.memory.outbox.insert(mutation.id, mutation);
        if let Some(draft) = draft {
            here.saving.remove(&draft.id);
            here.memory.drafts.insert(draft.id, draft);
        }
        self.tell_tabs(device, tab);
        self.wake(device, tab);
    }

    fn tell_tabs(&mut self, device: usize, from: usize) {
        let Some(here) = self.devices.get_mut(device) else {
            return;
        };
        for (number, tab) in here.tabs.iter_mut().enumerate() {
            if number != from && tab.open && tab.ready {
                tab.inbox.push_back(Told::Hint);
            }
        }
    }
}

/// A device that its person begins to use.
pub(crate) fn fresh(person: PersonId, device: usize) -> Replica {
    Replica::new(person, group(device))
}
