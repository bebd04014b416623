//! What the person at the device has and does: drafts, proposals, stars, and what waits to be sent.

use super::SessionState;
use crate::device::{
    browser, clock,
    database::StorageError,
    preferences::Occupant,
    replica_store::{ReplicaStore, Retry, Seen},
    tabs::Tabs,
};
use domain::{
    Command, Job, JobId, PersonId, ProposalId, Row, Timestamp, person::Membership,
    proposal::Proposal, refusal::Invalid,
};
use leptos::{prelude::*, task::spawn_local};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use sync::{
    Changes, Delivery, Draft, GroupId, MutationId, Replica,
    draft::delivered,
    protocol::{PullResponse, Session},
};

/// How long after the last key a draft is saved, in milliseconds.
const SAVE_AFTER: u32 = 250;
/// How many opened postings are remembered.
const RECENT: usize = 30;
/// A new visit begins after this long away, in milliseconds.
const VISIT_GAP: i64 = 30 * 60 * 1000;

/// Whether the device stores what the person does.
#[derive(Clone, PartialEq, Debug)]
pub enum Health {
    /// The database is being opened.
    Opening,
    /// It does.
    Stores,
    /// It does not, and why. Everything works as long as the page stays open.
    Fails(StorageError),
}

/// Whether what was typed into a draft is on the disk.
#[derive(Clone, PartialEq, Debug)]
pub enum Saving {
    /// Not yet.
    Pending,
    /// Since this moment.
    Saved(Timestamp),
    /// The device refused.
    Failed(StorageError),
}

/// The person's part of the device.
#[derive(Clone, Copy)]
pub struct ReplicaState {
    session: SessionState,
    replica: RwSignal<Replica>,
    health: RwSignal<Health>,
    saving: RwSignal<BTreeMap<ProposalId, Saving>>,
    in_flight: RwSignal<Vec<MutationId>>,
    seen: RwSignal<Seen>,
    store: StoredValue<Option<Rc<ReplicaStore>>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    /// Called when something new waits in the outbox.
    queued: StoredValue<Option<Rc<dyn Fn()>>, LocalStorage>,
    rows: Memo<Rows>,
}

/// The person's rows as they should be seen: base with the outbox replayed on top.
#[derive(Clone, PartialEq, Default)]
struct Rows {
    stars: BTreeSet<JobId>,
    proposals: BTreeMap<ProposalId, Proposal>,
    memberships: Vec<Membership>,
}

impl Rows {
    fn of(replica: &Replica) -> Self {
        let mut rows = Rows::default();
        // Proposals that wait are shown as their drafts, so no posting is needed for the replay.
        let view = replica.view(&|_| None);
        for row in view.rows(replica) {
            match row {
                Row::Star(star) => {
                    rows.stars.insert(star.job);
                }
                Row::Proposal(proposal) => {
                    rows.proposals.insert(proposal.id, proposal.clone());
                }
                Row::Membership(membership) if membership.person == replica.person => {
                    rows.memberships.push(membership.clone());
                }
                Row::Membership(_) | Row::Job(_) | Row::Desk(_) | Row::Person(_) => {}
            }
        }
        rows
    }
}

impl ReplicaState {
    pub(super) fn new(session: SessionState) -> Self {
        let person = session.person();
        let replica = RwSignal::new(Replica::new(person, GroupId(browser::new_id())));
        Self {
            session,
            replica,
            health: RwSignal::new(Health::Opening),
            saving: RwSignal::new(BTreeMap::new()),
            in_flight: RwSignal::new(Vec::new()),
            seen: RwSignal::new(Seen::default()),
            store: StoredValue::new_local(None),
            tabs: StoredValue::new_local(None),
            queued: StoredValue::new_local(None),
            rows: Memo::new(move |_| replica.with(Rows::of)),
        }
    }

    pub(super) fn start(self) {
        let person = self.session.person();
        spawn_local(async move { self.open(person).await });
        browser::on_document("visibilitychange", move || {
            if !browser::is_visible() {
                self.save_pending();
            }
        });
        browser::on_window("pagehide", move || self.save_pending());
    }

    pub(super) fn when_queued(self, action: impl Fn() + 'static) {
        self.queued.set_value(Some(Rc::new(action)));
    }

    async fn open(self, person: PersonId) {
        match ReplicaStore::open(person).await {
            Ok((store, replica)) => {
                let store = Rc::new(store);
                let mut seen = store.seen().await.unwrap_or_default();
                begin_visit(&mut seen, clock::now());
                let _ = store.save_seen(&seen).await;
                self.store.set_value(Some(store));
                self.replica.update(|current| {
                    // What was done while the database opened is kept; it is stored just below.
                    let early = std::mem::replace(current, replica);
                    for (id, draft) in early.drafts {
                        current.drafts.insert(id, draft);
                    }
                });
                self.seen.set(seen);
                self.health.set(Health::Stores);
                self.save_pending();
                self.tabs
                    .set_value(Some(Tabs::join(&format!("engawa-{person}"), move || {
                        spawn_local(async move { self.reload().await });
                    })));
                self.tell_queue();
            }
            Err(error) => self.health.set(Health::Fails(error)),
        }
    }

    /// Reads what another tab stored; what is being typed here stays.
    pub(super) async fn reload(self) {
        let Some(store) = self.store() else { return };
        let person = self.replica.with_untracked(|replica| replica.person);
        match store.load(person).await {
            // Somebody else came to the device meanwhile: this is not theirs.
            Ok(_) if self.snapshot().person != person => {}
            Ok(mut stored) => {
                let pending = self.pending();
                self.replica.update(|replica| {
                    for id in pending {
                        if let Some(draft) = replica.drafts.remove(&id) {
                            stored.drafts.insert(id, draft);
                        }
                    }
                    *replica = stored;
                });
            }
            Err(error) => self.health.set(Health::Fails(error)),
        }
    }

    fn store(self) -> Option<Rc<ReplicaStore>> {
        self.store.get_value()
    }

    fn tell_tabs(self) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.tell();
            }
        });
    }

    fn tell_queue(self) {
        if let Some(queued) = self.queued.get_value() {
            queued();
        }
    }

    // What screens read.

    /// Whether the device stores what the person does.
    pub fn health(self) -> Health {
        self.health.get()
    }

    /// Jobs with a star.
    pub fn stars(self) -> BTreeSet<JobId> {
        self.rows.with(|rows| rows.stars.clone())
    }

    /// Whether the job has a star.
    pub fn is_starred(self, job: JobId) -> bool {
        self.rows.with(|rows| rows.stars.contains(&job))
    }

    /// Drafts, the latest edited first; queued ones among them.
    pub fn drafts(self) -> Vec<Draft> {
        self.replica.with(|replica| {
            let mut drafts: Vec<Draft> = replica.drafts.values().cloned().collect();
            drafts.sort_by_key(|draft| std::cmp::Reverse(draft.edited_at));
            drafts
        })
    }

    /// One draft.
    pub fn draft(self, id: ProposalId) -> Option<Draft> {
        self.replica
            .with(|replica| replica.drafts.get(&id).cloned())
    }

    /// The person's own proposals that the server has, the latest first.
    pub fn sent(self) -> Vec<Proposal> {
        let person = self.session.person();
        self.proposals(|proposal| proposal.worker == person)
    }

    /// Proposals that arrived at the person's desks, the latest first.
    pub fn arrived(self) -> Vec<Proposal> {
        self.rows.with(|rows| {
            let desks: BTreeSet<_> = rows.memberships.iter().map(|m| m.desk).collect();
            sorted(rows.proposals.values().filter(|p| desks.contains(&p.desk)))
        })
    }

    fn proposals(self, wanted: impl Fn(&Proposal) -> bool) -> Vec<Proposal> {
        self.rows
            .with(|rows| sorted(rows.proposals.values().filter(|p| wanted(p))))
    }

    /// One proposal, the person's own or one that arrived.
    pub fn proposal(self, id: ProposalId) -> Option<Proposal> {
        self.rows.with(|rows| rows.proposals.get(&id).cloned())
    }

    /// The id of the person's proposal for a job, sent or not.
    pub fn proposal_id(self, job: JobId) -> ProposalId {
        ProposalId::of(self.session.person(), job)
    }

    /// The person's desks.
    pub fn memberships(self) -> Vec<Membership> {
        self.rows.with(|rows| rows.memberships.clone())
    }

    /// How the person's proposal stands; `None` when there is neither draft nor proposal.
    pub fn delivery(self, id: ProposalId) -> Option<Delivery> {
        let in_flight = self.in_flight.get();
        match self.draft(id) {
            Some(draft) => Some(draft.delivery(&in_flight)),
            None => self.proposal(id).as_ref().map(delivered),
        }
    }

    /// Whether what was typed into a draft is on the disk.
    pub fn saving(self, id: ProposalId) -> Option<Saving> {
        self.saving.with(|saving| saving.get(&id).cloned())
    }

    /// How many commands wait to be sent.
    pub fn waiting(self) -> usize {
        self.replica.with(|replica| replica.outbox.len())
    }

    /// Recently opened postings, the latest first.
    pub fn recent(self) -> Vec<JobId> {
        self.seen.with(|seen| seen.jobs.clone())
    }

    /// What was posted after this moment is new since the last visit.
    pub fn last_visit(self) -> Option<Timestamp> {
        self.seen.with(|seen| seen.last_visit)
    }

    // What screens do.

    /// Remembers that a posting was opened.
    pub fn note_seen(self, job: JobId) {
        self.seen.update(|seen| {
            seen.jobs.retain(|id| *id != job);
            seen.jobs.insert(0, job);
            seen.jobs.truncate(RECENT);
        });
        if let Some(store) = self.store() {
            let seen = self.seen.get_untracked();
            spawn_local(async move {
                let _ = store.save_seen(&seen).await;
            });
        }
    }

    /// Puts a star on a job, or takes it off.
    pub fn toggle_star(self, job: JobId) {
        let starred = self.rows.with_untracked(|rows| rows.stars.contains(&job));
        let command = if starred {
            Command::UnstarJob { job }
        } else {
            Command::StarJob { job }
        };
        spawn_local(async move {
            // A device that does not store is told of by its health.
            let _ = self.enqueue(command, None).await;
        });
    }

    /// The draft for a job, begun when there is none.
    pub fn begin_draft(self, job: &Job) -> ProposalId {
        let person = self.session.person();
        let draft = Draft::new(person, job, clock::now());
        let id = draft.id;
        if self
            .replica
            .with_untracked(|replica| !replica.drafts.contains_key(&id))
        {
            self.replica.update(|replica| {
                replica.drafts.insert(id, draft);
            });
            self.mark_pending(id);
        }
        id
    }

    /// Changes what is typed into a draft. It is on the disk a quarter of a second after the last
    /// change, and at once when the page is hidden.
    pub fn edit_draft(self, id: ProposalId, change: impl FnOnce(&mut Draft)) {
        self.replica.update(|replica| {
            if let Some(draft) = replica.drafts.get_mut(&id)
                && draft.sending.is_none()
            {
                change(draft);
                draft.edited_at = clock::now();
            }
        });
        self.mark_pending(id);
    }

    /// Removes a draft, and gives it back for an undo.
    pub fn discard_draft(self, id: ProposalId) -> Option<Draft> {
        let draft = self
            .replica
            .try_update(|replica| replica.drafts.remove(&id))
            .flatten();
        self.saving.update(|saving| {
            saving.remove(&id);
        });
        if let Some(store) = self.store() {
            spawn_local(async move {
                if let Err(error) = store.delete_draft(id).await {
                    self.health.set(Health::Fails(error));
                }
                self.tell_tabs();
            });
        }
        draft
    }

    /// Brings a discarded draft back.
    pub fn restore_draft(self, draft: Draft) {
        let id = draft.id;
        self.replica.update(|replica| {
            replica.drafts.insert(id, draft);
        });
        self.mark_pending(id);
    }

    /// Queues a draft for sending. What is wrong with it is said instead.
    pub async fn submit(self, id: ProposalId) -> Result<(), SubmitError> {
        let Some(draft) = self
            .replica
            .with_untracked(|replica| replica.drafts.get(&id).cloned())
        else {
            return Err(SubmitError::Gone);
        };
        if draft.sending.is_some() {
            return Ok(());
        }
        let offer = draft.offer().map_err(SubmitError::Invalid)?;
        let command = Command::SubmitProposal {
            job: draft.job,
            offer,
        };
        self.enqueue(command, Some(draft))
            .await
            .map_err(SubmitError::Storage)?;
        self.saving.update(|saving| {
            saving.remove(&id);
        });
        Ok(())
    }

    async fn enqueue(self, command: Command, draft: Option<Draft>) -> Result<(), StorageError> {
        let now = clock::now();
        let snapshot = self.replica.get_untracked();
        let stored = match self.store() {
            Some(store) => store.enqueue(&snapshot, command, now, draft).await,
            // No storage here: the queue lives as long as the page, and the screen says so.
            None => {
                let id = snapshot.next_mutation();
                let draft = draft.map(|draft| Draft {
                    sending: Some(id),
                    refusal: None,
                    ..draft
                });
                Ok((snapshot.mutation(id, command, now), draft))
            }
        };
        let (mutation, draft) = stored.inspect_err(|error| {
            self.health.set(Health::Fails(error.clone()));
        })?;
        self.replica.update(|replica| {
            replica.outbox.insert(mutation.id, mutation);
            if let Some(draft) = draft {
                replica.drafts.insert(draft.id, draft);
            }
        });
        self.tell_tabs();
        self.tell_queue();
        Ok(())
    }

    // Saving drafts.

    fn pending(self) -> Vec<ProposalId> {
        self.saving.with_untracked(|saving| {
            let unsaved = saving
                .iter()
                .filter(|(_, state)| !matches!(state, Saving::Saved(_)));
            unsaved.map(|(id, _)| *id).collect()
        })
    }

    fn mark_pending(self, id: ProposalId) {
        self.saving.update(|saving| {
            saving.insert(id, Saving::Pending);
        });
        let edited = self.edited_at(id);
        spawn_local(async move {
            clock::sleep(SAVE_AFTER).await;
            // A later key has its own turn.
            if self.edited_at(id) == edited {
                self.save(id).await;
            }
        });
    }

    fn edited_at(self, id: ProposalId) -> Option<Draft> {
        self.replica
            .with_untracked(|replica| replica.drafts.get(&id).cloned())
    }

    fn save_pending(self) {
        for id in self.pending() {
            spawn_local(async move { self.save(id).await });
        }
    }

    async fn save(self, id: ProposalId) {
        let Some(store) = self.store() else { return };
        let Some(draft) = self.edited_at(id) else {
            return;
        };
        let outcome = match store.save_draft(&draft).await {
            // What was typed meanwhile is saved in its own turn.
            Ok(()) if self.edited_at(id).as_ref() == Some(&draft) => Saving::Saved(clock::now()),
            Ok(()) => return,
            Err(error) => {
                self.health.set(Health::Fails(error.clone()));
                Saving::Failed(error)
            }
        };
        if matches!(outcome, Saving::Saved(_)) {
            self.health.set(Health::Stores);
            self.tell_tabs();
        }
        self.saving.update(|saving| {
            saving.insert(id, outcome);
        });
    }

    // What the sync engine does.

    pub(super) fn snapshot(self) -> Replica {
        self.replica.get_untracked()
    }

    pub(super) fn set_in_flight(self, ids: Vec<MutationId>) {
        self.in_flight.set(ids);
    }

    /// Takes in a pull: in memory at once, on the disk in one transaction.
    pub(super) async fn absorb(self, pulled: PullResponse) -> Result<Changes, StorageError> {
        let changes = self
            .replica
            .try_update(|replica| replica.absorb(pulled))
            .unwrap_or_default();
        if let Some(store) = self.store() {
            let snapshot = self.snapshot();
            store
                .store_changes(&snapshot, &changes)
                .await
                .inspect_err(|error| {
                    self.health.set(Health::Fails(error.clone()));
                })?;
            if changes != Changes::default() {
                self.tell_tabs();
            }
        }
        Ok(changes)
    }

    pub(super) async fn retry(self) -> Retry {
        match self.store() {
            Some(store) => store.retry().await.unwrap_or_default(),
            None => Retry::default(),
        }
    }

    pub(super) async fn save_retry(self, retry: Retry) {
        if let Some(store) = self.store() {
            let _ = store.save_retry(retry).await;
        }
    }

    /// Somebody logged in or registered: what nobody's account had on the device becomes theirs.
    /// An error says that the device does not store it; it is theirs as long as the page stays.
    pub async fn enter(self, account: Session) -> Result<(), StorageError> {
        let before = self.snapshot();
        let person = account.person;
        // What another account left (its session had ended) stays theirs, in their own database.
        let nameless = untrack(|| self.session.account()).is_none();
        self.session.set(Occupant {
            person,
            account: Some(account),
        });
        if before.person == person {
            self.tell_queue();
            return Ok(());
        }
        self.save_all_pending().await;
        let adopted = match ReplicaStore::open(person).await {
            Ok((store, replica)) if nameless => store.adopt(&replica, &before, clock::now()).await,
            opened => opened.map(|_| ()),
        };
        self.close();
        self.saving.set(BTreeMap::new());
        let mut after = Replica::new(person, GroupId(browser::new_id()));
        match adopted {
            Ok(()) => {
                self.replica.set(after);
                self.open(person).await;
                if nameless && let Err(error) = ReplicaStore::destroy(before.person).await {
                    leptos::logging::warn!("the nameless copy stays: {error}");
                }
                Ok(())
            }
            Err(error) => {
                // Nothing is stored here: what is in memory changes hands in memory.
                if nameless {
                    let drafts = before.drafts.into_values();
                    let adopted = drafts.map(|draft| draft.adopted_by(person));
                    after.drafts = adopted.map(|draft| (draft.id, draft)).collect();
                    after.outbox = before.outbox;
                }
                self.replica.set(after);
                self.health.set(Health::Fails(error.clone()));
                self.tell_queue();
                Err(error)
            }
        }
    }

    /// The person leaves the device: nothing of theirs stays.
    pub async fn leave(self) -> Result<(), StorageError> {
        let person = self.snapshot().person;
        self.close();
        ReplicaStore::destroy(person).await?;
        let nobody = Occupant {
            person: PersonId(browser::new_id()),
            account: None,
        };
        let person = nobody.person;
        self.session.set(nobody);
        self.replica
            .set(Replica::new(person, GroupId(browser::new_id())));
        self.saving.set(BTreeMap::new());
        self.open(person).await;
        Ok(())
    }

    async fn save_all_pending(self) {
        for id in self.pending() {
            self.save(id).await;
        }
    }

    fn close(self) {
        self.tabs.update_value(|tabs| {
            if let Some(tabs) = tabs.take() {
                tabs.leave();
            }
        });
        self.store.set_value(None);
    }
}

/// Why a draft was not queued.
#[derive(Clone, PartialEq, Debug)]
pub enum SubmitError {
    /// Values to mend.
    Invalid(Vec<Invalid>),
    /// The device did not store it; it is a draft still.
    Storage(StorageError),
    /// There is no such draft any more.
    Gone,
}

fn sorted<'a>(proposals: impl Iterator<Item = &'a Proposal>) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = proposals.cloned().collect();
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.sent_at));
    proposals
}

fn begin_visit(seen: &mut Seen, now: Timestamp) {
    match seen.this_visit {
        // Still the same visit: a reload, or a second tab.
        Some(begun) if (0..VISIT_GAP).contains(&(now.0 - begun.0)) => {}
        begun => {
            seen.last_visit = begun;
            seen.this_visit = Some(now);
        }
    }
}
