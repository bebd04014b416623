//! 約束ごと: the six items that a posting shows, and which of them are missing.

use super::words;
use domain::{
    Job,
    job::{GuidelineItem, PayUnit},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The six items of a posting.
#[component]
pub fn Guideline(
    /// The posting.
    job: Arc<Job>,
    /// Asks about what is missing in a proposal, where one can still be written.
    #[prop(into)]
    ask: Signal<Option<Callback<()>>>,
) -> impl IntoView {
    let missing = job.missing_items();
    let total = GuidelineItem::ALL.len();
    let written = total - missing.len();
    let item = move |item: GuidelineItem| {
        let job = job.clone();
        let is_missing = missing.contains(&item);
        let question = move || {
            let ask = ask.get().filter(|_| is_missing)?;
            Some(view! {
                " "
                <a
                    href="#"
                    role="button"
                    on:click=move |click| {
                        click.prevent_default();
                        click.stop_propagation();
                        ask.run(());
                    }
                >
                    {t!(posting::ask)}
                </a>
            })
        };
        view! {
            <div class="item" class:is-missing=is_missing>
                <dt>{move || words::guideline_item(item)}</dt>
                <dd>{move || said(&job, item)} {question}</dd>
            </div>
        }
    };
    view! {
        <section class="section" aria-labelledby="six-h">
            <div class="section-head">
                <h2 id="six-h">{t!(posting::guideline)}</h2>
                <p class="note">{t!(posting::written_of, total, written)}</p>
            </div>
            <dl class="items">{GuidelineItem::ALL.map(item).collect_view()}</dl>
        </section>
    }
}

/// What the posting says of an item.
fn said(job: &Job, item: GuidelineItem) -> String {
    let written = |text: &Option<String>| {
        let text = text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        text.unwrap_or(text!(posting::not_written)).to_owned()
    };
    match item {
        GuidelineItem::Work if job.description.trim().is_empty() => {
            text!(posting::not_written).to_owned()
        }
        GuidelineItem::Work => text!(posting::as_above).to_owned(),
        GuidelineItem::Due => written(&job.due),
        GuidelineItem::Reward => reward(job),
        GuidelineItem::Costs => written(&job.costs),
        GuidelineItem::Rights => written(&job.rights),
        GuidelineItem::Contact => written(&job.contact),
    }
}

/// The amount, when it is paid and how; what of it is missing is named.
fn reward(job: &Job) -> String {
    let amount = job.pay.map(|pay| {
        let range = match pay.min < pay.max {
            true => text!(posting::range, words::yen(pay.min), words::yen(pay.max)),
            false => words::yen(pay.min),
        };
        let per = match pay.unit {
            PayUnit::Piece => text!(posting::per_unit_piece),
            unit => words::jobs::per(unit),
        };
        text!(posting::amount_taxed, format!("{range}{per}"))
    });
    let amount = amount.unwrap_or_else(|| text!(posting::amount_not_written).to_owned());
    let or = |text: &Option<String>, otherwise: &str| {
        let text = text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        text.unwrap_or(otherwise).to_owned()
    };
    let day = or(&job.pay_day, text!(posting::pay_day_not_written));
    let means = or(&job.pay_means, text!(posting::pay_means_not_written));
    [amount, day, means].join(text!(posting::joined))
}
