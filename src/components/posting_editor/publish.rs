//! The last look before a posting is published: as workers will see it, and field by field.

use super::{Editor, control_id, findings::Findings, open_desk::OpenDesk};
use crate::{
    components::{not_queued::NotQueued, toasts::use_toasts, words},
    pages::posting::Preview,
    paths,
    state::{replica::SubmitError, sync::SyncStatus, use_app},
};
use domain::{draft::Subject, posting_text, refusal::Field};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::sync::Arc;

/// The check, and the button that publishes.
#[component]
pub fn PostingCheck(
    /// The posting.
    editor: Editor,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let id = editor.id;
    let is_edit = Memo::new(move |_| {
        editor
            .draft
            .with(|d| d.as_ref().is_some_and(sync::Draft::is_edit))
    });
    let registered = Memo::new(move |_| app.session.is_registered());
    let has_desk = Memo::new(move |_| editor.desk.with(Option::is_some));
    let offline = Memo::new(move |_| app.sync.status() == SyncStatus::Offline);
    let job = Memo::new(move |_| editor.written.with(|written| Arc::new(written.job.clone())));
    let failure = RwSignal::new(None::<SubmitError>);
    let sending = RwSignal::new(false);
    let navigate = use_navigate();
    let publish = move |_| {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        let navigate = navigate.clone();
        let (base, before) = (editor.base.get_untracked(), editor.before.get_untracked());
        let said = match is_edit.get_untracked() {
            true => text!(editor::edited),
            false => text!(editor::published),
        };
        spawn_local(async move {
            match app.replica.publish(id, base, before).await {
                Ok(()) => {
                    toasts.say(said);
                    let to = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&paths::desk_of("postings"), to);
                }
                Err(error) => {
                    failure.try_set(Some(error));
                    sending.try_set(false);
                }
            }
        });
    };
    view! {
        <div class="posting-check">
            <section class="preview" aria-labelledby="preview-h">
                <h2 id="preview-h">{t!(editor::preview)}</h2>
                <p class="hint">{t!(editor::preview_hint)}</p>
                <div class="preview-frame">
                    {move || view! { <Preview job=job.get() /> }}
                </div>
            </section>
            <div class="draft-form">
                <Findings editor elsewhere=true />
                <Answers editor />
                <Afterwards is_edit />
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
                    <Show
                        when=move || app.replica.is_told()
                        fallback=|| {
                            view! {
                                <div class="notice is-quiet">
                                    <p class="notice-text">{t!(editor::desk_unknown)}</p>
                                </div>
                            }
                        }
                    >
                        <DeskFirst editor />
                    </Show>
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
                    on:click=publish.clone()
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

/// What was written, each with a way to change it.
#[component]
fn Answers(editor: Editor) -> impl IntoView {
    let kind = editor.kind();
    let texts = Memo::new(move |_| {
        editor
            .written
            .with(|written| posting_text::texts(&written.job))
    });
    let shown = move || {
        let kind = kind.get();
        let own = move |field: &Field| {
            *field != Field::Organization && words::editor::belongs(*field, kind)
        };
        posting_text::FIELDS.into_iter().filter(own)
    };
    let answer = move |field: Field| {
        let value = move || {
            let text = texts.with(|texts| texts.get(&field).cloned().unwrap_or_default());
            match words::editor::said(field, &text) {
                said if said.is_empty() => text!(editor::empty).to_owned(),
                said => said,
            }
        };
        let name = move || words::editor::field(field, kind.get());
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
                <dd class="change">
                    <a href=format!("{}#{}", paths::posting_draft(editor.id), control_id(field))>
                        {t!(proposal::change)}
                        <span class="visually-hidden">
                            {move || text!(proposal::change_of, name())}
                        </span>
                    </a>
                </dd>
            </div>
        }
    };
    view! {
        <section class="section" aria-labelledby="answers-h">
            <h2 id="answers-h">{t!(editor::answers)}</h2>
            <dl class="answers">{move || shown().map(answer).collect_view()}</dl>
        </section>
    }
}

#[component]
fn Afterwards(is_edit: Memo<bool>) -> impl IntoView {
    let steps = move || match is_edit.get() {
        true => vec![
            text!(editor::afterwards_edit),
            text!(editor::afterwards_desk),
        ],
        false => vec![
            text!(editor::afterwards_board),
            text!(editor::afterwards_desk),
            text!(editor::afterwards_kind),
        ],
    };
    let step = |words: &'static str| view! { <li><span>{words}</span></li> };
    view! {
        <section class="section">
            <h2>{t!(editor::afterwards)}</h2>
            <ol class="next-steps">{move || steps().into_iter().map(step).collect_view()}</ol>
        </section>
    }
}

#[component]
fn Register(editor: Editor) -> impl IntoView {
    let back = move |path: &str| paths::and_back(path, &paths::posting_check(editor.id));
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

/// Somebody without a desk opens one right here. The draft named it from its first key.
#[component]
fn DeskFirst(editor: Editor) -> impl IntoView {
    let named = editor
        .draft
        .with_untracked(|draft| match draft.as_ref()?.subject {
            Subject::Posting { desk, .. } => Some(desk),
            Subject::Proposal { .. } | Subject::SignUp { .. } | Subject::Program { .. } => None,
        });
    view! {
        <section class="panel" aria-labelledby="desk-first-h">
            <h2 id="desk-first-h">{t!(editor::desk_first)}</h2>
            <p>{t!(editor::desk_first_text)}</p>
            {match named {
                Some(id) => view! { <OpenDesk id /> }.into_any(),
                None => view! { <OpenDesk /> }.into_any(),
            }}
            <p class="hint">{t!(editor::desk_code_hint)}</p>
        </section>
    }
}
