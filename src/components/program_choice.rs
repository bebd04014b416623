//! How seats of a program are given, beyond first come: its draw, by what it is judged, who won.

use super::words;
use crate::state::use_app;
use domain::{
    ProgramId,
    draw::{Draw, Held},
    lottery::{Got, NotAsDrawn},
    program::{Criterion, Judging, Program, Selection},
    results::{Results, Winner},
};
use leptos::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The part of a program's page that says so; nothing where who comes first has the seat.
#[component]
pub fn ProgramChoice(
    /// Which.
    program: Program,
) -> impl IntoView {
    let id = program.id;
    match &program.selection {
        Selection::FirstCome => None,
        Selection::Lottery => Some(view! { <DrawSection id /> }.into_any()),
        Selection::Review(judging) => {
            let judging = judging.clone();
            Some(view! { <JudgingSection judging /> }.into_any())
        }
    }
}

/// Who won, once that is published.
#[component]
pub fn ProgramResults(
    /// Of which program.
    id: ProgramId,
) -> impl IntoView {
    let app = use_app();
    let results = Memo::new(move |_| app.programs.with(|all| all.results(id).cloned()));
    move || results.get().map(|results| view! { <Winners results /> })
}

#[component]
fn Winners(results: Results) -> impl IntoView {
    let winner = |winner: &Winner| {
        let name = match winner.name.as_str() {
            "" => text!(choosing::anonymous_winner).to_owned(),
            name => name.to_owned(),
        };
        view! {
            <li>
                <p class="chips">
                    <span class="mark is-prize">{winner.prize.clone()}</span>
                </p>
                <p class="winner-title">{winner.title.clone()}</p>
                <p class="meta">{name}</p>
            </li>
        }
    };
    let winners = match results.winners.as_slice() {
        [] => view! { <p>{t!(choosing::results_none)}</p> }.into_any(),
        winners => view! {
            <ol class="winners" role="list" aria-labelledby="results-h">
                {winners.iter().map(winner).collect_view()}
            </ol>
        }
        .into_any(),
    };
    let at = results.at;
    view! {
        <section class="section" aria-labelledby="results-h">
            <h2 id="results-h">{t!(choosing::results)}</h2>
            {winners}
            <p class="hint">{move || text!(choosing::results_at, words::moment(at))}</p>
        </section>
    }
}

/// By what the desk judges, and what it promises; nothing where it says neither.
#[component]
pub fn JudgingSection(
    /// How.
    judging: Judging,
) -> impl IntoView {
    if judging == Judging::default() {
        return None;
    }
    let criterion = |criterion: &Criterion| {
        let number = |number: u16| words::number(usize::from(number));
        let (max, weight) = (number(criterion.max), number(criterion.weight));
        view! {
            <li>
                <b>{text!(choosing::criterion_of, &criterion.name, max, weight)}</b>
                {(!criterion.help.is_empty())
                    .then(|| view! { <p class="hint">{criterion.help.clone()}</p> })}
            </li>
        }
    };
    let has_criteria = !judging.criteria.is_empty();
    let criteria = judging.criteria.iter().map(criterion).collect_view();
    Some(view! {
        <section class="section" aria-labelledby="judging-h">
            <h2 id="judging-h">{t!(choosing::judged_by)}</h2>
            {has_criteria.then(|| view! { <ul class="criteria">{criteria}</ul> })}
            {judging.blind.then(|| view! { <p>{t!(choosing::criteria_blind)}</p> })}
            {judging.announces.then(|| view! { <p>{t!(choosing::criteria_announced)}</p> })}
        </section>
    })
}

#[component]
fn DrawSection(id: ProgramId) -> impl IntoView {
    let app = use_app();
    let draw = Memo::new(move |_| app.programs.with(|all| all.draw(id).cloned()));
    let entered = Memo::new(move |_| {
        let parts = app.programs.get(id).map(|program| program.parts());
        app.programs.with(|all| {
            let parts = parts.unwrap_or_default().into_iter();
            let entered = parts.filter_map(|part| all.vacancy(id, part));
            let entered: u32 = entered.map(|vacancy| vacancy.entered).sum();
            usize::try_from(entered).unwrap_or(usize::MAX)
        })
    });
    let said = move || match draw.get() {
        None => view! { <p>{t!(choosing::draw_preparing)}</p> }.into_any(),
        Some(Draw {
            commitment,
            held: None,
            ..
        }) => view! {
            <p>{move || text!(choosing::entered, entered.get())}</p>
            <p>{t!(choosing::draw_ahead)}</p>
            <Evidence name=text!(choosing::commitment) value=commitment />
        }
        .into_any(),
        Some(Draw {
            commitment,
            held: Some(held),
            ..
        }) => view! { <HeldDraw id commitment held /> }.into_any(),
    };
    view! {
        <section class="section draw" aria-labelledby="draw-h">
            <h2 id="draw-h">{t!(choosing::draw)}</h2>
            {said}
        </section>
    }
}

/// A long value that is compared, not read.
#[component]
fn Evidence(name: &'static str, value: String) -> impl IntoView {
    view! {
        <dl class="evidence">
            <dt>{name}</dt>
            <dd>
                <code>{value}</code>
            </dd>
        </dl>
    }
}

/// A ticket as the shell lines take it: without hyphens.
fn digits(ticket: Uuid) -> String {
    ticket.simple().to_string()
}

#[component]
fn HeldDraw(id: ProgramId, commitment: String, held: Held) -> impl IntoView {
    let app = use_app();
    let at = held.at;
    let own = Memo::new(move |_| {
        let own = app.replica.sign_ups().into_iter();
        let own = own.filter(|sign_up| sign_up.program == id);
        own.filter_map(|sign_up| sign_up.ticket)
            .collect::<BTreeSet<Uuid>>()
    });
    let count = |got: Got| {
        let drawn = held.parts.iter().flat_map(|part| &part.drawn);
        words::number(drawn.filter(|one| one.got == got).count())
    };
    let entries = held.parts.iter().map(|part| part.drawn.len()).sum();
    let counts = text!(
        choosing::drawn_counts,
        words::number(entries),
        count(Got::Seat),
        count(Got::Place)
    );
    let seed = String::from(held.seed.clone());
    let lines = format!(
        "printf %s {seed} | xxd -r -p | sha256sum\nprintf %s%s {seed} {} | xxd -r -p | sha256sum",
        text!(choosing::ticket)
    );
    let order = held.parts.iter().map(|part| {
        let drawn = part.drawn.iter().map(|one| {
            let got = match one.got {
                Got::Seat => text!(program::state_accepted),
                Got::Place => text!(choosing::desk_wait),
                Got::Nothing => text!(choosing::state_lost),
            };
            let with = usize::from(one.ticket.children);
            let children = (with > 0).then(|| text!(choosing::drawn_child, with));
            let ticket = one.ticket.id;
            view! {
                <li class:is-own=move || own.with(|own| own.contains(&ticket))>
                    <code>{digits(ticket)}</code>
                    " "
                    <span>{got}</span>
                    {children.map(|children| view! { " " <span class="hint">{children}</span> })}
                </li>
            }
        });
        view! { <ol class="drawn">{drawn.collect_view()}</ol> }
    });
    let order = order.collect_view();
    let verified = RwSignal::new(None::<Result<usize, NotAsDrawn>>);
    let published = StoredValue::new((commitment.clone(), held));
    let verify = move |_| {
        let told = published.with_value(|(commitment, held)| held.verify(commitment));
        verified.set(Some(told));
    };
    let told = move || {
        let told = verified.get()?;
        let is_in = published.with_value(|(_, held)| {
            let own = own.get();
            !own.is_empty() && own.iter().all(|ticket| held.got(*ticket).is_some())
        });
        Some(match told {
            Ok(count) => view! {
                <p>
                    <strong>{t!(choosing::verified)}</strong>
                </p>
                <p>{text!(choosing::verified_what, count)}</p>
                {is_in.then(|| view! { <p>{t!(choosing::verified_own)}</p> })}
            }
            .into_any(),
            Err(wrong) => {
                let wrong = match wrong {
                    NotAsDrawn::Seed => text!(choosing::not_verified_seed),
                    NotAsDrawn::Entries => text!(choosing::not_verified_entries),
                    NotAsDrawn::Order => text!(choosing::not_verified_order),
                };
                view! { <p class="error">{wrong}</p> }.into_any()
            }
        })
    };
    view! {
        <p>{move || text!(choosing::draw_held, words::moment(at))}</p>
        <p>{counts}</p>
        <div class="button-row">
            <button class="button" type="button" on:click=verify>
                {t!(choosing::verify)}
            </button>
        </div>
        <div role="status" class="verified">
            {told}
        </div>
        <details>
            <summary>{t!(choosing::drawn_order)}</summary>
            {order}
        </details>
        <details>
            <summary>{t!(choosing::verify_yourself)}</summary>
            <p>{t!(choosing::verify_yourself_text)}</p>
            <Evidence name=text!(choosing::commitment) value=commitment />
            <Evidence name=text!(choosing::seed) value=seed />
            <pre class="evidence">{lines}</pre>
        </details>
    }
}
