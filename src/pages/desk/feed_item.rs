//! A feed at its desk: what it has, how it is shown elsewhere, how often it was seen.

use crate::{
    components::{
        toasts::use_toasts,
        words::{self, jobs},
    },
    device::browser,
    paths,
    state::{language, use_app},
};
use domain::{
    Command, FeedId, Month,
    feed::{Counts, Feed, Filters},
};
use leptos::prelude::*;

/// Months that are listed.
const MONTHS: usize = 12;

/// The feed.
#[component]
pub fn FeedItem(
    /// Which.
    id: FeedId,
    /// What the form below changes.
    changing: RwSignal<Option<FeedId>>,
    /// Whether the person may change it.
    may_act: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let feed = Memo::new(move |_| app.replica.feed(id));
    let title = move || feed.with(|feed| feed.as_ref().map(|feed| feed.title.clone()));
    let title = move || title().unwrap_or_default();
    let ended = move || feed.with(|feed| feed.as_ref().and_then(|feed| feed.ended_at));
    let has_ended = Memo::new(move |_| ended().is_some());
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| match command {
            Command::SaveFeed { feed } => feed.id == id,
            Command::EndFeed { feed } => *feed == id,
            _ => false,
        };
        app.replica.waiting_to(is_it).is_some()
    });
    let about = move || feed.with(|feed| feed.as_ref().map(|feed| filters(&feed.filters)));
    let about = move || {
        let words = about().unwrap_or_default();
        words
            .into_iter()
            .map(|word| view! { <span>{word}</span> })
            .collect_view()
    };
    let sites = move || {
        feed.with(|feed| {
            let origins = &feed.as_ref()?.origins;
            let sites: Vec<String> = origins.iter().map(ToString::to_string).collect();
            Some(match sites.as_slice() {
                [] => text!(feed::no_sites).to_owned(),
                sites => sites.join(" · "),
            })
        })
    };
    view! {
        <li class="proposal-item feed">
            <h3>{title}</h3>
            <p class="meta">{about}</p>
            <p class="feed-sites">{sites}</p>
            <Show when=move || waits.get()>
                <p class="hint">{t!(feed::waits)}</p>
            </Show>
            {move || ended().map(|at| view! { <p class="mark">{text!(feed::ended, words::day(at))}</p> })}
            <Seen id title=Signal::derive(title) />
            <Show when=move || !has_ended.get() && !waits.get()>
                <Shown id title=Signal::derive(title) />
            </Show>
            <Show when=move || may_act.get()>
                <Deeds feed changing has_ended />
            </Show>
        </li>
    }
}

/// What a feed asks for, in words.
fn filters(filters: &Filters) -> Vec<String> {
    let said = |is: bool, word: &'static str| is.then(|| word.to_owned());
    let text = filters.text.trim();
    let place = match (&filters.town, filters.prefecture) {
        (Some(town), _) => Some(jobs::place(&town.name, Some(town.code.prefecture()))),
        (None, number) => number.map(|number| jobs::prefecture(number).to_owned()),
    };
    let stages = filters
        .life_stages
        .iter()
        .map(|stage| words::life_stage(*stage).to_owned());
    let categories = filters
        .categories
        .iter()
        .map(|one| words::category(*one).to_owned());
    let mut found: Vec<String> = (!text.is_empty())
        .then(|| text.to_owned())
        .into_iter()
        .chain(stages)
        .chain(categories)
        .chain(place)
        .collect();
    let ease = [
        said(filters.remote, text!(board::remote)),
        said(filters.beginner, text!(board::beginner)),
        said(filters.no_calls, text!(board::no_calls)),
        said(filters.naptime, text!(board::naptime)),
    ];
    found.extend(ease.into_iter().flatten());
    if found.is_empty() {
        found.push(text!(feed::all_jobs).to_owned());
    }
    found
}

/// How often it was seen, by month.
#[component]
fn Seen(id: FeedId, title: Signal<String>) -> impl IntoView {
    let app = use_app();
    let months = Memo::new(move |_| {
        let tally = app.replica.feed_tally(id);
        let months = tally.map(|tally| tally.months).unwrap_or_default();
        let latest = months.into_iter().rev().take(MONTHS);
        latest.collect::<Vec<(Month, Counts)>>()
    });
    let times = |count: u32| text!(feed::times, count as usize);
    let row = move |(month, counts): (Month, Counts)| {
        let (year, number) = month.parts();
        view! {
            <tr>
                <th scope="row">{text!(feed::month, year, number)}</th>
                <td>{times(counts.views)}</td>
                <td>{times(counts.opens)}</td>
            </tr>
        }
    };
    view! {
        <details>
            <summary>{t!(feed::counts)}</summary>
            <p class="hint">{t!(feed::counts_text)}</p>
            <Show
                when=move || months.with(|months| !months.is_empty())
                fallback=|| view! { <p>{t!(feed::no_counts)}</p> }
            >
                <table class="counts" aria-label=move || text!(feed::counts_of, title.get())>
                    <thead>
                        <tr>
                            <th scope="col">{t!(feed::month_head)}</th>
                            <th scope="col">{t!(feed::views)}</th>
                            <th scope="col">{t!(feed::opens)}</th>
                        </tr>
                    </thead>
                    <tbody>{move || months.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </Show>
        </details>
    }
}

/// What is pasted elsewhere, and how it looks there.
#[component]
fn Shown(id: FeedId, title: Signal<String>) -> impl IntoView {
    let toasts = use_toasts();
    let code = move || {
        let address = browser::origin() + &paths::embedded(id, language::current().tag());
        let title = title
            .get()
            .replace('&', "&amp;")
            .replace('"', "&quot;")
            .replace('<', "&lt;");
        // No program runs in it; what is opened from it is a page like any other.
        format!(
            "<iframe src=\"{address}\" title=\"{title}\" width=\"100%\" height=\"640\" style=\"border:0\" \
             loading=\"lazy\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\"></iframe>"
        )
    };
    let copy = move |_| {
        browser::copy(&code());
        toasts.say(text!(feed::copied));
    };
    let look = RwSignal::new(false);
    let frame = move || {
        view! {
            <iframe
                class="feed-preview"
                title=move || text!(feed::preview_of, title.get())
                // Looking at one's own is no view.
                src=paths::embedded_preview(id, language::current().tag())
                sandbox="allow-popups allow-popups-to-escape-sandbox"
            ></iframe>
        }
    };
    view! {
        <details>
            <summary>{t!(feed::code)}</summary>
            <p class="hint">{t!(feed::code_text)}</p>
            <textarea
                class="textarea is-short feed-code"
                readonly
                aria-label=move || text!(feed::code_of, title.get())
                prop:value=code
            ></textarea>
            <div class="button-row">
                <button class="button" type="button" on:click=copy>
                    {t!(feed::copy)}
                </button>
            </div>
            <p class="hint">{t!(feed::code_colours)}</p>
            <p class="meta">
                <span>{t!(feed::readers)}</span>
                <a href=paths::feed(id, "atom") rel="external">
                    {t!(feed::atom)}
                </a>
                <a href=paths::feed(id, "json") rel="external">
                    {t!(feed::json)}
                </a>
            </p>
        </details>
        <details on:toggle=move |_| look.set(true)>
            <summary>{t!(feed::preview)}</summary>
            // It costs the network, so only who wants to see it has it loaded.
            {move || look.get().then(frame)}
        </details>
    }
}

#[component]
fn Deeds(
    feed: Memo<Option<Feed>>,
    changing: RwSignal<Option<FeedId>>,
    has_ended: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let title = move || feed.with(|feed| feed.as_ref().map(|feed| feed.title.clone()));
    let title = move || title().unwrap_or_default();
    let save = move || {
        if let Some(feed) = feed.get_untracked() {
            let feed = Box::new(feed);
            app.replica.do_it(Command::SaveFeed { feed });
        }
    };
    let end = move |_| {
        if let Some(id) = feed.with_untracked(|feed| feed.as_ref().map(|feed| feed.id)) {
            app.replica.do_it(Command::EndFeed { feed: id });
            toasts.say_with_undo(text!(feed::ended_toast), save);
        }
    };
    let change = move |_| {
        changing.set(feed.with_untracked(|feed| feed.as_ref().map(|feed| feed.id)));
        browser::after_paint(|| browser::focus("#feed-title"));
    };
    view! {
        <div class="button-row">
            <button
                class="button is-plain"
                type="button"
                aria-label=move || text!(feed::change_of, title())
                on:click=change
            >
                {t!(feed::change)}
            </button>
            <Show
                when=move || has_ended.get()
                fallback=move || {
                    view! {
                        <button
                            class="button is-plain"
                            type="button"
                            aria-label=move || text!(feed::end_of, title())
                            on:click=end
                        >
                            {t!(feed::end)}
                        </button>
                    }
                }
            >
                <button
                    class="button is-plain"
                    type="button"
                    aria-label=move || text!(feed::again_of, title())
                    on:click=move |_| save()
                >
                    {t!(feed::again)}
                </button>
            </Show>
        </div>
    }
}
