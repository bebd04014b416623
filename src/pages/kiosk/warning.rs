//! まだお使いですか: said once, politely; the seconds are for the eyes.

use crate::state::kiosk::use_kiosk;
use domain::kiosk::Stillness;
use leptos::prelude::*;

/// Asks whether somebody is still there, before all is wiped.
#[component]
pub fn Warning() -> impl IntoView {
    let kiosk = use_kiosk();
    let left = Memo::new(move |_| match kiosk.stillness() {
        Stillness::Warning(left) => Some(left),
        Stillness::Used | Stillness::Over => None,
    });
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
