//! A proposal being written. Every key is in the draft at once and on the disk soon after; the
//! screen says which.

use super::{
    draft_control::{DraftControl, Lines},
    draft_money::{DraftMoney, amounts},
    draft_state::{Counter, SaveState},
    field::{Field, described_by, hold_composing_enter},
    money::NetLine,
    phrases::{InsertPhrase, with_phrase},
    posting_at_hand::AtHand,
    versions::Versions,
    words,
};
use crate::{device::browser, paths, state::use_app};
use domain::{
    DraftId, ProposalId,
    proposal::{MAX_MESSAGE, MAX_QUESTIONS},
    refusal::{self, Invalid},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;
use sync::Draft;

/// The fields in the order of the form, and the ids of their controls.
const FIELDS: [(refusal::Field, &str); 5] = [
    (refusal::Field::Message, "message"),
    (refusal::Field::Amount, "amount"),
    (refusal::Field::Days, "days"),
    (refusal::Field::Hours, "hours"),
    (refusal::Field::Questions, "questions"),
];

/// The id of a field's control.
pub fn control_id(field: refusal::Field) -> &'static str {
    FIELDS
        .iter()
        .find(|(known, _)| *known == field)
        .map_or("message", |(_, id)| id)
}

/// The form of a draft.
#[component]
pub fn DraftForm(
    /// Which.
    id: ProposalId,
    /// The draft itself.
    draft: Memo<Option<Draft>>,
    /// The posting that it answers.
    posting: RwSignal<AtHand>,
    /// Says what is missing from the beginning: the person came to check, and something is.
    checked: bool,
) -> impl IntoView {
    let app = use_app();
    // Fields found wrong at the last attempt; each is silent again once it is right.
    let asked = RwSignal::new(if checked {
        FIELDS.map(|(field, _)| field).to_vec()
    } else {
        Vec::new()
    });
    let problems = Memo::new(move |_| {
        let asked = asked.get();
        let mut found = if asked.is_empty() {
            Vec::new()
        } else {
            problems_of(draft)
        };
        found.retain(|invalid| asked.contains(&invalid.field));
        found.sort_by_key(|invalid| FIELDS.iter().position(|(field, _)| *field == invalid.field));
        found
    });
    let wrong = move |field: refusal::Field| {
        Memo::new(move |_| {
            problems.with(|found| {
                let invalid = found.iter().find(|invalid| invalid.field == field)?;
                Some(words::problem(&invalid.problem))
            })
        })
    };
    let text = move |field: refusal::Field| {
        Memo::new(move |_| {
            draft.with(|draft| {
                let text = draft.as_ref().map(|draft| draft.text(field).to_owned());
                text.unwrap_or_default()
            })
        })
    };
    let edit = move |field: refusal::Field| {
        Callback::new(move |text: String| {
            app.replica.edit_draft(id, |draft| draft.set(field, text));
        })
    };
    let (message, questions) = (
        text(refusal::Field::Message),
        text(refusal::Field::Questions),
    );
    let insert = move |phrase: String| {
        app.replica.edit_draft(id, |draft| {
            let text = with_phrase(draft.text(refusal::Field::Message), &phrase);
            draft.set(refusal::Field::Message, text);
        });
        browser::after_paint(|| browser::focus("#message"));
    };
    let control = move |field: refusal::Field,
                        lines: Lines,
                        text: Memo<String>,
                        on_text: Callback<String>| {
        let (id, error) = (control_id(field), wrong(field));
        view! {
            <DraftControl
                id
                lines
                text
                on_text
                described_by=Signal::derive(move || {
                    described_by(id, true, error.get().is_some())
                })
                invalid=Signal::derive(move || error.get().is_some())
            />
        }
    };
    let number = move |field: refusal::Field,
                       hint: ViewFn,
                       unit: ViewFn,
                       inputmode: &'static str,
                       text: Memo<String>,
                       on_text: Callback<String>| {
        view! {
            <Field
                id=control_id(field)
                label=move || words::field(field)
                hint=hint
                error=wrong(field)
            >
                <div class="affix">
                    {control(field, Lines::Number(inputmode), text, on_text)}
                    <span aria-hidden="true">{move || unit.run()}</span>
                </div>
            </Field>
        }
    };
    let amount_hint = move || match posting.with(|posting| posting.job().map(|job| job.pay)) {
        Some(Some(pay)) => text!(proposal::amount_hint, words::proposals::posted(pay)),
        Some(None) => text!(proposal::amount_hint_unknown).to_owned(),
        None => String::new(),
    };
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let found = problems_of(draft);
        asked.set(found.iter().map(|invalid| invalid.field).collect());
        if found.is_empty() {
            navigate(&paths::proposal_check(id), Default::default());
        } else {
            browser::after_paint(|| browser::focus(".error-summary"));
        }
    };
    let (pay, minutes) = amounts(draft, posting);

    view! {
        <Show when=move || problems.with(|found| !found.is_empty())>
            <ErrorSummary problems />
        </Show>
        <Versions id=DraftId::of_proposal(id) />
        <form class="draft-layout" novalidate on:submit=submit on:keydown=hold_composing_enter>
            <div class="draft-form">
                <Field
                    id="message"
                    label=t!(proposal::message)
                    hint=t!(proposal::message_hint)
                    error=wrong(refusal::Field::Message)
                >
                    {control(
                        refusal::Field::Message,
                        Lines::Many("textarea"),
                        message,
                        edit(refusal::Field::Message),
                    )}
                    <InsertPhrase on_text=insert />
                    <div class="field-foot">
                        <SaveState id draft />
                        <Counter text=message max=MAX_MESSAGE />
                    </div>
                </Field>
                <div class="draft-numbers">
                    {number(
                        refusal::Field::Amount,
                        ViewFn::from(amount_hint),
                        ViewFn::from(t!(proposal::yen_unit)),
                        "numeric",
                        text(refusal::Field::Amount),
                        edit(refusal::Field::Amount),
                    )}
                    {number(
                        refusal::Field::Days,
                        ViewFn::from(t!(proposal::days_hint)),
                        ViewFn::from(t!(proposal::days_unit)),
                        "numeric",
                        text(refusal::Field::Days),
                        edit(refusal::Field::Days),
                    )}
                    {number(
                        refusal::Field::Hours,
                        ViewFn::from(t!(proposal::hours_hint)),
                        ViewFn::from(t!(proposal::hours_unit)),
                        "decimal",
                        text(refusal::Field::Hours),
                        edit(refusal::Field::Hours),
                    )}
                </div>
                <Field
                    id="questions"
                    label=t!(proposal::questions)
                    hint=t!(proposal::questions_hint)
                    error=wrong(refusal::Field::Questions)
                >
                    {control(
                        refusal::Field::Questions,
                        Lines::Many("textarea is-short"),
                        questions,
                        edit(refusal::Field::Questions),
                    )}
                    <Show when=move || questions.with(|text| !text.is_empty())>
                        <Counter text=questions max=MAX_QUESTIONS />
                    </Show>
                </Field>
            </div>
            <aside class="draft-side" aria-label=t!(proposal::money)>
                <DraftMoney posting pay minutes />
            </aside>
            <div class="actionbar">
                <Show when=move || pay.get().is_some()>
                    <NetLine pay minutes />
                </Show>
                <button class="button is-primary" type="submit">
                    {t!(proposal::next)}
                </button>
            </div>
        </form>
    }
}

fn problems_of(draft: Memo<Option<Draft>>) -> Vec<Invalid> {
    draft.with(|draft| {
        draft
            .as_ref()
            .and_then(|draft| draft.offer().err())
            .unwrap_or_default()
    })
}

/// What has to be mended, each with a way to it.
#[component]
fn ErrorSummary(problems: Memo<Vec<Invalid>>) -> impl IntoView {
    let line = |invalid: Invalid| {
        let control = control_id(invalid.field);
        view! {
            <li>
                <a
                    href=format!("#{control}")
                    on:click=move |click| {
                        // The router would only scroll.
                        click.prevent_default();
                        browser::focus(&format!("#{control}"));
                    }
                >
                    {words::invalid(&invalid)}
                </a>
            </li>
        }
    };
    view! {
        <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-h">
            <h2 id="error-summary-h">
                {move || text!(proposal::to_mend, problems.with(Vec::len))}
            </h2>
            <ul>{move || problems.get().into_iter().map(line).collect_view()}</ul>
            <p>{t!(proposal::to_mend_kept)}</p>
        </div>
    }
}
