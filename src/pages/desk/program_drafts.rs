//! Programs that are being written, and what can be done with one that is announced.

use crate::{
    components::{delivery::DeliveryChip, toasts::use_toasts, words},
    device::browser,
    paths,
    state::{own_programs::OwnProgram, use_app},
};
use domain::{Command, DraftId, program::Program};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use sync::{Delivery, Draft};

/// Programs that are being written.
#[component]
pub fn ProgramDrafts() -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        // What waits to be announced stands among the programs.
        let drafts = app.replica.program_drafts().into_iter();
        let unsent = drafts.filter(|draft| draft.sending.is_none());
        unsent.map(|draft| draft.id).collect::<Vec<DraftId>>()
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <section class="proposal-group" aria-labelledby="program-drafts">
                <h2 id="program-drafts">{t!(program_editor::drafts)}</h2>
                <ul class="proposal-list" role="list" aria-labelledby="program-drafts">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <DraftItem id />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn DraftItem(id: DraftId) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let draft = Memo::new(move |_| app.replica.draft(id));
    let title = move || {
        let title = draft.with(|draft| draft.as_ref().map(|draft| draft.title.clone()));
        match title.unwrap_or_default() {
            title if title.is_empty() => text!(program_editor::untitled).to_owned(),
            title => title,
        }
    };
    let delivery = Memo::new(move |_| draft.with(|d| d.as_ref().map(|d| d.delivery(&[]))));
    let is_edit = Memo::new(move |_| draft.with(|d| d.as_ref().is_some_and(Draft::is_edit)));
    let reason = move || match delivery.get() {
        Some(Delivery::Refused(refusal)) => {
            let reason = words::program_editor::refusal(&refusal);
            Some(view! { <p class="reason">{reason} " " {text!(proposal::kept_as_draft)}</p> })
        }
        _ => None,
    };
    let delete = move |_| {
        if let Some(draft) = app.replica.discard_draft(id) {
            toasts.say_with_undo(text!(desk::draft_deleted), move || {
                app.replica.restore_draft(draft.clone());
            });
            // The button is gone; the list is still here.
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        }
    };
    view! {
        <li class="proposal-item">
            <p class="chips">
                <DeliveryChip delivery />
            </p>
            <h3>
                <a href=paths::program_draft(id)>{title}</a>
            </h3>
            <Show when=move || is_edit.get()>
                <p class="meta">
                    <span>{t!(program_editor::edit_of)}</span>
                </p>
            </Show>
            {reason}
            <div class="button-row">
                <button
                    class="button is-plain"
                    type="button"
                    aria-label=move || text!(proposal::delete_of, title())
                    on:click=delete
                >
                    {t!(proposal::delete)}
                </button>
            </div>
        </li>
    }
}

/// 直す, 受付を閉じる, 複製する.
#[component]
pub fn ProgramActions(
    /// The program.
    own: Memo<Option<OwnProgram>>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let says = move |of: fn(&Program) -> bool| {
        Memo::new(move |_| own.with(|own| own.as_ref().is_some_and(|own| of(&own.program))))
    };
    let is_closed = says(|program| program.closed);
    let title = move || {
        let title = own.with(|own| own.as_ref().map(|own| own.program.title.clone()));
        title.unwrap_or_default()
    };
    let close = move |closed: bool| {
        let Some(own) = own.get_untracked() else {
            return;
        };
        let says = move |closed: bool, program: &Program| {
            let program = Box::new(Program {
                closed,
                ..program.clone()
            });
            app.replica.do_it(Command::EditProgram { program });
        };
        says(closed, &own.program);
        let said = match closed {
            true => text!(program_editor::closed),
            false => text!(program_editor::reopened),
        };
        toasts.say_with_undo(said, move || says(!closed, &own.program));
    };
    let navigate = StoredValue::new_local(use_navigate());
    let to_form = move |draft: DraftId| {
        navigate.with_value(|navigate| navigate(&paths::program_draft(draft), Default::default()));
    };
    let edit = move |_| {
        if let Some(own) = own.get_untracked() {
            to_form(app.replica.begin_program_edit(&own.program));
        }
    };
    let duplicate = move |_| {
        if let Some(own) = own.get_untracked() {
            let draft = app.replica.duplicate_program(&own.program);
            toasts.say(text!(program_editor::duplicated));
            to_form(draft);
        }
    };
    view! {
        <div class="button-row">
            <button
                class="button"
                type="button"
                aria-label=move || text!(desk::edit_posting_of, title())
                on:click=edit
            >
                {t!(desk::edit_posting)}
            </button>
            <button
                class="button is-plain"
                type="button"
                aria-label=move || match is_closed.get() {
                    true => text!(program_editor::reopen_of, title()),
                    false => text!(program_editor::close_of, title()),
                }
                on:click=move |_| close(!is_closed.get_untracked())
            >
                {move || match is_closed.get() {
                    true => text!(program_editor::reopen),
                    false => text!(program_editor::close),
                }}
            </button>
            <button
                class="button is-plain"
                type="button"
                aria-label=move || text!(desk::duplicate_of, title())
                on:click=duplicate
            >
                {t!(desk::duplicate)}
            </button>
        </div>
    }
}
