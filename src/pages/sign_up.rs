//! 申し込む: a sign-up is written, checked, and sent when there is a network.

use crate::{
    components::{
        delivery::DeliveryChip,
        drawings::{Drawing, Icon},
        empty::Empty,
        sign_up_check::SignUpCheck,
        sign_up_form::SignUpForm,
        words,
    },
    device::browser,
    paths,
    state::{following::Progress, replica::Health, use_app},
};
use domain::{program::Program, sign_up};
use leptos::prelude::*;
use leptos_router::{
    components::Redirect,
    hooks::{use_params_map, use_query_map},
};
use sync::Delivery;

/// Where a sign-up is between its first key and the server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Write {
        checked: bool,
    },
    Check,
    Waiting,
    /// It has arrived: the program's page says how it stands.
    Sent,
}

/// The page of a sign-up.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok()));
    let program = Memo::new(move |_| app.programs.get(id.get()?));
    let opening = move || {
        app.programs.progress() == Progress::Opening || app.replica.health() == Health::Opening
    };
    // How full it is changes nothing here.
    let known = Memo::new(move |_| match (program.get(), opening()) {
        (Some(program), false) => Some(program),
        _ => None,
    });
    move || match known.get() {
        Some(program) => view! { <SignUp program /> }.into_any(),
        None if opening() => view! {
            <div class="page">
                <p class="lead" role="status">
                    {t!(app::loading)}
                </p>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="page">
                <Empty
                    heading=true
                    dead_end=true
                    title=t!(program::unknown)
                    text=t!(program::unknown_text)
                >
                    <a class="button is-primary" href=paths::PROGRAMS>
                        {t!(program::back)}
                    </a>
                </Empty>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn SignUp(program: Program) -> impl IntoView {
    let app = use_app();
    let of = program.id;
    let id = app.replica.sign_up_draft(of);
    let draft = Memo::new(move |_| app.replica.draft(id));
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("step")));
    let stored = StoredValue::new(program.clone());
    // Who comes by the address alone begins here.
    let parts = program.parts();
    let has_own = untrack(|| {
        parts
            .iter()
            .any(|part| app.replica.own_sign_up(of, *part).is_some())
    });
    if untrack(|| draft.get()).is_none() && !has_own {
        app.replica.begin_sign_up(&program, None, false);
    }
    let step = Memo::new(move |_| {
        let wants_check = asked.with(|asked| asked.as_deref() == Some("check"));
        match draft.with(|draft| draft.as_ref().map(|draft| draft.sending.is_some())) {
            None => Step::Sent,
            Some(true) => Step::Waiting,
            Some(false) if !wants_check => Step::Write { checked: false },
            Some(false) => {
                // Whether it can be sent counts at the moment of asking.
                let fields = draft.with_untracked(|draft| {
                    draft
                        .as_ref()
                        .map(|draft| draft.fields.clone())
                        .unwrap_or_default()
                });
                let wrong = stored.with_value(|program| sign_up::read(program, &fields).1);
                match wrong.is_empty() {
                    true => Step::Check,
                    false => Step::Write { checked: true },
                }
            }
        }
    });
    let delivery = Memo::new(move |_| app.replica.draft_delivery(id));
    let heading = Memo::new(move |_| match (step.get(), delivery.get()) {
        (Step::Write { .. }, _) => text!(program::form),
        (Step::Check, _) => text!(program::check),
        (_, Some(Delivery::Sending)) => text!(program::sending_title),
        _ => text!(program::waiting_title),
    });
    Effect::new(move |_| {
        let title = stored.with_value(|program| program.title.clone());
        let title = format!("{}: {title}", heading.get());
        browser::set_title(&text!(app::page_title, title));
    });
    // A new step is announced by its heading.
    Effect::new(move |before: Option<Step>| {
        let step = step.get();
        if before.is_some_and(|before| before != step) {
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        }
        step
    });
    let back = move || match step.get() {
        Step::Check => (paths::sign_up(of), text!(program::change)),
        _ => (paths::program(of), text!(program::back_to_program)),
    };
    let refusal = Memo::new(move |_| match delivery.get() {
        Some(Delivery::Refused(refusal)) => Some(refusal),
        _ => None,
    });
    let trouble = move || {
        refusal.get().map(|refusal| {
            view! {
                <div class="notice is-error" role="alert">
                    <p class="notice-text">
                        <strong>
                            {text!(program::not_sent, words::refusal(&refusal))}
                        </strong>
                        {t!(program::not_sent_kept)}
                    </p>
                </div>
            }
        })
    };
    let title = program.title.clone();
    let desk = program.desk_name.clone();
    let body = move || {
        let program = stored.get_value();
        match step.get() {
            Step::Write { checked } => view! { <SignUpForm id draft program checked /> }.into_any(),
            Step::Check => view! { <SignUpCheck id draft program /> }.into_any(),
            Step::Waiting => view! {
                <div class="panel" role="status" aria-label=t!(proposal::state)>
                    <p>
                        <DeliveryChip delivery />
                    </p>
                    <p>{t!(program::waiting_text)}</p>
                </div>
                <div class="button-row">
                    <a class="button" href=paths::PROGRAMS>
                        {t!(program::back)}
                    </a>
                </div>
            }
            .into_any(),
            Step::Sent => view! { <Redirect path=paths::program(of) /> }.into_any(),
        }
    };
    view! {
        <div class="page">
            <a class="back" href=move || back().0>
                <Drawing icon=Icon::Back />
                {move || back().1}
            </a>
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {heading}
                </h1>
                <p class="about">
                    <strong>{title}</strong>
                    <span>{desk}</span>
                </p>
            </header>
            {trouble}
            {body}
        </div>
    }
}
