//! The tablets at a desk's doors: a code for a new one, and the end of an old one.

use super::words;
use crate::{
    device::browser,
    paths,
    state::{session::FormError, use_app},
};
use domain::{Command, DeskId, SpaceId, kiosk::Kiosk};
use leptos::{prelude::*, task::spawn_local};
use sync::kiosk::OfferedPairing;

/// The tablets of a desk.
#[component]
pub fn KioskDesk(
    /// Whose.
    desk: DeskId,
) -> impl IntoView {
    let app = use_app();
    app.spaces.follow();
    let kiosks = Memo::new(move |_| app.replica.kiosks(desk));
    let may_act = move || {
        let role = app.replica.role_at(desk);
        role.is_some_and(domain::desk::Role::may_act)
    };
    let address = browser::origin() + paths::KIOSK;
    let heading = format!("kiosks-{desk}");
    let labelled = heading.clone();
    view! {
        <section class="panel kiosks" aria-labelledby=labelled>
            <h2 id=heading>{t!(kiosk::desk_title)}</h2>
            <p>{move || text!(kiosk::desk_text, address.as_str())}</p>
            <Show
                when=move || kiosks.with(|kiosks| !kiosks.is_empty())
                fallback=|| view! { <p class="hint">{t!(kiosk::desk_none)}</p> }
            >
                <ul role="list" aria-label=t!(kiosk::desk_list)>
                    <For each=move || kiosks.get() key=|kiosk| kiosk.id let:kiosk>
                        <OneKiosk kiosk may_act=Signal::derive(may_act) />
                    </For>
                </ul>
            </Show>
            <Show when=may_act>
                <Offer desk />
            </Show>
        </section>
    }
}

#[component]
fn OneKiosk(kiosk: Kiosk, may_act: Signal<bool>) -> impl IntoView {
    let app = use_app();
    let Kiosk {
        id,
        space_name,
        paired_at,
        ..
    } = kiosk;
    let named = space_name.clone();
    view! {
        <li class="member">
            <p>{move || text!(kiosk::desk_paired, space_name.as_str(), words::day(paired_at))}</p>
            <Show when=move || may_act.get()>
                <button
                    class="button is-plain"
                    type="button"
                    aria-label={
                        let named = named.clone();
                        move || text!(kiosk::desk_revoke_of, named.as_str())
                    }
                    on:click=move |_| app.replica.do_it(Command::RevokeKiosk { kiosk: id })
                >
                    {t!(kiosk::desk_revoke)}
                </button>
            </Show>
        </li>
    }
}

/// A code for a tablet.
#[component]
fn Offer(desk: DeskId) -> impl IntoView {
    let app = use_app();
    let spaces = Memo::new(move |_| {
        app.spaces.with(|directory| {
            let own = directory
                .spaces()
                .filter(|space| space.desk == Some(desk) && !space.closed);
            own.map(|space| (space.id, space.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let chosen = RwSignal::new(None::<SpaceId>);
    let offered = RwSignal::new(None::<OfferedPairing>);
    let failed = RwSignal::new(None::<FormError>);
    let offer = move |_| {
        let first = || spaces.with_untracked(|spaces| spaces.first().map(|(id, _)| *id));
        let Some(space) = chosen.get_untracked().or_else(first) else {
            return;
        };
        failed.set(None);
        spawn_local(async move {
            match app.session.offer_pairing(space).await {
                Ok(code) => drop(offered.try_set(Some(code))),
                Err(error) => drop(failed.try_set(Some(error))),
            }
        });
    };
    let code = move || {
        let OfferedPairing { code, until } = offered.get()?;
        Some(view! {
            <p>
                {t!(kiosk::desk_code)} " " <strong class="kiosk-code">{code.to_string()}</strong>
            </p>
            <p class="hint">{move || text!(kiosk::desk_until, words::time(until))}</p>
        })
    };
    let why = move || {
        failed.get().map(|error| match error {
            FormError::TooMany(_) => text!(kiosk::too_many),
            _ => text!(kiosk::pairing_unreachable),
        })
    };
    let choice = move || {
        let options = spaces.get().into_iter().map(|(id, name)| {
            view! { <option value=id.to_string()>{name}</option> }
        });
        view! {
            <select
                class="select"
                aria-label=t!(kiosk::desk_which)
                on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
            >
                {options.collect_view()}
            </select>
        }
    };
    view! {
        <Show
            when=move || spaces.with(|spaces| !spaces.is_empty())
            fallback=|| view! { <p class="hint">{t!(kiosk::desk_no_space)}</p> }
        >
            <div class="button-row">
                {choice}
                <button class="button" type="button" on:click=offer>
                    {t!(kiosk::desk_offer)}
                </button>
            </div>
            <div role="status">{code} {why}</div>
        </Show>
    }
}
