//! For those who work at the space: behind a long press on the house mark, so that visitors do not
//! come here by chance. It lets nobody do what a visitor may not.

use super::Name;
use crate::{
    device::clock,
    state::kiosk::{Screen, use_kiosk},
};
use domain::Timestamp;
use leptos::prelude::*;

/// How long the mark is held, in milliseconds.
const HELD: i64 = 1_500;

/// The house mark. Held down, by finger or key, it opens the staff's screen.
#[component]
pub fn Brand() -> impl IntoView {
    let kiosk = use_kiosk();
    let since = StoredValue::new(None::<Timestamp>);
    let begin = move || {
        if since.get_value().is_none() {
            since.set_value(Some(clock::now()));
        }
    };
    let end = move || {
        let held = since.try_update_value(Option::take).flatten();
        if held.is_some_and(|since| clock::now().0 - since.0 >= HELD) {
            kiosk.show(Screen::Staff);
        }
    };
    view! {
        <button
            class="brand"
            type="button"
            aria-label=t!(kiosk::name)
            on:pointerdown=move |_| begin()
            on:pointerup=move |_| end()
            on:pointerleave=move |_| since.set_value(None)
            on:keydown=move |_| begin()
            on:keyup=move |_| end()
        >
            <Name />
        </button>
    }
}

/// The staff's screen.
#[component]
pub fn Staff() -> impl IntoView {
    view! {
        <h1 class="kiosk-title" tabindex="-1">
            {t!(kiosk::staff)}
        </h1>
        <p>{t!(kiosk::unpaired)}</p>
    }
}
