//! What the forms of the account share: their fields, what is handed over, the sending, and what went
//! wrong.

pub mod sending;

pub use sending::{Sending, enter, on_secret, submit};

use super::{
    field::{Field, described_by, error_id, hint_id},
    words,
};
use crate::{
    paths,
    state::{session::FormError, use_app},
};
use domain::refusal::{self, Problem};
use leptos::{html::Input, prelude::*};
use leptos_router::hooks::use_query_map;

/// A password with a way to see it. It is read when the form is sent, and kept nowhere.
#[component]
pub fn PasswordField(
    /// The control.
    control: NodeRef<Input>,
    /// `new-password` or `current-password`, for the browser's own keeper.
    autocomplete: &'static str,
    /// Its id, where there are two.
    #[prop(default = "password")]
    id: &'static str,
    /// Its name, where it is not simply the password.
    #[prop(optional, into)]
    label: Option<ViewFn>,
    /// What a new one needs.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let has_hint = hint.is_some();
    let error = Memo::new(move |_| error.get());
    let toggle = move |_| shown.update(|shown| *shown = !*shown);
    view! {
        <div class="field">
            <label for=id>
                {move || match &label {
                    Some(label) => label.run(),
                    None => text!(account::password).into_any(),
                }}
            </label>
            {hint
                .map(|hint| {
                    view! {
                        <p class="hint" id=hint_id(id)>
                            {move || hint.run()}
                        </p>
                    }
                })}
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="error" id=error_id(id)>
                                {error}
                            </p>
                        }
                    })
            }}
            <div class="password-box">
                <input
                    class="input"
                    id=id
                    node_ref=control
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby=move || {
                        described_by(id, has_hint, error.get().is_some())
                    }
                    aria-invalid=move || error.get().map(|_| "true")
                />
                <button
                    class="button"
                    type="button"
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    aria-label=t!(account::show_password)
                    on:click=toggle
                >
                    {move || if shown.get() { text!(account::hide) } else { text!(account::show) }}
                </button>
            </div>
        </div>
    }
}

/// What of this device the account takes over.
#[component]
pub fn HandedOver() -> impl IntoView {
    let replica = use_app().replica;
    let kept = Memo::new(move |_| {
        let drafts = replica.drafts().len();
        let stars = replica.stars().len();
        let drafts = (drafts > 0).then(|| text!(account::drafts, drafts));
        let stars = (stars > 0).then(|| text!(account::stars, stars));
        let what = match (drafts, stars) {
            (Some(drafts), Some(stars)) => text!(account::and, drafts, stars),
            (only, None) | (None, only) => only?,
        };
        Some(text!(account::handed_over, what))
    });
    move || {
        kept.get().map(|kept| {
            view! {
                <p class="kept">
                    <span>{kept}</span>
                </p>
            }
        })
    }
}

/// The other form, for those who took the wrong one; it goes on to the same place.
pub fn other_form(path: &'static str) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let query = use_query_map();
    move || match paths::next(query.with(|query| query.get("next"))) {
        Some(next) => paths::and_back(path, &next),
        None => path.to_owned(),
    }
}

/// The field of the address.
#[component]
pub fn EmailField(
    /// The control.
    control: NodeRef<Input>,
    /// Its name, where it is not simply the address.
    #[prop(optional, into)]
    label: Option<ViewFn>,
    /// What it says at first.
    #[prop(optional)]
    known: String,
    /// What is wrong with it.
    error: Memo<Option<String>>,
) -> impl IntoView {
    view! {
        <Field
            id="email"
            label=move || match &label {
                Some(label) => label.run(),
                None => text!(account::email).into_any(),
            }
            error=error
        >
            <input
                class="input"
                id="email"
                node_ref=control
                type="email"
                inputmode="email"
                autocomplete="email"
                autocapitalize="off"
                spellcheck="false"
                prop:value=known
                aria-describedby=move || described_by("email", false, error.get().is_some())
                aria-invalid=move || error.get().map(|_| "true")
            />
        </Field>
    }
}

/// The button that sends the form.
#[component]
pub fn SubmitButton(
    /// What it says.
    #[prop(into)]
    words: ViewFn,
    /// It cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// The form.
    sending: Sending,
) -> impl IntoView {
    let class = if danger {
        "button is-danger is-wide"
    } else {
        "button is-primary is-wide"
    };
    view! {
        <button
            class=class
            type="submit"
            aria-disabled=move || sending.is_on.get().then_some("true")
        >
            {move || words.run()}
        </button>
    }
}

/// What is wrong with a field of the form.
pub fn wrong(sending: Sending, field: refusal::Field) -> Memo<Option<String>> {
    Memo::new(move |_| {
        sending.failure.with(|failure| match failure {
            Some(FormError::Fields(found)) => {
                let invalid = found.iter().find(|invalid| invalid.field == field)?;
                Some(match (field, &invalid.problem) {
                    (refusal::Field::Email, Problem::Taken) => {
                        text!(account::email_taken).to_owned()
                    }
                    (_, problem) => words::problem(problem),
                })
            }
            _ => None,
        })
    })
}

/// What went wrong, what is kept, what to do.
#[component]
pub fn Failure(
    /// What did not work, in words.
    #[prop(into)]
    title: ViewFn,
    /// The form; nothing is shown while it did not fail.
    sending: Sending,
) -> impl IntoView {
    move || {
        let title = title.clone();
        sending.failure.get().map(|error| {
            let said = move || failure_words(&error);
            view! {
                <div class="error-summary" role="alert" aria-labelledby="failure-h">
                    <h2 id="failure-h">{move || title.run()}</h2>
                    <p>{said}</p>
                </div>
            }
        })
    }
}

/// Why it did not work, in words.
pub fn failure_words(error: &FormError) -> String {
    match error {
        FormError::Fields(_) => text!(account::mend_fields).to_owned(),
        FormError::WrongCredentials => text!(account::wrong_credentials).to_owned(),
        FormError::WrongPassword => text!(person::wrong_password).to_owned(),
        FormError::LinkGone => text!(person::link_gone).to_owned(),
        FormError::LoggedOut => text!(person::logged_out).to_owned(),
        FormError::TooMany(Some(seconds)) => {
            let seconds = usize::try_from(*seconds).unwrap_or(usize::MAX);
            text!(account::too_many_seconds, seconds)
        }
        FormError::TooMany(None) => text!(account::too_many).to_owned(),
        FormError::Unreachable => text!(account::unreachable).to_owned(),
        FormError::Other => text!(account::failed).to_owned(),
    }
}
