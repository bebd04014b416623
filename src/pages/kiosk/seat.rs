//! 座席を使う: coming in and going out, by the phone's QR code or its six digits.

use crate::{
    components::{
        empty::Empty,
        kiosk_pad::{DIGITS, KioskPad},
        qr_scanner::QrScanner,
    },
    device::browser,
    state::kiosk::{Said, use_kiosk},
};
use domain::{
    PersonId,
    one_time_code::{CheckIn, Code},
};
use leptos::{prelude::*, task::spawn_local};
use sync::kiosk::{CheckedIn, Way};

/// Signs of a code.
const LENGTH: usize = 6;

/// The seat desk.
#[component]
pub fn Seat() -> impl IntoView {
    let kiosk = use_kiosk();
    let is_paired = Memo::new(move |_| kiosk.place.space_name().is_some());
    let none = || {
        view! { <Empty heading=true title=t!(kiosk::no_seats) text=t!(kiosk::no_seats_text) /> }
    };
    view! {
        <Show when=move || is_paired.get() fallback=none>
            <Desk />
        </Show>
    }
}

#[component]
fn Desk() -> impl IntoView {
    let kiosk = use_kiosk();
    let way = RwSignal::new(Way::In);
    let typed = RwSignal::new(String::new());
    let said = RwSignal::new(None::<Result<(Said, Way), ()>>);
    let send = move |code: Code, person: Option<PersonId>| {
        let way = way.get_untracked();
        let visit = kiosk.visit();
        spawn_local(async move {
            let answer = kiosk.place.check_in(code, person, way).await;
            // Somebody else stands there by now.
            if untrack(|| kiosk.visit()) == visit {
                said.set(Some(Ok((answer, way))));
                typed.set(String::new());
                browser::after_paint(|| browser::focus(".kiosk-answer"));
            }
        });
    };
    let on_whole = Callback::new(move |text: String| match text.parse() {
        Ok(code) => untrack(|| send(code, None)),
        Err(_) => said.set(Some(Err(()))),
    });
    let on_read = Callback::new(move |text: String| match text.parse::<CheckIn>() {
        Ok(CheckIn { person, code }) => untrack(|| send(code, Some(person))),
        Err(_) => said.set(Some(Err(()))),
    });
    let choice = move |of: Way, name: crate::text::Said| {
        view! {
            <button
                class="button"
                type="button"
                aria-pressed=move || (way.get() == of).to_string()
                on:click=move |_| {
                    way.set(of);
                    said.set(None);
                }
            >
                {name}
            </button>
        }
    };
    let answer = move || {
        said.get().map(|said| match said {
            Ok((said, way)) => answer(said, way),
            Err(()) => text!(kiosk::no_code),
        })
    };
    let is_good = move || {
        matches!(
            said.get(),
            Some(Ok((Said::Judged(CheckedIn::Done) | Said::Waits, _)))
        )
    };
    view! {
        <h1 class="kiosk-title" tabindex="-1">
            {t!(kiosk::seat)}
        </h1>
        <div class="kiosk-ways" role="group" aria-label=t!(kiosk::way)>
            {choice(Way::In, t!(kiosk::way_in))} {choice(Way::Out, t!(kiosk::way_out))}
        </div>
        <p class="kiosk-answer" class:is-good=is_good role="status" tabindex="-1">
            {answer}
        </p>
        <p>{t!(kiosk::show_code)}</p>
        <QrScanner on_read>
            <KioskPad
                typed
                name=t!(kiosk::enter_code)
                field=t!(kiosk::six_digits)
                keys=DIGITS
                length=LENGTH
                on_whole
            />
        </QrScanner>
    }
}

/// What a visitor is told.
fn answer(said: Said, way: Way) -> &'static str {
    match (said, way) {
        (Said::Judged(CheckedIn::Done), Way::In) => text!(kiosk::is_in),
        (Said::Judged(CheckedIn::Done), Way::Out) => text!(kiosk::is_out),
        (Said::Judged(CheckedIn::Wrong), _) => text!(kiosk::wrong_code),
        (Said::Judged(CheckedIn::Used), _) => text!(kiosk::used_code),
        (Said::Judged(CheckedIn::Unclear), _) => text!(kiosk::unclear_code),
        (Said::Judged(CheckedIn::NoSeat), Way::In) => text!(kiosk::no_seat),
        (Said::Judged(CheckedIn::NoSeat), Way::Out) => text!(kiosk::not_in),
        (Said::Waits, _) => text!(kiosk::waits),
        (Said::TooMany, _) => text!(kiosk::too_many),
    }
}
