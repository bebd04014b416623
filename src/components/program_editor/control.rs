//! A field of the form: its name, its hint, its control, and what is wrong with it.

use super::{Editor, control_id};
use crate::components::{
    question_control::{QuestionControl, Way},
    words::program_editor as words,
};
use domain::refusal::Field;
use leptos::prelude::*;

/// A text of the program.
#[component]
pub fn Control(
    /// The program.
    editor: Editor,
    /// Which text.
    field: Field,
    /// How it is written.
    way: Way,
    /// Another name than the field's own.
    #[prop(optional, into)]
    name: Option<ViewFn>,
    /// What helps to write it.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// What it says where nothing is chosen.
    #[prop(optional)]
    otherwise: Option<&'static str>,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| (move || words::field(field)).into());
    let said = editor.text(field);
    let text = match otherwise {
        Some(otherwise) => Memo::new(move |_| match said.get() {
            text if text.is_empty() => otherwise.to_owned(),
            text => text,
        }),
        None => said,
    };
    view! {
        <QuestionControl
            id=control_id(field)
            name
            hint=hint.map(str::to_owned)
            way
            text
            error=editor.wrong(field)
            on_text=Callback::new(move |text| editor.set(field, text))
        />
    }
}

/// Whether something is so.
#[component]
pub fn Check(
    /// The program.
    editor: Editor,
    /// Which text.
    field: Field,
) -> impl IntoView {
    use domain::profile::{NO, YES};
    let text = editor.text(field);
    let is_on = Memo::new(move |_| text.with(|text| text == YES));
    let toggle = move |_| {
        let word = if is_on.get_untracked() { NO } else { YES };
        editor.set(field, word.to_owned());
    };
    view! {
        <label class="option">
            <input type="checkbox" id=control_id(field) prop:checked=is_on on:change=toggle />
            {move || words::field(field)}
        </label>
    }
}

/// A word for each of these, with its name.
pub fn named<T: Copy, const N: usize>(
    all: [T; N],
    word: fn(T) -> &'static str,
    name: fn(T) -> &'static str,
) -> Vec<(String, String)> {
    let all = all.into_iter();
    all.map(|one| (word(one).to_owned(), name(one).to_owned()))
        .collect()
}
