//! Taking something along: an address that a phone reads from the screen. Nothing is followed here.

use super::warning::WarningLine;
use crate::{components::qr_code::QrCode, device::browser, state::kiosk::use_kiosk};
use leptos::{html::Dialog, prelude::*};

/// The way to take along what is shown.
#[component]
pub fn TakeAlong(
    /// Where it is in Engawa.
    path: String,
) -> impl IntoView {
    let kiosk = use_kiosk();
    let address = browser::origin() + &path;
    view! {
        <div class="kiosk-take">
            <button
                class="button is-primary"
                type="button"
                on:click=move |_| kiosk.take_along(address.clone())
            >
                {t!(kiosk::take)}
            </button>
        </div>
    }
}

/// The address that a phone reads.
#[component]
pub fn Taken() -> impl IntoView {
    let kiosk = use_kiosk();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match kiosk.taken().is_some() {
            true if !dialog.open() => drop(dialog.show_modal()),
            false if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class="kiosk-sheet"
            node_ref=dialog
            aria-labelledby="taken-h"
            on:close=move |_| kiosk.put_down()
        >
            <h2 id="taken-h">{t!(kiosk::take)}</h2>
            <p>{t!(kiosk::take_text)}</p>
            <QrCode
                text=Signal::derive(move || kiosk.taken().unwrap_or_default())
                name=Signal::derive(|| text!(kiosk::take_code).to_owned())
            />
            <p class="kiosk-address">{move || kiosk.taken()}</p>
            <button class="button is-primary" type="button" on:click=move |_| kiosk.put_down()>
                {t!(app::close)}
            </button>
            <WarningLine />
        </dialog>
    }
}
