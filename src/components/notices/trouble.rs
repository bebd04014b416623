//! What comes up for somebody who has an account or did something, and where the device fails. It comes
//! with the engine, which knows of it.

use super::{
    Notice,
    storage::{RescueNotice, StorageNotice},
};
use crate::{
    components::{refused::RefusedNotices, toasts::use_toasts},
    device::{browser, database::StorageError},
    parts::Screen,
    paths,
    state::{replica::Health, sync::SyncStatus, use_app},
};
use leptos::{prelude::*, task::spawn_local};

part! { engine:
    pub(super) fn troubles() -> Screen = || Troubles().into_any();
}

#[component]
fn Troubles() -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let status = Memo::new(move |_| app.sync.status());
    let fault = Memo::new(move |_| match app.replica.health() {
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
    view! {
        {storage}
        {rescue}
        {left}
        <RefusedNotices />
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
    }
}
