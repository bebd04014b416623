//! 送信待ちの一覧: what waits, since when, what went wrong the last time, and what happens next.

use super::entry::Entry;
use crate::{
    components::words::{self, amounts},
    paths,
    state::{sync::SyncStatus, use_app},
};
use domain::Timestamp;
use leptos::{prelude::*, task::spawn_local};
use sync::protocol::ProblemKind;

/// The queue.
#[component]
pub fn Queue() -> impl IntoView {
    let app = use_app();
    let waiting = Memo::new(move |_| app.replica.waiting_entries());
    let quiet = Memo::new(move |_| app.replica.quiet_count());
    let refused = Memo::new(move |_| app.replica.refused());
    let oldest = Memo::new(move |_| app.replica.oldest_waiting());
    let age = move || match oldest.get() {
        Some(at) => text!(device::oldest, amounts::age(at, app.now.get())),
        None => text!(device::nothing_waits).to_owned(),
    };
    view! {
        <section class="panel" aria-labelledby="queue-h">
            <h2 id="queue-h">{t!(device::queue)}</h2>
            <p class="oldest">
                <strong>{age}</strong>
            </p>
            <Standing oldest />
            <Show when=move || waiting.with(|waiting| !waiting.is_empty())>
                <ol class="entries" aria-label=t!(device::queue)>
                    <For each=move || waiting.get() key=|entry| entry.id let:entry>
                        <Entry command=entry.command made_at=entry.made_at />
                    </For>
                </ol>
            </Show>
            <Show when=move || { quiet.get() > 0 }>
                <p>
                    <small>{move || text!(device::quiet, quiet.get())}</small>
                </p>
            </Show>
            <Show when=move || refused.with(|refused| !refused.is_empty())>
                <h3 id="refused-h">{t!(device::refused)}</h3>
                <ul class="entries" aria-labelledby="refused-h">
                    <For each=move || refused.get() key=|told| told.id let:told>
                        <Entry command=told.command made_at=told.made_at refusal=told.refusal />
                    </For>
                </ul>
            </Show>
            <SendNow />
        </section>
    }
}

/// What went wrong the last time, and what happens next.
#[component]
fn Standing(oldest: Memo<Option<Timestamp>>) -> impl IntoView {
    let app = use_app();
    let trouble = move || {
        let trouble = app.sync.trouble()?;
        let at = words::proposals::when(trouble.at, app.now.get());
        Some(match trouble.word {
            None => text!(device::trouble_unreachable, at),
            Some(ProblemKind::TooManyRequests) => text!(device::trouble_too_many, at),
            Some(ProblemKind::NoRoom) => text!(device::trouble_no_room, at),
            Some(ProblemKind::TooLarge) => text!(device::trouble_too_large, at),
            Some(_) => text!(device::trouble_server, at),
        })
    };
    let time = move |at| words::proposals::when(at, app.now.get());
    let next = move || match app.sync.status() {
        SyncStatus::UpToDate(at) => text!(device::last_exchange, time(at)),
        SyncStatus::DeviceFails => text!(device::next_device_fails).to_owned(),
        SyncStatus::Waiting(due) | SyncStatus::NoRoom(due) => text!(device::next_at, time(due)),
        SyncStatus::Syncing => text!(device::next_syncing).to_owned(),
        _ if oldest.get().is_none() => words::sync_status(app.sync.status(), 0),
        SyncStatus::Offline => text!(device::next_offline).to_owned(),
        SyncStatus::DeviceOnly => text!(device::next_device_only).to_owned(),
        SyncStatus::SessionEnded => text!(device::next_session_ended).to_owned(),
        SyncStatus::Outdated => text!(device::next_outdated).to_owned(),
    };
    let ended = Memo::new(move |_| app.sync.status() == SyncStatus::SessionEnded);
    view! {
        <p class="queue-state">{trouble} " " {next}</p>
        <Show when=move || ended.get()>
            <a class="button" href=paths::and_back(paths::LOGIN, paths::SETTINGS)>
                {t!(app::log_in)}
            </a>
        </Show>
    }
}

/// What came of 今すぐ送る.
#[derive(Clone, Copy, PartialEq)]
enum Came {
    Sending,
    AllSent,
    NotSent,
}

#[component]
fn SendNow() -> impl IntoView {
    let app = use_app();
    let came = RwSignal::new(None::<Came>);
    let send = move |_| {
        if came.get_untracked() == Some(Came::Sending) {
            return;
        }
        came.set(Some(Came::Sending));
        spawn_local(async move {
            let all = app.sync.send_all().await;
            came.try_set(Some(if all { Came::AllSent } else { Came::NotSent }));
        });
    };
    let said = move || {
        came.get().map(|came| match came {
            Came::Sending => text!(device::sending),
            Came::AllSent if !app.session.is_registered() => text!(device::next_device_only),
            Came::AllSent => text!(device::all_sent),
            Came::NotSent => text!(device::not_sent),
        })
    };
    view! {
        <div class="button-row">
            <button class="button is-primary" type="button" on:click=send>
                {t!(device::send_now)}
            </button>
        </div>
        <p role="status">{said}</p>
    }
}
