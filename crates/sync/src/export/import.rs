//! What a device makes of a file.

use super::{Export, Jotting, is_sent};
use crate::{Draft, MutationId, Replica};
use domain::{Command, Refusal, Timestamp, draft::Edit};
use std::collections::BTreeMap;

/// What is to be stored of a file, all in one transaction.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Import {
    /// Drafts that are new here, and those joined with what the file says beyond them.
    pub drafts: Vec<Draft>,
    /// What is to be queued, with the moment it was done, in its order.
    pub commands: Vec<(Command, Timestamp)>,
    /// Forms that hold nothing here.
    pub jottings: Vec<Jotting>,
    /// What the person is told.
    pub report: Report,
}

/// What became of the entries of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Drafts that were not here.
    pub new_drafts: usize,
    /// Drafts that were here with other words: both versions stand.
    pub joined_drafts: usize,
    /// Commands that are queued anew.
    pub queued: usize,
    /// Entries that are here as they are in the file, or that the server has.
    pub known: usize,
    /// Forms that were being typed into.
    pub jottings: usize,
    /// Entries that stay in the file: refused ones, and forms that hold other words here.
    pub left: usize,
}

impl Export {
    /// Whether what waits in the file was numbered elsewhere, so that only the server knows what of
    /// it was judged.
    pub fn asks_server(&self, replica: &Replica) -> bool {
        self.registered && self.group != replica.group && !self.waiting.is_empty()
    }

    /// Whether the file is somebody else's. Who had no account was only their device, and goes on
    /// in whoever opens the file.
    pub fn is_foreign(&self, replica: &Replica) -> bool {
        self.registered && self.person != replica.person
    }

    /// What is to be taken in. `judged` is the last number of the file's outbox that was judged, and
    /// `refusals` those of them that were refused; `shares` says that the server hears of drafts.
    pub fn import(
        self,
        replica: &Replica,
        judged: MutationId,
        refusals: &BTreeMap<MutationId, Refusal>,
        shares: bool,
        now: Timestamp,
    ) -> Import {
        let mut taken = Import::default();
        taken.report.left = self.refused.len();
        // A clock of another device may be anywhere.
        let moment = |at: Timestamp| Timestamp(at.0.clamp(0, now.0.max(0)));
        let here = self.group == replica.group;
        let judged = if here { replica.settled } else { judged };
        for draft in self.drafts {
            let fate = draft.sending.filter(|id| *id <= judged);
            let refusal = fate.and_then(|id| refusals.get(&id).cloned());
            let delivered = fate.is_some() && refusal.is_none();
            let draft = Draft {
                sending: None,
                refusal: refusal.or(draft.refusal.clone()),
                edited_at: moment(draft.edited_at),
                written_on: None,
                ..draft.adopted_by(replica.person)
            };
            if delivered || is_sent(replica, &draft) {
                taken.report.known += 1;
                continue;
            }
            match replica.drafts.get(&draft.id) {
                None => {
                    taken.report.new_drafts += 1;
                    taken.drafts.push(draft);
                }
                Some(own) if own.sending.is_some() => taken.report.known += 1,
                Some(own) => match beyond(own, &draft) {
                    edits if edits.is_empty() => taken.report.known += 1,
                    // The server puts the two side by side, as it does for two devices.
                    edits if shares => {
                        taken.report.joined_drafts += 1;
                        let command = Command::SaveDraft {
                            draft: draft.id,
                            subject: draft.subject.clone(),
                            title: draft.title.clone(),
                            edits,
                        };
                        taken.commands.push((command, now));
                    }
                    _ => {
                        taken.report.joined_drafts += 1;
                        let both = own.clone().joined_with(&draft);
                        taken.drafts.push(Draft {
                            edited_at: now,
                            ..both
                        });
                    }
                },
            }
        }
        let mut waiting = self.waiting;
        waiting.sort_by_key(|mutation| mutation.id);
        waiting.dedup_by_key(|mutation| mutation.id);
        for mutation in waiting {
            let waits_here = replica
                .outbox
                .values()
                .any(|own| own.command == mutation.command);
            if mutation.id <= judged || waits_here {
                taken.report.known += 1;
            } else {
                taken.report.queued += usize::from(!mutation.command.is_quiet());
                let made_at = moment(mutation.made_at);
                taken.commands.push((mutation.command, made_at));
            }
        }
        taken.jottings = self.jottings;
        taken
    }
}

impl Import {
    /// Takes only forms that hold nothing on the device; what they hold there stays.
    pub fn keep_jottings(&mut self, here: impl Fn(&str) -> Option<BTreeMap<String, String>>) {
        let report = &mut self.report;
        self.jottings.retain(|jotting| {
            let own = here(&jotting.form);
            match &own {
                None => report.jottings += 1,
                Some(own) if *own == jotting.texts => report.known += 1,
                Some(_) => report.left += 1,
            }
            own.is_none()
        });
    }

    /// Whether the file brings nothing that is not here.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.commands.is_empty() && self.jottings.is_empty()
    }
}

/// What a draft says that another version of it does not, as changes from nothing.
fn beyond(own: &Draft, other: &Draft) -> Vec<Edit> {
    let texts = other.fields.iter();
    texts
        .filter(|(field, text)| !text.trim().is_empty() && !says(own.text(**field), text))
        .map(|(field, text)| Edit {
            field: *field,
            from: String::new(),
            to: text.clone(),
            settles: Vec::new(),
        })
        .filter(|edit| edit.check().is_ok())
        .collect()
}

/// Whether a text says all that another does.
fn says(own: &str, other: &str) -> bool {
    own.contains(other.trim())
}
