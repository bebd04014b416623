//! 補充: settling what the agreed notice left open, checked against the law while it is typed.

use super::{
    form::{Form, FormField, NotStored},
    words::{self, deals},
};
use crate::{device::browser, state::replica::jotting::Texts};
use domain::{
    Command, Day,
    contract::{Contract, Notice, Settled},
    refusal::{Field, Problem},
};
use leptos::{ev::SubmitEvent, prelude::*};

/// What is open in an agreed notice, each with the way to settle it.
#[component]
pub fn Supplementing(
    /// The contract as it is.
    contract: Contract,
) -> impl IntoView {
    let notice = contract.supplemented();
    let open = notice.open_items().into_iter();
    let items = open.map(|(field, reason, by)| {
        let said = text!(contract::open_item, reason, deals::document_day(by));
        view! {
            <li>
                <p>{said}</p>
                <Settling contract=contract.clone() notice=notice.clone() field />
            </li>
        }
    });
    view! {
        <section class="panel supplementing" aria-labelledby="supplement-h">
            <h2 id="supplement-h">{t!(contract::open_items)}</h2>
            <p>{t!(contract::open_items_text)}</p>
            <ul>{items.collect_view()}</ul>
        </section>
    }
}

/// One open item: its day, and the button.
#[component]
fn Settling(contract: Contract, notice: Notice, field: Field) -> impl IntoView {
    let id = contract.id;
    let (control, item): (_, fn(Day) -> Settled) = match field {
        Field::Inspection => ("supplement-inspection", Settled::Inspection),
        _ => ("supplement-receipt", Settled::Receipt),
    };
    let form = Form::new(format!("{control}:{id}"), Texts::new);
    let typed = form.text(control);
    let settled = Memo::new(move |_| typed.with(|text| text.parse::<Day>().ok()).map(item));
    let notice = StoredValue::new(notice);
    let problem = Memo::new(move |_| {
        let Some(settled) = settled.get() else {
            return Some((field, Problem::Missing));
        };
        let with = notice.with_value(|notice| notice.clone().with(settled));
        let found = with.problems().into_iter().next()?;
        Some((found.field, found.problem))
    });
    let error = Signal::derive(move || {
        let typed = !typed.with(String::is_empty);
        let (of, problem) = problem.get().filter(|_| typed || form.asked.get())?;
        let said = words::problem(&problem);
        // The day itself may be right, and what follows from it too late.
        Some(match of == field {
            true => said,
            false => text!(app::field_problem, words::field(of), said),
        })
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        let (Some(settled), None) = (settled.get_untracked(), problem.get_untracked()) else {
            browser::focus(&format!("#{control}"));
            return;
        };
        let command = Command::SupplementNotice {
            contract: id,
            settled,
        };
        form.queue(command, || {});
    };
    view! {
        <form novalidate on:submit=send>
            <FormField
                form
                control
                label=move || words::field(field)
                date=true
                error=error
            />
            <NotStored form />
            <button class="button is-primary" type="submit">
                {t!(contract::supplement)}
            </button>
        </form>
    }
}
