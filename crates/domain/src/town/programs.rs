//! The town's programs.

use super::{
    BADGE, CALENDAR, CONTEST, DESK, FILE, FREE_PROGRAM, LOTTERY, NOW, PROGRAM, REVIEWED_PROGRAM,
    Who, sign_up,
};
use crate::{
    AttendanceId, Day, IncomeId, Month, ProgramId, Row, ScoreId, Write, Yen,
    attendance::Attendance,
    calendar_link::CalendarLink,
    certificate::{Attested, Attests, Certificate},
    draw,
    file::{Attached, File, FileFormat},
    income::{DEFAULT_GOAL, Income},
    lottery::Seed,
    place::Town,
    profile::{About, Profile, ProfileItem},
    program::{
        Answer, Ask, ClockTime, Criterion, CriterionNo, Judging, Observers, Program, Question,
        QuestionNo, Selection, Session, SessionNo, Venue,
    },
    results::Results,
    review::{Points, Score},
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
        form: [("知りたいこと", Ask::Long), ("企画書", Ask::File)]
            .into_iter()
            .zip(1..)
            .map(|((text, ask), no)| Question {
                no: QuestionNo(no),
                text: text.into(),
                help: String::new(),
                ask,
                required: false,
                only_if: None,
            })
            .collect(),
        selection: match id {
            REVIEWED_PROGRAM => Selection::Review(Judging {
                criteria: criteria(),
                ..Judging::default()
            }),
            CONTEST => Selection::Review(Judging {
                criteria: criteria(),
                blind: true,
                announces: true,
            }),
            LOTTERY => Selection::Lottery,
            _ => Selection::FirstCome,
        },
        closes_at: match id {
            LOTTERY => Some(NOW.plus_days(5)),
            CONTEST => Some(NOW),
            _ => None,
        },
        contact: "商工課".into(),
        ..Program::blank(id, DESK, "油津商店".into(), NOW)
    }
}

fn criteria() -> Vec<Criterion> {
    let criterion = |(no, name, weight): (u16, &str, u16)| Criterion {
        no: CriterionNo(no),
        name: name.into(),
        help: String::new(),
        max: 5,
        weight,
    };
    [(1, "続けられるか", 2), (2, "町との縁", 1)]
        .map(criterion)
        .into()
}

/// Points for each of the criteria.
pub(super) fn points() -> Points {
    criteria()
        .iter()
        .map(|criterion| (criterion.no, 4))
        .collect()
}

/// What somebody sends for the program's one session.
pub(super) fn application() -> Application {
    Application {
        session: Some(SessionNo(1)),
        about: About::from([(ProfileItem::Phone, "0987-23-4567".into())]),
        ..Application::default()
    }
}

pub(super) fn signed_up(who: Who, program: ProgramId, state: State) -> SignUp {
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
        ticket: None,
        blind: false,
        news_at: None,
        seen_at: None,
        goal: (program == PROGRAM).then_some(DEFAULT_GOAL),
        seated_at: None,
    }
}

/// A sign-up of a contest.
fn an_entry(who: Who) -> SignUp {
    let mut entry = signed_up(who, CONTEST, State::InReview);
    entry.application.title = "ちいさな商店".into();
    entry.application.shown_as = "港の人".into();
    entry.blind = true;
    if who == Who::Worker {
        let answer = Answer::File(attached());
        entry.application.answers.insert(QuestionNo(2), answer);
    }
    entry
}

/// The file that came with the worker's entry, as it is named there.
pub fn attached() -> Attached {
    Attached {
        file: FILE,
        format: FileFormat::Pdf,
        size: 9,
        name: "佐野の企画書.pdf".into(),
    }
}

/// The worker's file.
pub(super) fn file() -> File {
    let Attached {
        file, format, size, ..
    } = attached();
    File {
        id: file,
        person: Who::Worker.id(),
        format,
        size,
        sent_at: NOW,
        sign_up: Some(sign_up(Who::Worker, CONTEST)),
    }
}

/// What comes of two programs: a draw that is ready, with one who takes part, and a contest.
fn chosen() -> Vec<Row> {
    let [urn, draw] = draw::prepare(LOTTERY, Seed::new([5; 32]), Seed::new([6; 32]));
    let mut writes = vec![urn, draw];
    let mut taking_part = signed_up(Who::OtherWorker, LOTTERY, State::InDraw);
    if let Some(Write::Put(Row::Urn(urn))) = writes.first() {
        taking_part.ticket = Some(urn.ticket(taking_part.id));
    }
    let mut roster = Roster::new(LOTTERY, Some(SessionNo(1)), DESK);
    roster.entered.push(Entry {
        sign_up: taking_part.id,
        children: 0,
    });
    writes.extend(roster.kept());
    writes.extend(taking_part.kept());
    for who in [Who::Worker, Who::OtherWorker] {
        writes.extend(an_entry(who).kept());
    }
    let reviewer = Who::Member;
    let sign_up = sign_up(Who::Worker, CONTEST);
    let mut rows: Vec<Row> = writes
        .into_iter()
        .filter_map(|write| match write {
            Write::Put(row) => Some(row),
            Write::Delete(_) => None,
        })
        .collect();
    rows.extend([
        Row::Score(Score {
            id: ScoreId::of(sign_up, reviewer.id()),
            sign_up,
            program: CONTEST,
            desk: DESK,
            reviewer: reviewer.id(),
            reviewer_name: reviewer.name().into(),
            points: points(),
            note: String::new(),
            at: NOW,
        }),
        Row::Results(Results {
            program: CONTEST,
            desk: DESK,
            at: NOW,
            winners: Vec::new(),
        }),
    ]);
    rows
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
    let mut rows = vec![
        Row::Program(program(LOTTERY)),
        Row::Program(program(CONTEST)),
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
        Row::Income(Income {
            id: IncomeId::of(Who::Worker.id(), Month::at(NOW)),
            person: Who::Worker.id(),
            month: Month::at(NOW),
            amount: Some(Yen(30_000)),
            counted: Some(Yen(30_000)),
            said_at: NOW,
        }),
        Row::File(file()),
        Row::CalendarLink(CalendarLink {
            id: CALENDAR,
            person: Who::Worker.id(),
            made_at: NOW,
        }),
    ];
    rows.extend(chosen());
    rows
}
