//! What somebody does in a tab: `src/state/replica/doing.rs`.

use crate::{
    Mutant,
    deeds::{Deed, words, words_in},
    disk::{AsSeen, Wish},
    town::job,
    world::World,
};
use domain::{Command, DraftId, Kind, ProposalId, Row, RowKey, proposal::Proposal, refusal::Field};
use sync::{Draft, MutationId, Over, Replica, Typed};

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
            Deed::Stars(_) | Deed::Unstars(_) | Deed::SignsUp(_) | Deed::StaysAway(_) => {
                let command = deed.command(person)?;
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
                let clean = !here.pending().contains(&id);
                let draft = here.memory.drafts.entry(id).or_insert_with(begun);
                // The form of a draft that is on its way takes no text.
                if draft.sending.is_some() {
                    return None;
                }
                if clean {
                    here.over.insert(id, Over::shown(&draft.fields));
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
                    here.sending.insert(id);
                    self.save(device, tab, id, true);
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
                let over = here.over.remove(&id);
                let over = over.unwrap_or_else(|| Over::shown(&draft.fields));
                let shared = here.memory.kept_draft(id).cloned();
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
                self.wish(device, tab, Wish::Delete(Typed::new(&draft, &over)));
            }
            _ => {}
        }
        Some(())
    }

    pub(super) fn submit(&mut self, device: usize, tab: usize, id: DraftId) -> Option<()> {
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

    pub(super) fn enqueue(
        &mut self,
        device: usize,
        tab: usize,
        command: Command,
        draft: Option<Draft>,
    ) {
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
