//! Leaving the device. Nothing unsent goes without having been asked for: it is sent, taken along, or
//! given up by the person's own word.

use super::{
    export_button::ExportButton,
    toasts::use_toasts,
    unsent::{NotExported, UnsentList, unsent},
};
use crate::{
    device::browser,
    state::{session::FormError, sync::SyncStatus, use_app},
};
use leptos::{html::Dialog, prelude::*, task::spawn_local};

/// Why the person is still here.
#[derive(Clone, PartialEq)]
enum StillHere {
    /// The session did not end.
    Failed(FormError),
    /// Not all was sent.
    NotSent,
}

/// The button, and the question that it asks when something would be erased.
#[component]
pub fn LogOut() -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let dialog = NodeRef::<Dialog>::new();
    let why = RwSignal::new(None::<StillHere>);
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let unsent = unsent();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let leave = async move || match app.session.log_out().await {
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
            why.try_set(Some(StillHere::Failed(error)));
        }
    };
    let start = move || {
        let was = busy.get_untracked();
        busy.set(true);
        why.set(None);
        !was
    };
    let erase_and_leave = move |_| {
        if start() {
            spawn_local(async move {
                leave().await;
                busy.try_set(false);
            });
        }
    };
    let send_and_leave = move |_| {
        if start() {
            spawn_local(async move {
                app.replica.share_at_once().await;
                app.sync.send_all().await;
                let left = unsent.get_untracked();
                if left.can_be_sent() {
                    why.try_set(Some(StillHere::NotSent));
                } else if left.is_nothing() {
                    leave().await;
                }
                // Else what cannot be sent is listed still, and the person decides.
                busy.try_set(false);
            });
        }
    };
    let ask = move |_| {
        if unsent.get_untracked().is_nothing() {
            if start() {
                spawn_local(async move {
                    leave().await;
                    busy.try_set(false);
                });
            }
        } else if let Some(dialog) = dialog.get_untracked() {
            why.set(None);
            asking.set(true);
            // Refused only where it is open already.
            let _ = dialog.show_modal();
        }
    };
    let offline = move || app.sync.status() == SyncStatus::Offline || !browser::is_online();
    let reason = move || {
        why.get().map(|why| {
            let (title, said) = match why {
                StillHere::NotSent if offline() => (
                    text!(device::not_all_sent),
                    text!(device::not_all_sent_offline),
                ),
                StillHere::NotSent => (
                    text!(device::not_all_sent),
                    text!(device::not_all_sent_text),
                ),
                StillHere::Failed(FormError::Unreachable) if offline() => (
                    text!(account::log_out_failed),
                    text!(account::log_out_offline),
                ),
                StillHere::Failed(FormError::Unreachable) => (
                    text!(account::log_out_failed),
                    text!(account::log_out_unreachable),
                ),
                StillHere::Failed(_) => (text!(account::log_out_failed), text!(account::failed)),
            };
            view! {
                <div class="notice is-warn" role="alert">
                    <p class="notice-text">
                        <strong>{title}</strong>
                        {said}
                    </p>
                </div>
            }
        })
    };
    let leaving = move || match unsent.get().is_nothing() {
        true => text!(device::log_out_now),
        false => text!(account::erase_and_log_out),
    };
    let can_send = Memo::new(move |_| unsent.get().can_be_sent());
    view! {
        <p>{t!(account::log_out_text)}</p>
        <Show when=move || !asking.get()>{reason}</Show>
        <div class="button-row">
            <button class="button is-danger" type="button" aria-haspopup="dialog" on:click=ask>
                {t!(account::log_out)}
            </button>
        </div>
        <dialog
            class="sheet"
            node_ref=dialog
            aria-labelledby="log-out-h"
            on:close=move |_| asking.set(false)
        >
            <div class="sheet-head">
                <h2 id="log-out-h" tabindex="-1" autofocus>
                    {t!(account::log_out_ask)}
                </h2>
            </div>
            <div class="sheet-body ask">
                <Show when=move || asking.get()>{reason}</Show>
                <Show
                    when=move || !unsent.get().is_nothing()
                    fallback=|| view! { <p>{t!(device::all_arrived)}</p> }
                >
                    <p>{t!(account::would_be_erased)}</p>
                    <UnsentList unsent />
                    <p>{t!(device::log_out_choices)}</p>
                    <NotExported unsent />
                    <div class="button-row">
                        <ExportButton />
                    </div>
                </Show>
            </div>
            <div class="sheet-foot is-stacked">
                <button
                    class="button is-danger"
                    type="button"
                    disabled=move || busy.get()
                    on:click=erase_and_leave
                >
                    {leaving}
                </button>
                <button class="button" type="button" on:click=move |_| close()>
                    {t!(account::stay)}
                </button>
                <Show when=move || can_send.get()>
                    <button
                        class="button is-primary"
                        type="button"
                        disabled=move || busy.get()
                        on:click=send_and_leave
                    >
                        {t!(device::send_and_log_out)}
                    </button>
                </Show>
            </div>
        </dialog>
    }
}
