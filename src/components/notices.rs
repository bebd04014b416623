//! What a person should know now, above every screen: a device that does not store, a session that
//! ended, a new version. At most a few, each with what is kept and what to do.

pub mod storage;
mod trouble;

use crate::{
    device::database::StorageError,
    parts::{Screen, piece},
    state::{replica::Health, sync::SyncStatus, use_app},
};
use leptos::prelude::*;
use trouble::troubles;

/// The notices, or nothing.
#[component]
pub fn Notices() -> impl IntoView {
    let app = use_app();
    let health = Memo::new(move |_| app.replica.health());
    let status = Memo::new(move |_| app.sync.status());
    let has_new = move || app.new_version.with(Option::is_some);
    let offline = move || status.get() == SyncStatus::Offline;
    // Said without a part: it is the parts that do not come.
    let not_fetched = move || health.get() == Health::Fails(StorageError::NotFetched);
    let trouble = Memo::new(move |_| {
        matches!(health.get(), Health::Fails(_)) && !not_fetched()
            || app.replica.left_behind().is_some()
            || app.replica.rescued().is_some()
            || app.replica.has_refused()
            || matches!(
                status.get(),
                SyncStatus::SessionEnded | SyncStatus::Outdated
            )
    });
    let shown = move || has_new() || not_fetched() || trouble.get() || offline();
    view! {
        <Show when=shown>
            <div class="notices" role="region" aria-label=t!(app::notices)>
                <Show when=not_fetched>
                    <Notice
                        tone="is-warn"
                        title=t!(app::storage_not_fetched)
                        text=t!(app::storage_not_fetched_kept)
                        action=t!(app::try_again)
                        act=move || app.replica.try_again()
                    />
                </Show>
                <Show when=move || trouble.get()>
                    {piece(troubles, |show: Screen| show())}
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
fn Notice(
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
