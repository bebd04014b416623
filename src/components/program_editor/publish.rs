//! The last look before a program is announced: as everybody will see it, and piece by piece.

use super::{Editor, answers::Answers};
use crate::{
    components::{
        not_queued::NotQueued, posting_editor::open_desk::OpenDesk, toasts::use_toasts, words,
    },
    pages::program::Preview,
    paths,
    state::{replica::SubmitError, sync::SyncStatus, use_app},
};
use domain::draft::Subject;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The check, and the button that announces.
#[component]
pub fn ProgramCheck(
    /// The program.
    editor: Editor,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let id = editor.id;
    let is_edit = editor.is_edit();
    let registered = Memo::new(move |_| app.session.is_registered());
    let has_desk = Memo::new(move |_| editor.desk.with(Option::is_some));
    let offline = Memo::new(move |_| app.sync.status() == SyncStatus::Offline);
    let program = editor.says(Clone::clone);
    let failure = RwSignal::new(None::<SubmitError>);
    let sending = RwSignal::new(false);
    let navigate = use_navigate();
    let announce = move |_| {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        let navigate = navigate.clone();
        let (base, before) = (editor.base.get_untracked(), editor.before.get_untracked());
        let said = match is_edit.get_untracked() {
            true => text!(program_editor::edited),
            false => text!(program_editor::announced),
        };
        spawn_local(async move {
            match app.replica.announce(id, base, before).await {
                Ok(()) => {
                    toasts.say(said);
                    let to = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&paths::desk_of("programs"), to);
                }
                Err(error) => {
                    failure.try_set(Some(error));
                    sending.try_set(false);
                }
            }
        });
    };
    let steps = move || match is_edit.get() {
        true => vec![text!(program_editor::afterwards_edit)],
        false => vec![
            text!(program_editor::afterwards_list),
            text!(program_editor::afterwards_desk),
            text!(program_editor::afterwards_settled),
        ],
    };
    let step = |words: &'static str| view! { <li><span>{words}</span></li> };
    view! {
        <div class="posting-check">
            <section class="preview" aria-labelledby="preview-h">
                <h2 id="preview-h">{t!(program_editor::preview)}</h2>
                <div class="preview-frame">
                    {move || view! { <Preview program=program.get() /> }}
                </div>
            </section>
            <div class="draft-form">
                <Answers editor />
                <section class="section">
                    <h2>{t!(editor::afterwards)}</h2>
                    <ol class="next-steps">
                        {move || steps().into_iter().map(step).collect_view()}
                    </ol>
                </section>
                <Show when=move || offline.get()>
                    <div class="notice is-quiet">
                        <p class="notice-text">
                            <strong>{t!(proposal::offline_now)}</strong>
                            {t!(proposal::offline_now_text)}
                        </p>
                    </div>
                </Show>
                <Show when=move || !registered.get()>
                    <Register editor />
                </Show>
                <Show when=move || registered.get() && !has_desk.get()>
                    <DeskFirst editor />
                </Show>
                <NotQueued failure />
            </div>
        </div>
        <Show when=move || registered.get() && has_desk.get()>
            <div class="actionbar">
                <p class="actionbar-said">
                    {move || editor.desk.get().map(|place| place.desk_name)}
                </p>
                <button
                    class="button is-primary"
                    type="button"
                    aria-disabled=move || sending.get().then_some("true")
                    on:click=announce.clone()
                >
                    {move || match is_edit.get() {
                        true => text!(editor::save_edit),
                        false => text!(editor::publish),
                    }}
                </button>
            </div>
        </Show>
    }
}

#[component]
fn Register(editor: Editor) -> impl IntoView {
    let back = move |path: &str| paths::and_back(path, &paths::program_draft_check(editor.id));
    view! {
        <div class="notice is-warn">
            <p class="notice-text">
                <strong>{t!(editor::register_first)}</strong>
                {t!(editor::register_first_text)}
            </p>
            <div class="button-row">
                <a class="button" href=back(paths::REGISTER)>
                    {t!(editor::register)}
                </a>
                <a class="button is-plain" href=back(paths::LOGIN)>
                    {t!(editor::log_in)}
                </a>
            </div>
        </div>
    }
}

/// Somebody without a desk opens one right here. The draft named it from its first key. Whether there
/// is one may not be known yet.
#[component]
fn DeskFirst(editor: Editor) -> impl IntoView {
    let app = use_app();
    let named = editor
        .draft
        .with_untracked(|draft| match draft.as_ref()?.subject {
            Subject::Program { desk, .. } => Some(desk),
            _ => None,
        });
    move || match app.replica.is_told() {
        true => view! {
            <section class="panel" aria-labelledby="desk-first-h">
                <h2 id="desk-first-h">{t!(editor::desk_first)}</h2>
                <p>{t!(program_editor::desk_first_text)}</p>
                {match named {
                    Some(id) => view! { <OpenDesk id /> }.into_any(),
                    None => view! { <OpenDesk /> }.into_any(),
                }}
                <p class="hint">{t!(editor::desk_code_hint)}</p>
            </section>
        }
        .into_any(),
        false => view! {
            <div class="notice is-quiet">
                <p class="notice-text">{t!(editor::desk_unknown)}</p>
            </div>
        }
        .into_any(),
    }
}

/// Why it was not announced, and that nothing of it is lost.
#[component]
pub fn Refused(
    /// The program.
    editor: Editor,
) -> impl IntoView {
    move || {
        let delivery = editor
            .draft
            .with(|draft| draft.as_ref().map(|draft| draft.delivery(&[])));
        let Some(sync::Delivery::Refused(refusal)) = delivery else {
            return None;
        };
        let reason = words::program_editor::refusal(&refusal);
        Some(view! {
            <div class="notice is-error" role="alert">
                <p class="notice-text">
                    <strong>{t!(proposal::not_sent)} ": " {reason}</strong>
                    {t!(proposal::not_sent_kept)}
                </p>
            </div>
        })
    }
}
