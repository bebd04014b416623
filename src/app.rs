//! The routes, inside the shell.

use crate::{
    components::shell::Shell,
    device::occupant::Occupant,
    pages::{
        account::AccountPage,
        approve::ApprovePage,
        board::{BoardPage, NothingChosen},
        certificate::CertificatePage,
        cohort::CohortPage,
        contract::ContractPage,
        desk::DeskPage,
        kiosk::KioskPage,
        login::LoginPage,
        new_posting::NewPostingPage,
        new_program::NewProgramPage,
        not_found::NotFoundPage,
        phrases::PhrasesPage,
        posting::PostingPage,
        program::ProgramPage,
        programs::ProgramsPage,
        proposal::ProposalPage,
        proposals::ProposalsPage,
        register::RegisterPage,
        reset::ResetPage,
        settings::SettingsPage,
        sign_up::SignUpPage,
        space::SpacePage,
        spaces::SpacesPage,
        stay::StayPage,
        unsubscribe::UnsubscribePage,
        verify::VerifyPage,
        visit_code::VisitCodePage,
        work::WorkPage,
    },
    parts::{Screen, later},
    paths,
};
use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

// The first visit begins with the board: only that comes with the page.
part! { posting:
    fn posting() -> Screen = || PostingPage().into_any();
}
part! { proposals:
    fn proposals() -> Screen = || ProposalsPage().into_any();
    fn proposal() -> Screen = || ProposalPage().into_any();
    fn phrases() -> Screen = || PhrasesPage().into_any();
    fn work() -> Screen = || WorkPage().into_any();
    fn contract() -> Screen = || ContractPage().into_any();
    fn new_posting() -> Screen = || NewPostingPage().into_any();
    fn desk() -> Screen = || DeskPage().into_any();
}
part! { programs:
    fn programs() -> Screen = || ProgramsPage().into_any();
    fn program() -> Screen = || ProgramPage().into_any();
    fn sign_up() -> Screen = || SignUpPage().into_any();
    fn cohort() -> Screen = || CohortPage().into_any();
    fn stay() -> Screen = || StayPage().into_any();
    fn certificate() -> Screen = || CertificatePage().into_any();
}
part! { organizing:
    fn new_program() -> Screen = || NewProgramPage().into_any();
}
part! { spaces:
    fn spaces() -> Screen = || SpacesPage().into_any();
    fn space() -> Screen = || SpacePage().into_any();
}
part! { account:
    fn settings() -> Screen = || SettingsPage().into_any();
    fn register() -> Screen = || RegisterPage().into_any();
    fn login() -> Screen = || LoginPage().into_any();
    fn account() -> Screen = || AccountPage().into_any();
    fn reset() -> Screen = || ResetPage().into_any();
    fn verify() -> Screen = || VerifyPage().into_any();
    fn unsubscribe() -> Screen = || UnsubscribePage().into_any();
    fn approve() -> Screen = || ApprovePage().into_any();
    fn visit_code() -> Screen = || VisitCodePage().into_any();
}
part! { kiosk:
    fn kiosk() -> Screen = || KioskPage().into_any();
}

/// The whole app.
#[component]
pub fn App(
    /// Who is at the device.
    occupant: Occupant,
    /// It is a tablet at a space's door.
    at_kiosk: bool,
) -> impl IntoView {
    let app = crate::state::provide_app(occupant, at_kiosk);
    let screens = move || match at_kiosk {
        true => view! { <Kiosk /> }.into_any(),
        false => view! { <Screens /> }.into_any(),
    };
    view! { <Show when=move || app.ready.get()>{screens}</Show> }
}

/// A kiosk has a shell of its own, and one address.
#[component]
fn Kiosk() -> impl IntoView {
    crate::device::browser::remove("before");
    // What it shares with other screens asks the router where it is.
    view! { <Router>{later(kiosk)}</Router> }
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
                    <Route path=path!("/jobs/new") view=later(new_posting) />
                    <ParentRoute path=path!("/jobs") view=BoardPage>
                        <Route path=path!("") view=NothingChosen />
                        <Route path=path!(":id") view=later(posting) />
                    </ParentRoute>
                    <Route path=path!("/proposals") view=later(proposals) />
                    <Route path=path!("/proposals/:id") view=later(proposal) />
                    <Route path=path!("/programs") view=later(programs) />
                    <Route path=path!("/programs/new") view=later(new_program) />
                    <Route path=path!("/programs/:id") view=later(program) />
                    <Route path=path!("/programs/:id/signup") view=later(sign_up) />
                    <Route path=path!("/programs/:id/cohort") view=later(cohort) />
                    <Route path=path!("/programs/:id/stay") view=later(stay) />
                    <Route path=path!("/spaces") view=later(spaces) />
                    <Route path=path!("/spaces/:id") view=later(space) />
                    <Route path=path!("/certificates/:id") view=later(certificate) />
                    <Route path=path!("/phrases") view=later(phrases) />
                    <Route path=path!("/work") view=later(work) />
                    <Route path=path!("/work/:id") view=later(contract) />
                    <Route path=path!("/desk") view=later(desk) />
                    <Route path=path!("/settings") view=later(settings) />
                    <Route path=path!("/settings/account") view=later(account) />
                    <Route path=path!("/reset") view=later(reset) />
                    <Route path=path!("/verify") view=later(verify) />
                    <Route path=path!("/kiosk/approve") view=later(approve) />
                    <Route path=path!("/visit-code") view=later(visit_code) />
                    <Route path=path!("/unsubscribe") view=later(unsubscribe) />
                    <Route path=path!("/register") view=later(register) />
                    <Route path=path!("/login") view=later(login) />
                </Routes>
            </Shell>
        </Router>
    }
}
