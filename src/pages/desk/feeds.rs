//! 仕事の配信: the postings that the person's desks show on other sites.

use super::{feed_form::FeedForm, feed_item::FeedItem};
use crate::{components::empty::Empty, state::use_app};
use domain::FeedId;
use leptos::prelude::*;

/// The tab.
#[component]
pub fn FeedsTab() -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        let feeds = app.replica.feeds().into_iter();
        feeds.map(|feed| feed.id).collect::<Vec<FeedId>>()
    });
    let may_act = Memo::new(move |_| {
        let places = app.replica.memberships();
        places.iter().any(|place| place.role.may_act())
    });
    // What the form changes; nothing for a new one.
    let changing = RwSignal::new(None);
    view! {
        <p class="lead">{t!(feed::lead)}</p>
        <Show
            when=move || ids.with(|ids| !ids.is_empty())
            fallback=|| view! { <Empty title=t!(feed::none) text=t!(feed::none_text) /> }
        >
            <h2 class="visually-hidden">{t!(feed::list)}</h2>
            <ul class="proposal-list" role="list" aria-label=t!(feed::list)>
                <For each=move || ids.get() key=|id| *id let:id>
                    <FeedItem id changing may_act />
                </For>
            </ul>
        </Show>
        <Show when=move || may_act.get()>
            {move || {
                let feed = changing.get();
                view! { <FeedForm feed changing /> }
            }}
        </Show>
    }
}
