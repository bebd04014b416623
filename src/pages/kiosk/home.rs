//! What one may do at a kiosk: three large doors.

use crate::{
    components::drawings::{Drawing, Icon},
    state::kiosk::{Screen, use_kiosk},
    text::Said,
};
use leptos::prelude::*;

/// The first screen.
#[component]
pub fn Home() -> impl IntoView {
    let kiosk = use_kiosk();
    let door = move |icon: Icon, screen: Screen, name: Said, hint: Said| {
        view! {
            <li class="kiosk-door">
                <Drawing icon />
                <button class="kiosk-open" type="button" on:click=move |_| kiosk.show(screen)>
                    {name}
                </button>
                <p>{hint}</p>
            </li>
        }
    };
    view! {
        <h1 class="kiosk-title" tabindex="-1">
            {t!(kiosk::welcome)}
        </h1>
        <p class="kiosk-said" role="status">
            {move || kiosk.is_wiped().then(|| text!(kiosk::wiped))}
        </p>
        <ul class="kiosk-doors" role="list">
            {door(Icon::Desk, Screen::Seat, t!(kiosk::seat), t!(kiosk::seat_hint))}
            {door(Icon::Work, Screen::Jobs, t!(kiosk::jobs), t!(kiosk::jobs_hint))}
            {door(
                Icon::Calendar,
                Screen::Programs,
                t!(kiosk::programs),
                t!(kiosk::programs_hint),
            )}
        </ul>
    }
}
