//! One IndexedDB connection: opening it, reading and writing JSON and bytes, and what can go wrong.

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use indexed_db_futures::{
    KeyRange,
    database::Database,
    error::{DomException, Error, OpenDbError},
    object_store::ObjectStore,
    prelude::*,
    transaction::{
        Transaction, TransactionDurability, TransactionFinishKind, TransactionMode,
        TransactionOptions,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use std::pin::pin;
use wasm_bindgen::{JsCast, JsValue};

/// How long other tabs have to let go of a database that is to be deleted, in milliseconds. A tab
/// that the browser froze would have it wait for ever.
const PATIENCE: u32 = 3_000;

/// Why the device did not store or read something.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StorageError {
    /// The browser offers no storage here: a private window, or storage is switched off.
    #[error("storage is not available: {0}")]
    Unavailable(String),
    /// The device is full.
    #[error("the device is full")]
    Full,
    /// The connection was closed, by the browser or by an upgrade in another tab.
    #[error("the connection was closed")]
    Closed,
    /// Another tab does not let go of the database.
    #[error("another tab holds the database")]
    Held,
    /// Another tab holds the database in an older form. It opens once that tab is closed.
    #[error("another tab holds an older form of the database")]
    Blocked,
    /// The database has a newer form than this version of the app knows.
    #[error("the database has a newer form")]
    Outdated,
    /// The database is not what it was: deleted or damaged under the running page.
    #[error("the database is gone")]
    Lost,
    /// A stored record cannot be read.
    #[error("a stored record cannot be read: {0}")]
    Unreadable(String),
    /// What reads and writes it is not on the device yet, and the server did not answer.
    #[error("a part of the app could not be fetched")]
    NotFetched,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// How sure a write must be before it counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// On the disk: what a person typed.
    Strict,
    /// With the operating system: what can be fetched again.
    Relaxed,
}

/// One open database.
#[derive(Debug)]
pub struct Db {
    database: Database,
}

impl Db {
    /// Opens the database, creating `stores` (keys out of line) where they are missing. `tell` hears
    /// what happens to it beside its use: `Blocked` while this waits for another tab that does not let
    /// go of an older form, `Closed` when another tab upgrades or deletes it.
    pub async fn open(
        name: &str,
        version: u8,
        stores: &'static [&'static str],
        tell: impl Fn(StorageError) + Clone + 'static,
    ) -> Result<Self, StorageError> {
        let waits = tell.clone();
        let database = Database::open(name)
            .with_version(version)
            .with_on_blocked(move |_| {
                waits(StorageError::Blocked);
                Ok(())
            })
            .with_on_upgrade_needed(move |_, database| {
                let present: Vec<String> = database.object_store_names().collect();
                for store in stores {
                    if !present.iter().any(|name| name == store) {
                        database.create_object_store(*store).build()?;
                    }
                }
                Ok(())
            })
            .await?;
        if let Ok(mut changes) = database.version_changes() {
            // Another tab upgrades or deletes: hold nobody up.
            let closing = database.clone();
            wasm_bindgen_futures::spawn_local(async move {
                if changes.recv().await.is_some() {
                    closing.close();
                    tell(StorageError::Closed);
                }
            });
        }
        Ok(Self { database })
    }

    /// Deletes a database; nothing happens when there is none. `Held`: it goes once the other tab
    /// has let go.
    pub async fn destroy(name: &str) -> Result<(), StorageError> {
        let deleting = Database::delete_by_name(name)?;
        let (deleted, was_deleted) = oneshot::channel();
        // The browser goes on with a deletion that nobody waits for any more.
        wasm_bindgen_futures::spawn_local(async move {
            let _ = deleted.send(deleting.await);
        });
        match select(was_deleted, pin!(super::clock::sleep(PATIENCE))).await {
            Either::Left((Ok(outcome), _)) => Ok(outcome?),
            Either::Left((Err(_), _)) | Either::Right(_) => Err(StorageError::Held),
        }
    }

    /// Starts a read.
    pub fn read(&self, stores: &[&str]) -> Result<Transaction<'_>, StorageError> {
        Ok(self.database.transaction(stores.to_vec()).build()?)
    }

    /// Starts a write. It counts once `commit` has resolved.
    pub fn write(
        &self,
        stores: &[&str],
        durability: Durability,
    ) -> Result<Transaction<'_>, StorageError> {
        let mut options = TransactionOptions::new();
        options.set_durability(match durability {
            Durability::Strict => TransactionDurability::Strict,
            Durability::Relaxed => TransactionDurability::Relaxed,
        });
        let transaction = self.database.transaction(stores.to_vec());
        Ok(transaction
            .with_mode(TransactionMode::Readwrite)
            .with_options(options)
            .build()?)
    }
}

/// Waits until a write has been committed, and tells a full device from other reasons.
pub async fn commit(transaction: Transaction<'_>) -> Result<(), StorageError> {
    // Not the library's `commit`: it reports every abort alike, and only the transaction's own
    // error names a full device. With no request left the browser commits by itself.
    match transaction.on_done()?.await {
        TransactionFinishKind::Ok => Ok(()),
        TransactionFinishKind::Err | TransactionFinishKind::Abort => {
            // The abort that follows an error brings the cause.
            super::clock::sleep(0).await;
            Err(transaction
                .error()
                .map_or(StorageError::Closed, StorageError::from))
        }
    }
}

/// Commits without a further word from this page, which may be about to go: what was typed the
/// moment before a tab closes. The library's `commit` does not tell why it failed.
pub async fn commit_at_once(transaction: Transaction<'_>) -> Result<(), StorageError> {
    Ok(transaction.commit().await?)
}

/// Puts a value as JSON.
pub fn put<T: Serialize>(
    store: &ObjectStore<'_>,
    key: &str,
    value: &T,
) -> Result<(), StorageError> {
    put_text(store, &Record::of(key, value)?)
}

/// Puts a record.
pub fn put_text(store: &ObjectStore<'_>, record: &Record) -> Result<(), StorageError> {
    // The request goes out at once; its fate is the transaction's.
    let _request = store
        .put(record.text.clone())
        .with_key(record.key.clone())
        .without_key_type()
        .primitive()?;
    Ok(())
}

/// Gets a value stored as JSON.
pub async fn get<T: DeserializeOwned>(
    store: &ObjectStore<'_>,
    key: &str,
) -> Result<Option<T>, StorageError> {
    let text: Option<String> = store.get(key.to_owned()).primitive()?.await?;
    text.map(|text| parse(&text)).transpose()
}

/// Gets a value stored as JSON; `None` too where what is stored cannot be read.
pub async fn get_readable<T: DeserializeOwned>(
    store: &ObjectStore<'_>,
    key: &str,
) -> Result<Option<T>, StorageError> {
    match get(store, key).await {
        Err(StorageError::Unreadable(_)) => Ok(None),
        value => value,
    }
}

/// A record as it lies on the device: its key, and its text, if it is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Its key.
    pub key: String,
    /// Its text; empty when it is none.
    pub text: String,
}

impl Record {
    /// A value as JSON.
    pub fn of<T: Serialize>(key: &str, value: &T) -> Result<Self, StorageError> {
        let text = serde_json::to_string(value);
        Ok(Self {
            key: key.to_owned(),
            text: text.map_err(|error| StorageError::Other(error.to_string()))?,
        })
    }
}

/// Gets every record, unread, in the order of their keys.
pub async fn get_records(store: &ObjectStore<'_>) -> Result<Vec<Record>, StorageError> {
    let mut records = Vec::new();
    let keys = store.get_all_keys::<String>().primitive()?;
    let texts = store.get_all::<String>().primitive()?;
    for (key, text) in keys.await?.zip(texts.await?) {
        records.push(Record {
            key: key?,
            text: text.unwrap_or_default(),
        });
    }
    Ok(records)
}

/// How many keys are a few.
pub const FEW: u32 = 4;

/// The first few keys.
pub async fn get_few_keys(store: &ObjectStore<'_>) -> Result<Vec<String>, StorageError> {
    let keys = store.get_all_keys::<String>().with_limit(FEW).primitive()?;
    let mut few = Vec::new();
    for key in keys.await? {
        few.push(key?);
    }
    Ok(few)
}

/// Reads records; those that cannot be read come apart.
pub fn read_records<T: DeserializeOwned>(records: Vec<Record>) -> (Vec<T>, Vec<Record>) {
    let mut values = Vec::new();
    let mut damaged = Vec::new();
    for record in records {
        match parse(&record.text) {
            Ok(value) => values.push(value),
            Err(_) => damaged.push(record),
        }
    }
    (values, damaged)
}

/// Gets every value stored as JSON, in the order of their keys.
pub async fn get_all<T: DeserializeOwned>(store: &ObjectStore<'_>) -> Result<Vec<T>, StorageError> {
    parse_all(&get_texts(store).await?)
}

/// Gets every value stored as JSON, unread, in the order of their keys.
pub async fn get_texts(store: &ObjectStore<'_>) -> Result<Vec<String>, StorageError> {
    let mut texts = Vec::new();
    for text in store.get_all::<String>().primitive()?.await? {
        texts.push(text?);
    }
    Ok(texts)
}

/// Reads values stored as JSON.
pub fn parse_all<T: DeserializeOwned>(texts: &[String]) -> Result<Vec<T>, StorageError> {
    texts.iter().map(|text| parse(text)).collect()
}

/// Puts bytes: all that lie behind the array, so it must be no view of a larger one.
pub fn put_bytes(
    store: &ObjectStore<'_>,
    key: &str,
    bytes: js_sys::Uint8Array,
) -> Result<(), StorageError> {
    let _request = store
        .put(JsValue::from(bytes))
        .with_key(key.to_owned())
        .without_key_type()
        .primitive()?;
    Ok(())
}

/// Gets bytes.
pub async fn get_bytes(
    store: &ObjectStore<'_>,
    key: &str,
) -> Result<Option<Vec<u8>>, StorageError> {
    let value: Option<JsValue> = store.get(key.to_owned()).primitive()?.await?;
    value
        .map(|value| match value.dyn_into::<js_sys::Uint8Array>() {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(_) => Err(StorageError::Unreadable(key.to_owned())),
        })
        .transpose()
}

/// Deletes the value of a key; nothing happens when there is none.
pub fn delete(store: &ObjectStore<'_>, key: &str) -> Result<(), StorageError> {
    let _request = store
        .delete::<String, _>(KeyRange::Only(key.to_owned()))
        .primitive()?;
    Ok(())
}

/// Deletes every value of a store.
pub fn clear(store: &ObjectStore<'_>) -> Result<(), StorageError> {
    let _request = store.clear()?;
    Ok(())
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|error| StorageError::Unreadable(error.to_string()))
}

impl From<OpenDbError> for StorageError {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::Base(cause) => match StorageError::from(cause) {
                known @ (StorageError::Full | StorageError::Outdated | StorageError::Closed) => {
                    known
                }
                other => StorageError::Unavailable(other.to_string()),
            },
            OpenDbError::VersionZero
            | OpenDbError::UnsupportedEnvironment
            | OpenDbError::NullFactory => StorageError::Unavailable("no IndexedDB".to_owned()),
        }
    }
}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(cause) => cause.into(),
            Error::MissingData(cause) => StorageError::Other(cause.to_string()),
            Error::Unknown(cause) => StorageError::Other(cause.to_string()),
            // Its own words would bring the writing of decimal fractions onto the first screen.
            Error::Serialisation(_) => StorageError::Other("another type of value".to_owned()),
        }
    }
}

impl From<DomException> for StorageError {
    fn from(cause: DomException) -> Self {
        match &cause {
            DomException::InvalidStateError(_) => StorageError::Closed,
            // A store that was there is not.
            DomException::NotFoundError(_) => StorageError::Lost,
            // Opening is given up when the database is deleted meanwhile.
            DomException::AbortError(_) => StorageError::Closed,
            DomException::Other(exception) => match exception.name().as_str() {
                "QuotaExceededError" => StorageError::Full,
                "VersionError" => StorageError::Outdated,
                // The browser cannot read its own files any more.
                "UnknownError" => StorageError::Lost,
                _ => StorageError::Other(cause.to_string()),
            },
            other => StorageError::Other(other.to_string()),
        }
    }
}
