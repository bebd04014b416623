//! What knows commands and rows: it reads the person's database, replays and queues commands, and
//! exchanges them with the server. Somebody who only looks at the board needs none of it, so it is a
//! part of its own.

use super::{Health, ReplicaState, rows::Rows};
use crate::{
    device::{database::StorageError, occupant::Occupant, replica_store::Stored},
    state::sync::{Failure, SyncState},
};
use domain::{Command, DraftId, PersonId};
use leptos::prelude::*;
use std::{future::Future, pin::Pin};
use sync::{Draft, Replica, Share, Typed};

type Doing<T, E> = Pin<Box<dyn Future<Output = Result<T, E>>>>;

/// The ways into the part.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    /// Reads what the database holds.
    pub(super) read: fn(Stored) -> Result<Replica, StorageError>,
    /// The person's rows as they should be seen.
    pub(super) rows: fn(&Replica) -> Rows,
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
    /// Pushes and pulls.
    pub(crate) exchange: fn(SyncState, PersonId) -> Doing<(), Failure>,
}

part! { engine:
    fn engine() -> Engine = Engine {
        read: Stored::read,
        rows: Rows::of,
        answered: ReplicaState::count_answered,
        unread: ReplicaState::count_unread,
        enqueue: |state, command, draft| Box::pin(state.put_into_outbox(command, draft)),
        lay: |state, id| Box::pin(state.lay_together(id)),
        remove: |state, shown| Box::pin(state.remove_draft(shown)),
        settle: |state, typed, share| Box::pin(state.store_settled(typed, share)),
        hand_over: |state, occupant| Box::pin(state.put_into_hands_of(occupant)),
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

    pub(super) async fn read(self, stored: Stored) -> Result<Replica, StorageError> {
        if stored.is_empty() {
            return Ok(stored.unread());
        }
        (self.engine().await?.read)(stored)
    }

    /// Whether the command was queued; it is not when another tab has queued the draft.
    pub(super) async fn enqueue(
        self,
        command: Command,
        draft: Option<Draft>,
    ) -> Result<bool, StorageError> {
        let engine = self.engine().await.inspect_err(|error| {
            self.health.set(Health::Fails(error.clone()));
        })?;
        (engine.enqueue)(self, command, draft).await
    }
}
