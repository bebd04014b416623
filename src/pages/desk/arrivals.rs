//! What arrived at the person's desks: the list, and the proposal that is open.

use super::{DeskTabs, Quiet, Tab};
use crate::{
    components::{
        arrival::{Arrival, OpenArrival},
        empty::Empty,
    },
    device::browser,
    paths,
    state::use_app,
};
use domain::{
    ProposalId,
    proposal::{Proposal, Side},
};
use leptos::prelude::*;

/// The proposals that arrived; they come in without a reload.
#[component]
pub fn ArrivedTab(
    /// The names of the person's desks.
    desks: Memo<Vec<String>>,
    /// The proposal that the address names.
    asked: Memo<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    // The newest state first.
    let arrived = Memo::new(move |_| {
        let mut arrived = app.replica.arrived();
        arrived.sort_by_key(|proposal| {
            std::cmp::Reverse(app.replica.standing(proposal, Side::Client).newest)
        });
        arrived
    });
    let has_any = Memo::new(move |_| arrived.with(|arrived| !arrived.is_empty()));
    move || match has_any.get() {
        false => view! {
            <Quiet tab=Some(Tab::Arrived)>
                <Empty title=t!(desk::none) text=t!(desk::none_text)>
                    <a class="button is-primary" href=paths::NEW_JOB>
                        {t!(desk::new_posting)}
                    </a>
                    <a class="button" href=paths::desk_of(Tab::Postings.word())>
                        {t!(desk::see_jobs)}
                    </a>
                </Empty>
            </Quiet>
        }
        .into_any(),
        true => view! { <Arrivals desks arrived asked /> }.into_any(),
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
    let detail = move || match (asked.get(), opened.get()) {
        (_, Some(id)) => untrack(|| app.replica.proposal(id))
            .map(|proposal| view! { <OpenArrival proposal /> })
            .into_any(),
        (Some(_), None) => view! {
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
                    {heading} <DeskTabs tab=Tab::Arrived />
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
