//! The control of a question that wants a file: choosing one, seeing which it is, taking it out.

use super::{
    attached_file::AttachedFile,
    field::{Field as Labelled, described_by},
    words::{self, amounts::bytes},
};
use crate::{
    device::{
        browser,
        files::{self, FileError},
    },
    state::{replica::attaching::AttachError, use_app},
};
use domain::{
    DraftId,
    file::{Attached, FileFormat, MAX_BYTES, Unfit},
    refusal::Field,
};
use leptos::{html::Input, prelude::*, task::spawn_local};
use std::collections::BTreeSet;

/// What came of a file that was chosen.
#[derive(Clone, PartialEq)]
enum Chosen {
    Taken(String),
    Unread(FileError),
    Not(AttachError),
}

/// A question with its file.
#[component]
pub fn FileControl(
    /// The id of its control.
    id: String,
    /// Which draft.
    draft: DraftId,
    /// Which of its fields.
    field: Field,
    /// What is asked.
    #[prop(into)]
    name: ViewFn,
    /// What helps to answer it.
    hint: Option<String>,
    /// The name must not show in it: whoever judges does not know whose it is.
    blind: bool,
    /// What the draft has.
    text: Memo<String>,
    /// What is wrong with it.
    error: Memo<Option<String>>,
    /// Called with each change.
    on_text: Callback<String>,
    /// Which fields' files are being read: nobody goes on without one that was chosen.
    reading: RwSignal<BTreeSet<Field>>,
) -> impl IntoView {
    let app = use_app();
    let is_read = move || {
        reading.try_update(|reading| reading.remove(&field));
    };
    on_cleanup(is_read);
    let input = NodeRef::<Input>::new();
    let chosen = RwSignal::new(None::<Chosen>);
    let attached = Memo::new(move |_| text.with(|text| Attached::read(text)));
    let wrong = Memo::new(move |_| {
        chosen
            .get()
            .and_then(|it| said(&it))
            .or_else(|| error.get())
    });
    let turn = StoredValue::new(0u32);
    let choose = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        chosen.set(None);
        reading.update(|reading| {
            reading.insert(field);
        });
        turn.update_value(|turn| *turn += 1);
        let own = turn.get_value();
        spawn_local(async move {
            let read = files::chosen_bytes(&input, MAX_BYTES).await;
            // What was chosen later counts, whichever is read sooner.
            if turn.try_get_value() != Some(own) {
                return;
            }
            let outcome = match read {
                None => None,
                Some(Err(error)) => Some(Chosen::Unread(error)),
                Some(Ok((name, bytes))) => {
                    let attached = app.replica.attach(draft, field, &name, &bytes).await;
                    Some(match attached {
                        Ok(attached) => Chosen::Taken(attached.name),
                        Err(error) => Chosen::Not(error),
                    })
                }
            };
            chosen.try_set(outcome);
            is_read();
        });
    };
    let touched = {
        let id = id.clone();
        move || described_by(&id, true, wrong.get().is_some())
    };
    let hint = move || {
        let kinds = text!(file::kinds, bytes(MAX_BYTES.into()));
        let parts = [
            hint.clone(),
            Some(kinds),
            blind.then(|| text!(file::blind).to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let accepted: Vec<String> = FileFormat::ALL
        .into_iter()
        .flat_map(|format| {
            [
                format!(".{}", format.word()),
                format.media_type().to_owned(),
            ]
        })
        .chain([".jpg".to_owned()])
        .collect();
    let take_out = {
        let id = id.clone();
        move |_| {
            chosen.set(None);
            on_text.run(String::new());
            browser::focus(&format!("#{id}"));
        }
    };
    let named = move || {
        attached.get().map(|attached| {
            let name = attached.name.clone();
            let take_out = take_out.clone();
            view! {
                <p class="file-chosen">
                    <AttachedFile attached through=None />
                    <button
                        class="button"
                        type="button"
                        aria-label=move || text!(file::take_out_of, &name)
                        on:click=take_out
                    >
                        {t!(file::take_out)}
                    </button>
                </p>
            }
        })
    };
    // What came of it is heard, and not only seen.
    let is_reading = move || reading.with(|reading| reading.contains(&field));
    let status = move || {
        if is_reading() {
            return Some(text!(file::reading).to_owned());
        }
        chosen.get().map(|chosen| match &chosen {
            Chosen::Taken(name) => text!(file::taken, name),
            Chosen::Unread(_) | Chosen::Not(_) => said(&chosen).unwrap_or_default(),
        })
    };
    view! {
        <Labelled id=id.clone() label=name hint=hint error=wrong>
            {named}
            <label class="button file-choice">
                {move || match (is_reading(), attached.with(Option::is_some)) {
                    (true, _) => text!(file::reading),
                    (false, true) => text!(file::choose_other),
                    (false, false) => text!(file::choose),
                }}
                <input
                    class="visually-hidden"
                    type="file"
                    id=id
                    accept=accepted.join(",")
                    node_ref=input
                    aria-describedby=touched
                    aria-invalid=move || wrong.get().is_some().then_some("true")
                    on:change=choose
                />
            </label>
            <p class="visually-hidden" role="status">
                {status}
            </p>
        </Labelled>
    }
}

fn said(chosen: &Chosen) -> Option<String> {
    let most = || bytes(MAX_BYTES.into());
    Some(match chosen {
        Chosen::Taken(_) => return None,
        Chosen::Unread(FileError::TooLarge) | Chosen::Not(AttachError::Unfit(Unfit::TooLarge)) => {
            text!(file::too_large, most())
        }
        Chosen::Unread(FileError::Unreadable) => text!(file::unreadable).to_owned(),
        Chosen::Not(AttachError::Unfit(Unfit::Empty)) => text!(file::empty).to_owned(),
        Chosen::Not(AttachError::Unfit(Unfit::Format)) => text!(file::format).to_owned(),
        Chosen::Not(AttachError::Sent) => text!(file::sent_already).to_owned(),
        Chosen::Not(AttachError::Storage(error)) => {
            text!(file::not_stored, words::storage_error(error))
        }
    })
}
