//! The page of a stay: where, when, with which seat, by which rules. It prints.

use super::{toasts::use_toasts, words::stays};
use crate::{device::browser, paths, state::use_app};
use domain::{Command, Day, StayId, program::Program, stay::Stay};
use leptos::prelude::*;

/// What one has to know of a stay, as a sheet of paper.
#[component]
pub fn StayPaper(
    /// Of which program.
    program: Program,
    /// The stay.
    stay: Stay,
) -> impl IntoView {
    let app = use_app();
    if program.workspace.is_some() {
        app.spaces.follow();
    }
    let lodging = program.lodging(stay.lodging).cloned();
    let said = |text: fn(&domain::program::Lodging) -> &String| {
        let text = lodging.as_ref().map(text).cloned();
        text.filter(|text| !text.trim().is_empty())
    };
    let hours = lodging
        .as_ref()
        .and_then(|lodging| stays::hours(lodging.check_in, lodging.check_out));
    let rules = said(|lodging| &lodging.house_rules);
    let workspace = program.workspace;
    let seat = move || {
        let space = app.spaces.get(workspace?)?;
        let address =
            (!space.address.is_empty()).then(|| view! { <small>{space.address.clone()}</small> });
        Some(view! {
            <div class="paper-row">
                <dt>{t!(stay::seat)}</dt>
                <dd>
                    <a href=paths::space(space.id)>{space.name.clone()}</a>
                    {address}
                </dd>
            </div>
        })
    };
    let rows = [
        (text!(stay::guest), Some(stay.person_name.clone())),
        (text!(stay::nights), Some(stays::nights(stay.nights))),
        (text!(stay::lodging), Some(stay.lodging_name.clone())),
        (text!(stay::address), said(|lodging| &lodging.address)),
        (text!(stay::room), Some(stay.room_name.clone())),
        (text!(stay::come_and_go), hours),
    ];
    let contacts = [
        (text!(stay::contact), said(|lodging| &lodging.contact)),
        (
            text!(stay::desk),
            Some(
                format!("{} {}", program.desk_name, program.contact)
                    .trim()
                    .to_owned(),
            ),
        ),
    ];
    let row = |(name, said): (&'static str, Option<String>)| {
        said.map(|said| {
            view! {
                <div class="paper-row">
                    <dt>{name}</dt>
                    <dd>{said}</dd>
                </div>
            }
        })
    };
    view! {
        <article class="paper stay-paper">
            <header>
                <h2>{t!(stay::paper)}</h2>
                <p>{program.title.clone()}</p>
                <p class="reference">
                    <span>{t!(program::reference)}</span>
                    " "
                    <b>{stay.sign_up.reference()}</b>
                </p>
            </header>
            <dl class="paper-rows">
                {rows.map(row).collect_view()} {seat} {contacts.map(row).collect_view()}
            </dl>
            {rules
                .map(|rules| {
                    view! {
                        <section aria-labelledby="rules-h">
                            <h3 id="rules-h">{t!(stay::house_rules)}</h3>
                            <p class="prose">{rules}</p>
                        </section>
                    }
                })}
        </article>
        <div class="button-row">
            <button class="button is-primary" type="button" on:click=|_| browser::print()>
                {t!(stay::print)}
            </button>
            <Cancel id=stay.id last=stay.nights.to />
        </div>
    }
}

/// The way to give a room back.
#[component]
fn Cancel(id: StayId, last: Day) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let waits = Memo::new(move |_| {
        let is_it =
            |command: &Command| matches!(command, Command::CancelStay { stay } if *stay == id);
        app.replica.waiting_to(is_it).is_some()
    });
    let is_ahead = Memo::new(move |_| Day::of(app.now.get()) < last);
    let sure = RwSignal::new(false);
    let cancel = move |_| {
        app.replica.do_it(Command::CancelStay { stay: id });
        toasts.say(text!(stay::cancelled));
    };
    move || match (is_ahead.get(), waits.get(), sure.get()) {
        (false, ..) => ().into_any(),
        (true, true, _) => view! { <p class="hint">{t!(stay::waits_cancel)}</p> }.into_any(),
        (true, false, false) => view! {
            <button class="button is-plain" type="button" on:click=move |_| sure.set(true)>
                {t!(stay::cancel)}
            </button>
        }
        .into_any(),
        (true, false, true) => view! {
            <button class="button is-danger" type="button" on:click=cancel>
                {t!(stay::cancel_sure)}
            </button>
        }
        .into_any(),
    }
}
