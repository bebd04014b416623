//! The way to a goal as bars, with the line that they aim at.

use super::words;
use domain::{Yen, income::Step};
use leptos::prelude::*;

/// The size of the drawing, and what is kept free above and below the bars.
const WIDE: i64 = 320;
const TALL: i64 = 150;
const ABOVE: i64 = 18;
const BELOW: i64 = 18;
/// So few months leave room for those to come.
const FEWEST: usize = 6;
/// The widest bar.
const BROAD: i64 = 28;

/// A length as the drawing measures it.
fn height(amount: Yen, top: Yen) -> i64 {
    amount.fraction(TALL, top.0).0
}

/// Bars, month by month: contracts below, what the person recorded on top. What the picture shows is
/// said in words, and stands in the table.
#[component]
pub fn IncomeChart(
    /// The months, the oldest first.
    steps: Vec<Step>,
    /// What they aim at.
    goal: Yen,
) -> impl IntoView {
    let most = steps.iter().map(Step::total).max().unwrap_or_default();
    let top = most.max(goal);
    let count = i64::try_from(steps.len().max(FEWEST)).unwrap_or(WIDE);
    let place = WIDE / count;
    let broad = (place * 2 / 3).min(BROAD);
    let floor = ABOVE + TALL;
    let bars = (0..).zip(&steps).map(|(at, step): (i64, &Step)| {
        let left = at * place + (place - broad) / 2;
        let of_contracts = height(step.contracts, top);
        let whole = height(step.total(), top);
        let (_, number) = step.month.parts();
        view! {
            <rect
                class="is-contracts"
                x=left
                y=floor - of_contracts
                width=broad
                height=of_contracts
            />
            <rect
                class="is-reported"
                x=left
                y=floor - whole
                width=broad
                height=whole - of_contracts
            />
            <text x=left + broad / 2 y=floor + BELOW - 4>
                {number}
            </text>
        }
    });
    let bars = bars.collect_view();
    let line = floor - height(goal, top);
    let said = move || {
        let end = |step: Option<&Step>| {
            let month = step.map(|step| step.month);
            month.map(words::month).unwrap_or_default()
        };
        let told = steps.iter().map(|step| {
            let month = words::month(step.month);
            let (total, percent) = (words::yen(step.total()), step.percent(goal));
            text!(cohort::chart_month, month, total, percent)
        });
        let told: Vec<String> = told.collect();
        text!(
            cohort::chart_said,
            end(steps.first()),
            end(steps.last()),
            words::yen(goal),
            told.join(", ")
        )
    };
    view! {
        <figure class="panel income-chart">
            <figcaption>
                <h2>{t!(cohort::chart)}</h2>
                <p class="income-legend" aria-hidden="true">
                    <span class="is-contracts">{t!(cohort::contracts)}</span>
                    <span class="is-reported">{t!(cohort::reported)}</span>
                </p>
            </figcaption>
            <svg role="img" aria-label=said viewBox=format!("0 0 {WIDE} {}", floor + BELOW)>
                {bars}
                <line class="is-floor" x1="0" x2=WIDE y1=floor y2=floor />
                <line class="is-goal" x1="0" x2=WIDE y1=line y2=line />
                <text class="is-goal" x=WIDE y=line - 5>
                    {move || text!(cohort::goal, words::yen(goal))}
                </text>
            </svg>
        </figure>
    }
}
