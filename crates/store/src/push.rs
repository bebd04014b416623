//! Judging what a person did: each mutation once, in order, by the rulebook.

use crate::{Store, StoreError, Tally, Transaction, Versions, tally::length};
use domain::{
    Actor, Command, Kind, Missing, PersonId, Refusal, Row, RowKey, Rows, Timestamp, Write, apply,
    command::Stop, farewell::spoken_to,
};
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeSet, HashMap};
use sync::{
    GroupId, MutationId,
    protocol::{Epoch, MutationResult, Outcome, PushResponse},
};

/// A push as the server reads it: [`sync::protocol::PushRequest`], but a command that this server
/// does not know costs only itself and not the commands beside it.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Push {
    /// The incarnation that the device knows. Mutations count in any: what waits in an outbox
    /// outlives a restored server.
    pub epoch: Option<Epoch>,
    /// The form of rows and commands.
    pub schema: u32,
    /// Whose numbers these are.
    pub group: GroupId,
    /// The last mutation that has left the outbox.
    #[serde(default)]
    pub settled: MutationId,
    /// In rising order, none left out.
    pub mutations: Vec<Received>,
}

/// A mutation as the server reads it.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Received {
    /// Its number.
    pub id: MutationId,
    /// What the person did; `None` when this server does not know the command.
    #[serde(deserialize_with = "known")]
    pub command: Option<Command>,
    /// The incarnation that the device knew when it was done; `None` says that of the push.
    #[serde(default)]
    pub epoch: Option<Epoch>,
}

fn known<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Command>, D::Error> {
    let any = serde_json::Value::deserialize(from)?;
    Ok(Command::deserialize(any).ok())
}

/// What came of a push.
#[derive(Clone, PartialEq, Debug)]
pub struct Pushed {
    /// For the device.
    pub response: PushResponse,
    /// How far the scopes go that it touched: news for others.
    pub touched: Versions,
}

/// Why a whole push was not judged.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// The outbox is another person's.
    #[error("the outbox belongs to another person")]
    Foreign,
    /// The person has no account, or closed it meanwhile.
    #[error("the person has no account")]
    NoAccount,
    /// Mutations are numbered from 1 up, none left out.
    #[error("mutation {} does not follow", id.0)]
    OutOfOrder {
        /// The first that does not.
        id: MutationId,
    },
    /// The store failed; nothing of the push counts, and it can be repeated.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How often something is judged before it is given up because other writers were in the way.
pub(crate) const TRIES: u32 = 8;

/// Judges a push of `person` at the moment `now`. All of it becomes durable together, before the
/// answer. What was judged before hears the same again.
pub async fn push(
    store: &dyn Store,
    person: PersonId,
    push: &Push,
    now: Timestamp,
) -> Result<Pushed, PushError> {
    in_order(&push.mutations)?;
    let mut tries = 1;
    let mut needed = BTreeSet::new();
    loop {
        match judge_all(store, person, push, now, &mut needed).await {
            // Another writer went on. What was needed now is foreseen the next time.
            Err(PushError::Store(StoreError::Conflict)) if tries < TRIES => tries += 1,
            judged => return judged,
        }
    }
}

/// Judges a push in one transaction, and notes the rows that it needed.
async fn judge_all(
    store: &dyn Store,
    person: PersonId,
    push: &Push,
    now: Timestamp,
    needed: &mut BTreeSet<RowKey>,
) -> Result<Pushed, PushError> {
    let mut transaction = store.begin().await?;
    let group = transaction.group(push.group).await?;
    if group.is_some_and(|group| group.person != person) {
        return Err(PushError::Foreign);
    }
    let last = group.map_or(MutationId(0), |group| group.last_mutation);
    let first = push
        .mutations
        .first()
        .map_or(MutationId(1), |mutation| mutation.id);
    // An outbox leaves nothing out; but at a restored server it goes on where it was.
    let ours = push
        .epoch
        .as_ref()
        .is_none_or(|epoch| epoch == store.epoch());
    if ours && first.0 > last.max(push.settled).0.saturating_add(1) {
        return Err(PushError::OutOfOrder { id: first });
    }
    let before: HashMap<MutationId, Refusal> = if first <= last {
        transaction
            .refusals(push.group, first)
            .await?
            .into_iter()
            .collect()
    } else {
        HashMap::new()
    };

    if !needed.is_empty() {
        transaction.foresee(needed).await?;
    }
    // Closing an account takes this row away: of a push beside it, nothing is left behind.
    needed.insert(person_key(person));
    if transaction.row(person_key(person)).await?.is_none() {
        return Err(PushError::NoAccount);
    }
    let mut results = Vec::with_capacity(push.mutations.len());
    for mutation in &push.mutations {
        let refusal = if mutation.id <= last {
            before.get(&mutation.id).cloned()
        } else {
            let seen = mutation.epoch.as_ref().or(push.epoch.as_ref());
            let restored = seen.is_some_and(|epoch| epoch != store.epoch());
            let refusal = match &mutation.command {
                None => Some(Refusal::Unknown),
                Some(command) => match command.refusal_once_restored().filter(|_| restored) {
                    Some(refusal) => Some(refusal),
                    None => {
                        let actor = Actor { person };
                        judge(transaction.as_mut(), command, actor, now, needed).await?
                    }
                },
            };
            transaction
                .judged(push.group, person, mutation.id, refusal.as_ref(), now)
                .await?;
            refusal
        };
        let outcome = refusal.map_or(Outcome::Applied, Outcome::Refused);
        results.push(MutationResult {
            id: mutation.id,
            outcome,
        });
    }
    keep_house(transaction.as_mut(), person, push, last).await?;
    let touched = transaction.commit().await?;
    Ok(Pushed {
        response: PushResponse { results },
        touched,
    })
}

/// Outboxes of one person that are known: those that pushed last. A browser's profile has one.
pub const MOST_OUTBOXES: usize = 100;
/// Refusals that are kept of one outbox: the last. A device stores them with its next pull.
pub const MOST_REFUSALS: u64 = 5_000;
/// Refusals are looked through after so many mutations.
const NOW_AND_THEN: u64 = 500;

/// Forgets the outboxes and refusals that only somebody has who means to fill the store. `last` is
/// what had been judged before.
async fn keep_house(
    transaction: &mut dyn Transaction,
    person: PersonId,
    push: &Push,
    last: MutationId,
) -> Result<(), StoreError> {
    let Some(newest) = push.mutations.last() else {
        return Ok(());
    };
    if last == MutationId(0) {
        transaction.forget_outboxes(person, MOST_OUTBOXES).await?;
    }
    if newest.id.0 / NOW_AND_THEN > last.0 / NOW_AND_THEN {
        let before = MutationId(newest.id.0.saturating_sub(MOST_REFUSALS));
        transaction.forget_refusals(push.group, before).await?;
    }
    Ok(())
}

/// The largest number that every store can hold.
const MAX_MUTATION: u64 = i64::MAX as u64;

fn in_order(mutations: &[Received]) -> Result<(), PushError> {
    let mut last = MutationId(0);
    for Received { id, .. } in mutations {
        // One left out would pass for judged with those behind it, and be lost without a word.
        let follows = last == MutationId(0) || id.0 == last.0.saturating_add(1);
        if *id <= last || !follows || id.0 > MAX_MUTATION {
            return Err(PushError::OutOfOrder { id: *id });
        }
        last = *id;
    }
    Ok(())
}

/// Does one command, or says why not. The rows that it needed are added to `needed`.
pub async fn judge(
    transaction: &mut dyn Transaction,
    command: &Command,
    actor: Actor,
    now: Timestamp,
    needed: &mut BTreeSet<RowKey>,
) -> Result<Option<Refusal>, StoreError> {
    match decide(transaction, command, actor, now, needed).await? {
        Ok(writes) => {
            if let Some(refusal) = beyond(transaction, &writes).await? {
                return Ok(Some(refusal));
            }
            if has_left(transaction, &writes, needed).await? {
                return Ok(Some(Refusal::Left));
            }
            for write in &writes {
                needed.insert(write.key());
                transaction.write(write).await?;
            }
            Ok(None)
        }
        Err(refusal) => Ok(Some(refusal)),
    }
}

/// The row of a person, which goes with their account.
pub(crate) fn person_key(person: PersonId) -> RowKey {
    RowKey {
        kind: Kind::Person,
        id: person.0,
    }
}

/// Whether something is said to somebody who has closed their account.
async fn has_left(
    transaction: &mut dyn Transaction,
    writes: &[Write],
    needed: &mut BTreeSet<RowKey>,
) -> Result<bool, StoreError> {
    for write in writes {
        if let Write::Put(row) = write
            && let Some(person) = spoken_to(row)
        {
            needed.insert(person_key(person));
            if transaction.row(person_key(person)).await?.is_none() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Refuses what would be more than one may have.
pub(crate) async fn beyond(
    transaction: &mut dyn Transaction,
    writes: &[Write],
) -> Result<Option<Refusal>, StoreError> {
    for (bearer, measure, more) in Tally::of(writes)?.iter() {
        let Some(most) = measure.most() else {
            continue;
        };
        let there = i64::try_from(transaction.held(bearer, measure).await?).unwrap_or(i64::MAX);
        if there.saturating_add(more) <= i64::from(most) {
            continue;
        }
        // Only here does it matter whether a row is new.
        let mut adding = Tally::default();
        for write in writes {
            let before = match transaction.row(write.key()).await? {
                Some(row) => Some((length(&row)?, row)),
                None => None,
            };
            let after = match write {
                Write::Put(row) => Some((row, length(row)?)),
                Write::Delete(_) => None,
            };
            adding.note(before.as_ref().map(|(long, row)| (row, *long)), after);
        }
        let more = adding.get(bearer, measure);
        if more > 0 && there.saturating_add(more) > i64::from(most) {
            return Ok(Some(measure.refusal(most)));
        }
    }
    Ok(None)
}

/// Runs the rulebook, and loads the rows that it asks for until it has all of them.
async fn decide(
    transaction: &mut dyn Transaction,
    command: &Command,
    actor: Actor,
    now: Timestamp,
    needed: &mut BTreeSet<RowKey>,
) -> Result<Result<Vec<Write>, Refusal>, StoreError> {
    let mut loaded = Loaded::default();
    loop {
        match apply(command, actor, now, &loaded) {
            Ok(writes) => return Ok(Ok(writes)),
            Err(Stop::Refused(refusal)) => return Ok(Err(refusal)),
            // A row that is loaded is never missing again, so this ends.
            Err(Stop::Missing(Missing(key))) => {
                needed.insert(key);
                let row = transaction.row(key).await?;
                loaded.0.insert(key, row);
            }
        }
    }
}

/// The rows loaded so far.
#[derive(Default)]
struct Loaded(HashMap<RowKey, Option<Row>>);

impl Rows for Loaded {
    fn get(&self, key: RowKey) -> Result<Option<Row>, Missing> {
        self.0.get(&key).cloned().ok_or(Missing(key))
    }
}
