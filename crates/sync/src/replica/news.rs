//! What a pull changes on a device.

use super::Refused;
use crate::{
    draft::{Draft, Share},
    protocol::MutationId,
};
use domain::{
    DraftId, Job, Refusal, Row, RowKey,
    draft::{self as server, Fields},
    posting_text,
    program::Program,
    program_text,
    proposal::Offer,
    sign_up::Application,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What must be stored after a pull, all in one transaction.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changes {
    /// Drop every base row first.
    pub clear_base: bool,
    /// Base rows that are new or changed.
    pub put: Vec<Arc<Row>>,
    /// Base rows that are gone.
    pub gone: Vec<RowKey>,
    /// Outbox entries that leave.
    pub settled: Vec<MutationId>,
    /// What was refused, where no draft tells of it.
    pub refused: Vec<Refused>,
    /// What it means for drafts, wherever they are held.
    pub news: News,
}

/// What a pull means for drafts. Told to those in memory, and to those on the disk inside of the
/// transaction that stores the pull: another tab may have written there.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct News {
    /// Mutations that were judged.
    pub judged: BTreeMap<MutationId, Judged>,
    /// The drafts that the server has, but for those that the person has thrown away here.
    pub rows: BTreeMap<DraftId, Shared>,
    /// Drafts that another device sent or threw away.
    pub gone: BTreeSet<DraftId>,
    /// What was exchanged with the server before means nothing to it.
    pub forgotten: bool,
}

/// A draft as the server has it: a row of the base, and no copy of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Shared(Arc<Row>);

impl Shared {
    /// The draft of a row, where it is one.
    pub(super) fn of(row: &Arc<Row>) -> Option<(DraftId, Self)> {
        match row.as_ref() {
            Row::Draft(draft) => Some((draft.id, Self(row.clone()))),
            _ => None,
        }
    }

    fn draft(&self) -> Option<&server::Draft> {
        match self.0.as_ref() {
            Row::Draft(draft) => Some(draft),
            _ => None,
        }
    }
}

/// What became of a mutation.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Judged {
    /// The draft that it sent, and what it said.
    pub sent: Option<Sent>,
    /// Why it was refused, if it was.
    pub refusal: Option<Refusal>,
}

/// A draft that a mutation sent.
#[derive(Clone, PartialEq, Debug)]
pub struct Sent {
    /// Which.
    pub draft: DraftId,
    /// What it came to.
    pub said: Said,
}

/// What a draft came to.
#[derive(Clone, PartialEq, Debug)]
pub enum Said {
    /// A proposal's offer.
    Offer(Offer),
    /// A posting.
    Posting(Box<Job>),
    /// A program.
    Program(Box<Program>),
    /// A sign-up for a program.
    Application(Box<Application>),
}

impl Said {
    /// Whether it says all that the texts say.
    fn says_all_of(&self, fields: &Fields) -> bool {
        match self {
            Said::Offer(offer) => offer.says_all_of(fields),
            Said::Posting(job) => posting_text::says_all_of(job, fields),
            Said::Program(program) => program_text::says_all_of(program, fields),
            Said::Application(application) => application.says_all_of(fields),
        }
    }
}

impl News {
    /// Whether the news may change a draft: most pulls are about few of them.
    pub fn is_about(&self, draft: &Draft) -> bool {
        let id = draft.id;
        let saving = draft.share.saving.as_ref();
        let sends = |judged: &Judged| judged.sent.as_ref().is_some_and(|sent| sent.draft == id);
        let row = self.rows.get(&id).and_then(Shared::draft);
        self.forgotten
            || row.is_some_and(|row| !draft.has_heard(row))
            || self.gone.contains(&id)
            || saving.is_some_and(|(saving, _)| self.judged.contains_key(saving))
            || self.judged.values().any(sends)
    }

    /// The draft as it stands after the news; `None` when it was delivered, or is gone with
    /// nothing written on here.
    pub fn tell(&self, mut draft: Draft) -> Option<Draft> {
        if let Some((saving, _)) = draft.share.saving
            && let Some(judged) = self.judged.get(&saving)
        {
            draft.saved(saving, judged.refusal.is_none());
        }
        for (id, judged) in &self.judged {
            let sent = judged.sent.as_ref();
            let Some(sent) = sent.filter(|sent| sent.draft == draft.id) else {
                continue;
            };
            match &judged.refusal {
                // Somebody may write in it again meanwhile; the refusal is shown all the same.
                Some(refusal) if draft.takes_refusal_of(*id) => {
                    draft.sending = None;
                    draft.refusal = Some(refusal.clone());
                }
                None if draft.sending == Some(*id) && sent.said.says_all_of(&draft.fields) => {
                    return None;
                }
                // Another tab wrote on, and did not see that it was sent.
                None if draft.sending == Some(*id) => draft.sending = None,
                _ => {}
            }
        }
        if self.forgotten {
            // Nor would it be safe to follow: what stands here may be all that is left of it.
            draft.share = Share::default();
        }
        match self.rows.get(&draft.id).and_then(Shared::draft) {
            Some(row) => draft.follow(row),
            None if self.forgotten => {}
            None if self.gone.contains(&draft.id) && draft.sending.is_none() => {
                // What was refused here stays until it is read, with what it was.
                let spent = draft.edits().is_empty() && draft.share.saving.is_none();
                if spent && draft.refusal.is_none() {
                    return None;
                }
                draft.share = Share::default();
            }
            None => {}
        }
        Some(draft)
    }

    /// Drafts of other devices that are not `here`.
    pub fn begun_elsewhere(&self, here: impl Fn(DraftId) -> bool) -> Vec<Draft> {
        self.rows
            .values()
            .filter_map(Shared::draft)
            .filter(|row| !here(row.id))
            .map(Draft::of)
            .collect()
    }
}
