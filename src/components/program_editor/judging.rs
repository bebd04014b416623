//! How the desk judges who signs up: what it promises, and by which criteria.

use super::{
    Editor,
    control::{Check, Control},
    item::Item,
};
use crate::components::question_control::Way;
use domain::refusal::{Field, List, Part};
use leptos::prelude::*;

const LIST: List = List::Criterion;

/// What is promised, and the criteria.
#[component]
pub fn Judging(
    /// The program.
    editor: Editor,
) -> impl IntoView {
    let numbers = editor.items(LIST);
    let add = move |_| {
        editor.add_item(LIST, Vec::new(), Part::Name);
    };
    let add_check = move |_| {
        editor.add_item(LIST, vec![(Part::Most, "1".to_owned())], Part::Name);
    };
    view! {
        <fieldset class="judging">
            <legend>{t!(choosing::judged_by)}</legend>
            <Check editor field=Field::Blind />
            <Check editor field=Field::Announces />
            <p class="hint">{t!(program_editor::criteria_hint)}</p>
            <ol class="form-items" aria-label=t!(program_editor::criteria)>
                <For each=move || numbers.get() key=|number| *number let:number>
                    <One editor number />
                </For>
            </ol>
            <div class="button-row">
                <button class="button" type="button" id="add-criterion" on:click=add>
                    {t!(program_editor::add_criterion)}
                </button>
                <button class="button" type="button" on:click=add_check>
                    {t!(program_editor::add_check)}
                </button>
            </div>
        </fieldset>
    }
}

#[component]
fn One(editor: Editor, number: u16) -> impl IntoView {
    let at = move |part| Field::Item(LIST, number, part);
    let name = Memo::new(move |_| editor.item_name(LIST, number).unwrap_or_default());
    let says = editor.text(at(Part::Name));
    view! {
        <Item editor list=LIST number name says stays=None moves=true>
            <Control
                editor
                field=at(Part::Name)
                way=Way::Line
                hint=text!(program_editor::criterion_hint)
            />
            <Control
                editor
                field=at(Part::Help)
                way=Way::Line
                hint=text!(program_editor::help_hint)
            />
            <div class="draft-numbers">
                <Control
                    editor
                    field=at(Part::Most)
                    way=Way::Number(text!(program_editor::points_unit))
                    hint=text!(program_editor::points_hint)
                />
                <Control
                    editor
                    field=at(Part::Weight)
                    way=Way::Number("")
                    hint=text!(program_editor::weight_hint)
                />
            </div>
        </Item>
    }
}
