//! Words of the form in which an organizer writes a program.

use super::programs;
use domain::{
    Refusal,
    program::{Attendance, ProgramKind, Selection},
    program_text::{AskKind, Watching, Way},
    refusal::{Field, List, Part, Problem},
};

/// A field's name in the form of a program.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Kind => text!(program_editor::kind),
        Field::Organization => text!(editor::desk),
        Field::Title => text!(program_editor::title),
        Field::Description => text!(program_editor::description),
        Field::Goal => text!(program::goal),
        Field::Mentors => text!(cohort::mentors),
        Field::Town => text!(program_editor::town),
        Field::Attendance => text!(program_editor::attendance),
        Field::Session => text!(program_editor::sessions),
        Field::Capacity => text!(program_editor::capacity),
        Field::Waitlist => text!(program_editor::waitlist),
        Field::Amount => text!(program_editor::amount),
        Field::Costs => text!(program_editor::costs),
        Field::Eligibility => text!(program_editor::residents),
        Field::Movers => text!(program_editor::movers),
        Field::AgeFrom => text!(program_editor::age_from),
        Field::AgeTo => text!(program_editor::age_to),
        Field::LifeStages => text!(program_editor::stages),
        Field::WeeklyHours => text!(program_editor::weekly_hours),
        Field::Skills => text!(program_editor::skills),
        Field::SignUpBy => text!(program_editor::sign_up_by),
        Field::Message => text!(program::elsewhere),
        Field::Selection => text!(program_editor::selection),
        Field::OpensAt => text!(program_editor::opens),
        Field::ClosesAt => text!(program_editor::closes),
        Field::Blind => text!(program_editor::blind),
        Field::Announces => text!(program_editor::announces),
        Field::Criteria => text!(program_editor::criteria),
        Field::Asks => text!(program_editor::asks),
        Field::Questions => text!(program::questions),
        Field::Contact => text!(program::contact),
        Field::Website => text!(program_editor::website),
        Field::Item(List::Criterion, _, Part::Name) => text!(program_editor::criterion),
        Field::Item(List::Criterion, _, Part::Help) => text!(program_editor::criterion_help),
        Field::Item(List::Criterion, _, Part::Most) => text!(program_editor::points),
        Field::Lodging => text!(stay::lodgings),
        Field::Workspace => text!(stay::seat),
        Field::Item(List::Lodging, _, named) => super::stays::part(named),
        Field::Item(_, _, named) => part(named),
        other => super::field(other),
    }
}

/// The name of a part of an item.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Rank => text!(program_editor::rank),
        Part::Name => text!(program_editor::town),
        Part::From => text!(program_editor::from),
        Part::To => text!(program_editor::to),
        Part::Begins => text!(program_editor::begins),
        Part::Ends => text!(program_editor::ends),
        Part::Note => text!(program_editor::note),
        Part::Online => text!(program_editor::online),
        Part::Venue => text!(program_editor::venue),
        Part::Address => text!(program_editor::address),
        Part::Access => text!(program_editor::access),
        Part::Capacity => text!(program_editor::capacity),
        Part::Observers => text!(program::observing),
        Part::ObserverSeats => text!(program_editor::observer_seats),
        Part::Childcare => text!(program_editor::childcare),
        Part::Text => text!(program_editor::question),
        Part::Help => text!(program_editor::help),
        Part::Ask => text!(program_editor::ask),
        Part::Required => text!(program_editor::required_check),
        Part::OnlyIf => text!(program_editor::when_asked),
        Part::Least => text!(program_editor::least),
        Part::Most => text!(program_editor::most),
        Part::Rooms | Part::Rules | Part::Contact => super::stays::part(part),
        Part::Weight => text!(program_editor::weight),
        Part::Option(_) => text!(program_editor::option),
    }
}

/// What a kind of program is, in a line.
pub fn why(kind: ProgramKind) -> &'static str {
    match kind {
        ProgramKind::Seminar => text!(program_editor::why_seminar),
        ProgramKind::Course => text!(program_editor::why_course),
        ProgramKind::Cohort => text!(program_editor::why_cohort),
        ProgramKind::TrialStay => text!(program_editor::why_trial_stay),
        ProgramKind::Contest => text!(program_editor::why_contest),
        ProgramKind::Accreditation => text!(program_editor::why_accreditation),
        ProgramKind::JobFeed => text!(program_editor::why_job_feed),
    }
}

/// What a sign-up is for.
pub fn attendance(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::One => text!(program_editor::attendance_one),
        Attendance::All => text!(program_editor::attendance_all),
    }
}

/// Who may look on.
pub fn watching(watching: Watching) -> &'static str {
    match watching {
        Watching::None => text!(program_editor::watching_none),
        Watching::Free => text!(program_editor::watching_free),
        Watching::SignUp => text!(program_editor::watching_sign_up),
    }
}

/// Where one signs up.
pub fn sign_up_by(way: Way) -> &'static str {
    match way {
        Way::Engawa => text!(program_editor::by_engawa),
        Way::Other => text!(program_editor::by_other),
    }
}

/// Who gets a seat.
pub fn selection(selection: &Selection) -> &'static str {
    match selection {
        Selection::FirstCome => text!(program_editor::first_come),
        Selection::Lottery => text!(choosing::lottery),
        Selection::Review(_) => text!(program_editor::review),
    }
}

/// What kind of answer a question wants.
pub fn ask(kind: AskKind) -> &'static str {
    match kind {
        AskKind::Short => text!(program_editor::ask_short),
        AskKind::Long => text!(program_editor::ask_long),
        AskKind::Choice => text!(program_editor::ask_choice),
        AskKind::Many => text!(program_editor::ask_many),
        AskKind::Number => text!(program_editor::ask_number),
        AskKind::Date => text!(program_editor::ask_date),
        AskKind::Consent => text!(program_editor::ask_consent),
        AskKind::File => text!(program_editor::ask_file),
    }
}

/// What is wrong with a field of a program.
pub fn wrong(field: Field, found: &Problem) -> String {
    let said = match (field, found) {
        (Field::Session, Problem::Missing) => text!(program_editor::no_session),
        (Field::ClosesAt, Problem::Missing) => text!(program_editor::draw_needs_day),
        (Field::Item(List::Question, ..), Problem::Settled) => text!(program_editor::ask_settled),
        (Field::Item(List::Question, _, Part::Ask), Problem::Missing) => {
            text!(program_editor::no_options)
        }
        (Field::Item(List::Question, _, Part::OnlyIf), Problem::Malformed) => {
            text!(program_editor::only_if_gone)
        }
        (Field::Item(_, _, Part::Ends), Problem::Malformed) => text!(program_editor::ends_first),
        (Field::AgeTo, Problem::Malformed) => text!(program_editor::age_turned),
        (Field::ClosesAt, Problem::Malformed) => text!(program_editor::closes_first),
        (Field::Website, Problem::Malformed) => text!(program_editor::website_wrong),
        (field, found) => return super::wrong(field, found),
    };
    said.to_owned()
}

/// Why a program was refused.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Invalid(invalid) => text!(
            app::field_problem,
            field(invalid.field),
            wrong(invalid.field, &invalid.problem)
        ),
        other => super::refusal(other),
    }
}

/// What a field's text means to people, where it is a word of ours.
pub fn said(of: Field, text: &str) -> String {
    let named = match of {
        Field::Kind => ProgramKind::from_word(text).map(programs::kind),
        Field::Attendance => Attendance::from_word(text).map(attendance),
        Field::Selection => Selection::from_word(text).map(|one| selection(&one)),
        Field::SignUpBy => Way::from_word(text).map(sign_up_by),
        Field::Item(_, _, Part::Observers) => Watching::from_word(text).map(watching),
        Field::Item(_, _, Part::Ask) => AskKind::from_word(text).map(ask),
        _ => None,
    };
    named.map_or_else(|| super::editor::said(of, text), str::to_owned)
}
