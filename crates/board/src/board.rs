//! The board on a device: packs, and a tail of what changed since they were made.

use crate::{
    Card, PackHash,
    entry::Entry,
    fold::Lower,
    pack::{Pack, PackError},
    pack_builder::{self, Posting},
    plan,
};
use domain::{Job, JobId, fee::FeeTable};
use std::collections::BTreeMap;

/// Names a posting on the board as it is now: cheap to keep by the thousand. When its pack goes or
/// the tail changes it names nothing any more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DocRef {
    pub(crate) slot: u32,
    pub(crate) index: u32,
}

/// Where a posting's body lies.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Body<'a> {
    /// It came in the tail.
    Here(&'a Job),
    /// In the BODY section of a pack; see [`crate::pack::body_of`].
    InPack {
        /// Which pack.
        hash: PackHash,
        /// Its place there.
        index: u32,
    },
}

/// All postings that the device holds. The packs hold no posting twice, being of one manifest; the
/// tail stands above them.
#[derive(Debug)]
pub struct Board {
    lower: Lower,
    fees: FeeTable,
    /// The newest first.
    packs: Vec<Slot>,
    tail: Slot,
    changes: BTreeMap<JobId, Option<Posting>>,
    /// Counts slots and changes; never reused, so that an old reference finds nothing.
    generation: u32,
}

/// A pack on the board.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) number: u32,
    /// `None` for the tail.
    hash: Option<PackHash>,
    pub(crate) pack: Pack,
    /// Postings that the tail stands above; as long as the pack.
    hidden: Vec<bool>,
}

impl Slot {
    fn new(number: u32, hash: Option<PackHash>, pack: Pack) -> Self {
        let hidden = vec![false; pack.len()];
        Self {
            number,
            hash,
            pack,
            hidden,
        }
    }

    /// The postings that count, with their places; newest first.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u32, &Entry)> {
        let entries = (0..).zip(self.pack.entries()).zip(&self.hidden);
        entries
            .filter(|(_, hidden)| !**hidden)
            .map(|(entry, _)| entry)
    }

    /// The posting at a place, if it counts.
    pub(crate) fn entry(&self, index: u32) -> Option<&Entry> {
        let hidden = self.hidden.get(usize::try_from(index).ok()?)?;
        if *hidden {
            None
        } else {
            self.pack.entry(index)
        }
    }

    /// How many postings count.
    pub(crate) fn len(&self) -> usize {
        self.hidden.iter().filter(|hidden| !**hidden).count()
    }

    fn hide(&mut self, id: JobId) {
        let at = self.pack.locate(id).and_then(|at| usize::try_from(at).ok());
        if let Some(hidden) = at.and_then(|at| self.hidden.get_mut(at)) {
            *hidden = true;
        }
    }

    fn newest(&self) -> Option<(i64, uuid::Uuid)> {
        self.pack
            .entries()
            .first()
            .map(|entry| (entry.posted_at, entry.id))
    }
}

impl Board {
    /// An empty board. `fees` are the server's: what a posting pays an hour depends on them.
    pub fn new(lower: Lower, fees: FeeTable) -> Self {
        let tail = Slot::new(0, None, Pack::empty());
        Self {
            lower,
            fees,
            packs: Vec::new(),
            tail,
            changes: BTreeMap::new(),
            generation: 0,
        }
    }

    /// Changes with every change of the board: results of a search are as old as this.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The server's fees changed.
    pub fn set_fees(&mut self, fees: FeeTable) {
        self.packs
            .iter_mut()
            .chain([&mut self.tail])
            .for_each(|slot| slot.pack.price(&fees));
        self.fees = fees;
        self.next_generation();
    }

    /// Adds a pack, or replaces the one of the same name.
    pub fn insert_pack(&mut self, hash: PackHash, mut pack: Pack) {
        pack.price(&self.fees);
        let mut slot = Slot::new(self.next_generation(), Some(hash), pack);
        self.changes.keys().for_each(|id| slot.hide(*id));
        self.packs.retain(|slot| slot.hash != Some(hash));
        // Newest first. A sort would do, and weigh its own instance of it in the app.
        let at = self
            .packs
            .partition_point(|other| other.newest() >= slot.newest());
        self.packs.insert(at, slot);
    }

    /// Keeps these packs and drops all others. To move to another manifest, call this and insert
    /// the missing packs before the next search: packs of two manifests hold some postings twice.
    pub fn keep_packs(&mut self, hashes: &[PackHash]) {
        self.packs
            .retain(|slot| slot.hash.is_some_and(|hash| hashes.contains(&hash)));
        self.next_generation();
    }

    /// The packs on the board, newest first, and whether each can be searched for words.
    pub fn packs(&self) -> impl Iterator<Item = (PackHash, bool)> {
        self.packs
            .iter()
            .filter_map(|slot| Some((slot.hash?, slot.pack.text().is_some())))
    }

    /// Adds the TEXT section of a pack that is on the board by its HEAD; false when it is not.
    pub fn give_text(&mut self, hash: PackHash, text: Vec<u8>) -> Result<bool, PackError> {
        let Some(slot) = self.packs.iter_mut().find(|slot| slot.hash == Some(hash)) else {
            return Ok(false);
        };
        slot.pack.give_text(text)?;
        self.next_generation();
        Ok(true)
    }

    /// Replaces the tail: the postings that changed after the packs were made, `None` for one that
    /// is gone.
    pub fn set_tail(
        &mut self,
        changes: impl IntoIterator<Item = (JobId, Option<Job>)>,
    ) -> Result<(), PackError> {
        self.changes.clear();
        for slot in &mut self.packs {
            slot.hidden.fill(false);
        }
        self.apply_changes(changes)
    }

    /// Lays more changes on top of the tail.
    pub fn apply_changes(
        &mut self,
        changes: impl IntoIterator<Item = (JobId, Option<Job>)>,
    ) -> Result<(), PackError> {
        for (id, job) in changes {
            self.packs.iter_mut().for_each(|slot| slot.hide(id));
            self.changes
                .insert(id, job.map(|job| Posting::new(job, self.lower)));
        }
        self.make_tail()
    }

    /// Makes the tail of what changed.
    fn make_tail(&mut self) -> Result<(), PackError> {
        let mut postings: Vec<&Posting> = self.changes.values().flatten().collect();
        postings.sort_by_key(|posting| std::cmp::Reverse(plan::order(posting.job())));
        let (head, text) = (pack_builder::head(&postings), pack_builder::text(&postings));
        let mut pack = Pack::read(&head, text)?;
        pack.price(&self.fees);
        self.tail = Slot::new(self.next_generation(), None, pack);
        Ok(())
    }

    /// How many postings there are.
    pub fn len(&self) -> usize {
        self.slots().map(Slot::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots().all(|slot| slot.len() == 0)
    }

    /// Bytes of memory for the packs and the tail.
    pub fn bytes(&self) -> usize {
        self.slots()
            .map(|slot| slot.pack.bytes() + slot.hidden.capacity())
            .sum()
    }

    /// Where a posting is.
    pub fn locate(&self, id: JobId) -> Option<DocRef> {
        self.slots().find_map(|slot| {
            let index = slot.pack.locate(id)?;
            slot.entry(index).map(|_| DocRef {
                slot: slot.number,
                index,
            })
        })
    }

    /// The postings under an organization's name; the newest first.
    pub fn of_organization(&self, name: &str) -> Vec<Card> {
        let mut cards: Vec<Card> = self
            .slots()
            .flat_map(|slot| {
                let places = slot.entries().map(|(index, _)| index);
                let named = places.filter(|index| {
                    let strings = slot.pack.strings(*index);
                    strings.is_some_and(|[_, organization, _]| organization == name)
                });
                named.filter_map(|index| Card::of(&slot.pack, index, &self.fees))
            })
            .collect();
        cards.sort_by_key(|card| std::cmp::Reverse((card.posted_at, card.id)));
        cards
    }

    /// What a list shows of a posting; `None` when the reference is too old.
    pub fn card(&self, at: DocRef) -> Option<Card> {
        let slot = self.slot(at.slot)?;
        slot.entry(at.index)?;
        Card::of(&slot.pack, at.index, &self.fees)
    }

    /// Where a posting's body lies; `None` when the reference is too old.
    pub fn body(&self, at: DocRef) -> Option<Body<'_>> {
        let slot = self.slot(at.slot)?;
        let entry = slot.entry(at.index)?;
        match slot.hash {
            Some(hash) => Some(Body::InPack {
                hash,
                index: at.index,
            }),
            None => {
                let posting = self.changes.get(&entry.job_id())?.as_ref()?;
                Some(Body::Here(posting.job()))
            }
        }
    }

    pub(crate) fn lower(&self) -> Lower {
        self.lower
    }

    /// The tail, then the packs, the newest first.
    pub(crate) fn slots(&self) -> impl Iterator<Item = &Slot> {
        std::iter::once(&self.tail).chain(&self.packs)
    }

    pub(crate) fn slot(&self, number: u32) -> Option<&Slot> {
        self.slots().find(|slot| slot.number == number)
    }

    fn next_generation(&mut self) -> u32 {
        self.generation = self.generation.wrapping_add(1);
        self.generation
    }
}
