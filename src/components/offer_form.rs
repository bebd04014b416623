//! Changing a proposal that the client has not read yet.

use super::{
    composer,
    field::hold_composing_enter,
    form::{Form, FormField, NotStored, wrong},
    money::NetLine,
    posting_at_hand::AtHand,
};
use crate::{
    device::browser,
    paths,
    state::{replica::jotting::Texts, use_app},
};
use domain::{
    Command, ProposalId, Yen,
    proposal::{Offer, Proposal},
    refusal::{Field, Invalid, Problem},
    typed,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

const MESSAGE: &str = "message";
const AMOUNT: &str = "amount";
const DAYS: &str = "days";
const QUESTIONS: &str = "questions";

/// What is typed, or everything that is wrong with it.
fn read(texts: &Texts) -> Result<Offer, Vec<Invalid>> {
    let text = |control: &str| texts.get(control).cloned().unwrap_or_default();
    let mut unread = Vec::new();
    let mut number = |field, control| {
        let typed = text(control);
        typed::whole_number(&typed).unwrap_or_else(|| {
            let problem = match typed.trim() {
                "" => Problem::Missing,
                _ => Problem::Malformed,
            };
            unread.push(Invalid { field, problem });
            0
        })
    };
    let (amount, days) = (number(Field::Amount, AMOUNT), number(Field::Days, DAYS));
    let offer = Offer {
        message: text(MESSAGE),
        amount: Yen(amount),
        days: u32::try_from(days).unwrap_or(u32::MAX),
        // The worker's own estimate stayed with the draft.
        effort_minutes: None,
        questions: text(QUESTIONS),
    };
    let mut problems = offer.problems();
    problems.retain(|invalid| unread.iter().all(|known| known.field != invalid.field));
    problems.extend(unread);
    match problems.is_empty() {
        true => Ok(offer),
        false => Err(problems),
    }
}

/// What was typed into the form and not sent, where the client has read the proposal meanwhile:
/// it can still be said in the thread.
#[component]
pub fn KeptEdit(
    /// The proposal.
    proposal: Memo<Option<Proposal>>,
) -> impl IntoView {
    let app = use_app();
    let kept = Memo::new(move |_| {
        let (id, editable) = proposal.with(|p| p.as_ref().map(|p| (p.id, p.can_be_edited())))?;
        let texts = app.replica.jotting(&form_name(id)).filter(|_| !editable)?;
        Some((id, texts.get(MESSAGE).cloned().unwrap_or_default()))
    });
    move || {
        let (id, said) = kept.get()?;
        let shown = said.clone();
        let forget = move || app.replica.clear_jotting(&form_name(id));
        let message = composer::form(id);
        let to_message = move |_| {
            composer::add(message, &said);
            forget();
        };
        Some(view! {
            <div class="notice is-warn" role="alert">
                <div class="notice-text">
                    <strong>{t!(deal::kept_edit)}</strong>
                    <p>{t!(deal::kept_edit_text)}</p>
                    <blockquote class="refused-words">{shown}</blockquote>
                </div>
                <button class="button" type="button" on:click=to_message>
                    {t!(deal::to_message)}
                </button>
                <button class="button is-plain" type="button" on:click=move |_| forget()>
                    {t!(deal::forget)}
                </button>
            </div>
        })
    }
}

fn form_name(id: ProposalId) -> String {
    format!("offer:{id}")
}

/// The form.
#[component]
pub fn OfferForm(
    /// The proposal as it is.
    proposal: Proposal,
    /// Its posting.
    posting: RwSignal<AtHand>,
) -> impl IntoView {
    let id = proposal.id;
    let form = Form::new(form_name(id), move || {
        Texts::from([
            (MESSAGE.to_owned(), proposal.message.clone()),
            (AMOUNT.to_owned(), proposal.amount.0.to_string()),
            (DAYS.to_owned(), proposal.days.to_string()),
            (QUESTIONS.to_owned(), proposal.questions.clone()),
        ])
    });
    let answer = Memo::new(move |_| read(&form.texts()));
    let problems =
        Signal::derive(move || answer.with(|answer| answer.clone().err().unwrap_or_default()));
    let pay = Signal::derive(move || {
        let amount = answer.with(|answer| answer.as_ref().ok().map(|offer| offer.amount));
        posting.with(|posting| posting.net(amount))
    });
    let minutes = Signal::derive(move || {
        let estimate = posting.with(|posting| posting.job().and_then(|job| job.effort_minutes));
        posting.with(|posting| posting.minutes(estimate))
    });
    let navigate = use_navigate();
    let back = move || {
        let to = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&paths::proposal(id), to);
    };
    let send = {
        let back = back.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            form.asked.set(true);
            let Ok(offer) = answer.get_untracked() else {
                browser::after_paint(|| browser::focus("form [aria-invalid]"));
                return;
            };
            let command = Command::EditProposal {
                proposal: id,
                offer,
            };
            form.queue(command, back.clone());
        }
    };
    let error = move |field| wrong(form, problems, field);
    view! {
        <form class="draft-form" novalidate on:submit=send on:keydown=hold_composing_enter>
            <p class="answering-said">{t!(deal::edit_text)}</p>
            <FormField
                form
                control=MESSAGE
                label=t!(proposal::message)
                long="textarea"
                error=error(Field::Message)
            />
            <div class="draft-numbers">
                <FormField
                    form
                    control=AMOUNT
                    label=t!(proposal::amount)
                    unit=t!(proposal::yen_unit)
                    error=error(Field::Amount)
                />
                <FormField
                    form
                    control=DAYS
                    label=t!(proposal::days)
                    unit=t!(proposal::days_unit)
                    error=error(Field::Days)
                />
            </div>
            <FormField
                form
                control=QUESTIONS
                label=t!(proposal::questions)
                hint=t!(proposal::questions_hint)
                long="textarea is-short"
                error=error(Field::Questions)
            />
            <NotStored form />
            <div class="actionbar">
                <Show when=move || pay.get().is_some()>
                    <NetLine pay minutes />
                </Show>
                <button
                    class="button is-plain"
                    type="button"
                    on:click=move |_| {
                        form.clear();
                        back();
                    }
                >
                    {t!(deal::leave_it)}
                </button>
                <button class="button is-primary" type="submit">
                    {t!(deal::save_edit)}
                </button>
            </div>
        </form>
    }
}
