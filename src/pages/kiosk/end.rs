//! Before the end: what somebody wrote, and their phone does not have.

use super::warning::WarningLine;
use crate::{components::qr_code::QrCode, state::kiosk::use_kiosk};
use leptos::{html::Dialog, prelude::*, task::spawn_local};

/// Characters of a text that a QR code holds, whatever they are.
const IN_CODE: usize = 700;

/// Asks what becomes of it.
#[component]
pub fn Ending() -> impl IntoView {
    let kiosk = use_kiosk();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match kiosk.asks_to_end() {
            true if !dialog.open() => drop(dialog.show_modal()),
            false if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    let text = Memo::new(move |_| {
        kiosk.asks_to_end();
        kiosk.unhanded().unwrap_or_default()
    });
    let fits = move || text.with(|text| text.chars().count() <= IN_CODE);
    let hand_over = move |_| {
        spawn_local(async move {
            if kiosk.hand_over().await {
                kiosk.go_on();
            }
        });
    };
    view! {
        <dialog
            class="kiosk-sheet"
            node_ref=dialog
            aria-labelledby="ending-h"
            on:close=move |_| kiosk.go_on()
        >
            <h2 id="ending-h">{t!(kiosk::ending)}</h2>
            <p>{t!(kiosk::ending_text)}</p>
            <Show when=fits fallback=|| view! { <p>{t!(kiosk::too_long)}</p> }>
                <QrCode text name=Signal::derive(|| text!(kiosk::text_code).to_owned()) />
            </Show>
            <div class="button-row">
                <button class="button is-primary" type="button" on:click=hand_over>
                    {t!(kiosk::hand_over)}
                </button>
                <button class="button" type="button" on:click=move |_| kiosk.go_on()>
                    {t!(kiosk::go_on)}
                </button>
                <button class="button is-danger" type="button" on:click=move |_| kiosk.wipe()>
                    {t!(kiosk::wipe_all)}
                </button>
            </div>
            <WarningLine />
        </dialog>
    }
}
