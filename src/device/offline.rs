//! The service worker: it keeps the app itself on the device, tells of a new version, and sends what
//! waits when no page does.

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use js_sys::{Array, Function, Promise, Reflect};
use std::{
    cell::{Cell, RefCell},
    pin::pin,
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    MessageChannel, MessageEvent, MessagePort, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, ServiceWorkerState,
};

/// The name under which the browser wakes the worker once there is a network.
const OUTBOX: &str = "engawa-outbox";
/// How long the worker has to answer, in milliseconds.
const PATIENCE: u32 = 4_000;

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
        let beside = container.clone();
        super::browser::listen_forever(&registration, "updatefound", move || {
            let Some(installing) = updating.installing() else {
                return;
            };
            let found = found.clone();
            let worker = installing.clone();
            let container = beside.clone();
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
        take_in(&container).await;
    });
}

/// Has the worker serve this page as well. One that was on its way while the worker became active, or was
/// loaded past it, is nobody's: without a network the parts of the app would not come.
async fn take_in(container: &ServiceWorkerContainer) {
    let Ok(ready) = container.ready() else { return };
    let Ok(registration) = JsFuture::from(ready).await else {
        return;
    };
    let registration = registration.dyn_into::<ServiceWorkerRegistration>().ok();
    let worker = registration.and_then(|registration| registration.active());
    if let (Some(worker), None) = (worker, container.controller()) {
        let _ = worker.post_message(&JsValue::from_str("take-in"));
    }
}

/// Answers the worker: that this page is awake, and, when the browser says that there is a network
/// again, whether it exchanges.
pub fn answer(exchange: impl Fn() -> bool + 'static) {
    let Some(container) = container() else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let asks = event.data().as_string().as_deref() == Some("exchange");
        let yes = !asks || exchange();
        if let Ok(port) = event.ports().get(0).dyn_into::<MessagePort>() {
            let _ = port.post_message(&JsValue::from_bool(yes));
        }
    });
    container.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
}

/// Has the browser wake the worker once there is a network, though no page may be open by then.
/// Nothing happens where the browser does not offer it.
pub fn send_later() {
    spawn_local(async {
        let Some(registration) = registration().await else {
            return;
        };
        let Ok(manager) = Reflect::get(&registration, &JsValue::from_str("sync")) else {
            return;
        };
        let register = Reflect::get(&manager, &JsValue::from_str("register"));
        let register = register.ok().and_then(|it| it.dyn_into::<Function>().ok());
        if let Some(register) = register
            && let Ok(promise) = register.call1(&manager, &JsValue::from_str(OUTBOX))
            && let Ok(promise) = promise.dyn_into::<Promise>()
        {
            // Refused where the person switched it off: then a page sends.
            let _ = JsFuture::from(promise).await;
        }
    });
}

/// The addresses of this site's other pages that do not answer, as the browser put them to sleep or
/// an older version of the app knows no answer. Empty where there is no worker to ask.
pub async fn sleeping_pages() -> Vec<String> {
    let answer = async {
        let worker = registration().await?.active()?;
        let channel = MessageChannel::new().ok()?;
        let (tell, told) = oneshot::channel();
        let tell = RefCell::new(Some(tell));
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(tell) = tell.take() {
                let _ = tell.send(event.data());
            }
        });
        channel
            .port1()
            .set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let ports = Array::of1(&channel.port2());
        worker
            .post_message_with_transferable(&JsValue::from_str("who-sleeps"), &ports)
            .ok()?;
        let patience = super::clock::sleep(PATIENCE);
        match select(told, pin!(patience)).await {
            Either::Left((Ok(pages), _)) => pages.dyn_into::<Array>().ok(),
            Either::Left((Err(_), _)) | Either::Right(_) => None,
        }
    };
    let pages: Option<Array> = answer.await;
    pages
        .map(|pages| pages.iter().filter_map(|page| page.as_string()).collect())
        .unwrap_or_default()
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let promise = container()?.get_registration();
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}
