//! Small words about what just happened, with an undo where there is one.

use crate::device::clock;
use leptos::prelude::*;
use std::rc::Rc;

/// How long a word stays, in milliseconds.
const STAYS: u32 = 6_000;

#[derive(Clone)]
struct Toast {
    id: u64,
    said: String,
    undo: Option<Rc<dyn Fn()>>,
}

/// Says small words.
#[derive(Clone, Copy)]
pub struct ToastState {
    shown: RwSignal<Vec<Toast>, LocalStorage>,
    next: StoredValue<u64>,
}

/// Puts up the place for small words.
pub fn provide_toasts() {
    provide_context(ToastState {
        shown: RwSignal::new_local(Vec::new()),
        next: StoredValue::new(0),
    });
}

/// The place for small words.
pub fn use_toasts() -> ToastState {
    expect_context()
}

impl ToastState {
    /// Says something.
    pub fn say(self, said: impl Into<String>) {
        self.show(said.into(), None);
    }

    /// Says something that can be undone.
    pub fn say_with_undo(self, said: impl Into<String>, undo: impl Fn() + 'static) {
        self.show(said.into(), Some(Rc::new(undo)));
    }

    fn show(self, said: String, undo: Option<Rc<dyn Fn()>>) {
        self.next.update_value(|next| *next += 1);
        let id = self.next.get_value();
        self.shown.set(vec![Toast { id, said, undo }]);
        leptos::task::spawn_local(async move {
            clock::sleep(STAYS).await;
            self.close(id);
        });
    }

    fn close(self, id: u64) {
        self.shown
            .update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Where small words appear.
#[component]
pub fn Toasts() -> impl IntoView {
    let toasts = use_toasts();
    let shown = move |toast: Toast| {
        let id = toast.id;
        view! {
            <div class="toast">
                <span>{toast.said}</span>
                {toast
                    .undo
                    .map(|undo| {
                        let undo = move |_| {
                            undo();
                            toasts.close(id);
                        };
                        view! {
                            <button class="button" type="button" on:click=undo>
                                {t!(app::undo)}
                            </button>
                        }
                    })}
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite" aria-label=t!(app::happened)>
            {move || toasts.shown.get().into_iter().map(shown).collect_view()}
        </div>
    }
}
