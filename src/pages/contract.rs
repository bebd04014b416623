//! A contract: its terms notice, what is missing, and who has agreed to it.

use crate::{
    components::{
        contract_paper::ContractPaper,
        delivery::DeliveryChip,
        drawings::{Drawing, Icon},
        empty::Empty,
        notice_form::NoticeForm,
        refused::RefusedContract,
        supplement::Supplementing,
        words,
    },
    device::browser,
    paths,
    state::{
        language,
        replica::{About, Hand, Health},
        use_app,
    },
};
use domain::{
    Command, ContractId,
    contract::Contract,
    proposal::Side,
    refusal::{Invalid, Problem},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The contract that the address names.
#[component]
pub fn ContractPage() -> impl IntoView {
    let app = use_app();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|params| params.get("id"))?
            .parse::<ContractId>()
            .ok()
    });
    let contract = Memo::new(move |_| app.replica.contract(id.get()?));
    let is_here = Memo::new(move |_| contract.with(Option::is_some));
    let opening = Memo::new(move |_| app.replica.health() == Health::Opening);
    Effect::new(move |_| {
        let title = contract.with(|contract| match contract {
            Some(contract) => format!("{}: {}", text!(contract::title), contract.job_title),
            None => text!(contract::title).to_owned(),
        });
        browser::set_title(&text!(app::page_title, title));
    });
    move || match (id.get().filter(|_| is_here.get()), opening.get()) {
        (Some(id), _) => view! { <ContractView id contract /> }.into_any(),
        (None, true) => view! {
            <div class="page">
                <p class="lead" role="status">
                    {t!(app::loading)}
                </p>
            </div>
        }
        .into_any(),
        (None, false) => view! {
            <div class="page">
                <Empty
                    heading=true
                    dead_end=true
                    title=t!(contract::unknown)
                    text=t!(contract::unknown_text)
                >
                    <a class="button is-primary" href=paths::WORK>
                        {t!(contract::all)}
                    </a>
                </Empty>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn ContractView(id: ContractId, contract: Memo<Option<Contract>>) -> impl IntoView {
    let app = use_app();
    let hand = Memo::new(move |_| {
        let proposal = contract.with(|contract| contract.as_ref().map(|c| c.proposal))?;
        app.replica.hand(&app.replica.proposal(proposal)?)
    });
    let query = use_query_map();
    let wants_edit =
        Memo::new(move |_| query.with(|query| query.get("step").as_deref() == Some("edit")));
    let is_agreed = Memo::new(move |_| {
        contract.with(|contract| contract.as_ref().is_some_and(Contract::is_agreed))
    });
    let may_edit = Memo::new(move |_| {
        let acts = hand
            .get()
            .is_some_and(|hand| hand.side == Side::Client && hand.may_act);
        acts && !is_agreed.get()
    });
    // The forms are made anew when an item was settled, and by nothing else that a pull brings.
    let settled = Memo::new(move |_| contract.with(|c| c.as_ref().map(|c| c.supplements.len())));
    let open = Memo::new(move |_| {
        let acts = hand
            .get()
            .is_some_and(|hand| hand.side == Side::Client && hand.may_act);
        let is_open = |c: &Contract| c.is_agreed() && !c.supplemented().open_items().is_empty();
        acts && contract.with(|c| c.as_ref().is_some_and(is_open))
    });
    let edits = Memo::new(move |_| wants_edit.get() && may_edit.get());
    let title = move || contract.with(|c| c.as_ref().map(|c| c.job_title.clone()));
    let thread = move || {
        let proposal = contract.with(|c| c.as_ref().map(|c| c.proposal))?;
        Some(match hand.get()?.side {
            Side::Worker => paths::proposal(proposal),
            Side::Client => paths::arrived(proposal),
        })
    };
    let back = move || match edits.get() {
        true => Some((paths::work(id), text!(contract::back_to_paper))),
        false => thread().map(|to| (to, text!(contract::to_thread))),
    };
    Effect::new(move |before: Option<bool>| {
        let edits = edits.get();
        if before.is_some_and(|before| before != edits) {
            browser::after_paint(|| browser::focus("h1[tabindex]"));
        }
        edits
    });
    let body = move || match edits.get() {
        // What is typed does not follow the row: it is read once.
        true => untrack(|| contract.get())
            .map(|contract| view! { <NoticeForm contract /> })
            .into_any(),
        false => view! {
            <Agreeing id contract hand may_edit />
            {move || {
                let _ = (language::current(), settled.get());
                open
                    .get()
                    .then(|| untrack(|| contract.get()))
                    .flatten()
                    .map(|contract| view! { <Supplementing contract /> })
            }}
            {move || {
                // The document is written anew in another language.
                let _ = language::current();
                contract.get().map(|contract| view! { <ContractPaper contract /> })
            }}
        }
        .into_any(),
    };
    view! {
        <div class="page contract-page">
            {move || {
                back()
                    .map(|(to, said)| {
                        view! {
                            <a class="back" href=to>
                                <Drawing icon=Icon::Back />
                                {said}
                            </a>
                        }
                    })
            }}
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {move || match edits.get() {
                        true => text!(contract::edit_title),
                        false => text!(contract::title),
                    }}
                </h1>
                <p class="lead">{title}</p>
            </header>
            <RefusedContract id />
            {body}
        </div>
    }
}

/// What is missing, who has agreed, and what the person can do.
#[component]
fn Agreeing(
    id: ContractId,
    contract: Memo<Option<Contract>>,
    hand: Memo<Option<Hand>>,
    may_edit: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let problems = Memo::new(move |_| {
        contract.with(|c| c.as_ref().map(|c| c.notice.problems()).unwrap_or_default())
    });
    let waiting = Memo::new(move |_| {
        app.replica
            .waiting_to(|command| About::of(command) == About::Contract(id))
    });
    let agreed = Memo::new(move |_| {
        let side = hand.get()?.side;
        contract.with(|contract| {
            let contract = contract.as_ref()?;
            let agreement = match side {
                Side::Worker => contract.by_worker.as_ref(),
                Side::Client => contract.client.as_ref(),
            };
            Some(agreement.is_some_and(|one| one.hash == contract.notice.hash()))
        })
    });
    let both = Memo::new(move |_| contract.with(|c| c.as_ref().is_some_and(Contract::is_agreed)));
    let complete = Memo::new(move |_| problems.with(Vec::is_empty));
    let may_agree = Memo::new(move |_| {
        complete.get() && agreed.get() == Some(false) && hand.get().is_some_and(|hand| hand.may_act)
    });
    let said = move || {
        let side = hand.get().map(|hand| hand.side);
        let acts = hand.get().is_some_and(|hand| hand.may_act);
        if both.get() {
            text!(contract::both_agreed)
        } else if !acts {
            text!(deal::viewer)
        } else if !complete.get() && side == Some(Side::Client) {
            text!(contract::complete_it)
        } else if !complete.get() {
            text!(contract::client_completes)
        } else if agreed.get() == Some(true) {
            text!(contract::other_agrees)
        } else {
            text!(contract::read_and_agree)
        }
    };
    let agree = move |_| {
        if let Some(contract) = contract.get_untracked() {
            app.replica.do_it(Command::AgreeContract {
                contract: id,
                hash: contract.notice.hash(),
            });
        }
    };
    let line = |invalid: Invalid| {
        let name = words::field(invalid.field);
        let said = match invalid.problem {
            Problem::Missing => name.to_owned(),
            problem => text!(app::field_problem, name, words::problem(&problem)),
        };
        view! { <li>{said}</li> }
    };
    view! {
        <div class="panel" role="status" aria-label=t!(contract::state)>
            {move || {
                waiting
                    .get()
                    .map(|_| {
                        view! {
                            <p>
                                <DeliveryChip delivery=waiting />
                            </p>
                        }
                    })
            }} <p>{said}</p> <Show when=move || !complete.get()>
                <div class="missing">
                    <p>
                        <strong>
                            {move || text!(contract::left, problems.with(Vec::len))}
                        </strong>
                    </p>
                    <ul>{move || problems.get().into_iter().map(line).collect_view()}</ul>
                </div>
            </Show>
        </div>
        <div class="button-row">
            <Show when=move || may_agree.get()>
                <button class="button is-primary" type="button" on:click=agree>
                    {t!(contract::agree)}
                </button>
            </Show>
            <Show when=move || may_edit.get()>
                <a
                    class="button"
                    class:is-primary=move || !complete.get()
                    href=paths::work_edit(id)
                >
                    {t!(contract::edit)}
                </a>
            </Show>
            <button class="button is-plain" type="button" on:click=|_| browser::print()>
                {t!(contract::print)}
            </button>
        </div>
    }
}
