//! What knows commands and rows: it reads the person's database, replays and queues commands, and
//! exchanges them with the server. Somebody who only looks at the board needs none of it, so it is a
//! part of its own.

use super::ReplicaState;
use crate::{
    device::{database::StorageError, replica_store::Stored},
    state::sync::{Failure, SyncState},
};
use domain::{Command, PersonId};
use leptos::prelude::*;
use std::{future::Future, pin::Pin};
use sync::{Draft, Replica, replica::View};

type Doing<T, E> = Pin<Box<dyn Future<Output = Result<T, E>>>>;

/// The ways into the part.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    /// Reads what the database holds.
    pub(super) read: fn(Stored) -> Result<Replica, StorageError>,
    /// What the outbox makes of the base rows.
    pub(super) replay: fn(&Replica) -> View,
    /// Queues a command, and the draft that it sends.
    pub(super) enqueue: fn(ReplicaState, Command, Option<Draft>) -> Doing<(), StorageError>,
    /// Pushes and pulls.
    pub(crate) exchange: fn(SyncState, PersonId) -> Doing<(), Failure>,
}

part! { engine:
    fn engine() -> Engine = Engine {
        read: Stored::read,
        // Proposals that wait are shown as their drafts, so no posting is needed for the replay.
        replay: |replica| replica.view(&|_| None),
        enqueue: |state, command, draft| Box::pin(state.put_into_outbox(command, draft)),
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

    pub(super) async fn enqueue(
        self,
        command: Command,
        draft: Option<Draft>,
    ) -> Result<(), StorageError> {
        let queued = match self.engine().await {
            Ok(engine) => (engine.enqueue)(self, command, draft).await,
            Err(error) => Err(error),
        };
        queued.inspect_err(|error| self.fails(error))
    }
}
