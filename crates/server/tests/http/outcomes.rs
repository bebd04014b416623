//! What became of the people who signed up: for the desk's members, by month, never below five.

use crate::town::Town;
use domain::{
    AttendanceId, BookingId, Day, IncomeId, Month, PersonId, ProgramId, ProposalId, RosterId, Row,
    SignUpId, SpaceId, Timestamp,
    attendance::Attendance,
    income::Income,
    k_anonymous::Shown,
    outcomes::{Measure, Outcomes},
    profile::{About, ProfileItem},
    program::{Program, ProgramKind, SessionNo},
    proposal::{Proposal, State as Answered},
    sign_up::{Application, SignUp, State},
    visit::{Booking, Half, Span, Stay},
};
use hyper::StatusCode;
use store::contract::made::{self, NOW, desk, job, place, program};
use sync::protocol::ProblemKind;
use uuid::Uuid;

/// A day in the month before the one in which the stories play.
fn last_month() -> Timestamp {
    NOW.plus_days(-30)
}

fn signed_up(person: PersonId, program: &Program, at: Timestamp) -> Row {
    let roster = RosterId::of(program.id, None);
    Row::SignUp(SignUp {
        id: SignUpId::of(person, roster),
        program: program.id,
        program_title: program.title.clone(),
        desk: program.desk,
        desk_name: program.desk_name.clone(),
        person,
        person_name: "佐野 はる".into(),
        application: Application {
            about: About::from([(ProfileItem::Mover, "yes".into())]),
            ..Application::default()
        },
        sent_at: at,
        state: State::Accepted { at },
        certificate: None,
        sample: false,
        ticket: None,
        blind: false,
        news_at: None,
        seen_at: None,
        goal: program.aim(),
        seated_at: Some(at),
    })
}

fn proposed(person: PersonId, at: Timestamp) -> Row {
    let job = job(1);
    Row::Proposal(Proposal {
        id: ProposalId::of(person, job.id),
        job: job.id,
        job_title: job.title,
        desk: desk("よその店"),
        desk_name: "よその店".into(),
        worker: person,
        worker_name: "佐野 はる".into(),
        message: "書きます".into(),
        amount: domain::Yen(1),
        days: 1,
        questions: String::new(),
        sent_at: at,
        edited_at: None,
        read_at: None,
        turns: Vec::new(),
        state: Answered::Open,
        sample: false,
    })
}

fn attended(person: PersonId, program: &Program, at: Timestamp) -> Row {
    let sign_up = SignUpId::of(person, RosterId::of(program.id, None));
    let session = SessionNo(1);
    Row::Attendance(Attendance {
        id: AttendanceId::of(sign_up, session),
        sign_up,
        program: program.id,
        session,
        person,
        desk: program.desk,
        at,
    })
}

/// A place in somebody's space.
fn booked(person: PersonId, at: Timestamp, stay: Stay) -> Row {
    let (space, day, half) = (SpaceId(Uuid::from_u128(7)), Day::of(at), Half::Morning);
    Row::Booking(Booking {
        id: BookingId::of(person, space, day, half),
        space,
        space_name: "油津の縁側".into(),
        desk: desk("よその店"),
        person,
        person_name: "佐野 はる".into(),
        day,
        half,
        span: Span {
            begins: at,
            ends: at.plus_days(1),
        },
        made_at: at,
        walk_in: false,
        stay,
    })
}

fn told(outcomes: &Outcomes, measure: Measure) -> Shown {
    let at = outcomes
        .months
        .iter()
        .position(|month| *month == Month::at(last_month()));
    let line = outcomes.lines.iter().find(|line| line.measure == measure);
    line.unwrap().people[at.unwrap()]
}

#[tokio::test]
async fn a_desk_sees_counts_from_five_up_and_others_see_nothing() {
    let town = Town::open_with(|settings| settings.clock = || NOW).await;
    let mut organizer = town.person(1).await;
    let id = organizer.id().await;
    let nichinan = desk("日南市役所");
    let course = program(100, 0);
    let stay = Program {
        id: ProgramId(Uuid::from_u128(0x0501)),
        kind: ProgramKind::TrialStay,
        ..program(100, 0)
    };
    let people: Vec<PersonId> = (100..106).map(made::person).collect();
    let mut rows = vec![
        place(id, nichinan),
        Row::Program(course.clone()),
        Row::Program(stay),
    ];
    rows.extend(
        people
            .iter()
            .map(|person| signed_up(*person, &course, last_month())),
    );
    // Six signed up, five of them proposed since, to whomever; one had proposed before.
    let since = last_month().plus_days(1);
    rows.extend(people.iter().take(5).map(|person| proposed(*person, since)));
    rows.extend(
        people
            .last()
            .map(|person| proposed(*person, last_month().plus_days(-1))),
    );
    // Five came to the course, and six to a space; of those one only had a place there.
    rows.extend(
        people
            .iter()
            .take(5)
            .map(|person| attended(*person, &course, since)),
    );
    rows.extend(people.iter().enumerate().map(|(number, person)| {
        let expected_by = since;
        let stay = match number {
            0 => Stay::Booked { expected_by },
            _ => Stay::In { since },
        };
        booked(*person, since, stay)
    }));
    town.put(rows).await;

    let path = format!("/api/desks/{nichinan}/outcomes");
    let answer = organizer.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK);
    let found: Outcomes = answer.json();
    assert_eq!(
        (found.months.len(), found.months.last()),
        (12, Some(&Month::at(last_month())))
    );
    assert_eq!(told(&found, Measure::SignUps), Shown::Exactly(6));
    assert_eq!(told(&found, Measure::Attended), Shown::Exactly(5));
    assert_eq!(told(&found, Measure::Spaces), Shown::Exactly(5));
    assert_eq!(told(&found, Measure::Movers), Shown::Exactly(6));
    assert_eq!(told(&found, Measure::FirstProposals), Shown::Exactly(5));
    assert_eq!(told(&found, Measure::FirstContracts), Shown::FewerThan(5));
    assert_eq!(told(&found, Measure::Stays), Shown::FewerThan(5));
    // Nothing of anybody is in it.
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(
        !text.contains("佐野") && !text.contains(&people[0].to_string()),
        "{text}"
    );

    let mut stranger = town.person(2).await;
    for path in [
        path.clone(),
        format!("/api/desks/{}/outcomes", Uuid::from_u128(1)),
    ] {
        stranger.get(&path).await.is(404, ProblemKind::NotFound);
    }
    town.browser()
        .get(&path)
        .await
        .is(401, ProblemKind::NotLoggedIn);
}

#[tokio::test]
async fn what_happens_today_is_told_when_its_month_is_over() {
    let town = Town::open_with(|settings| settings.clock = || NOW).await;
    let mut organizer = town.person(1).await;
    let id = organizer.id().await;
    let course = program(100, 0);
    let path = format!("/api/desks/{}/outcomes", course.desk);
    town.put(vec![place(id, course.desk), Row::Program(course.clone())])
        .await;
    let before: Outcomes = organizer.get(&path).await.json();
    let people = (100..120).map(|number| signed_up(made::person(number), &course, NOW));
    town.put(people.collect()).await;
    let after: Outcomes = organizer.get(&path).await.json();
    assert_eq!(before, after);
    assert_eq!(told(&after, Measure::SignUps), Shown::FewerThan(5));
}

/// What somebody said that they earned in a month, while it counted.
fn earned(person: PersonId, month: Month, amount: i64) -> Row {
    let amount = Some(domain::Yen(amount));
    Row::Income(Income {
        id: IncomeId::of(person, month),
        person,
        month,
        amount,
        counted: amount,
        said_at: NOW,
    })
}

#[tokio::test]
async fn of_four_members_a_desk_learns_nothing_and_of_five_how_many_they_are() {
    let town = Town::open_with(|settings| settings.clock = || NOW).await;
    let mut organizer = town.person(1).await;
    let cohort = Program {
        kind: ProgramKind::Cohort,
        ..program(100, 0)
    };
    // The last month of which nothing that counts can be said any more.
    let settled = Month::at(NOW).plus(-2);
    let day = settled.first_day().unwrap().start();
    let mut rows = vec![
        place(organizer.id().await, cohort.desk),
        Row::Program(cohort.clone()),
    ];
    // Their incomes are theirs, and at hand for who counts them.
    for number in 100..104 {
        let person = made::person(number);
        rows.push(signed_up(person, &cohort, day));
        rows.push(earned(person, settled, 120_000));
    }
    town.put(rows).await;
    let path = format!("/api/desks/{}/outcomes", cohort.desk);
    let last = |outcomes: Outcomes| outcomes.members.last().cloned().unwrap();

    let four: Outcomes = organizer.get(&path).await.json();
    let four = last(four);
    assert_eq!(four.month, settled);
    assert_eq!(four.people.total, Shown::FewerThan(5));
    assert!(
        four.people
            .cells
            .iter()
            .all(|cell| *cell == Shown::FewerThan(5))
    );

    // Another desk's people are not counted here, whoever reports.
    let town = Town::open_with(|settings| settings.clock = || NOW).await;
    let mut organizer = town.person(1).await;
    let mut stranger = town.person(2).await;
    let mut rows = vec![
        place(organizer.id().await, cohort.desk),
        place(stranger.id().await, desk("よその町")),
        Row::Program(cohort.clone()),
    ];
    for number in 100..105 {
        let person = made::person(number);
        rows.push(signed_up(person, &cohort, day));
        rows.push(earned(person, settled, 120_000));
    }
    rows.push(earned(made::person(200), settled, 120_000));
    town.put(rows).await;
    let answer = organizer.get(&path).await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(!text.contains("120000") && !text.contains(&made::person(100).to_string()));
    let five = last(answer.json());
    assert_eq!(five.people.total, Shown::Exactly(5));
    // That all of them earned alike would tell of each: the bands stay hidden.
    assert!(
        five.people
            .cells
            .iter()
            .all(|cell| *cell == Shown::Withheld)
    );

    stranger.get(&path).await.is(404, ProblemKind::NotFound);
    let elsewhere = format!("/api/desks/{}/outcomes", desk("よその町"));
    let other: Outcomes = stranger.get(&elsewhere).await.json();
    assert_eq!(last(other).people.total, Shown::FewerThan(5));
}
