//! Who stays in the lodgings of a program, night by night.

use crate::{
    components::words::{self, stays},
    state::use_app,
};
use domain::{Command, Day, ProgramId, StayId, stay::Stay};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The nights from today on in which somebody stays; nothing where there is none.
#[component]
pub fn Guests(
    /// Of which program.
    id: ProgramId,
    /// Whether the person may act for the desk.
    may_act: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let today = Memo::new(move |_| Day::of(app.now.get()));
    let guests = Memo::new(move |_| app.replica.guests(id, today.get()));
    let nights = Memo::new(move |_| {
        guests.with(|guests| {
            let nights = guests.iter().flat_map(|guest| {
                let nights = 0..guest.nights.count();
                nights.map(move |night| guest.nights.from.plus(night))
            });
            nights
                .filter(|night| *night >= today.get())
                .collect::<BTreeSet<Day>>()
        })
    });
    let list = move || {
        guests.with(|guests| {
            let night = |night: Day| {
                let here = guests.iter().filter(|guest| guest.nights.has(night));
                let guest = |guest: &Stay| {
                    view! {
                        <li>
                            {guest.lodging_name.clone()} " " {guest.room_name.clone()} ": "
                            <b>{guest.person_name.clone()}</b>
                        </li>
                    }
                };
                view! {
                    <div>
                        <dt>{words::day(night.start())}</dt>
                        <dd>
                            <ul role="list">{here.map(guest).collect_view()}</ul>
                        </dd>
                    </div>
                }
            };
            nights.get().into_iter().map(night).collect_view()
        })
    };
    let ids = Memo::new(move |_| {
        let ids = |guests: &Vec<Stay>| guests.iter().map(|guest| guest.id).collect::<Vec<_>>();
        guests.with(ids)
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <section class="guests">
                <h4>{t!(stay::guests)}</h4>
                <ul class="desk-people" role="list" aria-label=t!(stay::guests)>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Guest id may_act />
                    </For>
                </ul>
                <details>
                    <summary>{t!(stay::by_night)}</summary>
                    <dl class="guest-nights">{list}</dl>
                </details>
            </section>
        </Show>
    }
}

/// One of them.
#[component]
fn Guest(id: StayId, may_act: Memo<bool>) -> impl IntoView {
    let app = use_app();
    let stay = Memo::new(move |_| app.replica.stay_of(id));
    let waits = Memo::new(move |_| {
        let is_it =
            |command: &Command| matches!(command, Command::CancelStay { stay } if *stay == id);
        app.replica.waiting_to(is_it).is_some()
    });
    let cancel = move |_| app.replica.do_it(Command::CancelStay { stay: id });
    move || {
        let stay = stay.get()?;
        let name = stay.person_name.clone();
        let button = (may_act.get() && !waits.get()).then(|| {
            view! {
                <button
                    class="button is-plain"
                    type="button"
                    aria-label=text!(stay::cancel_of, name.clone())
                    on:click=cancel
                >
                    {t!(stay::cancel)}
                </button>
            }
        });
        Some(view! {
            <li>
                <p>
                    <b>{stay.person_name.clone()}</b>
                    " "
                    {stay.lodging_name.clone()}
                    " "
                    {stay.room_name.clone()}
                </p>
                <p class="program-when">{stays::nights(stay.nights)}</p>
                <Show when=move || waits.get()>
                    <p class="hint">{t!(stay::waits_cancel)}</p>
                </Show>
                <div class="button-row">{button}</div>
            </li>
        })
    }
}
