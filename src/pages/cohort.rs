//! 目標への道のり: what a member of a program that aims at an income has reached, month by month. Only
//! they see it.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        income_chart::IncomeChart,
        income_form::IncomeForm,
        words,
    },
    device::browser,
    paths,
    state::{following::Progress, replica::Health, use_app},
};
use domain::{
    Month, ProgramId, Yen,
    income::{self, DEFAULT_GOAL, Step},
    sign_up::{SignUp, State},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn CohortPage() -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok()));
    let membership = Memo::new(move |_| {
        let id: ProgramId = id.get()?;
        app.replica.membership_of(id)
    });
    let opening = move || {
        app.programs.progress() == Progress::Opening || app.replica.health() == Health::Opening
    };
    let back = move || id.get().map_or(paths::PROGRAMS.to_owned(), paths::program);
    Effect::new(move |_| browser::set_title(&text!(app::page_title, text!(cohort::title))));
    let shown = move || match membership.with(Option::is_some) {
        true => view! { <Way membership /> }.into_any(),
        false if opening() => view! {
            <p class="lead" role="status">
                {t!(app::loading)}
            </p>
        }
        .into_any(),
        false => view! {
            <Empty
                heading=true
                dead_end=true
                title=t!(cohort::not_member)
                text=t!(cohort::not_member_text)
            >
                <a class="button is-primary" href=back>
                    {t!(cohort::to_program)}
                </a>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <div class="page">
            <a class="back" href=back>
                <Drawing icon=Icon::Back />
                {t!(program::back_to_program)}
            </a>
            {shown}
        </div>
    }
}

#[component]
fn Way(membership: Memo<Option<SignUp>>) -> impl IntoView {
    let app = use_app();
    let goal = Memo::new(move |_| {
        let membership = membership.get();
        let program = membership.as_ref().map(|it| it.program);
        // As it stands now; a device may not have the program.
        let now = program.and_then(|id| app.programs.get(id)?.aim());
        now.or(membership.and_then(|it| it.goal))
            .unwrap_or(DEFAULT_GOAL)
    });
    let since = Memo::new(move |_| membership.with(|it| it.as_ref()?.member_since()));
    let today = Memo::new(move |_| Month::at(app.now.get()));
    let months = Memo::new(move |_| {
        let now = today.get().first_day().map(|day| day.start());
        let (since, now) = (since.get(), now.unwrap_or_default());
        since.map_or_else(Vec::new, |since| income::months(since, now))
    });
    let steps = Memo::new(move |_| months.with(|months| app.replica.way(months)));
    let open = Memo::new(move |_| {
        membership.with(|it| {
            let it = it.as_ref()?;
            matches!(it.state, State::Accepted { .. }).then_some(it.id)
        })
    });
    let named = move || {
        membership.get().map(|it| {
            view! {
                <strong>{it.program_title}</strong>
                <span>{it.desk_name}</span>
            }
        })
    };
    let lead = move || {
        let goal = goal.get();
        let step = steps.with(|steps| steps.last().copied());
        step.map(|step| lead(step, goal))
    };
    view! {
        <header class="page-head">
            <h1 class="page-title" tabindex="-1">
                {t!(cohort::title)}
            </h1>
            <p class="about">{named}</p>
            <p class="lead">{lead}</p>
        </header>
        {move || view! { <IncomeChart steps=steps.get() goal=goal.get() /> }}
        <WayTable steps goal />
        {move || match open.get() {
            Some(id) => view! { <IncomeForm id months /> }.into_any(),
            None => view! { <p class="notice is-quiet">{t!(cohort::left)}</p> }.into_any(),
        }}
        <section class="panel" aria-labelledby="who-sees-h">
            <h2 id="who-sees-h">{t!(cohort::who_sees)}</h2>
            <p>{t!(cohort::who_sees_text)}</p>
            <p>{t!(cohort::who_sees_counted)}</p>
            <h2>{t!(cohort::how)}</h2>
            <p>{t!(cohort::how_text)}</p>
        </section>
    }
}

/// How the month stands, in a sentence.
fn lead(step: Step, goal: Yen) -> String {
    let month = words::month(step.month);
    let (total, missing) = (step.total(), step.missing(goal));
    let (said, aim) = (words::yen(total), words::yen(goal));
    if missing == Yen(0) {
        text!(cohort::lead_reached, month, said, aim)
    } else if total == Yen(0) {
        text!(cohort::lead_nothing, month, aim)
    } else {
        text!(cohort::lead, month, said, aim, words::yen(missing))
    }
}

/// The same as the chart, in numbers; the latest month first.
#[component]
fn WayTable(steps: Memo<Vec<Step>>, goal: Memo<Yen>) -> impl IntoView {
    let app = use_app();
    let row = move |step: Step| {
        let missing = move || match step.missing(goal.get()) {
            Yen(0) => text!(cohort::reached).to_owned(),
            missing => words::yen(missing),
        };
        let reported = move || match step.reported {
            Some(amount) => words::yen(amount),
            None => text!(cohort::none).to_owned(),
        };
        let waits = move || {
            let waits = app.replica.income_waiting(step.month).is_some();
            waits.then(|| view! { <small class="income-waits">{t!(cohort::waits)}</small> })
        };
        view! {
            <tr>
                <th scope="row">{move || words::month(step.month)}</th>
                <td>{move || words::yen(step.contracts)}</td>
                <td>{reported} {waits}</td>
                <td>{move || words::yen(step.total())}</td>
                <td>{missing}</td>
            </tr>
        }
    };
    let rows = move || steps.get().into_iter().rev().map(row).collect_view();
    view! {
        <section class="panel" aria-labelledby="way-h">
            <h2 id="way-h">{t!(cohort::way)}</h2>
            // What is wider than a phone is moved sideways, with keys too.
            <div class="outcome-table" role="group" tabindex="0" aria-labelledby="way-h">
                <table class="counts" aria-labelledby="way-h">
                    <thead>
                        <tr>
                            <th scope="col">{t!(cohort::month)}</th>
                            <th scope="col">{t!(cohort::contracts)}</th>
                            <th scope="col">{t!(cohort::reported)}</th>
                            <th scope="col">{t!(cohort::total)}</th>
                            <th scope="col">{t!(cohort::missing)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
