//! お試し移住: choosing the nights of a stay, and its page with the house rules.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        stay_form::StayForm,
        stay_paper::StayPaper,
        words::programs,
    },
    device::browser,
    paths,
    state::{following::Progress, replica::Health, use_app},
};
use domain::{
    SignUpId,
    program::Program,
    sign_up::{Part, State},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};

/// The page of a stay.
#[component]
pub fn StayPage() -> impl IntoView {
    let app = use_app();
    app.programs.follow();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok()));
    let program = Memo::new(move |_| {
        let program = app.programs.get(id.get()?);
        program.filter(|program| !program.lodgings.is_empty())
    });
    let opening = move || {
        app.programs.progress() == Progress::Opening || app.replica.health() == Health::Opening
    };
    let known = Memo::new(move |_| program.get().filter(|_| !opening()));
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(stay::title))));
    let shown = move || match known.get() {
        Some(program) => view! { <Shown program /> }.into_any(),
        None if opening() => view! {
            <p class="lead" role="status">
                {t!(app::loading)}
            </p>
        }
        .into_any(),
        None => view! {
            <Empty
                heading=true
                dead_end=true
                title=t!(stay::unknown)
                text=t!(stay::unknown_text)
            >
                <a class="button is-primary" href=paths::PROGRAMS>
                    {t!(program::back)}
                </a>
            </Empty>
        }
        .into_any(),
    };
    view! { <div class="page stay-page">{shown}</div> }
}

#[component]
fn Shown(program: Program) -> impl IntoView {
    let app = use_app();
    let id = program.id;
    let parts = program.parts();
    // The seats that the person has in it.
    let seats = Memo::new(move |_| {
        let own = parts
            .iter()
            .filter_map(|part| app.replica.own_sign_up(id, *part));
        let seated = own.filter(|own| {
            matches!(own.state, State::Accepted { .. }) && own.application.part == Part::Participant
        });
        seated.map(|own| own.id).collect::<Vec<SignUpId>>()
    });
    let title = program.title.clone();
    let program = StoredValue::new(program);
    let of_seat = move |sign_up: SignUpId| {
        let stay = Memo::new(move |_| {
            let stay = app.replica.stay_with(sign_up);
            stay.filter(|stay| stay.holds())
        });
        move || match stay.get() {
            Some(stay) => view! { <StayPaper program=program.get_value() stay /> }.into_any(),
            None => view! { <StayForm program=program.get_value() sign_up /> }.into_any(),
        }
    };
    view! {
        <A attr:class="back" href=paths::program(id)>
            <Drawing icon=Icon::Back />
            {t!(stay::back)}
        </A>
        <header class="page-head">
            <p class="chips">
                <span class="mark">{program.with_value(|it| programs::kind(it.kind))}</span>
            </p>
            <h1 class="page-title" tabindex="-1">
                {t!(stay::title)}
            </h1>
            <p class="lead">{title}</p>
        </header>
        <Show
            when=move || seats.with(|seats| !seats.is_empty())
            fallback=move || {
                view! {
                    <Empty title=t!(stay::no_seat) text=t!(stay::no_seat_text)>
                        <a class="button is-primary" href=paths::program(id)>
                            {t!(stay::to_program)}
                        </a>
                    </Empty>
                }
            }
        >
            <For each=move || seats.get() key=|id| *id let:sign_up>
                {of_seat(sign_up)}
            </For>
        </Show>
    }
}
