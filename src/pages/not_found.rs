//! An address that leads nowhere.

use crate::{components::empty::Empty, device::browser, paths};
use leptos::prelude::*;

/// What was asked for is not here; the board is.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(app::not_found))));
    view! {
        <div class="page">
            <Empty
                heading=true
                dead_end=true
                title=t!(app::not_found)
                text=t!(app::not_found_text)
            >
                <a class="button is-primary" href=paths::JOBS>
                    {t!(app::find_jobs)}
                </a>
            </Empty>
        </div>
    }
}
