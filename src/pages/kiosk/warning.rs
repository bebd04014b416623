//! まだお使いですか: said once, politely; the seconds are for the eyes.

use crate::state::kiosk::use_kiosk;
use domain::kiosk::Stillness;
use leptos::prelude::*;

/// Asks whether somebody is still there, before all is wiped.
#[component]
pub fn Warning() -> impl IntoView {
    let left = left();
    let warns = Memo::new(move |_| left.with(Option::is_some));
    view! {
        // It is there before it says something, so that it is heard.
        <div class="kiosk-warning" class:is-shown=warns role="status" aria-live="polite">
            <Show when=move || warns.get()>
                <p class="kiosk-warning-title">{t!(kiosk::still_there)}</p>
                <p>{t!(kiosk::still_there_text)}</p>
                <p class="kiosk-seconds" aria-hidden="true">
                    {move || left.get()}
                </p>
                // Any touch goes on; this one says so.
                <button class="button is-primary" type="button">
                    {t!(kiosk::go_on)}
                </button>
            </Show>
        </div>
    }
}

/// The same within a dialog, which hides whatever stands behind it.
#[component]
pub fn WarningLine() -> impl IntoView {
    let left = left();
    let warns = Memo::new(move |_| left.with(Option::is_some));
    view! {
        <div class="kiosk-warning-line" role="status" aria-live="polite">
            <Show when=move || warns.get()>
                <p>{t!(kiosk::still_there_text)}</p>
                <p class="kiosk-seconds" aria-hidden="true">
                    {move || left.get()}
                </p>
            </Show>
        </div>
    }
}

/// Seconds that are left, once it is asked.
fn left() -> Memo<Option<u32>> {
    let kiosk = use_kiosk();
    Memo::new(move |_| match kiosk.stillness() {
        Stillness::Warning(left) => Some(left),
        Stillness::Used | Stillness::Over => None,
    })
}
