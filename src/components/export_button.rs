//! 書き出す: what is only on this device, as a file.

use crate::{
    device::{clock, files},
    state::use_app,
};
use leptos::{prelude::*, task::spawn_local};

/// The button, and a word of what came of it.
#[component]
pub fn ExportButton() -> impl IntoView {
    let app = use_app();
    let came = RwSignal::new(None::<bool>);
    let export = move |_| {
        spawn_local(async move {
            let saved = match app.replica.export().await {
                Ok(text) => files::save(&format!("engawa-{}.json", clock::today()), &text),
                Err(_) => false,
            };
            came.try_set(Some(saved));
        });
    };
    let said = move || {
        came.get().map(|saved| match saved {
            true => text!(device::exported),
            false => text!(device::not_exported),
        })
    };
    view! {
        <button class="button" type="button" on:click=export>
            {t!(device::export)}
        </button>
        <span class="export-said" role="status">
            {said}
        </span>
    }
}
