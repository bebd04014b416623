//! 成果: what became of the people who signed up, by month, never below five.

use crate::{
    components::{empty::Empty, toasts::use_toasts, words},
    device::{
        files,
        network::{self, NetworkError},
    },
    state::use_app,
};
use domain::{
    DeskId, Month,
    k_anonymous::Shown,
    outcomes::{IncomeLine, Measure, Outcomes, csv},
};
use leptos::{prelude::*, task::spawn_local};

/// What the server said.
type Told = Option<Result<Outcomes, NetworkError>>;

/// The tab.
#[component]
pub fn OutcomesTab() -> impl IntoView {
    let app = use_app();
    let desks = Memo::new(move |_| {
        let places = app.replica.memberships().into_iter();
        places
            .map(|place| (place.desk, place.desk_name))
            .collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(None::<DeskId>);
    let desk = Memo::new(move |_| {
        let first = desks.with(|desks| desks.first().map(|(desk, _)| *desk));
        chosen.get().or(first)
    });
    let told = RwSignal::new(Told::None);
    let ask = move |desk: DeskId| {
        told.set(None);
        spawn_local(async move {
            let answer = network::outcomes(desk).await;
            // Another desk may have been chosen meanwhile.
            if desk_is(chosen, desks, desk) {
                told.try_set(Some(answer));
            }
        });
    };
    Effect::new(move |_| {
        if let Some(desk) = desk.get() {
            ask(desk);
        }
    });
    let again = Callback::new(move |()| {
        if let Some(desk) = desk.get_untracked() {
            ask(desk);
        }
    });
    let found = move || {
        match told.get() {
        None => view! { <p role="status">{t!(outcome::loading)}</p> }.into_any(),
        Some(Err(_)) => view! {
            <div role="alert">
                <Empty dead_end=true title=t!(outcome::unreachable) text=t!(outcome::unreachable_text)>
                    <button class="button is-primary" type="button" on:click=move |_| again.run(())>
                        {t!(outcome::again)}
                    </button>
                </Empty>
            </div>
        }
        .into_any(),
        Some(Ok(outcomes)) => view! { <Found outcomes /> }.into_any(),
    }
    };
    view! {
        <p class="lead">{t!(outcome::lead)}</p>
        <p class="hint">{t!(outcome::rules)}</p>
        <Show when=move || desks.with(|desks| desks.len() > 1)>
            <DeskChoice desks chosen />
        </Show>
        {found}
    }
}

/// Whether a desk is the one that is shown; false once the screen is gone.
fn desk_is(
    chosen: RwSignal<Option<DeskId>>,
    desks: Memo<Vec<(DeskId, String)>>,
    desk: DeskId,
) -> bool {
    let first = desks
        .try_with_untracked(|desks| desks.first().map(|(desk, _)| *desk))
        .flatten();
    chosen
        .try_get_untracked()
        .is_some_and(|chosen| chosen.or(first) == Some(desk))
}

#[component]
fn DeskChoice(
    desks: Memo<Vec<(DeskId, String)>>,
    chosen: RwSignal<Option<DeskId>>,
) -> impl IntoView {
    let option = |(desk, name): (DeskId, String)| {
        view! { <option value=desk.to_string()>{name}</option> }
    };
    view! {
        <div class="field">
            <label for="outcome-desk">{t!(outcome::desk)}</label>
            <select
                class="select"
                id="outcome-desk"
                on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
            >
                {move || desks.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// The charts, the tables, the download.
#[component]
fn Found(outcomes: Outcomes) -> impl IntoView {
    let toasts = use_toasts();
    let outcomes = StoredValue::new(outcomes);
    let charts = move || {
        outcomes.with_value(|found| {
            let chart = |line: &domain::outcomes::Line| {
                let (measure, people) = (line.measure, line.people.clone());
                let months = found.months.clone();
                view! { <Chart measure months people /> }
            };
            found.lines.iter().map(chart).collect_view()
        })
    };
    let save = move |_| {
        let text = outcomes.with_value(|found| {
            let mut rows = by_measure(found);
            rows.push(Vec::new());
            rows.extend(by_income(found));
            rows.push(Vec::new());
            rows.extend(of_members(found));
            csv(&rows)
        });
        if !files::save_as(
            &format!("{}.csv", text!(outcome::csv_name)),
            "text/csv;charset=utf-8",
            &text,
        ) {
            toasts.say(text!(outcome::not_saved));
        }
    };
    view! {
        <div class="outcomes">{charts}</div>
        <section class="panel" aria-labelledby="people-h">
            <h2 id="people-h">{t!(outcome::table)}</h2>
            {move || table(outcomes.with_value(by_measure), "people-h")}
        </section>
        <section class="panel" aria-labelledby="incomes-h">
            <h2 id="incomes-h">{t!(outcome::incomes)}</h2>
            <p class="hint">{t!(outcome::incomes_how)}</p>
            {move || table(outcomes.with_value(by_income), "incomes-h")}
        </section>
        <section class="panel" aria-labelledby="members-h">
            <h2 id="members-h">{t!(cohort::members)}</h2>
            <p class="hint">{t!(cohort::members_how)}</p>
            <p class="hint">{t!(cohort::members_rules)}</p>
            {move || table(outcomes.with_value(of_members), "members-h")}
        </section>
        <div class="button-row">
            <button class="button" type="button" on:click=save>
                {t!(outcome::csv)}
            </button>
        </div>
    }
}

/// The height of a chart's tallest bar, and of a count that is not shown.
const TALL: u32 = 64;
const FEW: u32 = 4;
/// From one bar to the next, and how wide each is.
const STEP: u32 = 20;
const WIDE: u32 = 14;

/// One measure as bars. What the picture shows is said in words, and stands in the table.
#[component]
fn Chart(measure: Measure, months: Vec<Month>, people: Vec<Shown>) -> impl IntoView {
    let most = people
        .iter()
        .map(|shown| exactly(*shown))
        .max()
        .unwrap_or_default()
        .max(1);
    let bars = (0..).zip(&people).map(|(at, shown): (u32, &Shown)| {
        let height = match exactly(*shown) {
            0 => FEW,
            people => (people * TALL / most).max(FEW),
        };
        let class = if exactly(*shown) == 0 { "is-few" } else { "" };
        view! {
            <rect class=class x=at * STEP y=TALL - height width=WIDE height=height rx="2" />
        }
    });
    let bars = bars.collect_view();
    let labels = (0..).zip(&months).map(|(at, month): (u32, &Month)| {
        let (_, number) = month.parts();
        view! {
            <text x=at * STEP + WIDE / 2 y=TALL + 14>
                {number}
            </text>
        }
    });
    let labels = labels.collect_view();
    let said = move || {
        let pairs = months.iter().zip(&people);
        let told = pairs.map(|(month, people)| {
            text!(outcome::chart_month, words::month(*month), shown(*people))
        });
        let told: Vec<String> = told.collect();
        let end = |month: Option<&Month>| month.copied().map(words::month).unwrap_or_default();
        text!(
            outcome::chart,
            title(measure),
            end(months.first()),
            end(months.last()),
            told.join(", ")
        )
    };
    let wide = STEP * 12;
    view! {
        <figure class="panel outcome">
            <figcaption>
                <h2>{move || title(measure)}</h2>
            </figcaption>
            <svg role="img" aria-label=said viewBox=format!("0 0 {wide} {}", TALL + 18)>
                {bars}
                {labels}
            </svg>
            <details>
                <summary>{t!(outcome::how)}</summary>
                <p class="hint">{move || how(measure)}</p>
            </details>
        </figure>
    }
}

fn exactly(shown: Shown) -> u32 {
    match shown {
        Shown::Exactly(people) => people,
        Shown::FewerThan(_) | Shown::Withheld => 0,
    }
}

/// A table whose first row and first column are heads; `named` is the id of its name.
fn table(rows: Vec<Vec<String>>, named: &'static str) -> impl IntoView {
    let mut rows = rows.into_iter();
    let head = rows.next().unwrap_or_default().into_iter();
    let head = head
        .map(|cell| view! { <th scope="col">{cell}</th> })
        .collect_view();
    let row = |row: Vec<String>| {
        let mut cells = row.into_iter();
        let first = cells.next().unwrap_or_default();
        let cells = cells.map(|cell| view! { <td>{cell}</td> }).collect_view();
        view! {
            <tr>
                <th scope="row">{first}</th>
                {cells}
            </tr>
        }
    };
    view! {
        // What is wider than a phone is moved sideways, with keys too.
        <div class="outcome-table" role="group" tabindex="0" aria-labelledby=named>
            <table class="counts" aria-labelledby=named>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows.map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Months downwards, measures across.
fn by_measure(found: &Outcomes) -> Vec<Vec<String>> {
    let head = found
        .lines
        .iter()
        .map(|line| title(line.measure).to_owned());
    let columns: Vec<&[Shown]> = found
        .lines
        .iter()
        .map(|line| line.people.as_slice())
        .collect();
    across(found, head, &columns)
}

/// Months downwards, bands of income across.
fn by_income(found: &Outcomes) -> Vec<Vec<String>> {
    let head = found.incomes.iter().map(band);
    let columns: Vec<&[Shown]> = found
        .incomes
        .iter()
        .map(|line| line.people.as_slice())
        .collect();
    across(found, head, &columns)
}

/// Months downwards; all members, those without income, bands, and in which the middle is.
fn of_members(found: &Outcomes) -> Vec<Vec<String>> {
    let nothing = std::iter::once(text!(cohort::members_nothing).to_owned());
    let cells: Vec<String> = nothing.chain(found.incomes.iter().map(band)).collect();
    let row = |month: String, all: String, cells: Vec<String>, middle: String| {
        [vec![month, all], cells, vec![middle]].concat()
    };
    let head = row(
        text!(outcome::month).to_owned(),
        text!(cohort::members_all).to_owned(),
        cells.clone(),
        text!(cohort::members_middle).to_owned(),
    );
    let rows = found.members.iter().map(|members| {
        let middle = members.middle().and_then(|at| cells.get(at).cloned());
        row(
            words::month(members.month),
            shown(members.people.total),
            members.people.cells.iter().copied().map(shown).collect(),
            middle.unwrap_or_else(|| text!(cohort::members_open).to_owned()),
        )
    });
    std::iter::once(head).chain(rows).collect()
}

fn across(
    found: &Outcomes,
    head: impl Iterator<Item = String>,
    columns: &[&[Shown]],
) -> Vec<Vec<String>> {
    let first = std::iter::once(text!(outcome::month).to_owned())
        .chain(head)
        .collect();
    let rows = found.months.iter().enumerate().map(|(at, month)| {
        let cells = columns
            .iter()
            .filter_map(|column| column.get(at))
            .map(|people| shown(*people));
        std::iter::once(words::month(*month)).chain(cells).collect()
    });
    std::iter::once(first).chain(rows).collect()
}

fn shown(people: Shown) -> String {
    match people {
        Shown::Exactly(people) => text!(outcome::people, people as usize),
        Shown::FewerThan(people) => text!(outcome::fewer, people as usize),
        Shown::Withheld => text!(outcome::withheld).to_owned(),
    }
}

fn band(line: &IncomeLine) -> String {
    match (line.from.map(words::yen), line.below.map(words::yen)) {
        (None, Some(below)) => text!(outcome::band_below, below),
        (Some(from), Some(below)) => text!(outcome::band, from, below),
        (from, None) => text!(outcome::band_from, from.unwrap_or_default()),
    }
}

fn title(measure: Measure) -> &'static str {
    match measure {
        Measure::SignUps => text!(outcome::sign_ups),
        Measure::Attended => text!(outcome::attended),
        Measure::Spaces => text!(outcome::spaces),
        Measure::Movers => text!(outcome::movers),
        Measure::Stays => text!(outcome::stays),
        Measure::FirstProposals => text!(outcome::first_proposals),
        Measure::FirstContracts => text!(outcome::first_contracts),
    }
}

fn how(measure: Measure) -> &'static str {
    match measure {
        Measure::SignUps => text!(outcome::sign_ups_how),
        Measure::Attended => text!(outcome::attended_how),
        Measure::Spaces => text!(outcome::spaces_how),
        Measure::Movers => text!(outcome::movers_how),
        Measure::Stays => text!(outcome::stays_how),
        Measure::FirstProposals => text!(outcome::first_proposals_how),
        Measure::FirstContracts => text!(outcome::first_contracts_how),
    }
}
