//! 条件を提案する: other terms than those on the table.

use super::{
    form::{Form, FormField, NotStored, wrong},
    money::Money,
    pay_rule::{self, PayRuleField},
    posting_at_hand::AtHand,
    words::jobs,
};
use crate::{
    components::field::hold_composing_enter,
    device::browser,
    state::{replica::jotting::Texts, use_app},
};
use domain::{
    Command, Day, Yen,
    proposal::{Proposal, Side, Terms},
    refusal::{Field, Invalid, Problem},
    typed,
};
use leptos::{ev::SubmitEvent, prelude::*};

const AMOUNT: &str = "terms-amount";
const DAYS: &str = "terms-days";

/// The terms typed, or what is wrong with them.
fn read(texts: &Texts) -> Result<Terms, Vec<Invalid>> {
    let text = |control: &str| texts.get(control).map_or("", String::as_str);
    let unread = |control, field| {
        let problem = match text(control).trim() {
            "" => Problem::Missing,
            _ => Problem::Malformed,
        };
        Invalid { field, problem }
    };
    let amount = typed::whole_number(text(AMOUNT)).ok_or(unread(AMOUNT, Field::Amount));
    let days = typed::whole_number(text(DAYS)).ok_or(unread(DAYS, Field::Days));
    let pay = pay_rule::read(text(pay_rule::CONTROL));
    match (amount, days) {
        (Ok(amount), Ok(days)) => {
            let terms = Terms {
                amount: Yen(amount),
                days: u32::try_from(days).unwrap_or(u32::MAX),
                pay,
            };
            let problems = terms.problems();
            if problems.is_empty() {
                Ok(terms)
            } else {
                Err(problems)
            }
        }
        (amount, days) => Err([amount.err(), days.err()].into_iter().flatten().collect()),
    }
}

/// The form.
#[component]
pub fn TermsForm(
    /// The proposal.
    proposal: Proposal,
    /// For which side.
    side: Side,
    /// Its posting.
    posting: RwSignal<AtHand>,
    /// Called when it was sent or given up.
    done: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let (id, seen, table) = (proposal.id, proposal.seen(), proposal.terms());
    let form = Form::new(format!("terms:{id}"), move || {
        Texts::from([
            (AMOUNT.to_owned(), table.amount.0.to_string()),
            (DAYS.to_owned(), table.days.to_string()),
            (pay_rule::CONTROL.to_owned(), pay_rule::written(table.pay)),
        ])
    });
    let answer = Memo::new(move |_| read(&form.texts()));
    let problems =
        Signal::derive(move || answer.with(|answer| answer.clone().err().unwrap_or_default()));
    let terms = Memo::new(move |_| answer.with(|answer| answer.as_ref().ok().copied()));
    let receipt = Signal::derive(move || {
        let days = terms.get().map_or(table.days, |terms| terms.days);
        Some(Day::of(app.now.get()).plus(i64::from(days)))
    });
    let pay = Signal::derive(move || {
        let amount = terms.get().map(|terms| terms.amount);
        posting.with(|posting| posting.net(amount))
    });
    let minutes = Signal::derive(move || {
        let estimate = posting.with(|posting| posting.job().and_then(|job| job.effort_minutes));
        posting.with(|posting| posting.minutes(estimate))
    });
    let kind = Memo::new(move |_| posting.with(|posting| posting.job().map(|job| job.kind)));
    let basis = Signal::derive(move || Some(jobs::basis(posting.with(AtHand::unit)).to_owned()));
    let same = Memo::new(move |_| terms.get() == Some(table));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        let Some(terms) = terms.get_untracked().filter(|terms| *terms != table) else {
            browser::after_paint(|| browser::focus("form.terms [aria-invalid]"));
            return;
        };
        let command = Command::OfferTerms {
            proposal: id,
            seen,
            terms,
        };
        form.queue(command, move || {
            done.try_run(());
        });
    };
    let amount_label = move || match side {
        Side::Worker => text!(proposal::amount),
        Side::Client => text!(deal::amount_label),
    };
    let same_error = move || {
        (form.asked.get() && same.get())
            .then(|| view! { <p class="form-error" role="alert">{t!(deal::same_terms)}</p> })
    };
    view! {
        <form class="terms" novalidate on:submit=send on:keydown=hold_composing_enter>
            <h3 tabindex="-1">{t!(deal::other_terms)}</h3>
            <div class="draft-numbers">
                <FormField
                    form
                    control=AMOUNT
                    label=amount_label
                    unit=t!(proposal::yen_unit)
                    error=wrong(form, problems, Field::Amount)
                />
                <FormField
                    form
                    control=DAYS
                    label=t!(proposal::days)
                    unit=t!(proposal::days_unit)
                    error=wrong(form, problems, Field::Days)
                />
            </div>
            <PayRuleField
                form
                none=t!(deal::as_posted)
                error=wrong(form, problems, Field::PayDay)
                receipt
            />
            <Show when=move || side == Side::Worker && pay.get().is_some()>
                <Money pay minutes kind basis />
            </Show>
            {same_error} <NotStored form />
            <div class="button-row">
                <button class="button is-primary" type="submit">
                    {t!(deal::offer)}
                </button>
                <button
                    class="button is-plain"
                    type="button"
                    on:click=move |_| {
                        form.clear();
                        done.run(());
                    }
                >
                    {t!(deal::leave_it)}
                </button>
            </div>
        </form>
    }
}
