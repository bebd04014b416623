//! What the window and the document offer.

use uuid::{Timestamp, Uuid};
use wasm_bindgen::{JsCast, closure::Closure};

/// A new id (UUIDv7), made on the device.
pub fn new_id() -> Uuid {
    let now = super::clock::now().0.unsigned_abs();
    let (seconds, milliseconds) = (now / 1000, now % 1000);
    Uuid::new_v7(Timestamp::from_unix_time(
        seconds,
        (milliseconds * 1_000_000) as u32,
        0,
        0,
    ))
}

/// A new id that nobody can guess (UUIDv4): whoever holds it may do something.
pub fn new_secret() -> Uuid {
    Uuid::new_v4()
}

/// Whether the browser believes that it has a network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether somebody can see the page.
pub fn is_visible() -> bool {
    document().is_none_or(|d| d.visibility_state() == web_sys::VisibilityState::Visible)
}

/// localStorage; `None` where the browser refuses it.
pub fn local_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// The document.
pub fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// The root element, `<html>`.
pub fn root() -> Option<web_sys::Element> {
    document()?.document_element()
}

/// The languages that the person prefers, first one first.
pub fn languages() -> Vec<String> {
    web_sys::window()
        .map(|window| window.navigator().languages())
        .map(|list| list.iter().filter_map(|tag| tag.as_string()).collect())
        .unwrap_or_default()
}

/// Calls `action` whenever `event` reaches the window, as long as the page lives.
pub fn on_window(event: &str, action: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        listen_forever(&window, event, action);
    }
}

/// Calls `action` whenever `event` reaches the document, as long as the page lives.
pub fn on_document(event: &str, action: impl Fn() + 'static) {
    if let Some(document) = document() {
        listen_forever(&document, event, action);
    }
}

/// Listens as long as the page lives.
pub fn listen_forever(target: &web_sys::EventTarget, event: &str, action: impl Fn() + 'static) {
    let action = Closure::<dyn Fn()>::new(action);
    let _ = target.add_event_listener_with_callback(event, action.as_ref().unchecked_ref());
    action.forget();
}

/// NFKC and lower case, by the browser's own tables; the app carries none.
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text)
        .normalize("NFKC")
        .to_lower_case()
        .into()
}

/// Takes no more keys and clicks, or takes them again: what is typed now would be lost.
pub fn hold_still(still: bool) {
    if let Some(root) = root() {
        let _ = match still {
            true => root.set_attribute("inert", ""),
            false => root.remove_attribute("inert"),
        };
    }
}

/// The page's path with its query.
pub fn path() -> String {
    let location = web_sys::window().map(|window| window.location());
    let part = |part: Option<Result<String, _>>| part.and_then(Result::ok).unwrap_or_default();
    let pathname = part(location.as_ref().map(web_sys::Location::pathname));
    pathname + &part(location.as_ref().map(web_sys::Location::search))
}

/// The language that the page says it is in.
pub fn language() -> String {
    let root = root().and_then(|root| root.get_attribute("lang"));
    root.unwrap_or_default()
}

/// Takes what follows the `#` out of the page's address, so that it stands in no history and in no
/// link that is passed on.
pub fn take_fragment() -> Option<String> {
    let window = web_sys::window()?;
    let hash = window.location().hash().ok()?;
    let fragment = hash.strip_prefix('#').filter(|rest| !rest.is_empty())?;
    let history = window.history().ok()?;
    let state = history.state().unwrap_or(wasm_bindgen::JsValue::NULL);
    let _ = history.replace_state_with_url(&state, "", Some(&path()));
    Some(fragment.to_owned())
}

/// Opens the browser's own way to print.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Loads another page of ours in the place of this one.
pub fn go(path: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(path);
    }
}

/// The page's own server: `https://engawa.example.jp`.
pub fn origin() -> String {
    let location = web_sys::window().map(|window| window.location());
    let origin = location.and_then(|location| location.origin().ok());
    origin.unwrap_or_default()
}

/// Puts a text where the person can paste it from. Browsers that do not allow it leave it at that:
/// the text stands on the screen too.
pub fn copy(text: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.navigator().clipboard().write_text(text);
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// The value of `name` in the page's query.
pub fn query_value(name: &str) -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search)
        .ok()?
        .get(name)
}

/// Sets or removes `name` in the page's query, without a step in the history.
pub fn set_query_value(name: &str, value: Option<&str>) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Ok(url) = window
        .location()
        .href()
        .and_then(|href| web_sys::Url::new(&href))
    else {
        return;
    };
    let query = url.search_params();
    if query.get(name).as_deref() == value {
        return;
    }
    match value {
        Some(value) => query.set(name, value),
        None => query.delete(name),
    }
    if let Ok(history) = window.history() {
        let state = history.state().unwrap_or(wasm_bindgen::JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&url.href()));
    }
}

/// Removes the element with this id.
pub fn remove(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// Sets the title that tabs, history and screen readers show.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves the focus to the first element that matches, so that a screen reader hears a new screen.
pub fn focus(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Runs after the next paint, when what was just rendered is in the document.
pub fn after_paint(action: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(action);
}

/// Light or dark by choice; `None` follows the system.
pub fn set_theme(theme: Option<&str>) {
    if let Some(root) = root() {
        let _ = match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        };
    }
}

/// Resolves when somebody looks at the page who did not before.
pub async fn becomes_visible() {
    let (tell, told) = futures::channel::oneshot::channel::<()>();
    let tell = std::cell::RefCell::new(Some(tell));
    let Some(document) = document() else {
        return std::future::pending().await;
    };
    let shown = Closure::<dyn Fn()>::new(move || {
        if is_visible()
            && let Some(tell) = tell.take()
        {
            let _ = tell.send(());
        }
    });
    let listener = Listener {
        target: document.into(),
        event: "visibilitychange",
        action: shown,
    };
    let _ = listener
        .target
        .add_event_listener_with_callback(listener.event, listener.action.as_ref().unchecked_ref());
    let _ = told.await;
    drop(listener);
}

/// Listens until it is dropped.
struct Listener {
    target: web_sys::EventTarget,
    event: &'static str,
    action: Closure<dyn Fn()>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.event, self.action.as_ref().unchecked_ref());
    }
}
