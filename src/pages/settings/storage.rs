//! この端末のデータ: what is stored here, how much room there is, and whether the browser promised to
//! keep it.

use crate::{
    components::words::amounts::bytes,
    device::quota::{self, Room},
    state::use_app,
};
use leptos::{prelude::*, task::spawn_local};

/// What this device holds, and how safely.
#[component]
pub fn Storage(
    /// What the browser says of its room.
    room: RwSignal<Option<Room>>,
) -> impl IntoView {
    let app = use_app();
    let answer = RwSignal::new(None::<bool>);
    let ask = move |_| {
        spawn_local(async move {
            answer.try_set(Some(quota::ask_to_keep().await));
            room.try_set(Some(quota::room().await));
        });
    };
    let counted = |count: usize| text!(device::count, count);
    let postings = move || text!(device::postings_value, app.board.with(|board| board.len()));
    let rows = move || counted(app.replica.row_count());
    let drafts = move || counted(app.replica.draft_count());
    let phrases = move || counted(app.replica.phrase_count());
    let jottings = move || counted(app.replica.jotting_count());
    let refused = move || counted(app.replica.refused().len());
    let facts = move || room.get().unwrap_or_default();
    let used = move || match facts() {
        Room {
            used: Some(used),
            quota: Some(quota),
            ..
        } => text!(
            device::room_value,
            bytes(used),
            bytes(quota.saturating_sub(used))
        ),
        _ => text!(device::unknown).to_owned(),
    };
    let kept = move || match facts().kept {
        true => text!(device::kept),
        false => text!(device::not_kept),
    };
    let share = move || match facts() {
        Room {
            used: Some(used),
            quota: Some(quota @ 1..),
            ..
        } => used as f64 / quota as f64,
        _ => 0.0,
    };
    let asked = move || {
        answer.get().map(|kept| match kept {
            true => text!(device::promised_to_keep),
            false => text!(device::refused_to_keep),
        })
    };
    view! {
        <section class="panel" aria-labelledby="device-h">
            <h2 id="device-h">{t!(device::title)}</h2>
            <dl class="facts">
                <Fact name=t!(device::postings) value=postings />
                <Fact name=t!(device::rows) value=rows />
                <Fact name=t!(device::drafts) value=drafts />
                <Fact name=t!(device::phrases) value=phrases />
                <Fact name=t!(device::jottings) value=jottings />
                <Fact name=t!(device::refused) value=refused />
                <Fact name=t!(device::room) value=used />
                <Fact name=t!(device::promise) value=kept />
            </dl>
            <meter
                class="meter"
                min="0"
                max="1"
                low="0.7"
                high="0.9"
                optimum="0"
                value=move || share().to_string()
                aria-label=t!(device::room)
            ></meter>
            <div class="button-row">
                <button class="button" type="button" disabled=move || facts().kept on:click=ask>
                    {t!(device::ask_to_keep)}
                </button>
            </div>
            <p role="status">{asked}</p>
        </section>
    }
}

#[component]
fn Fact(#[prop(into)] name: ViewFn, #[prop(into)] value: Signal<String>) -> impl IntoView {
    view! {
        <div>
            <dt>{move || name.run()}</dt>
            <dd>{value}</dd>
        </div>
    }
}
