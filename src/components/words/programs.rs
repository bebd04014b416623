//! Words for programs: kinds, times, seats, answers.

use super::{life_stage, number};
use crate::device::intl;
use domain::{
    Refusal, Timestamp,
    profile::{NO, ProfileItem, YES},
    program::{Answer, Ask, Capacity, Program, ProgramKind, Question, Session},
    roster::Vacancy,
    sign_up::{Part, SignUp, State},
};

/// What is offered.
pub fn kind(kind: ProgramKind) -> &'static str {
    match kind {
        ProgramKind::Seminar => text!(program::kind_seminar),
        ProgramKind::Course => text!(program::kind_course),
        ProgramKind::Cohort => text!(program::kind_cohort),
        ProgramKind::TrialStay => text!(program::kind_trial_stay),
        ProgramKind::Contest => text!(program::kind_contest),
        ProgramKind::Accreditation => text!(program::kind_accreditation),
        ProgramKind::JobFeed => text!(program::kind_job_feed),
    }
}

/// When a session is: 12月3日(木) 10:00 〜 12:00.
pub fn when(session: &Session) -> String {
    let day = |at: Timestamp| intl::day(super::tag(), at);
    let time = |at: Timestamp| intl::time(super::tag(), at);
    let (first, last) = (session.from.start(), session.to.start());
    let begins = session.begins.map(|_| time(session.begins_at()));
    let ends = session.ends.map(|_| time(session.ends_at()));
    let joined = |day: String, time: Option<String>| match time {
        Some(time) => format!("{day} {time}"),
        None => day,
    };
    let from = joined(day(first), begins);
    match (session.from == session.to, ends) {
        (true, None) => from,
        (true, Some(ends)) => text!(program::until, from, ends),
        (false, ends) => text!(program::until, from, joined(day(last), ends)),
    }
}

/// Until when sign-ups are taken: 12月6日(日), or with the time where that is not the day's end.
pub fn until(closes_at: Timestamp) -> String {
    // Midnight closes the day before.
    let last = domain::Day::of(Timestamp(closes_at.0.saturating_sub(1)));
    match last.plus(1).start() == closes_at {
        true => super::day(last.start()),
        false => super::moment(closes_at),
    }
}

/// Where a session is.
pub fn place(session: &Session) -> Option<String> {
    let online = session.online.then(|| text!(program::online).to_owned());
    let venue = session.venue.as_ref().map(|venue| {
        let named = [venue.name.as_str(), venue.address.as_str()];
        let named = named.into_iter().filter(|part| !part.is_empty());
        named.collect::<Vec<_>>().join(" ")
    });
    match (venue.filter(|venue| !venue.is_empty()), online) {
        (Some(venue), Some(online)) => Some(format!("{venue} / {online}")),
        (venue, online) => venue.or(online),
    }
}

/// The session that is next, or the last one.
pub fn next_session(program: &Program, now: Timestamp) -> Option<&Session> {
    let sessions = || program.sessions.iter();
    let ahead = sessions().filter(|session| session.ends_at() > now);
    ahead
        .min_by_key(|session| session.begins_at())
        .or_else(|| sessions().max_by_key(|session| session.begins_at()))
}

/// When a program is, in a line: the next session, and how many more.
pub fn when_next(program: &Program, now: Timestamp) -> String {
    let Some(next) = next_session(program, now) else {
        return text!(program::when_none).to_owned();
    };
    let others = program.sessions.len().saturating_sub(1);
    match others {
        0 => when(next),
        others => format!("{} {}", when(next), text!(program::more_sessions, others)),
    }
}

/// From so many seats on, how many are left is not counted out.
const MANY: u32 = 20;

/// How many seats are left, and the shape that says so.
pub fn seats(capacity: Capacity, vacancy: Option<&Vacancy>) -> (&'static str, String) {
    let taken = vacancy.map_or(0, |vacancy| vacancy.seated);
    let waiting = vacancy.map_or(0, |vacancy| vacancy.waiting);
    let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let Some(seats) = capacity.seats else {
        return ("seats is-free", text!(program::seats_unbounded).to_owned());
    };
    let (left, places) = (
        seats.saturating_sub(taken),
        capacity.waiting.saturating_sub(waiting),
    );
    match (left, places) {
        (0, 0) => ("seats is-full", text!(program::seats_full).to_owned()),
        (0, places) => (
            "seats is-waiting",
            text!(program::seats_waiting, count(places)),
        ),
        (left, _) if left > MANY => ("seats is-free", text!(program::seats_many).to_owned()),
        (left, _) => ("seats is-free", text!(program::seats_left, count(left))),
    }
}

/// How many childcare places are left; `None` where there is no childcare.
pub fn childcare(capacity: Capacity, vacancy: Option<&Vacancy>) -> Option<String> {
    let places = capacity.children.filter(|places| *places > 0)?;
    let taken = vacancy.map_or(0, |vacancy| vacancy.children);
    Some(match places.saturating_sub(taken) {
        0 => text!(program::childcare_full).to_owned(),
        left => text!(
            program::childcare_left,
            usize::try_from(left).unwrap_or(usize::MAX)
        ),
    })
}

/// How a sign-up stands: a shape and a word.
pub fn state(state: &State) -> (&'static str, String) {
    match state {
        State::InReview => ("state is-open", text!(program::state_in_review).to_owned()),
        State::InDraw => ("state is-open", text!(choosing::state_in_draw).to_owned()),
        State::Accepted { .. } => ("state is-sent", text!(program::state_accepted).to_owned()),
        State::Waiting { place } => (
            "state is-waiting",
            text!(
                program::state_waiting,
                number(usize::try_from(*place).unwrap_or(0))
            ),
        ),
        State::Refused { .. } => ("state is-failed", text!(program::state_refused).to_owned()),
        State::Lost { .. } => ("state is-failed", text!(choosing::state_lost).to_owned()),
        State::Withdrawn { .. } => ("state", text!(program::state_withdrawn).to_owned()),
    }
}

/// What follows from how it stands. `has_seats`: seats are left, so that who waits does so for
/// childcare.
pub fn told(program: Option<&Program>, sign_up: &SignUp, has_seats: bool) -> String {
    let closes_at = program.and_then(|program| program.closes_at);
    match (&sign_up.state, closes_at) {
        (State::InDraw, Some(closes)) => text!(choosing::told_in_draw, super::moment(closes)),
        _ => told_of(sign_up, has_seats).to_owned(),
    }
}

fn told_of(sign_up: &SignUp, has_seats: bool) -> &'static str {
    let with_children = sign_up.application.children > 0;
    // What has a title is an entry of its author's.
    let is_entry = !sign_up.application.title.is_empty();
    match (&sign_up.state, sign_up.application.part) {
        (State::InReview, _) if is_entry => text!(choosing::told_entry),
        (State::Refused { .. }, _) if is_entry => text!(choosing::told_not_chosen),
        (State::InReview, _) => text!(program::told_in_review),
        (State::InDraw, _) => text!(choosing::afterwards_draw),
        (State::Lost { .. }, _) => text!(choosing::told_lost),
        (State::Accepted { .. }, Part::Observer) => text!(program::told_observing),
        (State::Accepted { .. }, Part::Participant) => text!(program::told_accepted),
        (State::Waiting { .. }, _) if has_seats && with_children => {
            text!(program::told_waiting_childcare)
        }
        (State::Waiting { .. }, _) => text!(program::told_waiting),
        (State::Refused { .. }, _) => text!(program::told_refused),
        (State::Withdrawn { .. }, _) => text!(program::told_withdrawn),
    }
}

/// What is asked of a person.
pub fn item(item: ProfileItem) -> &'static str {
    match item {
        ProfileItem::Kana => text!(program::item_kana),
        ProfileItem::Phone => text!(program::item_phone),
        ProfileItem::Town => text!(program::item_town),
        ProfileItem::Mover => text!(program::item_mover),
        ProfileItem::BirthDate => text!(program::item_birth_date),
        ProfileItem::LifeStage => text!(program::item_life_stage),
        ProfileItem::WeeklyHours => text!(program::item_weekly_hours),
        ProfileItem::Skills => text!(program::item_skills),
    }
}

/// What a person said of themselves, as people read it.
pub fn said(program: Option<&Program>, of: ProfileItem, text: &str) -> String {
    match of {
        ProfileItem::Town => {
            let towns = program.map(|program| program.eligibility.towns.as_slice());
            let named = towns.unwrap_or_default().iter();
            let mut named = named.filter(|town| town.code.as_str() == text);
            named
                .next()
                .map_or_else(|| text.to_owned(), |town| town.name.clone())
        }
        ProfileItem::Mover if text == YES => text!(program::yes).to_owned(),
        ProfileItem::Mover if text == NO => text!(program::no).to_owned(),
        ProfileItem::BirthDate => text.parse().map_or_else(
            |_| text.to_owned(),
            |day: domain::Day| super::date(day.start()),
        ),
        ProfileItem::LifeStage => domain::job::LifeStage::from_word(text)
            .map_or_else(|| text.to_owned(), |stage| life_stage(stage).to_owned()),
        _ => text.to_owned(),
    }
}

/// An answer, as people read it.
pub fn answer(question: &Question, answer: Option<&Answer>) -> String {
    let option = |number: u16| match &question.ask {
        Ask::Choice(options) | Ask::Many(options) => {
            let option = options.get(usize::from(number));
            option.cloned().unwrap_or_default()
        }
        _ => String::new(),
    };
    match answer {
        None => text!(program::none_said).to_owned(),
        Some(Answer::Text(text)) => text.clone(),
        Some(Answer::Choice(number)) => option(*number),
        Some(Answer::Many(numbers)) => {
            let chosen = numbers.iter().map(|number| option(*number));
            chosen.collect::<Vec<_>>().join("、")
        }
        Some(Answer::Number(number)) => intl::number(*number),
        Some(Answer::Date(day)) => super::date(day.start()),
        Some(Answer::Consent) => text!(program::agreed).to_owned(),
        Some(Answer::File(attached)) => attached.name.clone(),
    }
}

/// Why a sign-up was refused; `None` where the word for proposals says it.
pub fn refusal(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::ProgramNotFound => text!(program::refused_not_found).to_owned(),
        Refusal::SignUpClosed => text!(program::refused_closed).to_owned(),
        Refusal::SignUpOpen => text!(choosing::refused_open).to_owned(),
        Refusal::DrawNotReady => text!(choosing::refused_not_ready).to_owned(),
        Refusal::Full => text!(program::refused_full).to_owned(),
        Refusal::NoChildcare => text!(program::refused_childcare).to_owned(),
        Refusal::NotEligible { by } => text!(program::refused_eligible, item(*by)),
        _ => return None,
    })
}
