//! The programs of the person's desks: how full they are, who signed up, and the desk's decisions.

use crate::{
    components::{
        empty::Empty,
        field::hold_composing_enter,
        form::{Form, FormField, NotStored, wrong},
        sign_up_answers::SignUpAnswers,
        words::programs,
    },
    paths,
    state::{replica::jotting::Texts, use_app},
};
use domain::{
    Command, DeskId, ProgramId, SignUpId,
    program::{Program, ProgramKind},
    proposal::MAX_NOTE,
    refusal::{Field, Invalid, Problem},
    sign_up::{Part, SignUp, State, Verdict},
};
use leptos::{ev::SubmitEvent, prelude::*};
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
    let sign_ups = Memo::new(move |_| {
        let mut found = app.replica.signed_up();
        found.retain(|sign_up| sign_up.program == id);
        found
    });
    let counts = move || {
        sign_ups.with(|sign_ups| {
            let count = |wanted: &dyn Fn(&SignUp) -> bool| {
                sign_ups.iter().filter(|sign_up| wanted(sign_up)).count()
            };
            let is_seated = |sign_up: &SignUp| matches!(sign_up.state, State::Accepted { .. });
            let looks_on = |sign_up: &SignUp| sign_up.application.part == Part::Observer;
            let seated = count(&|it| is_seated(it) && !looks_on(it));
            let waiting = count(&|it| matches!(it.state, State::Waiting { .. }));
            let observing = count(&|it| is_seated(it) && looks_on(it));
            let in_review = count(&|it| it.state == State::InReview);
            view! {
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
            <Show when=move || ids.with(|ids| !ids.is_empty())>
                <div class="button-row">
                    <a class="button" href=paths::door(id, None) aria-label=move || text!(door::open_of, title())>
                        {t!(door::open)}
                    </a>
                    <a class="button" href=paths::attest(id) aria-label=move || text!(certificate::attest_of, title())>
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
                <ul class="desk-people" role="list" aria-label=t!(program::desk_people)>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Who id program />
                    </For>
                </ul>
            </Show>
        </li>
    }
}

/// Somebody who signed up.
#[component]
fn Who(id: SignUpId, program: Memo<Option<Program>>) -> impl IntoView {
    let app = use_app();
    let sign_up = Memo::new(move |_| app.replica.sign_up(id));
    let refusing = RwSignal::new(false);
    let name = move || sign_up.with(|it| it.as_ref().map(|it| it.person_name.clone()));
    let decide = move |verdict: Verdict| {
        let sign_up = id;
        app.replica
            .do_it(Command::DecideSignUp { sign_up, verdict });
    };
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| matches!(command, Command::DecideSignUp { sign_up, .. } if *sign_up == id);
        app.replica.waiting_to(is_it).is_some()
    });
    let may_act = Memo::new(move |_| {
        let desk = sign_up.with(|it| it.as_ref().map(|it| it.desk));
        desk.and_then(|desk| app.replica.role_at(desk))
            .is_some_and(|role| role.may_act())
    });
    let in_review = Memo::new(move |_| {
        sign_up.with(|it| it.as_ref().is_some_and(|it| it.state == State::InReview))
    });
    let is_open =
        Memo::new(move |_| sign_up.with(|it| it.as_ref().is_some_and(|it| !it.state.is_over())));
    let head = move || {
        let sign_up = sign_up.get()?;
        let (class, said) = programs::state(&sign_up.state);
        let looks_on = (sign_up.application.part == Part::Observer)
            .then(|| view! { <span class="mark">{t!(program::looks_on)}</span> });
        let children = (sign_up.application.children > 0).then(|| {
            let children = usize::from(sign_up.application.children);
            view! { <span class="mark">{text!(program::children_with, children)}</span> }
        });
        Some(view! {
            <p class="chips">
                <b>{sign_up.person_name.clone()}</b>
                <span class=class>{said}</span>
                {looks_on}
                {children}
                <span class="hint">{sign_up.reference()}</span>
            </p>
        })
    };
    let answers = move || {
        let application = sign_up.get()?.application;
        Some(view! { <SignUpAnswers application program=program.get() /> })
    };
    view! {
        <li>
            {head}
            <Show when=move || is_open.get()>
                <details>
                    <summary>{t!(program::desk_answers)}</summary>
                    {answers}
                </details>
            </Show>
            <Show when=move || waits.get()>
                <p class="hint">{t!(program::desk_waits)}</p>
            </Show>
            <Show when=move || may_act.get() && is_open.get() && !waits.get()>
                <Show
                    when=move || refusing.get()
                    fallback=move || {
                        view! {
                            <div class="button-row">
                                <Show when=move || in_review.get()>
                                    <button
                                        class="button"
                                        type="button"
                                        aria-label=move || {
                                            text!(
                                                program::desk_accept_of, name().unwrap_or_default()
                                            )
                                        }
                                        on:click=move |_| decide(Verdict::Accept)
                                    >
                                        {t!(program::desk_accept)}
                                    </button>
                                </Show>
                                <button
                                    class="button is-plain"
                                    type="button"
                                    aria-label=move || {
                                        text!(program::desk_refuse_of, name().unwrap_or_default())
                                    }
                                    on:click=move |_| refusing.set(true)
                                >
                                    {t!(program::desk_refuse)}
                                </button>
                            </div>
                        }
                    }
                >
                    <Refusing id refusing />
                </Show>
            </Show>
        </li>
    }
}

/// The control of the note, and its name in what is kept.
const NOTE: &str = "sign-up-note";

/// 断る, with a word to the person.
#[component]
fn Refusing(id: SignUpId, refusing: RwSignal<bool>) -> impl IntoView {
    let form = Form::new(format!("refuse-sign-up:{id}"), Texts::new);
    let note = form.text(NOTE);
    let problems = Signal::derive(move || {
        let (field, problem) = (Field::Note, Problem::TooLong { max: MAX_NOTE });
        let too_long = note.with(|note| note.chars().count() > MAX_NOTE);
        let found = too_long.then_some(Invalid { field, problem });
        found.into_iter().collect::<Vec<_>>()
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        if problems.with_untracked(|found| !found.is_empty()) {
            return;
        }
        let note = note.get_untracked();
        let verdict = Verdict::Refuse { note };
        form.queue(
            Command::DecideSignUp {
                sign_up: id,
                verdict,
            },
            move || {
                refusing.try_set(false);
            },
        );
    };
    view! {
        <form class="reason" novalidate on:submit=send on:keydown=hold_composing_enter>
            <FormField
                form
                control=NOTE
                label=t!(deal::note)
                hint=t!(deal::note_hint)
                long="textarea is-short"
                error=wrong(form, problems, Field::Note)
            />
            <NotStored form />
            <div class="button-row">
                <button class="button is-danger" type="submit">
                    {t!(program::desk_refuse)}
                </button>
                <button
                    class="button is-plain"
                    type="button"
                    on:click=move |_| {
                        form.clear();
                        refusing.set(false);
                    }
                >
                    {t!(deal::leave_it)}
                </button>
            </div>
        </form>
    }
}
