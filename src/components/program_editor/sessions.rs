//! When and where: sessions one by one, and what a sign-up is for.

use super::{
    Editor,
    control::{Check, Control, named},
    item::Item,
};
use crate::components::{
    question_control::Way,
    words::{program_editor, programs},
};
use domain::{
    Day,
    program::Attendance,
    program_text::Watching,
    refusal::{Field, List, Part},
};
use leptos::prelude::*;

/// The parts of a session that the next one begins with.
const LIKE_THE_LAST: [Part; 11] = [
    Part::Begins,
    Part::Ends,
    Part::Note,
    Part::Online,
    Part::Venue,
    Part::Address,
    Part::Access,
    Part::Capacity,
    Part::Observers,
    Part::ObserverSeats,
    Part::Childcare,
];

/// The sessions.
#[component]
pub fn Sessions(
    /// The program.
    editor: Editor,
) -> impl IntoView {
    let numbers = editor.items(List::Session);
    let several = Memo::new(move |_| numbers.with(|numbers| numbers.len() > 1));
    let whole = editor.says(|program| program.attendance == Attendance::All);
    let error = editor.wrong(Field::Session);
    let add = move |_| {
        let last = numbers.with_untracked(|numbers| numbers.last().copied());
        let parts = last.map_or_else(Vec::new, |last| like(editor, last));
        editor.add_item(List::Session, parts, Part::From);
    };
    view! {
        {move || error.get().map(|error| view! { <p class="error">{error}</p> })}
        <ol class="form-items" aria-label=t!(program_editor::sessions)>
            <For each=move || numbers.get() key=|number| *number let:number>
                <Session editor number whole />
            </For>
        </ol>
        <div class="button-row">
            <button class="button" type="button" id="add-session" on:click=add>
                {t!(program_editor::add_session)}
            </button>
        </div>
        <Show when=move || several.get() || whole.get()>
            <Control
                editor
                field=Field::Attendance
                way=Way::One(named(
                    Attendance::ALL,
                    Attendance::word,
                    program_editor::attendance,
                ))
            />
        </Show>
        <div class="draft-numbers">
            <Show when=move || whole.get()>
                <Control
                    editor
                    field=Field::Capacity
                    way=Way::Number(text!(program::children_unit))
                    hint=text!(program_editor::capacity_hint)
                />
            </Show>
            <Control
                editor
                field=Field::Waitlist
                way=Way::Number(text!(program::children_unit))
                hint=text!(program_editor::waitlist_hint)
            />
        </div>
    }
}

/// What a session like that one begins with: the same, a week later.
fn like(editor: Editor, last: u16) -> Vec<(Part, String)> {
    let said = |part| editor.now(Field::Item(List::Session, last, part));
    let later = |part| {
        let day: Option<Day> = said(part).parse().ok();
        day.map(|day| (part, day.plus(7).to_string()))
    };
    let days = [Part::From, Part::To].into_iter().filter_map(later);
    let same = LIKE_THE_LAST.into_iter().map(|part| (part, said(part)));
    days.chain(same.filter(|(_, text)| !text.is_empty()))
        .collect()
}

#[component]
fn Session(editor: Editor, number: u16, whole: Memo<bool>) -> impl IntoView {
    let list = List::Session;
    let at = move |part| Field::Item(list, number, part);
    let name = Memo::new(move |_| editor.item_name(list, number).unwrap_or_default());
    let says = Signal::derive(move || {
        editor.written.with(|written| {
            let mut sessions = written.program.sessions.iter();
            match sessions.find(|session| session.no.0 == number) {
                None => text!(program_editor::no_day).to_owned(),
                Some(session) => {
                    let place = programs::place(session).unwrap_or_default();
                    format!("{} {place}", programs::when(session))
                }
            }
        })
    });
    let is_taken = editor.is_taken(number);
    let stays =
        Signal::derive(move || is_taken.get().then(|| text!(program_editor::session_taken)));
    let watching = editor.text(at(Part::Observers));
    let signs_up = Memo::new(move |_| watching.with(|word| word == Watching::SignUp.word()));
    let people = || Way::Number(text!(program::children_unit));
    view! {
        <Item editor list number name says stays>
            <div class="draft-numbers">
                <Control editor field=at(Part::From) way=Way::Day />
                <Control
                    editor
                    field=at(Part::To)
                    way=Way::Day
                    hint=text!(program_editor::to_hint)
                />
            </div>
            <div class="draft-numbers">
                <Control editor field=at(Part::Begins) way=Way::Time />
                <Control editor field=at(Part::Ends) way=Way::Time />
            </div>
            <Check editor field=at(Part::Online) />
            <Control
                editor
                field=at(Part::Venue)
                way=Way::Line
                hint=text!(program_editor::venue_hint)
            />
            <Control editor field=at(Part::Address) way=Way::Line />
            <Control
                editor
                field=at(Part::Access)
                way=Way::Line
                hint=text!(program_editor::access_hint)
            />
            <div class="draft-numbers">
                <Show when=move || !whole.get()>
                    <Control
                        editor
                        field=at(Part::Capacity)
                        way=people()
                        hint=text!(program_editor::capacity_hint)
                    />
                </Show>
                <Control
                    editor
                    field=at(Part::Childcare)
                    way=people()
                    hint=text!(program_editor::childcare_hint)
                />
            </div>
            <Control
                editor
                field=at(Part::Observers)
                way=Way::One(named(Watching::ALL, Watching::word, program_editor::watching))
                otherwise=Watching::None.word()
            />
            <Show when=move || signs_up.get()>
                <Control editor field=at(Part::ObserverSeats) way=people() />
            </Show>
            <Control
                editor
                field=at(Part::Note)
                way=Way::Line
                hint=text!(program_editor::note_hint)
            />
        </Item>
    }
}
