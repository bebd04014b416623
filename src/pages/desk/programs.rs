//! The programs of the person's desks: how full they are, who signed up, and the desk's decisions.

use super::{
    applicant::Who,
    guests::Guests,
    program_drafts::{ProgramActions, ProgramDrafts},
    reviewing::Reviewing,
};
use crate::{
    components::{delivery::DeliveryChip, empty::Empty, words::programs},
    paths,
    state::{
        own_programs::{OwnProgram, own_programs},
        replica::choosing::Applicant,
        use_app,
    },
};
use domain::{
    ProgramId,
    program::ProgramKind,
    sign_up::{Part, State},
};
use leptos::prelude::*;

/// The tab.
#[component]
pub fn ProgramsTab() -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let own = own_programs();
    let ids = Memo::new(move |_| {
        let ids = |own: &Vec<OwnProgram>| own.iter().map(|one| one.program.id).collect();
        own.with(ids)
    });
    let ids: Memo<Vec<ProgramId>> = ids;
    let may_act = Memo::new(move |_| !app.replica.posting_desks().is_empty());
    let empty =
        Memo::new(move |_| ids.with(Vec::is_empty) && app.replica.program_drafts().is_empty());
    let new = move || {
        view! {
            <a class="button is-primary" href=paths::NEW_PROGRAM>
                {t!(program_editor::new)}
            </a>
        }
    };
    view! {
        <Show
            when=move || may_act.get()
            fallback=|| view! { <p class="lead">{t!(program_editor::viewer)}</p> }
        >
            <Show when=move || !empty.get()>
                <p>{new()}</p>
            </Show>
        </Show>
        <Show when=move || empty.get()>
            <Empty title=t!(program_editor::desk_none) text=t!(program_editor::desk_none_text)>
                <Show when=move || may_act.get()>{new()}</Show>
            </Empty>
        </Show>
        <ProgramDrafts />
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <h2 class="visually-hidden">{t!(program::desk_tab)}</h2>
            <ul class="proposal-list" role="list" aria-label=t!(program::desk_tab)>
                <For each=move || ids.get() key=|id| *id let:id>
                    <DeskProgram id all=own />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn DeskProgram(id: ProgramId, all: Memo<Vec<OwnProgram>>) -> impl IntoView {
    let app = use_app();
    let own =
        Memo::new(move |_| all.with(|all| all.iter().find(|one| one.program.id == id).cloned()));
    let program = Memo::new(move |_| own.get().map(|own| own.program));
    let waiting =
        Memo::new(move |_| own.with(|own| own.as_ref().and_then(|own| own.waiting.clone())));
    let is_new = Memo::new(move |_| own.with(|own| own.as_ref().is_some_and(|own| own.is_new)));
    let acts = Memo::new(move |_| {
        own.with(|own| {
            own.as_ref()
                .is_some_and(|own| own.role.may_act() && !own.is_new)
        })
    });
    let is_closed = Memo::new(move |_| {
        program.with(|program| program.as_ref().is_some_and(|program| program.closed))
    });
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
    let title = move || program.with(|p| p.as_ref().map_or_else(String::new, |p| p.title.clone()));
    let is_accreditation = Memo::new(move |_| {
        program.with(|p| {
            p.as_ref()
                .is_some_and(|p| p.kind == ProgramKind::Accreditation)
        })
    });
    view! {
        <li class="proposal-item desk-program">
            <p class="chips">
                <span class="mark">
                    {move || program.with(|p| p.as_ref().map(|p| programs::kind(p.kind)))}
                </span>
                <Show when=move || is_closed.get()>
                    <span class="mark">{t!(program::closed)}</span>
                </Show>
                <DeliveryChip delivery=waiting />
            </p>
            <h3>
                // Nobody else can see it yet.
                {move || {
                    let title = program.with(|p| p.as_ref().map(|p| p.title.clone()));
                    match is_new.get() {
                        true => view! { {title} }.into_any(),
                        false => view! { <a href=paths::program(id)>{title}</a> }.into_any(),
                    }
                }}
            </h3>
            <p class="program-when">
                {move || program.get().map(|p| programs::when_next(&p, app.now.get()))}
            </p>
            <p class="meta">{counts}</p>
            <Show when=move || acts.get()>
                <ProgramActions own />
            </Show>
            <Show when=move || ids.with(|ids| !ids.is_empty())>
                <div class="button-row">
                    <a class="button" href=paths::door(id, None) aria-label=move || text!(door::open_of, title())>
                        {t!(door::open)}
                    </a>
                    <a
                        class="button"
                        href=paths::attest(id)
                        aria-label=move || match is_accreditation.get() {
                            true => text!(certificate::badges_of, title()),
                            false => text!(certificate::completions_of, title()),
                        }
                    >
                        {move || match is_accreditation.get() {
                            true => text!(certificate::accredited),
                            false => text!(certificate::attest),
                        }}
                    </a>
                </div>
            </Show>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=|| view! { <p class="hint">{t!(program::desk_nobody)}</p> }
            >
                <Guests id may_act=acts />
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
