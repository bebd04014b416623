//! The person's own places: where, when, and the way to give one back.

use super::{words, words::spaces};
use crate::{paths, state::use_app};
use domain::{
    BookingId, Command, Day,
    visit::{Booking, Standing},
};
use leptos::prelude::*;

/// The person's bookings from today on; nothing where there is none.
#[component]
pub fn OwnBookings() -> impl IntoView {
    let app = use_app();
    let ids = Memo::new(move |_| {
        let now = app.now.get();
        let mut own = app.replica.own_bookings(Day::of(now));
        own.retain(|booking| {
            booking.standing(now) != Standing::Cancelled && now < booking.span.ends
        });
        own.into_iter()
            .map(|booking| booking.id)
            .collect::<Vec<_>>()
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <section class="proposal-group" aria-labelledby="own-bookings-h">
                <h2 id="own-bookings-h">{t!(space::own)}</h2>
                <ul class="proposal-list" role="list" aria-labelledby="own-bookings-h">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <li class="proposal-item">
                            <OwnBooking id named=true />
                        </li>
                    </For>
                </ul>
                <p class="hint">{t!(space::own_text)}</p>
            </section>
        </Show>
    }
}

/// How one of the person's bookings stands.
#[component]
pub fn OwnBooking(
    /// Which.
    id: BookingId,
    /// With the name of the space, as a link.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let app = use_app();
    let booking = Memo::new(move |_| app.replica.booking(id));
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| matches!(command, Command::CancelBooking { booking } if *booking == id);
        app.replica.waiting_to(is_it).is_some()
    });
    let cancel = move |_| {
        app.replica.do_it(Command::CancelBooking { booking: id });
    };
    let when = |booking: &Booking| {
        let half = spaces::half_of(booking.half, booking.span);
        format!("{} {half}", words::day(booking.day.start()))
    };
    move || {
        let (booking, now) = (booking.get()?, app.now.get());
        let standing = booking.standing(now);
        let (class, said) = spaces::standing(standing);
        let until = match booking.stay {
            domain::visit::Stay::Booked { expected_by } if standing == Standing::Late => {
                Some(text!(space::late_until, words::time(expected_by)))
            }
            domain::visit::Stay::In { since } if standing == Standing::In => {
                Some(text!(space::since, words::time(since)))
            }
            _ => None,
        };
        let name = named.then(|| {
            view! {
                <h3>
                    <a href=paths::space(booking.space)>{booking.space_name.clone()}</a>
                </h3>
            }
        });
        let can_go = matches!(standing, Standing::Ahead | Standing::Late);
        let label = text!(
            space::cancel_of,
            words::day(booking.day.start()),
            spaces::half(booking.half)
        );
        Some(view! {
            <p class="chips">
                <span class=class>{said}</span>
                {until.map(|until| view! { <span class="hint">{until}</span> })}
            </p>
            {name}
            <p class="program-when">{when(&booking)}</p>
            {move || match (waits.get(), can_go) {
                (true, _) => {
                    view! { <p class="hint">{t!(space::waits_cancel)}</p> }.into_any()
                }
                (false, true) => {
                    let label = label.clone();
                    view! {
                        <div class="button-row">
                            <button
                                class="button is-plain"
                                type="button"
                                aria-label=label
                                on:click=cancel
                            >
                                {t!(space::cancel)}
                            </button>
                        </div>
                    }
                    .into_any()
                }
                (false, false) => ().into_any(),
            }}
        })
    }
}
