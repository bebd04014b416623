//! What this device holds of the person, and how safely.

use super::words::{self, proposals::when};
use crate::{
    device::quota::{self, Room},
    state::{sync::SyncStatus, use_app},
};
use leptos::{prelude::*, task::spawn_local};

/// What is stored here, how much room there is, and whether the browser promised to keep it.
#[component]
pub fn DeviceFacts() -> impl IntoView {
    let app = use_app();
    let room = RwSignal::new(None::<Room>);
    let answer = RwSignal::new(None::<bool>);
    let look = move || {
        spawn_local(async move {
            room.try_set(Some(quota::room().await));
        });
    };
    look();
    let ask = move |_| {
        spawn_local(async move {
            answer.try_set(Some(quota::ask_to_keep().await));
            look();
        });
    };
    let unsent = move || {
        let drafts = app
            .replica
            .drafts()
            .iter()
            .filter(|draft| draft.sending.is_none())
            .count();
        let waiting = text!(account::waiting, app.replica.waiting());
        text!(
            account::unsent_value,
            waiting,
            text!(account::drafts, drafts)
        )
    };
    let last_sync = move || match app.sync.status() {
        SyncStatus::UpToDate(at) => when(at, app.now.get()),
        status => words::sync_status(status, 0),
    };
    let jobs = move || text!(account::jobs_value, app.board.with(|board| board.len()));
    let kept = move || match room.get() {
        None => text!(account::asking),
        Some(room) if room.kept => text!(account::kept),
        Some(_) => text!(account::not_kept),
    };
    let room_words = move || match room.get() {
        None => text!(account::asking).to_owned(),
        Some(Room {
            used: Some(used),
            quota: Some(quota),
            ..
        }) => {
            text!(account::room_value, bytes(used), bytes(quota))
        }
        Some(_) => text!(account::unknown).to_owned(),
    };
    let meter = move || {
        let room = room.get()?;
        let (used, quota) = (room.used?, room.quota?);
        Some(view! {
            <meter
                class="meter"
                min="0"
                max=quota.to_string()
                value=used.to_string()
                aria-label=t!(account::room)
            >
                {bytes(used)}
            </meter>
        })
    };
    let can_ask = Memo::new(move |_| room.get().is_some_and(|room| !room.kept));
    view! {
        <section class="panel" aria-labelledby="device-h">
            <h2 id="device-h">{t!(account::device)}</h2>
            <dl class="facts">
                <div>
                    <dt>{t!(account::unsent)}</dt>
                    <dd>{unsent}</dd>
                </div>
                <div>
                    <dt>{t!(account::last_sync)}</dt>
                    <dd>{last_sync}</dd>
                </div>
                <div>
                    <dt>{t!(account::jobs)}</dt>
                    <dd>{jobs}</dd>
                </div>
                <div>
                    <dt>{t!(account::kept_promise)}</dt>
                    <dd>{kept}</dd>
                </div>
                <div>
                    <dt>{t!(account::room)}</dt>
                    <dd>{room_words}</dd>
                </div>
            </dl>
            {meter}
            <Show when=move || can_ask.get()>
                <div class="button-row">
                    <button class="button" type="button" on:click=ask>
                        {t!(account::ask_to_keep)}
                    </button>
                </div>
            </Show>
            <p role="status">
                {move || {
                    answer
                        .get()
                        .map(|kept| {
                            if kept {
                                text!(account::promised_to_keep)
                            } else {
                                text!(account::refused_to_keep)
                            }
                        })
                }}
            </p>
        </section>
    }
}

/// 38 MB, 2.1 GB: two digits where one would say little.
fn bytes(bytes: u64) -> String {
    const MEGA: u64 = 1_000_000;
    const GIGA: u64 = 1_000_000_000;
    match bytes {
        0..MEGA => format!("{} kB", bytes / 1000),
        MEGA..GIGA => format!("{} MB", bytes / MEGA),
        _ => format!("{}.{} GB", bytes / GIGA, bytes % GIGA / (GIGA / 10)),
    }
}
