//! Completing the terms notice: checked against the law while it is typed.

use super::{
    form::{Form, FormField, NotStored, wrong},
    notice_fields::{
        AT, Dated, INSPECTED, INSPECTION, PASSED_ON, PLACE, RECEIPT, TEXTS, UPSTREAM, UPSTREAM_DUE,
        YES, read, written,
    },
    pay_rule::PayRuleField,
    words,
};
use crate::{device::browser, paths};
use domain::{
    Command,
    contract::{Contract, Item, Notice},
    refusal::{Field, Invalid, Problem},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;

/// The form.
#[component]
pub fn NoticeForm(
    /// The contract as it is.
    contract: Contract,
) -> impl IntoView {
    let id = contract.id;
    let agreed = contract.client.is_some() || contract.by_worker.is_some();
    let before = StoredValue::new(contract.notice);
    let form = Form::new(format!("notice:{id}"), move || before.with_value(written));
    form.asked.set(true);
    let typed = Memo::new(move |_| {
        let texts = form.texts();
        before.with_value(|before| read(&texts, before))
    });
    let problems = Signal::derive(move || typed.with(|(notice, unread)| all(notice, unread)));
    let receipt = Signal::derive(move || {
        typed.with(|(notice, _)| match notice.receipt {
            Item::Is(day) => Some(day),
            Item::Later { .. } => None,
        })
    });
    let navigate = use_navigate();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (notice, unread) = typed.get_untracked();
        // What is missing can be added later; what cannot be read, or is unlawful, cannot be kept.
        let stops = |invalid: &Invalid| invalid.problem != Problem::Missing;
        if !unread.is_empty() || notice.problems().iter().any(stops) {
            browser::after_paint(|| browser::focus("form.notice-form [aria-invalid]"));
            return;
        }
        let navigate = navigate.clone();
        let command = Command::AmendNotice {
            contract: id,
            notice: Box::new(notice),
        };
        form.queue(command, move || {
            navigate(&paths::work(id), Default::default());
        });
    };
    let error = move |field| wrong(form, problems, field);
    let text = move |(control, field): (&'static str, Field)| {
        let long = match control {
            "work" => "textarea",
            _ => "textarea is-short",
        };
        view! {
            <FormField
                form
                control
                label=move || words::field(field)
                hint=move || hint(field)
                long
                error=error(field)
            />
        }
    };
    let [work, means, rest @ ..] = TEXTS;
    let example = move |_| {
        for (control, field) in TEXTS {
            if form.now(control).trim().is_empty()
                && let Some(words) = sample(field)
            {
                form.set(control, words.to_owned());
            }
        }
    };
    let count = Memo::new(move |_| problems.with(Vec::len));
    let left = move || match count.get() {
        0 => text!(contract::all_there).to_owned(),
        left => text!(contract::left, left),
    };
    view! {
        <form class="notice-form" novalidate on:submit=send>
            {agreed
                .then(|| {
                    view! {
                        <p class="notice is-warn" role="alert">
                            {t!(contract::clears)}
                        </p>
                    }
                })} {text(work)}
            <DatedField form names=RECEIPT label=t!(contract::receipt) error=error(Field::Receipt) />
            <YesNo form control=AT label=t!(contract::at_place)>
                <FormField
                    form
                    control=PLACE
                    label=t!(contract::place)
                    error=error(Field::Place)
                />
            </YesNo>
            <YesNo form control=INSPECTED label=t!(contract::inspected)>
                <DatedField
                    form
                    names=INSPECTION
                    label=t!(contract::inspection)
                    error=error(Field::Inspection)
                />
            </YesNo>
            <PayRuleField
                form
                none=t!(contract::pay_on_receipt)
                error=error(Field::PayDay)
                receipt
            /> {text(means)}
            <YesNo form control=PASSED_ON label=t!(contract::passed_on)>
                <FormField
                    form
                    control=UPSTREAM
                    label=t!(contract::upstream)
                    error=error(Field::Upstream)
                />
                <FormField form control=UPSTREAM_DUE label=t!(contract::upstream_due) date=true />
            </YesNo>
            <div class="notice is-quiet">
                <p class="notice-text">{t!(contract::example_text)}</p>
                <button class="button" type="button" on:click=example>
                    {t!(contract::example)}
                </button>
            </div>
            {rest.map(text).collect_view()}
            <NotStored form />
            <div class="actionbar">
                <p class="actionbar-net" role="status">
                    {left}
                </p>
                <button class="button is-primary" type="submit">
                    {t!(contract::save)}
                </button>
            </div>
        </form>
    }
}

/// Everything that keeps the notice from being agreed to, each field once.
fn all(notice: &Notice, unread: &[Invalid]) -> Vec<Invalid> {
    let mut found = unread.to_vec();
    for invalid in notice.problems() {
        if found.iter().all(|known| known.field != invalid.field) {
            found.push(invalid);
        }
    }
    found
}

/// What helps to fill a text in.
fn hint(field: Field) -> &'static str {
    match field {
        Field::Work => text!(contract::work_hint),
        Field::PayMeans => text!(contract::means_hint),
        Field::Costs => text!(contract::costs_hint),
        Field::Rights => text!(contract::rights_hint),
        Field::Changes => text!(contract::changes_hint),
        Field::Defects => text!(contract::defects_hint),
        Field::PersonalData => text!(contract::personal_hint),
        _ => text!(contract::contact_hint),
    }
}

/// Usual words for a text that is often the same.
fn sample(field: Field) -> Option<&'static str> {
    match field {
        Field::Changes => Some(text!(contract::changes_sample)),
        Field::Defects => Some(text!(contract::defects_sample)),
        Field::PersonalData => Some(text!(contract::personal_sample)),
        Field::Costs => Some(text!(contract::costs_sample)),
        Field::PayMeans => Some(text!(contract::means_sample)),
        _ => None,
    }
}

/// A tick, and what belongs to it while it is set.
#[component]
fn YesNo(
    form: Form,
    control: &'static str,
    #[prop(into)] label: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let text = form.text(control);
    let on = Memo::new(move |_| text.with(|text| text == YES));
    view! {
        <div class="yes-no">
            <label class="option">
                <input
                    type="checkbox"
                    prop:checked=on
                    on:change=move |event| {
                        let said = if event_target_checked(&event) { YES } else { "" };
                        form.set(control, said.to_owned());
                    }
                />
                {move || label.run()}
            </label>
            <Show when=move || on.get()>{children()}</Show>
        </div>
    }
}

/// A day, or why it is not settled yet and when it will be.
#[component]
fn DatedField(
    form: Form,
    names: Dated,
    #[prop(into)] label: ViewFn,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let text = form.text(names.later);
    let later = Memo::new(move |_| text.with(|text| text == YES));
    let label = StoredValue::new_local(label);
    let name = move || label.with_value(|label| label.run());
    view! {
        <div class="dated">
            <Show
                when=move || later.get()
                fallback=move || {
                    view! { <FormField form control=names.is label=name date=true error /> }
                }
            >
                <FormField
                    form
                    control=names.reason
                    label=move || text!(contract::later_reason)
                    error
                />
                <FormField form control=names.by label=t!(contract::later_by) date=true />
            </Show>
            <label class="option">
                <input
                    type="checkbox"
                    prop:checked=later
                    on:change=move |event| {
                        let said = if event_target_checked(&event) { YES } else { "" };
                        form.set(names.later, said.to_owned());
                    }
                />
                {t!(contract::settle_later)}
            </label>
        </div>
    }
}
