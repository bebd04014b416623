//! The trait that every store fulfils.

use crate::{
    Account, AccountSnapshot, AccountTransaction, LoginSession, MailTransaction, StoreError,
    TokenHash,
};
use async_trait::async_trait;
use domain::{
    FileId, Kind, PersonId, Refusal, Row, RowKey, Scope, Timestamp, Write,
    bounds::Measure,
    place::{MunicipalityCode, Town},
};
use std::collections::{BTreeMap, BTreeSet};
use sync::{
    GroupId, MutationId,
    protocol::{Epoch, PAGE},
};
use uuid::Uuid;

/// How far scopes go.
pub type Versions = BTreeMap<Scope, u64>;

/// What other processes may have committed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Elsewhere {
    /// These scopes go so far now.
    Further(Versions),
    /// Something, or nothing: it is time to look.
    Anything,
}

/// A row that entered, changed in, or left a scope.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// The scope's version of this change. No two changes of a scope share one.
    pub version: u64,
    /// Which row.
    pub key: RowKey,
    /// The row as it is now; `None` when it is not in the scope any more.
    pub row: Option<Row>,
    /// How long the row's body is as it is kept; 0 where there is none.
    pub bytes: usize,
}

/// How much is read at once. What fills it is still taken whole, so there is always one at least.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Room {
    /// Changes.
    pub rows: usize,
    /// Bytes of bodies as they are kept: a draft alone may have several hundred thousand.
    pub bytes: usize,
}

impl Room {
    /// What is sent, or read on the way to something longer, at once.
    pub const PAGE: Self = Self {
        rows: PAGE,
        bytes: 4 * 1024 * 1024,
    };

    /// Takes one with a body of so many bytes.
    pub fn take(&mut self, bytes: usize) {
        self.rows = self.rows.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Whether there is room for one more.
    pub fn is_left(self) -> bool {
        self.rows > 0 && self.bytes > 0
    }

    /// What is left of it by these changes: where there is room, they are all that there are.
    #[must_use]
    pub fn after(mut self, changes: &[Change]) -> Self {
        changes.iter().for_each(|change| self.take(change.bytes));
        self
    }
}

/// What is not known any more: which rows were gone from a scope long ago.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Forgotten {
    /// How often the store has forgotten something.
    pub times: u64,
    /// Up to which version of each scope nothing is known of rows that were gone; scopes of which all is known are
    /// left out.
    pub floors: Versions,
}

/// One outbox, as the server knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group {
    /// The one person who may push to it and pull for it.
    pub person: PersonId,
    /// The last mutation that was judged.
    pub last_mutation: MutationId,
}

/// What is kept, and for how long a moment is: everything that a server answers from.
#[async_trait]
pub trait Store: Send + Sync {
    /// The store's incarnation. A store restored from a backup has another.
    fn epoch(&self) -> &Epoch;

    /// The store as it is at one moment. Writers do not wait for it.
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError>;

    /// A transaction. What it has read by its key is still so when it commits: of those that touch
    /// the same rows, one waits for the other or ends with [`StoreError::Conflict`]. One that is
    /// dropped changes nothing.
    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError>;

    /// Returns when another process may have committed since the last return: an import, or a
    /// second server. One task waits here at a time. After an error, what happened meanwhile is
    /// told by the next return.
    async fn elsewhere(&self) -> Result<Elsewhere, StoreError>;

    /// Looks for damage: everything that should be true of what is kept and is not, in English,
    /// for the operator.
    async fn check(&self) -> Result<Vec<String>, StoreError>;
}

/// What is kept, at one moment.
#[async_trait]
pub trait Snapshot: AccountSnapshot + Send {
    /// A row.
    async fn row(&mut self, key: RowKey) -> Result<Option<Row>, StoreError>;

    /// All rows of a kind that are in a scope now.
    async fn rows_in(&mut self, scope: Scope, kind: Kind) -> Result<Vec<Row>, StoreError>;

    /// The rows of a kind after one of them, at most `limit`, in the order of their ids.
    async fn rows_of(
        &mut self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError>;

    /// How much of a bounded kind a person or desk has made (`Row::borne_by`). Not counted: looked
    /// up.
    async fn held(&mut self, bearer: Scope, measure: Measure) -> Result<u64, StoreError>;

    /// How far each of the scopes goes: 0 when nothing was ever written to it.
    async fn versions(&mut self, scopes: &[Scope]) -> Result<Versions, StoreError>;

    /// The changes of a scope after a version, oldest first, as far as there is room; no more is
    /// read than that. A row that changed several times is there once, with the last.
    async fn changes(
        &mut self,
        scope: Scope,
        after: u64,
        room: Room,
    ) -> Result<Vec<Change>, StoreError>;

    /// What is forgotten of these scopes.
    async fn forgotten(&mut self, scopes: &[Scope]) -> Result<Forgotten, StoreError>;

    /// An outbox, if it ever pushed.
    async fn group(&mut self, group: GroupId) -> Result<Option<Group>, StoreError>;

    /// What was refused of an outbox, from a mutation on.
    async fn refusals(
        &mut self,
        group: GroupId,
        from: MutationId,
    ) -> Result<Vec<(MutationId, Refusal)>, StoreError>;

    /// The account of an e-mail address, however it is capitalized.
    async fn account(&mut self, email: &str) -> Result<Option<Account>, StoreError>;

    /// A session that counts at `now`.
    async fn session(
        &mut self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<LoginSession>, StoreError>;

    /// What is in a file.
    async fn file_bytes(&mut self, file: FileId) -> Result<Option<Vec<u8>>, StoreError>;

    /// A municipality.
    async fn town(&mut self, code: &MunicipalityCode) -> Result<Option<Town>, StoreError>;
}

/// Changes that become true together, or not at all. It reads what it wrote. When the database
/// fails, nothing is left to do but to drop it.
#[async_trait]
pub trait Transaction: Snapshot + AccountTransaction + MailTransaction {
    /// Says which rows will probably be read and written: from here on nobody else changes them.
    /// A store whose writers do not take turns holds them now, in one order for everybody, and may
    /// load them together.
    async fn foresee(&mut self, _rows: &BTreeSet<RowKey>) -> Result<(), StoreError> {
        Ok(())
    }

    /// Puts or deletes a row, and says whether that changed anything. The row leaves scopes that
    /// its new body no longer names.
    async fn write(&mut self, write: &Write) -> Result<bool, StoreError>;

    /// Keeps what is in a file, whose row is written with it. It goes with the row.
    async fn keep_file_bytes(&mut self, file: FileId, bytes: &[u8]) -> Result<(), StoreError>;

    /// Notes that a mutation was judged, and when. The first one makes the group the person's.
    async fn judged(
        &mut self,
        group: GroupId,
        person: PersonId,
        mutation: MutationId,
        refusal: Option<&Refusal>,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Forgets the outboxes of a person, with their refusals, beyond the `most` that pushed last.
    async fn forget_outboxes(&mut self, person: PersonId, most: usize) -> Result<(), StoreError>;

    /// Forgets refusals of mutations before this one: their device has stored them.
    async fn forget_refusals(
        &mut self,
        group: GroupId,
        before: MutationId,
    ) -> Result<(), StoreError>;

    /// Forgets which rows are gone, as far as it was noted when this was done the last time, and
    /// says of how many. Nothing happens when that was after `since`. What is public stays known:
    /// packs of it are anybody's, however old.
    async fn forget_gone(&mut self, now: Timestamp, since: Timestamp) -> Result<u64, StoreError>;

    /// Opens an account. A person whose account was closed never has another.
    async fn open_account(&mut self, email: &str, account: &Account) -> Result<(), StoreError>;

    /// Begins a session; or moves its end, and when it was last used.
    async fn keep_session(
        &mut self,
        token: TokenHash,
        session: LoginSession,
    ) -> Result<(), StoreError>;

    /// Ends a session.
    async fn end_session(&mut self, token: TokenHash) -> Result<(), StoreError>;

    /// Removes sessions that do not count any more at `now`, and says how many.
    async fn sweep_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError>;

    /// Puts a municipality, and says whether that changed anything.
    async fn put_town(&mut self, town: &Town) -> Result<bool, StoreError>;

    /// Makes it all durable, and says how far the scopes go that it touched. Versions are taken
    /// here, last, in the scopes' order, so that they commit in the order in which they count.
    async fn commit(self: Box<Self>) -> Result<Versions, StoreError>;
}
