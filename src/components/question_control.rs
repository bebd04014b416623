//! The control of one question of a sign-up: a text, a choice, a number, a day, a consent. What is
//! typed or chosen is a text of the draft at once.

use super::{
    draft_control::{DraftControl, Lines},
    field::{Field as Labelled, described_by, error_id, hint_id},
};
use leptos::prelude::*;

/// How a question is answered.
#[derive(Clone, PartialEq, Debug)]
pub enum Way {
    /// A line.
    Line,
    /// Some lines.
    Lines,
    /// Many lines.
    Text,
    /// A number, with its unit.
    Number(&'static str),
    /// A day of the calendar.
    Day,
    /// A time of day.
    Time,
    /// One of many: the word that is kept, and its name. They fold away.
    Pick(Vec<(String, String)>),
    /// One of these: the word that is kept, and its name.
    One(Vec<(String, String)>),
    /// Any of these.
    Any(Vec<(String, String)>),
}

/// A question with its control.
#[component]
pub fn QuestionControl(
    /// The id of its control, or of the first of several.
    id: String,
    /// What is asked.
    #[prop(into)]
    name: ViewFn,
    /// What helps to answer it.
    hint: Option<String>,
    /// How it is answered.
    way: Way,
    /// What the draft has.
    text: Memo<String>,
    /// What is wrong with it.
    error: Memo<Option<String>>,
    /// Called with each change.
    on_text: Callback<String>,
) -> impl IntoView {
    let hinted = hint.is_some();
    let touched = {
        let id = id.clone();
        Signal::derive(move || described_by(&id, hinted, error.get().is_some()))
    };
    let invalid = Signal::derive(move || error.get().is_some());
    let control = |lines: Lines| {
        let id = id.clone();
        view! { <DraftControl id lines text on_text described_by=touched invalid /> }
    };
    let way_is_day = matches!(way, Way::Day);
    let control = match way {
        Way::One(options) => {
            return view! { <Group id name hint error several=false options text on_text /> }
                .into_any();
        }
        Way::Any(options) => {
            return view! { <Group id name hint error several=true options text on_text /> }
                .into_any();
        }
        Way::Line => control(Lines::Many("textarea is-line")).into_any(),
        Way::Lines => control(Lines::Many("textarea is-short")).into_any(),
        Way::Text => control(Lines::Many("textarea")).into_any(),
        Way::Number(unit) => view! {
            <div class="affix">
                {control(Lines::Number("numeric"))} <span aria-hidden="true">{unit}</span>
            </div>
        }
        .into_any(),
        Way::Pick(options) => {
            let option = |(word, name): (String, String)| {
                let held = word.clone();
                let is_on = move || text.with(|text| *text == held);
                view! {
                    <option value=word prop:selected=is_on>
                        {name}
                    </option>
                }
            };
            view! {
                <select
                    class="select"
                    id=id.clone()
                    aria-describedby=touched
                    aria-invalid=move || invalid.get().then_some("true")
                    on:change=move |event| on_text.run(event_target_value(&event))
                >
                    {options.into_iter().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
        Way::Day | Way::Time => view! {
            <input
                class="input is-date"
                type=if way_is_day { "date" } else { "time" }
                id=id.clone()
                prop:value=text
                aria-describedby=touched
                aria-invalid=move || invalid.get().then_some("true")
                on:change=move |event| on_text.run(event_target_value(&event))
            />
        }
        .into_any(),
    };
    match hint {
        Some(hint) => view! {
            <Labelled id label=name hint=move || hint.clone() error=error>
                {control}
            </Labelled>
        }
        .into_any(),
        None => view! {
            <Labelled id label=name error=error>
                {control}
            </Labelled>
        }
        .into_any(),
    }
}

/// Options to choose from: one, or any.
#[component]
fn Group(
    id: String,
    #[prop(into)] name: ViewFn,
    hint: Option<String>,
    error: Memo<Option<String>>,
    several: bool,
    options: Vec<(String, String)>,
    text: Memo<String>,
    on_text: Callback<String>,
) -> impl IntoView {
    let group = id.clone();
    let touched = {
        let (id, hinted) = (id.clone(), hint.is_some());
        move || described_by(&id, hinted, error.get().is_some())
    };
    let (hint_at, error_at) = (hint_id(&id), error_id(&id));
    let option = move |(index, (word, name)): (usize, (String, String))| {
        let first = (index == 0).then(|| id.clone());
        let (held, chosen) = (word.clone(), word);
        let is_on = Memo::new(move |_| text.with(|text| text.split(' ').any(|one| one == held)));
        let choose = move |_| {
            if !several {
                on_text.run(chosen.clone());
                return;
            }
            let now = text.get_untracked();
            let others = now
                .split(' ')
                .filter(|one| !one.is_empty() && *one != chosen);
            let mut words: Vec<&str> = others.collect();
            if !is_on.get_untracked() {
                words.push(&chosen);
            }
            on_text.run(words.join(" "));
        };
        view! {
            <label class="option">
                <input
                    type=if several { "checkbox" } else { "radio" }
                    name=(!several).then(|| group.clone())
                    id=first
                    prop:checked=is_on
                    on:change=choose
                />
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="field" aria-describedby=touched>
            <legend>{move || name.run()}</legend>
            {hint
                .map(|hint| {
                    view! {
                        <p class="hint" id=hint_at>
                            {hint}
                        </p>
                    }
                })}
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="error" id=error_at.clone()>
                                {error}
                            </p>
                        }
                    })
            }}
            {options.into_iter().enumerate().map(option).collect_view()}
        </fieldset>
    }
}
