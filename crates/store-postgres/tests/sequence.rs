//! The story about late commits can fail: a store that takes versions from a sequence, which is
//! what one would write first, fails it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story fails by panicking, and so may what helps it"
)]

#[path = "sequence/unasked.rs"]
mod unasked;

use async_trait::async_trait;
use domain::{
    FileId, Kind, PersonId, Refusal, Row, RowKey, Scope, Timestamp, Write,
    bounds::Measure,
    place::{MunicipalityCode, Town},
};
use private_postgres::database;
use sqlx::{Executor, PgPool, Postgres};
use std::sync::Arc;
use store::{
    Account, Change, Elsewhere, Forgotten, Group, LoginSession, Room, Snapshot, Store, StoreError,
    TokenHash, Transaction, Versions, contract::order,
};
use store_postgres::PostgresStore;
use sync::{GroupId, MutationId, protocol::Epoch};

/// A store that is right, but for its transactions.
struct Sequenced {
    right: PostgresStore,
    pool: PgPool,
}

/// Takes a version from a sequence whenever it writes.
struct Wrong(sqlx::Transaction<'static, Postgres>);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sequence_lets_readers_skip_what_commits_late() {
    let database = database().await.unwrap();
    let right = PostgresStore::open(&database.url).await.unwrap();
    let pool = PgPool::connect(&database.url).await.unwrap();
    pool.execute("CREATE SEQUENCE version").await.unwrap();
    let store = Arc::new(Sequenced { right, pool });
    let story = order::a_transaction_that_commits_late_is_skipped_by_no_reader(store);
    let failed = tokio::spawn(story).await.expect_err("the story fails");
    let said = failed.into_panic();
    let said = said.downcast_ref::<String>().expect("a message");
    assert!(said.contains("a reader of public skipped"), "{said}");
}

#[async_trait]
impl Store for Sequenced {
    fn epoch(&self) -> &Epoch {
        self.right.epoch()
    }
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.right.snapshot().await
    }
    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        Ok(Box::new(Wrong(self.pool.begin().await.unwrap())))
    }
    async fn elsewhere(&self) -> Result<Elsewhere, StoreError> {
        self.right.elsewhere().await
    }
    async fn check(&self) -> Result<Vec<String>, StoreError> {
        self.right.check().await
    }
}

const UNASKED: &str = "the story does not ask for it";

#[async_trait]
impl Transaction for Wrong {
    async fn write(&mut self, write: &Write) -> Result<bool, StoreError> {
        let Write::Put(row) = write else {
            unreachable!("{UNASKED}")
        };
        let key = row.key();
        sqlx::query("INSERT INTO row (kind, id, body) VALUES ($1, $2, $3)")
            .bind(key.kind.word())
            .bind(key.id)
            .bind(serde_json::to_string(row).unwrap())
            .execute(&mut *self.0)
            .await
            .unwrap();
        for scope in row.audience() {
            sqlx::query(
                "INSERT INTO row_scope (scope, kind, id, version, gone)
                 VALUES ($1, $2, $3, nextval('version'), false)",
            )
            .bind(scope.to_string())
            .bind(key.kind.word())
            .bind(key.id)
            .execute(&mut *self.0)
            .await
            .unwrap();
        }
        Ok(true)
    }
    async fn commit(self: Box<Self>) -> Result<Versions, StoreError> {
        self.0.commit().await.unwrap();
        Ok(Versions::new())
    }
    async fn keep_file_bytes(&mut self, _: FileId, _: &[u8]) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn judged(
        &mut self,
        _: GroupId,
        _: PersonId,
        _: MutationId,
        _: Option<&Refusal>,
        _: Timestamp,
    ) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn forget_outboxes(&mut self, _: PersonId, _: usize) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn forget_refusals(&mut self, _: GroupId, _: MutationId) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn forget_gone(&mut self, _: Timestamp, _: Timestamp) -> Result<u64, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn open_account(&mut self, _: &str, _: &Account) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn keep_session(&mut self, _: TokenHash, _: LoginSession) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn end_session(&mut self, _: TokenHash) -> Result<(), StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn sweep_sessions(&mut self, _: Timestamp) -> Result<u64, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn put_town(&mut self, _: &Town) -> Result<bool, StoreError> {
        unreachable!("{UNASKED}")
    }
}

#[async_trait]
impl Snapshot for Wrong {
    async fn row(&mut self, _: RowKey) -> Result<Option<Row>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn rows_in(&mut self, _: Scope, _: Kind) -> Result<Vec<Row>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn rows_of(
        &mut self,
        _: Kind,
        _: Option<uuid::Uuid>,
        _: usize,
    ) -> Result<Vec<Row>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn held(&mut self, _: Scope, _: Measure) -> Result<u64, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn versions(&mut self, _: &[Scope]) -> Result<Versions, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn changes(&mut self, _: Scope, _: u64, _: Room) -> Result<Vec<Change>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn forgotten(&mut self, _: &[Scope]) -> Result<Forgotten, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn group(&mut self, _: GroupId) -> Result<Option<Group>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn refusals(
        &mut self,
        _: GroupId,
        _: MutationId,
    ) -> Result<Vec<(MutationId, Refusal)>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn account(&mut self, _: &str) -> Result<Option<Account>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn session(
        &mut self,
        _: TokenHash,
        _: Timestamp,
    ) -> Result<Option<LoginSession>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn file_bytes(&mut self, _: FileId) -> Result<Option<Vec<u8>>, StoreError> {
        unreachable!("{UNASKED}")
    }
    async fn town(&mut self, _: &MunicipalityCode) -> Result<Option<Town>, StoreError> {
        unreachable!("{UNASKED}")
    }
}
