//! A file that an answer names, to be saved with a tap.

use super::words::amounts::bytes;
use crate::{
    device::{files, network::NetworkError},
    state::use_app,
};
use domain::{SignUpId, file::Attached};
use leptos::{prelude::*, task::spawn_local};
use sync::protocol::ProblemKind;

/// How it goes with saving.
#[derive(Clone, Copy, PartialEq)]
enum Saving {
    Fetching,
    Unreachable,
    Gone,
    LoggedOut,
    Untaken,
}

/// Its name and size; a tap saves it.
#[component]
pub fn AttachedFile(
    /// Which.
    attached: Attached,
    /// The sign-up that names it; a draft's own needs none.
    through: Option<SignUpId>,
) -> impl IntoView {
    let app = use_app();
    let saving = RwSignal::new(None::<Saving>);
    let (name, size) = (attached.name.clone(), size(&attached));
    let shown = name.clone();
    let save = move |_| {
        if saving.get_untracked() == Some(Saving::Fetching) {
            return;
        }
        saving.set(Some(Saving::Fetching));
        let attached = attached.clone();
        spawn_local(async move {
            let outcome = match app.replica.file_bytes(attached.file, through).await {
                Ok(bytes) => {
                    let media_type = attached.format.media_type();
                    let taken = files::save_bytes(&attached.name, media_type, &bytes);
                    (!taken).then_some(Saving::Untaken)
                }
                Err(NetworkError::Problem(problem)) if problem.kind == ProblemKind::NotFound => {
                    Some(Saving::Gone)
                }
                Err(error) if error.kind() == Some(ProblemKind::NotLoggedIn) => {
                    Some(Saving::LoggedOut)
                }
                Err(_) => Some(Saving::Unreachable),
            };
            saving.try_set(outcome);
        });
    };
    let said = move || {
        saving.get().map(|saving| match saving {
            Saving::Fetching => text!(file::fetching),
            Saving::Unreachable => text!(file::not_fetched),
            Saving::Gone => text!(file::gone),
            Saving::LoggedOut => text!(file::logged_out),
            Saving::Untaken => text!(file::not_saved),
        })
    };
    view! {
        <span class="attached">
            <button
                class="button is-file"
                type="button"
                aria-label=move || text!(file::save_of, &name)
                on:click=save
            >
                {shown}
            </button>
            <small>{size}</small>
            <span class="hint" role="status">
                {said}
            </span>
        </span>
    }
}

/// How long a file is, in words.
pub fn size(attached: &Attached) -> String {
    // One of some bytes is a kilobyte, and not none.
    bytes(u64::from(attached.size).max(1000))
}
