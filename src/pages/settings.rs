//! 自分: the account, the language, the light, and the health of this device.

pub mod account;
pub mod display;
pub mod entry;
pub mod files;
pub mod queue;
pub mod storage;
pub mod wipe;

use crate::{
    components::{calendar_links::CalendarLinks, own_blocks::OwnBlocks},
    device::{
        browser, clock,
        quota::{self, Room},
    },
    paths,
    state::use_app,
};
use account::AccountPanel;
use display::Display;
use files::Files;
use futures::future::{Either, select};
use leptos::{prelude::*, task::spawn_local};
use queue::Queue;
use std::pin::pin;
use storage::Storage;
use wipe::Wipe;

/// How long the screen waits for the browser to say how much room there is, in milliseconds.
const PATIENCE: u32 = 400;

/// The person's own place.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(account::self_title))));
    let account = Memo::new(move |_| app.session.account());
    let who = move || match account.get() {
        Some(account) => text!(account::who, account.name, account.email),
        None => text!(account::no_account).to_owned(),
    };
    // Known before anything stands below it, so that nothing moves.
    let room = RwSignal::new(None::<Room>);
    spawn_local(async move {
        let known = match select(pin!(quota::room()), pin!(clock::sleep(PATIENCE))).await {
            Either::Left((known, _)) => known,
            Either::Right(_) => Room::default(),
        };
        room.try_set(Some(known));
    });
    let known = Memo::new(move |_| room.with(Option::is_some));
    view! {
        <div class="page">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(account::self_title)}
                </h1>
                <p class="lead">{who}</p>
            </header>
            <Show when=move || known.get()>
                <p>
                    <a class="button" href=crate::paths::SPACES>
                        {t!(space::to_list)}
                    </a>
                </p>
                <VisitCodeLink />
                <Queue />
                <Storage room />
                <Files />
                <Display />
                <CalendarLinks />
                <OwnBlocks />
                <AccountPanel />
                <Wipe />
                <p class="lead">
                    <small>{t!(account::version, env!("CARGO_PKG_VERSION"))}</small>
                </p>
            </Show>
        </div>
    }
}

/// The way to the code for a space's door.
#[component]
fn VisitCodeLink() -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="visit-code-h">
            <h2 id="visit-code-h">{t!(kiosk::visit_code)}</h2>
            <p>{t!(kiosk::visit_text)}</p>
            <div class="button-row">
                <a class="button" href=paths::VISIT_CODE>
                    {t!(kiosk::show_visit_code)}
                </a>
            </div>
        </section>
    }
}
