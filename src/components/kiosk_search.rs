//! Searching at a kiosk. No form: browsers remember what is sent with one.

use super::drawings::{Drawing, Icon};
use crate::text::Said;
use board::query::MAX_TEXT;
use leptos::prelude::*;

/// A search box that finds at each key.
#[component]
pub fn KioskSearch(
    /// What is typed.
    words: RwSignal<String>,
    /// Its name.
    name: Said,
) -> impl IntoView {
    let name = StoredValue::new(name);
    let said = move || name.with_value(|name| name());
    view! {
        <div class="search kiosk-search" role="search">
            <div class="search-box">
                <Drawing icon=Icon::Search />
                <input
                    class="input"
                    type="search"
                    aria-label=said
                    placeholder=said
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    maxlength=MAX_TEXT
                    prop:value=words
                    on:input=move |event| words.set(event_target_value(&event))
                />
            </div>
        </div>
    }
}
