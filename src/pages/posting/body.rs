//! What a posting says, below its title.

use super::proposing::{Ended, Proposing, begin};
use crate::{
    components::{
        guideline::Guideline,
        money::Money,
        safety_menu::{Blocking, Safety},
        words::{self, jobs},
    },
    state::use_app,
};
use domain::{
    Job,
    job::{JobKind, Pay, PayUnit},
    safety::{About, Party},
};
use leptos::prelude::*;
use std::sync::Arc;

/// A month is 52 / 12 weeks: minutes of a month for each hour a week.
const MONTH_MINUTES: u32 = 260;

/// What the posting says.
#[component]
pub fn Body(
    /// The posting.
    job: Arc<Job>,
    /// It is not published yet: its client sees what workers will see, and nothing can be done with it.
    #[prop(optional)]
    preview: bool,
) -> impl IntoView {
    let app = use_app();
    let posting = StoredValue::new(job.clone());
    let pay = Signal::derive(move || {
        let paid = posting.with_value(|job| app.fees.with(|fees| job.net(fees)));
        paid.map(|(net, _)| net)
    });
    let minutes = RwSignal::new(estimate(&job));
    let is_open = Memo::new(move |_| posting.with_value(|job| job.is_open(app.now.get())));
    let ask = {
        let begin = begin(job.clone());
        let id = job.id;
        Signal::derive(move || {
            let id = app.replica.proposal_id(id);
            let free = !preview && is_open.get() && app.replica.delivery(id).is_none();
            free.then_some(begin)
        })
    };
    let desk = Blocking {
        desk: None,
        against: Party::Desk(job.desk),
        name: job.desk_name.clone(),
    };
    let blocking = Signal::stored(Some(desk));
    view! {
        <Show when=move || !preview && !is_open.get()>
            <Ended job=posting.get_value() />
        </Show>
        <Glance job=job.clone() />
        {match job.pay {
            Some(offered) => view! { <Pays job=job.clone() offered pay minutes /> }.into_any(),
            None => view! { <PayUnknown /> }.into_any(),
        }}
        <section class="section" aria-labelledby="what-h">
            <h2 id="what-h">{t!(posting::work)}</h2>
            <div class="prose">{job.description.clone()}</div>
        </section>
        <Guideline job=job.clone() ask />
        <p class="safety">{t!(posting::safety)}</p>
        {(!preview).then(|| view! { <Safety about=About::Job(job.id) blocking /> })}
        <Show when=move || !preview && is_open.get()>
            <Proposing job=posting.get_value() pay minutes />
        </Show>
    }
}

/// Time, due date, closing.
#[component]
fn Glance(job: Arc<Job>) -> impl IntoView {
    let now = use_app().now;
    let (weekly, effort) = (job.weekly_hours, job.effort_minutes);
    let a_piece = job.pay.is_some_and(|pay| pay.unit == PayUnit::Piece);
    let time = move || {
        let parts = [
            effort.map(|minutes| jobs::effort(minutes, a_piece)),
            weekly.map(jobs::weekly),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            text!(posting::not_written).to_owned()
        } else {
            parts.join(text!(posting::and))
        }
    };
    let due = job.due.clone();
    let due = move || {
        due.clone()
            .unwrap_or_else(|| text!(posting::not_written).to_owned())
    };
    let (closes_at, closed) = (job.closes_at, job.closed);
    let closing = Memo::new(move |_| jobs::closing(closes_at, closed, now.get()).soon);
    let until = move || match closes_at {
        Some(at) => text!(posting::until, words::day(jobs::last_day(at))),
        None => text!(posting::no_closing).to_owned(),
    };
    let quota = job.quota.map(|quota| {
        view! {
            <div>
                <dt>{t!(posting::quota)}</dt>
                <dd>{t!(posting::pieces, quota as usize)}</dd>
            </div>
        }
    });
    view! {
        <dl class="glance">
            <div>
                <dt>{t!(posting::time)}</dt>
                <dd>{time}</dd>
            </div>
            <div>
                <dt>{t!(posting::due)}</dt>
                <dd>{due}</dd>
            </div>
            <div>
                <dt>{t!(posting::closing)}</dt>
                <dd class="closes" class:is-soon=closing>
                    {until}
                </dd>
            </div>
            {quota}
        </dl>
    }
}

/// What reaches the worker, with an estimate of the hours to play with where time is not paid.
#[component]
fn Pays(
    job: Arc<Job>,
    offered: Pay,
    pay: Signal<Option<domain::net::NetPay>>,
    minutes: RwSignal<Option<u32>>,
) -> impl IntoView {
    let kind = job.kind;
    let basis = Signal::derive(move || Some(basis(kind, offered)));
    let in_minutes = job.effort_minutes.is_some_and(|minutes| minutes < 60);
    // A prize comes to few of those who worked for it: no wage.
    if offered.unit == PayUnit::Hour || kind == JobKind::Contest {
        view! { <Money pay minutes kind basis /> }.into_any()
    } else {
        let on_minutes = Callback::new(move |estimate| minutes.set(estimate));
        view! { <Money pay minutes on_minutes kind basis in_minutes /> }.into_any()
    }
}

/// What the amounts of a posting are for: (税込・1件).
pub fn basis(kind: JobKind, offered: Pay) -> String {
    let basis = match kind {
        JobKind::Contest => text!(posting::basis_prize),
        _ => jobs::basis(offered.unit),
    };
    match offered.min < offered.max {
        true => text!(posting::lowest_of, basis),
        false => basis.to_owned(),
    }
}

/// The posting does not say what it pays.
#[component]
fn PayUnknown() -> impl IntoView {
    view! {
        <section class="money" aria-labelledby="money-h">
            <h2 id="money-h">{t!(posting::money)}</h2>
            <p class="money-low">{t!(posting::pay_unknown)}</p>
        </section>
    }
}

/// The client's estimate of the time that one amount pays for.
pub fn estimate(job: &Job) -> Option<u32> {
    match job.pay?.unit {
        _ if job.kind == JobKind::Contest => None,
        PayUnit::Hour => Some(60),
        PayUnit::Total | PayUnit::Piece => job.effort_minutes,
        PayUnit::Month => job
            .weekly_hours
            .map(|hours| u32::from(hours.max) * MONTH_MINUTES),
        PayUnit::Day | PayUnit::Week | PayUnit::Year => None,
    }
}
