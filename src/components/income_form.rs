//! 収入を記録する: what the person earned in a month beside their contracts in Engawa.

use super::{
    field::{Field, hold_composing_enter},
    form::{Form, FormField, NotStored, wrong},
    toasts::use_toasts,
    words,
};
use crate::{
    device::browser,
    state::{replica::jotting::Texts, use_app},
};
use domain::{
    Command, Month, SignUpId, Yen,
    refusal::{self, Invalid, Problem},
    typed,
};
use leptos::{ev::SubmitEvent, prelude::*};

const AMOUNT: &str = "income-amount";
const MONTH: &str = "income-month";

/// The amount typed, or what is wrong with it.
fn read(text: &str) -> Result<Yen, Invalid> {
    let field = refusal::Field::Amount;
    let wrong = |problem| Invalid { field, problem };
    let number = typed::whole_number(text).ok_or(wrong(match text.trim() {
        "" => Problem::Missing,
        _ => Problem::Malformed,
    }))?;
    let (min, max) = (0, Yen::MAX.0);
    (min..=max)
        .contains(&number)
        .then_some(Yen(number))
        .ok_or(wrong(Problem::OutOfRange { min, max }))
}

/// The form.
#[component]
pub fn IncomeForm(
    /// By which membership.
    id: SignUpId,
    /// The months that can be said, the oldest first.
    #[prop(into)]
    months: Signal<Vec<Month>>,
) -> impl IntoView {
    let app = use_app();
    let toasts = use_toasts();
    let form = Form::new(format!("income:{id}"), Texts::new);
    let typed = form.text(MONTH);
    let month = Memo::new(move |_| {
        let chosen = typed.with(|text| text.parse::<Month>().ok());
        months.with(|months| {
            let chosen = chosen.filter(|month| months.contains(month));
            chosen.or_else(|| months.last().copied())
        })
    });
    let amount = form.text(AMOUNT);
    let answer = Memo::new(move |_| amount.with(|text| read(text)));
    let problems = Signal::derive(move || answer.get().err().into_iter().collect());
    let known = Memo::new(move |_| {
        let month = month.get()?;
        Some((month, app.replica.income(month)?.amount?))
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        let (Ok(amount), Some(month)) = (answer.get_untracked(), month.get_untracked()) else {
            browser::after_paint(|| browser::focus("form.income-form [aria-invalid]"));
            return;
        };
        let command = Command::ReportIncome {
            sign_up: id,
            month,
            amount: Some(amount),
        };
        form.queue(command, move || {
            toasts.say(text!(cohort::recorded, words::month(month)));
        });
    };
    let take_back = move |_| {
        let Some((month, amount)) = known.get_untracked() else {
            return;
        };
        app.replica.say_income(id, month, None);
        toasts.say_with_undo(text!(cohort::taken_back, words::month(month)), move || {
            app.replica.say_income(id, month, Some(amount));
        });
        browser::after_paint(|| browser::focus(&format!("#{MONTH}")));
    };
    let options = move || {
        let shown = month.get();
        let latest_first = months.get().into_iter().rev();
        let options = latest_first.map(|month| {
            view! {
                <option value=month.to_string() selected=shown == Some(month)>
                    {words::month(month)}
                </option>
            }
        });
        options.collect_view()
    };
    let already = move || {
        let (month, amount) = known.get()?;
        Some(view! {
            <p class="hint">
                {move || text!(cohort::known, words::month(month), words::yen(amount))}
            </p>
        })
    };
    view! {
        <form
            class="panel income-form"
            aria-labelledby="record-h"
            novalidate
            on:submit=send
            on:keydown=hold_composing_enter
        >
            <h2 id="record-h">{t!(cohort::record)}</h2>
            <p>{t!(cohort::record_lead)}</p>
            <Field id=MONTH label=t!(cohort::month)>
                <select
                    class="select"
                    id=MONTH
                    on:change=move |event| form.set(MONTH, event_target_value(&event))
                >
                    {options}
                </select>
            </Field>
            {already}
            <FormField
                form
                control=AMOUNT
                label=t!(cohort::amount)
                hint=t!(cohort::amount_hint)
                unit=t!(proposal::yen_unit)
                error=wrong(form, problems, refusal::Field::Amount)
            />
            <NotStored form />
            <div class="button-row">
                <button class="button is-primary" type="submit">
                    {t!(cohort::save)}
                </button>
                <Show when=move || known.with(Option::is_some)>
                    <button class="button is-plain" type="button" on:click=take_back>
                        {t!(cohort::take_back)}
                    </button>
                </Show>
            </div>
        </form>
    }
}
