//! Leaving the device. Nothing unsent goes without having been asked for.

use super::toasts::use_toasts;
use crate::{
    device::browser,
    state::{session::FormError, use_app},
};
use leptos::{html::Dialog, prelude::*, task::spawn_local};

/// The button, and the question that it asks when something would be erased.
#[component]
pub fn LogOut() -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let dialog = NodeRef::<Dialog>::new();
    let failure = RwSignal::new(None::<FormError>);
    let leaving = RwSignal::new(false);
    let drafts = Memo::new(move |_| {
        let drafts = app.replica.drafts();
        drafts
            .iter()
            .filter(|draft| draft.sending.is_none() && !draft.is_blank())
            .count()
    });
    let waiting = Memo::new(move |_| app.replica.waiting());
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let leave = move || {
        if leaving.get_untracked() {
            return;
        }
        leaving.set(true);
        failure.set(None);
        spawn_local(async move {
            match app.session.log_out().await {
                Ok(()) => {
                    close();
                    app.replica.leave().await;
                    // What could not be erased has a notice of its own.
                    if untrack(|| app.replica.left_behind()).is_none() {
                        toasts.say(text!(account::logged_out));
                    }
                    browser::after_paint(|| browser::focus("h1[tabindex]"));
                }
                Err(error) => {
                    close();
                    failure.try_set(Some(error));
                }
            }
            leaving.try_set(false);
        });
    };
    let ask = move |_| {
        if drafts.get_untracked() == 0 && waiting.get_untracked() == 0 {
            leave();
        } else if !browser::is_online() {
            failure.set(Some(FormError::Unreachable));
        } else if let Some(dialog) = dialog.get_untracked() {
            // Refused only where it is open already.
            let _ = dialog.show_modal();
        }
    };
    let failed = move || {
        failure.get().map(|error| {
            let said = match error {
                FormError::Unreachable if browser::is_online() => {
                    text!(account::log_out_unreachable)
                }
                FormError::Unreachable => text!(account::log_out_offline),
                _ => text!(account::failed),
            };
            view! {
                <div class="notice is-warn" role="alert">
                    <p class="notice-text">
                        <strong>{t!(account::log_out_failed)}</strong>
                        {said}
                    </p>
                </div>
            }
        })
    };
    view! {
        <p>{t!(account::log_out_text)}</p>
        {failed}
        <div class="button-row">
            <button class="button is-danger" type="button" aria-haspopup="dialog" on:click=ask>
                {t!(account::log_out)}
            </button>
        </div>
        <dialog class="sheet" node_ref=dialog aria-labelledby="log-out-h">
            <div class="sheet-head">
                <h2 id="log-out-h" tabindex="-1" autofocus>
                    {t!(account::log_out_ask)}
                </h2>
            </div>
            <div class="sheet-body">
                <p>{t!(account::would_be_erased)}</p>
                <ul>
                    <Show when=move || { waiting.get() > 0 }>
                        <li>{move || text!(account::waiting, waiting.get())}</li>
                    </Show>
                    <Show when=move || { drafts.get() > 0 }>
                        <li>{move || text!(account::drafts, drafts.get())}</li>
                    </Show>
                </ul>
                <Show when=move || { waiting.get() > 0 }>
                    <p>{t!(account::would_be_erased_waiting)}</p>
                </Show>
            </div>
            <div class="sheet-foot">
                <button class="button is-danger" type="button" on:click=move |_| leave()>
                    {t!(account::erase_and_log_out)}
                </button>
                <button class="button is-primary" type="button" on:click=move |_| close()>
                    {t!(account::stay)}
                </button>
            </div>
        </dialog>
    }
}
