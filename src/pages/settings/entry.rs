//! One line of what waits, or of what was refused: what it is, where it was done, since when.

use crate::{
    components::words::{self, amounts, commands},
    state::use_app,
};
use domain::{Command, Refusal, Timestamp};
use leptos::prelude::*;

/// A line of the list.
#[component]
pub fn Entry(
    /// What was done.
    command: Command,
    /// When, by the device's clock.
    made_at: Timestamp,
    /// Why the server refused it.
    #[prop(optional)]
    refusal: Option<Refusal>,
) -> impl IntoView {
    let app = use_app();
    let command = StoredValue::new(command);
    let name = move || {
        command.with_value(|command| {
            let what = commands::what(command);
            match commands::about(app, command) {
                Some(about) => text!(device::entry, about, what),
                None => what.to_owned(),
            }
        })
    };
    let place = Memo::new(move |_| command.with_value(|command| commands::place(app, command)));
    let named = move || match place.get() {
        Some(place) => view! { <a href=place>{name}</a> }.into_any(),
        None => view! { <b>{name}</b> }.into_any(),
    };
    let age = move || text!(device::waits_since, amounts::age(made_at, app.now.get()));
    let why = refusal.map(|refusal| {
        view! { <span class="entry-why">{move || words::refusal(&refusal)}</span> }
    });
    view! {
        <li class="entry">
            {named} {why.is_none().then(|| view! { <small>{age}</small> })} {why}
        </li>
    }
}
