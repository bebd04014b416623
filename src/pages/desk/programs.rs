//! The programs of the person's desks: how full they are, who signed up, and the desk's decisions.

use super::{applicant::Who, reviewing::Reviewing};
use crate::{
    components::{empty::Empty, words::programs},
    paths,
    state::{replica::choosing::Applicant, use_app},
};
use domain::{
    DeskId, ProgramId,
    sign_up::{Part, State},
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The tab.
#[component]
pub fn ProgramsTab() -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let ids = Memo::new(move |_| {
        let desks: BTreeSet<DeskId> = app
            .replica
            .memberships()
            .iter()
            .map(|place| place.desk)
            .collect();
        app.programs.with(|all| {
            let own = all
                .programs()
                .filter(|program| desks.contains(&program.desk));
            let mut own: Vec<(i64, ProgramId)> = own
                .map(|program| {
                    (
                        -program.begins_at().unwrap_or(program.posted_at).0,
                        program.id,
                    )
                })
                .collect();
            own.sort_unstable();
            own.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    view! {
        <Show
            when=move || ids.with(|ids| !ids.is_empty())
            fallback=|| {
                view! { <Empty title=t!(program::desk_none) text=t!(program::desk_none_text) /> }
            }
        >
            <ul class="proposal-list" role="list" aria-label=t!(program::desk_tab)>
                <For each=move || ids.get() key=|id| *id let:id>
                    <DeskProgram id />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn DeskProgram(id: ProgramId) -> impl IntoView {
    let app = use_app();
    let program = Memo::new(move |_| app.programs.get(id));
    let sign_ups = Memo::new(move |_| app.replica.applicants(id));
    let counts = move || {
        sign_ups.with(|sign_ups| {
            let count = |wanted: &dyn Fn(&Applicant) -> bool| {
                sign_ups.iter().filter(|sign_up| wanted(sign_up)).count()
            };
            let is_seated = |sign_up: &Applicant| matches!(sign_up.state, State::Accepted { .. });
            let looks_on = |sign_up: &Applicant| sign_up.application.part == Part::Observer;
            let seated = count(&|it| is_seated(it) && !looks_on(it));
            let waiting = count(&|it| matches!(it.state, State::Waiting { .. }));
            let observing = count(&|it| is_seated(it) && looks_on(it));
            let in_review = count(&|it| it.state == State::InReview);
            let entered = count(&|it| it.state == State::InDraw);
            view! {
                {(entered > 0)
                    .then(|| view! { <span>{text!(choosing::desk_entered, entered)}</span> })}
                <span>{text!(program::desk_seated, seated)}</span>
                <span>{text!(program::desk_waiting, waiting)}</span>
                <span>{text!(program::desk_observing, observing)}</span>
                <span>{text!(program::desk_in_review, in_review)}</span>
            }
        })
    };
    let ids = Memo::new(move |_| {
        sign_ups.with(|all| all.iter().map(|sign_up| sign_up.id).collect::<Vec<_>>())
    });
    view! {
        <li class="proposal-item desk-program">
            <p class="chips">
                <span class="mark">
                    {move || program.with(|p| p.as_ref().map(|p| programs::kind(p.kind)))}
                </span>
            </p>
            <h3>
                <a href=paths::program(
                    id,
                )>{move || program.with(|p| p.as_ref().map(|p| p.title.clone()))}</a>
            </h3>
            <p class="program-when">
                {move || program.get().map(|p| programs::when_next(&p, app.now.get()))}
            </p>
            <p class="meta">{counts}</p>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=|| view! { <p class="hint">{t!(program::desk_nobody)}</p> }
            >
                <Reviewing id program sign_ups />
                <ul class="desk-people" role="list" aria-label=t!(program::desk_people)>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Who id program sign_ups />
                    </For>
                </ul>
            </Show>
        </li>
    }
}
