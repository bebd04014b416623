//! A sign-up being written: which session, what the organizer wants to know of the person, and
//! their own questions. Every key is in the draft at once and on the disk soon after.

use super::{
    draft_state::SaveState,
    field::hold_composing_enter,
    file_control::FileControl,
    question_control::{QuestionControl, Way},
    versions::Versions,
    words::{self, programs},
};
use crate::{device::browser, paths, state::use_app};
use domain::{
    DraftId,
    job::LifeStage,
    profile::{NO, ProfileItem, YES},
    program::{Ask, Attendance, Program, Question, QuestionNo, read_all},
    refusal::{Field, Invalid, Problem},
    sign_up::{self, OBSERVER},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;
use std::collections::BTreeSet;
use sync::Draft;

/// The id of a field's control.
fn control_id(field: Field) -> String {
    format!("sign-up-{field}")
}

/// What the form asks, as the program has it.
#[derive(Clone, PartialEq)]
struct Asked {
    field: Field,
    name: String,
    hint: Option<String>,
    control: Control,
}

/// With what it is answered.
#[derive(Clone, PartialEq)]
enum Control {
    Way(Way),
    File,
}

/// The form of a draft.
#[component]
pub fn SignUpForm(
    /// Which.
    id: DraftId,
    /// The draft itself.
    draft: Memo<Option<Draft>>,
    /// What it signs up for.
    program: Program,
    /// Says what is missing from the beginning: the person came to check, and something is.
    checked: bool,
) -> impl IntoView {
    let app = use_app();
    let program = StoredValue::new(program);
    let problems_now = move || {
        let fields = draft.with(|draft| draft.as_ref().map(|draft| draft.fields.clone()));
        let fields = fields.unwrap_or_default();
        program.with_value(|program| sign_up::read(program, &fields).1)
    };
    // Fields found wrong at the last attempt; each is silent again once it is right.
    let told = RwSignal::new(match checked {
        true => untrack(problems_now)
            .iter()
            .map(|invalid| invalid.field)
            .collect(),
        false => Vec::<Field>::new(),
    });
    let problems = Memo::new(move |_| {
        let told = told.get();
        let mut found = match told.is_empty() {
            true => Vec::new(),
            false => problems_now(),
        };
        found.retain(|invalid| told.contains(&invalid.field));
        found
    });
    let reading = RwSignal::new(BTreeSet::<Field>::new());
    let is_reading = Memo::new(move |_| reading.with(|reading| !reading.is_empty()));
    let is_blind = program.with_value(|it| it.judging().is_some_and(|judging| judging.blind));
    let control = move |asked: Asked| {
        let Asked {
            field,
            name,
            hint,
            control,
        } = asked;
        let is_choice = matches!(control, Control::Way(Way::One(_) | Way::Any(_)));
        let text = Memo::new(move |_| {
            draft.with(|draft| {
                let text = draft.as_ref().map(|draft| draft.text(field).to_owned());
                text.unwrap_or_default()
            })
        });
        let error = Memo::new(move |_| {
            problems.with(|found| {
                let invalid = found.iter().find(|invalid| invalid.field == field)?;
                Some(what_is_wrong(is_choice, &invalid.problem))
            })
        });
        let on_text = Callback::new(move |text: String| {
            app.replica.edit_draft(id, |draft| draft.set(field, text));
        });
        let name = move || name.clone();
        match control {
            Control::Way(way) => view! {
                <QuestionControl id=control_id(field) name hint way text error on_text />
            }
            .into_any(),
            Control::File => view! {
                <FileControl
                    id=control_id(field)
                    draft=id
                    field
                    name
                    hint
                    blind=is_blind
                    text
                    error
                    on_text
                    reading
                />
            }
            .into_any(),
        }
    };
    let navigate = use_navigate();
    let to_check = program.with_value(|program| paths::sign_up_check(program.id));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(|| is_reading.get()) {
            return;
        }
        let found = untrack(problems_now);
        told.set(found.iter().map(|invalid| invalid.field).collect());
        if found.is_empty() {
            navigate(&to_check, Default::default());
        } else {
            browser::after_paint(|| browser::focus(".error-summary"));
        }
    };
    let coming = program.with_value(coming);
    let about = program.with_value(about_them);
    let has_about = !about.is_empty();
    // Which questions are asked follows from what is answered.
    let questions = Memo::new(move |_| {
        let fields = draft.with(|draft| draft.as_ref().map(|draft| draft.fields.clone()));
        program.with_value(|program| {
            let (answers, _) = read_all(&program.form, &fields.unwrap_or_default());
            let asked = program
                .form
                .iter()
                .filter(|question| question.is_asked(&answers));
            asked.cloned().collect::<Vec<Question>>()
        })
    });
    let looks_on = Memo::new(move |_| {
        draft.with(|draft| {
            draft
                .as_ref()
                .is_some_and(|it| it.text(Field::Flag) == OBSERVER)
        })
    });
    let announces = program.with_value(Program::announces);
    let entry = StoredValue::new(entry());
    let has_questions = program.with_value(|program| !program.form.is_empty());
    let names = move |invalid: &Invalid| match invalid.field {
        Field::Answer(no) => program.with_value(|program| question_text(program, no)),
        Field::Title => text!(choosing::entry_title).to_owned(),
        Field::Name => text!(choosing::shown_as).to_owned(),
        field => words::field(field).to_owned(),
    };
    view! {
        <Show when=move || problems.with(|found| !found.is_empty())>
            <Summary problems names />
        </Show>
        <Versions id />
        <form
            class="draft-form"
            novalidate
            on:submit=submit
            on:keydown=hold_composing_enter
        >
            {coming.into_iter().map(control).collect_view()}
            <Show when=move || announces && !looks_on.get()>
                <section class="form-part" aria-labelledby="entry-h">
                    <h2 id="entry-h">{t!(choosing::entry)}</h2>
                    <p class="hint">{t!(choosing::entry_yours)}</p>
                    {entry.get_value().map(control).collect_view()}
                </section>
            </Show>
            {has_about
                .then(|| {
                    view! {
                        <section class="form-part" aria-labelledby="about-you-h">
                            <h2 id="about-you-h">{t!(program::about_you)}</h2>
                            <p class="hint">{t!(program::about_you_hint)}</p>
                            {about.into_iter().map(control).collect_view()}
                        </section>
                    }
                })}
            {has_questions
                .then(|| {
                    view! {
                        <section class="form-part" aria-labelledby="questions-h">
                            <h2 id="questions-h">{t!(program::questions)}</h2>
                            <For
                                each=move || questions.get()
                                key=|question| question.no
                                let:question
                            >
                                {control(asked_of(&question))}
                            </For>
                        </section>
                    }
                })}
            <SaveState id draft />
            <div class="actionbar">
                <button
                    class="button is-primary"
                    type="submit"
                    aria-disabled=move || is_reading.get().then_some("true")
                >
                    {move || match is_reading.get() {
                        true => text!(file::reading),
                        false => text!(program::to_check),
                    }}
                </button>
            </div>
        </form>
    }
}

/// What is wrong, in words that fit the control.
fn what_is_wrong(is_choice: bool, problem: &Problem) -> String {
    match (is_choice, problem) {
        (true, Problem::Missing) => text!(program::choose).to_owned(),
        (_, problem) => words::problem(problem),
    }
}

/// The text of a question.
pub fn question_text(program: &Program, no: QuestionNo) -> String {
    let question = program.form.iter().find(|question| question.no == no);
    question
        .map(|question| question.text.clone())
        .unwrap_or_default()
}

/// Which session, as what, with whom.
fn coming(program: &Program) -> Vec<Asked> {
    let mut asked = Vec::new();
    if program.attendance == Attendance::One {
        let session = |session: &domain::program::Session| {
            let place = programs::place(session).unwrap_or_default();
            let name = format!("{} {place}", programs::when(session));
            (session.no.0.to_string(), name.trim_end().to_owned())
        };
        asked.push(Asked {
            field: Field::Session,
            name: text!(program::which).to_owned(),
            hint: None,
            control: Control::Way(Way::One(program.sessions.iter().map(session).collect())),
        });
    }
    let rooms = program
        .parts()
        .into_iter()
        .map(|part| program.capacity_of(part));
    if rooms.clone().any(|room| room.observers.is_some()) {
        let participant = (String::new(), text!(program::part_participant).to_owned());
        let observer = (
            OBSERVER.to_owned(),
            text!(program::part_observer).to_owned(),
        );
        asked.push(Asked {
            field: Field::Flag,
            name: text!(program::part).to_owned(),
            hint: None,
            control: Control::Way(Way::One(vec![participant, observer])),
        });
    }
    if rooms.clone().any(|room| room.children > Some(0)) {
        asked.push(Asked {
            field: Field::Childcare,
            name: text!(program::children).to_owned(),
            hint: Some(text!(program::children_hint).to_owned()),
            control: Control::Way(Way::Number(text!(program::children_unit))),
        });
    }
    asked
}

/// What is announced of an entry that wins.
fn entry() -> [Asked; 2] {
    let line = |field, name: &str, hint: &str| Asked {
        field,
        name: name.to_owned(),
        hint: Some(hint.to_owned()),
        control: Control::Way(Way::Line),
    };
    let shown_as = text!(program::optional, text!(choosing::shown_as));
    [
        line(
            Field::Title,
            text!(choosing::entry_title),
            text!(choosing::entry_title_hint),
        ),
        line(Field::Name, &shown_as, text!(choosing::shown_as_hint)),
    ]
}

/// What the organizer wants to know of everybody.
fn about_them(program: &Program) -> Vec<Asked> {
    let items = program.asked_about();
    let in_order = ProfileItem::ALL
        .into_iter()
        .filter(|item| items.contains(item));
    in_order
        .map(|item| Asked {
            field: Field::About(item),
            name: programs::item(item).to_owned(),
            hint: None,
            control: Control::Way(way_of(program, item)),
        })
        .collect()
}

fn way_of(program: &Program, item: ProfileItem) -> Way {
    let towns = &program.eligibility.towns;
    match item {
        ProfileItem::Town if !towns.is_empty() => {
            let towns = towns.iter();
            let named = towns.map(|town| (town.code.as_str().to_owned(), town.name.clone()));
            let other = ("-".to_owned(), text!(program::item_town_other).to_owned());
            Way::One(named.chain([other]).collect())
        }
        ProfileItem::Kana | ProfileItem::Phone | ProfileItem::Town => Way::Line,
        ProfileItem::Mover => Way::One(vec![
            (YES.to_owned(), text!(program::yes).to_owned()),
            (NO.to_owned(), text!(program::no).to_owned()),
        ]),
        ProfileItem::BirthDate => Way::Day,
        ProfileItem::LifeStage => {
            let stage =
                |stage: LifeStage| (stage.word().to_owned(), words::life_stage(stage).to_owned());
            Way::One(LifeStage::ALL.into_iter().map(stage).collect())
        }
        ProfileItem::WeeklyHours => Way::Number(text!(program::hours_unit)),
        ProfileItem::Skills => Way::Lines,
    }
}

/// A question of the program's own form.
fn asked_of(question: &Question) -> Asked {
    let numbered = |options: &[String]| {
        let options = options.iter().enumerate();
        options
            .map(|(number, name)| (number.to_string(), name.clone()))
            .collect()
    };
    let way = match &question.ask {
        Ask::Short => Some(Way::Line),
        Ask::Long => Some(Way::Lines),
        Ask::Choice(options) => Some(Way::One(numbered(options))),
        Ask::Many(options) => Some(Way::Any(numbered(options))),
        Ask::Number { .. } => Some(Way::Number("")),
        Ask::Date => Some(Way::Day),
        Ask::Consent => {
            let agree = text!(program::agree).to_owned();
            Some(Way::Any(vec![(YES.to_owned(), agree)]))
        }
        Ask::File => None,
    };
    Asked {
        field: Field::Answer(question.no),
        name: match question.required {
            true => question.text.clone(),
            false => text!(program::optional, &question.text),
        },
        hint: Some(question.help.clone()).filter(|help| !help.is_empty()),
        control: way.map_or(Control::File, Control::Way),
    }
}

/// What has to be mended, each with a way to it.
#[component]
fn Summary(
    problems: Memo<Vec<Invalid>>,
    names: impl Fn(&Invalid) -> String + Send + Sync + Copy + 'static,
) -> impl IntoView {
    let line = move |invalid: Invalid| {
        let control = control_id(invalid.field);
        let goal = format!("#{control}");
        view! {
            <li>
                <a
                    href=goal.clone()
                    on:click=move |click| {
                        // The router would only scroll.
                        click.prevent_default();
                        browser::focus(&goal);
                    }
                >
                    {text!(app::field_problem, names(&invalid), words::problem(&invalid.problem))}
                </a>
            </li>
        }
    };
    view! {
        <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-h">
            <h2 id="error-summary-h">
                {move || text!(proposal::to_mend, problems.with(Vec::len))}
            </h2>
            <ul>{move || problems.get().into_iter().map(line).collect_view()}</ul>
            <p>{t!(proposal::to_mend_kept)}</p>
        </div>
    }
}
