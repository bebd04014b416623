//! Whether a draft is safe on the disk, and how long a text is.

use super::words::{self, proposals::when};
use crate::{
    device::database::StorageError,
    state::{
        replica::{Health, Saving},
        use_app,
    },
};
use domain::DraftId;
use leptos::prelude::*;
use sync::Draft;

/// Whether what is typed is on the disk.
#[component]
pub fn SaveState(
    /// Which draft.
    #[prop(into)]
    id: DraftId,
    /// The draft itself.
    draft: Memo<Option<Draft>>,
) -> impl IntoView {
    let app = use_app();
    let said = Memo::new(move |_| {
        let saved = |at| text!(proposal::saved, when(at, app.now.get()));
        let failed = |error| match error {
            StorageError::Unavailable(_) => text!(proposal::never_saved).to_owned(),
            error => text!(proposal::not_saved, words::storage_error(&error)),
        };
        match (app.replica.saving(id), app.replica.health()) {
            (Some(Saving::Failed(error)), _) => failed(error),
            (Some(Saving::Saved(at)), _) => saved(at),
            // Nothing is stored here, so it never will be.
            (_, Health::Fails(error)) => failed(error),
            (Some(Saving::Pending), _) => text!(proposal::saving).to_owned(),
            (None, _) => draft
                .with(|draft| draft.as_ref().map(|draft| saved(draft.edited_at)))
                .unwrap_or_default(),
        }
    });
    let stays_here =
        Memo::new(move |_| draft.with(|draft| draft.as_ref().is_some_and(Draft::stays_here)));
    view! {
        <div class="save-state" role="status" aria-label=t!(proposal::draft_state)>
            <p>{said}</p>
            <Show when=move || stays_here.get()>
                <p>{t!(proposal::stays_here)}</p>
            </Show>
        </div>
    }
}

/// How many characters of how many.
#[component]
pub fn Counter(
    /// The text.
    text: Memo<String>,
    /// The most.
    max: usize,
) -> impl IntoView {
    let length = Memo::new(move |_| text.with(|text| text.chars().count()));
    view! {
        <p class="counter">
            {move || text!(proposal::counter, words::number(length.get()), words::number(max))}
        </p>
    }
}
