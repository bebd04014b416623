//! Programs: announcing one, signing up, waiting, deciding.

use domain::{
    Actor, Command, Day, ProgramId, Refusal, Row, SignUpId, Timestamp, Write, apply,
    command::Stop,
    draft::Fields,
    place::Town as Municipality,
    profile::{About, ProfileItem},
    program::{
        Answer, Answers, Ask, Attendance, Condition, Judging, Program, Question, QuestionNo,
        Selection, SessionNo, SignUpBy,
    },
    refusal::{Field, Invalid, Problem},
    row::{Kind, RowKey, Rows},
    sign_up::{self, Application, Part, SignUp, State, Verdict},
    town::{
        DESK, FREE_PROGRAM, NOW, PROGRAM, REVIEWED_PROGRAM, Town, Who, program, sign_up as id_of,
    },
};
use uuid::Uuid;

/// What somebody sends who comes alone.
fn alone() -> Application {
    Application {
        session: Some(SessionNo(1)),
        about: About::from([(ProfileItem::Phone, "0987-23-4567".into())]),
        ..Application::default()
    }
}

fn signs_up(program: ProgramId, application: Application) -> Command {
    Command::SignUp {
        program,
        application,
    }
}

fn does(town: &mut Town, who: Who, command: &Command) -> Result<(), Refusal> {
    at(town, who, command, NOW)
}

fn at(town: &mut Town, who: Who, command: &Command, now: Timestamp) -> Result<(), Refusal> {
    match apply(command, who.actor(), now, town) {
        Ok(writes) => {
            town.write(writes);
            Ok(())
        }
        Err(Stop::Refused(refusal)) => Err(refusal),
        Err(Stop::Missing(missing)) => panic!("{missing:?}"),
    }
}

fn row(town: &Town, id: SignUpId) -> SignUp {
    let (kind, id) = (Kind::SignUp, id.0);
    match town.get(RowKey { kind, id }) {
        Ok(Some(Row::SignUp(sign_up))) => sign_up,
        other => panic!("{other:?}"),
    }
}

fn state(town: &Town, who: Who, program: ProgramId) -> State {
    row(town, id_of(who, program)).state
}

fn put(town: &mut Town, change: impl FnOnce(&mut Program)) {
    let mut changed = program(FREE_PROGRAM);
    change(&mut changed);
    assert_eq!(changed.check(), Ok(()));
    town.put(Row::Program(changed));
}

#[test]
fn who_comes_first_has_a_seat_and_the_others_wait_in_their_order() {
    let mut town = Town::new();
    for who in [Who::Worker, Who::OtherWorker, Who::Stranger, Who::Viewer] {
        does(&mut town, who, &signs_up(FREE_PROGRAM, alone())).unwrap();
    }
    let places = [Who::Worker, Who::OtherWorker, Who::Stranger, Who::Viewer]
        .map(|who| state(&town, who, FREE_PROGRAM));
    let seat = State::Accepted { at: NOW };
    assert_eq!(
        places,
        [
            seat.clone(),
            seat,
            State::Waiting { place: 1 },
            State::Waiting { place: 2 }
        ]
    );
}

#[test]
fn who_takes_a_seat_back_gives_it_to_the_first_who_waits_and_the_others_move_up() {
    let mut town = Town::new();
    let people = [Who::Worker, Who::OtherWorker, Who::Stranger, Who::Viewer];
    for who in people {
        does(&mut town, who, &signs_up(FREE_PROGRAM, alone())).unwrap();
    }
    let later = NOW.plus_days(1);
    let sign_up = id_of(Who::OtherWorker, FREE_PROGRAM);
    at(
        &mut town,
        Who::OtherWorker,
        &Command::WithdrawSignUp { sign_up },
        later,
    )
    .unwrap();
    assert_eq!(
        state(&town, Who::Stranger, FREE_PROGRAM),
        State::Accepted { at: later }
    );
    assert_eq!(
        state(&town, Who::Viewer, FREE_PROGRAM),
        State::Waiting { place: 1 }
    );
    // Nothing that they said of themselves stays with the desk.
    let gone = row(&town, sign_up);
    assert_eq!(gone.state, State::Withdrawn { at: later });
    assert_eq!(
        (gone.application.about, gone.application.answers),
        Default::default()
    );
    // They may come again, behind the others.
    at(
        &mut town,
        Who::OtherWorker,
        &signs_up(FREE_PROGRAM, alone()),
        later,
    )
    .unwrap();
    assert_eq!(
        state(&town, Who::OtherWorker, FREE_PROGRAM),
        State::Waiting { place: 2 }
    );
}

#[test]
fn a_full_program_says_so_and_nobody_signs_up_twice() {
    let mut town = Town::new();
    put(&mut town, |program| program.waitlist = 0);
    for who in [Who::Worker, Who::OtherWorker] {
        does(&mut town, who, &signs_up(FREE_PROGRAM, alone())).unwrap();
    }
    let again = does(&mut town, Who::Worker, &signs_up(FREE_PROGRAM, alone()));
    assert_eq!(again, Err(Refusal::AlreadySent));
    let late = does(&mut town, Who::Stranger, &signs_up(FREE_PROGRAM, alone()));
    assert_eq!(late, Err(Refusal::Full));
}

#[test]
fn more_seats_are_for_those_who_wait() {
    let mut town = Town::new();
    let mut bigger = program(PROGRAM);
    bigger.title = "はじめての在宅ワーク（増席）".into();
    let edit = Command::EditProgram {
        program: Box::new(bigger),
    };
    assert_eq!(
        state(&town, Who::OtherWorker, PROGRAM),
        State::Waiting { place: 1 }
    );
    does(&mut town, Who::Member, &edit).unwrap();
    assert_eq!(
        state(&town, Who::OtherWorker, PROGRAM),
        State::Accepted { at: NOW }
    );
}

#[test]
fn a_session_that_somebody_signed_up_for_does_not_go() {
    let mut town = Town::new();
    let mut other = program(PROGRAM);
    for session in &mut other.sessions {
        session.no = SessionNo(2);
    }
    let edit = Command::EditProgram {
        program: Box::new(other),
    };
    let (field, problem) = (Field::Session, Problem::Settled);
    assert_eq!(
        does(&mut town, Who::Member, &edit),
        Err(Refusal::Invalid(Invalid { field, problem }))
    );
}

#[test]
fn sign_ups_are_taken_in_their_period_and_before_the_session_begins() {
    let mut town = Town::new();
    put(&mut town, |program| {
        program.opens_at = Some(NOW.plus_days(2))
    });
    let early = does(&mut town, Who::Worker, &signs_up(FREE_PROGRAM, alone()));
    assert_eq!(early, Err(Refusal::SignUpClosed));
    let sign_up = signs_up(FREE_PROGRAM, alone());
    at(&mut town, Who::Worker, &sign_up, NOW.plus_days(2)).unwrap();
    let begun = at(&mut town, Who::Stranger, &sign_up, NOW.plus_days(11));
    assert_eq!(begun, Err(Refusal::SignUpClosed));
    put(&mut town, |program| {
        program.sign_up = SignUpBy::Other("電話で".into())
    });
    let elsewhere = does(&mut town, Who::Stranger, &sign_up);
    assert_eq!(elsewhere, Err(Refusal::SignUpClosed));
}

#[test]
fn who_it_is_not_for_hears_by_what_they_are_excluded() {
    let mut town = Town::new();
    let home = Municipality {
        code: "452041".to_owned().try_into().unwrap(),
        name: "宮崎県日南市".into(),
    };
    put(&mut town, |program| {
        program.eligibility.towns = vec![home];
        program.eligibility.movers = true;
        program.eligibility.age_to = Some(39);
    });
    let says = |town: &str, moves: &str, born: &str| {
        let mut application = alone();
        application.about.extend([
            (ProfileItem::Town, town.to_owned()),
            (ProfileItem::Mover, moves.to_owned()),
            (ProfileItem::BirthDate, born.to_owned()),
        ]);
        signs_up(FREE_PROGRAM, application)
    };
    let not = |by| Err(Refusal::NotEligible { by });
    let elsewhere = says("宮崎県宮崎市", "no", "1992-04-01");
    assert_eq!(
        does(&mut town, Who::Worker, &elsewhere),
        not(ProfileItem::Town)
    );
    let old = says("452041", "no", "1960-04-01");
    assert_eq!(
        does(&mut town, Who::Worker, &old),
        not(ProfileItem::BirthDate)
    );
    does(&mut town, Who::Worker, &says("452041", "no", "1992-04-01")).unwrap();
    // Who plans to move is welcome.
    does(
        &mut town,
        Who::Stranger,
        &says("東京都港区", "yes", "1992-04-01"),
    )
    .unwrap();
    // What decides has to be said.
    let (field, problem) = (Field::About(ProfileItem::Town), Problem::Missing);
    assert_eq!(
        does(&mut town, Who::Viewer, &signs_up(FREE_PROGRAM, alone())),
        Err(Refusal::Invalid(Invalid { field, problem }))
    );
}

#[test]
fn who_looks_on_takes_nobodys_seat_and_is_asked_for_no_town() {
    let mut town = Town::new();
    put(&mut town, |program| {
        program.eligibility.age_from = Some(60);
        for session in &mut program.sessions {
            session.capacity = Some(0);
        }
    });
    let mut watches = alone();
    watches.part = Part::Observer;
    watches
        .about
        .insert(ProfileItem::BirthDate, "1992-04-01".into());
    does(
        &mut town,
        Who::Worker,
        &signs_up(FREE_PROGRAM, watches.clone()),
    )
    .unwrap();
    assert_eq!(
        state(&town, Who::Worker, FREE_PROGRAM),
        State::Accepted { at: NOW }
    );
    let second = does(&mut town, Who::Stranger, &signs_up(FREE_PROGRAM, watches));
    assert_eq!(second, Err(Refusal::Full));
}

#[test]
fn the_desk_chooses_where_it_said_so() {
    let mut town = Town::new();
    let sign_up = id_of(Who::Worker, REVIEWED_PROGRAM);
    let decide = |verdict| Command::DecideSignUp { sign_up, verdict };
    does(&mut town, Who::Member, &decide(Verdict::Accept)).unwrap();
    assert_eq!(row(&town, sign_up).state, State::Accepted { at: NOW });
    // Only what is in review is chosen; a seat can be taken back with a word.
    assert_eq!(
        does(&mut town, Who::Member, &decide(Verdict::Accept)),
        Err(Refusal::Ended)
    );
    let note = "定員を見直しました。".to_owned();
    does(
        &mut town,
        Who::Member,
        &decide(Verdict::Refuse { note: note.clone() }),
    )
    .unwrap();
    assert_eq!(row(&town, sign_up).state, State::Refused { at: NOW, note });
    let again = does(&mut town, Who::Worker, &signs_up(REVIEWED_PROGRAM, alone()));
    assert_eq!(again, Err(Refusal::AlreadySent));
}

#[test]
fn a_series_is_signed_up_for_as_a_whole() {
    let mut town = Town::new();
    put(&mut town, |program| {
        program.attendance = Attendance::All;
        program.capacity = Some(1);
        let mut second = program.sessions[0].clone();
        second.no = SessionNo(2);
        (second.from, second.to) = (second.from.plus(7), second.to.plus(7));
        program.sessions.push(second);
    });
    let (field, problem) = (Field::Session, Problem::Malformed);
    assert_eq!(
        does(&mut town, Who::Worker, &signs_up(FREE_PROGRAM, alone())),
        Err(Refusal::Invalid(Invalid { field, problem }))
    );
    let whole = Application {
        session: None,
        ..alone()
    };
    does(
        &mut town,
        Who::Worker,
        &signs_up(FREE_PROGRAM, whole.clone()),
    )
    .unwrap();
    does(&mut town, Who::Stranger, &signs_up(FREE_PROGRAM, whole)).unwrap();
    let roster = domain::RosterId::of(FREE_PROGRAM, None);
    let second = SignUpId::of(Who::Stranger.id(), roster);
    assert_eq!(row(&town, second).state, State::Waiting { place: 1 });
}

/// A form of every kind of question, the last one asked only of who has children.
fn form() -> Vec<Question> {
    let question = |no, ask, required| Question {
        no: QuestionNo(no),
        text: format!("質問{no}"),
        help: String::new(),
        ask,
        required,
        only_if: None,
    };
    let options = || vec!["いない".to_owned(), "いる".to_owned()];
    vec![
        question(1, Ask::Short, true),
        question(2, Ask::Choice(options()), true),
        question(3, Ask::Many(options()), false),
        question(4, Ask::Number { min: 1, max: 12 }, false),
        question(5, Ask::Date, false),
        question(6, Ask::Consent, true),
        Question {
            only_if: Some(Condition {
                question: QuestionNo(2),
                is: 1,
            }),
            ..question(7, Ask::Long, true)
        },
    ]
}

#[test]
fn answers_are_read_as_typed_and_each_that_is_wrong_is_named() {
    let mut asking = program(FREE_PROGRAM);
    asking.form = form();
    assert_eq!(asking.check(), Ok(()));
    let said = [
        (Field::Session, "1"),
        (Field::About(ProfileItem::Phone), "０９８７-23-4567"),
        (Field::Answer(QuestionNo(1)), " 家で \n できる仕事 "),
        (Field::Answer(QuestionNo(2)), "0"),
        (Field::Answer(QuestionNo(3)), "0 1"),
        (Field::Answer(QuestionNo(4)), "１２"),
        (Field::Answer(QuestionNo(5)), "2027-01-05"),
        (Field::Answer(QuestionNo(6)), "yes"),
        // Not asked of who has none.
        (Field::Answer(QuestionNo(7)), "3歳"),
    ];
    let fields = said.map(|(field, text)| (field, text.to_owned())).into();
    let (application, wrong) = sign_up::read(&asking, &fields);
    assert_eq!(wrong, []);
    assert_eq!(
        application.answers,
        Answers::from([
            (QuestionNo(1), Answer::Text("家で できる仕事".into())),
            (QuestionNo(2), Answer::Choice(0)),
            (QuestionNo(3), Answer::Many([0, 1].into())),
            (QuestionNo(4), Answer::Number(12)),
            (QuestionNo(5), Answer::Date(Day::new(2027, 1, 5).unwrap())),
            (QuestionNo(6), Answer::Consent),
        ])
    );
    assert_eq!(application.check(&asking, Day::of(NOW)), Ok(()));

    let mut fields: Fields = fields;
    // What is not asked was not sent; all else was.
    assert!(!application.says_all_of(&fields));
    fields.insert(Field::Answer(QuestionNo(7)), String::new());
    assert!(application.says_all_of(&fields));
    for (field, other) in [
        (Field::Session, "2"),
        (Field::Flag, "observer"),
        (Field::Childcare, "1"),
        (Field::About(ProfileItem::Phone), "110"),
        (Field::Answer(QuestionNo(3)), "0"),
        (Field::Answer(QuestionNo(4)), "11"),
        (Field::Message, "また書きます"),
    ] {
        let mut written_on = fields.clone();
        written_on.insert(field, other.to_owned());
        assert!(!application.says_all_of(&written_on), "{field}");
    }

    fields.insert(Field::Answer(QuestionNo(2)), "1".into());
    fields.insert(Field::Answer(QuestionNo(4)), "13".into());
    fields.insert(Field::Answer(QuestionNo(6)), String::new());
    fields.insert(Field::Answer(QuestionNo(7)), "  ".into());
    fields.remove(&Field::Session);
    let (_, wrong) = sign_up::read(&asking, &fields);
    let named: Vec<Field> = wrong.iter().map(|invalid| invalid.field).collect();
    let answer = |no| Field::Answer(QuestionNo(no));
    assert_eq!(named, [Field::Session, answer(4), answer(6), answer(7)]);
}

#[test]
fn a_device_cannot_answer_what_was_not_asked() {
    let mut town = Town::new();
    put(&mut town, |program| program.form = form());
    let mut sent = alone();
    sent.answers = Answers::from([
        (QuestionNo(1), Answer::Text("はい".into())),
        (QuestionNo(2), Answer::Choice(0)),
        (QuestionNo(6), Answer::Consent),
    ]);
    let refused = |change: &dyn Fn(&mut Application)| {
        let (mut town, mut sent) = (town.clone(), sent.clone());
        change(&mut sent);
        match does(&mut town, Who::Worker, &signs_up(FREE_PROGRAM, sent)) {
            Err(Refusal::Invalid(invalid)) => Some(invalid.field),
            Ok(()) => None,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(&|_| {}), None);
    let answer = |no| Field::Answer(QuestionNo(no));
    for (no, bad) in [
        (2, Answer::Choice(2)),
        (2, Answer::Text("いる".into())),
        (7, Answer::Text("3歳".into())),
        (99, Answer::Consent),
    ] {
        let change =
            |sent: &mut Application| drop(sent.answers.insert(QuestionNo(no), bad.clone()));
        assert_eq!(refused(&change), Some(answer(no)), "{no} {bad:?}");
    }
    let tells =
        |sent: &mut Application| drop(sent.about.insert(ProfileItem::Skills, "Rust".into()));
    assert_eq!(refused(&tells), Some(Field::About(ProfileItem::Skills)));
}

#[test]
fn what_a_person_says_of_themselves_is_offered_again() {
    let mut town = Town::new();
    let mut application = alone();
    application
        .about
        .insert(ProfileItem::Phone, "090-1234-5678".into());
    does(
        &mut town,
        Who::Stranger,
        &signs_up(FREE_PROGRAM, application),
    )
    .unwrap();
    let (kind, id) = (Kind::Profile, Who::Stranger.id().0);
    let Ok(Some(Row::Profile(profile))) = town.get(RowKey { kind, id }) else {
        panic!("a profile");
    };
    assert_eq!(profile.about[&ProfileItem::Phone], "090-1234-5678");
}

#[test]
fn the_draft_goes_with_what_it_said() {
    use domain::{
        DraftId,
        draft::{Edit, Subject},
    };
    let mut town = Town::new();
    let draft = DraftId::of_sign_up(Who::Stranger.id(), FREE_PROGRAM);
    let edit = |field, to: &str| Edit {
        field,
        from: String::new(),
        to: to.to_owned(),
        settles: Vec::new(),
    };
    let save = Command::SaveDraft {
        draft,
        subject: Subject::SignUp {
            program: FREE_PROGRAM,
            desk_name: "油津商店".into(),
            sample: false,
        },
        title: "はじめての在宅ワーク".into(),
        edits: vec![
            edit(Field::Session, "1"),
            edit(Field::About(ProfileItem::Phone), "0987-23-4567"),
        ],
    };
    does(&mut town, Who::Stranger, &save).unwrap();
    let writes = apply(
        &signs_up(FREE_PROGRAM, alone()),
        Actor {
            person: Who::Stranger.id(),
        },
        NOW,
        &town,
    )
    .unwrap();
    let gone = Write::Delete(RowKey {
        kind: Kind::Draft,
        id: draft.0,
    });
    assert!(writes.contains(&gone), "{writes:?}");
}

#[test]
fn a_program_that_makes_no_sense_is_not_announced() {
    let town = Town::new();
    let refused = |change: &dyn Fn(&mut Program)| {
        let mut program = program(ProgramId(Uuid::from_u128(0x777)));
        program.form = form();
        change(&mut program);
        let command = Command::PublishProgram {
            program: Box::new(program),
        };
        match apply(&command, Who::Member.actor(), NOW, &town) {
            Ok(_) => None,
            Err(Stop::Refused(Refusal::Invalid(invalid))) => Some(invalid.field),
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(&|_| {}), None);
    assert_eq!(
        refused(&|program| program.title = " ".into()),
        Some(Field::Title)
    );
    let script = |program: &mut Program| program.website = Some("javascript:alert(1)".into());
    assert_eq!(refused(&script), Some(Field::Website));
    let twice = |program: &mut Program| program.sessions.push(program.sessions[0].clone());
    assert_eq!(refused(&twice), Some(Field::Session));
    let backwards = |program: &mut Program| program.sessions[0].to = Day::of(NOW);
    assert_eq!(refused(&backwards), Some(Field::Ends));
    let crowd = |program: &mut Program| program.sessions[0].capacity = Some(5_000);
    assert_eq!(refused(&crowd), Some(Field::Capacity));
    // A question that depends on one behind it.
    let ahead = |program: &mut Program| program.form.rotate_right(1);
    assert_eq!(refused(&ahead), Some(Field::Answer(QuestionNo(7))));
    let other_desk =
        |program: &mut Program| program.selection = Selection::Review(Judging::default());
    assert_eq!(refused(&other_desk), None);
    assert_eq!(program(FREE_PROGRAM).desk, DESK);
}
