//! The filters over the list, where there is no room beside it.

use super::{asked::Asked, conditions, filters::filters, finding::Finding};
use crate::{
    components::drawings::{Drawing, Icon},
    parts::piece,
};
use leptos::{html, prelude::*};

/// A dialog with the filters; the form is there while it is open.
#[component]
pub fn Sheet(
    /// What is asked for.
    asked: Asked,
    /// What is found.
    finding: Finding,
    /// The dialog, for whoever opens it.
    dialog: NodeRef<html::Dialog>,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // A tap beside the sheet lands on the dialog itself.
    let beside = move |event: leptos::ev::MouseEvent| {
        if event.target() == event.current_target() {
            close();
        }
    };
    view! {
        <dialog
            class="sheet"
            aria-labelledby="sheet-h"
            node_ref=dialog
            on:close=move |_| open.set(false)
            on:click=beside
        >
            <Show when=move || open.get()>
                <div class="sheet-head">
                    <h2 id="sheet-h" tabindex="-1" autofocus>
                        {t!(board::filters)}
                    </h2>
                    <button
                        class="button is-icon"
                        type="button"
                        aria-label=t!(app::close)
                        on:click=move |_| close()
                    >
                        <Drawing icon=Icon::Close />
                    </button>
                </div>
                <div class="sheet-body">
                    {piece(filters, move |form| form(asked, finding, "sheet"))}
                </div>
                <div class="sheet-foot">
                    <button
                        class="button is-plain"
                        type="button"
                        on:click=move |_| {
                            asked.choose(conditions::without_filters(&untrack(|| asked.query())));
                        }
                    >
                        {t!(board::lift_all)}
                    </button>
                    <button class="button is-primary" type="button" on:click=move |_| close()>
                        {move || text!(board::show_found, finding.count())}
                    </button>
                </div>
            </Show>
        </dialog>
    }
}
