//! Where the people of a program stay, as everybody may see it.

use super::words::stays;
use crate::{paths, state::use_app};
use domain::program::{Lodging, Program};
use leptos::prelude::*;

/// The lodgings of a program, with the seat that comes with a stay; nothing where it has none.
#[component]
pub fn Lodgings(
    /// Of which.
    program: Program,
) -> impl IntoView {
    let app = use_app();
    if program.workspace.is_some() {
        app.spaces.follow();
    }
    let lodging = |lodging: &Lodging| {
        view! {
            <li>
                <h3>{lodging.name.clone()}</h3>
                {(!lodging.address.is_empty())
                    .then(|| view! { <p class="prose">{lodging.address.clone()}</p> })}
                <p>{stays::rooms(lodging)}</p>
                <p class="hint">{stays::open(lodging)}</p>
            </li>
        }
    };
    let workspace = program.workspace;
    let seat = move || {
        let space = app.spaces.get(workspace?)?;
        Some(view! {
            <p>
                {t!(stay::seat_included)} " " <a href=paths::space(space.id)>{space.name}</a>
            </p>
        })
    };
    (!program.lodgings.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="lodgings-h">
                <h2 id="lodgings-h">{t!(stay::lodgings)}</h2>
                <ul class="lodgings" role="list">
                    {program.lodgings.iter().map(lodging).collect_view()}
                </ul>
                {seat}
            </section>
        }
    })
}
