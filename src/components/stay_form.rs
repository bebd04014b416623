//! Choosing a room and its nights on a calendar.

use super::{
    field::Field,
    month_table::MonthTable,
    words::{
        self,
        stays::{self, Night},
    },
};
use crate::state::use_app;
use board::nights::choose;
use domain::{
    Command, Day, Month, SignUpId,
    program::{Lodging, LodgingNo, Program, RoomNo},
    stay::{Nights, TakenNights},
};
use leptos::prelude::*;

/// Lodging, room and nights, for whoever has a seat and no room yet.
#[component]
pub fn StayForm(
    /// Of which program.
    program: Program,
    /// With which sign-up.
    sign_up: SignUpId,
) -> impl IntoView {
    let app = use_app();
    let id = program.id;
    let lodgings = StoredValue::new(program.lodgings);
    let today = Memo::new(move |_| Day::of(app.now.get()));
    let asked = RwSignal::new(None::<(LodgingNo, RoomNo)>);
    // The room that is shown, with its lodging.
    let shown = Memo::new(move |_| {
        let asked = asked.get();
        lodgings.with_value(|lodgings| {
            let rooms = || {
                let rooms = lodgings.iter().flat_map(|lodging| {
                    let rooms = lodging.rooms.iter();
                    rooms.map(move |room| (lodging.clone(), room.no))
                });
                rooms.filter(|(lodging, _)| today.get() < lodging.nights.to)
            };
            let is_asked = |(lodging, room): &(Lodging, RoomNo)| asked == Some((lodging.no, *room));
            rooms().find(is_asked).or_else(|| rooms().next())
        })
    });
    let taken = Memo::new(move |_| {
        let taken = app.programs.with(|all| all.taken_nights(id).cloned());
        taken.unwrap_or(TakenNights {
            program: id,
            taken: Vec::new(),
        })
    });
    let free = Memo::new(move |_| {
        let shown = shown.get();
        shown.map_or_else(Vec::new, |(lodging, room)| {
            taken.with(|taken| taken.free(&lodging, room, today.get()))
        })
    });
    let pressed = RwSignal::new(None::<Nights>);
    // What somebody else took meanwhile is chosen no more.
    let chosen = Memo::new(move |_| {
        let pressed = pressed.get()?;
        free.with(|free| free.iter().any(|free| free.contains(pressed)))
            .then_some(pressed)
    });
    let press = Callback::new(move |night: Day| {
        let longest = shown.with_untracked(|it| it.as_ref().map_or(1, |it| it.0.longest));
        let next = free.with_untracked(|free| choose(chosen.get_untracked(), night, free, longest));
        pressed.set(next);
    });
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| matches!(command, Command::BookStay { sign_up: of, .. } if *of == sign_up);
        app.replica.waiting_to(is_it).is_some()
    });
    let book = move |_| {
        if let (Some((lodging, room)), Some(nights)) =
            (shown.get_untracked(), chosen.get_untracked())
        {
            app.replica.do_it(Command::BookStay {
                sign_up,
                lodging: lodging.no,
                room,
                nights,
            });
        }
    };
    let is_open = Memo::new(move |_| shown.with(Option::is_some));
    let rooms = move || {
        let here = shown.with(|it| it.as_ref().map(|(lodging, room)| (lodging.no, *room)));
        let options = lodgings.with_value(|lodgings| {
            lodgings
                .iter()
                .flat_map(|lodging| {
                    lodging.rooms.iter().map(move |room| {
                        let (of, no) = (lodging.no, room.no);
                        let said = format!("{} {}", lodging.name, stays::room(room));
                        let value = format!("{}-{}", of.0, no.0);
                        view! {
                            <option value=value selected=here == Some((of, no))>
                                {said}
                            </option>
                        }
                    })
                })
                .collect_view()
        });
        view! {
            <select
                class="select"
                id="stay-room"
                on:change=move |event| {
                    pressed.set(None);
                    asked.set(read_room(&event_target_value(&event)));
                }
            >
                {options}
            </select>
        }
    };
    let said = move || match chosen.get() {
        Some(chosen) => stays::nights(chosen),
        None => text!(stay::choose_nights).to_owned(),
    };
    let rules = move || {
        let (lodging, _) = shown.get()?;
        let open = stays::open(&lodging);
        let free = free.with(|free| stays::free_nights(free));
        Some(view! { <p class="hint">{open} " " {free}</p> })
    };
    view! {
        <section class="panel stay-form" aria-labelledby="stay-form-h">
            <h2 id="stay-form-h">{t!(stay::choose)}</h2>
            <Show
                when=move || is_open.get()
                fallback=|| view! { <p>{t!(stay::over)}</p> }
            >
                <Show
                    when=move || !waits.get()
                    fallback=|| {
                        view! {
                            <p class="notice is-quiet" role="status">
                                {t!(stay::waits)}
                            </p>
                        }
                    }
                >
                    <Field id="stay-room" label=t!(stay::room)>
                        {rooms}
                    </Field>
                    {rules}
                    <Calendar shown free chosen press />
                    <p class="stay-chosen" role="status">
                        {said}
                    </p>
                    <div class="button-row">
                        <button
                            class="button is-primary"
                            type="button"
                            disabled=move || chosen.with(Option::is_none)
                            on:click=book
                        >
                            {t!(stay::book)}
                        </button>
                    </div>
                </Show>
            </Show>
        </section>
    }
}

/// The room that an option names.
fn read_room(value: &str) -> Option<(LodgingNo, RoomNo)> {
    let (lodging, room) = value.split_once('-')?;
    Some((LodgingNo(lodging.parse().ok()?), RoomNo(room.parse().ok()?)))
}

/// A month of nights.
#[component]
fn Calendar(
    /// The room, with its lodging.
    shown: Memo<Option<(Lodging, RoomNo)>>,
    /// When it is free.
    free: Memo<Vec<Nights>>,
    /// What is chosen.
    chosen: Memo<Option<Nights>>,
    /// A night was pressed.
    press: Callback<Day>,
) -> impl IntoView {
    let app = use_app();
    let asked = RwSignal::new(None::<Month>);
    // From the first night that is ahead to the last.
    let ends = Memo::new(move |_| {
        let today = Day::of(app.now.get());
        let (lodging, _) = shown.get()?;
        let last = Month::of(lodging.nights.to.plus(-1));
        Some((Month::of(lodging.nights.from.max(today)), last))
    });
    let month = Memo::new(move |_| {
        let (first, last) = ends.get()?;
        let free = free.with(|free| free.first().map(|free| Month::of(free.from)));
        let wanted = asked.get().or(free).unwrap_or(first);
        Some(wanted.clamp(first, last.max(first)))
    });
    let turn = move |months: i32| {
        if let Some(month) = month.get_untracked() {
            asked.set(Some(month.plus(months)));
        }
    };
    let has = move |months: i32| {
        let (Some(month), Some((first, last))) = (month.get(), ends.get()) else {
            return false;
        };
        (first..=last).contains(&month.plus(months))
    };
    let cell = move |day: Day| {
        let is = Memo::new(move |_| {
            let is_open = shown.with(|it| it.as_ref().is_some_and(|it| it.0.nights.has(day)));
            let is_past = day < Day::of(app.now.get());
            match chosen.get().is_some_and(|chosen| chosen.has(day)) {
                true => Night::Chosen,
                false if free.with(|free| free.iter().any(|free| free.has(day))) => Night::Free,
                false if is_open && !is_past => Night::Taken,
                false => Night::Shut,
            }
        });
        let mark = move || match is.get() {
            Night::Free => "○",
            Night::Chosen => "●",
            Night::Taken => "×",
            Night::Shut => "",
        };
        view! {
            <td>
                <button
                    class="night"
                    type="button"
                    class:is-taken=move || is.get() == Night::Taken
                    aria-pressed=move || (is.get() == Night::Chosen).to_string()
                    aria-label=move || stays::night(day, is.get())
                    disabled=move || matches!(is.get(), Night::Taken | Night::Shut)
                    on:click=move |_| press.run(day)
                >
                    <span aria-hidden="true">{day.of_month()}</span>
                    <small aria-hidden="true">{mark}</small>
                </button>
            </td>
        }
        .into_any()
    };
    let named = move || month.get().map(words::month).unwrap_or_default();
    view! {
        <div class="nights">
            <div class="nights-turn">
                <button
                    class="button"
                    type="button"
                    disabled=move || !has(-1)
                    on:click=move |_| turn(-1)
                >
                    {t!(stay::month_before)}
                </button>
                <b aria-live="polite">{named}</b>
                <button
                    class="button"
                    type="button"
                    disabled=move || !has(1)
                    on:click=move |_| turn(1)
                >
                    {t!(stay::month_after)}
                </button>
            </div>
            <MonthTable caption=move || text!(stay::nights_of, named()) month cell />
            <p class="hint">{t!(stay::legend)}</p>
        </div>
    }
}
