//! Several tabs of one browser: a hint that something changed, and a lock so that one of them syncs.

use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::BroadcastChannel;

/// Tells other tabs of the same person that the replica changed. A hint only: a tab that misses it
/// reads the change at its next sync.
#[derive(Debug, Clone)]
pub struct Tabs {
    channel: Option<BroadcastChannel>,
}

impl Tabs {
    /// Joins the tabs that share `name`; `changed` is called for each hint from another tab.
    pub fn join(name: &str, changed: impl Fn() + 'static) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            super::browser::listen_forever(channel, "message", changed);
        }
        Self { channel }
    }

    /// Tells the others.
    pub fn tell(&self) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::TRUE);
        }
    }

    /// Leaves.
    pub fn leave(&self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

/// A lock that at most one tab of the browser holds; dropping it lets go.
#[derive(Debug)]
pub struct TabLock {
    release: Rc<RefCell<Option<Function>>>,
}

impl Drop for TabLock {
    fn drop(&mut self) {
        if let Some(release) = self.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Waits for the lock `name`. Where the browser has no locks every tab gets one: the server's own
/// order keeps a mutation from being applied twice, the lock only saves the work.
pub async fn lock(name: &str) -> TabLock {
    let release = Rc::new(RefCell::new(None));
    let lock = TabLock {
        release: release.clone(),
    };
    let Some((locks, request)) = lock_manager() else {
        return lock;
    };
    let granted = Promise::new(&mut |granted, _| {
        let release = release.clone();
        // The lock is held until the promise given back here resolves.
        let hold = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
            let held = Promise::new(&mut |resolve, _| {
                *release.borrow_mut() = Some(resolve);
            });
            let _ = granted.call0(&JsValue::UNDEFINED);
            held.into()
        });
        let _request = request.call2(&locks, &JsValue::from_str(name), &hold);
    });
    let _ = JsFuture::from(granted).await;
    lock
}

/// `navigator.locks` and its `request`; web-sys has them behind an unstable flag only.
fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    let request = Reflect::get(&locks, &JsValue::from_str("request")).ok()?;
    Some((locks, request.dyn_into().ok()?))
}
