//! What knows commands and rows: it reads the person's database, replays and queues commands, and
//! exchanges them with the server. Somebody who only looks at the board needs none of it, so it is a
//! part of its own.

use super::{ReplicaState, Rescued, carrying::CarryError, rows::Rows};
use crate::{
    device::{
        database::StorageError,
        replica_store::{ReplicaStore, Stored},
    },
    state::{SessionState, SyncState},
};
use domain::{Command, DraftId, JobId};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeSet, future::Future, pin::Pin, rc::Rc};
use sync::{Draft, Postings, Replica, Share, Typed, export::Report};

type Task<T = ()> = Pin<Box<dyn Future<Output = T>>>;
type Doing<T, E> = Task<Result<T, E>>;

/// The ways into the part.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    /// Reads a database that was just opened, and goes on with what it holds.
    pub(super) begin: fn(ReplicaState, Rc<ReplicaStore>) -> Doing<(), StorageError>,
    /// Reads what another tab stored.
    pub(super) reload: fn(ReplicaState) -> Task,
    /// Shows who came, or left, in another tab.
    pub(super) follow_household: fn(ReplicaState) -> Task,
    /// Erases what could not be erased when the page was open before.
    pub(super) erase_old: fn(ReplicaState) -> Task,
    /// Opens the database anew in the place of a connection that failed; says whether it is open.
    pub(super) regain: fn(ReplicaState, Rc<ReplicaStore>) -> Task<bool>,
    /// Tries until the device stores again; once.
    pub(super) mend: fn(ReplicaState) -> Task,
    pub(super) store_again: fn(ReplicaState) -> Task,
    /// Finds postings on this device.
    pub(super) look_up: fn(ReplicaState, BTreeSet<JobId>) -> Task,
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
    /// Writes and reads what a person takes along.
    pub(super) export: fn(ReplicaState) -> Doing<String, CarryError>,
    pub(super) bring_in: fn(ReplicaState, String) -> Doing<Report, CarryError>,
    /// Ends the session, or prolongs it.
    pub(crate) look_after: fn(SessionState) -> Task,
    /// Pushes and pulls.
    pub(crate) sync: fn(SyncState),
}

part! { engine:
    fn engine() -> Engine = Engine {
        begin: |state, store| Box::pin(state.read_and_begin(store)),
        reload: |state| Box::pin(async move {
            state.reload().await;
        }),
        follow_household: |state| Box::pin(async move {
            state.follow_household().await;
        }),
        erase_old: |state| Box::pin(state.erase_old()),
        regain: |state, former| Box::pin(async move { state.regain(Some(&former)).await }),
        mend: |state| Box::pin(state.mend()),
        store_again: |state| Box::pin(state.store_again()),
        look_up: |state, wanted| Box::pin(state.look_up(wanted)),
        rows: Rows::of,
        answered: ReplicaState::count_answered,
        unread: ReplicaState::count_unread,
        enqueue: |state, command, draft| Box::pin(state.put_into_outbox(command, draft)),
        lay: |state, id| Box::pin(state.lay_together(id)),
        remove: |state, shown| Box::pin(state.remove_draft(shown)),
        settle: |state, typed, share| Box::pin(state.store_settled(typed, share)),
        export: |state| Box::pin(state.write_file()),
        bring_in: |state, text| Box::pin(async move { state.read_file(&text).await }),
        look_after: |session| Box::pin(session.look_after()),
        sync: SyncState::sync,
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

    /// Has the engine do something. Where it cannot be fetched, the device's health says so.
    pub(in crate::state) fn by_engine(self, act: impl FnOnce(Engine) -> Task + 'static) {
        spawn_local(async move {
            match self.engine().await {
                Ok(engine) => act(engine).await,
                Err(error) => self.fails(error),
            }
        });
    }

    /// Reads what the database holds. What cannot be read is put aside and told of.
    pub(super) async fn read(
        self,
        store: &ReplicaStore,
        mut stored: Stored,
    ) -> Result<Replica, StorageError> {
        if stored.is_of_another_form {
            store.upgrade().await?;
            stored = store.load(stored.person()).await?;
        }
        if stored.is_empty() {
            return Ok(stored.unread());
        }
        let (replica, damage) = stored.read();
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
