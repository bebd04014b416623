//! The routes, inside the shell.

use crate::{
    components::shell::Shell,
    device::occupant::Occupant,
    pages::{
        board::{BoardPage, NothingChosen},
        desk::DeskPage,
        login::LoginPage,
        not_found::NotFoundPage,
        posting::PostingPage,
        proposal::ProposalPage,
        proposals::ProposalsPage,
        register::RegisterPage,
        settings::SettingsPage,
    },
    paths,
};
use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

/// The whole app.
#[component]
pub fn App(
    /// Who is at the device.
    occupant: Occupant,
) -> impl IntoView {
    let app = crate::state::provide_app(occupant);
    view! {
        <Show when=move || app.ready.get()>
            <Screens />
        </Show>
    }
}

/// In the place of the static page.
#[component]
fn Screens() -> impl IntoView {
    crate::device::browser::remove("before");
    view! {
        <Router>
            <Shell>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=|| view! { <Redirect path=paths::JOBS /> } />
                    <ParentRoute path=path!("/jobs") view=BoardPage>
                        <Route path=path!("") view=NothingChosen />
                        <Route path=path!(":id") view=PostingPage />
                    </ParentRoute>
                    <Route path=path!("/proposals") view=ProposalsPage />
                    <Route path=path!("/proposals/:id") view=ProposalPage />
                    <Route path=path!("/desk") view=DeskPage />
                    <Route path=path!("/settings") view=SettingsPage />
                    <Route path=path!("/register") view=RegisterPage />
                    <Route path=path!("/login") view=LoginPage />
                </Routes>
            </Shell>
        </Router>
    }
}
