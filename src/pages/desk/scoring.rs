//! 採点: what a reviewer gives somebody, and what the others gave.

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
    program::{Criterion, CriterionNo, Program},
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
    let criteria = Memo::new(move |_| {
        let judging = program.with(|it| it.as_ref().and_then(|it| it.judging().cloned()));
        judging.unwrap_or_default().criteria
    });
    let may_act = Memo::new(move |_| {
        let desk = program.with(|it| it.as_ref().map(|it| it.desk));
        desk.and_then(|desk| app.replica.role_at(desk))
            .is_some_and(|role| role.may_act())
    });
    view! {
        <Show when=move || may_act.get() && criteria.with(|all| !all.is_empty())>
            <details class="scoring">
                <summary aria-label=move || text!(choosing::score_of, name.get())>
                    {t!(choosing::score)}
                </summary>
                <OwnPoints id criteria name />
                <Others id criteria />
            </details>
        </Show>
    }
}

/// The form of one's own points.
#[component]
fn OwnPoints(id: SignUpId, criteria: Memo<Vec<Criterion>>, name: Memo<String>) -> impl IntoView {
    let app = use_app();
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
        let criteria = criteria.get();
        let given = criteria.iter().filter_map(|criterion| {
            let text = texts.get(&control(criterion.no))?;
            Some((criterion.no, text.parse().ok()?))
        });
        given.collect::<Points>()
    });
    let is_whole = Memo::new(move |_| {
        let judging = domain::program::Judging {
            criteria: criteria.get(),
            ..Default::default()
        };
        given.with(|given| check(&judging, given, "").is_ok())
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
    let row = move |criterion: Criterion| {
        let no = criterion.no;
        let name = control(no);
        let label = format!("score-{id}-{}", no.0);
        let text = {
            let name = name.clone();
            Memo::new(move |_| form.texts().remove(&name).unwrap_or_default())
        };
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
    };
    let note_id = format!("score-{id}-note");
    let note = form.text(NOTE);
    view! {
        <form
            class="score-form"
            novalidate
            aria-label=move || text!(choosing::score_of, name.get())
            on:submit=send
            on:keydown=hold_composing_enter
        >
            <div class="score-fields">
                <For each=move || criteria.get() key=|criterion| criterion.no let:criterion>
                    {row(criterion)}
                </For>
            </div>
            <div class="field">
                <label for=note_id.clone()>{t!(choosing::score_note)}</label>
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
                                {move || match own.with(Option::is_some) {
                                    true => text!(choosing::give_again),
                                    false => text!(choosing::give_score),
                                }}
                            </button>
                        </div>
                    }
                }
            >
                <p class="hint">{t!(choosing::score_waits)}</p>
            </Show>
        </form>
    }
}

/// What the others gave; not before one has given points oneself.
#[component]
fn Others(id: SignUpId, criteria: Memo<Vec<Criterion>>) -> impl IntoView {
    let app = use_app();
    let others = Memo::new(move |_| app.replica.other_scores(id));
    let line = move |score: Score| {
        let points = criteria.with(|criteria| {
            let given = criteria.iter().filter_map(|criterion| {
                let points = score.points.get(&criterion.no)?;
                Some(format!("{} {points}", criterion.name))
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
    move || match others.get() {
        None => view! { <p class="hint">{t!(choosing::others_after)}</p> }.into_any(),
        Some(others) if others.is_empty() => {
            view! { <p class="hint">{t!(choosing::others_none)}</p> }.into_any()
        }
        Some(others) => view! {
            <p class="score-others">{t!(choosing::others)}</p>
            <ul class="scores">{others.into_iter().map(line).collect_view()}</ul>
        }
        .into_any(),
    }
}
