//! The service worker: it keeps the app itself on the device, and tells of a new version.

use js_sys::Reflect;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

/// A new version that waits to be used.
#[derive(Clone, Debug)]
pub struct NewVersion(ServiceWorker);

impl NewVersion {
    /// Uses it: the worker takes over and the page loads anew.
    pub fn use_it(&self) {
        let _ = self.0.post_message(&JsValue::from_str("take-over"));
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &JsValue::from_str("serviceWorker"))
        .ok()?
        .dyn_into()
        .ok()
}

/// Registers the worker; `found` is called when a new version waits. Nothing happens where the
/// browser has no workers.
pub fn install(found: impl Fn(NewVersion) + 'static) {
    let Some(container) = container() else { return };
    let found = Rc::new(found);
    // Only a page that was already under a worker changes hands; a first visit does not reload.
    let was_controlled = Cell::new(container.controller().is_some());
    super::browser::listen_forever(&container, "controllerchange", move || {
        if was_controlled.replace(true) {
            super::browser::reload();
        }
    });
    spawn_local(async move {
        let Ok(registered) = JsFuture::from(container.register("/sw.js")).await else {
            return;
        };
        let Ok(registration) = registered.dyn_into::<ServiceWorkerRegistration>() else {
            return;
        };
        if let Some(waiting) = registration.waiting() {
            found(NewVersion(waiting));
        }
        let updating = registration.clone();
        super::browser::listen_forever(&registration, "updatefound", move || {
            let Some(installing) = updating.installing() else {
                return;
            };
            let found = found.clone();
            let worker = installing.clone();
            let container = container.clone();
            super::browser::listen_forever(&installing, "statechange", move || {
                // Installed beside a worker that is in use: a new version. Alone: the first visit.
                if worker.state() == ServiceWorkerState::Installed
                    && container.controller().is_some()
                {
                    found(NewVersion(worker.clone()));
                }
            });
        });
        // An installed app may stay open for days: look again whenever somebody comes back to it.
        super::browser::on_document("visibilitychange", move || {
            if super::browser::is_visible() {
                let _ = registration.update();
            }
        });
    });
}
