//! A device that does not store, each reason with what is kept and what to do; and what was mended.

use super::Notice;
use crate::{
    device::{browser, clock, database::StorageError, offline},
    paths,
    state::{replica::Rescued, use_app},
};
use leptos::{prelude::*, task::spawn_local};

/// How often it is asked which tabs are in the way, in milliseconds.
const ASK_EVERY: u32 = 3_000;

/// Why the device does not store.
#[component]
pub fn StorageNotice(
    /// The reason.
    error: StorageError,
) -> impl IntoView {
    let app = use_app();
    let again = move || app.replica.try_again();
    match error {
        StorageError::Full => view! {
            <Notice
                tone="is-warn"
                title=t!(app::storage_full)
                text=t!(app::storage_full_kept)
                action=t!(app::try_again)
                act=again
            />
        }
        .into_any(),
        StorageError::Unavailable(_) => view! {
            <Notice
                tone="is-error"
                title=t!(app::storage_unavailable)
                text=t!(app::storage_unavailable_kept)
            />
        }
        .into_any(),
        StorageError::Blocked => view! { <BlockedNotice /> }.into_any(),
        StorageError::Outdated => view! {
            <Notice
                tone="is-warn"
                title=t!(app::outdated)
                text=t!(device::outdated_kept)
                action=t!(app::reload)
                act=browser::reload
            />
        }
        .into_any(),
        StorageError::Lost => view! {
            <Notice
                tone="is-error"
                title=t!(device::lost)
                text=t!(device::lost_kept)
                action=t!(app::try_again)
                act=again
            />
        }
        .into_any(),
        StorageError::Unreadable(_) => view! {
            <Notice
                tone="is-error"
                title=t!(device::damaged)
                text=t!(device::damaged_kept)
                action=t!(app::try_again)
                act=again
            />
        }
        .into_any(),
        // Said where it needs no part.
        StorageError::NotFetched => ().into_any(),
        StorageError::Closed | StorageError::Held | StorageError::Other(_) => view! {
            <Notice
                tone="is-error"
                title=t!(app::storage_failed)
                text=t!(app::storage_failed_kept)
                action=t!(app::try_again)
                act=again
            />
        }
        .into_any(),
    }
}

/// Another tab does not let go of an older form of the database: which one is to be closed.
#[component]
fn BlockedNotice() -> impl IntoView {
    let pages = RwSignal::new(Vec::<String>::new());
    let shown = RwSignal::new(true);
    on_cleanup(move || {
        shown.set(false);
    });
    spawn_local(async move {
        // Until the notice goes, which is when that tab has gone.
        while shown.try_get_untracked() == Some(true) {
            pages.try_set(offline::sleeping_pages().await);
            clock::sleep(ASK_EVERY).await;
        }
    });
    let which = move || {
        let pages = pages.get();
        if pages.is_empty() {
            return text!(device::blocked_kept).to_owned();
        }
        let names: Vec<String> = pages.iter().map(|page| name(page)).collect();
        text!(device::blocked_by, names.join(text!(device::list_comma)))
    };
    view! { <Notice tone="is-warn" title=t!(device::blocked) text=which /> }
}

/// A page by the name of its place, and its path.
fn name(address: &str) -> String {
    let url = web_sys::Url::new(address).ok();
    let path = url.map_or_else(|| address.to_owned(), |url| url.pathname());
    let place = match path.split('/').nth(1).unwrap_or_default() {
        "" | "jobs" => text!(app::place_jobs),
        "proposals" => text!(app::place_proposals),
        "work" => text!(app::place_work),
        "desk" => text!(app::place_desk),
        "settings" => text!(app::place_self),
        _ => text!(app::name),
    };
    text!(device::page_name, place, path)
}

/// What happened to the database, and was mended.
#[component]
pub fn RescueNotice(
    /// What it was.
    rescued: Rescued,
) -> impl IntoView {
    let app = use_app();
    let text = move || match rescued {
        Rescued::Restored => text!(device::restored_kept).to_owned(),
        Rescued::Damaged { own: 0 } => text!(device::damaged_rows).to_owned(),
        Rescued::Damaged { own } => text!(device::damaged_own, own),
    };
    let title = move || match rescued {
        Rescued::Restored => text!(device::restored).to_owned(),
        Rescued::Damaged { .. } => text!(device::damaged).to_owned(),
    };
    let own = matches!(rescued, Rescued::Damaged { own: 1.. });
    view! {
        <div class="notice is-warn" role="alert">
            <p class="notice-text">
                <strong>{title}</strong>
                {text}
            </p>
            {own
                .then(|| {
                    view! {
                        <a class="button" href=paths::SETTINGS>
                            {t!(device::to_export)}
                        </a>
                    }
                })}
            <button
                class="button is-plain"
                type="button"
                on:click=move |_| app.replica.forget_rescue()
            >
                {t!(deal::understood)}
            </button>
        </div>
    }
}
