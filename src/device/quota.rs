//! Room on the device, and whether the browser promised to keep what is stored.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What the browser says of its storage for this site.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Room {
    /// Bytes in use, roughly.
    pub used: Option<u64>,
    /// Bytes that may be used, roughly.
    pub quota: Option<u64>,
    /// The browser promised not to evict it by itself.
    pub kept: bool,
}

fn manager() -> Option<web_sys::StorageManager> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &JsValue::from_str("storage"))
        .ok()?
        .dyn_into()
        .ok()
}

/// How much room there is.
pub async fn room() -> Room {
    let Some(manager) = manager() else {
        return Room::default();
    };
    let mut room = Room::default();
    if let Ok(promise) = manager.persisted()
        && let Ok(kept) = JsFuture::from(promise).await
    {
        room.kept = kept.is_truthy();
    }
    if let Ok(promise) = manager.estimate()
        && let Ok(estimate) = JsFuture::from(promise).await
    {
        let number = |name| {
            Reflect::get(&estimate, &JsValue::from_str(name))
                .ok()?
                .as_f64()
                .map(|n| n as u64)
        };
        room.used = number("usage");
        room.quota = number("quota");
    }
    room
}

/// Asks the browser to keep what is stored.
pub async fn ask_to_keep() -> bool {
    let Some(manager) = manager() else {
        return false;
    };
    match manager.persist() {
        Ok(promise) => JsFuture::from(promise)
            .await
            .is_ok_and(|kept| kept.is_truthy()),
        Err(_) => false,
    }
}
