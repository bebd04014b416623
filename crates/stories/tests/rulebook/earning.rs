//! What a member of a program that aims at an income says that they earned.

use domain::{
    Command, IncomeId, Month, Refusal, Row, Timestamp, Yen, apply,
    bounds::most,
    command::Stop,
    farewell::farewell,
    income::{DEFAULT_GOAL, Income},
    program::{Program, ProgramKind},
    refusal::{Field, Invalid, Problem},
    row::{Kind, RowKey, Rows, Scope},
    sign_up::{Application, Part, SignUp, State, Verdict},
    town::{FREE_PROGRAM, NOW, PROGRAM, Town, Who, program, sign_up},
};

fn this() -> Month {
    Month::at(NOW)
}

fn says_of(month: Month, amount: Option<i64>) -> Command {
    Command::ReportIncome {
        sign_up: sign_up(Who::Worker, PROGRAM),
        month,
        amount: amount.map(Yen),
    }
}

/// What a command changes: how many rows, or why not.
fn at(town: &mut Town, who: Who, command: &Command, now: Timestamp) -> Result<usize, Refusal> {
    match apply(command, who.actor(), now, town) {
        Ok(writes) => {
            let count = writes.len();
            town.write(writes);
            Ok(count)
        }
        Err(Stop::Refused(refusal)) => Err(refusal),
        Err(Stop::Missing(missing)) => panic!("{missing:?}"),
    }
}

fn does(town: &mut Town, command: &Command) -> Result<usize, Refusal> {
    at(town, Who::Worker, command, NOW)
}

fn said(town: &Town, month: Month) -> Option<Income> {
    let (kind, id) = (Kind::Income, IncomeId::of(Who::Worker.id(), month).0);
    match town.get(RowKey { kind, id }).unwrap() {
        Some(Row::Income(income)) => Some(income),
        _ => None,
    }
}

fn own(town: &Town, who: Who, program: domain::ProgramId) -> SignUp {
    let (kind, id) = (Kind::SignUp, sign_up(who, program).0);
    match town.get(RowKey { kind, id }).unwrap() {
        Some(Row::SignUp(sign_up)) => sign_up,
        other => panic!("{other:?}"),
    }
}

fn changed(town: &mut Town, change: impl FnOnce(&mut SignUp)) {
    let mut before = own(town, Who::Worker, PROGRAM);
    change(&mut before);
    town.put(Row::SignUp(before));
}

#[test]
fn what_was_said_is_said_anew_and_taken_back() {
    let mut town = Town::new();
    assert_eq!(does(&mut town, &says_of(this(), Some(45_000))), Ok(1));
    let row = said(&town, this()).unwrap();
    assert_eq!(
        (row.amount, row.counted),
        (Some(Yen(45_000)), Some(Yen(45_000)))
    );
    // Nothing earned is something said.
    assert_eq!(does(&mut town, &says_of(this(), Some(0))), Ok(1));
    assert_eq!(said(&town, this()).unwrap().amount, Some(Yen(0)));
    assert_eq!(does(&mut town, &says_of(this(), None)), Ok(1));
    assert_eq!(said(&town, this()), None);
    assert_eq!(does(&mut town, &says_of(this(), None)), Ok(0));
}

#[test]
fn what_is_said_of_a_settled_month_is_the_persons_alone() {
    let mut town = Town::new();
    let later = NOW.plus_days(70);
    let says = |town: &mut Town, amount| at(town, Who::Worker, &says_of(this(), amount), later);
    assert_eq!(says(&mut town, Some(90_000)), Ok(1));
    let row = said(&town, this()).unwrap();
    assert_eq!(
        (row.amount, row.counted),
        (Some(Yen(90_000)), Some(Yen(30_000)))
    );
    // Taken back, what organizers counted stays as it was.
    assert_eq!(says(&mut town, None), Ok(1));
    let row = said(&town, this()).unwrap();
    assert_eq!((row.amount, row.counted), (None, Some(Yen(30_000))));
    // What nobody counted goes.
    let next = says_of(this().plus(1), Some(1));
    let much_later = NOW.plus_days(130);
    assert_eq!(at(&mut town, Who::Worker, &next, much_later), Ok(1));
    assert_eq!(said(&town, this().plus(1)).unwrap().counted, None);
    let back = says_of(this().plus(1), None);
    assert_eq!(at(&mut town, Who::Worker, &back, much_later), Ok(1));
    assert_eq!(said(&town, this().plus(1)), None);
}

#[test]
fn only_a_member_says_it_of_months_since_the_seat() {
    let mut town = Town::new();
    let wrong = |field, problem| Err(Refusal::Invalid(Invalid { field, problem }));
    let ahead = says_of(this().plus(1), Some(1));
    assert_eq!(
        does(&mut town, &ahead),
        wrong(Field::Month, Problem::TooEarly)
    );
    let before = says_of(this().plus(-1), Some(1));
    assert_eq!(does(&mut town, &before), wrong(Field::Month, Problem::Past));
    for amount in [-1, Yen::MAX.0 + 1] {
        let (min, max) = (0, Yen::MAX.0);
        let refused = wrong(Field::Amount, Problem::OutOfRange { min, max });
        assert_eq!(does(&mut town, &says_of(this(), Some(amount))), refused);
    }
    let says = says_of(this(), Some(1));
    let stands = [
        (State::InReview, Refusal::NotAllowed),
        (State::Waiting { place: 1 }, Refusal::NotAllowed),
        (State::Withdrawn { at: NOW }, Refusal::Ended),
    ];
    for (state, refusal) in stands {
        changed(&mut town, |it| it.state = state);
        assert_eq!(does(&mut town, &says), Err(refusal));
    }
    changed(&mut town, |it| it.state = State::Accepted { at: NOW });
    assert_eq!(does(&mut town, &says), Ok(1));
    // Who looks on, and whose program aims at no income, has no way to a goal.
    changed(&mut town, |it| it.application.part = Part::Observer);
    assert_eq!(does(&mut town, &says), Err(Refusal::NotAllowed));
    changed(&mut town, |it| {
        it.application.part = Part::Participant;
        it.goal = None;
    });
    assert_eq!(does(&mut town, &says), Err(Refusal::NotAllowed));
}

#[test]
fn a_cohort_aims_at_200_000_yen_a_month_and_whoever_signs_up_is_told_so() {
    let mut town = Town::new();
    let cohort = Program {
        kind: ProgramKind::Cohort,
        ..program(FREE_PROGRAM)
    };
    assert_eq!(cohort.aim(), Some(DEFAULT_GOAL));
    let own_goal = Program {
        goal: Some(Yen(50_000)),
        ..cohort.clone()
    };
    assert_eq!(own_goal.aim(), Some(Yen(50_000)));
    assert_eq!(program(FREE_PROGRAM).aim(), None);

    town.put(Row::Program(cohort));
    let signs_up = Command::SignUp {
        program: FREE_PROGRAM,
        application: Application {
            session: Some(domain::program::SessionNo(1)),
            ..own(&town, Who::Worker, PROGRAM).application
        },
    };
    assert!(at(&mut town, Who::Stranger, &signs_up, NOW).is_ok());
    let seated = own(&town, Who::Stranger, FREE_PROGRAM);
    assert_eq!(
        (seated.goal, seated.seated_at),
        (Some(DEFAULT_GOAL), Some(NOW))
    );
    assert_eq!(seated.member_since(), Some(NOW));
    let says = Command::ReportIncome {
        sign_up: seated.id,
        month: this(),
        amount: Some(Yen(8_000)),
    };
    assert_eq!(at(&mut town, Who::Stranger, &says, NOW), Ok(1));

    // Whose seat is taken back stays counted: the others' figures do not move.
    let refuses = Command::DecideSignUp {
        sign_up: seated.id,
        verdict: Verdict::Refuse {
            note: String::new(),
        },
    };
    let later = NOW.plus_days(1);
    assert!(at(&mut town, Who::Owner, &refuses, later).is_ok());
    let refused = own(&town, Who::Stranger, FREE_PROGRAM);
    assert_eq!(refused.member_since(), Some(NOW));
    assert_eq!(
        at(&mut town, Who::Stranger, &says, later),
        Err(Refusal::Ended)
    );
}

#[test]
fn what_somebody_earned_is_theirs_is_bounded_and_goes_with_them() {
    let town = Town::new();
    let row = Row::Income(said(&town, this()).unwrap());
    assert_eq!(row.audience(), [Scope::Person(Who::Worker.id())]);
    assert_eq!(row.borne_by(), Some(Scope::Person(Who::Worker.id())));
    assert_eq!(most(Kind::Income), Some(600));
    let rows: Vec<Row> = town.rows.values().cloned().collect();
    let mut after = town.clone();
    after.write(farewell(Who::Worker.id(), NOW, &rows));
    assert_eq!(said(&after, this()), None);
}
