//! A posting in a list, answering in this order: what is it, what reaches me, how much time and
//! when, by when to apply, what makes it easy.

use super::{
    money::{Amount, LOW_PER_HOUR},
    star::Star,
    words::{self, jobs},
};
use crate::state::{board::lower, use_app};
use board::{Card, marks::marks};
use domain::{
    Timestamp, Yen,
    job::{JobKind, Pay, PayUnit},
};
use leptos::prelude::*;
use std::sync::Arc;

/// A posting in a list.
#[component]
pub fn JobCard(
    /// What it shows.
    card: Arc<Card>,
    /// The words that were searched for, folded: they are marked in the title.
    terms: Memo<Vec<String>>,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// It is the one that is open.
    #[prop(into)]
    is_open: Signal<bool>,
) -> impl IntoView {
    let app = use_app();
    let posted_at = card.posted_at;
    let Card {
        closes_at, closed, ..
    } = *card;
    let closing = move || {
        let closing = jobs::closing(closes_at, closed, app.now.get());
        let class = if closing.soon {
            "closes is-soon"
        } else {
            "closes"
        };
        view! { <span class=class>{closing.words}</span> }
    };
    let time = {
        let (effort, weekly, kind) = (card.effort_minutes, card.weekly_hours, card.kind);
        move || {
            match (weekly, effort) {
                (Some(hours), _) => Some(jobs::weekly(hours)),
                (None, Some(minutes)) => Some(jobs::effort(minutes, kind == JobKind::Task)),
                (None, None) => None,
            }
            .map(|time| view! { <span>{time}</span> })
        }
    };
    let kind = card.kind;
    view! {
        <article class="card">
            <p class="card-eyebrow">
                <NewMark posted_at />
                <SampleMark sample=card.sample />
                <span>{move || words::kind(kind)}</span>
                <span class="card-client">{card.desk_name.clone()}</span>
            </p>
            <h2 class="card-title">
                <a
                    class="card-link"
                    href=href
                    aria-current=move || is_open.get().then_some("true")
                >
                    <Marked text=card.title.clone() terms />
                </a>
            </h2>
            <p class="card-pay">
                <CardPay
                    kind=kind
                    pay=card.pay
                    net=card.net.map(|net| net.net)
                    per_hour=card.per_hour
                />
            </p>
            <p class="card-when">{time} {closing}</p>
            <Ease card=card.clone() />
            <Star job=card.id title=card.title.clone() />
        </article>
    }
}

/// A text with the words that were searched for marked in it.
#[component]
fn Marked(text: String, terms: Memo<Vec<String>>) -> impl IntoView {
    move || {
        let marks = terms.with(|terms| marks(&text, terms, lower));
        let mut parts = Vec::new();
        let mut from = 0;
        for mark in marks {
            parts.push(
                text.get(from..mark.start)
                    .map(|part| part.to_owned().into_any()),
            );
            from = mark.end;
            let marked = text.get(mark).map(str::to_owned);
            parts.push(marked.map(|marked| view! { <mark>{marked}</mark> }.into_any()));
        }
        parts.push(text.get(from..).map(|rest| rest.to_owned().into_any()));
        parts.into_iter().flatten().collect_view()
    }
}

/// 新着: posted after the last visit.
#[component]
pub fn NewMark(
    /// When the job was posted.
    posted_at: Timestamp,
) -> impl IntoView {
    let replica = use_app().replica;
    let is_new = move || replica.last_visit().is_some_and(|visit| posted_at > visit);
    view! {
        <Show when=is_new>
            <span class="mark is-new">{t!(app::new)}</span>
        </Show>
    }
}

/// 見本: demo content.
#[component]
pub fn SampleMark(
    /// It is demo content.
    sample: bool,
) -> impl IntoView {
    sample.then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> })
}

/// What reaches the worker: of the lowest amount, where there is a range.
#[component]
pub fn CardPay(
    /// How it is paid.
    kind: JobKind,
    /// What is offered.
    pay: Option<Pay>,
    /// What reaches the worker of the lowest amount.
    net: Option<Yen>,
    /// What that is an hour.
    per_hour: Option<Yen>,
) -> impl IntoView {
    move || {
        let (Some(pay), Some(net)) = (pay, net) else {
            return view! {
                <span class="pay-label">{t!(posting::gross)}</span>
                " "
                <span class="pay-unknown">{t!(posting::not_written)}</span>
            }
            .into_any();
        };
        let label = match (kind, pay.unit) {
            (JobKind::Contest, _) => text!(posting::net_prize),
            (_, PayUnit::Piece) => text!(posting::net_piece),
            _ => text!(posting::net),
        };
        let range = pay.min < pay.max;
        let from = move || range.then(|| view! { <small>{t!(posting::from_before)}</small> });
        let on = move || range.then(|| view! { <small>{t!(posting::from_after)}</small> });
        // An hour's amount says it already; a prize is no wage, since most entries win none.
        let tells = pay.unit != PayUnit::Hour && kind != JobKind::Contest;
        let hourly = per_hour.filter(|_| tells).map(|hourly| {
            let low = hourly < LOW_PER_HOUR;
            let class = if low { "pay-hour is-low" } else { "pay-hour" };
            let low = low.then(|| text!(posting::low));
            view! { <span class=class>{jobs::per_hour(hourly)} {low}</span> }
        });
        view! {
            <span class="pay-label">{label}</span>
            " "
            <strong class="pay-net">
                {from} <Amount yen=net per=jobs::per(pay.unit) /> {on}
            </strong>
            " "
            {hourly}
        }
        .into_any()
    }
}

/// What makes it easy, and where it is.
#[component]
fn Ease(card: Arc<Card>) -> impl IntoView {
    move || {
        let easy = [
            card.no_calls.then(|| text!(board::no_calls)),
            card.naptime.then(|| text!(board::naptime)),
            card.beginner.then(|| text!(board::beginner)),
        ];
        let easy = easy
            .into_iter()
            .flatten()
            .map(|words| view! { <li>{words}</li> });
        let place = match card.place.as_str() {
            "" if card.remote => Some(text!(board::at_home).to_owned()),
            "" => None,
            name => Some(jobs::place(name, card.prefecture)),
        };
        view! {
            <ul class="tags">
                {easy.collect_view()} {place.map(|place| view! { <li class="is-plain">{place}</li> })}
            </ul>
        }
    }
}
