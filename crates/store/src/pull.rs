//! Telling a device what has changed for its person, and what became of its outbox.

use crate::{Room, Snapshot, Store, StoreError, stored::unreadable};
use domain::{Kind, PersonId, Row, RowKey, Scope, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use sync::{
    MutationId,
    protocol::{PullRequest, PullResponse},
};

/// Why a pull was not answered.
#[derive(Debug, thiserror::Error)]
pub enum PullError {
    /// The outbox is another person's.
    #[error("the outbox belongs to another person")]
    Foreign,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The scopes that a person is in: their own, and the desks where they have a place.
pub async fn scopes_of(
    snapshot: &mut dyn Snapshot,
    person: PersonId,
) -> Result<BTreeSet<Scope>, StoreError> {
    let own = Scope::Person(person);
    let places = snapshot.rows_in(own, Kind::Membership).await?;
    let desks = places.into_iter().filter_map(|row| match row {
        Row::Membership(place) if place.person == person => Some(Scope::Desk(place.desk)),
        _ => None,
    });
    Ok(desks.chain([own]).collect())
}

/// Answers a pull of `person`, all of it from one moment.
pub async fn pull(
    store: &dyn Store,
    person: PersonId,
    request: &PullRequest,
) -> Result<PullResponse, PullError> {
    pull_in_pages(store, person, request, Room::PAGE).await
}

/// [`pull`] with pages of another size.
pub async fn pull_in_pages(
    store: &dyn Store,
    person: PersonId,
    request: &PullRequest,
    page: Room,
) -> Result<PullResponse, PullError> {
    match forget_what_is_stored(store, person, request).await {
        // Nothing hangs on it: they are forgotten another time, and reading goes on.
        Err(StoreError::Full | StoreError::Busy | StoreError::Conflict) => {}
        forgotten => forgotten?,
    }
    let mut snapshot = store.snapshot().await?;
    let snapshot = snapshot.as_mut();
    let group = snapshot.group(request.group).await?;
    if group.is_some_and(|group| group.person != person) {
        return Err(PullError::Foreign);
    }
    let scopes = scopes_of(snapshot, person).await?;
    let versions = snapshot
        .versions(&scopes.iter().copied().collect::<Vec<_>>())
        .await?;

    // A cursor beyond the end was never given by this store.
    let ours = request
        .epoch
        .as_ref()
        .is_none_or(|epoch| epoch == store.epoch())
        && (request.epoch.is_some() || request.cursors.is_empty())
        && versions.iter().all(|(scope, version)| {
            request
                .cursors
                .get(scope)
                .is_none_or(|cursor| cursor <= version)
        });
    // What was gone before the floor is not told any more. Who began after it was forgotten has
    // never held it.
    let forgotten = snapshot
        .forgotten(&scopes.iter().copied().collect::<Vec<_>>())
        .await?;
    let missed = request
        .forgotten
        .is_some_and(|times| times != forgotten.times)
        && forgotten.floors.iter().any(|(scope, floor)| {
            let cursor = request.cursors.get(scope).copied().unwrap_or_default();
            (1..*floor).contains(&cursor)
        });
    let ours = ours && !missed;
    let named: BTreeMap<Scope, u64> = if ours {
        request.cursors.clone()
    } else {
        BTreeMap::new()
    };

    let mut page = Page::of(page);
    for (scope, version) in &versions {
        let after = named.get(scope).copied().unwrap_or_default();
        page.follow(snapshot, *scope, after, *version, &scopes)
            .await?;
    }
    // Rows that a command wrote and its removal from the outbox arrive together: an outbox hears of
    // its mutations with the last page, which brings the device up to this very moment.
    let (last_mutation, refused) = if page.more {
        (MutationId(0), Vec::new())
    } else {
        let refused = match request.oldest_unsettled {
            Some(oldest) => snapshot.refusals(request.group, oldest).await?,
            None => Vec::new(),
        };
        (
            group.map_or(MutationId(0), |group| group.last_mutation),
            refused,
        )
    };
    Ok(PullResponse {
        epoch: store.epoch().clone(),
        reset: !ours,
        rows: page.rows.into_values().collect(),
        gone: page.gone.into_iter().collect(),
        cursors: page.cursors,
        scopes_joined: scopes
            .iter()
            .filter(|scope| !named.contains_key(scope))
            .copied()
            .collect(),
        scopes_left: named
            .keys()
            .filter(|scope| !scopes.contains(scope))
            .copied()
            .collect(),
        last_mutation,
        refused,
        more: page.more,
        forgotten: forgotten.times,
    })
}

/// One page, as it fills.
struct Page {
    rows: BTreeMap<RowKey, Row>,
    gone: BTreeSet<RowKey>,
    cursors: BTreeMap<Scope, u64>,
    room: Room,
    more: bool,
}

impl Page {
    fn of(room: Room) -> Self {
        Self {
            rows: BTreeMap::new(),
            gone: BTreeSet::new(),
            cursors: BTreeMap::new(),
            room,
            more: false,
        }
    }

    /// Takes what has changed in a scope, as far as there is room.
    async fn follow(
        &mut self,
        snapshot: &mut dyn Snapshot,
        scope: Scope,
        after: u64,
        version: u64,
        readable: &BTreeSet<Scope>,
    ) -> Result<(), StoreError> {
        let mut reached = after;
        if after < version && self.room.is_left() {
            let changes = snapshot.changes(scope, after, self.room).await?;
            // Where there was room for more, the scope is followed to its end.
            let all = self.room.after(&changes).is_left();
            let mut left_out = false;
            for change in changes {
                if !self.room.is_left() {
                    left_out = true;
                    break;
                }
                self.room.take(change.bytes);
                reached = change.version;
                // What left this scope may still be readable through another.
                let row = match change.row {
                    Some(row) => Some(row),
                    None => self.elsewhere(snapshot, change.key, readable).await?,
                };
                match row {
                    Some(row) => drop(self.rows.insert(change.key, row)),
                    None => drop(self.gone.insert(change.key)),
                }
            }
            if all && !left_out {
                reached = version;
            }
        }
        self.more |= reached < version;
        self.cursors.insert(scope, reached);
        Ok(())
    }

    /// A row that is readable through another scope. It takes room as well.
    async fn elsewhere(
        &mut self,
        snapshot: &mut dyn Snapshot,
        key: RowKey,
        readable: &BTreeSet<Scope>,
    ) -> Result<Option<Row>, StoreError> {
        let row = snapshot.row(key).await?;
        let row = row.filter(|row| row.audience().iter().any(|scope| readable.contains(scope)));
        if let Some(row) = &row {
            let text = serde_json::to_string(row).map_err(|error| unreadable("row")(&error))?;
            self.room.bytes = self.room.bytes.saturating_sub(text.len());
        }
        Ok(row)
    }
}

/// How long it is known that a row is gone, at least: who was away longer begins anew.
const KNOWN_FOR: i64 = 60 * Timestamp::DAY;

/// Forgets which rows have been gone for long, now and then; says of how many. To be called every
/// day.
pub async fn forget_gone(store: &dyn Store, now: Timestamp) -> Result<u64, StoreError> {
    let mut transaction = store.begin().await?;
    let since = Timestamp(now.0.saturating_sub(KNOWN_FOR));
    let count = transaction.forget_gone(now, since).await?;
    transaction.commit().await?;
    Ok(count)
}

/// Refusals that the device has stored need not be kept any longer.
async fn forget_what_is_stored(
    store: &dyn Store,
    person: PersonId,
    request: &PullRequest,
) -> Result<(), StoreError> {
    // An outbox that is empty says nothing: another tab may have filled it since.
    let Some(oldest) = request.oldest_unsettled else {
        return Ok(());
    };
    let mut snapshot = store.snapshot().await?;
    let own = snapshot
        .group(request.group)
        .await?
        .is_some_and(|group| group.person == person);
    let stored = own
        && snapshot
            .refusals(request.group, MutationId(0))
            .await?
            .first()
            .is_some_and(|(id, _)| *id < oldest);
    drop(snapshot);
    if stored {
        let mut transaction = store.begin().await?;
        transaction.forget_refusals(request.group, oldest).await?;
        transaction.commit().await?;
    }
    Ok(())
}
