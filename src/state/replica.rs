//! What the person at the device has and does: drafts, proposals, stars, and what waits to be sent.

pub mod doing;
pub mod entering;

pub use doing::SubmitError;

use super::SessionState;
use crate::device::{
    browser, clock,
    database::StorageError,
    replica_store::{ReplicaStore, Retry, Seen},
    tabs::Tabs,
};
use domain::{JobId, PersonId, ProposalId, Row, Timestamp, person::Membership, proposal::Proposal};
use leptos::{prelude::*, task::spawn_local};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use sync::{
    Changes, Delivery, Draft, GroupId, MutationId, Replica, draft::delivered,
    protocol::PullResponse,
};

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
    /// How many pulls were taken in.
    pulls: StoredValue<u64>,
    store: StoredValue<Option<Rc<ReplicaStore>>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    /// All tabs of the browser, whoever they show.
    household: StoredValue<Option<Tabs>, LocalStorage>,
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
            pulls: StoredValue::new(0),
            store: StoredValue::new_local(None),
            tabs: StoredValue::new_local(None),
            household: StoredValue::new_local(None),
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
        // Somebody came or left in another tab: this one shows them too.
        let household = Tabs::join("engawa-household", browser::reload);
        self.household.set_value(Some(household));
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
        let stored = loop {
            let pulls = self.pulls.get_value();
            let stored = store.load(person).await;
            // A pull that came while the disk was read is newer than what was read. Cursors that
            // fell behind the disk would hide that a desk was left, and its rows would stay.
            if self.pulls.get_value() == pulls {
                break stored;
            }
        };
        match stored {
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
        self.pulls.update_value(|pulls| *pulls += 1);
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
