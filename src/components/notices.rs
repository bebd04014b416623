//! What a person should know now, above every screen: a device that does not store, a session that
//! ended, a new version. At most a few, each with what is kept and what to do.

pub mod storage;

use super::{refused::refused_notices, toasts::use_toasts};
use crate::{
    device::{browser, database::StorageError},
    parts::{Screen, piece},
    paths,
    state::{replica::Health, sync::SyncStatus, use_app},
};
use leptos::{prelude::*, task::spawn_local};
use storage::{RescueNotice, StorageNotice};

/// The notices, or nothing.
#[component]
pub fn Notices() -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let health = Memo::new(move |_| app.replica.health());
    let status = Memo::new(move |_| app.sync.status());
    let has_new = move || app.new_version.with(Option::is_some);
    let offline = move || status.get() == SyncStatus::Offline;
    let fault = Memo::new(move |_| match health.get() {
        Health::Fails(error) => Some(error),
        Health::Opening | Health::Stores => None,
    });
    let storage = move || fault.get().map(|error| view! { <StorageNotice error /> });
    let rescued = Memo::new(move |_| app.replica.rescued());
    let rescue = move || {
        rescued
            .get()
            .map(|rescued| view! { <RescueNotice rescued /> })
    };
    let refused = Memo::new(move |_| app.replica.has_refused());
    let left_behind = Memo::new(move |_| app.replica.left_behind());
    let left = move || {
        left_behind.get().map(|left| {
            let text = move || match left.error {
                StorageError::Held => text!(account::left_behind_held),
                _ => text!(account::left_behind_refused),
            };
            let erase = move || {
                spawn_local(async move {
                    if app.replica.erase_left_behind().await {
                        toasts.say(text!(account::erased));
                    }
                });
            };
            view! {
                <Notice
                    tone="is-warn"
                    title=t!(account::left_behind)
                    text
                    action=t!(account::erase_again)
                    act=erase
                />
            }
        })
    };
    let shown = move || {
        has_new()
            || left_behind.with(Option::is_some)
            || rescued.with(Option::is_some)
            || refused.get()
            || matches!(health.get(), Health::Fails(_))
            || matches!(
                status.get(),
                SyncStatus::Offline | SyncStatus::SessionEnded | SyncStatus::Outdated
            )
    };
    view! {
        <Show when=shown>
            <div class="notices" role="region" aria-label=t!(app::notices)>
                {storage} {rescue} {left}
                <Show when=move || refused.get()>
                    {piece(refused_notices, |show: Screen| show())}
                </Show>
                <Show when=move || status.get() == SyncStatus::SessionEnded>
                    <div class="notice is-warn">
                        <p class="notice-text">
                            <strong>{t!(app::session_ended)}</strong>
                            {t!(app::session_ended_kept)}
                        </p>
                        <a class="button" href=paths::LOGIN>
                            {t!(app::log_in)}
                        </a>
                    </div>
                </Show>
                <Show when=move || status.get() == SyncStatus::Outdated>
                    <Notice
                        tone="is-warn"
                        title=t!(app::outdated)
                        text=t!(app::outdated_kept)
                        action=t!(app::reload)
                        act=browser::reload
                    />
                </Show>
                <Show when=has_new>
                    <Notice
                        tone="is-new"
                        title=t!(app::new_version)
                        text=t!(app::new_version_kept)
                        action=t!(app::use_new_version)
                        act=move || {
                            app.new_version
                                .with_untracked(|found| {
                                    if let Some(found) = found {
                                        found.use_it();
                                    }
                                })
                        }
                    />
                </Show>
                <Show when=offline>
                    <Notice tone="is-quiet" title=t!(app::offline) text=t!(app::offline_kept) />
                </Show>
            </div>
        </Show>
    }
}

/// What happened, what is kept, what to do.
#[component]
pub(super) fn Notice(
    tone: &'static str,
    #[prop(into)] title: ViewFn,
    #[prop(into)] text: ViewFn,
    #[prop(optional, into)] action: Option<ViewFn>,
    #[prop(optional, into)] act: Option<Callback<()>>,
) -> impl IntoView {
    let urgent = matches!(tone, "is-warn" | "is-error");
    view! {
        <div class=format!("notice {tone}") role=urgent.then_some("alert")>
            <p class="notice-text">
                <strong>{move || title.run()}</strong>
                {move || text.run()}
            </p>
            {action
                .map(|action| {
                    view! {
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| {
                                if let Some(act) = act {
                                    act.run(());
                                }
                            }
                        >
                            {move || action.run()}
                        </button>
                    }
                })}
        </div>
    }
}
