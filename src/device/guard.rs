//! A page that nobody leaves: what a finger, a key or a link could do to get out of a kiosk.

use super::browser;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, EventTarget, HtmlAnchorElement, KeyboardEvent};

/// What says that somebody is there.
const TOUCHES: [&str; 4] = ["pointerdown", "keydown", "input", "wheel"];
/// What a browser offers beside the page: menus, and taking things out of it or into it.
const OFFERS: [&str; 4] = ["contextmenu", "dragstart", "dragover", "drop"];
/// Keys by which browsers open something else.
const WAYS_OUT: [&str; 7] = [
    "BrowserBack",
    "BrowserForward",
    "BrowserHome",
    "BrowserSearch",
    "LaunchMail",
    "LaunchApplication1",
    "ContextMenu",
];

/// Calls `touched` for whatever somebody does to the page, as long as it lives.
pub fn when_touched(touched: impl Fn() + Clone + 'static) {
    for event in TOUCHES {
        let touched = touched.clone();
        before_others(event, move |_| touched());
    }
}

/// Lets nobody out, as long as the page lives: no menus, no keys of the browser's, no way back. A
/// link is followed nowhere; `asked` is told where it leads.
pub fn lock_in(asked: impl Fn(String) + 'static) {
    for event in OFFERS {
        before_others(event, |event| event.prevent_default());
    }
    before_others("keydown", |event| {
        if event.dyn_ref().is_some_and(leads_out) {
            event.prevent_default();
        }
    });
    let asked = std::rc::Rc::new(asked);
    for event in ["click", "auxclick"] {
        let asked = asked.clone();
        before_others(event, move |event| {
            let Some(link) = link_of(event) else { return };
            event.prevent_default();
            // A link that acts as a button goes on; so does one within the page.
            if link
                .get_attribute("href")
                .is_some_and(|to| !to.starts_with('#'))
            {
                event.stop_propagation();
                asked(link.href());
            }
        });
    }
    hold_history();
}

/// The browser's way back leads to this page again.
fn hold_history() {
    fn here() {
        let history = web_sys::window().and_then(|window| window.history().ok());
        if let Some(history) = history {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&browser::path()));
        }
    }
    here();
    browser::on_window("popstate", here);
}

fn leads_out(key: &KeyboardEvent) -> bool {
    let name = key.key();
    let numbered = name
        .strip_prefix('F')
        .is_some_and(|number| number.parse::<u8>().is_ok());
    numbered
        || key.ctrl_key()
        || key.meta_key()
        || key.alt_key()
        || WAYS_OUT.contains(&name.as_str())
}

fn link_of(event: &Event) -> Option<HtmlAnchorElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("a[href]").ok()??.dyn_into().ok()
}

/// Hears of an event before anything in the page does.
fn before_others(event: &str, heard: impl Fn(&Event) + 'static) {
    let Some(document) = browser::document() else {
        return;
    };
    let target: &EventTarget = document.as_ref();
    let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| heard(&event));
    let _ = target.add_event_listener_with_callback_and_bool(
        event,
        heard.as_ref().unchecked_ref(),
        true,
    );
    heard.forget();
}
