//! How the person's sign-up stands: in words, with its reference, what happens next, and the way to
//! take it back.

use super::{
    sign_up_answers::SignUpAnswers, take_along::TakeAlong, toasts::use_toasts, words::programs,
};
use crate::{paths, state::use_app};
use domain::{
    Command, SignUpId,
    certificate::{Attests, Certificate},
    sign_up::{Part, State},
};
use leptos::prelude::*;

/// A sign-up of the person.
#[component]
pub fn SignUpStatus(
    /// Which.
    id: SignUpId,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let sign_up = Memo::new(move |_| app.replica.sign_up(id));
    let program = Memo::new(move |_| app.programs.get(sign_up.get()?.program));
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| matches!(command, Command::WithdrawSignUp { sign_up } if *sign_up == id);
        app.replica.waiting_to(is_it).is_some()
    });
    let can_go = Memo::new(move |_| {
        let is_open = sign_up.with(|it| it.as_ref().is_some_and(|it| !it.state.is_over()));
        let is_ahead = program.with(|program| {
            let now = app.now.get();
            program.as_ref().is_none_or(|program| !program.is_over(now))
        });
        is_open && is_ahead
    });
    let withdraw = move |_| {
        app.replica.withdraw_sign_up_soon(id);
        toasts.say_with_undo(text!(program::withdrawn_soon), move || {
            app.replica.keep_sign_up(id);
        });
    };
    let going = move || {
        if waits.get() {
            return Some(text!(program::withdraw_waits));
        }
        app.replica
            .is_withdrawing(id)
            .then(|| text!(program::withdrawing))
    };
    let body = move || {
        let sign_up = sign_up.get()?;
        let (class, said) = programs::state(&sign_up.state);
        let program = program.get();
        let part = sign_up.application.session;
        let has_seats = program.as_ref().is_some_and(|program| {
            let seats = program.capacity_of(part).seats;
            app.programs.with(|all| {
                let taken = all
                    .vacancy(program.id, part)
                    .map_or(0, |vacancy| vacancy.seated);
                seats.is_none_or(|seats| taken < seats)
            })
        });
        let session = sign_up.application.session.zip(program.as_ref());
        let when = session
            .and_then(|(no, program)| program.session(no).map(programs::when))
            .map(|when| view! { <p class="program-when">{when}</p> });
        let looks_on = (sign_up.application.part == Part::Observer)
            .then(|| view! { <span class="mark">{t!(program::looks_on)}</span> });
        let note = match &sign_up.state {
            State::Refused { note, .. } if !note.is_empty() => {
                Some(view! { <p>{text!(program::reason_said, note)}</p> })
            }
            _ => None,
        };
        let reference = (!sign_up.state.is_over()).then(|| {
            view! {
                <p class="reference">
                    <span>{t!(program::reference)}</span>
                    " "
                    <b>{sign_up.reference()}</b>
                </p>
            }
        });
        let answers = (!sign_up.state.is_over()).then(|| {
            let application = sign_up.application.clone();
            view! {
                <details>
                    <summary>{t!(program::sent_answers)}</summary>
                    <SignUpAnswers application program />
                </details>
            }
        });
        Some(view! {
            <p class="chips">
                <span class=class>{said}</span>
                {looks_on}
            </p>
            {when}
            <p>{programs::told(&sign_up, has_seats)}</p>
            {note}
            {reference}
            {answers}
        })
    };
    let came = move || {
        let sessions = app.replica.attended(id).len();
        (sessions > 0).then(|| view! { <p class="state is-sent">{text!(door::came, sessions)}</p> })
    };
    let certificate = |certificate: Certificate| {
        let said = move || match (
            certificate.attested.revoked_at,
            certificate.attested.attests,
        ) {
            (Some(_), _) => text!(certificate::see_revoked),
            (None, Attests::Completion) => text!(certificate::see_completion),
            (None, Attests::Badge) => text!(certificate::see_badge),
        };
        view! {
            <a class="button" href=paths::certificate(certificate.id)>
                {said}
            </a>
        }
    };
    let certificates = move || {
        let all = app.replica.certificates_for(id);
        (!all.is_empty()).then(|| {
            view! {
                <div class="button-row">{all.into_iter().map(certificate).collect_view()}</div>
            }
        })
    };
    view! {
        <section class="panel sign-up" role="status" aria-label=t!(program::my)>
            {body}
            {came}
            {certificates}
            <Show when=move || can_go.get()>
                <TakeAlong id />
            </Show>
            {move || going().map(|said| view! { <p class="hint">{said}</p> })}
            <Show when=move || can_go.get() && going().is_none()>
                <div class="button-row">
                    <button class="button is-plain" type="button" on:click=withdraw>
                        {t!(program::withdraw)}
                    </button>
                </div>
            </Show>
        </section>
    }
}
