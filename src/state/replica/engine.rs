//! What knows commands and rows: it reads the person's database, replays and queues commands, and
//! exchanges them with the server. Somebody who only looks at the board needs none of it, so it is a
//! part of its own.

use super::{ReplicaState, Rescued, carrying::CarryError, rows::Rows};
use crate::{
    device::{
        database::StorageError,
        occupant::Occupant,
        replica_store::{Damage, ReplicaStore, Stored},
    },
    state::sync::{Failure, SyncState},
};
use domain::{Command, DraftId, PersonId};
use leptos::prelude::*;
use std::{future::Future, pin::Pin, rc::Rc};
use sync::{Draft, Jotting, Postings, Replica, Share, Typed, export::Report};

type Upgrading<'a> = Pin<Box<dyn Future<Output = Result<(), StorageError>> + 'a>>;
type Doing<T, E> = Pin<Box<dyn Future<Output = Result<T, E>>>>;

/// The ways into the part.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    /// Brings a database that an app of another form wrote into today's.
    pub(super) upgrade: for<'a> fn(&'a ReplicaStore) -> Upgrading<'a>,
    /// Reads what the database holds.
    pub(super) read: fn(Stored) -> (Replica, Damage),
    /// The person's rows as they should be seen.
    pub(super) rows: fn(&Replica, &Postings<'_>) -> Rows,
    /// How many of their proposals were answered, and how many arrived unread.
    pub(super) answered: fn(ReplicaState) -> usize,
    pub(super) unread: fn(ReplicaState) -> usize,
    /// Queues a command, and the draft that it sends; says whether it was queued.
    pub(super) enqueue: fn(ReplicaState, Command, Option<Draft>) -> Doing<bool, StorageError>,
    /// Lays a draft together with what other tabs have saved of it.
    pub(super) lay: fn(ReplicaState, DraftId) -> Doing<(), StorageError>,
    /// Removes a draft from the disk, as this tab shows it.
    pub(super) remove: fn(ReplicaState, Typed) -> Doing<(), StorageError>,
    /// Stores what was settled of a draft.
    pub(super) settle: fn(ReplicaState, Typed, Share) -> Doing<(), StorageError>,
    /// Hands what was typed here to who came.
    pub(super) hand_over: fn(ReplicaState, Occupant) -> Doing<(), StorageError>,
    /// Writes what this page holds into a database that was deleted.
    pub(super) restore: fn(Rc<ReplicaStore>, Replica, Vec<Jotting>) -> Doing<(), StorageError>,
    /// Writes and reads what a person takes along.
    pub(super) export: fn(ReplicaState) -> Doing<String, CarryError>,
    pub(super) bring_in: fn(ReplicaState, String) -> Doing<Report, CarryError>,
    /// Pushes and pulls.
    pub(crate) exchange: fn(SyncState, PersonId) -> Doing<(), Failure>,
}

part! { engine:
    fn engine() -> Engine = Engine {
        upgrade: |store| Box::pin(store.upgrade()),
        read: Stored::read,
        rows: Rows::of,
        answered: ReplicaState::count_answered,
        unread: ReplicaState::count_unread,
        enqueue: |state, command, draft| Box::pin(state.put_into_outbox(command, draft)),
        lay: |state, id| Box::pin(state.lay_together(id)),
        remove: |state, shown| Box::pin(state.remove_draft(shown)),
        settle: |state, typed, share| Box::pin(state.store_settled(typed, share)),
        hand_over: |state, occupant| Box::pin(state.put_into_hands_of(occupant)),
        restore: |store, replica, jottings| Box::pin(async move {
            store.restore(&replica, &jottings).await
        }),
        export: |state| Box::pin(state.write_file()),
        bring_in: |state, text| Box::pin(async move { state.read_file(&text).await }),
        exchange: |state, person| Box::pin(state.exchange(person)),
    };
}

impl ReplicaState {
    /// The engine, fetched when it is first needed.
    pub(crate) async fn engine(self) -> Result<Engine, StorageError> {
        if let Some(engine) = self.engine.get_untracked() {
            return Ok(engine);
        }
        let engine = engine().await.map_err(|_| StorageError::NotFetched)?;
        self.engine.set(Some(engine));
        Ok(engine)
    }

    /// Reads what the database holds. What cannot be read is put aside and told of.
    pub(super) async fn read(
        self,
        store: &ReplicaStore,
        mut stored: Stored,
    ) -> Result<Replica, StorageError> {
        if stored.is_of_another_form {
            (self.engine().await?.upgrade)(store).await?;
            stored = store.load(stored.person()).await?;
        }
        if stored.is_empty() {
            return Ok(stored.unread());
        }
        let (replica, damage) = (self.engine().await?.read)(stored);
        if !damage.is_none() {
            store.put_damage_aside(&damage).await?;
            self.rescued
                .set(Some(Rescued::Damaged { own: damage.own() }));
        }
        Ok(replica)
    }

    /// Whether the command was queued; it is not when another tab has queued the draft.
    pub(super) async fn enqueue(
        self,
        command: Command,
        draft: Option<Draft>,
    ) -> Result<bool, StorageError> {
        let engine = self
            .engine()
            .await
            .inspect_err(|error| self.fails(error.clone()))?;
        (engine.enqueue)(self, command, draft).await
    }
}
