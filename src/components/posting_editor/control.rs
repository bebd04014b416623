//! A field of the form: its name, its control, and what its words touch.

use super::{Editor, control_id, go_to};
use crate::components::{
    draft_control::{DraftControl, Lines},
    field::{Field as Labelled, described_by},
    lures::{Lures, Reader},
    words,
};
use crate::device::browser;
use domain::{job::JobKind, refusal::Field};
use leptos::prelude::*;

/// What a field may say in a posting of a kind.
pub type ExampleOf = fn(JobKind) -> &'static str;

/// A text of the posting.
#[component]
pub fn TextField(
    /// The posting.
    editor: Editor,
    /// Which text.
    field: Field,
    /// What helps to write it.
    #[prop(into)]
    hint: ViewFn,
    /// How much it takes.
    lines: Lines,
    /// The unit behind a number.
    #[prop(optional, into)]
    unit: Option<ViewFn>,
    /// What it may say, offered while it says nothing.
    #[prop(optional)]
    example: Option<ExampleOf>,
) -> impl IntoView {
    let (id, text, error) = (control_id(field), editor.text(field), editor.wrong(field));
    let kind = editor.kind();
    let name = move || words::editor::field(field, kind.get());
    let has_unit = unit.is_some();
    let control = view! {
        <DraftControl
            id
            lines
            text
            on_text=Callback::new(move |text: String| editor.set(field, text))
            described_by=Signal::derive(move || described_by(id, true, error.get().is_some()))
            invalid=Signal::derive(move || error.get().is_some())
        />
    };
    let control = match unit {
        Some(unit) => view! {
            <div class="affix">{control} <span aria-hidden="true">{move || unit.run()}</span></div>
        }
        .into_any(),
        None => control.into_any(),
    };
    let example = example.map(|example| view! { <Example editor field example /> });
    // Numbers lead nowhere.
    let lures = (!has_unit).then(|| view! { <Lures text reader=Reader::Writer /> });
    view! {
        <Labelled id label=name hint error=error>
            {control}
            {example}
            {lures}
        </Labelled>
    }
}

#[component]
fn Example(editor: Editor, field: Field, example: ExampleOf) -> impl IntoView {
    let (text, kind) = (editor.text(field), editor.kind());
    let empty = Memo::new(move |_| text.with(|text| text.trim().is_empty()));
    let label = move || text!(editor::example_of, words::editor::field(field, kind.get()));
    let fill = move |_| {
        editor.set(field, example(kind.get_untracked()).to_owned());
        browser::after_paint(move || go_to(field));
    };
    view! {
        <Show when=move || empty.get()>
            <p class="example">
                <span>{move || example(kind.get())}</span>
                <button class="button is-plain" type="button" aria-label=label on:click=fill>
                    {t!(editor::example)}
                </button>
            </p>
        </Show>
    }
}
