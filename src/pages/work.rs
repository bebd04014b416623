//! しごと: the person's contracts, and those of their desks.

use crate::{
    components::{delivery::DeliveryChip, empty::Empty, words},
    device::browser,
    paths,
    state::{replica::About, use_app},
};
use domain::{ContractId, contract::Contract};
use leptos::prelude::*;

/// The list.
#[component]
pub fn WorkPage() -> impl IntoView {
    let app = use_app();
    Effect::new(|_| browser::set_title(&text!(app::page_title, text!(app::place_work))));
    let contracts = Memo::new(move |_| app.replica.contracts());
    let ids = Memo::new(move |_| {
        contracts.with(|contracts| contracts.iter().map(|c| c.id).collect::<Vec<_>>())
    });
    view! {
        <div class="page">
            <header class="page-head">
                <h1 class="page-title" tabindex="-1">
                    {t!(app::place_work)}
                </h1>
            </header>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=move || {
                    view! {
                        <Empty title=t!(contract::none) text=t!(contract::none_text)>
                            <a class="button is-primary" href=paths::PROPOSALS>
                                {t!(proposal::all_proposals)}
                            </a>
                        </Empty>
                    }
                }
            >
                <h2 class="visually-hidden">{t!(contract::all)}</h2>
                <ul class="proposal-list" role="list" aria-label=t!(contract::all)>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Line id contracts />
                    </For>
                </ul>
            </Show>
        </div>
    }
}

#[component]
fn Line(id: ContractId, contracts: Memo<Vec<Contract>>) -> impl IntoView {
    let app = use_app();
    let contract =
        Memo::new(move |_| contracts.with(|all| all.iter().find(|c| c.id == id).cloned()));
    let waiting = Memo::new(move |_| {
        app.replica
            .waiting_to(|command| About::of(command) == About::Contract(id))
    });
    let state = move || {
        contract.with(|contract| {
            let contract = contract.as_ref()?;
            let (class, said) = if contract.is_agreed() {
                ("state is-sent", text!(contract::state_agreed))
            } else if contract.notice.problems().is_empty() {
                ("state is-turn", text!(contract::state_agreeing))
            } else {
                ("state is-open", text!(contract::state_writing))
            };
            Some(view! { <span class=class>{said}</span> })
        })
    };
    let said = move || {
        contract.with(|contract| {
            let Contract { notice, sample, .. } = contract.as_ref()?;
            let sample =
                sample.then(|| view! { <span class="mark is-sample">{text!(app::sample)}</span> });
            Some(view! {
                {sample}
                <span>{notice.client.clone()}</span>
                <span>{notice.worker.clone()}</span>
                <span>{words::yen(notice.amount)}</span>
            })
        })
    };
    view! {
        <li class="proposal-item">
            <p class="chips">{state} <DeliveryChip delivery=waiting /></p>
            <h3>
                <a href=paths::work(
                    id,
                )>{move || contract.with(|c| c.as_ref().map(|c| c.job_title.clone()))}</a>
            </h3>
            <p class="meta">{said}</p>
        </li>
    }
}
