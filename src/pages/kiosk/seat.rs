//! 座席を使う: coming in and going out.

use crate::components::empty::Empty;
use leptos::prelude::*;

/// The seat desk.
#[component]
pub fn Seat() -> impl IntoView {
    view! { <Empty heading=true title=t!(kiosk::no_seats) text=t!(kiosk::no_seats_text) /> }
}
