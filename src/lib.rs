//! The app: an in-browser work commons for people who work from home.
//!
//! A library beside its one-line program, so that measurements can use the rooms of the app.

#![forbid(unsafe_code)]

use device::occupant::Occupant;
use leptos::prelude::*;

#[macro_use]
pub mod text;
#[macro_use]
pub mod parts;

pub mod app;
pub mod components;
pub mod device;
pub mod pages;
pub mod paths;
pub mod state;

/// Puts the app into the page, once it is known who is at the device.
pub fn start() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        let at_kiosk = paths::is_kiosk(&device::browser::path());
        let occupant = match at_kiosk {
            // Nobody's device: who stands there is nobody, and nothing of them is written down.
            true => Occupant::nobody(),
            false => Occupant::load().await,
        };
        leptos::mount::mount_to_body(move || view! { <app::App occupant at_kiosk /> });
    });
}
