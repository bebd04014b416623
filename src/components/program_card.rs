//! A program in a list: what it is, when, where, and whether there is room.

use super::words::programs;
use crate::{paths, state::use_app};
use domain::{
    ProgramId,
    program::{Selection, SignUpBy},
};
use leptos::prelude::*;

/// A program of the device.
#[component]
pub fn ProgramCard(
    /// Which.
    id: ProgramId,
) -> impl IntoView {
    let app = use_app();
    let program = Memo::new(move |_| app.programs.get(id));
    let own = move || {
        let program = program.get()?;
        let mut parts = program.parts().into_iter();
        let sign_up = parts.find_map(|part| app.replica.own_sign_up(id, part))?;
        let (class, said) = programs::state(&sign_up.state);
        Some(view! { <span class=class>{said}</span> })
    };
    let rooms = move || {
        let (program, now) = (program.get()?, app.now.get());
        if program.is_over(now) {
            return Some(view! { <span>{t!(program::over)}</span> }.into_any());
        }
        if program.sign_up != SignUpBy::Engawa {
            return None;
        }
        // Of what one may choose, what is next.
        let next = programs::next_session(&program, now).map(|session| session.no);
        let part = next.filter(|_| program.has(next));
        let capacity = program.capacity_of(part);
        app.programs.with(|catalogue| {
            let vacancy = catalogue.vacancy(id, part);
            // Where seats are not given to who comes first, how many are left says nothing.
            let (class, said) = match program.selection {
                Selection::FirstCome => programs::seats(capacity, vacancy),
                Selection::Lottery => ("mark", text!(choosing::lottery).to_owned()),
                Selection::Review(_) => ("mark", text!(program::review).to_owned()),
            };
            let childcare = programs::childcare(capacity, vacancy)
                .map(|said| view! { <span class="mark">{said}</span> });
            Some(view! { <span class=class>{said}</span> {childcare} }.into_any())
        })
    };
    let said = move || {
        let (program, now) = (program.get()?, app.now.get());
        let place = programs::next_session(&program, now).and_then(programs::place);
        let closes = program
            .closes_at
            .filter(|at| now < *at && program.sign_up == SignUpBy::Engawa)
            .map(|at| view! { <span>{text!(program::closes, programs::until(at))}</span> });
        let sample = program
            .sample
            .then(|| view! { <span class="mark is-sample">{t!(app::sample)}</span> });
        Some(view! {
            <p class="program-when">{programs::when_next(&program, now)}</p>
            <p class="meta">
                {sample} {place.map(|place| view! { <span>{place}</span> })}
                <span>{program.desk_name.clone()}</span> {closes}
            </p>
        })
    };
    view! {
        <li class="proposal-item">
            <p class="chips">
                <span class="mark">
                    {move || program.with(|p| p.as_ref().map(|p| programs::kind(p.kind)))}
                </span>
                {own}
                {rooms}
            </p>
            <h3>
                <a href=paths::program(
                    id,
                )>{move || program.with(|p| p.as_ref().map(|p| p.title.clone()))}</a>
            </h3>
            {said}
        </li>
    }
}
