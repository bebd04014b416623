//! 採点: what a reviewer gives somebody, and what the others gave. Where all of it is yes or no it is
//! the checklist of a visit (現地確認), which is filled in there without a network.

use crate::{
    components::{
        field::hold_composing_enter,
        form::{Form, NotStored},
        words,
    },
    state::{replica::jotting::Texts, use_app},
};
use domain::{
    Command, SignUpId,
    program::{Criterion, CriterionNo, Judging, Program},
    review::{Points, Score, check},
};
use leptos::{ev::SubmitEvent, prelude::*};

/// The control of the note, in what is kept.
const NOTE: &str = "note";

/// The control of a criterion, in what is kept.
fn control(no: CriterionNo) -> String {
    format!("points-{}", no.0)
}

/// Points for somebody in review, where the program has criteria.
#[component]
pub fn Scoring(
    /// To whom.
    id: SignUpId,
    /// For what.
    program: Memo<Option<Program>>,
    /// What they are called.
    name: Memo<String>,
) -> impl IntoView {
    let app = use_app();
    let judging = Memo::new(move |_| {
        let judging = program.with(|it| it.as_ref().and_then(|it| it.judging().cloned()));
        judging.unwrap_or_default()
    });
    let may_act = Memo::new(move |_| {
        let desk = program.with(|it| it.as_ref().map(|it| it.desk));
        desk.and_then(|desk| app.replica.role_at(desk))
            .is_some_and(|role| role.may_act())
    });
    view! {
        <Show when=move || may_act.get() && judging.with(|it| !it.criteria.is_empty())>
            <details class="scoring">
                <summary aria-label=move || called(judging, name)>
                    {move || match judging.with(Judging::is_checklist) {
                        true => text!(choosing::visit),
                        false => text!(choosing::score),
                    }}
                </summary>
                <OwnPoints id judging name />
                <Others id judging />
            </details>
        </Show>
    }
}

/// What the form is called, with whom it is about.
fn called(judging: Memo<Judging>, name: Memo<String>) -> String {
    match judging.with(Judging::is_checklist) {
        true => text!(choosing::visit_of, name.get()),
        false => text!(choosing::score_of, name.get()),
    }
}

/// The form of one's own points.
#[component]
fn OwnPoints(id: SignUpId, judging: Memo<Judging>, name: Memo<String>) -> impl IntoView {
    let app = use_app();
    let is_checklist = Memo::new(move |_| judging.with(Judging::is_checklist));
    let own = Memo::new(move |_| app.replica.own_score(id));
    let begin = move || match own.get() {
        None => Texts::new(),
        Some(score) => {
            let points = score.points.iter();
            let points = points.map(|(no, points)| (control(*no), points.to_string()));
            points.chain([(NOTE.to_owned(), score.note)]).collect()
        }
    };
    let form = Form::new(format!("score:{id}"), begin);
    let waits = Memo::new(move |_| app.replica.is_scoring(id));
    let given = Memo::new(move |_| {
        let texts = form.texts();
        judging.with(|judging| {
            let given = judging.criteria.iter().filter_map(|criterion| {
                let text = texts.get(&control(criterion.no))?;
                Some((criterion.no, text.parse().ok()?))
            });
            given.collect::<Points>()
        })
    });
    let is_whole = Memo::new(move |_| {
        judging.with(|judging| given.with(|given| check(judging, given, "").is_ok()))
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.asked.set(true);
        if !is_whole.get_untracked() {
            return;
        }
        form.queue(
            Command::GiveScore {
                sign_up: id,
                points: given.get_untracked(),
                note: form.now(NOTE),
            },
            || {},
        );
    };
    let row = move |criterion: Criterion| match criterion.is_check() {
        true => view! { <YesOrNo form id criterion /> }.into_any(),
        false => view! { <PointsField form id criterion /> }.into_any(),
    };
    let note_id = format!("score-{id}-note");
    let note = form.text(NOTE);
    view! {
        <form
            class="score-form"
            novalidate
            aria-label=move || called(judging, name)
            on:submit=send
            on:keydown=hold_composing_enter
        >
            <div class="score-fields">
                <For each=move || judging.get().criteria key=told let:criterion>
                    {row(criterion)}
                </For>
            </div>
            <div class="field">
                <label for=note_id.clone()>
                    {move || match is_checklist.get() {
                        true => text!(choosing::visit_note),
                        false => text!(choosing::score_note),
                    }}
                </label>
                <p class="hint">{t!(choosing::score_note_hint)}</p>
                <textarea
                    id=note_id
                    class="textarea is-line"
                    prop:value=note
                    on:input=move |event| form.set(NOTE, event_target_value(&event))
                ></textarea>
            </div>
            <Show when=move || form.asked.get() && !is_whole.get()>
                <p class="form-error" role="alert">
                    {t!(app::problem_missing)}
                </p>
            </Show>
            <NotStored form />
            <Show
                when=move || waits.get()
                fallback=move || {
                    view! {
                        <div class="button-row">
                            <button class="button" type="submit">
                                {move || match (own.with(Option::is_some), is_checklist.get()) {
                                    (true, true) => text!(choosing::visit_again),
                                    (false, true) => text!(choosing::give_visit),
                                    (true, false) => text!(choosing::give_again),
                                    (false, false) => text!(choosing::give_score),
                                }}
                            </button>
                        </div>
                    }
                }
            >
                <p class="hint">
                    {move || match is_checklist.get() {
                        true => text!(choosing::visit_waits),
                        false => text!(choosing::score_waits),
                    }}
                </p>
            </Show>
        </form>
    }
}

/// What a control tells of its criterion: it is drawn anew when that changes.
fn told(criterion: &Criterion) -> (CriterionNo, u16, String, String) {
    let Criterion { name, help, .. } = criterion.clone();
    (criterion.no, criterion.max, name, help)
}

/// What a form holds for a criterion.
fn held(form: Form, name: &str) -> Memo<String> {
    let name = name.to_owned();
    Memo::new(move |_| form.texts().remove(&name).unwrap_or_default())
}

/// Something that was looked at: yes or no.
#[component]
fn YesOrNo(form: Form, id: SignUpId, criterion: Criterion) -> impl IntoView {
    let name = control(criterion.no);
    let label = format!("score-{id}-{}", criterion.no.0);
    let text = held(form, &name);
    let choice = |value: &'static str, words: &'static str| {
        let set = name.clone();
        view! {
            <label class="option">
                <input
                    type="radio"
                    name=label.clone()
                    prop:checked=move || text.with(|text| text == value)
                    on:change=move |_| form.set(&set, value.to_owned())
                />
                {words}
            </label>
        }
    };
    let yes = choice("1", text!(program::yes));
    let no = choice("0", text!(program::no));
    view! {
        <fieldset class="check">
            <legend>{criterion.name.clone()}</legend>
            {(!criterion.help.is_empty())
                .then(|| view! { <p class="hint">{criterion.help.clone()}</p> })}
            <div class="check-answers">{yes} {no}</div>
        </fieldset>
    }
}

/// Points from none to the most.
#[component]
fn PointsField(form: Form, id: SignUpId, criterion: Criterion) -> impl IntoView {
    let name = control(criterion.no);
    let label = format!("score-{id}-{}", criterion.no.0);
    let text = held(form, &name);
    let is_missing = move || form.asked.get() && text.with(String::is_empty);
    let options = (0..=criterion.max).map(|points| {
        let value = points.to_string();
        let chosen = value.clone();
        let shown = words::number(usize::from(points));
        view! {
            <option value=value selected=move || text.with(|text| *text == chosen)>
                {shown}
            </option>
        }
    });
    let max = words::number(usize::from(criterion.max));
    view! {
        <div class="field">
            <label for=label.clone()>{criterion.name.clone()}</label>
            {(!criterion.help.is_empty())
                .then(|| view! { <p class="hint">{criterion.help.clone()}</p> })}
            <select
                id=label
                class="input"
                aria-invalid=move || is_missing().then_some("true")
                on:change=move |event| form.set(&name, event_target_value(&event))
            >
                <option value="">{text!(choosing::points_unit, max)}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// What the others gave; not before one has given points oneself.
#[component]
fn Others(id: SignUpId, judging: Memo<Judging>) -> impl IntoView {
    let app = use_app();
    let others = Memo::new(move |_| app.replica.other_scores(id));
    let is_checklist = Memo::new(move |_| judging.with(Judging::is_checklist));
    let line = move |score: Score| {
        let points = judging.with(|judging| {
            let given = judging.criteria.iter().filter_map(|criterion| {
                let points = score.points.get(&criterion.no)?;
                let said = match (criterion.is_check(), points) {
                    (false, points) => points.to_string(),
                    (true, 0) => text!(program::no).to_owned(),
                    (true, _) => text!(program::yes).to_owned(),
                };
                Some(format!("{} {said}", criterion.name))
            });
            given.collect::<Vec<_>>().join("、")
        });
        view! {
            <li>
                <p>{text!(choosing::score_line, &score.reviewer_name, points)}</p>
                {(!score.note.is_empty()).then(|| view! { <p class="hint">{score.note.clone()}</p> })}
            </li>
        }
    };
    move || {
        let [after, none, heading] = match is_checklist.get() {
            true => [
                text!(choosing::visits_after),
                text!(choosing::visits_none),
                text!(choosing::visits),
            ],
            false => [
                text!(choosing::others_after),
                text!(choosing::others_none),
                text!(choosing::others),
            ],
        };
        match others.get() {
            None => view! { <p class="hint">{after}</p> }.into_any(),
            Some(others) if others.is_empty() => view! { <p class="hint">{none}</p> }.into_any(),
            Some(others) => view! {
                <p class="score-others">{heading}</p>
                <ul class="scores">{others.into_iter().map(line).collect_view()}</ul>
            }
            .into_any(),
        }
    }
}
