//! この端末のデータを消す: all that Engawa keeps here, after saying what of it is nowhere else.

use crate::{
    components::{
        export_button::ExportButton,
        toasts::use_toasts,
        unsent::{NotExported, UnsentList, unsent},
    },
    device::browser,
    state::use_app,
};
use leptos::{html::Dialog, prelude::*, task::spawn_local};

/// The button, and what it asks before.
#[component]
pub fn Wipe() -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let dialog = NodeRef::<Dialog>::new();
    let unsent = unsent();
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // Refused only where it is open already.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let wipe = move |_| {
        close();
        spawn_local(async move {
            app.wipe().await;
            // What could not be erased has a notice of its own.
            if untrack(|| app.replica.left_behind()).is_none() {
                toasts.say(text!(device::wiped));
            }
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        });
    };
    view! {
        <section class="panel" aria-labelledby="wipe-h">
            <h2 id="wipe-h">{t!(device::wipe)}</h2>
            <p>{t!(device::wipe_text)}</p>
            <div class="button-row">
                <button class="button is-danger" type="button" aria-haspopup="dialog" on:click=open>
                    {t!(device::wipe)}
                </button>
            </div>
            <dialog class="sheet" node_ref=dialog aria-labelledby="wipe-ask">
                <div class="sheet-head">
                    <h2 id="wipe-ask" tabindex="-1" autofocus>
                        {t!(device::wipe_ask)}
                    </h2>
                </div>
                <div class="sheet-body ask">
                    <Show
                        when=move || !unsent.get().is_nothing()
                        fallback=|| view! { <p>{t!(device::wipe_nothing_lost)}</p> }
                    >
                        <p>{t!(device::wipe_lost)}</p>
                        <UnsentList unsent />
                        <p>{t!(device::wipe_export_first)}</p>
                        <NotExported unsent />
                        <div class="button-row">
                            <ExportButton />
                        </div>
                    </Show>
                </div>
                <div class="sheet-foot">
                    <button class="button is-danger" type="button" on:click=wipe>
                        {t!(device::wipe_now)}
                    </button>
                    <button class="button is-primary" type="button" on:click=move |_| close()>
                        {t!(device::cancel)}
                    </button>
                </div>
            </dialog>
        </section>
    }
}
