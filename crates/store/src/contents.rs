//! Everything that a store keeps, for moving it into another.

use crate::{
    Account, Group, Link, LoginSession, Mail, Mailbox, Snapshot, Store, StoreError, TokenHash,
    Transaction,
};
use async_trait::async_trait;
use domain::{Kind, PersonId, Refusal, Row, RowKey, Timestamp, Write, place::Town};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use sync::{GroupId, MutationId};

/// When an outbox pushed last is not copied.
const UNKNOWN: Timestamp = Timestamp(0);

/// A part of what is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// The rows of a kind.
    Rows(Kind),
    /// Accounts.
    Accounts,
    /// People whose accounts were closed.
    Closed,
    /// Who is logged in.
    Sessions,
    /// How mail reaches people.
    Mailboxes,
    /// Links in mail that was sent.
    Links,
    /// Mail that waits.
    Mail,
    /// Outboxes, with what was refused of them.
    Outboxes,
    /// Municipalities.
    Towns,
}

impl Part {
    /// Every part, in an order in which they can be written: a session needs its account.
    pub fn all() -> impl Iterator<Item = Self> {
        let others = [
            Self::Accounts,
            Self::Closed,
            Self::Sessions,
            Self::Mailboxes,
            Self::Links,
            Self::Mail,
            Self::Outboxes,
            Self::Towns,
        ];
        Kind::ALL.into_iter().map(Self::Rows).chain(others)
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Rows(kind) => kind.word(),
            Self::Accounts => "account",
            Self::Closed => "closed account",
            Self::Sessions => "session",
            Self::Mailboxes => "mailbox",
            Self::Links => "link",
            Self::Mail => "mail",
            Self::Outboxes => "outbox",
            Self::Towns => "town",
        })
    }
}

/// One thing that is kept.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "each is named after what it holds")]
#[allow(
    clippy::large_enum_variant,
    reason = "most records are rows, and records move one at a time"
)]
pub enum Record {
    Row(Row),
    Account {
        email: String,
        account: Account,
    },
    Session {
        token: TokenHash,
        session: LoginSession,
    },
    Closed {
        person: PersonId,
        at: Timestamp,
    },
    Mailbox {
        person: PersonId,
        mailbox: Mailbox,
    },
    Link {
        token: TokenHash,
        link: Link,
    },
    Mail(Mail),
    Outbox {
        id: GroupId,
        group: Group,
        refusals: Vec<(MutationId, Refusal)>,
    },
    Town(Town),
}

impl Record {
    /// The record as a text, the same whatever keeps it.
    fn text(&self) -> Result<String, StoreError> {
        fn json(value: impl Serialize) -> Result<String, StoreError> {
            serde_json::to_string(&value).map_err(|error| StoreError::Unreadable {
                what: "record",
                detail: error.to_string(),
            })
        }
        match self {
            Self::Row(row) => json(row),
            Self::Account { email, account } => json((account.person, email, &account.password)),
            Self::Session { token, session } => json((
                token.0,
                session.person,
                session.expires_at,
                session.made_at,
                session.used_at,
                &session.device,
            )),
            Self::Closed { person, at } => json((person, at)),
            Self::Mailbox { person, mailbox } => json((
                person,
                mailbox.verified_at,
                mailbox.language.tag(),
                mailbox.digest,
                &mailbox.unsubscribe,
                mailbox.digested_until,
            )),
            Self::Link { token, link } => json((
                token.0,
                link.person,
                link.purpose.word(),
                &link.email,
                link.expires_at,
            )),
            Self::Mail(mail) => json((
                mail.id,
                mail.person,
                mail.made_at,
                mail.due,
                mail.until,
                mail.tries,
                &mail.letter,
            )),
            Self::Outbox {
                id,
                group,
                refusals,
            } => json((id, group.person, group.last_mutation, refusals)),
            Self::Town(town) => json(town),
        }
    }

    /// Writes the record into a store that does not have it.
    async fn write(self, to: &mut dyn Transaction) -> Result<(), StoreError> {
        match self {
            Self::Row(row) => to.write(&Write::Put(row)).await.map(drop),
            Self::Account { email, account } => to.open_account(&email, &account).await,
            Self::Session { token, session } => to.keep_session(token, session).await,
            Self::Closed { person, at } => to.close_account(person, at).await,
            Self::Mailbox { person, mailbox } => to.keep_mailbox(person, &mailbox).await,
            Self::Link { token, link } => to.keep_link(token, &link).await,
            Self::Mail(mail) => to.post(&mail).await,
            Self::Outbox {
                id,
                group,
                refusals,
            } => {
                for (mutation, refusal) in &refusals {
                    to.judged(id, group.person, *mutation, Some(refusal), UNKNOWN)
                        .await?;
                }
                let is_last = |(mutation, _): &(MutationId, _)| *mutation == group.last_mutation;
                if !refusals.last().is_some_and(is_last) {
                    to.judged(id, group.person, group.last_mutation, None, UNKNOWN)
                        .await?;
                }
                Ok(())
            }
            Self::Town(town) => to.put_town(&town).await.map(drop),
        }
    }
}

/// All of a store, at one moment.
#[async_trait]
pub trait Contents: Snapshot {
    /// The records of a part after one of them, at most `limit`, in the order of the bytes of what
    /// names them: the id of a row, person, mail or outbox, a token, a municipality's code.
    async fn records(
        &mut self,
        part: Part,
        after: Option<&Record>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError>;
}

/// A store that can be moved into another.
#[async_trait]
pub trait Movable: Store {
    /// All of it, as it is now.
    async fn contents(&self) -> Result<Box<dyn Contents>, StoreError>;
}

/// How much there is of a part, and what it comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sum {
    /// How many records.
    pub count: u64,
    /// The SHA-256 of their texts, and of what is in files, in their order.
    pub sha256: [u8; 32],
}

/// What the parts of a store come to.
pub type Sums = BTreeMap<Part, Sum>;

/// Why a store was not moved.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// There is something where it should go.
    #[error("the store to copy into is not empty: it holds {0}s")]
    NotEmpty(Part),
    /// What is there is not what was here. Most likely somebody wrote meanwhile.
    #[error("the copied {0}s are not the same: stop the server, and copy into an empty store")]
    Differs(Part),
    /// A store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records in one transaction.
const BATCH: usize = 500;

/// Copies everything into an empty store, and says what each part comes to, which is the same in
/// both. The copy is another incarnation: devices ask it for everything anew, and what waits in
/// their outboxes counts once.
pub async fn copy(from: &dyn Movable, to: &dyn Movable) -> Result<Sums, CopyError> {
    let mut there = to.contents().await?;
    for part in Part::all() {
        if !there.records(part, None, 1).await?.is_empty() {
            return Err(CopyError::NotEmpty(part));
        }
    }
    drop(there);
    let mut contents = from.contents().await?;
    for part in Part::all() {
        let mut last = None;
        loop {
            let records = contents.records(part, last.as_ref(), BATCH).await?;
            let Some(record) = records.last() else { break };
            last = Some(record.clone());
            let mut transaction = to.begin().await?;
            let rows: BTreeSet<RowKey> = records.iter().filter_map(key).collect();
            transaction.foresee(&rows).await?;
            for record in records {
                if let Record::Row(Row::File(file)) = &record
                    && let Some(bytes) = contents.file_bytes(file.id).await?
                {
                    transaction.keep_file_bytes(file.id, &bytes).await?;
                }
                record.write(transaction.as_mut()).await?;
            }
            transaction.commit().await?;
        }
    }
    drop(contents);
    let (here, there) = (sums(from).await?, sums(to).await?);
    match here.iter().find(|(part, sum)| there.get(part) != Some(sum)) {
        Some((part, _)) => Err(CopyError::Differs(*part)),
        None => Ok(here),
    }
}

fn key(record: &Record) -> Option<RowKey> {
    match record {
        Record::Row(row) => Some(row.key()),
        _ => None,
    }
}

/// What each part of a store comes to.
pub async fn sums(store: &dyn Movable) -> Result<Sums, StoreError> {
    let mut contents = store.contents().await?;
    let mut sums = BTreeMap::new();
    for part in Part::all() {
        let (mut count, mut hash) = (0, Sha256::new());
        let mut last = None;
        loop {
            let records = contents.records(part, last.as_ref(), BATCH).await?;
            for record in &records {
                count += 1;
                hash.update(record.text()?);
                hash.update("\n");
                if let Record::Row(Row::File(file)) = record {
                    hash.update(contents.file_bytes(file.id).await?.unwrap_or_default());
                }
            }
            let Some(record) = records.into_iter().next_back() else {
                break;
            };
            last = Some(record);
        }
        let sha256 = hash.finalize().into();
        sums.insert(part, Sum { count, sha256 });
    }
    Ok(sums)
}
