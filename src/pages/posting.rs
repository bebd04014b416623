//! A posting: what it is, what reaches the worker, what is promised, and the way to a proposal.

pub mod body;
pub mod proposing;

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        invitations::InvitedHere,
        job_card::{NewMark, SampleMark},
        posting_at_hand::{AtHand, job_at_hand},
        star::Star,
        words::{self, jobs},
    },
    device::browser,
    pages::board::in_url,
    paths,
    state::{board::JobError, use_app},
};
use body::Body;
use domain::{Job, JobId};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use std::sync::Arc;

/// The posting that the URL names.
#[component]
pub fn PostingPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id")?.parse::<JobId>().ok()));
    let board = use_app().board;
    let attempt = RwSignal::new(0);
    let retry = Callback::new(move |()| {
        board.refresh();
        attempt.update(|attempt| *attempt += 1);
    });
    move || {
        attempt.track();
        match id.get() {
            Some(id) => view! { <Posting id retry /> }.into_any(),
            None => view! { <Missing error=JobError::NotFound retry /> }.into_any(),
        }
    }
}

#[component]
fn Posting(id: JobId, retry: Callback<()>) -> impl IntoView {
    let app = use_app();
    let found = job_at_hand(id);
    let job = Memo::new(move |_| found.with(|found| found.job().cloned().map(Arc::new)));
    let missing = Memo::new(move |_| match found.get() {
        AtHand::Missing(error) => Some(error),
        AtHand::Here(_) | AtHand::Looking => None,
    });
    // The list knows the title before the rest is read.
    let title = Memo::new(move |_| {
        job.with(|job| job.as_ref().map(|job| job.title.clone()))
            .or_else(|| {
                app.board
                    .with(|board| Some(board.card(board.locate(id)?)?.title))
            })
    });
    let is_here = Memo::new(move |_| job.with(Option::is_some));
    Effect::new(move |_| {
        if let Some(title) = title.get() {
            browser::set_title(&text!(app::page_title, title));
        }
    });
    Effect::new(move |_| {
        if is_here.get() {
            untrack(|| app.replica.note_seen(id));
        }
    });
    move || {
        match missing.get() {
        Some(error) => view! { <Missing error retry /> }.into_any(),
        None => view! {
            <article class="posting" aria-labelledby="posting-title" aria-busy=move || (!is_here.get()).then_some("true")>
                <BackToList />
                <header class="posting-head">
                    <Marks job />
                    {move || title.get().map(|title| view! { <Star job=id title /> })}
                    <h1 class="posting-title" id="posting-title" tabindex="-1">
                        {move || title.get().unwrap_or_else(|| text!(app::loading).to_owned())}
                    </h1>
                    {move || job.get().map(|job| view! { <Client job=job.clone() /> <Tags job /> })}
                </header>
                <InvitedHere job=id />
                {move || job.get().map(|job| view! { <Body job /> })}
            </article>
        }
        .into_any(),
    }
    }
}

/// The posting as workers will see it, before it is published.
#[component]
pub fn Preview(
    /// The posting.
    job: Arc<Job>,
) -> impl IntoView {
    let head = Memo::new({
        let job = job.clone();
        move |_| Some(job.clone())
    });
    let title = match job.title.trim() {
        "" => text!(editor::untitled).to_owned(),
        title => title.to_owned(),
    };
    view! {
        <article class="posting is-preview" aria-labelledby="preview-title">
            <header class="posting-head">
                <Marks job=head />
                <h2 class="posting-title" id="preview-title">
                    {title}
                </h2>
                <Client job=job.clone() />
                <Tags job=job.clone() />
            </header>
            <Body job preview=true />
        </article>
    }
}

/// Back to the list as it was asked for.
#[component]
fn BackToList() -> impl IntoView {
    let query = in_url(&use_location());
    view! {
        <a class="back" href=move || query.with(paths::jobs) data-noscroll>
            <Drawing icon=Icon::Back />
            {t!(posting::back)}
        </a>
    }
}

#[component]
fn Marks(job: Memo<Option<Arc<Job>>>) -> impl IntoView {
    let marks = move || {
        job.get().map(|job| {
            let Job {
                kind,
                category,
                posted_at,
                sample,
                ..
            } = *job;
            view! {
                <NewMark posted_at />
                <SampleMark sample />
                <span>{move || words::kind(kind)}</span>
                <span>{move || words::category(category)}</span>
                <span>{move || text!(posting::posted, words::day(posted_at))}</span>
            }
        })
    };
    view! { <p class="posting-marks">{marks}</p> }
}

#[component]
fn Client(job: Arc<Job>) -> impl IntoView {
    let workplace = job.workplace.clone();
    let place = move || {
        let town = workplace.town.as_ref();
        let named = town.map(|town| jobs::place(&town.name, Some(town.code.prefecture())));
        match (named.or_else(|| workplace.area.clone()), workplace.remote) {
            (Some(place), true) => Some(text!(posting::place_or_home, place)),
            (Some(place), false) => Some(text!(posting::place, place)),
            (None, true) => Some(text!(posting::place, text!(board::remote))),
            (None, false) => None,
        }
    };
    view! { <p class="posting-client">{job.desk_name.clone()} " " <span>{place}</span></p> }
}

#[component]
fn Tags(job: Arc<Job>) -> impl IntoView {
    let tags = move || {
        let easy = [
            job.no_calls.then(|| text!(board::no_calls)),
            job.naptime.then(|| text!(board::naptime)),
            job.beginner.then(|| text!(board::beginner)),
        ];
        let easy = easy
            .into_iter()
            .flatten()
            .map(|words| view! { <li>{words}</li> });
        let stages = job
            .life_stages
            .iter()
            .map(|stage| words::life_stage(*stage).to_owned());
        let plain = stages.chain(job.tags.iter().cloned());
        let plain = plain.map(|words| view! { <li class="is-plain">{words}</li> });
        view! { {easy.collect_view()} {plain.collect_view()} }
    };
    view! { <ul class="tags">{tags}</ul> }
}

/// Why there is nothing to show, and what to do.
#[component]
fn Missing(error: JobError, retry: Callback<()>) -> impl IntoView {
    let gone = error == JobError::NotFound;
    Effect::new(move |_| {
        let title = if gone {
            text!(posting::not_found)
        } else {
            text!(posting::unreachable)
        };
        browser::set_title(&text!(app::page_title, title));
    });
    browser::after_paint(|| browser::focus("h1[tabindex]"));
    let query = in_url(&use_location());
    let to_list = move || query.with(paths::jobs);
    if gone {
        view! {
            <Empty
                heading=true
                dead_end=true
                title=t!(posting::not_found)
                text=t!(posting::not_found_text)
            >
                <a class="button is-primary" href=to_list>
                    {t!(app::find_jobs)}
                </a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty
                heading=true
                dead_end=true
                title=t!(posting::unreachable)
                text=t!(posting::unreachable_text)
            >
                <button class="button is-primary" type="button" on:click=move |_| retry.run(())>
                    {t!(app::try_again)}
                </button>
                <a class="button" href=to_list>
                    {t!(posting::back)}
                </a>
            </Empty>
        }
        .into_any()
    }
}
