//! 取引条件明示書: the terms notice as a document, on the screen and on paper (A4).

use super::{
    turns,
    words::{self, deals},
};
use domain::{
    Day,
    contract::{Agreement, Contract, Delivery, Item, KEPT_YEARS, Notice, Supplement},
    proposal::Terms,
    refusal::{Field, Invalid, Problem},
};
use leptos::prelude::*;

/// The document.
#[component]
pub fn ContractPaper(
    /// The contract.
    contract: Contract,
) -> impl IntoView {
    let notice = contract.notice.clone();
    let missing = notice.problems();
    let of = move |field: Field| -> Option<Invalid> {
        missing
            .iter()
            .find(|invalid| invalid.field == field)
            .cloned()
    };
    let hash = notice.hash();
    let rows = rows(&notice).into_iter().map(|row| {
        let wrong = row.field.and_then(&of);
        let is_missing = wrong.is_some() || row.said.trim().is_empty();
        let said = match row.said.trim().is_empty() {
            true => text!(contract::missing).to_owned(),
            false => row.said,
        };
        // That nothing is written stands there already.
        let unlawful = wrong.filter(|wrong| wrong.problem != Problem::Missing);
        let note = unlawful.map(|wrong| {
            view! { <span class="paper-wrong">{words::problem(&wrong.problem)}</span> }
        });
        view! {
            <div class="paper-row" class:is-missing=is_missing>
                <dt>
                    {row.number.map(|number| view! { <b>{number}</b> })} {row.title}
                </dt>
                <dd>{said} {note} {row.note.map(|note| view! { <small>{note}</small> })}</dd>
            </div>
        }
    });
    view! {
        <article class="paper" aria-labelledby="paper-h">
            <header>
                <h2 id="paper-h">{text!(contract::title)}</h2>
                <p>{contract.job_title.clone()}</p>
                {contract
                    .sample
                    .then(|| view! { <p class="mark is-sample">{text!(app::sample)}</p> })}
            </header>
            <dl class="paper-rows">{rows.collect_view()}</dl>
            {(!contract.supplements.is_empty()).then(|| supplements(&contract))}
            <section class="paper-sides" aria-label=text!(contract::agreements)>
                {side(text!(contract::client), &notice.client, contract.client.as_ref(), &hash)}
                {side(text!(contract::worker), &notice.worker, contract.by_worker.as_ref(), &hash)}
            </section>
            <footer>
                <p>{text!(contract::kept, usize::from(KEPT_YEARS))}</p>
                <p class="paper-hash">{text!(contract::fingerprint)} " " <code>{hash.clone()}</code></p>
            </footer>
        </article>
    }
}

/// 補充: what was settled after both had agreed, and the payment date that follows.
fn supplements(contract: &Contract) -> impl IntoView + use<> {
    let told = contract.supplements.iter().map(|one: &Supplement| {
        let day = deals::document_day(one.settled.day());
        let by = text!(
            contract::supplemented_by,
            &one.name,
            deals::document_day(Day::of(one.at)),
            words::time(one.at)
        );
        (words::field(one.settled.field()), day, Some(by))
    });
    let now = contract.supplemented();
    let follows = (contract.notice.pay_date().is_none() && now.pay_date().is_some()).then(|| {
        let row = pay(&now);
        (row.title, row.said, row.note)
    });
    let rows = told.chain(follows).map(|(title, said, note)| {
        view! {
            <div class="paper-row">
                <dt>{title}</dt>
                <dd>{said} {note.map(|note| view! { <small>{note}</small> })}</dd>
            </div>
        }
    });
    view! {
        <section class="paper-supplements" aria-labelledby="paper-supplements-h">
            <h3 id="paper-supplements-h">{text!(contract::supplements)}</h3>
            <p>{text!(contract::supplements_text)}</p>
            <dl class="paper-rows">{rows.collect_view()}</dl>
        </section>
    }
}

/// One side with its agreement to this very text.
fn side(
    role: &'static str,
    name: &str,
    agreement: Option<&Agreement>,
    hash: &str,
) -> impl IntoView + use<> {
    let agreed = agreement
        .filter(|agreement| agreement.hash == hash)
        .map(|agreement| {
            text!(
                contract::agreed_by,
                &agreement.name,
                deals::document_day(Day::of(agreement.at)),
                words::time(agreement.at)
            )
        });
    let class = match &agreed {
        Some(_) => "paper-side is-agreed",
        None => "paper-side",
    };
    view! {
        <div class=class>
            <p>{role}</p>
            <p>
                <b>{name.to_owned()}</b>
            </p>
            <p>{agreed.unwrap_or_else(|| text!(contract::not_agreed).to_owned())}</p>
        </div>
    }
}

/// One item of the notice.
struct PaperRow {
    /// The law's number.
    number: Option<u8>,
    title: &'static str,
    said: String,
    note: Option<String>,
    field: Option<Field>,
}

/// Every item: the law's nine, then those of the guideline.
fn rows(notice: &Notice) -> Vec<PaperRow> {
    let row = |number: u8, title, said: String, field| PaperRow {
        number: (number > 0).then_some(number),
        title,
        said,
        note: None,
        field,
    };
    let inspection = match &notice.inspection {
        Some(until) => item(until),
        None => text!(contract::no_inspection).to_owned(),
    };
    let amount = Terms {
        amount: notice.amount,
        days: 0,
        pay: None,
    };
    let mut rows = vec![
        row(1, text!(contract::client), notice.client.clone(), None),
        row(1, text!(contract::worker), notice.worker.clone(), None),
        row(
            2,
            text!(contract::commissioned),
            deals::document_day(notice.commissioned_on),
            None,
        ),
        row(
            3,
            text!(contract::work),
            notice.work.clone(),
            Some(Field::Work),
        ),
        row(
            4,
            text!(contract::receipt),
            item(&notice.receipt),
            Some(Field::Receipt),
        ),
        row(
            5,
            text!(contract::place),
            match &notice.place {
                Delivery::Online => text!(contract::online).to_owned(),
                Delivery::At(place) => place.clone(),
            },
            Some(Field::Place),
        ),
        row(
            6,
            text!(contract::inspection),
            inspection,
            Some(Field::Inspection),
        ),
        row(
            7,
            text!(contract::amount),
            text!(contract::with_tax, turns::amount(amount, notice.unit)),
            Some(Field::Amount),
        ),
        pay(notice),
        row(
            9,
            text!(contract::means),
            notice.means.clone(),
            Some(Field::PayMeans),
        ),
    ];
    if let Some(upstream) = &notice.subcontract {
        let said = text!(
            contract::upstream_said,
            &upstream.client,
            deals::document_day(upstream.due)
        );
        rows.push(row(
            0,
            text!(contract::upstream),
            said,
            Some(Field::Upstream),
        ));
    }
    rows.extend([
        row(
            0,
            text!(contract::costs),
            notice.costs.clone(),
            Some(Field::Costs),
        ),
        row(
            0,
            text!(contract::rights),
            notice.rights.clone(),
            Some(Field::Rights),
        ),
        row(
            0,
            text!(contract::changes),
            notice.changes.clone(),
            Some(Field::Changes),
        ),
        row(
            0,
            text!(contract::defects),
            notice.defects.clone(),
            Some(Field::Defects),
        ),
        row(
            0,
            text!(contract::personal_data),
            notice.personal_data.clone(),
            Some(Field::PersonalData),
        ),
        row(
            0,
            text!(contract::contact),
            notice.contact.clone(),
            Some(Field::Contact),
        ),
    ]);
    rows
}

/// 8: the payment date, how it follows, and the latest lawful day.
fn pay(notice: &Notice) -> PaperRow {
    let rule = match notice.pay {
        Some(rule) => deals::pay_rule(rule),
        // None agreed: the law takes the day of receipt.
        None => text!(deal::on_receipt).to_owned(),
    };
    let (said, note) = match notice.pay_date() {
        Some(date) => (
            text!(contract::pay_said, deals::document_day(date.on), rule),
            Some(text!(contract::pay_limit, deals::document_day(date.limit))),
        ),
        None => (rule, Some(text!(contract::pay_with_receipt).to_owned())),
    };
    PaperRow {
        number: Some(8),
        title: text!(contract::pay),
        said,
        note,
        field: Some(Field::PayDay),
    }
}

/// A day, or why it is not settled and when it will be.
fn item(item: &Item<Day>) -> String {
    match item {
        Item::Is(day) => deals::document_day(*day),
        Item::Later { reason, .. } if reason.trim().is_empty() => String::new(),
        Item::Later { reason, by } => {
            text!(contract::later, reason, deals::document_day(*by))
        }
    }
}
