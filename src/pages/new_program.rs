//! A program, from its first line to its announcement.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        program_editor::{
            Editor, Piece,
            form::ProgramForm,
            publish::{ProgramCheck, Refused},
        },
    },
    device::browser,
    paths,
    state::{following::Progress, replica::Health, use_app},
};
use domain::{DraftId, ProgramId};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Redirect,
    hooks::{use_location, use_query_map},
};
use sync::Draft;

/// How far it is.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Step {
    Write,
    Check,
    /// Waiting, or on its way.
    Waiting,
    /// It was announced, and is a draft no more.
    Announced,
    /// What it changes is not on this device.
    Unknown,
}

/// The draft that the address names; without a name, a new one.
#[component]
pub fn NewProgramPage() -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let query = use_query_map();
    let id = Memo::new(move |_| {
        query
            .with(|query| query.get("draft"))?
            .parse::<DraftId>()
            .ok()
    });
    let opening = Memo::new(move |_| {
        app.replica.health() == Health::Opening || app.programs.progress() == Progress::Opening
    });
    move || match id.get() {
        _ if opening.get() => view! {
            <div class="page">
                <p class="lead" role="status">
                    {t!(app::loading)}
                </p>
            </div>
        }
        .into_any(),
        Some(id) => view! { <Writing id /> }.into_any(),
        None => {
            let new = paths::program_draft(DraftId(browser::new_id()));
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            view! { <Redirect path=new options /> }.into_any()
        }
    }
}

#[component]
fn Writing(id: DraftId) -> impl IntoView {
    let app = use_app();
    let editor = Editor::new(id);
    let query = use_query_map();
    let wants_check =
        Memo::new(move |_| query.with(|query| query.get("step").as_deref() == Some("check")));
    let is_edit = editor.is_edit();
    let sending = Memo::new(move |_| {
        let sending = |draft: &Draft| draft.sending.is_some();
        editor.draft.with(|draft| draft.as_ref().map(sending))
    });
    let announced = Memo::new(move |_| app.programs.get(ProgramId(id.0)).is_some());
    // Whether it can be announced changes with the keys; it counts at the moment of asking.
    let step = Memo::new(move |_| match sending.get() {
        Some(true) => Step::Waiting,
        None if announced.get() => Step::Announced,
        _ if is_edit.get() && editor.before.with(Option::is_none) => Step::Unknown,
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
        Step::Announced => text!(program_editor::announced),
        Step::Write | Step::Unknown if is_edit.get() => text!(program_editor::edit),
        Step::Write | Step::Unknown => text!(program_editor::new),
    });
    Effect::new(move |_| browser::set_title(&text!(app::page_title, heading.get())));
    let hash = use_location().hash;
    Effect::new(move |before: Option<Step>| {
        let step = step.get();
        let named = hash.get_untracked();
        let piece = Piece::ALL
            .into_iter()
            .find(|piece| named.strip_prefix('#') == Some(piece.heading()));
        let goal = match piece.filter(|_| step == Step::Write) {
            Some(piece) => {
                editor.piece.set(piece);
                Some(format!("#{}", piece.heading()))
            }
            None => before
                .is_some_and(|before| before != step)
                .then(|| "h1[tabindex]".to_owned()),
        };
        if let Some(goal) = goal {
            browser::after_paint(move || browser::focus(&goal));
        }
        step
    });
    let back = move || match step.get() {
        Step::Check => (paths::program_draft(id), text!(editor::back_to_form)),
        _ => (paths::desk_of("programs"), text!(editor::back_to_desk)),
    };
    let lead = move || match (step.get(), is_edit.get()) {
        (Step::Write, false) => Some(text!(editor::lead)),
        (Step::Write, true) => Some(text!(program_editor::edit_lead)),
        _ => None,
    };
    let body = move || match step.get() {
        Step::Write => view! { <ProgramForm editor /> }.into_any(),
        Step::Check => view! { <ProgramCheck editor /> }.into_any(),
        Step::Waiting => view! {
            <p>{t!(editor::queued_text)}</p>
            <div class="button-row">
                <ToDesk />
            </div>
        }
        .into_any(),
        Step::Announced => view! {
            <Empty title=t!(editor::gone) text=t!(editor::gone_text)>
                <ToDesk />
                <a class="button" href=paths::program(ProgramId(id.0))>
                    {t!(program_editor::see)}
                </a>
            </Empty>
        }
        .into_any(),
        Step::Unknown => view! {
            <Empty
                dead_end=true
                title=t!(program_editor::not_here)
                text=t!(program_editor::not_here_text)
            >
                <ToDesk />
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
        <a class="button is-primary" href=paths::desk_of("programs")>
            {t!(program_editor::to_desk)}
        </a>
    }
}
