//! 見送る: the client says no, with a reason that the worker is told.

use super::{
    form::{Form, FormField, wrong},
    words::{self, deals},
};
use crate::{
    device::{browser, database::StorageError},
    state::{replica::jotting::Texts, use_app},
};
use domain::{
    Command, ProposalId,
    proposal::{DeclineReason, MAX_NOTE},
    refusal::{Field, Invalid, Problem},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

const NOTE: &str = "decline-note";

/// The form.
#[component]
pub fn DeclineForm(
    /// Which proposal.
    id: ProposalId,
    /// Called when it was sent or given up.
    done: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let form = Form::new(format!("decline:{id}"), Texts::new);
    let note = form.text(NOTE);
    let chosen = RwSignal::new(None::<DeclineReason>);
    let failure = RwSignal::new(None::<StorageError>);
    let problems = Signal::derive(move || {
        let too_long = note.with(|note| note.chars().count() > MAX_NOTE);
        let problem = Problem::TooLong { max: MAX_NOTE };
        let field = Field::Note;
        too_long
            .then_some(Invalid { field, problem })
            .into_iter()
            .collect::<Vec<_>>()
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        let Some(reason) = chosen.get_untracked() else {
            browser::focus("form.decline input");
            return;
        };
        if problems.with_untracked(|found| !found.is_empty()) {
            return;
        }
        let note = note.get_untracked();
        let command = Command::DeclineProposal {
            proposal: id,
            reason,
            note,
        };
        spawn_local(async move {
            match app.replica.act(command).await {
                Ok(()) => {
                    form.clear();
                    done.try_run(());
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    let choice = move |reason: DeclineReason| {
        view! {
            <label class="option">
                <input
                    type="radio"
                    name="decline-reason"
                    prop:checked=move || chosen.get() == Some(reason)
                    on:change=move |_| chosen.set(Some(reason))
                />
                {move || deals::decline_reason(reason)}
            </label>
        }
    };
    let missing = move || {
        (form.asked.get() && chosen.get().is_none())
            .then(|| view! { <p class="form-error" role="alert">{t!(deal::choose_reason)}</p> })
    };
    let not_stored = move || {
        failure.get().map(|error| {
            view! { <p class="form-error" role="alert">{words::storage_error(&error)}</p> }
        })
    };
    view! {
        <form class="decline" novalidate on:submit=send>
            <h3 tabindex="-1">{t!(deal::decline_title)}</h3>
            <p class="answering-said">{t!(deal::decline_told)}</p>
            <fieldset>
                <legend>{t!(deal::reason)}</legend>
                {missing}
                {DeclineReason::ALL.map(choice).collect_view()}
            </fieldset>
            <FormField
                form
                control=NOTE
                label=t!(deal::note)
                hint=t!(deal::note_hint)
                long="textarea is-short"
                error=wrong(form, problems, Field::Note)
            />
            {not_stored}
            <div class="button-row">
                <button class="button is-danger" type="submit">
                    {t!(deal::decline)}
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
