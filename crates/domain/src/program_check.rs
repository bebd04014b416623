//! What keeps a program from being announced, each at its place in the form.

use crate::{
    Timestamp,
    draft::Fields,
    job::{MAX_SHORT, MAX_TITLE, check_line, check_text},
    program::{
        Ask, Attendance, Lodging, MAX_CRITERIA, MAX_LODGINGS, MAX_OPEN, MAX_QUESTIONS, Program,
        Question, Session, SessionNo, SignUpBy, in_seats,
    },
    program_text::{self, AskKind},
    refusal::{Field, Invalid, List, Part, Problem},
};
use std::collections::BTreeSet;

/// What the texts of a program come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Written {
    /// The program, with what of it can be read.
    pub program: Program,
    /// What keeps it from being announced, in the order of the form.
    pub problems: Vec<Invalid>,
}

impl Written {
    /// What the texts come to at `now`, going on from `base`, in the place of what was announced
    /// `before`. Which desk it is of is a question of its own.
    pub fn of(fields: &Fields, base: Program, before: Option<&Program>, now: Timestamp) -> Self {
        let all = program_text::over(fields, &base);
        let (program, unread) = program_text::read(fields, base);
        let mut problems = problems_after(before, &program, now);
        for invalid in &mut problems {
            invalid.field = at_its_option(&all, invalid.field);
        }
        // What cannot be read is no missing value, and a session without a day is one.
        problems.retain(|invalid| {
            let is_read = unread.iter().all(|other| {
                other.field != invalid.field
                    && !(invalid.field == Field::Session
                        && matches!(other.field, Field::Item(List::Session, ..)))
            });
            invalid.field != Field::Organization && is_read
        });
        problems.extend(unread);
        problems.sort_by_key(|invalid| program_text::order(invalid.field));
        Self { program, problems }
    }
}

/// Everything that keeps a program from being announced at `now`, in the place of what was announced
/// `before`. What is as it was before is no problem now: a word can be mended in a program whose
/// sessions are over.
pub fn problems_after(before: Option<&Program>, program: &Program, now: Timestamp) -> Vec<Invalid> {
    let mut found = program.own_problems();
    let mut note = |is_wrong: bool, field, problem| {
        if is_wrong {
            found.push(Invalid { field, problem });
        }
    };
    note(
        program.description.trim().is_empty()
            && before.is_none_or(|before| before.description != program.description),
        Field::Description,
        Problem::Missing,
    );
    note(
        // Nobody could sign up for it.
        program.attendance == Attendance::One
            && program.sign_up == SignUpBy::Engawa
            && program.sessions.is_empty()
            && before.is_none_or(|before| !before.sessions.is_empty()),
        Field::Session,
        Problem::Missing,
    );
    let is_new = |of: fn(&Program) -> Option<Timestamp>| {
        of(program).filter(|_| before.is_none_or(|before| of(before) != of(program)))
    };
    let closes = is_new(|program| program.closes_at);
    let opens = is_new(|program| program.opens_at);
    let is_empty = program
        .opens_at
        .zip(program.closes_at)
        .is_some_and(|(opens, closes)| closes <= opens);
    note(
        closes.is_some_and(|closes| closes <= now),
        Field::ClosesAt,
        Problem::Past,
    );
    note(
        is_empty && (closes.is_some() || opens.is_some()),
        Field::ClosesAt,
        Problem::Malformed,
    );
    found.extend(sessions(before, program, now));
    found.extend(lodgings(before, program, now));
    found.extend(audience(program));
    found.extend(criteria(program));
    found.extend(form(before, program));
    found.sort_by_key(|invalid| program_text::order(invalid.field));
    let mut named = BTreeSet::new();
    found.retain(|invalid| named.insert(invalid.field));
    found
}

/// What somebody signed up for that would be gone: `is_taken` says whether somebody did.
pub fn taken_away(
    before: &Program,
    program: &Program,
    is_taken: impl Fn(Option<SessionNo>) -> bool,
) -> Vec<Invalid> {
    let problem = Problem::Settled;
    // They signed up for another way of choosing.
    let is_other = !program.selection.is_like(&before.selection);
    let other = (is_other && before.parts().into_iter().any(&is_taken)).then(|| Invalid {
        field: Field::Selection,
        problem: problem.clone(),
    });
    let gone = before.parts().into_iter();
    let gone = gone.filter(|part| !program.has(*part) && is_taken(*part));
    let gone = gone.map(|part| match part {
        Some(SessionNo(number)) if before.attendance == program.attendance => Invalid {
            field: Field::Item(List::Session, number, Part::Rank),
            problem: problem.clone(),
        },
        _ => Invalid {
            field: Field::Attendance,
            problem: problem.clone(),
        },
    });
    gone.chain(other).collect()
}

fn sessions(before: Option<&Program>, program: &Program, now: Timestamp) -> Vec<Invalid> {
    let mut found = Vec::new();
    for session in &program.sessions {
        let at = |part| Field::Item(List::Session, session.no.0, part);
        if let Err(Invalid { field, problem }) = session.check() {
            let field = at(part_of(session, field));
            found.push(Invalid { field, problem });
        }
        let was = before.and_then(|before| before.session(session.no));
        let is_moved = was.is_none_or(|was| was.ends_at() != session.ends_at());
        if is_moved && session.ends_at() <= now {
            let (field, problem) = (at(Part::From), Problem::Past);
            found.push(Invalid { field, problem });
        }
    }
    found
}

fn lodgings(before: Option<&Program>, program: &Program, now: Timestamp) -> Vec<Invalid> {
    let mut found = Vec::new();
    if program.lodgings.len() > MAX_LODGINGS {
        let (field, max) = (Field::Lodging, MAX_LODGINGS);
        let problem = Problem::TooMany { max };
        found.push(Invalid { field, problem });
    }
    for lodging in &program.lodgings {
        let mut note = |part, problem| {
            let field = Field::Item(List::Lodging, lodging.no.0, part);
            found.push(Invalid { field, problem });
        };
        if let Err(Invalid { field, problem }) = lodging.check() {
            note(part_of_lodging(lodging, field), problem);
        }
        if lodging.rooms.is_empty() {
            note(Part::Rooms, Problem::Missing);
        }
        let was = before.and_then(|before| before.lodging(lodging.no));
        let is_moved = was.is_none_or(|was| was.nights.to != lodging.nights.to);
        if is_moved && lodging.nights.to.start() <= now {
            note(Part::To, Problem::Past);
        }
    }
    found
}

/// The part of a lodging that a field of its own check is about.
fn part_of_lodging(lodging: &Lodging, field: Field) -> Part {
    match field {
        Field::Address => Part::Address,
        Field::HouseRules => Part::Rules,
        Field::Contact => Part::Contact,
        Field::GuestRoom => Part::Rooms,
        Field::Nights if (1..=MAX_OPEN).contains(&lodging.nights.count()) => Part::Most,
        Field::Nights => Part::To,
        _ => Part::Name,
    }
}

/// The part of a session that a field of its own check is about.
fn part_of(session: &Session, field: Field) -> Part {
    let venue = session.venue.as_ref();
    match field {
        Field::Starts => Part::Note,
        Field::Ends => Part::Ends,
        Field::Childcare => Part::Childcare,
        Field::Capacity if in_seats(field, session.capacity).is_ok() => Part::ObserverSeats,
        Field::Capacity => Part::Capacity,
        _ => match venue {
            Some(venue) if check_line(field, &venue.name, MAX_TITLE).is_ok() => {
                match check_text(field, &venue.address, MAX_SHORT) {
                    Ok(()) => Part::Access,
                    Err(_) => Part::Address,
                }
            }
            _ => Part::Venue,
        },
    }
}

fn audience(program: &Program) -> Option<Invalid> {
    let Invalid { field, problem } = program.eligibility.check().err()?;
    let eligibility = &program.eligibility;
    let turned = eligibility
        .age_from
        .zip(eligibility.age_to)
        .is_some_and(|(from, to)| to < from);
    let field = match (turned, eligibility.skills.chars().count() > MAX_SHORT) {
        (true, _) => Field::AgeTo,
        (_, true) => Field::Skills,
        _ => field,
    };
    Some(Invalid { field, problem })
}

fn criteria(program: &Program) -> Vec<Invalid> {
    let criteria = program.judging().map_or(&[][..], |it| &it.criteria);
    let too_many = (criteria.len() > MAX_CRITERIA).then_some(Invalid {
        field: Field::Criteria,
        problem: Problem::TooMany { max: MAX_CRITERIA },
    });
    let wrong = criteria.iter().flat_map(|criterion| {
        let parts = criterion.check().into_iter();
        parts.filter_map(|(part, found)| {
            let field = Field::Item(List::Criterion, criterion.no.0, part);
            let problem = found.err()?.problem;
            Some(Invalid { field, problem })
        })
    });
    too_many.into_iter().chain(wrong).collect()
}

fn form(before: Option<&Program>, program: &Program) -> Vec<Invalid> {
    let mut found = Vec::new();
    if program.form.len() > MAX_QUESTIONS {
        let problem = Problem::TooMany { max: MAX_QUESTIONS };
        let field = Field::Questions;
        found.push(Invalid { field, problem });
    }
    for question in &program.form {
        let at = |part| Field::Item(List::Question, question.no.0, part);
        if let Err(Invalid { problem, .. }) = question.check_itself() {
            let field = at(part_of_question(question));
            found.push(Invalid { field, problem });
        }
        let was = before.and_then(|before| {
            let mut before = before.form.iter();
            before.find(|was| was.no == question.no)
        });
        if was.is_some_and(|was| !still_means(&was.ask, &question.ask)) {
            let (field, problem) = (at(Part::Ask), Problem::Settled);
            found.push(Invalid { field, problem });
        }
    }
    found
}

/// The part of a question that its own check is about.
fn part_of_question(question: &Question) -> Part {
    let field = Field::Questions;
    match (
        question.text.trim().is_empty() || check_text(field, &question.text, MAX_SHORT).is_err(),
        check_text(field, &question.help, MAX_SHORT).is_err(),
        &question.ask,
    ) {
        (true, ..) => Part::Text,
        (_, true, _) => Part::Help,
        (_, _, Ask::Choice(options) | Ask::Many(options)) if !options.is_empty() => {
            let wrong = |text: &String| check_line(field, text, MAX_TITLE).is_err();
            let wrong = options.iter().position(wrong).unwrap_or(0);
            Part::Option(wrong.try_into().unwrap_or(0))
        }
        (_, _, Ask::Number { .. }) => Part::Most,
        _ => Part::Ask,
    }
}

/// Whether answers to a question mean what they meant: its kind is the same, and its options stand
/// where they stood. Words may be mended, and options come behind; whatever else it shall be is
/// another question.
fn still_means(was: &Ask, is: &Ask) -> bool {
    match (was, is) {
        (Ask::Choice(was), Ask::Choice(is)) | (Ask::Many(was), Ask::Many(is)) => {
            let mut places = was.iter().enumerate();
            let stays = places.all(|(place, option)| {
                let now = is.iter().position(|one| one == option);
                now.is_none_or(|now| now == place || is.get(place) == Some(option))
            });
            was.len() <= is.len() && stays
        }
        (was, is) => AskKind::of(was) == AskKind::of(is),
    }
}

/// The options of the draft have numbers of their own; the check counted them.
fn at_its_option(fields: &Fields, field: Field) -> Field {
    let Field::Item(List::Question, question, Part::Option(place)) = field else {
        return field;
    };
    let mut written = program_text::options(fields, question)
        .into_iter()
        .filter(|(_, text)| !text.is_empty());
    let number = written
        .nth(place.into())
        .map_or(place, |(number, _)| number);
    Field::Item(List::Question, question, Part::Option(number))
}
