//! Whether the system has a keyboard: keys that were pressed, or one that came up on the screen.

use super::{clock, media};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// How long a system's keyboard takes to come up, in milliseconds.
const COMES_UP: u32 = 700;
/// How much of the window it takes at least, in pixels.
const TAKES: f64 = 120.0;

/// Whether a field has the focus that nobody could type into: it was touched, no key was pressed
/// since the page began, and no keyboard came up.
pub fn is_wanted() -> RwSignal<bool> {
    let wanted = RwSignal::new(false);
    let has_keys = StoredValue::new(false);
    let whole = StoredValue::new(height());
    let key = window_event_listener(leptos::ev::keydown, move |key| {
        // Keyboards on the screen send keys of no name.
        if key.key() != "Unidentified" && key.is_trusted() {
            has_keys.set_value(true);
            wanted.set(false);
        }
    });
    let focus = window_event_listener(leptos::ev::focusin, move |event| {
        let is_field = event
            .target()
            .is_some_and(|target| target.dyn_ref::<web_sys::HtmlInputElement>().is_some());
        if !is_field || has_keys.get_value() || !media::matches("(any-pointer: coarse)") {
            return;
        }
        leptos::task::spawn_local(async move {
            clock::sleep(COMES_UP).await;
            let taken = whole.try_get_value().unwrap_or_default() - height();
            let has_keys = has_keys.try_get_value().unwrap_or(true);
            if taken < TAKES && !has_keys {
                wanted.try_set(true);
            }
        });
    });
    on_cleanup(move || {
        key.remove();
        focus.remove();
    });
    wanted
}

/// How much of the page can be seen, in pixels.
fn height() -> f64 {
    let window = web_sys::window();
    let seen = window.as_ref().and_then(|window| window.visual_viewport());
    seen.map_or(0.0, |seen| seen.height())
}
