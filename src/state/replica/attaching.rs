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
    file::{Attached, Unfit},
    refusal::Field,
};
use js_sys::Uint8Array;
use leptos::prelude::*;
use sync::protocol::ProblemKind;

/// Why a chosen file is not in the draft.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum AttachError {
    /// It is no file that is taken.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The device did not store it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

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
    ) -> Result<(), AttachError> {
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
        Ok(())
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

    /// Brings to the server what it lacks of the files that drafts and waiting sign-ups name. One that it
    /// does not take, or that is not on this device, is left out: it refuses what names it, and says so.
    pub(in crate::state) async fn bring_files(self, person: PersonId) -> Result<(), NetworkError> {
        let Some(store) = self.store() else {
            return Ok(());
        };
        let wanted = self.replica.with_untracked(|replica| {
            let mut named = replica.files_named();
            named.retain(|file, _| !replica.is_brought(*file));
            named
        });
        for (file, format) in wanted {
            let Ok(Some(bytes)) = store.file(file).await else {
                continue;
            };
            match network::bring_file(person, file, format, &bytes).await {
                Err(NetworkError::Problem(problem)) if is_final(problem.kind) => {}
                brought => brought?,
            }
        }
        Ok(())
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

/// Whether a file will never be taken, however often it is brought.
fn is_final(kind: ProblemKind) -> bool {
    matches!(
        kind,
        ProblemKind::Invalid
            | ProblemKind::Malformed
            | ProblemKind::TooLarge
            | ProblemKind::Forbidden
            | ProblemKind::NotFound
    )
}
