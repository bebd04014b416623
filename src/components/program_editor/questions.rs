//! The program's own questions.

use super::{
    Editor,
    control::{Check, Control, named},
    item::Item,
    options::Options,
};
use crate::components::{question_control::Way, words::program_editor};
use domain::{
    program::Question,
    program_text::{AskKind, items, options},
    refusal::{Field, List, Part},
};
use leptos::prelude::*;

const LIST: List = List::Question;

/// The questions.
#[component]
pub fn Questions(
    /// The program.
    editor: Editor,
) -> impl IntoView {
    let numbers = editor.items(LIST);
    let add = move |_| {
        let kind = (Part::Ask, AskKind::Short.word().to_owned());
        editor.add_item(LIST, vec![kind], Part::Text);
    };
    view! {
        <p class="hint">{t!(program_editor::questions_hint)}</p>
        <ol class="form-items" aria-label=t!(program::questions)>
            <For each=move || numbers.get() key=|number| *number let:number>
                <One editor number />
            </For>
        </ol>
        <div class="button-row">
            <button class="button" type="button" id="add-question" on:click=add>
                {t!(program_editor::add_question)}
            </button>
        </div>
    }
}

/// The question as it was announced.
pub fn announced(editor: Editor, number: u16) -> Memo<Option<Question>> {
    Memo::new(move |_| {
        editor.before.with(|before| {
            let mut form = before.as_ref()?.form.iter();
            form.find(|question| question.no.0 == number).cloned()
        })
    })
}

#[component]
fn One(editor: Editor, number: u16) -> impl IntoView {
    let at = move |part| Field::Item(LIST, number, part);
    let name = Memo::new(move |_| editor.item_name(LIST, number).unwrap_or_default());
    let text = editor.text(at(Part::Text));
    let ask = editor.text(at(Part::Ask));
    let kind = Memo::new(move |_| ask.with(|word| AskKind::from_word(word).unwrap_or_default()));
    let was = announced(editor, number);
    let is_settled = Memo::new(move |_| was.with(Option::is_some));
    let has_options = Memo::new(move |_| kind.get().has_options());
    let is_number = Memo::new(move |_| kind.get() == AskKind::Number);
    view! {
        <Item editor list=LIST number name says=text stays=None moves=true>
            <Control
                editor
                field=at(Part::Text)
                way=Way::Line
                hint=text!(program_editor::text_hint)
            />
            <Show
                when=move || is_settled.get()
                fallback=move || {
                    view! {
                        <Control
                            editor
                            field=at(Part::Ask)
                            way=Way::Pick(named(AskKind::ALL, AskKind::word, program_editor::ask))
                        />
                    }
                }
            >
                <p class="kind-settled">
                    <b>{move || program_editor::ask(kind.get())}</b>
                    <small>{t!(program_editor::ask_settled)}</small>
                </p>
            </Show>
            <Show when=move || has_options.get()>
                <Options editor number was />
            </Show>
            <Show when=move || is_number.get()>
                <div class="draft-numbers">
                    <Control editor field=at(Part::Least) way=Way::Number("") />
                    <Control editor field=at(Part::Most) way=Way::Number("") />
                </div>
            </Show>
            <Control
                editor
                field=at(Part::Help)
                way=Way::Line
                hint=text!(program_editor::help_hint)
            />
            <Check editor field=at(Part::Required) />
            <OnlyIf editor number />
        </Item>
    }
}

/// When the question is asked: always, or where an earlier choice was answered so.
#[component]
fn OnlyIf(editor: Editor, number: u16) -> impl IntoView {
    let field = Field::Item(LIST, number, Part::OnlyIf);
    // The earlier choices, with their options.
    let conditions = Memo::new(move |_| {
        editor.fields.with(|fields| {
            let said = |number, part| {
                let text = fields.get(&Field::Item(LIST, number, part));
                text.map_or("", String::as_str)
            };
            let earlier = items(fields, LIST)
                .into_iter()
                .take_while(|one| *one != number);
            let choices = earlier.filter(|one| said(*one, Part::Ask) == AskKind::Choice.word());
            let conditions = choices.flat_map(|one| {
                let written = options(fields, one).into_iter();
                let written = written.filter(|(_, option)| !option.is_empty());
                written.map(move |(of, option)| {
                    let question = said(one, Part::Text);
                    (
                        format!("{one}_{of}"),
                        question.to_owned(),
                        option.to_owned(),
                    )
                })
            });
            conditions.collect::<Vec<_>>()
        })
    });
    let text = editor.text(field);
    let is_shown = Memo::new(move |_| {
        conditions.with(|conditions| !conditions.is_empty()) || text.with(|text| !text.is_empty())
    });
    move || {
        is_shown.get().then(|| {
            let always = (String::new(), text!(program_editor::always).to_owned());
            let conditions = conditions.get().into_iter();
            let named = conditions.map(|(word, question, option)| {
                (word, text!(program_editor::only_if, question, option))
            });
            let way = Way::Pick([always].into_iter().chain(named).collect());
            view! { <Control editor field way /> }
        })
    }
}
