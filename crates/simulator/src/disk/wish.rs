//! What tabs ask of a disk, and what comes of it.

use domain::{Command, DraftId, Scope, Timestamp};
use std::collections::BTreeMap;
use sync::{Changes, Draft, Mutation, MutationId, Replica, Typed, protocol::Epoch};

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
    /// Stores what a tab typed, without looking.
    Save(Typed),
    /// Lays together what tabs have saved of a draft; the tab had taken in so many pulls when it
    /// asked. `sends`: then it is sent, if it says what its tab shows.
    Lay {
        id: DraftId,
        pulls: u64,
        sends: bool,
    },
    /// Throws a draft away, as its tab shows it.
    Delete(Typed),
    /// Puts what was written in a draft, and not shared yet, into the outbox.
    Share { id: DraftId, as_seen: AsSeen },
    Enqueue {
        command: Command,
        as_seen: AsSeen,
        draft: Option<Draft>,
        /// The number that a mutant took before its time.
        early: Option<MutationId>,
    },
    Store {
        followed: Followed,
        changes: Changes,
        pulled: Pulled,
    },
    /// The first half of what a mutant stores in two.
    Cursors(Followed),
}

/// How far a device has followed the server.
#[derive(Clone, Debug)]
pub(crate) struct Followed {
    epoch: Option<Epoch>,
    cursors: BTreeMap<Scope, u64>,
    forgotten: u64,
}

impl Followed {
    /// As a replica says.
    pub(crate) fn of(replica: &Replica) -> Self {
        Self {
            epoch: replica.epoch.clone(),
            cursors: replica.cursors.clone(),
            forgotten: replica.forgotten,
        }
    }

    /// Says so in a replica.
    pub(super) fn tell(self, replica: &mut Replica) {
        replica.epoch = self.epoch;
        replica.cursors = self.cursors;
        replica.forgotten = self.forgotten;
    }
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

    pub(super) fn mutation(self, id: MutationId, command: Command) -> Mutation {
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
        stored: bool,
    },
    /// The draft as it lies together now.
    Laid {
        id: DraftId,
        pulls: u64,
        sends: bool,
        draft: Option<Draft>,
    },
    /// `false`: another tab wrote on, and it stays.
    Deleted(bool),
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
