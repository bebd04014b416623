//! The star: 気になる.

use super::{
    drawings::{Drawing, Icon},
    toasts::use_toasts,
};
use crate::state::use_app;
use domain::JobId;
use leptos::{prelude::*, task::spawn_local};

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
        spawn_local(async move {
            match replica.toggle_star(job).await {
                Ok(()) => toasts.say_with_undo(said, move || {
                    spawn_local(async move {
                        if replica.toggle_star(job).await.is_err() {
                            toasts.say(text!(device::star_not_stored));
                        }
                    });
                }),
                Err(_) => toasts.say(text!(device::star_not_stored)),
            }
        });
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
