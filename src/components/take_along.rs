//! What a person takes along: the code for the door, and the days for their calendar. Both are made
//! on the device.

use super::qr_code::QrCode;
use crate::{
    device::{browser, files},
    state::use_app,
};
use domain::{
    ProgramId, SignUpId, attendance,
    calendar::{self, Status},
    program::SessionNo,
    sign_up::State,
};
use leptos::prelude::*;

/// The code of a sign-up, and its days.
#[component]
pub fn TakeAlong(
    /// Which.
    id: SignUpId,
) -> impl IntoView {
    let app = use_app();
    let sign_up = untrack(|| app.replica.sign_up(id));
    sign_up.map(|sign_up| {
        let reference = sign_up.reference();
        let said = reference.clone();
        let name = Signal::derive(move || text!(door::code_of, said.as_str()));
        let status = match sign_up.state {
            State::Accepted { .. } => Status::Confirmed,
            _ => Status::Tentative,
        };
        let (program, session) = (sign_up.program, sign_up.application.session);
        view! {
            <details class="door-code">
                <summary>{t!(door::show_code)}</summary>
                <QrCode text=attendance::door_code(id) name />
                <p class="hint">{t!(door::show_code_text)}</p>
            </details>
            <div class="button-row">
                <CalendarButton program session status />
            </div>
        }
    })
}

/// Gives the days of a program as a file for a calendar.
#[component]
pub fn CalendarButton(
    /// Which.
    program: ProgramId,
    /// One session, or all.
    session: Option<SessionNo>,
    /// Whether the person goes.
    status: Status,
) -> impl IntoView {
    let app = use_app();
    let has_days = Memo::new(move |_| {
        let program = app.programs.get(program);
        program.is_some_and(|program| !program.sessions.is_empty())
    });
    let came = RwSignal::new(true);
    let save = move |_| {
        let Some(program) = untrack(|| app.programs.get(program)) else {
            return;
        };
        let events = calendar::events(&program, session, status, &browser::origin());
        let file = calendar::write(&program.title, &events);
        came.set(files::save_as("engawa.ics", "text/calendar", &file));
    };
    view! {
        <Show when=move || has_days.get()>
            <button class="button" type="button" on:click=save>
                {t!(calendar::save)}
            </button>
            <Show when=move || !came.get()>
                <span role="alert">{t!(calendar::not_saved)}</span>
            </Show>
        </Show>
    }
}
