//! What a proposal says, to be read before it is sent and after.

use super::{draft_form::control_id, words};
use crate::paths;
use domain::{ProposalId, Yen, proposal::Proposal, refusal::Field};
use leptos::prelude::*;
use sync::Draft;

/// What a proposal says.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "named as in a proposal")]
pub struct Said {
    pub message: String,
    pub amount: Yen,
    pub days: u32,
    pub questions: String,
}

impl Said {
    /// What a draft says, when it can be sent.
    pub fn of_draft(draft: &Draft) -> Option<Self> {
        let offer = draft.offer().ok()?;
        let (message, questions) = (offer.message, offer.questions);
        Some(Self {
            message,
            amount: offer.amount,
            days: offer.days,
            questions,
        })
    }

    /// What a proposal says.
    pub fn of_proposal(proposal: &Proposal) -> Self {
        Self {
            message: proposal.message.clone(),
            amount: proposal.amount,
            days: proposal.days,
            questions: proposal.questions.clone(),
        }
    }
}

/// So many days.
pub fn days(days: u32) -> String {
    text!(
        proposal::days_value,
        usize::try_from(days).unwrap_or(usize::MAX)
    )
}

/// What a proposal says, each with a way to change it while it is a draft.
#[component]
pub fn Answers(
    /// What it says.
    said: Memo<Option<Said>>,
    /// The draft, when it can still be changed.
    #[prop(optional)]
    change: Option<ProposalId>,
) -> impl IntoView {
    let answer = move |field: Field, name: fn() -> &'static str, read: fn(&Said) -> String| {
        let value = move || said.with(|said| said.as_ref().map(read));
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
                {change
                    .map(|id| {
                        view! {
                            <dd class="change">
                                <a href=format!("{}#{}", paths::proposal(id), control_id(field))>
                                    {t!(proposal::change)}
                                    <span class="visually-hidden">
                                        {move || text!(proposal::change_of, name())}
                                    </span>
                                </a>
                            </dd>
                        }
                    })}
            </div>
        }
    };
    view! {
        <dl class="answers">
            {answer(Field::Message, || text!(proposal::message), |said| said.message.clone())}
            {answer(
                Field::Amount,
                || text!(proposal::amount_with_tax),
                |said| words::yen(said.amount),
            )}
            {answer(Field::Days, || text!(proposal::days), |said| days(said.days))}
            {answer(
                Field::Questions,
                || text!(proposal::questions),
                |said| match said.questions.trim() {
                    "" => text!(proposal::no_questions).to_owned(),
                    questions => questions.to_owned(),
                },
            )}
        </dl>
    }
}
