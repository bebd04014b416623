//! Who sits at a desk, what they may do, and the seats on offer.

use crate::{
    components::{
        kiosk_desk::KioskDesk, posting_editor::open_desk::OpenDesk, toasts::use_toasts, words,
    },
    device::browser,
    paths,
    state::use_app,
};
use domain::{
    Command, DeskId, MembershipId, SeatId,
    desk::{Membership, Role, Seat},
};
use leptos::prelude::*;

/// The tab: each of the person's desks.
#[component]
pub fn MembersTab() -> impl IntoView {
    let app = use_app();
    let desks = Memo::new(move |_| {
        let places = app.replica.memberships().into_iter();
        places.map(|place| place.desk).collect::<Vec<DeskId>>()
    });
    view! {
        <For each=move || desks.get() key=|desk| *desk let:desk>
            <OneDesk desk />
            <KioskDesk desk />
        </For>
        <details class="another-desk">
            <summary>{t!(desk::another)}</summary>
            <p>{t!(desk::another_text)}</p>
            <OpenDesk />
        </details>
    }
}

#[component]
fn OneDesk(desk: DeskId) -> impl IntoView {
    let app = use_app();
    let members = Memo::new(move |_| app.replica.members(desk));
    let ids = Memo::new(move |_| {
        members.with(|members| members.iter().map(|place| place.id).collect::<Vec<_>>())
    });
    let role = Memo::new(move |_| app.replica.role_at(desk));
    let owns = Memo::new(move |_| role.get() == Some(Role::Owner));
    let name = Memo::new(move |_| {
        members.with(|members| {
            let first = members.first().map(|place| place.desk_name.clone());
            first.unwrap_or_default()
        })
    });
    let toasts = use_toasts();
    let leave = move |_| {
        let person = app.session.person();
        let own = members.with_untracked(|members| {
            let own = members.iter().find(|place| place.person == person);
            own.map(|place| place.id)
        });
        if let Some(id) = own {
            app.replica.leave_soon(id);
            toasts.say_with_undo(text!(desk::leaving), move || app.replica.stay(id));
        }
    };
    let heading = format!("members-{desk}");
    let (labelled, list) = (heading.clone(), heading.clone());
    view! {
        <section class="panel members" aria-labelledby=labelled>
            <h2 id=heading>{move || text!(desk::members, name.get())}</h2>
            <ul role="list" aria-labelledby=list>
                <For each=move || ids.get() key=|id| *id let:id>
                    <MemberView id members owns />
                </For>
            </ul>
            <dl class="roles">
                {[Role::Owner, Role::Member, Role::Viewer]
                    .map(|role| {
                        view! {
                            <div>
                                <dt>{move || role_name(role)}</dt>
                                <dd>{move || role_may(role)}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
            <Show
                when=move || owns.get()
                fallback=move || {
                    view! {
                        <button
                            class="button is-plain"
                            type="button"
                            on:click=leave
                        >
                            {t!(desk::leave)}
                        </button>
                    }
                }
            >
                <Seats desk />
                <p class="hint">{t!(desk::last_owner)}</p>
            </Show>
        </section>
    }
}

#[component]
fn MemberView(
    id: MembershipId,
    members: Memo<Vec<Membership>>,
    /// The person may give roles here.
    owns: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let place = Memo::new(move |_| {
        members.with(|members| members.iter().find(|place| place.id == id).cloned())
    });
    let name = Memo::new(move |_| {
        place.with(|place| {
            place
                .as_ref()
                .map(|p| p.person_name.clone())
                .unwrap_or_default()
        })
    });
    let role = Memo::new(move |_| place.with(|place| place.as_ref().map(|place| place.role)));
    let is_own = Memo::new(move |_| {
        let person = app.session.person();
        place.with(|place| place.as_ref().is_some_and(|place| place.person == person))
    });
    let leaving = Memo::new(move |_| app.replica.is_leaving(id));
    let set_role = move |word: String| {
        let (Some(role), Some(before)) = (Role::from_word(&word), role.get_untracked()) else {
            return;
        };
        let command = move |role| Command::SetRole {
            membership: id,
            role,
        };
        app.replica.do_it(command(role));
        let said = text!(desk::role_changed, name.get_untracked(), role_name(role));
        toasts.say_with_undo(said, move || app.replica.do_it(command(before)));
    };
    let remove = move |_| {
        app.replica.leave_soon(id);
        toasts.say_with_undo(text!(desk::removed, name.get_untracked()), move || {
            app.replica.stay(id);
        });
    };
    let gives = Memo::new(move |_| owns.get() && !is_own.get());
    view! {
        <li class="member" class:is-leaving=leaving>
            <p>
                <b>{name}</b>
                {move || is_own.get().then(|| view! { " " <small>{t!(desk::you)}</small> })}
            </p>
            <Show
                when=move || gives.get()
                fallback=move || {
                    view! { <p>{move || role.get().map(role_name)}</p> }
                }
            >
                <RoleSelect
                    label=Signal::derive(move || text!(desk::role_of, name.get()))
                    role=Signal::derive(move || role.get().unwrap_or_default())
                    on_role=Callback::new(set_role)
                />
                <button
                    class="button is-plain"
                    type="button"
                    aria-label=move || text!(desk::remove_of, name.get())
                    on:click=remove
                >
                    {t!(desk::remove)}
                </button>
            </Show>
        </li>
    }
}

#[component]
fn RoleSelect(
    label: Signal<String>,
    role: Signal<Role>,
    on_role: Callback<String>,
) -> impl IntoView {
    let option = move |of: Role| {
        view! {
            <option value=of.word() prop:selected=move || role.get() == of>
                {move || role_name(of)}
            </option>
        }
    };
    view! {
        <select
            class="select"
            aria-label=label
            on:change=move |event| on_role.run(event_target_value(&event))
        >
            {Role::ALL.map(option).collect_view()}
        </select>
    }
}

/// The seats that the owner offers, and a new one.
#[component]
fn Seats(desk: DeskId) -> impl IntoView {
    let app = use_app();
    let role = RwSignal::new(Role::Member);
    let seats = Memo::new(move |_| app.replica.seats(desk));
    let offer = move |_| {
        let seat = SeatId(browser::new_secret());
        let role = role.get_untracked();
        app.replica.do_it(Command::OfferSeat { seat, desk, role });
    };
    let on_role = Callback::new(move |word: String| {
        if let Some(chosen) = Role::from_word(&word) {
            role.set(chosen);
        }
    });
    let heading = format!("seats-{desk}");
    let labelled = heading.clone();
    view! {
        <section class="seats" aria-labelledby=labelled>
            <h3 id=heading>{t!(desk::offer_seat)}</h3>
            <p class="hint">{t!(desk::offer_text)}</p>
            <div class="button-row">
                <RoleSelect
                    label=Signal::derive(|| text!(desk::seat_role).to_owned())
                    role=role.into()
                    on_role
                />
                <button class="button" type="button" on:click=offer>
                    {t!(desk::offer_seat)}
                </button>
            </div>
            <Show when=move || seats.with(|seats| !seats.is_empty())>
                <ul role="list" aria-label=t!(desk::seats)>
                    <For each=move || seats.get() key=|seat| seat.id let:seat>
                        <SeatView seat />
                    </For>
                </ul>
            </Show>
        </section>
    }
}

#[component]
fn SeatView(seat: Seat) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let link = browser::origin() + &paths::seat(seat.id);
    let copied = link.clone();
    let copy = move |_| {
        browser::copy(&copied);
        toasts.say(text!(desk::copied));
    };
    let Seat {
        id,
        desk,
        role,
        until,
        ..
    } = seat;
    let retract = move |_| {
        app.replica.do_it(Command::RetractSeat { seat: id });
        let seat = id;
        toasts.say_with_undo(text!(desk::retracted), move || {
            app.replica.do_it(Command::OfferSeat { seat, desk, role });
        });
        browser::after_paint(|| browser::focus("h1[tabindex]"));
    };
    view! {
        <li class="seat">
            <p>{move || text!(desk::seat_until, role_name(role), words::day(until))}</p>
            <div class="seat-link">
                <input
                    class="input"
                    readonly
                    aria-label=t!(desk::seat_link)
                    value=link
                />
                <button
                    class="button"
                    type="button"
                    aria-label=t!(desk::copy_of)
                    on:click=copy
                >
                    {t!(desk::copy)}
                </button>
            </div>
            <p class="seat-code">
                <small>{t!(desk::seat_code)} " " <code>{id.to_string()}</code></small>
            </p>
            <button class="button is-plain" type="button" on:click=retract>
                {t!(desk::retract)}
            </button>
        </li>
    }
}

/// A role's name.
fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => text!(desk::role_owner),
        Role::Member => text!(desk::role_member),
        Role::Viewer => text!(desk::role_viewer),
    }
}

fn role_may(role: Role) -> &'static str {
    match role {
        Role::Owner => text!(desk::role_owner_may),
        Role::Member => text!(desk::role_member_may),
        Role::Viewer => text!(desk::role_viewer_may),
    }
}
