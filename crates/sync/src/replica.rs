//! What one device holds for one person, and how it changes.

use crate::{
    draft::{Draft, Share},
    protocol::{
        Epoch, GroupId, MAX_PUSH, Mutation, MutationId, PullRequest, PullResponse, PushRequest,
        SCHEMA,
    },
};
use domain::{
    Actor, Command, DraftId, Job, JobId, Kind, Missing, PersonId, ProposalId, Refusal, Row, RowKey,
    Rows, Scope, Timestamp, Write, apply, command::Stop, draft as server,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What one device holds for one person. It lives in memory; the app stores it row by row.
#[derive(Clone, PartialEq, Debug)]
pub struct Replica {
    /// Whose it is.
    pub person: PersonId,
    /// The outbox's name on the server.
    pub group: GroupId,
    /// The server's incarnation, once known.
    pub epoch: Option<Epoch>,
    /// How far each scope was followed.
    pub cursors: BTreeMap<Scope, u64>,
    /// The server's rows; changed only by pulls.
    pub base: HashMap<RowKey, Row>,
    /// What the person did and no pull has covered yet.
    pub outbox: BTreeMap<MutationId, Mutation>,
    /// The last mutation that has left the outbox.
    pub settled: MutationId,
    /// What the person is writing.
    pub drafts: BTreeMap<DraftId, Draft>,
    /// What the server refused and the person has not yet put aside.
    pub refused: BTreeMap<MutationId, Refused>,
}

/// Something that a person did and the server refused: what they meant stays until they have read
/// why it was not done.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Refused {
    /// The number it had in the outbox.
    pub id: MutationId,
    /// What they did.
    pub command: Command,
    /// When, by the device's clock.
    pub made_at: Timestamp,
    /// Why not.
    pub refusal: Refusal,
}

/// What must be stored after a pull, all in one transaction.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changes {
    /// Drop every base row first.
    pub clear_base: bool,
    /// Base rows that are new or changed.
    pub put: Vec<Row>,
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
    pub rows: BTreeMap<DraftId, server::Draft>,
    /// Drafts that another device sent or threw away.
    pub gone: BTreeSet<DraftId>,
    /// What was exchanged with the server before means nothing to it.
    pub forgotten: bool,
}

/// What became of a mutation.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Judged {
    /// The draft that it sent.
    pub sent: Option<DraftId>,
    /// Why it was refused, if it was.
    pub refusal: Option<Refusal>,
}

impl News {
    /// The draft as it stands after the news; `None` when it was delivered, or is gone with
    /// nothing written on here.
    pub fn tell(&self, mut draft: Draft) -> Option<Draft> {
        if let Some((saving, _)) = draft.share.saving
            && let Some(judged) = self.judged.get(&saving)
        {
            draft.saved(saving, judged.refusal.is_none());
        }
        for (id, judged) in &self.judged {
            if judged.sent != Some(draft.id) {
                continue;
            }
            match &judged.refusal {
                // Somebody may write in it again meanwhile; the refusal is shown all the same.
                Some(refusal) if draft.takes_refusal_of(*id) => {
                    draft.sending = None;
                    draft.refusal = Some(refusal.clone());
                }
                None if draft.sending == Some(*id) => return None,
                _ => {}
            }
        }
        if self.forgotten {
            // Nor would it be safe to follow: what stands here may be all that is left of it.
            draft.share = Share::default();
        }
        match self.rows.get(&draft.id) {
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
            .filter(|row| !here(row.id))
            .map(Draft::of)
            .collect()
    }
}

impl Replica {
    /// An empty replica.
    pub fn new(person: PersonId, group: GroupId) -> Self {
        Self {
            person,
            group,
            epoch: None,
            cursors: BTreeMap::new(),
            base: HashMap::new(),
            outbox: BTreeMap::new(),
            settled: MutationId(0),
            drafts: BTreeMap::new(),
            refused: BTreeMap::new(),
        }
    }

    /// Reckons what has left the outbox from the last number that was given: all of it that does
    /// not wait.
    pub fn count_settled(&mut self, last_given: MutationId) {
        let first = self.outbox.keys().next();
        self.settled = first.map_or(last_given, |id| MutationId(id.0.saturating_sub(1)));
    }

    /// The number that the next mutation gets when the store does not know better.
    pub fn next_mutation(&self) -> MutationId {
        let last = self.outbox.keys().next_back().copied();
        MutationId(last.unwrap_or(self.settled).0 + 1)
    }

    /// A command ready for the outbox.
    pub fn mutation(&self, id: MutationId, command: Command, made_at: Timestamp) -> Mutation {
        let base_version = self
            .cursors
            .get(&Scope::Person(self.person))
            .copied()
            .unwrap_or_default();
        Mutation {
            id,
            command,
            made_at,
            base_version,
        }
    }

    /// The oldest part of the outbox as a push; `None` when there is nothing to send. It ends
    /// before the first number that is not known here: another tab took it, and what the server
    /// judged behind it would pass for the judgement of it too.
    pub fn push(&self) -> Option<PushRequest> {
        let numbers = self.settled.0.saturating_add(1)..;
        let mutations: Vec<Mutation> = numbers
            .zip(self.outbox.values())
            .take_while(|(number, mutation)| mutation.id.0 == *number)
            .take(MAX_PUSH)
            .map(|(_, mutation)| mutation.clone())
            .collect();
        (!mutations.is_empty()).then(|| PushRequest {
            epoch: self.epoch.clone(),
            schema: SCHEMA,
            group: self.group,
            settled: self.settled,
            mutations,
        })
    }

    /// The next pull.
    pub fn pull(&self) -> PullRequest {
        PullRequest {
            epoch: self.epoch.clone(),
            schema: SCHEMA,
            group: self.group,
            oldest_unsettled: self.outbox.keys().next().copied(),
            cursors: self.cursors.clone(),
        }
    }

    /// Takes in the answer to a pull, and says what must be stored.
    ///
    /// An outbox entry leaves only here, when the pull covers it: a push reply may be lost, and the
    /// rows that the command wrote arrive together with its removal.
    pub fn absorb(&mut self, pulled: PullResponse) -> Changes {
        let mut changes = Changes {
            clear_base: pulled.reset,
            ..Changes::default()
        };
        if pulled.reset {
            self.base.clear();
        }
        self.epoch = Some(pulled.epoch);
        self.cursors = pulled.cursors;

        for key in pulled.gone {
            self.base.remove(&key);
            changes.gone.push(key);
        }
        if !pulled.scopes_left.is_empty() {
            // What no remaining scope lets the person read must not stay on the device.
            let left: Vec<RowKey> = self
                .base
                .values()
                .filter(|row| {
                    !row.audience()
                        .iter()
                        .any(|scope| self.cursors.contains_key(scope))
                })
                .map(Row::key)
                .collect();
            for key in left {
                self.base.remove(&key);
                changes.gone.push(key);
            }
        }
        for row in pulled.rows {
            self.base.insert(row.key(), row.clone());
            changes.put.push(row);
        }

        let mut refused: BTreeMap<MutationId, Refusal> = pulled.refused.into_iter().collect();
        let covered: Vec<MutationId> = self
            .outbox
            .range(..=pulled.last_mutation)
            .map(|(id, _)| *id)
            .collect();
        for id in covered {
            let mutation = self.outbox.remove(&id);
            self.settled = id;
            changes.settled.push(id);
            let refusal = refused.remove(&id);
            let mut judged = Judged {
                sent: None,
                refusal: refusal.clone(),
            };
            if let Some(mutation) = mutation {
                judged.sent = sent_draft(self.person, &mutation.command);
                if let Some(refusal) = refusal
                    && self.is_told(&mutation)
                {
                    changes.refused.push(Refused {
                        id,
                        command: mutation.command,
                        made_at: mutation.made_at,
                        refusal,
                    });
                }
            }
            changes.news.judged.insert(id, judged);
        }
        let told = changes.refused.iter().cloned();
        self.refused
            .extend(told.map(|refused| (refused.id, refused)));
        changes.news.forgotten = pulled.reset;
        let drafts_gone = changes.gone.iter().filter(|key| key.kind == Kind::Draft);
        changes.news.gone = drafts_gone.map(|key| DraftId(key.id)).collect();
        changes.news.rows = self.shared_drafts();
        self.hear(&changes.news);
        changes
    }

    /// The drafts that the server has, as far as this device knows, but for those that the person
    /// has thrown away here.
    pub fn shared_drafts(&self) -> BTreeMap<DraftId, server::Draft> {
        let thrown: BTreeSet<DraftId> = self
            .outbox
            .values()
            .filter_map(|mutation| match mutation.command {
                Command::DeleteDraft { draft, .. } => Some(draft),
                _ => None,
            })
            .collect();
        let rows = self.base.values();
        rows.filter_map(|row| match row {
            Row::Draft(draft) => Some((draft.id, draft.clone())),
            _ => None,
        })
        .filter(|(id, _)| !thrown.contains(id))
        .collect()
    }

    /// How many things the person did that wait to be sent.
    pub fn waiting(&self) -> usize {
        let mutations = self.outbox.values();
        mutations
            .filter(|mutation| !mutation.command.is_quiet())
            .count()
    }

    /// Whether the person is told that this was refused. What the app does by itself they never
    /// meant, and a draft tells of itself.
    fn is_told(&self, mutation: &Mutation) -> bool {
        let draft = sent_draft(self.person, &mutation.command).and_then(|id| self.drafts.get(&id));
        let goes_back = draft.is_some_and(|draft| draft.takes_refusal_of(mutation.id));
        !mutation.command.is_quiet() && !goes_back
    }

    /// Takes in news of drafts.
    fn hear(&mut self, news: &News) {
        // A draft that was just delivered does not come back by what stood before it.
        let before: BTreeSet<DraftId> = self.drafts.keys().copied().collect();
        let drafts = std::mem::take(&mut self.drafts).into_values();
        self.drafts = drafts
            .filter_map(|draft| news.tell(draft))
            .chain(news.begun_elsewhere(|id| before.contains(&id)))
            .map(|draft| (draft.id, draft))
            .collect();
    }

    /// The base rows with the outbox replayed on top. `job` answers for postings, which travel as
    /// the board and not as rows.
    pub fn view(&self, job: &Postings<'_>) -> View {
        let mut overlay = HashMap::new();
        for mutation in self.outbox.values() {
            let rows = Seen {
                replica: self,
                overlay: &overlay,
                job,
            };
            let actor = Actor {
                person: self.person,
            };
            match apply(&mutation.command, actor, mutation.made_at, &rows) {
                Ok(writes) => {
                    for write in writes {
                        match write {
                            Write::Put(row) => overlay.insert(row.key(), Some(row)),
                            Write::Delete(key) => overlay.insert(key, None),
                        };
                    }
                }
                // The server will say why; until then the view shows what is sure.
                Err(Stop::Refused(_) | Stop::Missing(_)) => {}
            }
        }
        View { overlay }
    }
}

/// A posting as the board has it: `None` when there surely is none, `Missing` when the board does
/// not know.
pub type Postings<'a> = dyn Fn(JobId) -> Result<Option<Job>, Missing> + 'a;

/// No board at hand.
pub fn no_postings(id: JobId) -> Result<Option<Job>, Missing> {
    Err(Missing(RowKey {
        kind: Kind::Job,
        id: id.0,
    }))
}

/// The draft that a command sends.
fn sent_draft(person: PersonId, command: &Command) -> Option<DraftId> {
    match command {
        Command::SubmitProposal { job, .. } => Some(ProposalId::of(person, *job).into()),
        _ => None,
    }
}

/// What differs from the base rows while the outbox waits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct View {
    /// Rows put (or deleted) by commands that wait.
    pub overlay: HashMap<RowKey, Option<Row>>,
}

impl View {
    /// Every row as the person should see it.
    pub fn rows<'a>(&'a self, replica: &'a Replica) -> impl Iterator<Item = &'a Row> {
        let waiting = self.overlay.values().flatten();
        let settled = replica
            .base
            .iter()
            .filter(|(key, _)| !self.overlay.contains_key(key))
            .map(|(_, row)| row);
        waiting.chain(settled)
    }
}

/// The rows a waiting command is judged by: earlier waiting commands, then the base, then the board.
struct Seen<'a> {
    replica: &'a Replica,
    overlay: &'a HashMap<RowKey, Option<Row>>,
    job: &'a Postings<'a>,
}

impl Rows for Seen<'_> {
    fn get(&self, key: RowKey) -> Result<Option<Row>, Missing> {
        if let Some(row) = self.overlay.get(&key) {
            return Ok(row.clone());
        }
        if let Some(row) = self.replica.base.get(&key) {
            return Ok(Some(row.clone()));
        }
        match key.kind {
            Kind::Job => (self.job)(JobId(key.id)).map(|job| job.map(Row::Job)),
            // Only its holder knows a free seat, and a desk may be another's.
            Kind::Seat | Kind::Desk => Err(Missing(key)),
            // What the person may read is all here once a pull has been: absent means there is
            // none, or none that is told; the server judges again.
            _ if self.replica.epoch.is_some() => Ok(None),
            _ => Err(Missing(key)),
        }
    }
}
