//! What arrived at the person's desks.

use crate::{
    components::{
        arrival::{Arrival, OpenArrival},
        empty::Empty,
    },
    device::browser,
    paths,
    state::{replica::Health, sync::SyncStatus, use_app},
};
use domain::{
    ProposalId,
    proposal::{Proposal, Side},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The proposals that arrived; they come in without a reload.
#[component]
pub fn DeskPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(desk::title))));
    let desks = Memo::new(move |_| {
        let memberships = app.replica.memberships();
        memberships
            .into_iter()
            .map(|member| member.desk_name)
            .collect::<Vec<String>>()
    });
    // The newest state first.
    let arrived = Memo::new(move |_| {
        let mut arrived = app.replica.arrived();
        arrived.sort_by_key(|proposal| {
            std::cmp::Reverse(app.replica.standing(proposal, Side::Client).newest)
        });
        arrived
    });
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("proposal")));
    // Whether there is a desk is known once the device was read, and the server asked.
    let known = Memo::new(move |known: Option<&bool>| {
        let (health, sync) = (app.replica.health(), app.sync.status());
        known == Some(&true) || (health != Health::Opening && sync != SyncStatus::Syncing)
    });
    let is_member = Memo::new(move |_| desks.with(|desks| !desks.is_empty()));
    let has_any = Memo::new(move |_| arrived.with(|arrived| !arrived.is_empty()));
    move || match (is_member.get(), has_any.get()) {
        (false, _) if !known.get() => view! {
            <Quiet>
                <p class="lead">{t!(app::loading)}</p>
            </Quiet>
        }
        .into_any(),
        (false, _) => view! {
            <Quiet>
                <Empty dead_end=true title=t!(desk::no_member) text=t!(desk::no_member_text)>
                    <a class="button is-primary" href=paths::and_back(paths::LOGIN, paths::DESK)>
                        {t!(account::log_in)}
                    </a>
                </Empty>
            </Quiet>
        }
        .into_any(),
        (true, false) => view! {
            <Quiet>
                <Empty dead_end=true title=t!(desk::none) text=t!(desk::none_text)>
                    <a class="button" href=paths::JOBS>
                        {t!(desk::see_jobs)}
                    </a>
                </Empty>
            </Quiet>
        }
        .into_any(),
        (true, true) => view! { <Arrivals desks arrived asked /> }.into_any(),
    }
}

/// The page while there is nothing to list.
#[component]
fn Quiet(children: Children) -> impl IntoView {
    view! {
        <div class="page">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(desk::title)}
                </h1>
            </header>
            {children()}
        </div>
    }
}

#[component]
fn Arrivals(
    desks: Memo<Vec<String>>,
    arrived: Memo<Vec<Proposal>>,
    /// The proposal that the address names.
    asked: Memo<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let open = Memo::new(move |_| asked.get()?.parse::<ProposalId>().ok());
    // What is open stays open while it changes: only its id decides.
    let opened = Memo::new(move |_| {
        let id = open.get()?;
        arrived.with(|arrived| {
            arrived
                .iter()
                .any(|proposal| proposal.id == id)
                .then_some(id)
        })
    });
    let view_of = move || {
        if asked.get().is_some() {
            "detail"
        } else {
            "list"
        }
    };
    Effect::new(move |before: Option<Option<String>>| {
        let asked = asked.get();
        if before.is_some_and(|before| before != asked) {
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        }
        asked
    });
    let names = move || {
        view! {
            {t!(desk::title)}
            " "
            <small>{move || desks.with(|desks| desks.join("・"))}</small>
        }
    };
    // One heading of the first rank a screen: the open proposal's, where one is open.
    let heading = move || match opened.with(Option::is_some) {
        true => view! { <h2 class="page-title">{names()}</h2> }.into_any(),
        false => view! {
            <h1 class="page-title" tabindex="-1">
                {names()}
            </h1>
        }
        .into_any(),
    };
    let detail = move || match (opened.get(), asked.get()) {
        (Some(id), _) => untrack(|| app.replica.proposal(id))
            .map(|proposal| view! { <OpenArrival proposal /> })
            .into_any(),
        (None, Some(_)) => view! {
            <Empty dead_end=true title=t!(desk::gone) text=t!(desk::gone_text)>
                <a class="button" href=paths::DESK>
                    {t!(desk::back)}
                </a>
            </Empty>
        }
        .into_any(),
        (None, None) => {
            view! { <Empty title=t!(desk::choose) text=t!(desk::choose_text) /> }.into_any()
        }
    };
    view! {
        <div class="desk" data-view=view_of>
            <section class="desk-list" aria-label=t!(desk::title)>
                <header class="page-head">
                    {heading}
                    <p class="lead" role="status">
                        {move || text!(desk::lead, arrived.with(Vec::len))}
                    </p>
                </header>
                <ol class="arrivals" role="list" aria-label=t!(desk::list)>
                    <For each=move || arrived.get() key=|proposal| proposal.id let:proposal>
                        <Arrival proposal open />
                    </For>
                </ol>
            </section>
            <article class="arrival-detail" aria-label=t!(desk::proposal) tabindex="0">
                {detail}
            </article>
        </div>
    }
}
