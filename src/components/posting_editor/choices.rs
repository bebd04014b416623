//! What is chosen and not typed: the kind, the field of work, the desk, the closing day, the marks.

use super::{Editor, control_id};
use crate::{
    components::{
        field::{Field as Labelled, described_by},
        words,
    },
    state::use_app,
};
use domain::{
    Category,
    job::{JobKind, LifeStage},
    posting_text::Ease,
    refusal::Field,
};
use leptos::prelude::*;

/// How it is paid. Settled once it is published.
#[component]
pub fn KindChoice(
    /// The posting.
    editor: Editor,
) -> impl IntoView {
    let kind = editor.kind();
    let why = move |kind: JobKind| match kind {
        JobKind::Fixed => text!(editor::kind_fixed),
        JobKind::Hourly => text!(editor::kind_hourly),
        JobKind::Task => text!(editor::kind_task),
        JobKind::Contest => text!(editor::kind_contest),
    };
    let choice = move |of: JobKind| {
        let id = (of == JobKind::Fixed).then_some(control_id(Field::Kind));
        view! {
            <label class="kind-choice">
                <input
                    type="radio"
                    name="posting-kind"
                    id=id
                    prop:checked=move || kind.get() == of
                    on:change=move |_| editor.set(Field::Kind, of.word().to_owned())
                />
                <span>
                    <b>{move || words::kind(of)}</b>
                    <small>{move || why(of)}</small>
                </span>
            </label>
        }
    };
    let is_edit = Memo::new(move |_| {
        editor
            .draft
            .with(|draft| draft.as_ref().is_some_and(sync::Draft::is_edit))
    });
    move || match is_edit.get() {
        true => view! {
            <p class="kind-settled">
                <b>{move || words::kind(kind.get())}</b>
                <small>{t!(editor::kind_settled)}</small>
            </p>
        }
        .into_any(),
        false => view! {
            <fieldset>
                <legend>{t!(editor::about_kind)}</legend>
                <div class="kind-choices">{JobKind::ALL.map(choice).collect_view()}</div>
            </fieldset>
        }
        .into_any(),
    }
}

/// The field of work.
#[component]
pub fn CategoryChoice(
    /// The posting.
    editor: Editor,
) -> impl IntoView {
    let id = control_id(Field::Category);
    let chosen = Memo::new(move |_| editor.written.with(|written| written.job.category));
    let option = move |category: Category| {
        view! {
            <option value=category.word() prop:selected=move || chosen.get() == category>
                {move || words::category(category)}
            </option>
        }
    };
    view! {
        <Labelled id label=t!(editor::category)>
            <select
                class="select"
                id=id
                on:change=move |event| editor.set(Field::Category, event_target_value(&event))
            >
                {Category::ALL.iter().copied().map(option).collect_view()}
            </select>
        </Labelled>
    }
}

/// Whose it is, where the person has several desks.
#[component]
pub fn DeskChoice(
    /// The posting.
    editor: Editor,
) -> impl IntoView {
    let app = use_app();
    let id = control_id(Field::Organization);
    let desks = Memo::new(move |_| app.replica.posting_desks());
    let several =
        move || desks.with(|desks| desks.len() > 1) && editor.before.with(Option::is_none);
    let options = move || {
        let chosen = editor.desk.get().map(|place| place.desk);
        let desks = desks.get().into_iter();
        desks
            .map(|place| {
                let selected = chosen == Some(place.desk);
                view! {
                    <option value=place.desk.to_string() selected=selected>
                        {place.desk_name}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=several>
            <Labelled id label=t!(editor::desk)>
                <select
                    class="select"
                    id=id
                    on:change=move |event| {
                        editor.set(Field::Organization, event_target_value(&event))
                    }
                >
                    {options}
                </select>
            </Labelled>
        </Show>
    }
}

/// The last day of taking proposals.
#[component]
pub fn ClosingDay(
    /// The posting.
    editor: Editor,
) -> impl IntoView {
    let field = Field::ClosesAt;
    let (id, text, error) = (control_id(field), editor.text(field), editor.wrong(field));
    let kind = editor.kind();
    let hint = move || match kind.get() {
        JobKind::Contest => text!(editor::closes_contest_hint),
        _ => text!(editor::closes_hint),
    };
    view! {
        <Labelled id label=t!(editor::closes) hint error=error>
            <input
                class="input is-date"
                type="date"
                id=id
                prop:value=text
                aria-describedby=move || described_by(id, true, error.get().is_some())
                aria-invalid=move || error.get().map(|_| "true")
                on:change=move |event| editor.set(field, event_target_value(&event))
            />
        </Labelled>
    }
}

/// What makes it easy to take on, and when in a family's first years it fits.
#[component]
pub fn Marks(
    /// The posting.
    editor: Editor,
) -> impl IntoView {
    let easy = move |ease: Ease| {
        let first = Ease::ALL.first() == Some(&ease);
        let id = first.then_some(control_id(Field::Flag));
        let name = move || words::editor::ease(ease);
        view! { <Mark editor field=Field::Flag word=ease.word() name id /> }
    };
    let stage = move |stage: LifeStage| {
        let name = move || words::life_stage(stage);
        view! { <Mark editor field=Field::LifeStages word=stage.word() name /> }
    };
    view! {
        <fieldset>
            <legend>{t!(editor::easy)}</legend>
            {Ease::ALL.map(easy).collect_view()}
        </fieldset>
        <fieldset>
            <legend>{t!(editor::stages)}</legend>
            {LifeStage::ALL.map(stage).collect_view()}
        </fieldset>
    }
}

/// A word that is in a text or is not.
#[component]
fn Mark(
    editor: Editor,
    field: Field,
    word: &'static str,
    #[prop(into)] name: ViewFn,
    #[prop(optional_no_strip)] id: Option<&'static str>,
) -> impl IntoView {
    let text = editor.text(field);
    let is_on = Memo::new(move |_| text.with(|text| text.split(' ').any(|one| one == word)));
    let toggle = move |_| {
        let text = text.get_untracked();
        let others = text
            .split(' ')
            .filter(|one| !one.is_empty() && *one != word);
        let mut words: Vec<&str> = others.collect();
        if !is_on.get_untracked() {
            words.push(word);
        }
        editor.set(field, words.join(" "));
    };
    view! {
        <label class="option">
            <input type="checkbox" id=id prop:checked=is_on on:change=toggle />
            {move || name.run()}
        </label>
    }
}
