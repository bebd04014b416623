//! The spaces of a desk: who comes today, and the spaces themselves, to enter and to change.

use crate::{
    components::{
        drawings::{Drawing, Icon},
        empty::Empty,
        space_form::SpaceForm,
        words::{self, spaces},
    },
    device::clock,
    paths,
    state::use_app,
};
use domain::{
    BookingId, Command, Day, SpaceId,
    desk::Membership,
    space::Space,
    visit::{Half, Span, Standing, Stay},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

/// What the address asks for: a space by its id, or a new one.
const NEW: &str = "new";

/// The tab.
#[component]
pub fn SpacesTab() -> impl IntoView {
    let app = use_app();
    app.spaces.follow();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("space")));
    // The first desk at which the person may enter something.
    let desk = Memo::new(move |_| {
        let mut places = app.replica.memberships().into_iter();
        places.find(|place| place.role.may_act())
    });
    let writing = Memo::new(move |_| {
        let (asked, desk) = (asked.get()?, desk.get()?);
        match asked.as_str() {
            NEW => Some((None, desk)),
            id => {
                let space = app.spaces.get(id.parse().ok()?)?;
                let desk = space.desk?;
                let mut places = app.replica.memberships().into_iter();
                let place = places.find(|place| place.desk == desk && place.role.may_act())?;
                Some((Some(space), place))
            }
        }
    });
    move || match writing.get() {
        Some((space, place)) => view! { <Writing space place /> }.into_any(),
        None => view! { <Overview desk /> }.into_any(),
    }
}

#[component]
fn Writing(space: Option<Space>, place: Membership) -> impl IntoView {
    let title = space.as_ref().map(|space| space.name.clone());
    view! {
        <A attr:class="back" href=paths::desk_of("spaces")>
            <Drawing icon=Icon::Back />
            {t!(space::desk_spaces)}
        </A>
        <h2>
            {move || match &title {
                Some(name) => text!(space::desk_edit_of, name.clone()),
                None => text!(space::desk_new_title).to_owned(),
            }}
        </h2>
        <SpaceForm space desk=place.desk desk_name=place.desk_name />
    }
}

#[component]
fn Overview(desk: Memo<Option<Membership>>) -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        let desks = app
            .replica
            .memberships()
            .into_iter()
            .map(|place| place.desk);
        let desks: Vec<_> = desks.collect();
        app.spaces.with(|all| {
            let is_ours = |space: &&Space| space.desk.is_some_and(|desk| desks.contains(&desk));
            let ours = all.spaces().filter(is_ours);
            let mut ours: Vec<_> = ours
                .map(|space| (space.closed, space.quota == 0, space.name.clone(), space.id))
                .collect();
            ours.sort();
            ours.into_iter()
                .map(|(.., id)| id)
                .collect::<Vec<SpaceId>>()
        })
    });
    let takes_visits = move |id: &SpaceId| {
        let space = app.spaces.get(*id);
        space.is_some_and(|space| space.quota > 0 && !space.closed)
    };
    let with_visits = Memo::new(move |_| {
        let mut ids = ids.get();
        ids.retain(takes_visits);
        ids
    });
    let waiting = Memo::new(move |_| {
        let is_it = |command: &Command| {
            matches!(
                command,
                Command::PublishSpace { .. } | Command::EditSpace { .. }
            )
        };
        app.replica.waiting_to(is_it).is_some()
    });
    view! {
        <For each=move || with_visits.get() key=|id| *id let:id>
            <Today id />
        </For>
        <section class="proposal-group" aria-labelledby="desk-spaces-h">
            <h2 id="desk-spaces-h">{t!(space::desk_spaces)}</h2>
            <Show when=move || waiting.get()>
                <p class="hint" role="status">{t!(program::desk_waits)}</p>
            </Show>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=|| {
                    view! { <Empty title=t!(space::desk_none) text=t!(space::desk_none_text) /> }
                }
            >
                <ul class="proposal-list" role="list" aria-labelledby="desk-spaces-h">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Own id />
                    </For>
                </ul>
            </Show>
            <Show when=move || desk.with(Option::is_some)>
                <div class="button-row">
                    <a class="button is-primary" href=paths::desk_space(NEW)>
                        {t!(space::desk_new)}
                    </a>
                </div>
            </Show>
        </section>
    }
}

/// A space of the desk.
#[component]
fn Own(id: SpaceId) -> impl IntoView {
    let app = use_app();
    move || {
        let space = app.spaces.get(id)?;
        let may_act = space
            .desk
            .and_then(|desk| app.replica.role_at(desk))
            .is_some_and(|role| role.may_act());
        let closed = space
            .closed
            .then(|| view! { <span class="mark">{t!(space::closed)}</span> });
        let open = spaces::open(&space, app.now.get())
            .map(|(class, said)| view! { <span class=class>{said}</span> });
        let label = text!(space::desk_edit_of, space.name.clone());
        Some(view! {
            <li class="proposal-item desk-program">
                <p class="chips">{open} {closed}</p>
                <h3>
                    <a href=paths::space(id)>{space.name.clone()}</a>
                </h3>
                {may_act
                    .then(|| {
                        view! {
                            <div class="button-row">
                                <a
                                    class="button"
                                    href=paths::desk_space(&id.to_string())
                                    aria-label=label
                                >
                                    {t!(space::desk_edit)}
                                </a>
                            </div>
                        }
                    })}
            </li>
        })
    }
}

/// Who comes to a space today: what its manager looks at.
#[component]
fn Today(id: SpaceId) -> impl IntoView {
    let app = use_app();
    let space = Memo::new(move |_| app.spaces.get(id));
    let today = Memo::new(move |_| Day::of(app.now.get()));
    let heading = format!("today-{id}");
    let id_of_heading = heading.clone();
    let halves = move || {
        let space = space.get()?;
        let halves = space.halves(today.get());
        if halves.is_empty() {
            return Some(view! { <p class="hint">{t!(space::desk_shut)}</p> }.into_any());
        }
        let day = today.get();
        let rows = halves.into_iter();
        let rows =
            rows.map(|(half, span)| view! { <HalfToday id day half span quota=space.quota /> });
        Some(rows.collect_view().into_any())
    };
    view! {
        <section class="panel today" aria-labelledby=heading>
            <h2 id=id_of_heading>
                {move || {
                    let name = space.with(|it| it.as_ref().map(|it| it.name.clone()));
                    format!("{} {}", text!(space::desk_today), name.unwrap_or_default())
                }}
            </h2>
            <p class="program-when">{move || words::day(today.get().start())}</p>
            {halves}
        </section>
    }
}

#[component]
fn HalfToday(id: SpaceId, day: Day, half: Half, span: Span, quota: u32) -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        let now = app.now.get();
        let mut all = app.replica.expected_in(id, day, half);
        // Who is to be let in comes first, then who is there.
        all.sort_by_key(|booking| match booking.standing(now) {
            Standing::Late => 0,
            Standing::Ahead => 1,
            Standing::In => 2,
            Standing::Released => 3,
            Standing::Left => 4,
            Standing::Cancelled => 5,
        });
        all.into_iter()
            .map(|booking| booking.id)
            .collect::<Vec<BookingId>>()
    });
    // By the bookings at hand: what waits in the outbox counts already.
    let free = move || {
        let now = app.now.get();
        let all = app.replica.expected_in(id, day, half);
        let taken = all.iter().filter(|booking| booking.standing(now).holds());
        let taken = u32::try_from(taken.count()).unwrap_or(u32::MAX);
        let count = |number: u32| words::number(usize::try_from(number).unwrap_or(usize::MAX));
        let left = quota.saturating_sub(taken);
        let class = if left == 0 {
            "seats is-full"
        } else {
            "seats is-free"
        };
        view! {
            <span class=class>{text!(space::desk_free, count(left), count(quota))}</span>
        }
    };
    view! {
        <div class="today-half">
            <h3>{move || spaces::half_of(half, span)} " " {free}</h3>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=|| view! { <p class="hint">{t!(space::desk_nobody)}</p> }
            >
                <ul
                    class="desk-people"
                    role="list"
                    aria-label=move || text!(space::desk_people, spaces::half(half))
                >
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Guest id />
                    </For>
                </ul>
            </Show>
        </div>
    }
}

/// Somebody who comes, or came.
#[component]
fn Guest(id: BookingId) -> impl IntoView {
    let app = use_app();
    let booking = Memo::new(move |_| app.replica.booking(id));
    let waits = Memo::new(move |_| {
        let of = booking.with(|it| it.as_ref().map(|it| (it.space, it.person)));
        let is_it = |command: &Command| match command {
            Command::CheckIn { space, person, .. } | Command::CheckOut { space, person, .. } => {
                of == Some((*space, *person))
            }
            Command::CancelBooking { booking } => *booking == id,
            _ => false,
        };
        app.replica.waiting_to(is_it).is_some()
    });
    let may_act = Memo::new(move |_| {
        let desk = booking.with(|it| it.as_ref().map(|it| it.desk));
        desk.and_then(|desk| app.replica.role_at(desk))
            .is_some_and(|role| role.may_act())
    });
    move || {
        let (booking, now) = (booking.get()?, app.now.get());
        let standing = booking.standing(now);
        let (class, said) = spaces::standing(standing);
        let until = match booking.stay {
            Stay::Booked { expected_by } if standing == Standing::Late => {
                Some(text!(space::late_until, words::time(expected_by)))
            }
            Stay::In { since } if standing == Standing::In => {
                Some(text!(space::since, words::time(since)))
            }
            _ => None,
        };
        let walk_in = booking
            .walk_in
            .then(|| view! { <span class="mark">{t!(space::desk_walk_in)}</span> });
        let (space, person) = (booking.space, booking.person);
        let name = booking.person_name.clone();
        let press =
            move |class: &'static str,
                  label: String,
                  said: crate::text::Said,
                  deed: fn(SpaceId, domain::PersonId, BookingId) -> Command| {
                view! {
                    <button
                        class=class
                        type="button"
                        aria-label=label
                        on:click=move |_| app.replica.do_it(deed(space, person, id))
                    >
                        {said}
                    </button>
                }
            };
        let check_in = |class| {
            press(
                class,
                text!(space::check_in_of, name.clone()),
                t!(space::check_in),
                |space, person, _| Command::CheckIn {
                    space,
                    person,
                    at: clock::now(),
                },
            )
        };
        let buttons = match standing {
            _ if !may_act.get() || booking.span.ends <= now => None,
            Standing::Late | Standing::Ahead => Some(
                view! {
                    {check_in("button is-primary")}
                    {press(
                        "button is-plain",
                        text!(space::take_back_of, name.clone()),
                        t!(space::take_back),
                        |_, _, booking| Command::CancelBooking { booking },
                    )}
                }
                .into_any(),
            ),
            // Who comes after all, or comes back, takes what is free.
            Standing::Released | Standing::Left => Some(check_in("button").into_any()),
            Standing::In => Some(
                press(
                    "button",
                    text!(space::check_out_of, name.clone()),
                    t!(space::check_out),
                    |space, person, _| Command::CheckOut {
                        space,
                        person,
                        at: clock::now(),
                    },
                )
                .into_any(),
            ),
            Standing::Cancelled => None,
        };
        Some(view! {
            <li>
                <p class="chips">
                    <b>{booking.person_name.clone()}</b>
                    <span class=class>{said}</span>
                    {until.map(|until| view! { <span class="hint">{until}</span> })}
                    {walk_in}
                    {waits.get().then(|| view! { <span class="hint">{t!(space::desk_waits)}</span> })}
                </p>
                {buttons.map(|buttons| view! { <div class="button-row">{buttons}</div> })}
            </li>
        })
    }
}
