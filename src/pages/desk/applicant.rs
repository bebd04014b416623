//! Somebody who signed up, as the desk reads it, and what it decides.

use super::scoring::Scoring;
use crate::{
    components::{
        field::hold_composing_enter,
        form::{Form, FormField, NotStored, wrong},
        sign_up_answers::SignUpAnswers,
        words::programs,
    },
    state::{
        replica::{choosing::Applicant, jotting::Texts},
        use_app,
    },
};
use domain::{
    Command, SignUpId,
    program::Program,
    proposal::MAX_NOTE,
    refusal::{Field, Invalid, Problem},
    sign_up::{Part, State, Verdict},
};
use leptos::{ev::SubmitEvent, prelude::*};

/// What somebody is called at the desk: their name, or while it is hidden their entry's title.
pub fn called(applicant: &Applicant) -> String {
    let title = Some(applicant.application.title.clone()).filter(|title| !title.is_empty());
    let name = applicant.name.clone().or(title);
    name.unwrap_or_else(|| text!(choosing::desk_entry, applicant.id.reference()))
}

/// Somebody who signed up.
#[component]
pub fn Who(
    /// Who.
    id: SignUpId,
    /// For what.
    program: Memo<Option<Program>>,
    /// Everybody who signed up for it.
    sign_ups: Memo<Vec<Applicant>>,
) -> impl IntoView {
    let app = use_app();
    let sign_up =
        Memo::new(move |_| sign_ups.with(|all| all.iter().find(|one| one.id == id).cloned()));
    let refusing = RwSignal::new(false);
    let name = Memo::new(move |_| sign_up.with(|it| it.as_ref().map(called).unwrap_or_default()));
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
    let is_reviewed =
        Memo::new(move |_| program.with(|it| it.as_ref().is_some_and(|it| it.judging().is_some())));
    let has_waitlist = Memo::new(move |_| {
        is_reviewed.get() && program.with(|it| it.as_ref().is_some_and(|it| it.waitlist > 0))
    });
    let may_seat = Memo::new(move |_| {
        let waits = |it: &Applicant| matches!(it.state, State::Waiting { .. });
        is_reviewed.get() && sign_up.with(|it| it.as_ref().is_some_and(waits))
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
                <b>{called(&sign_up)}</b>
                <span class=class>{said}</span>
                {looks_on}
                {children}
                <span class="hint">{sign_up.id.reference()}</span>
            </p>
        })
    };
    let answers = move || {
        let application = sign_up.get()?.application;
        let sign_up = Some(id);
        Some(view! { <SignUpAnswers application program=program.get() sign_up /> })
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
            <Show when=move || in_review.get()>
                <Scoring id program name />
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
                                                program::desk_accept_of, name.get()
                                            )
                                        }
                                        on:click=move |_| decide(Verdict::Accept)
                                    >
                                        {t!(program::desk_accept)}
                                    </button>
                                </Show>
                                <Show when=move || in_review.get() && has_waitlist.get()>
                                    <button
                                        class="button"
                                        type="button"
                                        aria-label=move || text!(choosing::desk_wait_of, name.get())
                                        on:click=move |_| decide(Verdict::Wait)
                                    >
                                        {t!(choosing::desk_wait)}
                                    </button>
                                </Show>
                                <Show when=move || may_seat.get()>
                                    <button
                                        class="button"
                                        type="button"
                                        aria-label=move || text!(choosing::desk_seat_of, name.get())
                                        on:click=move |_| decide(Verdict::Accept)
                                    >
                                        {t!(choosing::desk_seat)}
                                    </button>
                                </Show>
                                <button
                                    class="button is-plain"
                                    type="button"
                                    aria-label=move || {
                                        text!(program::desk_refuse_of, name.get())
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
