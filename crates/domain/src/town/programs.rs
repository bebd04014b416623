//! The town's programs.

use super::{BADGE, CALENDAR, DESK, FREE_PROGRAM, NOW, PROGRAM, REVIEWED_PROGRAM, Who, sign_up};
use crate::{
    AttendanceId, Day, ProgramId, Row,
    attendance::Attendance,
    calendar_link::CalendarLink,
    certificate::{Attested, Attests, Certificate},
    place::Town,
    profile::{About, Profile, ProfileItem},
    program::{
        Ask, ClockTime, Observers, Program, Question, QuestionNo, Selection, Session, SessionNo,
        Venue,
    },
    roster::{Entry, Roster},
    sign_up::{Application, SignUp, State},
};
use std::collections::BTreeSet;

/// Its municipality.
pub(super) fn town() -> Town {
    Town {
        code: "452041"
            .to_owned()
            .try_into()
            .unwrap_or_else(|_| unreachable!("a real town")),
        name: "宮崎県日南市".into(),
    }
}

/// A seminar of the desk: two seats, three places to wait, childcare for two, one observer.
pub fn program(id: ProgramId) -> Program {
    Program {
        title: "はじめての在宅ワーク".into(),
        description: "家で働くことの話をします。".into(),
        towns: vec![town()],
        sessions: vec![Session {
            no: SessionNo(1),
            from: Day::of(NOW).plus(10),
            to: Day::of(NOW).plus(10),
            begins: ClockTime::new(10, 0),
            ends: ClockTime::new(12, 0),
            note: String::new(),
            online: false,
            venue: Some(Venue {
                name: "油津公民館".into(),
                town: Some(town()),
                ..Venue::default()
            }),
            capacity: Some(2),
            observers: Observers::SignUp(1),
            childcare: Some(2),
        }],
        waitlist: 3,
        asks: BTreeSet::from([ProfileItem::Phone]),
        form: vec![Question {
            no: QuestionNo(1),
            text: "知りたいこと".into(),
            help: String::new(),
            ask: Ask::Long,
            required: false,
            only_if: None,
        }],
        selection: match id {
            REVIEWED_PROGRAM => Selection::Review,
            _ => Selection::FirstCome,
        },
        contact: "商工課".into(),
        ..Program::blank(id, DESK, "油津商店".into(), NOW)
    }
}

/// What somebody sends for the program's one session.
pub(super) fn application() -> Application {
    Application {
        session: Some(SessionNo(1)),
        about: About::from([(ProfileItem::Phone, "0987-23-4567".into())]),
        ..Application::default()
    }
}

fn signed_up(who: Who, program: ProgramId, state: State) -> SignUp {
    SignUp {
        id: sign_up(who, program),
        program,
        program_title: "はじめての在宅ワーク".into(),
        desk: DESK,
        desk_name: "油津商店".into(),
        person: who.id(),
        person_name: who.name().into(),
        application: application(),
        sent_at: NOW,
        state,
        certificate: None,
        sample: false,
    }
}

/// Of an accreditation that is no more.
fn badge() -> Certificate {
    Certificate {
        id: BADGE,
        sign_up: sign_up(Who::Worker, REVIEWED_PROGRAM),
        program: REVIEWED_PROGRAM,
        desk: DESK,
        person: Who::Worker.id(),
        attested: Attested {
            attests: Attests::Badge,
            name: Who::Worker.name().into(),
            program_title: "アンバサダー認定".into(),
            desk_name: "油津商店".into(),
            from: None,
            to: None,
            granted_at: NOW,
            expires_on: Some(Day::of(NOW).plus(365)),
            revoked_at: None,
            sample: false,
        },
    }
}

pub(super) fn rows() -> Vec<Row> {
    let entry = |who| Entry {
        sign_up: sign_up(who, PROGRAM),
        children: 0,
    };
    let roster = Roster {
        seated: vec![entry(Who::Worker)],
        waiting: vec![entry(Who::OtherWorker)],
        ..Roster::new(PROGRAM, Some(SessionNo(1)), DESK)
    };
    let mut full = program(PROGRAM);
    for session in &mut full.sessions {
        session.capacity = Some(1);
    }
    let accepted = State::Accepted { at: NOW };
    vec![
        Row::Program(full),
        Row::Program(program(FREE_PROGRAM)),
        Row::Program(program(REVIEWED_PROGRAM)),
        Row::SignUp(signed_up(Who::Worker, PROGRAM, accepted)),
        Row::SignUp(signed_up(
            Who::OtherWorker,
            PROGRAM,
            State::Waiting { place: 1 },
        )),
        Row::SignUp(signed_up(Who::Worker, REVIEWED_PROGRAM, State::InReview)),
        Row::Vacancy(roster.vacancy()),
        Row::Roster(roster),
        Row::Profile(Profile {
            person: Who::Worker.id(),
            about: application().about,
        }),
        Row::Attendance(Attendance {
            id: AttendanceId::of(sign_up(Who::Worker, PROGRAM), SessionNo(1)),
            sign_up: sign_up(Who::Worker, PROGRAM),
            program: PROGRAM,
            session: SessionNo(1),
            person: Who::Worker.id(),
            desk: DESK,
            at: NOW,
        }),
        Row::Certificate(badge()),
        Row::CalendarLink(CalendarLink {
            id: CALENDAR,
            person: Who::Worker.id(),
            made_at: NOW,
        }),
    ]
}
