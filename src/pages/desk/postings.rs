//! The postings of the person's desks, and the drafts of new ones.

use super::posting_item::Item;
use crate::{
    components::{delivery::DeliveryChip, empty::Empty, toasts::use_toasts, words},
    device::browser,
    paths,
    state::{
        own_postings::{OwnPosting, own_postings},
        use_app,
    },
};
use domain::{DraftId, JobId};
use leptos::prelude::*;
use std::collections::BTreeSet;
use sync::Draft;

/// How many are shown at first, and how many more at each asking.
const PAGE: usize = 30;

/// The tab.
#[component]
pub fn PostingsTab() -> impl IntoView {
    let app = use_app();
    let found = own_postings();
    let elsewhere = anothers(found);
    let postings = Memo::new(move |_| {
        let mut postings = found.get();
        elsewhere.with(|elsewhere| postings.retain(|posting| !elsewhere.contains(&posting.id)));
        postings
    });
    let may_post = Memo::new(move |_| !app.replica.posting_desks().is_empty());
    let empty =
        Memo::new(move |_| postings.with(Vec::is_empty) && app.replica.posting_drafts().is_empty());
    let of = move |open: bool| {
        Memo::new(move |_| {
            let now = app.now.get();
            postings.with(|postings| {
                let wanted = postings
                    .iter()
                    .filter(|posting| posting.is_open(now) == open);
                wanted.map(|posting| posting.id).collect::<Vec<JobId>>()
            })
        })
    };
    let (open, closed) = (of(true), of(false));
    let none_open = move || open.with(Vec::is_empty) && !empty.get();
    view! {
        <Show
            when=move || may_post.get()
            fallback=|| view! { <p class="lead">{t!(desk::viewer_posts)}</p> }
        >
            <p>
                <a class="button is-primary" href=paths::NEW_JOB>
                    {t!(desk::new_posting)}
                </a>
            </p>
        </Show>
        <Show when=move || empty.get()>
            <Empty title=t!(desk::no_postings) text=t!(desk::no_postings_text) />
        </Show>
        <Drafts />
        <Show when=none_open>
            <p class="lead">{t!(desk::no_open)}</p>
        </Show>
        <Group title=t!(desk::open_postings) id="open-postings" ids=open postings />
        <Group title=t!(desk::closed_postings) id="closed-postings" ids=closed postings />
    }
}

/// Another desk may have the same name; the postings themselves say whose they are.
fn anothers(found: Memo<Vec<OwnPosting>>) -> RwSignal<Vec<JobId>> {
    let app = use_app();
    let anothers = RwSignal::new(Vec::new());
    let asked = StoredValue::new(BTreeSet::<JobId>::new());
    Effect::new(move |_| {
        let new: Vec<_> = found.with(|found| {
            let published = found.iter().filter(|posting| !posting.is_new);
            let unknown =
                published.filter(|posting| asked.with_value(|asked| !asked.contains(&posting.id)));
            unknown
                .take(PAGE)
                .map(|posting| (posting.id, posting.desk))
                .collect()
        });
        for (id, _) in &new {
            asked.update_value(|asked| {
                asked.insert(*id);
            });
        }
        leptos::task::spawn_local(async move {
            for (id, desk) in new {
                let is_anothers = app.board.job(id).await.is_ok_and(|job| job.desk != desk);
                if is_anothers && anothers.try_update(|ids| ids.push(id)).is_none() {
                    return;
                }
            }
        });
    });
    anothers
}

#[component]
fn Group(
    #[prop(into)] title: ViewFn,
    id: &'static str,
    ids: Memo<Vec<JobId>>,
    postings: Memo<Vec<OwnPosting>>,
) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    let first = move || {
        let mut ids = ids.get();
        ids.truncate(shown.get());
        ids
    };
    let has_more = Memo::new(move |_| ids.with(Vec::len) > shown.get());
    let count = Memo::new(move |_| ids.with(Vec::len));
    let title = StoredValue::new(title);
    view! {
        <Show when=move || { count.get() > 0 }>
            <section class="proposal-group" aria-labelledby=id>
                <h2 id=id>
                    {move || title.with_value(ViewFn::run)} " "
                    <span>{move || text!(proposal::count, count.get())}</span>
                </h2>
                <ul class="proposal-list" role="list" aria-labelledby=id>
                    <For each=first key=|id| *id let:id>
                        <Item id postings />
                    </For>
                </ul>
                <Show when=move || has_more.get()>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| shown.update(|shown| *shown += PAGE)
                    >
                        {t!(desk::more)}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

/// Postings that are being written.
#[component]
pub fn Drafts() -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        // What waits to be published stands among the postings.
        let drafts = app.replica.posting_drafts().into_iter();
        let unsent = drafts.filter(|draft| draft.sending.is_none());
        unsent.map(|draft| draft.id).collect::<Vec<DraftId>>()
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <section class="proposal-group" aria-labelledby="posting-drafts">
                <h2 id="posting-drafts">{t!(desk::drafts)}</h2>
                <ul class="proposal-list" role="list" aria-labelledby="posting-drafts">
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
            title if title.is_empty() => text!(editor::untitled).to_owned(),
            title => title,
        }
    };
    let delivery = Memo::new(move |_| draft.with(|d| d.as_ref().map(|d| d.delivery(&[]))));
    let is_edit = Memo::new(move |_| draft.with(|d| d.as_ref().is_some_and(Draft::is_edit)));
    let reason = move || match delivery.get() {
        Some(sync::Delivery::Refused(refusal)) => Some(view! {
            <p class="reason">{words::refusal(&refusal)} " " {text!(proposal::kept_as_draft)}</p>
        }),
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
                <a href=paths::posting_draft(id)>{title}</a>
            </h3>
            <Show when=move || is_edit.get()>
                <p class="meta">
                    <span>{t!(desk::edit_of)}</span>
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
