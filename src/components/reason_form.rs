//! Saying why: a reason that is chosen, and a note. A no to a proposal, a no to an invitation, a report.

use super::form::{Form, FormField, NotStored, wrong};
use crate::{device::browser, state::replica::jotting::Texts, text::Said};
use domain::{
    Command,
    proposal::MAX_NOTE,
    refusal::{Field, Invalid, Problem},
};
use leptos::{ev::SubmitEvent, prelude::*};

const NOTE: &str = "reason-note";

/// A reason, and how it is called.
pub type Reason<R> = (R, fn(R) -> &'static str);

/// What a form of reasons is about.
pub struct Asking<R: 'static> {
    /// The name under which what is typed is kept.
    pub form: String,
    /// Its heading.
    pub title: Said,
    /// What becomes of the answer.
    pub told: Option<Said>,
    /// The reasons, with their names.
    pub reasons: Vec<Reason<R>>,
    /// The note's name, where there is one; with a hint that it may be empty.
    pub note: Option<Said>,
    /// What its button says.
    pub button: Said,
}

/// The form.
#[component]
pub fn ReasonForm<R>(
    /// What it is about.
    asking: Asking<R>,
    /// What is done with reason and note.
    #[prop(into)]
    command: Callback<(R, String), Command>,
    /// Called when it was sent (true) or given up.
    done: Callback<bool>,
) -> impl IntoView
where
    R: Copy + PartialEq + Send + Sync + 'static,
{
    let form = Form::new(asking.form, Texts::new);
    let note = form.text(NOTE);
    let chosen = RwSignal::new(None::<R>);
    let problems = Signal::derive(move || {
        let too_long = note.with(|note| note.chars().count() > MAX_NOTE);
        let problem = Problem::TooLong { max: MAX_NOTE };
        let field = Field::Note;
        let found = too_long.then_some(Invalid { field, problem });
        found.into_iter().collect::<Vec<_>>()
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        let Some(reason) = chosen.get_untracked() else {
            browser::focus("form.reason input");
            return;
        };
        if problems.with_untracked(|found| !found.is_empty()) {
            return;
        }
        let command = command.run((reason, note.get_untracked()));
        form.queue(command, move || {
            done.try_run(true);
        });
    };
    let choice = move |(reason, name): Reason<R>| {
        view! {
            <label class="option">
                <input
                    type="radio"
                    name="reason"
                    prop:checked=move || chosen.get() == Some(reason)
                    on:change=move |_| chosen.set(Some(reason))
                />
                {move || name(reason)}
            </label>
        }
    };
    let missing = move || {
        (form.asked.get() && chosen.get().is_none())
            .then(|| view! { <p class="form-error" role="alert">{t!(deal::choose_reason)}</p> })
    };
    let note_field = asking.note.map(|label| {
        view! {
            <FormField
                form
                control=NOTE
                label
                hint=t!(deal::note_hint)
                long="textarea is-short"
                error=wrong(form, problems, Field::Note)
            />
        }
    });
    view! {
        <form class="reason" novalidate on:submit=send>
            <h3 tabindex="-1">{asking.title}</h3>
            {asking.told.map(|told| view! { <p class="answering-said">{told}</p> })}
            <fieldset>
                <legend>{t!(deal::reason)}</legend>
                {missing}
                {asking.reasons.into_iter().map(choice).collect_view()}
            </fieldset>
            {note_field}
            <NotStored form />
            <div class="button-row">
                <button class="button is-danger" type="submit">
                    {asking.button}
                </button>
                <button
                    class="button is-plain"
                    type="button"
                    on:click=move |_| {
                        form.clear();
                        done.run(false);
                    }
                >
                    {t!(deal::leave_it)}
                </button>
            </div>
        </form>
    }
}
