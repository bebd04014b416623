//! The form of a program, in pieces. A phone shows one at a time, a wide screen all.

use super::{
    Editor, Piece,
    control::{Check, Control, named},
    control_id,
    judging::Judging,
    lodgings::Lodgings,
    questions::Questions,
    sessions::Sessions,
    towns::Towns,
};
use crate::{
    components::{
        draft_state::SaveState,
        field::{Field as Labelled, hold_composing_enter},
        question_control::Way,
        versions::Versions,
        words::{self, program_editor, programs},
    },
    device::browser,
    paths,
    state::use_app,
};
use domain::{
    job::LifeStage,
    profile::ProfileItem,
    program::{ProgramKind, Selection},
    program_text::{self, chosen},
    refusal::{Field, Invalid, List},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;

/// The form.
#[component]
pub fn ProgramForm(
    /// The program.
    editor: Editor,
) -> impl IntoView {
    let id = editor.id;
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        editor.asked.set(true);
        let is_right = editor
            .written
            .with_untracked(|written| written.problems.is_empty());
        match is_right {
            true => navigate(&paths::program_draft_check(id), Default::default()),
            false => browser::after_paint(|| browser::focus(".error-summary")),
        }
    };
    let next = move || editor.piece.get().next();
    let go_on = move |_| {
        if let Some(next) = editor.piece.get_untracked().next() {
            open(editor, next);
        }
    };
    view! {
        <ToMend editor />
        <Versions id />
        <form
            class="draft-layout program-form"
            novalidate
            on:submit=submit
            on:keydown=hold_composing_enter
        >
            <div class="draft-form">
                <Part editor piece=Piece::What>
                    <What editor />
                </Part>
                <Part editor piece=Piece::When>
                    <Sessions editor />
                    <Lodgings editor />
                </Part>
                <Part editor piece=Piece::Whom>
                    <Whom editor />
                </Part>
                <Part editor piece=Piece::SignUp>
                    <SignUp editor />
                </Part>
                <Part editor piece=Piece::Questions>
                    <Questions editor />
                </Part>
                <Part editor piece=Piece::More>
                    <More editor />
                </Part>
                <SaveState id draft=editor.draft />
            </div>
            <aside class="draft-side">
                <Pieces editor />
            </aside>
            <div class="actionbar">
                <div class="button-row">
                    <Show when=move || next().is_some()>
                        <button
                            class="button is-primary to-next"
                            type="button"
                            on:click=go_on
                        >
                            {move || {
                                next().map(|piece| text!(program_editor::next_piece, piece.name()))
                            }}
                        </button>
                    </Show>
                    <button
                        class="button to-check"
                        class:is-primary=move || next().is_none()
                        type="submit"
                    >
                        {t!(editor::next)}
                    </button>
                </div>
            </div>
        </form>
    }
}

/// Opens a piece, and begins at its heading.
fn open(editor: Editor, piece: Piece) {
    editor.piece.set(piece);
    browser::after_paint(move || browser::focus(&format!("#{}", piece.heading())));
}

#[component]
fn Part(editor: Editor, piece: Piece, children: Children) -> impl IntoView {
    view! {
        <section
            class="form-part"
            class:is-away=move || editor.piece.get() != piece
            aria-labelledby=piece.heading()
        >
            <h2 id=piece.heading() tabindex="-1">
                {move || piece.name()}
            </h2>
            {children()}
        </section>
    }
}

/// The way to each piece, and where something has to be mended.
#[component]
fn Pieces(editor: Editor) -> impl IntoView {
    let link = move |piece: Piece| {
        let is_open = move || editor.piece.get() == piece;
        let wrong = Memo::new(move |_| {
            let is_of_it = |invalid: &&Invalid| Piece::of(invalid.field) == piece;
            let found = editor
                .written
                .with(|written| written.problems.iter().filter(is_of_it).count());
            if editor.asked.get() { found } else { 0 }
        });
        let mark = move || {
            (wrong.get() > 0).then(|| {
                view! {
                    <span class="piece-wrong">
                        {text!(program_editor::piece_wrong, wrong.get())}
                    </span>
                }
            })
        };
        view! {
            <li class:is-current=is_open>
                <button
                    type="button"
                    aria-current=move || is_open().then_some("step")
                    on:click=move |_| open(editor, piece)
                >
                    <span>{move || piece.name()}</span>
                    {mark}
                </button>
            </li>
        }
    };
    view! {
        <nav class="pieces" aria-label=t!(program_editor::pieces)>
            <ol>{Piece::ALL.map(link).collect_view()}</ol>
        </nav>
    }
}

/// What it is, and where.
#[component]
fn What(editor: Editor) -> impl IntoView {
    let cohort = editor.says(|program| program.kind == ProgramKind::Cohort);
    view! {
        <DeskChoice editor />
        <KindChoice editor />
        <Control
            editor
            field=Field::Title
            way=Way::Line
            hint=text!(program_editor::title_hint)
        />
        <Control
            editor
            field=Field::Description
            way=Way::Text
            hint=text!(program_editor::description_hint)
        />
        <Show when=move || cohort.get()>
            <Control
                editor
                field=Field::Goal
                way=Way::Number(text!(proposal::yen_unit))
                hint=text!(program_editor::goal_hint)
            />
            <Control
                editor
                field=Field::Mentors
                way=Way::Text
                hint=text!(cohort::mentors_hint)
            />
        </Show>
        <Towns editor list=List::Town hint=text!(program_editor::town_hint) />
    }
}

/// What is offered. Choosing fills in what such a program usually has.
#[component]
fn KindChoice(editor: Editor) -> impl IntoView {
    let kind = editor.says(|program| program.kind);
    let is_edit = editor.is_edit();
    let choose = move |of: ProgramKind| {
        // What was announced is not filled in anew.
        let texts = match is_edit.get_untracked() {
            true => [(Field::Kind, of.word().to_owned())].into(),
            false => editor.fields.with_untracked(|fields| chosen(fields, of)),
        };
        editor.set_all(texts);
    };
    let choice = move |of: ProgramKind| {
        let first = ProgramKind::ALL.first() == Some(&of);
        let id = first.then(|| control_id(Field::Kind));
        view! {
            <label class="kind-choice">
                <input
                    type="radio"
                    name="program-kind"
                    id=id
                    prop:checked=move || kind.get() == of
                    on:change=move |_| choose(of)
                />
                <span>
                    <b>{move || programs::kind(of)}</b>
                    <small>{move || program_editor::why(of)}</small>
                </span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{t!(program_editor::kind)}</legend>
            <div class="kind-choices">{ProgramKind::ALL.map(choice).collect_view()}</div>
        </fieldset>
    }
}

/// Whose it is, where the person has several desks.
#[component]
fn DeskChoice(editor: Editor) -> impl IntoView {
    let app = use_app();
    let desks = Memo::new(move |_| app.replica.posting_desks());
    let is_edit = editor.is_edit();
    let several = move || desks.with(|desks| desks.len() > 1) && !is_edit.get();
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
            <Labelled id=control_id(Field::Organization) label=t!(editor::desk)>
                <select
                    class="select"
                    id=control_id(Field::Organization)
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

/// Whom it is for.
#[component]
fn Whom(editor: Editor) -> impl IntoView {
    let has_towns = editor.says(|program| !program.eligibility.towns.is_empty());
    let years = || Way::Number(text!(program_editor::years));
    view! {
        <p class="hint">{t!(program_editor::whom_hint)}</p>
        <Towns editor list=List::Resident hint=text!(program_editor::resident_hint) />
        <Show when=move || has_towns.get()>
            <Check editor field=Field::Movers />
        </Show>
        <div class="draft-numbers">
            <Control editor field=Field::AgeFrom way=years() />
            <Control editor field=Field::AgeTo way=years() />
        </div>
        <Control
            editor
            field=Field::LifeStages
            way=Way::Any(named(LifeStage::ALL, LifeStage::word, words::life_stage))
        />
        <Control
            editor
            field=Field::WeeklyHours
            way=Way::Number(text!(program::hours_unit))
        />
        <Control
            editor
            field=Field::Skills
            way=Way::Lines
            hint=text!(program_editor::skills_hint)
        />
    }
}

/// How one signs up, and who gets a seat.
#[component]
fn SignUp(editor: Editor) -> impl IntoView {
    use program_text::Way as By;
    let reviews = editor.says(|program| program.judging().is_some());
    let here = editor.says(|program| program.sign_up == domain::program::SignUpBy::Engawa);
    view! {
        <Control
            editor
            field=Field::SignUpBy
            way=Way::One(named(By::ALL, By::word, program_editor::sign_up_by))
            otherwise=By::Engawa.word()
        />
        <Show
            when=move || here.get()
            fallback=move || {
                view! {
                    <Control
                        editor
                        field=Field::Message
                        way=Way::Lines
                        hint=text!(program_editor::elsewhere_hint)
                    />
                }
            }
        >
            <Control
                editor
                field=Field::Selection
                way=Way::One(
                    Selection::ALL
                        .iter()
                        .map(|one| (one.word().to_owned(), program_editor::selection(one).to_owned()))
                        .collect(),
                )
                otherwise=Selection::FirstCome.word()
            />
            <Show when=move || reviews.get()>
                <Judging editor />
            </Show>
            <div class="draft-numbers">
                <Control
                    editor
                    field=Field::OpensAt
                    way=Way::Day
                    hint=text!(program_editor::opens_hint)
                />
                <Control
                    editor
                    field=Field::ClosesAt
                    way=Way::Day
                    hint=text!(program_editor::closes_hint)
                />
            </div>
            <Control
                editor
                field=Field::Asks
                way=Way::Any(named(ProfileItem::ALL, ProfileItem::word, programs::item))
                hint=text!(program_editor::asks_hint)
            />
        </Show>
    }
}

/// What it costs, and whom to ask.
#[component]
fn More(editor: Editor) -> impl IntoView {
    view! {
        <Control
            editor
            field=Field::Amount
            way=Way::Number(text!(proposal::yen_unit))
            hint=text!(program_editor::amount_hint)
        />
        <Control
            editor
            field=Field::Costs
            way=Way::Line
            hint=text!(program_editor::costs_hint)
        />
        <Control
            editor
            field=Field::Contact
            way=Way::Line
            hint=text!(program_editor::contact_hint)
        />
        <Control
            editor
            field=Field::Website
            way=Way::Line
            hint=text!(program_editor::website_hint)
        />
    }
}

/// What has to be mended before it can be announced, each with a way to it.
#[component]
fn ToMend(editor: Editor) -> impl IntoView {
    let problems = Memo::new(move |_| {
        let found = editor.written.with(|written| written.problems.clone());
        if editor.asked.get() {
            found
        } else {
            Vec::new()
        }
    });
    let line = move |Invalid { field, problem }: Invalid| {
        let place = place_of(editor, field);
        let said = move || {
            let name = program_editor::field(field);
            let name = match &place {
                Some(place) => text!(program_editor::name_in, place, name),
                None => name.to_owned(),
            };
            text!(
                app::field_problem,
                name,
                program_editor::wrong(field, &problem)
            )
        };
        view! {
            <li>
                <a
                    href=format!("#{}", control_id(field))
                    on:click=move |click| {
                        // The router would only scroll.
                        click.prevent_default();
                        editor.go_to(field);
                    }
                >
                    {said}
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || problems.with(|found| !found.is_empty())>
            <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="to-mend-h">
                <h2 id="to-mend-h">{move || text!(editor::to_mend, problems.with(Vec::len))}</h2>
                <ul>{move || problems.get().into_iter().map(line).collect_view()}</ul>
                <p>{t!(proposal::to_mend_kept)}</p>
            </div>
        </Show>
    }
}

/// Which item of its list a field is of, in words.
fn place_of(editor: Editor, field: Field) -> Option<String> {
    let Field::Item(list, number, _) = field else {
        return None;
    };
    editor.item_name(list, number)
}
