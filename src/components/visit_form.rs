//! Booking a place in a space: a day, its two halves, how many places are free, and what one has.

use super::{
    field::Field,
    own_bookings::OwnBooking,
    words::{self, spaces},
};
use crate::{paths, state::use_app};
use domain::{
    Command, Day, SpaceId,
    space::Space,
    visit::{AHEAD, Half, Span},
};
use leptos::prelude::*;

/// The places of a space for registered workers; nothing where it offers none.
#[component]
pub fn VisitForm(
    /// Of which.
    id: SpaceId,
) -> impl IntoView {
    let app = use_app();
    let space = Memo::new(move |_| {
        let space = app.spaces.get(id)?;
        (space.quota > 0 && !space.closed).then_some(space)
    });
    let today = Memo::new(move |_| Day::of(app.now.get()));
    let days = Memo::new(move |_| {
        let (Some(space), now) = (space.get(), app.now.get()) else {
            return Vec::new();
        };
        let ahead = (0..=AHEAD).map(|days| today.get().plus(days));
        let is_left = |day: &Day| {
            let halves = space.halves(*day);
            halves.iter().any(|(_, span)| now < span.ends)
        };
        ahead.filter(is_left).collect()
    });
    let chosen = RwSignal::new(None::<Day>);
    let day = Memo::new(move |_| {
        days.with(|days| {
            let chosen = chosen.get().filter(|day| days.contains(day));
            chosen.or_else(|| days.first().copied())
        })
    });
    let registered = Memo::new(move |_| app.session.is_registered());
    let quota = move || {
        let quota = space.with(|space| space.as_ref().map_or(0, |space| space.quota));
        text!(
            space::visit_text,
            usize::try_from(quota).unwrap_or(usize::MAX)
        )
    };
    let picker = move || {
        let shown = day.get();
        let options = days.get().into_iter().map(|day| {
            view! {
                <option value=day.to_string() selected=shown == Some(day)>
                    {words::day(day.start())}
                </option>
            }
        });
        view! {
            <select
                class="select"
                id="visit-day"
                on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
            >
                {options.collect_view()}
            </select>
        }
    };
    let halves = move || {
        let (space, day) = (space.get()?, day.get()?);
        let halves = space.halves(day).into_iter();
        let rows =
            halves.map(|(half, span)| view! { <HalfRow space=space.clone() day half span /> });
        Some(view! { <ul class="visit-halves">{rows.collect_view()}</ul> })
    };
    let has_days = move || days.with(|days| !days.is_empty());
    view! {
        <Show when=move || space.with(Option::is_some)>
            <section class="panel visit" aria-labelledby="visit-h">
                <h2 id="visit-h">{t!(space::visit)}</h2>
                <p>{quota}</p>
                <Show
                    when=has_days
                    fallback=|| view! { <p class="hint">{t!(space::no_days)}</p> }
                >
                    <Field id="visit-day" label=t!(space::day)>
                        {picker}
                    </Field>
                    {halves}
                    <Show when=move || !registered.get()>
                        <p>
                            <a
                                class="button is-primary"
                                href=paths::and_back(paths::REGISTER, &paths::space(id))
                            >
                                {t!(space::visit_register)}
                            </a>
                        </p>
                    </Show>
                </Show>
            </section>
        </Show>
    }
}

/// Half a day: how many places are free, and the person's own.
#[component]
fn HalfRow(space: Space, day: Day, half: Half, span: Span) -> impl IntoView {
    let app = use_app();
    let id = space.id;
    let own = Memo::new(move |_| {
        let own = app.replica.own_booking(id, day, half)?;
        own.standing(app.now.get()).holds().then_some(own.id)
    });
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| {
            matches!(command, Command::BookVisit { space, day: on, half: of }
                if *space == id && *on == day && *of == half)
        };
        app.replica.waiting_to(is_it).is_some()
    });
    let free = Memo::new(move |_| {
        let now = app.now.get();
        app.spaces.with(|all| all.free(&space, day, half, now))
    });
    let is_over = Memo::new(move |_| span.ends <= app.now.get());
    let registered = Memo::new(move |_| app.session.is_registered());
    let left = move || {
        let (class, said) = match is_over.get() {
            true => ("seats is-full", text!(space::over).to_owned()),
            false => spaces::free(free.get()),
        };
        view! { <span class=class>{said}</span> }
    };
    let book = move |_| {
        app.replica.do_it(Command::BookVisit {
            space: id,
            day,
            half,
        });
    };
    let label = move || text!(space::book_of, words::day(day.start()), spaces::half(half));
    let way = move || match (own.get(), waits.get()) {
        (Some(id), _) => view! { <OwnBooking id /> }.into_any(),
        (None, true) => {
            view! { <p class="hint" role="status">{t!(space::waits_book)}</p> }.into_any()
        }
        (None, false) => {
            let may = registered.get() && free.get() > 0 && !is_over.get();
            may.then(|| {
                view! {
                    <button class="button" type="button" aria-label=label on:click=book>
                        {t!(space::book)}
                    </button>
                }
            })
            .into_any()
        }
    };
    view! {
        <li>
            <p>
                <b>{move || spaces::half_of(half, span)}</b>
                " "
                {left}
            </p>
            {way}
        </li>
    }
}
