//! A free place at a desk, from the side of whoever was given its link.

use crate::{
    components::{
        form::{Form, FormField, wrong},
        posting_editor::open_desk,
    },
    paths,
    state::{replica::jotting::Texts, use_app},
};
use domain::{
    Command, SeatId,
    refusal::{Field, Invalid, Problem},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The place that the address names.
#[component]
pub fn OfferedSeat(
    /// Which; whoever knows it may take it.
    seat: SeatId,
) -> impl IntoView {
    let app = use_app();
    let registered = Memo::new(move |_| app.session.is_registered());
    let taking = Memo::new(move |_| {
        let waits = app
            .replica
            .waiting_to(|command| matches!(command, Command::TakeSeat { seat: of } if *of == seat));
        waits.is_some()
    });
    let refused = Memo::new(move |_| {
        let mut refused = app.replica.refused().into_iter();
        refused.any(|told| told.command == Command::TakeSeat { seat })
    });
    let pressed = RwSignal::new(false);
    let take = move |_| {
        spawn_local(async move {
            // A device that does not store is told of by its health.
            if app.replica.act(Command::TakeSeat { seat }).await.is_ok() {
                pressed.try_set(true);
            }
        });
    };
    // Taken: it waits no more, and nobody said no.
    let navigate = use_navigate();
    Effect::new(move |_| {
        if pressed.get() && !taking.get() && !refused.get_untracked() {
            let to = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(paths::DESK, to);
        }
    });
    let back = move |path| paths::and_back(path, &paths::seat(seat));
    let foot = move || match (registered.get(), taking.get()) {
        (false, _) => view! {
            <p>{t!(desk::take_first)}</p>
            <div class="button-row">
                <a class="button is-primary" href=back(paths::REGISTER)>
                    {t!(desk::register)}
                </a>
                <a class="button" href=back(paths::LOGIN)>
                    {t!(desk::log_in)}
                </a>
            </div>
        }
        .into_any(),
        (true, true) => view! { <p role="status">{t!(desk::taking)}</p> }.into_any(),
        (true, false) => view! {
            <button class="button is-primary" type="button" on:click=take>
                {t!(desk::take)}
            </button>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="seat-h">
            <h2 id="seat-h">{t!(desk::take_title)}</h2>
            <p>{t!(desk::take_text)}</p>
            {foot}
        </section>
    }
}

const CODE: &str = "seat-code";

/// A link or code that came in another way, typed or pasted.
#[component]
pub fn EnterCode() -> impl IntoView {
    let form = Form::new("seat-code".to_owned(), Texts::new);
    let text = form.text(CODE);
    let navigate = use_navigate();
    let problems = Signal::derive(move || match text.with(|text| seat_in(text)) {
        Some(_) => Vec::new(),
        None => vec![Invalid {
            field: Field::Text,
            problem: Problem::Malformed,
        }],
    });
    let error = wrong(form, problems, Field::Text);
    let error = Signal::derive(move || error.get().map(|_| text!(desk::code_wrong).to_owned()));
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        if let Some(seat) = text.with_untracked(|text| seat_in(text)) {
            form.clear();
            navigate(&paths::seat(seat), Default::default());
        } else {
            crate::device::browser::focus(&format!("#{CODE}"));
        }
    };
    view! {
        <form class=open_desk::CLASS novalidate on:submit=go>
            <FormField form control=CODE label=t!(desk::code) hint=t!(desk::enter_code) error />
            <button class="button" type="submit">
                {t!(desk::to_seat)}
            </button>
        </form>
    }
}

/// The seat that a link or a code names.
fn seat_in(text: &str) -> Option<SeatId> {
    let code = text.trim().rsplit(['=', '/']).next()?;
    code.parse().ok()
}
