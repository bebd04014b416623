//! How the person's sign-up stands: in words, with its reference, what happens next, and the way to
//! take it back.

use super::{
    sign_up_answers::SignUpAnswers, take_along::TakeAlong, toasts::use_toasts, words::programs,
};
use crate::{device::browser, paths, state::use_app};
use domain::{
    Command, SignUpId,
    certificate::{Attests, Certificate},
    sign_up::{Part, SignUp, State},
};
use leptos::prelude::*;

/// Says once what became of it is before the person's eyes.
fn seen(sign_up: Memo<Option<SignUp>>) {
    let app = use_app();
    let visible = RwSignal::new(browser::is_visible());
    let listening = window_event_listener(leptos::ev::visibilitychange, move |_| {
        visible.set(browser::is_visible());
    });
    on_cleanup(move || listening.remove());
    Effect::new(move |_| {
        if let (true, Some(sign_up)) = (visible.get(), sign_up.get()) {
            app.replica.see_sign_up(&sign_up);
        }
    });
}

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
    seen(sign_up);
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
        let (class, mut said) = programs::state(&sign_up.state);
        let is_entry = !sign_up.application.title.is_empty();
        if is_entry && matches!(sign_up.state, State::Refused { .. }) {
            said = text!(choosing::state_not_chosen).to_owned();
        }
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
        let told = programs::told(program.as_ref(), &sign_up, has_seats);
        let ticket = sign_up.ticket.map(|ticket| {
            view! {
                <dl class="evidence">
                    <dt>{t!(choosing::ticket)}</dt>
                    <dd>
                        <code>{ticket.simple().to_string()}</code>
                    </dd>
                </dl>
                <p class="hint">{t!(choosing::ticket_hint)}</p>
            }
        });
        let reference = (!sign_up.state.is_over()).then(|| {
            view! {
                <p class="reference">
                    <span>{t!(program::reference)}</span>
                    " "
                    <b>{sign_up.reference()}</b>
                </p>
            }
        });
        // An entry that did not win is its author's still.
        let is_kept = !sign_up.state.is_over() || is_entry;
        let answers = is_kept.then(|| {
            let application = sign_up.application.clone();
            view! {
                <details>
                    <summary>{t!(program::sent_answers)}</summary>
                    <SignUpAnswers application program sign_up=Some(sign_up.id) />
                </details>
            }
        });
        Some(view! {
            <p class="chips">
                <span class=class>{said}</span>
                {looks_on}
            </p>
            {when}
            <p>{told}</p>
            {note}
            {reference}
            {ticket}
            {answers}
        })
    };
    let room = Memo::new(move |_| {
        let is_in = |it: &SignUp| {
            matches!(it.state, State::Accepted { .. }) && it.application.part == Part::Participant
        };
        let program = program.get().filter(|it| !it.lodgings.is_empty())?;
        sign_up.with(|it| it.as_ref().is_some_and(is_in)).then(|| {
            let is_booked = app.replica.stay_with(id).is_some_and(|stay| stay.holds());
            (program.id, is_booked)
        })
    });
    let stays = move || {
        room.get().map(|(program, is_booked)| {
            let (class, said) = match is_booked {
                true => ("button", text!(stay::open)),
                false => ("button is-primary", text!(stay::choose)),
            };
            view! {
                <div class="button-row">
                    <a class=class href=paths::stay(program)>
                        {said}
                    </a>
                </div>
            }
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
    let way = move || {
        let sign_up = sign_up.get().filter(|it| it.member_since().is_some())?;
        Some(view! {
            <div class="button-row">
                <a class="button" href=paths::cohort(sign_up.program)>
                    {t!(cohort::to_way)}
                </a>
            </div>
        })
    };
    view! {
        <section class="panel sign-up" role="status" aria-label=t!(program::my)>
            {body}
            {way}
            {stays}
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
