//! What must be true, and whether it is. Nothing here trusts what it judges: what was done is
//! reckoned from the commands that reached a disk, who may read what from the rows themselves.

use crate::{
    deeds::{Expected, draft_of, words, words_in, words_of},
    disk::{Disk, Outcome, Pulled, Wish},
    memory::MemoryStore,
    server::{at_once, shared},
    world::World,
};
use domain::{Command, DraftId, PersonId, Row, RowKey, Scope, refusal::Field};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::{self, Display, Formatter},
    sync::Arc,
};
use sync::{GroupId, MutationId};

/// What every run must keep, each by its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Property {
    /// A number of an outbox was given to one command alone.
    OneNumberOneCommand,
    /// Every command that reached a disk is judged once, and the server's rows are what those that
    /// were done make of them.
    ExactlyOnce,
    /// Every refusal came back to the draft it was about; of what was no draft, it is told.
    RefusalsAreShown,
    /// No disk holds a row outside of its person's scopes as of the last pull.
    NobodyElsesRows,
    /// A finished pull leaves on the disk exactly what its person may read.
    APullIsWhole,
    /// Every outbox is empty after healing, without anybody doing anything.
    TheQueueDrains,
    /// All devices of a person hold what the server holds for them.
    AllConverge,
    /// Nothing waits on top of the base, and every tab shows what the disk holds.
    TheViewIsTheBase,
    /// Every word that was typed is in a draft, a proposal, a message, or in what is told as refused, unless its writer threw it away.
    NothingTypedIsLost,
    /// What the server keeps agrees with itself, and is dated by the server's clock.
    TheServerIsSound,
}

/// A property that did not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// Which.
    pub property: Property,
    /// How.
    pub how: String,
}

impl Display for Broken {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.property, self.how)
    }
}

pub(crate) fn broken<T>(property: Property, how: impl Into<String>) -> Result<T, Broken> {
    let how = how.into();
    Err(Broken { property, how })
}

/// A command that reached a disk.
#[derive(Debug)]
struct Queued {
    person: PersonId,
    command: Command,
    /// It has left the outbox.
    settled: bool,
    /// Its draft was thrown away while it was on its way: nobody waits for a refusal.
    unwanted: bool,
}

/// Where a word is.
#[derive(Debug)]
struct Word {
    device: usize,
    tab: usize,
    /// It is on the disk.
    saved: bool,
}

/// What is known of a run.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    queued: BTreeMap<(GroupId, MutationId), Queued>,
    shown: BTreeSet<(GroupId, MutationId)>,
    words: BTreeMap<u32, Word>,
    /// Judged by a server that a restore threw away.
    once_judged: BTreeSet<(GroupId, MutationId)>,
    /// Of those, what had left its outbox by the word of that server: it is the operator's loss. A late
    /// double of its push may be refused, and nobody waits for that.
    thrown_away: BTreeSet<(GroupId, MutationId)>,
}

impl Oracle {
    /// The commands that were queued.
    pub(crate) fn commands(&self) -> impl Iterator<Item = &Command> {
        self.queued.values().map(|queued| &queued.command)
    }

    pub(crate) fn refusals_shown(&self) -> usize {
        self.shown.len()
    }

    pub(crate) fn typed(&mut self, device: usize, tab: usize, word: u32) {
        let saved = false;
        self.words.insert(word, Word { device, tab, saved });
    }

    /// Its writer threw it away, or it went with what the operator threw away.
    pub(crate) fn discarded(&mut self, words: BTreeSet<u32>) {
        for word in words {
            self.words.remove(&word);
        }
    }

    /// A tab died: what it had not saved within a quarter of a second is gone, as promised.
    pub(crate) fn died(&mut self, device: usize, tab: usize) {
        let gone = |word: &Word| word.device == device && word.tab == tab && !word.saved;
        self.words.retain(|_, word| !gone(word));
    }

    /// The server was restored.
    pub(crate) fn restored(&mut self, before: &MemoryStore, after: &MemoryStore) {
        let judged = before.judgements().into_iter();
        for key in judged.map(|judged| (judged.group, judged.mutation)) {
            self.once_judged.insert(key);
            if self.queued.get(&key).is_some_and(|queued| queued.settled) {
                self.thrown_away.insert(key);
            }
        }
        let kept: BTreeSet<u32> = kept_words(after).collect();
        let gone = kept_words(before).filter(|word| !kept.contains(word));
        self.discarded(gone.collect());
    }

    /// A disk is about to do, and has done, what a tab wished.
    pub(crate) fn saw(
        &mut self,
        at: (usize, usize),
        disk: &Disk,
        wish: &Seen,
        outcome: &Outcome,
    ) -> Result<(), Broken> {
        let queued = match outcome {
            Outcome::Enqueued { queued, .. } => queued.as_ref().map(|(mutation, _)| mutation),
            Outcome::Shared { queued, .. } => queued.as_ref().map(|(mutation, _)| mutation),
            _ => None,
        };
        match (wish, outcome) {
            (Seen::Save(text), Outcome::Saved { stored: true, .. }) => {
                for word in words(text) {
                    if let Some(word) = self.words.get_mut(&word) {
                        word.saved = true;
                    }
                }
            }
            (Seen::Delete(id), Outcome::Deleted(true)) => {
                for ((group, _), queued) in &mut self.queued {
                    let about = draft_of(queued.person, &queued.command) == Some(*id);
                    queued.unwanted |= about && !queued.settled && *group == disk.contents.group;
                }
            }
            (_, Outcome::Enqueued { .. } | Outcome::Shared { .. }) => {
                let Some(mutation) = queued else {
                    return Ok(());
                };
                let key = (disk.contents.group, mutation.id);
                if let Command::SendMessage { .. } = &mutation.command {
                    // Now it has left its form.
                    for word in words_of(&mutation.command) {
                        let (device, tab, saved) = (at.0, at.1, true);
                        self.words.insert(word, Word { device, tab, saved });
                    }
                }
                let queued = Queued {
                    person: disk.contents.person,
                    command: mutation.command.clone(),
                    settled: false,
                    unwanted: false,
                };
                if let Some(before) = self.queued.insert(key, queued) {
                    return broken(
                        Property::OneNumberOneCommand,
                        format!("{:?} had {:?} before {:?}", key.1, before.command, mutation),
                    );
                }
            }
            (Seen::Store { settled, outdated }, Outcome::Stored { stored: true, .. }) => {
                for id in settled {
                    let key = (disk.contents.group, *id);
                    if *outdated && self.once_judged.contains(&key) {
                        self.thrown_away.insert(key);
                    }
                    let Some(queued) = self.queued.get_mut(&key) else {
                        continue;
                    };
                    queued.settled = true;
                    let told = match draft_of(queued.person, &queued.command) {
                        Some(draft) => {
                            let back = disk.contents.drafts.get(&draft);
                            back.is_some_and(|back| back.refusal.is_some())
                        }
                        None => disk.contents.refused.contains_key(id),
                    };
                    if told {
                        self.shown.insert(key);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// What matters of a wish after it was granted.
pub(crate) enum Seen {
    Save(String),
    Delete(DraftId),
    /// What left the outbox; `outdated`: by the word of a server that was restored since.
    Store {
        settled: Vec<MutationId>,
        outdated: bool,
    },
    Other,
}

impl Seen {
    /// `life`: which incarnation of the server there is.
    pub(crate) fn of(wish: &Wish, life: u32) -> Self {
        match wish {
            Wish::Save(typed) => Seen::Save(typed.draft.text(Field::Message).to_owned()),
            Wish::Store {
                changes, pulled, ..
            } => Seen::Store {
                settled: changes.settled.clone(),
                outdated: pulled.life != life,
            },
            Wish::Delete(shown) => Seen::Delete(shown.draft.id),
            _ => Seen::Other,
        }
    }
}

/// Every word that a server keeps.
fn kept_words(store: &MemoryStore) -> impl Iterator<Item = u32> {
    let rows = store.rows().into_iter();
    rows.flat_map(|row| match row {
        Row::Proposal(sent) => words(&sent.message),
        Row::Message(said) => words(&said.text),
        Row::Draft(draft) => words_in(&draft),
        _ => BTreeSet::new(),
    })
}

/// Every word in drafts on a disk, and in what it tells as refused.
pub(crate) fn words_on(disk: &Disk) -> BTreeSet<u32> {
    let drafts = disk.drafts().into_values();
    let typed = drafts.flat_map(|draft| words(draft.text(Field::Message)));
    let refused = disk.contents.refused.values();
    typed
        .chain(refused.flat_map(|refused| words_of(&refused.command)))
        .collect()
}

/// A page was stored: is there only what may be there, and after the last page all of it?
pub(crate) fn check_page(
    store: &MemoryStore,
    life: u32,
    disk: &Disk,
    pulled: Pulled,
) -> Result<(), Broken> {
    // Of a server that is no more nothing can be asked.
    if pulled.life != life {
        return Ok(());
    }
    let person = disk.contents.person;
    let scopes = store.scopes_at(person, pulled.moment);
    let may = |row: &Row| row.audience().iter().any(|scope| scopes.contains(scope));
    let mut held = disk.contents.base.values();
    if let Some(row) = held.find(|row| !may(row)) {
        return broken(
            Property::NobodyElsesRows,
            format!("person {person} holds {row:?}"),
        );
    }
    if pulled.more {
        return Ok(());
    }
    whole(&disk.contents.base, store, &scopes, pulled.moment)
        .or_else(|how| broken(Property::APullIsWhole, how))
}

/// Whether the rows of a device are those that somebody in these scopes could read.
fn whole(
    base: &HashMap<RowKey, Arc<Row>>,
    store: &MemoryStore,
    scopes: &BTreeSet<Scope>,
    moment: u64,
) -> Result<(), String> {
    let mut readable = 0;
    store.each_readable(scopes, moment, |row| {
        readable += 1;
        match base.get(&row.key()) {
            None => Err(format!("missing: {row:?}")),
            Some(held) if held.as_ref() != row => Err(format!("{held:?} should be {row:?}")),
            Some(_) => Ok(()),
        }
    })?;
    if base.len() == readable {
        return Ok(());
    }
    let mut more: BTreeSet<RowKey> = base.keys().copied().collect();
    store.each_readable(scopes, moment, |row| {
        more.remove(&row.key());
        Ok(())
    })?;
    Err(format!("too much: {more:?}"))
}

impl World {
    /// Everything that must be true once all has healed.
    pub(crate) fn check_the_end(&self) -> Result<(), Broken> {
        self.check_queues()?;
        let store = &self.server.store;
        match at_once({
            let store = shared(store);
            async move { store.check().await }
        }) {
            Ok(found) if found.is_empty() => {}
            other => return broken(Property::TheServerIsSound, format!("{other:?}")),
        }
        let rows = store.rows();
        for row in &rows {
            if let Row::Proposal(sent) = row
                && !(0..=self.now).contains(&(sent.sent_at.0 - crate::town::BEGIN.0))
            {
                return broken(
                    Property::TheServerIsSound,
                    format!("dated by a device: {sent:?}"),
                );
            }
        }
        self.check_judgements(&rows)?;
        self.check_devices()?;
        self.check_words()
    }

    fn check_queues(&self) -> Result<(), Broken> {
        for (number, device) in self.devices.iter().enumerate() {
            if let Some(first) = device.disk.contents.outbox.values().next() {
                return broken(
                    Property::TheQueueDrains,
                    format!(
                        "device {number} still waits with {first:?}; {:?}",
                        device.tabs.iter().map(|tab| tab.status).collect::<Vec<_>>()
                    ),
                );
            }
        }
        Ok(())
    }

    fn check_judgements(&self, rows: &[Row]) -> Result<(), Broken> {
        let mut expected = Expected::default();
        let mut judged = BTreeSet::new();
        for judgement in self.server.store.judgements() {
            let key = (judgement.group, judgement.mutation);
            let Some(queued) = self.oracle.queued.get(&key) else {
                return broken(Property::ExactlyOnce, format!("nobody queued {key:?}"));
            };
            if !judged.insert(key) {
                return broken(Property::ExactlyOnce, format!("judged twice: {queued:?}"));
            }
            // What the app does by itself nobody meant.
            let waited_for = !queued.command.is_quiet()
                && !queued.unwanted
                && !self.oracle.thrown_away.contains(&key);
            match judgement.refusal {
                None => expected
                    .done(queued.person, &queued.command)
                    .or_else(|how| broken(Property::ExactlyOnce, how))?,
                Some(refusal) if waited_for && !self.oracle.shown.contains(&key) => {
                    return broken(
                        Property::RefusalsAreShown,
                        format!("{refusal:?} of {key:?}: {queued:?}"),
                    );
                }
                Some(_) => {}
            }
        }
        for (key, queued) in &self.oracle.queued {
            if !judged.contains(key) && !self.oracle.thrown_away.contains(key) {
                return broken(
                    Property::ExactlyOnce,
                    format!("never judged: {key:?} {queued:?}"),
                );
            }
        }
        match expected.differs(rows) {
            None => Ok(()),
            Some(how) => broken(Property::ExactlyOnce, how),
        }
    }

    fn check_devices(&self) -> Result<(), Broken> {
        let store = &self.server.store;
        let moment = store.moment();
        for (number, device) in self.devices.iter().enumerate() {
            let disk = &device.disk.contents;
            let scopes = store.scopes_at(disk.person, moment);
            whole(&disk.base, store, &scopes, moment)
                .or_else(|how| broken(Property::AllConverge, format!("device {number}: {how}")))?;
            for tab in device.tabs.iter().filter(|tab| tab.open) {
                let memory = &tab.memory;
                let same = *memory == device.disk.load();
                if !same || !memory.view(&sync::no_postings).overlay.is_empty() {
                    return broken(
                        Property::TheViewIsTheBase,
                        format!("device {number} shows {memory:?} and holds {disk:?}"),
                    );
                }
            }
        }
        Ok(())
    }

    fn check_words(&self) -> Result<(), Broken> {
        let mut found: BTreeSet<u32> = kept_words(&self.server.store).collect();
        for device in &self.devices {
            found.extend(words_on(&device.disk));
        }
        match self
            .oracle
            .words
            .iter()
            .find(|(word, _)| !found.contains(word))
        {
            None => Ok(()),
            Some((word, at)) => broken(
                Property::NothingTypedIsLost,
                format!("w{word}, typed on device {}, tab {}", at.device, at.tab),
            ),
        }
    }
}
