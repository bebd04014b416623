//! A store in memory that is as hard on its users as a database with many writers: transactions
//! run side by side and wait for one another's rows, readers see one moment, and every operation
//! has a point before and after it at which its caller may be dropped for ever.

mod keep;
mod locks;
mod people;
mod transaction;

use crate::Mutant;
use async_trait::async_trait;
use domain::{
    FileId, Kind, PersonId, Refusal, Row, RowKey, Scope, Timestamp,
    bounds::Measure,
    place::{MunicipalityCode, Town},
};
pub use keep::Judgement;
use keep::Keep;
use locks::Locks;
use people::People;
use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};
use store::{
    Account, Change, Elsewhere, Forgotten, Group, LoginSession, Room, Snapshot, Store, StoreError,
    TokenHash, Transaction, Versions,
};
use sync::{GroupId, MutationId, protocol::Epoch};
use transaction::MemoryTransaction;
use uuid::Uuid;

/// What is kept. Clones share it; each remembers at which moment it last gave a snapshot.
#[derive(Clone, Debug)]
pub struct MemoryStore {
    epoch: Epoch,
    shared: Arc<Shared>,
    /// The moment of the last snapshot.
    read_at: Arc<AtomicU64>,
}

/// All that is kept at a moment: equal when nothing was changed.
#[derive(Clone, PartialEq, Debug)]
pub struct Everything {
    rows: Vec<Row>,
    files: BTreeMap<FileId, Vec<u8>>,
    people: People,
}

#[derive(Debug)]
struct Shared {
    keep: Mutex<Keep>,
    locks: Mutex<Locks>,
    transactions: AtomicU64,
    /// How many operations were begun or ended: whether a caller got on.
    operations: AtomicU64,
    mutant: Option<Mutant>,
}

/// Whoever panicked while holding it has failed the run already.
fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A point at which the caller may be dropped.
#[derive(Default)]
struct Pause(bool);

impl Future for Pause {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Shared {
    fn keep(&self) -> MutexGuard<'_, Keep> {
        open(&self.keep)
    }

    fn locks(&self) -> MutexGuard<'_, Locks> {
        open(&self.locks)
    }

    async fn pause(&self) {
        self.operations.fetch_add(1, Ordering::Relaxed);
        Pause::default().await;
    }
}

impl MemoryStore {
    /// An empty store.
    pub fn new(epoch: &str, mutant: Option<Mutant>) -> Self {
        Self::of(epoch, Keep::default(), mutant)
    }

    fn of(epoch: &str, keep: Keep, mutant: Option<Mutant>) -> Self {
        Self {
            epoch: Epoch(epoch.to_owned()),
            shared: Arc::new(Shared {
                keep: Mutex::new(keep),
                locks: Mutex::new(Locks::default()),
                transactions: AtomicU64::new(0),
                operations: AtomicU64::new(0),
                mutant,
            }),
            read_at: Arc::new(AtomicU64::new(0)),
        }
    }

    /// The same store for another caller.
    pub fn handle(&self) -> Self {
        Self {
            read_at: Arc::new(AtomicU64::new(0)),
            ..self.clone()
        }
    }

    /// The moment at which this handle last looked.
    pub fn read_at(&self) -> u64 {
        self.read_at.load(Ordering::Relaxed)
    }

    /// How many operations were begun or ended so far.
    pub fn operations(&self) -> u64 {
        self.shared.operations.load(Ordering::Relaxed)
    }

    /// The moment of the last commit: what a backup remembers.
    pub fn moment(&self) -> u64 {
        self.shared.keep().moment
    }

    /// What a backup of that moment holds, under another epoch.
    pub fn restored(&self, moment: u64, epoch: &str) -> Self {
        let mut keep = self.shared.keep().clone();
        keep.truncate(moment);
        Self::of(epoch, keep, self.shared.mutant)
    }

    /// What was judged, in the order of the commits.
    pub fn judgements(&self) -> Vec<Judgement> {
        self.shared.keep().judgements.clone()
    }

    /// All that is kept now, but for what is noted of judgements.
    pub fn everything(&self) -> Everything {
        let keep = self.shared.keep();
        Everything {
            rows: keep.rows_now(),
            files: keep.files.clone(),
            people: keep.people.clone(),
        }
    }

    /// Every row as it is now.
    pub fn rows(&self) -> Vec<Row> {
        self.shared.keep().rows_now()
    }

    /// A row as it was.
    pub fn row_at(&self, key: RowKey, moment: u64) -> Option<Row> {
        self.shared.keep().row(key, moment)
    }

    /// The scopes that a person was in, found without the code under test.
    pub fn scopes_at(&self, person: PersonId, moment: u64) -> BTreeSet<Scope> {
        self.shared.keep().scopes_of(person, moment)
    }

    /// Looks at every row that somebody who is in these scopes could read, until one displeases.
    pub(crate) fn each_readable(
        &self,
        scopes: &BTreeSet<Scope>,
        moment: u64,
        look: impl FnMut(&Row) -> Result<(), String>,
    ) -> Result<(), String> {
        self.shared
            .keep()
            .readable(scopes, moment)
            .try_for_each(look)
    }
}

#[async_trait]
impl Store for MemoryStore {
    fn epoch(&self) -> &Epoch {
        &self.epoch
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.shared.pause().await;
        let moment = self.shared.keep().moment;
        self.read_at.store(moment, Ordering::Relaxed);
        Ok(Box::new(Moment {
            shared: self.shared.clone(),
            moment,
        }))
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.shared.pause().await;
        let number = self.shared.transactions.fetch_add(1, Ordering::Relaxed);
        Ok(Box::new(MemoryTransaction::new(
            self.shared.clone(),
            number,
        )))
    }

    async fn elsewhere(&self) -> Result<Elsewhere, StoreError> {
        std::future::pending().await
    }

    async fn check(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.shared.keep().damage())
    }
}

/// What is kept, as it was at one moment.
struct Moment {
    shared: Arc<Shared>,
    moment: u64,
}

#[async_trait]
impl Snapshot for Moment {
    async fn row(&mut self, key: RowKey) -> Result<Option<Row>, StoreError> {
        self.shared.pause().await;
        Ok(self.shared.keep().row(key, self.moment))
    }

    async fn rows_in(&mut self, scope: Scope, kind: Kind) -> Result<Vec<Row>, StoreError> {
        self.shared.pause().await;
        Ok(self.shared.keep().rows_in(scope, kind, self.moment))
    }

    async fn rows_of(
        &mut self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.shared.pause().await;
        Ok(self.shared.keep().rows_of(kind, after, limit, self.moment))
    }

    async fn held(&mut self, bearer: Scope, measure: Measure) -> Result<u64, StoreError> {
        self.shared.pause().await;
        let held = self.shared.keep().held(bearer, measure, self.moment);
        Ok(u64::try_from(held).unwrap_or_default())
    }

    async fn versions(&mut self, scopes: &[Scope]) -> Result<Versions, StoreError> {
        self.shared.pause().await;
        Ok(self.shared.keep().versions(scopes, self.moment))
    }

    async fn changes(
        &mut self,
        scope: Scope,
        after: u64,
        room: Room,
    ) -> Result<Vec<Change>, StoreError> {
        self.shared.pause().await;
        Ok(self.shared.keep().changes(scope, after, room, self.moment))
    }

    async fn forgotten(&mut self, scopes: &[Scope]) -> Result<Forgotten, StoreError> {
        self.shared.pause().await;
        if self.shared.mutant == Some(Mutant::FloorNotTold) {
            return Ok(Forgotten::default());
        }
        Ok(self.shared.keep().forgotten(scopes, self.moment))
    }

    async fn group(&mut self, group: GroupId) -> Result<Option<Group>, StoreError> {
        self.shared.pause().await;
        Ok(self.shared.keep().group(group, self.moment))
    }

    async fn refusals(
        &mut self,
        group: GroupId,
        from: MutationId,
    ) -> Result<Vec<(MutationId, Refusal)>, StoreError> {
        self.shared.pause().await;
        Ok(self.shared.keep().refusals(group, from, self.moment))
    }

    async fn account(&mut self, email: &str) -> Result<Option<Account>, StoreError> {
        Ok(self.shared.keep().people.account(email))
    }

    async fn session(
        &mut self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<LoginSession>, StoreError> {
        Ok(self.shared.keep().people.session(token, now))
    }

    async fn file_bytes(&mut self, file: FileId) -> Result<Option<Vec<u8>>, StoreError> {
        self.shared.pause().await;
        Ok(self.shared.keep().file(file))
    }

    async fn town(&mut self, code: &MunicipalityCode) -> Result<Option<Town>, StoreError> {
        Ok(self.shared.keep().people.town(code))
    }
}
