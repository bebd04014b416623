//! What one device holds for one person, and how it changes.

mod news;
mod view;

pub use news::{Changes, Judged, News, Said, Sent, Shared};
pub use view::{Postings, View, no_postings};

use crate::{
    draft::Draft,
    protocol::{
        Epoch, GroupId, MAX_PUSH, Mutation, MutationId, PullRequest, PullResponse, PushRequest,
        SCHEMA,
    },
};
use domain::{
    Command, DraftId, FileId, Kind, PersonId, ProposalId, Refusal, Row, RowKey, Scope, Timestamp,
    draft as server,
    file::{Attached, FileFormat},
    program,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

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
    /// How often the server had forgotten what is gone ([`PullResponse::forgotten`]).
    pub forgotten: u64,
    /// The server's rows; changed only by pulls. A copy of the replica shares them.
    pub base: HashMap<RowKey, Arc<Row>>,
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
impl Replica {
    /// An empty replica.
    pub fn new(person: PersonId, group: GroupId) -> Self {
        Self {
            person,
            group,
            epoch: None,
            cursors: BTreeMap::new(),
            forgotten: 0,
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
        let own = self.cursors.get(&Scope::Person(self.person));
        Mutation {
            id,
            command,
            made_at,
            base_version: own.copied().unwrap_or_default(),
            epoch: self.epoch.clone(),
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
            // Not the first that is known here: another tab may have queued numbers before it, and
            // the server forgets refusals of what it takes for stored.
            oldest_unsettled: self
                .outbox
                .keys()
                .next()
                .map(|_| MutationId(self.settled.0 + 1)),
            cursors: self.cursors.clone(),
            forgotten: Some(self.forgotten),
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
        self.forgotten = pulled.forgotten;

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
                .map(|row| row.key())
                .collect();
            for key in left {
                self.base.remove(&key);
                changes.gone.push(key);
            }
        }
        for row in pulled.rows.into_iter().map(Arc::new) {
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
                judged.sent = self.sent_by(&mutation);
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
        changes.news.rows = self.kept_drafts();
        self.hear(&changes.news);
        changes
    }

    /// The drafts that the server has, as far as this device knows, but for those that the person
    /// has thrown away here.
    fn kept_drafts(&self) -> BTreeMap<DraftId, Shared> {
        let mut kept: BTreeMap<_, _> = self.base.values().filter_map(Shared::of).collect();
        for thrown in self.thrown_away() {
            kept.remove(&thrown);
        }
        kept
    }

    /// The drafts whose end waits to be told to the server.
    fn thrown_away(&self) -> impl Iterator<Item = DraftId> {
        let waiting = self.outbox.values();
        waiting.filter_map(|mutation| match mutation.command {
            Command::DeleteDraft { draft, .. } => Some(draft),
            _ => None,
        })
    }

    /// A draft as the server has it, as far as this device knows, unless the person has thrown it
    /// away here.
    pub fn kept_draft(&self, id: DraftId) -> Option<&server::Draft> {
        let is_thrown = self.thrown_away().any(|thrown| thrown == id);
        self.shared_draft(id).filter(|_| !is_thrown)
    }

    /// A draft as the server has it, as far as this device knows.
    pub fn shared_draft(&self, id: DraftId) -> Option<&server::Draft> {
        let key = RowKey {
            kind: Kind::Draft,
            id: id.0,
        };
        match self.base.get(&key).map(Arc::as_ref) {
            Some(Row::Draft(row)) => Some(row),
            _ => None,
        }
    }

    /// The files that drafts, versions of them and what waits to be sent name, each with its format.
    pub fn files_named(&self) -> BTreeMap<FileId, FileFormat> {
        let drafts = self.drafts.values().flat_map(|draft| {
            let others = self.shared_draft(draft.id);
            let others = others.into_iter().flat_map(|row| {
                let beside = row.others.values().flatten();
                row.fields.values().chain(beside)
            });
            draft.fields.values().chain(others)
        });
        let of_drafts = drafts.filter_map(|text| Attached::read(text));
        let waiting = self.files_waiting().into_iter();
        of_drafts
            .chain(waiting.map(|(_, attached)| attached))
            .map(|attached| (attached.file, attached.format))
            .collect()
    }

    /// The files that what waits to be sent names, each with the mutation that does, in their order.
    pub fn files_waiting(&self) -> Vec<(MutationId, Attached)> {
        let waiting = self.outbox.values().flat_map(|mutation| {
            let answers = match &mutation.command {
                Command::SignUp { application, .. } => Some(&application.answers),
                _ => None,
            };
            let files = answers.into_iter().flat_map(program::files);
            files.map(|(_, attached)| (mutation.id, attached.clone()))
        });
        waiting.collect()
    }

    /// Whether the server has a file, as far as this device knows.
    pub fn is_brought(&self, file: FileId) -> bool {
        self.base.contains_key(&RowKey {
            kind: Kind::File,
            id: file.0,
        })
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
        let sent = self.sent_by(mutation);
        let draft = sent.and_then(|sent| self.drafts.get(&sent.draft));
        let goes_back = draft.is_some_and(|draft| draft.takes_refusal_of(mutation.id));
        !mutation.command.is_quiet() && !goes_back
    }

    /// The draft that a mutation sends, and what it says.
    fn sent_by(&self, mutation: &Mutation) -> Option<Sent> {
        let sent = sent_draft(self.person, &mutation.command)?;
        // Closing changes a program as well, and sends no draft.
        let changes_program = matches!(mutation.command, Command::EditProgram { .. });
        let draft = self.drafts.get(&sent.draft);
        let is_sending = draft.is_some_and(|draft| draft.sending == Some(mutation.id));
        (is_sending || !changes_program).then_some(sent)
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
}

/// The draft that a command sends, and what it says.
fn sent_draft(person: PersonId, command: &Command) -> Option<Sent> {
    let (draft, said) = match command {
        Command::SubmitProposal { job, offer } => (
            ProposalId::of(person, *job).into(),
            Said::Offer(offer.clone()),
        ),
        Command::PublishJob { job } => (DraftId::of_posting(job.id), Said::Posting(job.clone())),
        Command::EditJob { job } => (DraftId::of_edit(person, job.id), Said::Posting(job.clone())),
        Command::PublishProgram { program } => (
            DraftId::of_program(program.id),
            Said::Program(program.clone()),
        ),
        Command::EditProgram { program } => (
            DraftId::of_program_edit(person, program.id),
            Said::Program(program.clone()),
        ),
        Command::SignUp {
            program,
            application,
        } => (
            DraftId::of_sign_up(person, *program),
            Said::Application(Box::new(application.clone())),
        ),
        _ => return None,
    };
    Some(Sent { draft, said })
}
