//! The star: 気になる.

use super::{
    drawings::{Drawing, Icon},
    toasts::use_toasts,
};
use crate::state::use_app;
use domain::JobId;
use leptos::prelude::*;

/// Puts a star on a job or takes it off, at once; a small word offers the way back.
#[component]
pub fn Star(
    /// The job.
    job: JobId,
    /// Its title.
    title: String,
) -> impl IntoView {
    let replica = use_app().replica;
    let toasts = use_toasts();
    let toggle = move |_| {
        let said = match untrack(|| replica.is_starred(job)) {
            true => text!(board::star_off),
            false => text!(board::star_on),
        };
        replica.toggle_star(job);
        toasts.say_with_undo(said, move || replica.toggle_star(job));
    };
    view! {
        <button
            class="star"
            type="button"
            aria-pressed=move || if replica.is_starred(job) { "true" } else { "false" }
            aria-label=move || text!(board::star, title.as_str())
            on:click=toggle
        >
            <Drawing icon=Icon::Star />
        </button>
    }
}
