//! A tab: what the app holds in memory, and how it gets on. The steps are those of
//! `src/state/sync.rs` and `src/state/replica.rs`, one at a time, so that anything can happen
//! between two of them.

mod exchange;

use crate::{
    Mutant,
    deeds::{Deed, words, words_in},
    disk::{AsSeen, Outcome, Why, Wish},
    network::RequestId,
    oracle::Broken,
    server::Reply,
    town::{group, job},
    world::World,
};
use domain::{
    Command, DraftId, Kind, PersonId, ProposalId, Row, RowKey, proposal::Proposal, refusal::Field,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use sync::{Draft, MutationId, Replica, protocol::ProblemKind};

/// What a tab is told.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "few wait at a time")]
pub(crate) enum Told {
    Disk(Outcome),
    Answer(RequestId, Result<Reply, Failure>, u32),
    Hint,
}

/// Why a request brought no answer that counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    Unreachable,
    Unreadable,
    Problem(ProblemKind),
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
    /// Somebody does something in a tab.
    pub(crate) fn does(&mut self, device: usize, tab: usize, deed: &Deed) -> Option<()> {
        let now = self.device_clock(device)?;
        let person = self.devices.get(device)?.disk.contents.person;
        let posting = match deed {
            Deed::Writes(number, _) => Some(self.town.posting(*number)?),
            _ => None,
        };
        let here = self.tab(device, tab)?;
        if !here.open || !here.ready {
            return None;
        }
        if let Deed::Writes(number, _) | Deed::Sends(number) | Deed::Discards(number) = deed
            && here
                .sending
                .contains(&ProposalId::of(person, job(*number)).into())
        {
            return None;
        }
        if let Some(number) = deed.proposal() {
            let command = deed.answer(seen(&here.memory, number)?, now)?;
            self.enqueue(device, tab, command, None);
            return Some(());
        }
        match deed {
            Deed::Stars(_) | Deed::Unstars(_) => {
                let command = deed.command()?;
                self.enqueue(device, tab, command, None);
            }
            Deed::Writes(number, word) => {
                let id = DraftId::of_proposal(ProposalId::of(person, job(*number)));
                let posting = posting?;
                // Where a proposal was sent, its screen has no form.
                let sent = RowKey {
                    kind: Kind::Proposal,
                    id: id.0,
                };
                if here.memory.base.contains_key(&sent) {
                    return None;
                }
                let begun = || {
                    let mut draft = Draft::new(person, &posting, now);
                    draft.set(Field::Amount, "10000");
                    draft.set(Field::Days, "7");
                    draft
                };
                let draft = here.memory.drafts.entry(id).or_insert_with(begun);
                // The form of a draft that is on its way takes no text.
                if draft.sending.is_some() {
                    return None;
                }
                let text = format!("{}w{word} ", draft.text(Field::Message));
                draft.set(Field::Message, text);
                draft.edited_at = now;
                here.saving.insert(id, false);
                self.oracle.typed(device, tab, *word);
            }
            Deed::Sends(number) => {
                let id = DraftId::of_proposal(ProposalId::of(person, job(*number)));
                if here.pending().contains(&id) {
                    // What is missing on the disk is gone, and not just unsaved yet.
                    let draft = here.memory.drafts.get(&id)?.clone();
                    here.sending.insert(id);
                    self.wish(device, tab, Wish::Save { draft, sends: true });
                } else {
                    self.submit(device, tab, id);
                }
            }
            Deed::Discards(number) => {
                let id = DraftId::of_proposal(ProposalId::of(person, job(*number)));
                if here.memory.drafts.get(&id)?.sending.is_some() {
                    return None;
                }
                let draft = here.memory.drafts.remove(&id)?;
                here.saving.remove(&id);
                let shared = here.memory.shared_drafts().remove(&id);
                let mut thrown = words(draft.text(Field::Message));
                if let Some(row) = &shared {
                    thrown.extend(words_in(row));
                }
                self.oracle.discarded(thrown);
                if let Some(row) = shared {
                    let revision = row.revision;
                    let command = Command::DeleteDraft {
                        draft: id,
                        revision,
                    };
                    self.enqueue(device, tab, command, None);
                }
                self.wish(device, tab, Wish::Delete(id));
            }
            _ => {}
        }
        Some(())
    }

    fn submit(&mut self, device: usize, tab: usize, id: DraftId) -> Option<()> {
        let here = self.tab(device, tab)?;
        here.sending.remove(&id);
        let draft = here.memory.drafts.get(&id)?.clone();
        if draft.sending.is_some() {
            return None;
        }
        let offer = draft.offer().ok()?;
        here.sending.insert(id);
        let command = Command::SubmitProposal {
            job: draft.job()?,
            offer,
        };
        self.enqueue(device, tab, command, Some(draft));
        Some(())
    }

    fn enqueue(&mut self, device: usize, tab: usize, command: Command, draft: Option<Draft>) {
        let Some(made_at) = self.device_clock(device) else {
            return;
        };
        let outside = self.mutant == Some(Mutant::NumberTakenOutside);
        let last = self.devices.get(device).map(|device| device.disk.last);
        let early = last.filter(|_| outside).map(|id| MutationId(id.0 + 1));
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        let wish = Wish::Enqueue {
            command,
            as_seen: AsSeen::of(&here.memory, made_at),
            draft,
            early,
        };
        self.wish(device, tab, wish);
    }

    /// Saves what is typed and not saved.
    pub(crate) fn save_pending(&mut self, device: usize, tab: usize) -> bool {
        let Some(here) = self.tab(device, tab) else {
            return false;
        };
        let drafts: Vec<Draft> = here
            .pending()
            .iter()
            .filter_map(|id| here.memory.drafts.get(id).cloned())
            .collect();
        let any = !drafts.is_empty();
        for draft in drafts {
            let sends = false;
            self.wish(device, tab, Wish::Save { draft, sends });
        }
        any
    }

    /// The tab hears what it is told.
    pub(crate) fn hear(&mut self, device: usize, tab: usize, told: Told) -> Result<(), Broken> {
        match told {
            Told::Hint => self.read(device, tab, Why::Hint),
            Told::Disk(Outcome::Loaded(why, pulls, stored)) => {
                self.loaded(device, tab, (why, pulls), *stored);
            }
            Told::Disk(Outcome::Saved {
                draft,
                sends,
                stored,
            }) => self.saved(device, tab, draft, sends, stored),
            Told::Disk(Outcome::Deleted) => self.tell_tabs(device, tab),
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
        for id in here.pending() {
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

    fn saved(&mut self, device: usize, tab: usize, draft: Draft, sends: bool, stored: bool) {
        let Some(here) = self.tab(device, tab) else {
            return;
        };
        let id = draft.id;
        // What was typed meanwhile is saved in its own turn.
        let typed = |draft: &Draft| (draft.edited_at, draft.fields.clone());
        if stored && here.memory.drafts.get(&id).map(typed) == Some(typed(&draft)) {
            here.saving.insert(id, true);
            self.tell_tabs(device, tab);
        }
        if sends && stored {
            self.submit(device, tab, id);
        } else if sends && let Some(here) = self.tab(device, tab) {
            here.sending.remove(&id);
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

/// The proposal of a number, of those that a device holds.
fn seen(memory: &Replica, number: u8) -> Option<&Proposal> {
    let mut held: Vec<&Proposal> = memory
        .base
        .values()
        .filter_map(|row| match row.as_ref() {
            Row::Proposal(proposal) => Some(proposal),
            _ => None,
        })
        .collect();
    held.sort_by_key(|proposal| proposal.id);
    let place = usize::from(number).checked_rem(held.len())?;
    held.get(place).copied()
}

/// A device that its person begins to use.
pub(crate) fn fresh(person: PersonId, device: usize) -> Replica {
    Replica::new(person, group(device))
}
