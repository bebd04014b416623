//! The account: what the server knows of the person, and what they may change of it, one thing at a
//! time. None of it works without a network, and the screen says so.

pub mod close;
pub mod email;
pub mod overview;
pub mod password;
pub mod sessions;

use crate::{
    components::{account_form::failure_words, empty::Empty},
    device::browser,
    paths,
    state::{session::FormError, use_app},
};
use close::CloseStep;
use email::EmailStep;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use overview::Overview;
use password::PasswordStep;

/// The account, or the step of it that the address names.
#[component]
pub fn AccountPage() -> impl IntoView {
    let app = use_app();
    let query = use_query_map();
    let step = Memo::new(move |_| query.with(|query| query.get("step")));
    let registered = Memo::new(move |_| app.session.is_registered());
    move || match (registered.get(), step.get().as_deref()) {
        (false, _) => view! { <NoAccount /> }.into_any(),
        (true, Some("password")) => view! { <PasswordStep /> }.into_any(),
        (true, Some("email")) => view! { <EmailStep /> }.into_any(),
        (true, Some("close")) => view! { <CloseStep /> }.into_any(),
        (true, _) => view! { <Overview /> }.into_any(),
    }
}

/// Nobody is logged in: there is nothing to show.
#[component]
fn NoAccount() -> impl IntoView {
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(person::title))));
    view! {
        <div class="page">
            <Empty heading=true title=t!(person::title) text=t!(person::none)>
                <a class="button is-primary" href=paths::and_back(paths::LOGIN, paths::ACCOUNT)>
                    {t!(account::log_in)}
                </a>
            </Empty>
        </div>
    }
}

/// A step of the account's screen: its heading, what it is about, and the way back.
#[component]
fn Step(
    /// The heading.
    #[prop(into)]
    title: ViewFn,
    /// The title that tabs and history show.
    tab: fn() -> String,
    /// The step.
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| browser::set_title(&text!(app::page_title, tab())));
    browser::after_paint(|| browser::focus("h1[tabindex]"));
    view! {
        <div class="page is-narrow">
            <p>
                <a class="way" href=paths::ACCOUNT>
                    {t!(person::back)}
                </a>
            </p>
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {move || title.run()}
                </h1>
            </header>
            {children()}
        </div>
    }
}

/// A step is done: what happened, and what follows.
#[component]
fn Done(
    /// What happened.
    #[prop(into)]
    title: ViewFn,
    /// What follows.
    #[prop(into)]
    text: ViewFn,
) -> impl IntoView {
    browser::after_paint(|| browser::focus("h1[tabindex]"));
    view! {
        <div class="page is-narrow">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {move || title.run()}
                </h1>
            </header>
            <p>{move || text.run()}</p>
            <div class="button-row">
                <a class="button is-primary" href=paths::ACCOUNT>
                    {t!(person::back)}
                </a>
            </div>
        </div>
    }
}

/// What did not work, why, and what to do.
#[component]
fn Trouble(
    /// What did not work.
    #[prop(into)]
    title: ViewFn,
    /// Why; nothing is shown while there is none.
    failure: RwSignal<Option<FormError>>,
) -> impl IntoView {
    move || {
        let title = title.clone();
        failure.get().map(|error| {
            view! {
                <div class="notice is-warn" role="alert">
                    <p class="notice-text">
                        <strong>{move || title.run()}</strong>
                        {move || failure_words(&error)}
                    </p>
                </div>
            }
        })
    }
}

/// Does something, and says in `failure` why it did not work.
fn attempt<T: 'static>(
    failure: RwSignal<Option<FormError>>,
    work: impl Future<Output = Result<T, FormError>> + 'static,
    done: impl FnOnce(T) + 'static,
) {
    failure.set(None);
    spawn_local(async move {
        match work.await {
            Ok(answer) => done(answer),
            Err(error) => drop(failure.try_set(Some(error))),
        }
    });
}
