//! Where a proposal stands between this device and the client: a shape and words, never only one.

use super::words::proposals::when;
use crate::state::use_app;
use leptos::prelude::*;
use sync::Delivery;

/// How a proposal stands.
#[component]
pub fn DeliveryChip(
    /// How it stands; nothing is shown when that is not known.
    #[prop(into)]
    delivery: Signal<Option<Delivery>>,
) -> impl IntoView {
    let now = use_app().now;
    move || {
        let (class, said) = match delivery.get()? {
            Delivery::Saved(at) => (
                "state is-saved",
                text!(proposal::state_saved, when(at, now.get())),
            ),
            Delivery::Queued => (
                "state is-waiting",
                text!(proposal::state_waiting).to_owned(),
            ),
            Delivery::Sending => (
                "state is-sending",
                text!(proposal::state_sending).to_owned(),
            ),
            Delivery::Sent(at) => (
                "state is-sent",
                text!(proposal::state_sent, when(at, now.get())),
            ),
            Delivery::Refused(_) => ("state is-failed", text!(proposal::state_failed).to_owned()),
        };
        Some(view! { <span class=class>{said}</span> })
    }
}
