//! The addresses at which calendar programs find the person's days.

use super::toasts::use_toasts;
use crate::{device::browser, paths, state::use_app};
use domain::{CalendarLinkId, Command};
use leptos::prelude::*;

/// The addresses, for somebody who has an account.
#[component]
pub fn CalendarLinks() -> impl IntoView {
    let app = use_app();
    let registered = Memo::new(move |_| app.session.is_registered());
    let links = Memo::new(move |_| {
        let links = app.replica.calendar_links().into_iter();
        links.map(|link| link.id).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || registered.get()>
            <section class="panel" aria-labelledby="calendars-h">
                <h2 id="calendars-h">{t!(calendar::own)}</h2>
                <p>{t!(calendar::own_text)}</p>
                <For each=move || links.get() key=|id| *id let:id>
                    <Link id />
                </For>
                <Show when=move || links.with(Vec::is_empty)>
                    <div class="button-row">
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| app.replica.open_calendar_link()
                        >
                            {t!(calendar::open)}
                        </button>
                    </div>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Link(id: CalendarLinkId) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let address = browser::origin() + &paths::own_calendar(id);
    let copied = address.clone();
    let waits = Memo::new(move |_| {
        let is_it = |command: &Command| matches!(command, Command::OpenCalendarLink { link } if *link == id);
        app.replica.waiting_to(is_it).is_some()
    });
    let close = move |_| {
        app.replica.do_it(Command::CloseCalendarLink { link: id });
        toasts.say_with_undo(text!(calendar::closed), move || {
            app.replica.do_it(Command::OpenCalendarLink { link: id });
        });
        browser::after_paint(|| browser::focus("h1[tabindex]"));
    };
    view! {
        <div class="seat-link">
            <input class="input" readonly aria-label=t!(calendar::own_address) value=address />
            <button
                class="button"
                type="button"
                aria-label=t!(calendar::copy_of)
                on:click=move |_| {
                    browser::copy(&copied);
                    toasts.say(text!(calendar::copied));
                }
            >
                {t!(calendar::copy)}
            </button>
        </div>
        <Show when=move || waits.get()>
            <p class="hint">{t!(calendar::waits)}</p>
        </Show>
        <button class="button is-plain" type="button" on:click=close>
            {t!(calendar::close)}
        </button>
    }
}
