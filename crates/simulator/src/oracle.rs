//! What must be true, and whether it is. Nothing here trusts what it judges: what was done is
//! reckoned from the commands that reached a disk, who may read what from the rows themselves.

mod end;
mod rows;

use crate::{
    deeds::{draft_of, words, words_in, words_of},
    disk::{Disk, Outcome, Wish},
    memory::MemoryStore,
};
use domain::{Command, DraftId, PersonId, Row, refusal::Field};
pub(crate) use rows::check_page;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Display, Formatter},
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
