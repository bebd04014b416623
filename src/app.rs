//! The routes, inside the shell.

use crate::{
    components::shell::Shell,
    device::occupant::Occupant,
    pages::{
        board::{BoardPage, NothingChosen},
        contract::ContractPage,
        desk::DeskPage,
        login::LoginPage,
        not_found::NotFoundPage,
        posting::PostingPage,
        proposal::ProposalPage,
        proposals::ProposalsPage,
        register::RegisterPage,
        settings::SettingsPage,
        work::WorkPage,
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
    crate::state::provide_app(occupant);
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
                    <Route path=path!("/work") view=WorkPage />
                    <Route path=path!("/work/:id") view=ContractPage />
                    <Route path=path!("/desk") view=DeskPage />
                    <Route path=path!("/settings") view=SettingsPage />
                    <Route path=path!("/register") view=RegisterPage />
                    <Route path=path!("/login") view=LoginPage />
                </Routes>
            </Shell>
        </Router>
    }
}
