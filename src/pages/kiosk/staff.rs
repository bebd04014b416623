//! For those who work at the space: behind a long press on the house mark, so that visitors do not
//! come here by chance. It lets nobody do what a visitor may not.

use super::Name;
use crate::{
    components::{
        kiosk_pad::{KioskPad, SIGNS},
        words,
    },
    device::clock,
    state::kiosk::{NotPaired, Screen, use_kiosk},
};
use domain::Timestamp;
use leptos::{prelude::*, task::spawn_local};

/// How long the mark is held, in milliseconds.
const HELD: i64 = 1_500;
/// Signs of a code for pairing.
const LENGTH: usize = 8;

/// The house mark. Held down, by finger or key, it opens the staff's screen.
#[component]
pub fn Brand() -> impl IntoView {
    let kiosk = use_kiosk();
    let since = StoredValue::new(None::<Timestamp>);
    let begin = move || {
        if since.get_value().is_none() {
            since.set_value(Some(clock::now()));
        }
    };
    let end = move || {
        let held = since.try_update_value(Option::take).flatten();
        if held.is_some_and(|since| clock::now().0 - since.0 >= HELD) {
            kiosk.show(Screen::Staff);
        }
    };
    view! {
        <button
            class="brand"
            type="button"
            on:pointerdown=move |_| begin()
            on:pointerup=move |_| end()
            on:pointerleave=move |_| since.set_value(None)
            on:keydown=move |_| begin()
            on:keyup=move |_| end()
        >
            <Name />
        </button>
    }
}

/// The staff's screen.
#[component]
pub fn Staff() -> impl IntoView {
    let kiosk = use_kiosk();
    let is_paired = Memo::new(move |_| kiosk.place.space_name().is_some());
    view! {
        <h1 class="kiosk-title" tabindex="-1">
            {t!(kiosk::staff)}
        </h1>
        <Show when=move || is_paired.get() fallback=|| view! { <Pairing /> }>
            <Standing />
        </Show>
    }
}

/// How a paired tablet stands.
#[component]
fn Standing() -> impl IntoView {
    let kiosk = use_kiosk();
    let place = kiosk.place;
    let network = move || match place.silent_since() {
        None => text!(kiosk::connected).to_owned(),
        Some(since) => text!(kiosk::silent_since, words::moment(since)),
    };
    view! {
        <dl class="answers">
            <div>
                <dt>{t!(kiosk::space)}</dt>
                <dd>{move || place.space_name()}</dd>
            </div>
            <div>
                <dt>{t!(kiosk::network)}</dt>
                <dd>{network}</dd>
            </div>
            <div>
                <dt>{t!(kiosk::waiting)}</dt>
                <dd>{move || text!(kiosk::codes, place.waiting())}</dd>
            </div>
            <div>
                <dt>{t!(kiosk::refused)}</dt>
                <dd>{move || text!(kiosk::codes, place.refused())}</dd>
            </div>
        </dl>
        <p class="hint">{t!(kiosk::unpair)}</p>
    }
}

/// Pairing the tablet.
#[component]
fn Pairing() -> impl IntoView {
    let place = use_kiosk().place;
    let typed = RwSignal::new(String::new());
    let failed = RwSignal::new(None::<NotPaired>);
    let on_whole = Callback::new(move |text: String| {
        let Ok(code) = text.parse() else {
            failed.set(Some(NotPaired::Gone));
            return;
        };
        failed.set(None);
        spawn_local(async move {
            if let Err(why) = place.pair(code).await {
                failed.try_set(Some(why));
                typed.try_set(String::new());
            }
        });
    });
    let why = move || {
        failed.get().map(|why| match why {
            NotPaired::Gone => text!(kiosk::pairing_gone),
            NotPaired::TooMany => text!(kiosk::too_many),
            NotPaired::Unreachable => text!(kiosk::pairing_unreachable),
        })
    };
    view! {
        <p>{t!(kiosk::pairing_text)}</p>
        <p class="notice is-warn">{t!(kiosk::pairing_erases)}</p>
        <p class="kiosk-answer" role="status">
            {why}
        </p>
        <KioskPad
            typed
            name=t!(kiosk::enter_pairing)
            field=t!(kiosk::pairing_code)
            keys=SIGNS
            length=LENGTH
            on_whole
        />
    }
}
