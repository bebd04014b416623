//! What reaches the worker, taken apart, and what that is an hour.

pub mod estimate;

use super::words::{self, jobs};
use crate::{device::clock, state::use_app};
use domain::{
    Yen,
    fee::FeeTable,
    job::JobKind,
    net::{NetPay, per_hour},
};
use estimate::{Estimate, Stepper};
use leptos::{prelude::*, task::spawn_local};

/// How long after the last key the amounts follow: they are read aloud when they change.
const SETTLES_AFTER: u32 = 300;
/// Less than this an hour is called low: a round yardstick of ours near Japan's lowest minimum
/// wage, no rule of law (that wage does not bind contracts for work).
pub const LOW_PER_HOUR: Yen = Yen(1_000);
/// Above this amount a part is withheld at the second rate (see `domain::withholding`).
const SECOND_RATE_ABOVE: Yen = Yen(1_000_000);

/// The panel: what is offered, what leaves, what arrives, and the hourly rate of that.
#[component]
pub fn Money(
    /// The payment; `None` when no amount is known.
    #[prop(into)]
    pay: Signal<Option<NetPay>>,
    /// The estimate of the work, in minutes.
    #[prop(into)]
    minutes: Signal<Option<u32>>,
    /// The person can change the estimate here.
    #[prop(optional)]
    on_minutes: Option<Callback<Option<u32>>>,
    /// The kind of contract, which decides the fee's percentage.
    #[prop(optional, into)]
    kind: MaybeProp<JobKind>,
    /// What the amount is for, where it is not the whole: 税込・1件.
    #[prop(optional, into)]
    basis: MaybeProp<String>,
    /// The estimate counts minutes (a small piece of a task), not hours.
    #[prop(optional)]
    in_minutes: bool,
    /// Said to somebody else than who is paid.
    #[prop(optional, into)]
    title: Option<ViewFn>,
) -> impl IntoView {
    let title = title.unwrap_or_else(|| ViewFn::from(t!(posting::money)));
    let settled = settle(pay);
    let fees = use_app().fees;
    let basis = move || {
        basis
            .get()
            .unwrap_or_else(|| text!(posting::tax_included).to_owned())
    };
    let rows = move || {
        let Some(pay) = settled.get() else {
            return view! { <p>{t!(posting::money_empty)}</p> }.into_any();
        };
        let percent = kind
            .get()
            .map(|kind| fees.with(|fees| fee_percent(fees, kind, pay.gross)));
        let tax_percent = fees.with(|fees| format!("{}%", fees.tax_percent));
        let withholding = match pay.withheld {
            Yen(0) => text!(posting::not_withheld),
            _ if pay.gross > SECOND_RATE_ABOVE => text!(posting::withheld_rates),
            _ => text!(posting::withheld_rate),
        };
        let estimate = on_minutes.map(|_| "money-hours");
        view! {
            <dl class="money-rows">
                <div>
                    <dt>{t!(posting::gross)} " " <small>{basis}</small></dt>
                    <dd>{words::yen(pay.gross)}</dd>
                </div>
                <div class="is-minus">
                    <dt>{t!(posting::fee)} " " <small>{percent}</small></dt>
                    <dd>{minus(pay.fee)}</dd>
                </div>
                <div class="is-minus">
                    <dt>{t!(posting::fee_tax)} " " <small>{tax_percent}</small></dt>
                    <dd>{minus(pay.fee_tax)}</dd>
                </div>
                <div class="is-minus">
                    <dt>{t!(posting::withheld)} " " <small>{withholding}</small></dt>
                    <dd>{minus(pay.withheld)}</dd>
                </div>
                <div class="is-net">
                    <dt>{t!(posting::net)}</dt>
                    <dd>
                        <output for=estimate>{words::yen(pay.net)}</output>
                    </dd>
                </div>
            </dl>
        }
        .into_any()
    };
    let hourly = Memo::new(move |_| hourly(pay.get(), minutes.get()));
    let is_low = Memo::new(move |_| hourly.get().is_some_and(|hourly| hourly < LOW_PER_HOUR));
    view! {
        <section class="money" aria-labelledby="money-h">
            <h2 id="money-h">{move || title.run()}</h2>
            {rows}
            <Show when=move || is_low.get()>
                <p class="money-low">{t!(posting::money_low, words::yen(LOW_PER_HOUR))}</p>
            </Show>
            // Without an estimate there is nothing to say of an hour.
            <div class="money-hour" hidden=move || on_minutes.is_none() && hourly.get().is_none()>
                {match on_minutes {
                    Some(change) => view! { <Stepper minutes change in_minutes /> }.into_any(),
                    None => view! { <Estimate minutes /> }.into_any(),
                }}
                <p class="per-hour" hidden=move || hourly.get().is_none()>
                    {t!(posting::per_hour)} " "
                    <b>
                        {move || {
                            hourly.get().map(|hourly| text!(posting::about, words::yen(hourly)))
                        }}
                    </b>
                </p>
            </div>
        </section>
    }
}

/// The same in one line, for an action bar.
#[component]
pub fn NetLine(
    /// The payment.
    #[prop(into)]
    pay: Signal<Option<NetPay>>,
    /// The estimate of the work, in minutes.
    #[prop(into)]
    minutes: Signal<Option<u32>>,
    /// What the amount is; what reaches the reader, without a word.
    #[prop(optional, into)]
    label: Option<ViewFn>,
) -> impl IntoView {
    let label = StoredValue::new(label.unwrap_or_else(|| t!(posting::net).into()));
    let line = move || {
        pay.get().map(|pay| {
            view! {
                <span>
                    <span class="pay-label">{label.with_value(ViewFn::run)}</span>
                    " "
                    <strong class="pay-net">
                        <Amount yen=pay.net />
                    </strong>
                </span>
            }
        })
    };
    let rate = move || {
        hourly(pay.get(), minutes.get()).map(|hourly| {
            view! { <span class="pay-hour">{jobs::per_hour(hourly)}</span> }
        })
    };
    view! { <p class="actionbar-net">{line} {rate}</p> }
}

/// An amount whose unit is set small: 9,491円.
#[component]
pub fn Amount(
    /// The amount.
    yen: Yen,
    /// What it is for: /時間.
    #[prop(optional)]
    per: &'static str,
) -> impl IntoView {
    move || {
        let (before, number, after) = jobs::amount(yen);
        view! { {before} {number} <small>{after} {per}</small> }
    }
}

/// The payment, following a change only when the keys rest.
fn settle(pay: Signal<Option<NetPay>>) -> RwSignal<Option<NetPay>> {
    let settled = RwSignal::new(pay.get_untracked());
    Effect::new(move |_| {
        let now = pay.get();
        let before = settled.get_untracked();
        if before.is_none() {
            settled.set(now);
        } else if before != now {
            spawn_local(async move {
                clock::sleep(SETTLES_AFTER).await;
                // Another key came meanwhile, or the screen is gone.
                if pay.try_get_untracked() == Some(now) {
                    settled.try_set(now);
                }
            });
        }
    });
    settled
}

fn hourly(pay: Option<NetPay>, minutes: Option<u32>) -> Option<Yen> {
    per_hour(pay?.net, minutes?)
}

fn minus(amount: Yen) -> String {
    match amount {
        Yen(0) => words::yen(amount),
        _ => format!("−{}", words::yen(amount)),
    }
}

/// The percentages that an amount reaches: 20%・10%.
fn fee_percent(fees: &FeeTable, kind: JobKind, gross: Yen) -> String {
    if kind == JobKind::Task {
        return format!("{}%", fees.task_percent);
    }
    let mut reached = Vec::new();
    let mut from = Yen(0);
    for band in &fees.bands {
        if from == Yen(0) || gross > from {
            reached.push(format!("{}%", band.percent));
        }
        from = band.up_to.unwrap_or(Yen(i64::MAX));
    }
    reached.join("・")
}
