//! Locks that at most one tab of the browser holds. A tab that the browser puts to sleep lets go of
//! all of them; from one that stopped without a word (a debugger, a device that hangs) they are
//! taken. What is done under a lock is right without it too: the lock only saves the work of doing it
//! twice.

use futures::{
    FutureExt,
    channel::oneshot,
    future::{Either, Shared, select},
};
use js_sys::{Function, Object, Promise, Reflect};
use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::pin,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

/// A lock; dropping it lets go.
#[derive(Debug)]
pub struct TabLock {
    grip: Rc<Grip>,
    lost: Shared<oneshot::Receiver<()>>,
}

#[derive(Debug, Default)]
struct Grip {
    /// Lets the browser give the lock to the next tab.
    release: RefCell<Option<Function>>,
    /// Ends waiting for it.
    waiting: RefCell<Option<AbortController>>,
    /// Tells its holder that it is lost.
    losing: RefCell<Option<oneshot::Sender<()>>>,
    let_go: Cell<bool>,
}

thread_local! {
    /// What this tab holds or waits for.
    static GRIPS: RefCell<Vec<Weak<Grip>>> = const { RefCell::new(Vec::new()) };
}

impl Grip {
    fn let_go(&self) {
        self.let_go.set(true);
        if let Some(waiting) = self.waiting.take() {
            waiting.abort();
        }
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
        if let Some(losing) = self.losing.take() {
            let _ = losing.send(());
        }
    }
}

impl Drop for TabLock {
    fn drop(&mut self) {
        self.grip.let_go();
    }
}

impl TabLock {
    fn new() -> (Self, Rc<Grip>) {
        let (losing, lost) = oneshot::channel();
        let grip = Rc::new(Grip {
            losing: RefCell::new(Some(losing)),
            ..Grip::default()
        });
        GRIPS.with_borrow_mut(|grips| {
            grips.retain(|grip| grip.strong_count() > 0);
            grips.push(Rc::downgrade(&grip));
        });
        let lock = Self {
            grip: grip.clone(),
            lost: lost.shared(),
        };
        (lock, grip)
    }

    /// Whether it is this tab's still.
    pub fn is_held(&self) -> bool {
        !self.grip.let_go.get()
    }

    /// Resolves when another tab took it, or this one went to sleep.
    pub fn lost(&self) -> impl Future<Output = ()> + use<> {
        self.lost.clone().map(|_| ())
    }
}

/// Lets go of every lock whenever the browser puts this tab to sleep.
pub fn let_go_when_frozen() {
    crate::device::browser::on_document("freeze", || {
        let grips = GRIPS.with_borrow(|grips| grips.clone());
        for grip in grips.iter().filter_map(Weak::upgrade) {
            grip.let_go();
        }
    });
}

/// Waits for the lock `name`, and takes it from its holder once `patience` resolves. Where the
/// browser has no locks every tab gets one.
pub async fn lock(name: &str, patience: impl Future<Output = ()>) -> TabLock {
    let (lock, grip) = TabLock::new();
    let controller = AbortController::new().ok();
    let options = Object::new();
    if let Some(controller) = &controller {
        let _ = Reflect::set(&options, &"signal".into(), &controller.signal());
    }
    *grip.waiting.borrow_mut() = controller;
    let Some(granted) = request(name, &options, &grip) else {
        return lock;
    };
    match select(pin!(granted), pin!(patience)).await {
        Either::Left(_) => lock,
        // It may have been granted within this very moment.
        Either::Right(_) if grip.release.borrow().is_some() => lock,
        Either::Right(_) => {
            drop(lock);
            steal(name).await
        }
    }
}

/// Takes the lock, whoever holds it.
async fn steal(name: &str) -> TabLock {
    let (lock, grip) = TabLock::new();
    let options = Object::new();
    let _ = Reflect::set(&options, &"steal".into(), &JsValue::TRUE);
    if let Some(granted) = request(name, &options, &grip) {
        granted.await;
    }
    lock
}

/// Asks for a lock. What comes back resolves when it is granted, or will not be any more; `None`
/// where the browser has no locks.
fn request(
    name: &str,
    options: &Object,
    grip: &Rc<Grip>,
) -> Option<impl Future<Output = ()> + use<>> {
    let (locks, request) = lock_manager()?;
    let (tell, granted) = oneshot::channel();
    let tell = Rc::new(RefCell::new(Some(tell)));
    let told = tell.clone();
    let holding = grip.clone();
    // The lock is held until the promise given back here resolves.
    let hold = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
        let held = Promise::new(&mut |resolve, _| {
            *holding.release.borrow_mut() = Some(resolve);
        });
        holding.waiting.take();
        if holding.let_go.get() {
            // Nobody waits for it any more.
            holding.let_go();
        }
        if let Some(tell) = tell.take() {
            let _ = tell.send(());
        }
        held.into()
    });
    let asked = request
        .call3(&locks, &JsValue::from_str(name), options, &hold)
        .ok()
        .and_then(|asked| asked.dyn_into::<Promise>().ok());
    let holding = grip.clone();
    spawn_local(async move {
        // It fails when another tab takes the lock, and when nobody waits for it any more.
        if let Some(asked) = asked
            && JsFuture::from(asked).await.is_err()
        {
            holding.let_go();
        }
        if let Some(tell) = told.take() {
            let _ = tell.send(());
        }
    });
    Some(granted.map(|_| ()))
}

/// `navigator.locks` and its `request`; web-sys has them behind an unstable flag only.
fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    let request = Reflect::get(&locks, &JsValue::from_str("request")).ok()?;
    Some((locks, request.dyn_into().ok()?))
}
