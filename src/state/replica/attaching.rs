//! Files that are sent along with a sign-up: chosen into a draft, brought to the server before what
//! names them, and had again.

use super::ReplicaState;
use crate::device::{
    browser, clock,
    database::StorageError,
    network::{self, NetworkError},
};
use domain::{
    DraftId, FileId, PersonId, SignUpId,
    file::{Attached, FileFormat, Unfit},
    refusal::Field,
};
use js_sys::Uint8Array;
use leptos::prelude::*;
use std::collections::BTreeMap;
use sync::{MutationId, protocol::ProblemKind};

/// Why a chosen file is not in the draft.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum AttachError {
    /// It is no file that is taken.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The device did not store it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The draft was sent, or thrown away, meanwhile.
    #[error("the draft is on its way")]
    Sent,
}

/// Why a file was not brought.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
enum BringError {
    /// It is not on this device.
    #[error("the file is not on this device")]
    NotHere,
    /// The device does not give it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The server did not take it.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

impl BringError {
    /// Whether it will never be otherwise, however often it is tried.
    fn is_final(&self) -> bool {
        match self {
            Self::NotHere => true,
            Self::Storage(_) => false,
            // What came too slowly is no file that is not taken.
            Self::Network(NetworkError::Problem(problem)) => {
                let is_refused = matches!(
                    problem.kind,
                    ProblemKind::Invalid
                        | ProblemKind::Malformed
                        | ProblemKind::TooLarge
                        | ProblemKind::Forbidden
                );
                is_refused && problem.status != TOO_SLOW
            }
            Self::Network(_) => false,
        }
    }
}

/// The status of a body that came too slowly (408).
const TOO_SLOW: u16 = 408;
/// What fails sooner than this has cost little, in milliseconds.
const AT_ONCE: f64 = 5_000.0;

/// A file that nothing names stays on the device for so long: another tab may be about to name it. In
/// milliseconds.
const UNNAMED_FOR: u64 = 24 * 60 * 60 * 1000;

impl ReplicaState {
    /// Keeps a chosen file on the device, and has a field of a draft name it.
    pub async fn attach(
        self,
        draft: DraftId,
        field: Field,
        name: &str,
        bytes: &[u8],
    ) -> Result<Attached, AttachError> {
        let attached = Attached::chosen(FileId(browser::new_id()), name, bytes)?;
        let keep = async || {
            let store = self.store().ok_or(StorageError::Closed)?;
            store
                .keep_file(attached.file, Uint8Array::from(bytes))
                .await
        };
        let mut kept = keep().await;
        // What can be fetched again makes way for what cannot.
        if matches!(kept, Err(StorageError::Full)) && self.board.make_room().await {
            kept = keep().await;
        }
        kept?;
        self.edit_draft(draft, |draft| draft.set(field, attached.text()));
        let is_named = self.replica.with_untracked(|replica| {
            let draft = replica.drafts.get(&draft);
            draft.is_some_and(|draft| draft.text(field) == attached.text())
        });
        is_named.then_some(attached).ok_or(AttachError::Sent)
    }

    /// What is in a file: as it is on this device, or as the server has it. `through` is a sign-up that
    /// names it.
    pub async fn file_bytes(
        self,
        file: FileId,
        through: Option<SignUpId>,
    ) -> Result<Vec<u8>, NetworkError> {
        if let Some(store) = self.store()
            && let Ok(Some(bytes)) = store.file(file).await
        {
            return Ok(bytes);
        }
        network::file(file, through).await
    }

    /// Brings the files that waiting sign-ups name. Gives back the first that has to wait still, as the
    /// server would refuse it: nothing from there on is to be pushed. A file that the server never takes,
    /// or that is on no device of this browser, holds nobody up: the refusal says what is wrong.
    pub(in crate::state) async fn bring_waiting_files(
        self,
        person: PersonId,
    ) -> Option<MutationId> {
        let waiting = self
            .replica
            .with_untracked(|replica| replica.files_waiting());
        for (mutation, attached) in waiting {
            let file = attached.file;
            // The server may have let it go since this device heard of it.
            let outcome = match untrack(|| self.is_brought(file)) {
                true => network::has_file(file).await,
                false => Ok(false),
            };
            let outcome = match outcome {
                Ok(false) => self.bring(person, file, attached.format).await,
                Ok(true) => Ok(()),
                Err(error) => Err(error.into()),
            };
            if outcome.is_err_and(|error| !error.is_final()) {
                return Some(mutation);
            }
        }
        None
    }

    /// Brings the files that drafts name, so that another of the person's devices can send them: each once
    /// as long as the page is open, or `again`.
    pub(in crate::state) async fn bring_files_of_drafts(self, person: PersonId, again: bool) {
        for (file, format) in untrack(|| self.unbrought()) {
            if self.person() != person {
                return;
            }
            let is_new = self
                .tried
                .try_update_value(|tried| tried.insert(file))
                .unwrap_or_default();
            if !(is_new || again) {
                continue;
            }
            let begun = clock::since_start();
            if let Err(error) = self.bring(person, file, format).await
                && !error.is_final()
            {
                // What took long may take long again; what failed at once costs little.
                if clock::since_start() - begun < AT_ONCE {
                    self.tried.update_value(|tried| {
                        tried.remove(&file);
                    });
                }
                return;
            }
        }
    }

    async fn bring(
        self,
        person: PersonId,
        file: FileId,
        format: FileFormat,
    ) -> Result<(), BringError> {
        let Some(store) = self.store() else {
            return Err(StorageError::Closed.into());
        };
        let Some(bytes) = store.file(file).await? else {
            return Err(BringError::NotHere);
        };
        network::bring_file(person, file, format, &bytes).await?;
        self.brought.update(|brought| {
            brought.insert(file);
        });
        Ok(())
    }

    fn is_brought(self, file: FileId) -> bool {
        self.brought.with(|brought| brought.contains(&file))
            || self.replica.with(|replica| replica.is_brought(file))
    }

    /// What drafts and waiting sign-ups name, and the server does not have.
    fn unbrought(self) -> BTreeMap<FileId, FileFormat> {
        let mut named = self.replica.with(|replica| replica.files_named());
        named.retain(|file, _| !self.is_brought(*file));
        named
    }

    /// How many files that drafts and waiting sign-ups name the server does not have.
    pub fn files_here_only(self) -> usize {
        self.unbrought().len()
    }

    /// Lets go of the files that nothing names any more.
    pub(in crate::state) async fn drop_files(self) {
        let Some(store) = self.store() else {
            return;
        };
        let Ok(mut here) = store.files().await else {
            return;
        };
        let named = self.replica.with_untracked(|replica| replica.files_named());
        let now = clock::now().0.unsigned_abs();
        here.retain(|file| {
            let chosen = file.0.get_timestamp().map_or(0, |at| {
                let (seconds, nanoseconds) = at.to_unix();
                seconds * 1000 + u64::from(nanoseconds) / 1_000_000
            });
            !named.contains_key(file) && now.abs_diff(chosen) > UNNAMED_FOR
        });
        if !here.is_empty() {
            // Nobody waits for it: they go the next time.
            let _ = store.drop_files(&here).await;
        }
    }
}
