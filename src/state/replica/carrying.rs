//! What the person takes out of the device as a file, and brings in from one.

use super::{ReplicaState, acting::is_held};
use crate::device::{
    clock,
    database::StorageError,
    network::{self, NetworkError},
};
use domain::Refusal;
use leptos::prelude::*;
use std::collections::BTreeMap;
use sync::{Export, ExportError, MutationId, export::Report, protocol::PullRequest};

/// Why a file was not brought in. Nothing of it was.
#[derive(Clone, PartialEq, Debug)]
pub enum CarryError {
    /// It is no such file, or cannot be read.
    File(ExportError),
    /// It is another person's.
    Foreign,
    /// Something waits in it of which only the server knows whether it was judged, and the server did
    /// not answer.
    Unreachable,
    /// The device did not store it.
    Storage(StorageError),
}

impl ReplicaState {
    /// All that is on this device and with no server for sure, as the text of a file.
    pub async fn export(self) -> Result<String, CarryError> {
        let engine = self.engine().await.map_err(CarryError::Storage)?;
        (engine.export)(self).await
    }

    /// Brings in a file. What is here stays; what was judged is not queued again.
    pub async fn bring_in(self, text: String) -> Result<Report, CarryError> {
        let engine = self.engine().await.map_err(CarryError::Storage)?;
        (engine.bring_in)(self, text).await
    }

    pub(super) async fn write_file(self) -> Result<String, CarryError> {
        let mut jottings = self.all_jottings();
        jottings.retain(|jotting| !is_held(&jotting.form));
        let registered = self.session.snapshot().account.is_some();
        let mut file = Export::of(&self.snapshot(), registered, jottings, clock::now());
        if let Some(store) = self.store() {
            // A device that cannot even read gives what the page holds.
            file.damaged = store.damaged().await.unwrap_or_default();
        }
        file.write().map_err(CarryError::File)
    }

    pub(super) async fn read_file(self, text: &str) -> Result<Report, CarryError> {
        let mut file = Export::read(text).map_err(CarryError::File)?;
        file.jottings.retain(|jotting| !is_held(&jotting.form));
        let registered = self.session.snapshot().account.is_some();
        if registered {
            // The server puts the file's words beside these only if it has heard of these.
            self.share_at_once().await;
        }
        self.reload().await;
        let replica = self.snapshot();
        if file.is_foreign(&replica) {
            return Err(CarryError::Foreign);
        }
        let (judged, refusals) = if file.asks_server(&replica) {
            self.ask_what_was_judged(&file).await?
        } else {
            Default::default()
        };
        let mut brought = file.import(&replica, judged, &refusals, registered, clock::now());
        brought.keep_jottings(|form| untrack(|| self.jotting(form)));
        if brought.is_empty() {
            return Ok(brought.report);
        }
        if self.store().is_none() {
            return Err(CarryError::Storage(
                self.fault().unwrap_or(StorageError::Closed),
            ));
        }
        self.stored(async |store| store.take_in_file(&replica, &brought).await)
            .await
            .map_err(CarryError::Storage)?;
        self.reload().await;
        if let Some(store) = self.store() {
            self.take_jottings(store.jottings().await.unwrap_or_default());
        }
        self.tell_tabs();
        self.tell_queue();
        Ok(brought.report)
    }

    /// How far the outbox of a file was judged, and what of it was refused.
    async fn ask_what_was_judged(
        self,
        file: &Export,
    ) -> Result<(MutationId, BTreeMap<MutationId, Refusal>), CarryError> {
        let mine = self.snapshot();
        let request = PullRequest {
            group: file.group,
            // The other device may not have heard of its refusals yet: none is forgotten for this.
            oldest_unsettled: Some(MutationId(0)),
            ..mine.pull()
        };
        match network::pull(mine.person, &request).await {
            Ok(pulled) => Ok((pulled.last_mutation, pulled.refused.into_iter().collect())),
            Err(
                NetworkError::Problem(_) | NetworkError::Unreachable | NetworkError::Unreadable,
            ) => Err(CarryError::Unreachable),
        }
    }
}
