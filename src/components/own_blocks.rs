//! Whom the person and their desks want nothing more from, with the way back.

use super::words;
use crate::state::use_app;
use domain::{
    Command,
    safety::{Block, Party},
};
use leptos::prelude::*;

/// The list; nothing while it is empty.
#[component]
pub fn OwnBlocks() -> impl IntoView {
    let app = use_app();
    let blocks = Memo::new(move |_| app.replica.blocks());
    let line = move |block: Block| {
        let Block {
            by,
            against,
            name,
            at,
            ..
        } = block;
        let desk = match by {
            Party::Desk(desk) => Some(desk),
            Party::Person(_) => None,
        };
        let for_desk = move || {
            let desks = app.replica.memberships();
            let place = desks.into_iter().find(|place| Some(place.desk) == desk)?;
            Some(text!(safety::for_desk, place.desk_name))
        };
        let label = {
            let name = name.clone();
            move || text!(safety::unblock_of, name.as_str())
        };
        view! {
            <li>
                <p>
                    <b>{name}</b>
                    " "
                    <small>{move || text!(safety::since, words::date(at))} " " {for_desk}</small>
                </p>
                <button
                    class="button"
                    type="button"
                    aria-label=label
                    on:click=move |_| app.replica.do_it(Command::Unblock { desk, against })
                >
                    {t!(safety::unblock)}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || blocks.with(|blocks| !blocks.is_empty())>
            <section class="panel" aria-labelledby="blocks-h">
                <h2 id="blocks-h">{t!(safety::blocks)}</h2>
                <ul class="blocks" role="list">
                    <For each=move || blocks.get() key=|block| block.id let:block>
                        {line(block)}
                    </For>
                </ul>
            </section>
        </Show>
    }
}
