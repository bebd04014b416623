//! A program as its organizer types it: texts by field, as in every draft, and back. Each piece of
//! the form has a file of its own below.
//!
//! What stands in the texts as it stood in the program means what it meant there: an imported
//! program may say more (a moment, a place on the map) than a text can. A draft that changes a
//! program holds only what it changes.

mod audience;
mod judging;
mod lodgings;
mod questions;
mod reading;
mod sessions;
mod signing;
mod starter;
mod towns;

pub use questions::AskKind;
pub use reading::{items, next_rank, options};
pub use sessions::Watching;
pub use signing::Way;
pub use starter::{LODGING, chosen, starter};

use crate::{
    Yen,
    draft::Fields,
    program::{Program, ProgramKind},
    refusal::{Field, Invalid, List, Part},
    typed,
};
use reading::{Reading, put};

/// The fields of the form in its order. Items stand where their list does ([`list_field`]).
pub const FIELDS: [Field; 35] = [
    Field::Organization,
    Field::Kind,
    Field::Title,
    Field::Description,
    Field::Goal,
    Field::Mentors,
    Field::Town,
    Field::Attendance,
    Field::Session,
    Field::Capacity,
    Field::Waitlist,
    Field::Lodging,
    Field::Workspace,
    Field::Amount,
    Field::Costs,
    Field::Eligibility,
    Field::Movers,
    Field::AgeFrom,
    Field::AgeTo,
    Field::LifeStages,
    Field::WeeklyHours,
    Field::Skills,
    Field::SignUpBy,
    Field::Message,
    Field::Selection,
    Field::Blind,
    Field::Announces,
    Field::Criteria,
    Field::OpensAt,
    Field::ClosesAt,
    Field::Asks,
    Field::Questions,
    Field::Contact,
    Field::Website,
    Field::Flag,
];

/// The field that stands for a list as a whole.
pub fn list_field(list: List) -> Field {
    match list {
        List::Session => Field::Session,
        List::Question => Field::Questions,
        List::Criterion => Field::Criteria,
        List::Town => Field::Town,
        List::Resident => Field::Eligibility,
        List::Lodging => Field::Lodging,
    }
}

/// Where a field stands in the form.
pub fn order(field: Field) -> usize {
    let field = match field {
        Field::Item(list, _, _) => list_field(list),
        field => field,
    };
    let place = FIELDS.iter().position(|one| *one == field);
    place.unwrap_or(FIELDS.len())
}

/// Whether a field says when: a program that is like another one has a time of its own.
pub fn is_time(field: Field) -> bool {
    matches!(
        field,
        Field::OpensAt
            | Field::ClosesAt
            | Field::Item(List::Session | List::Lodging, _, Part::From | Part::To)
    )
}

/// The texts of a program. What it does not say has none.
pub fn texts(program: &Program) -> Fields {
    let mut texts = Fields::new();
    let amount = |amount: Option<Yen>| amount.map_or_else(String::new, |yen| yen.0.to_string());
    for (field, text) in [
        (Field::Kind, program.kind.word().to_owned()),
        (Field::Title, program.title.clone()),
        (Field::Description, program.description.clone()),
        (Field::Goal, amount(program.goal)),
        (Field::Mentors, program.mentors.join("\n")),
        (Field::Amount, amount(program.cost)),
        (Field::Costs, program.cost_note.clone()),
        (Field::Contact, program.contact.clone()),
        (Field::Website, program.website.clone().unwrap_or_default()),
    ] {
        put(&mut texts, field, text);
    }
    towns::texts(List::Town, &program.towns, &mut texts);
    sessions::texts(program, &mut texts);
    lodgings::texts(program, &mut texts);
    audience::texts(&program.eligibility, &mut texts);
    signing::texts(program, &mut texts);
    questions::texts(&program.form, &mut texts);
    texts
}

/// The texts of a draft over those of what it goes on from: what its form shows.
pub fn over(fields: &Fields, base: &Program) -> Fields {
    let mut all = texts(base);
    all.extend(fields.iter().map(|(field, text)| (*field, text.clone())));
    all
}

/// The program that the texts say, going on from `base`, with what of them cannot be read. A field
/// without a text is as in `base`.
pub fn read(fields: &Fields, base: Program) -> (Program, Vec<Invalid>) {
    let mut reading = Reading::new(fields, texts(&base));
    let mut program = base.clone();
    reading.word(Field::Kind, &mut program.kind, ProgramKind::from_word);
    reading.line(Field::Title, &mut program.title);
    reading.prose(Field::Description, &mut program.description);
    let yen = |text: &str| typed::whole_number(text).map(Yen);
    reading.take(Field::Goal, &mut program.goal, yen);
    if let Some(text) = reading.touched(Field::Mentors) {
        // One a line.
        let names = text.lines().map(typed::one_line);
        program.mentors = names.filter(|name| !name.is_empty()).collect();
    }
    reading.take(Field::Amount, &mut program.cost, yen);
    reading.prose(Field::Costs, &mut program.cost_note);
    reading.prose(Field::Contact, &mut program.contact);
    let website = |text: &str| Some(text.to_owned());
    reading.take(Field::Website, &mut program.website, website);
    program.towns = towns::read(&reading, List::Town, &base.towns);
    sessions::read(&mut reading, &base, &mut program);
    lodgings::read(&mut reading, &base, &mut program);
    audience::read(&mut reading, &mut program.eligibility);
    signing::read(&mut reading, &mut program);
    program.form = questions::read(&mut reading, &base.form);
    // What belongs to another kind does not go along, though its text stays in the draft.
    let mut unread = reading.unread();
    if program.kind != ProgramKind::Cohort && base.goal.is_none() {
        program.goal = None;
        unread.retain(|invalid| invalid.field != Field::Goal);
        program.mentors.clone_from(&base.mentors);
    }
    if program.kind != ProgramKind::TrialStay && base.lodgings.is_empty() {
        program.lodgings = Vec::new();
        program.workspace = base.workspace;
        unread.retain(|invalid| list_of(invalid.field) != Some(List::Lodging));
    }
    (program, unread)
}

/// The list that a field is of.
fn list_of(field: Field) -> Option<List> {
    match field {
        Field::Item(list, _, _) => Some(list),
        _ => None,
    }
}

/// Whether a program says all that the texts say: a draft is spent with it.
pub fn says_all_of(program: &Program, fields: &Fields) -> bool {
    read(fields, program.clone()) == (program.clone(), Vec::new())
}
