//! Says why what was to be sent does not wait to be sent.

use super::words;
use crate::state::replica::SubmitError;
use leptos::prelude::*;

/// Nothing, or the reason.
#[component]
pub fn NotQueued(
    /// Why not.
    failure: RwSignal<Option<SubmitError>>,
) -> impl IntoView {
    let reason = move |error| match error {
        SubmitError::Invalid(found) => found.first().map(words::invalid).unwrap_or_default(),
        SubmitError::Storage(error) => words::storage_error(&error).to_owned(),
        SubmitError::Gone => text!(proposal::submit_gone).to_owned(),
        SubmitError::Changed => text!(proposal::submit_changed).to_owned(),
    };
    move || {
        failure.get().map(|error| {
            view! {
                <div class="notice is-error" role="alert">
                    <p class="notice-text">
                        <strong>{t!(proposal::submit_not_stored)}</strong>
                        {reason(error)}
                    </p>
                </div>
            }
        })
    }
}
