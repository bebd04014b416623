//! What a question offers to choose from.

use super::{Editor, control::Control, control_id};
use crate::{
    components::{question_control::Way, toasts::use_toasts, words},
    device::browser,
};
use domain::{
    draft::Fields,
    program::{Ask, Question},
    program_text::options,
    refusal::{Field, List, Part},
};
use leptos::prelude::*;

/// How far apart the numbers of options are at most: an option that another device adds without a
/// network seldom has the same.
const APART: u16 = 500;

/// The options of a question.
#[component]
pub fn Options(
    /// The program.
    editor: Editor,
    /// Which question.
    number: u16,
    /// The question as it was announced.
    was: Memo<Option<Question>>,
) -> impl IntoView {
    let numbers = Memo::new(move |_| {
        editor.fields.with(|fields| {
            let written = options(fields, number).into_iter();
            written.map(|(option, _)| option).collect::<Vec<u16>>()
        })
    });
    let add = move |_| {
        let drawn = browser::new_secret().as_u128() % u128::from(APART);
        let last = numbers.with_untracked(|numbers| numbers.last().copied());
        let next = last
            .map_or(0, |last| last.saturating_add(1))
            .saturating_add(u16::try_from(drawn).unwrap_or_default());
        let field = Field::Item(List::Question, number, Part::Option(next));
        editor.set(field, String::new());
        browser::after_paint(move || browser::focus(&format!("#{}", control_id(field))));
    };
    // Answers name options by their place: those that were announced stay.
    let settled = Memo::new(move |_| {
        was.with(|was| match was.as_ref().map(|was| &was.ask) {
            Some(Ask::Choice(options) | Ask::Many(options)) => options.len(),
            _ => 0,
        })
    });
    view! {
        <div class="form-options">
            <ol aria-label=t!(program_editor::options)>
                <For each=move || numbers.get() key=|option| *option let:option>
                    <One editor number option numbers settled />
                </For>
            </ol>
            <div class="button-row">
                <button
                    class="button"
                    type="button"
                    id=format!("add-option-{number}")
                    on:click=add
                >
                    {t!(program_editor::add_option)}
                </button>
            </div>
        </div>
    }
}

#[component]
fn One(
    editor: Editor,
    number: u16,
    option: u16,
    numbers: Memo<Vec<u16>>,
    settled: Memo<usize>,
) -> impl IntoView {
    let toasts = use_toasts();
    let field = move |option| Field::Item(List::Question, number, Part::Option(option));
    let place = Memo::new(move |_| {
        let place = numbers.with(|numbers| numbers.iter().position(|one| *one == option));
        place.unwrap_or_default()
    });
    let name = move || text!(program_editor::option_of, words::number(place.get() + 1));
    let stays = Memo::new(move |_| place.get() < settled.get());
    let moves = Memo::new(move |_| place.get() > settled.get());
    let remove = move |_| {
        let before = editor.now(field(option));
        editor.set(field(option), Part::REMOVED.to_owned());
        toasts.say_with_undo(text!(program_editor::removed, name()), move || {
            editor.set(field(option), before.clone());
        });
        browser::after_paint(move || browser::focus(&format!("#add-option-{number}")));
    };
    let up = move |_| {
        let above = numbers.with_untracked(|numbers| {
            let place = place.get_untracked().checked_sub(1)?;
            numbers.get(place).copied()
        });
        if let Some(above) = above {
            exchange(editor, number, option, above);
            browser::after_paint(move || browser::focus(&format!("#{}", control_id(field(above)))));
        }
    };
    view! {
        <li class="form-option">
            <Control editor field=field(option) way=Way::Line name=name />
            <div class="button-row">
                <Show when=move || moves.get()>
                    <button
                        class="button is-plain"
                        type="button"
                        aria-label=move || text!(program_editor::up_of, name())
                        on:click=up
                    >
                        {t!(program_editor::up)}
                    </button>
                </Show>
                <Show when=move || !stays.get()>
                    <button
                        class="button is-plain"
                        type="button"
                        aria-label=move || text!(program_editor::remove_of, name())
                        on:click=remove
                    >
                        {t!(program_editor::remove)}
                    </button>
                </Show>
            </div>
        </li>
    }
}

/// Two options change places: each has the other's number now, and so do the questions that hang on
/// them.
fn exchange(editor: Editor, question: u16, one: u16, other: u16) {
    let field = |option| Field::Item(List::Question, question, Part::Option(option));
    let mut texts = Fields::from([
        (field(one), editor.now(field(other))),
        (field(other), editor.now(field(one))),
    ]);
    let (is_one, is_other) = (format!("{question}_{one}"), format!("{question}_{other}"));
    editor.fields.with_untracked(|fields| {
        for (field, text) in fields {
            if !matches!(field, Field::Item(List::Question, _, Part::OnlyIf)) {
                continue;
            }
            if *text == is_one {
                texts.insert(*field, is_other.clone());
            } else if *text == is_other {
                texts.insert(*field, is_one.clone());
            }
        }
    });
    editor.set_all(texts);
}
