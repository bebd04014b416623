//! A posting, from its first line to its publication.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        posting_editor::{Editor, form::PostingForm, publish::PostingCheck},
        words,
    },
    device::browser,
    paths,
    state::{replica::Health, use_app},
};
use domain::DraftId;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Redirect,
    hooks::{use_location, use_query_map},
};
use sync::{Delivery, Draft};

/// How far it is.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Step {
    Write,
    Check,
    /// Waiting, or on its way.
    Waiting,
    /// It was published, and is a draft no more.
    Published,
}

/// The draft that the address names; without a name, a new one.
#[component]
pub fn NewPostingPage() -> impl IntoView {
    let app = use_app();
    let query = use_query_map();
    let id = Memo::new(move |_| {
        query
            .with(|query| query.get("draft"))?
            .parse::<DraftId>()
            .ok()
    });
    let opening = Memo::new(move |_| app.replica.health() == Health::Opening);
    move || match id.get() {
        _ if opening.get() => view! {
            <div class="page">
                <p class="lead" role="status">
                    {t!(app::loading)}
                </p>
            </div>
        }
        .into_any(),
        Some(id) => view! { <Posting id /> }.into_any(),
        None => {
            let new = paths::posting_draft(DraftId(browser::new_id()));
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            view! { <Redirect path=new options /> }.into_any()
        }
    }
}

#[component]
fn Posting(id: DraftId) -> impl IntoView {
    let app = use_app();
    let editor = Editor::new(id);
    let query = use_query_map();
    let wants_check =
        Memo::new(move |_| query.with(|query| query.get("step").as_deref() == Some("check")));
    let is_edit = Memo::new(move |_| {
        editor
            .draft
            .with(|d| d.as_ref().is_some_and(Draft::is_edit))
    });
    let sending = Memo::new(move |_| {
        editor
            .draft
            .with(|draft| draft.as_ref().map(|draft| draft.sending.is_some()))
    });
    let published = Memo::new(move |_| {
        app.board
            .with(|board| board.locate(domain::JobId(id.0)).is_some())
    });
    // Whether it can be published changes with the keys; it counts at the moment of asking.
    let step = Memo::new(move |_| match sending.get() {
        Some(true) => Step::Waiting,
        None if published.get() => Step::Published,
        _ if !wants_check.get() => Step::Write,
        _ if untrack(|| editor.written.with(|written| written.problems.is_empty())) => Step::Check,
        _ => {
            editor.asked.set(true);
            Step::Write
        }
    });
    let heading = Memo::new(move |_| match step.get() {
        Step::Check => text!(editor::check),
        Step::Waiting => text!(editor::queued_title),
        Step::Published => text!(editor::published),
        Step::Write if is_edit.get() => text!(editor::edit),
        Step::Write => text!(editor::new),
    });
    Effect::new(move |_| browser::set_title(&text!(app::page_title, heading.get())));
    let hash = use_location().hash;
    Effect::new(move |before: Option<Step>| {
        let step = step.get();
        let field = hash.get_untracked();
        let named = field.len() > 1 && step == Step::Write;
        if named || before.is_some_and(|before| before != step) {
            let goal = if named {
                field
            } else {
                "h1[tabindex]".to_owned()
            };
            browser::after_paint(move || browser::focus(&goal));
        }
        step
    });
    let back = move || match step.get() {
        Step::Check => (paths::posting_draft(id), text!(editor::back_to_form)),
        _ => (paths::desk_of("postings"), text!(editor::back_to_desk)),
    };
    let lead = move || match (step.get(), is_edit.get()) {
        (Step::Write, false) => Some(text!(editor::lead)),
        (Step::Write, true) => Some(text!(editor::edit_lead)),
        _ => None,
    };
    let body = move || match step.get() {
        Step::Write => view! { <PostingForm editor /> }.into_any(),
        Step::Check => view! { <PostingCheck editor /> }.into_any(),
        Step::Waiting => view! { <p>{t!(editor::queued_text)}</p> <ToDesk /> }.into_any(),
        Step::Published => view! {
            <Empty title=t!(editor::gone) text=t!(editor::gone_text)>
                <a class="button is-primary" href=paths::desk_of("postings")>
                    {t!(editor::to_desk)}
                </a>
                <a
                    class="button"
                    href=paths::job(domain::JobId(id.0), &board::Query::default())
                >
                    {t!(editor::see_posting)}
                </a>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <div class="page is-wide">
            <a class="back" href=move || back().0>
                <Drawing icon=Icon::Back />
                {move || back().1}
            </a>
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {heading}
                </h1>
                <p class="lead">{lead}</p>
            </header>
            <Refused editor />
            {body}
        </div>
    }
}

#[component]
fn ToDesk() -> impl IntoView {
    view! {
        <div class="button-row">
            <a class="button is-primary" href=paths::desk_of("postings")>
                {t!(editor::to_desk)}
            </a>
        </div>
    }
}

/// Why it was not published, and that nothing of it is lost.
#[component]
fn Refused(editor: Editor) -> impl IntoView {
    let kind = editor.kind();
    let refusal = move || {
        let delivery = editor
            .draft
            .with(|draft| draft.as_ref().map(|draft| draft.delivery(&[])));
        match delivery {
            Some(Delivery::Refused(refusal)) => Some(words::editor::refusal(&refusal, kind.get())),
            _ => None,
        }
    };
    move || {
        refusal().map(|reason| {
            view! {
                <div class="notice is-error" role="alert">
                    <p class="notice-text">
                        <strong>{t!(proposal::not_sent)} ": " {reason}</strong>
                        {t!(proposal::not_sent_kept)}
                    </p>
                </div>
            }
        })
    }
}
