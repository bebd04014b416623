//! Writing a message. What is typed stays on the device until it is sent.

use super::{
    draft_control::{DraftControl, Lines},
    draft_state::Counter,
    field::{Field, described_by},
    form::Form,
    lures::{Lures, Reader},
    phrases::InsertPhrase,
    words,
};
use crate::{
    device::{browser, database::StorageError},
    state::{replica::jotting::Texts, use_app},
};
use domain::{Command, MessageId, ProposalId, thread::MAX_TEXT};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

/// The name of the message's text, and its control's id.
const CONTROL: &str = "thread-message";

/// The form of a thread's next message; made where the component is, for `add`.
pub fn form(id: ProposalId) -> Form {
    Form::new(format!("message:{id}"), Texts::new)
}

/// Puts words behind what is written already, and goes there.
pub fn add(form: Form, words: &str) {
    let begun = form.now(CONTROL);
    let joined = match begun.trim() {
        "" => words.to_owned(),
        begun => format!("{begun}\n\n{words}"),
    };
    form.set(CONTROL, joined);
    browser::after_paint(|| browser::focus(&format!("#{CONTROL}")));
}

/// The place for the next message.
#[component]
pub fn Composer(
    /// In which thread.
    id: ProposalId,
    /// Whether what leads off the platform is warned of.
    warns: Memo<bool>,
) -> impl IntoView {
    let app = use_app();
    let form = form(id);
    let text = form.text(CONTROL);
    // A control that has the focus is never written into: after sending, a new one takes its place.
    let sent = RwSignal::new(0);
    let failure = RwSignal::new(None::<StorageError>);
    let too_long = Memo::new(move |_| text.with(|text| text.trim().chars().count() > MAX_TEXT));
    let error = Signal::derive(move || {
        let is_empty = text.with(|text| text.trim().is_empty());
        let problem = if too_long.get() {
            domain::refusal::Problem::TooLong { max: MAX_TEXT }
        } else if form.asked.get() && is_empty {
            domain::refusal::Problem::Missing
        } else {
            return failure
                .get()
                .map(|error| words::storage_error(&error).to_owned());
        };
        Some(words::problem(&problem))
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked();
        if said.trim().is_empty() || too_long.get_untracked() {
            form.asked.set(true);
            browser::focus(&format!("#{CONTROL}"));
            return;
        }
        let command = Command::SendMessage {
            id: MessageId(browser::new_id()),
            proposal: id,
            text: said.clone(),
        };
        spawn_local(async move {
            match app.replica.act(command).await {
                // What was typed on meanwhile stays.
                Ok(()) if text.try_get_untracked().as_ref() == Some(&said) => {
                    form.clear();
                    sent.update(|sent| *sent += 1);
                }
                Ok(()) => {}
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    let control = move || {
        sent.track();
        view! {
            <DraftControl
                id=CONTROL
                lines=Lines::Many("textarea is-short")
                text
                on_text=Callback::new(move |text: String| form.set(CONTROL, text))
                described_by=Signal::derive(move || {
                    described_by(CONTROL, false, error.get().is_some())
                })
                invalid=Signal::derive(move || error.get().is_some())
            />
        }
    };
    view! {
        <form class="composer" novalidate on:submit=send>
            <Field id=CONTROL label=t!(thread::write) error>
                {control}
            </Field>
            <InsertPhrase on_text=move |phrase: String| add(form, &phrase) />
            <Show when=move || warns.get()>
                <Lures text reader=Reader::Writer />
            </Show>
            <div class="composer-foot">
                <Show when=move || text.with(|text| !text.is_empty())>
                    <Counter text max=MAX_TEXT />
                </Show>
                <button class="button" type="submit">
                    {t!(thread::send)}
                </button>
            </div>
        </form>
    }
}
