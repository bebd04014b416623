//! Choosing when it is paid: as the posting says, by a rule that names a day, or on a day. The
//! choice is kept in a form as the rule's JSON.

use super::{
    field::described_by,
    form::Form,
    words::{self, deals},
};
use domain::{
    Day,
    pay_date::{PayRule, problem},
    refusal::Problem,
};
use leptos::prelude::*;

/// The name of the rule's text in its form.
pub const CONTROL: &str = "pay";
/// Rules that people choose most, all lawful for every day of receipt.
const USUAL: [PayRule; 5] = [
    PayRule::Monthly {
        closes: 31,
        months: 1,
        pays: 25,
    },
    PayRule::Monthly {
        closes: 31,
        months: 1,
        pays: 31,
    },
    PayRule::AfterReceipt { days: 0 },
    PayRule::AfterReceipt { days: 14 },
    PayRule::AfterReceipt { days: 30 },
];

/// A rule as its form keeps it.
pub fn written(rule: Option<PayRule>) -> String {
    rule.and_then(|rule| serde_json::to_string(&rule).ok())
        .unwrap_or_default()
}

/// The rule that a form keeps; `None` for the empty choice.
pub fn read(text: &str) -> Option<PayRule> {
    serde_json::from_str(text).ok()
}

/// The choice.
#[component]
pub fn PayRuleField(
    /// The form.
    form: Form,
    /// What the empty choice says.
    #[prop(into)]
    none: ViewFn,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// The day on which a rule is looked at: the expected day of receipt.
    #[prop(into)]
    receipt: Signal<Option<Day>>,
) -> impl IntoView {
    let text = form.text(CONTROL);
    let rule = Memo::new(move |_| text.with(|text| read(text)));
    let on_day = Memo::new(move |_| match rule.get() {
        Some(PayRule::On(day)) => Some(day),
        _ => None,
    });
    // A rule that came from elsewhere stays in the list.
    let others = move || {
        rule.get()
            .filter(|rule| !matches!(rule, PayRule::On(_)) && !USUAL.contains(rule))
            .map(option)
    };
    let chosen = move |value: String| {
        let day = receipt.get_untracked().map(|day| day.plus(7));
        let text = match (value.as_str(), day) {
            ("day", Some(day)) => written(Some(PayRule::On(day))),
            _ => value,
        };
        form.set(CONTROL, text);
    };
    let said = move || {
        let (rule, receipt) = (rule.get()?, receipt.get()?);
        let date = domain::pay_date::pay_date(Some(rule), receipt, None);
        Some(
            if date.is_late() || problem(rule) == Some(Problem::TooLate) {
                view! {
                    <span class="is-late">
                        {text!(deal::pay_late, deals::day(date.on), deals::day(date.limit))}
                    </span>
                }
                .into_any()
            } else {
                view! { {text!(deal::pay_example, deals::day(receipt), deals::day(date.on))} }
                    .into_any()
            },
        )
    };
    view! {
        <div class="field">
            <label for=CONTROL>{t!(deal::pay)}</label>
            {move || {
                error
                    .get()
                    .map(|error| view! { <p class="error" id="pay-error">{error}</p> })
            }}
            <select
                class="select"
                id=CONTROL
                aria-describedby=move || described_by(CONTROL, true, error.get().is_some())
                aria-invalid=move || error.get().map(|_| "true")
                prop:value=move || if on_day.get().is_some() { "day".to_owned() } else { text.get() }
                on:change=move |event| chosen(event_target_value(&event))
            >
                <option value="">{move || none.run()}</option>
                {USUAL.map(option).collect_view()}
                {others}
                <option value="day">{t!(deal::pay_on_day)}</option>
            </select>
            <Show when=move || on_day.get().is_some()>
                <input
                    class="input is-date"
                    type="date"
                    aria-label=t!(deal::pay_day)
                    prop:value=move || on_day.get().map(|day| day.to_string())
                    on:change=move |event| {
                        if let Ok(day) = event_target_value(&event).parse() {
                            form.set(CONTROL, written(Some(PayRule::On(day))));
                        }
                    }
                />
            </Show>
            <p class="hint" id="pay-hint">
                {said}
            </p>
        </div>
    }
}

fn option(rule: PayRule) -> impl IntoView {
    view! { <option value=written(Some(rule))>{move || words::deals::pay_rule(rule)}</option> }
}
