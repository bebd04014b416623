//! A program as its organizer types it, and what of it is settled once it is announced.

use domain::{
    Command, Day, DraftId, PersonId, ProgramId, Refusal, Row, SignUpId, Timestamp, Yen, apply,
    command::Stop,
    draft::{Draft, Edit, Fields, Subject},
    job::LifeStage,
    place::Town as Municipality,
    profile::ProfileItem,
    program::{
        Ask, Attendance, ClockTime, Condition, Criterion, CriterionNo, Eligibility, GuestRoom,
        Judging, Lodging, LodgingNo, Observers, Position, Program, ProgramKind, Question,
        QuestionNo, RoomNo, Selection, Session, SessionNo, SignUpBy, Venue,
    },
    program_check::{Written, problems_after, taken_away},
    program_text::{chosen, items, next_rank, options, over, read, says_all_of, starter, texts},
    refusal::{Field, Invalid, List, Part, Problem},
    row::{Kind, RowKey, Rows},
    sign_up::State,
    stay::Nights,
    town::{DESK, FREE_PROGRAM, NOW, PROGRAM, Town, Who, program, sign_up},
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const NEW: ProgramId = ProgramId(Uuid::from_u128(0x777));

fn blank() -> Program {
    Program::blank(NEW, DESK, "油津商店".into(), NOW)
}

fn typed(pairs: &[(Field, &str)]) -> Fields {
    let pairs = pairs.iter();
    pairs
        .map(|(field, text)| (*field, (*text).to_owned()))
        .collect()
}

fn session(number: u16, part: Part) -> Field {
    Field::Item(List::Session, number, part)
}

fn question(number: u16, part: Part) -> Field {
    Field::Item(List::Question, number, part)
}

fn invalid(field: Field, problem: Problem) -> Invalid {
    Invalid { field, problem }
}

#[test]
fn a_program_is_read_as_people_type_it() {
    let fields = typed(&[
        (Field::Kind, "course"),
        (Field::Title, " はじめての\n動画編集 "),
        (Field::Description, "3回で1本つくります。"),
        (Field::Attendance, "all"),
        (Field::Capacity, "１５"),
        (Field::Waitlist, "5"),
        (Field::Amount, "1,000円"),
        (Field::Movers, "yes"),
        (Field::AgeFrom, "18"),
        (Field::LifeStages, "after_birth settled"),
        (Field::Asks, "phone kana"),
        (Field::OpensAt, "2026-12-01"),
        (Field::ClosesAt, "2026-12-20"),
        (Field::Item(List::Town, 45204, Part::Rank), "1"),
        (Field::Item(List::Town, 45204, Part::Name), "宮崎県日南市"),
        (Field::Item(List::Resident, 45204, Part::Rank), "2"),
        (
            Field::Item(List::Resident, 45204, Part::Name),
            "宮崎県日南市",
        ),
        // A town that was taken out again, and a number that is no town's.
        (Field::Item(List::Town, 45201, Part::Rank), Part::REMOVED),
        // Written first, and later in the year.
        (session(9, Part::Rank), "1"),
        (session(9, Part::From), "2027-01-14"),
        (session(9, Part::Begins), "10:00"),
        (session(9, Part::Online), "yes"),
        (session(4, Part::Rank), "2"),
        (session(4, Part::From), "2027-01-07"),
        (session(4, Part::Venue), "油津公民館"),
        (session(4, Part::Observers), "sign_up"),
        (session(4, Part::ObserverSeats), "3"),
        (session(4, Part::Childcare), "５"),
    ]);
    let (program, unread) = read(&fields, blank());
    assert_eq!(unread, []);
    assert_eq!(program.kind, ProgramKind::Course);
    assert_eq!(program.title, "はじめての 動画編集");
    assert_eq!(program.attendance, Attendance::All);
    assert_eq!((program.capacity, program.waitlist), (Some(15), 5));
    assert_eq!(program.cost, Some(Yen(1_000)));
    let town = Municipality {
        code: "452041".parse().unwrap(),
        name: "宮崎県日南市".into(),
    };
    assert_eq!(program.towns, std::slice::from_ref(&town));
    assert_eq!(
        program.eligibility,
        Eligibility {
            towns: vec![town],
            movers: true,
            age_from: Some(18),
            life_stages: BTreeSet::from([LifeStage::AfterBirth, LifeStage::Settled]),
            ..Eligibility::default()
        }
    );
    assert_eq!(
        program.asks,
        BTreeSet::from([ProfileItem::Kana, ProfileItem::Phone])
    );
    // The last day counts as a whole.
    assert_eq!(
        program.closes_at,
        Some(Day::new(2026, 12, 21).unwrap().start())
    );
    // Sessions stand in the order of time by themselves, and keep their numbers.
    let numbers: Vec<u16> = program.sessions.iter().map(|one| one.no.0).collect();
    assert_eq!(numbers, [4, 9]);
    let first = program.session(SessionNo(4)).unwrap();
    assert_eq!(first.observers, Observers::SignUp(3));
    assert_eq!(first.childcare, Some(5));
    assert!(program.session(SessionNo(9)).unwrap().online);
    assert_eq!(program.check(), Ok(()));
    assert!(says_all_of(&program, &fields));
}

#[test]
fn what_cannot_be_read_or_is_missing_is_named_at_its_place() {
    let fields = typed(&[
        (Field::Title, "つどい"),
        (Field::Amount, "相談"),
        (Field::AgeFrom, "40"),
        (Field::AgeTo, "20"),
        (session(1, Part::Rank), "1"),
        (session(1, Part::Begins), "10:00"),
        (session(2, Part::Rank), "2"),
        (session(2, Part::From), "2027-01-07"),
        (session(2, Part::Begins), "12:00"),
        (session(2, Part::Ends), "10:00"),
        (session(3, Part::Rank), "3"),
        (session(3, Part::From), "2026-01-07"),
        (session(3, Part::Observers), "sign_up"),
        (question(5, Part::Rank), "1"),
        (question(6, Part::Rank), "2"),
        (question(6, Part::Text), "どれにしますか"),
        (question(6, Part::Ask), "choice"),
        (question(7, Part::Rank), "3"),
        (question(7, Part::Text), "どこで"),
        (question(7, Part::Ask), "choice"),
        (question(7, Part::Option(3)), ""),
        (question(7, Part::Option(8)), "家"),
        (
            question(7, Part::Option(9)),
            &"長".repeat(domain::job::MAX_TITLE + 1),
        ),
        (question(8, Part::Rank), "4"),
        (question(8, Part::Text), "いつ"),
        (question(8, Part::OnlyIf), "6_1"),
    ]);
    let written = Written::of(&fields, blank(), None, NOW);
    let named: Vec<(Field, Problem)> = written
        .problems
        .iter()
        .map(|one| (one.field, one.problem.clone()))
        .collect();
    for wrong in [
        (Field::Description, Problem::Missing),
        (session(1, Part::From), Problem::Missing),
        (session(2, Part::Ends), Problem::Malformed),
        (session(3, Part::From), Problem::Past),
        (session(3, Part::ObserverSeats), Problem::Missing),
        (Field::Amount, Problem::Malformed),
        (Field::AgeTo, Problem::Malformed),
        (question(5, Part::Text), Problem::Missing),
        (question(6, Part::Ask), Problem::Missing),
        // The option by its own number.
        (
            question(7, Part::Option(9)),
            Problem::TooLong {
                max: domain::job::MAX_TITLE,
            },
        ),
        (question(8, Part::OnlyIf), Problem::Malformed),
    ] {
        assert!(named.contains(&wrong), "{wrong:?} in {named:?}");
    }
    assert_eq!(named.len(), 11, "{named:?}");
    // What can be read is shown all the same.
    assert_eq!(written.program.form.len(), 4);
    // A session without a day is not also no session.
    let only = typed(&[
        (Field::Title, "つどい"),
        (Field::Description, "話します。"),
        (session(1, Part::Rank), "1"),
    ]);
    let written = Written::of(&only, blank(), None, NOW);
    assert_eq!(
        written.problems,
        [invalid(session(1, Part::From), Problem::Missing)]
    );
    let none = typed(&[(Field::Title, "つどい"), (Field::Description, "話します。")]);
    let written = Written::of(&none, blank(), None, NOW);
    assert_eq!(
        written.problems,
        [invalid(Field::Session, Problem::Missing)]
    );
}

#[test]
fn an_imported_program_keeps_what_its_texts_cannot_say() {
    let mut imported = program(PROGRAM);
    imported.closes_at = Some(NOW);
    imported.sessions.push(Session {
        no: SessionNo(2),
        ends: ClockTime::new(25, 30),
        ..imported.sessions[0].clone()
    });
    let place = Position {
        latitude: 31.58,
        longitude: 131.4,
    };
    for session in &mut imported.sessions {
        session.venue.as_mut().unwrap().position = Some(place);
    }
    let all = texts(&imported);
    assert_eq!(read(&all, imported.clone()), (imported.clone(), vec![]));
    assert_eq!(
        read(&Fields::new(), imported.clone()),
        (imported.clone(), vec![])
    );
    // A draft holds only what it changes.
    let (edited, _) = read(
        &typed(&[(session(1, Part::Venue), "飫肥公民館")]),
        imported.clone(),
    );
    let venue = |number| {
        let session = edited.session(SessionNo(number)).unwrap();
        session.venue.clone().unwrap()
    };
    assert_eq!(venue(1).name, "飫肥公民館");
    // Where the old place was on the map, the new one need not be.
    assert_eq!(venue(1).position, None);
    assert_eq!(venue(2).position, Some(place));
    assert_eq!(
        edited.session(SessionNo(2)).unwrap().ends,
        ClockTime::new(25, 30)
    );
    assert_eq!(edited.closes_at, imported.closes_at);
}

#[test]
fn conditions_hang_on_the_option_and_not_on_its_place() {
    let mut fields = typed(&[
        (question(20, Part::Rank), "1"),
        (question(20, Part::Text), "託児は"),
        (question(20, Part::Ask), "choice"),
        (question(20, Part::Option(3)), "いらない"),
        (question(20, Part::Option(5)), "わからない"),
        (question(20, Part::Option(9)), "いる"),
        (question(10, Part::Rank), "2"),
        (question(10, Part::Text), "お子さんは何人"),
        (question(10, Part::Ask), "number"),
        (question(10, Part::OnlyIf), "20_9"),
    ]);
    let hangs_on = |fields: &Fields| {
        let (program, unread) = read(fields, blank());
        let condition = program.form.iter().find_map(|one| one.only_if);
        (condition.map(|condition| condition.is), unread.len())
    };
    assert_eq!(hangs_on(&fields), (Some(2), 0));
    fields.insert(question(20, Part::Option(5)), Part::REMOVED.into());
    assert_eq!(hangs_on(&fields), (Some(1), 0));
    assert_eq!(options(&fields, 20), [(3, "いらない"), (9, "いる")]);
    // What decides comes first.
    fields.insert(question(20, Part::Rank), "3".into());
    assert_eq!(hangs_on(&fields), (None, 1));
    assert_eq!(items(&fields, List::Question), [10, 20]);
    assert_eq!(next_rank(&fields, List::Question), 4);
}

#[test]
fn choosing_a_kind_only_fills_in() {
    let mut fields = starter(ProgramKind::Seminar);
    let (seminar, _) = read(&fields, blank());
    assert_eq!(seminar.waitlist, 5);
    fields.insert(Field::Asks, "kana".into());
    fields.extend(chosen(&fields, ProgramKind::Cohort));
    let (cohort, _) = read(&fields, blank());
    assert_eq!(cohort.goal, Some(Yen(200_000)));
    assert!(matches!(cohort.selection, Selection::Review(_)));
    assert!(items(&fields, List::Session).is_empty());
    // What the organizer wrote stays, whatever is chosen.
    assert_eq!(cohort.asks, BTreeSet::from([ProfileItem::Kana]));
    fields.extend(chosen(&fields, ProgramKind::Course));
    fields.insert(session(1, Part::From), "2027-01-07".into());
    let (course, unread) = read(&fields, blank());
    assert_eq!(unread, []);
    assert_eq!(course.sessions[0].observers, Observers::Free);
    assert_eq!((course.goal, course.attendance), (None, Attendance::All));
    fields.extend(chosen(&fields, ProgramKind::Contest));
    assert_eq!(items(&fields, List::Session), [1]);
    for kind in ProgramKind::ALL {
        fields.extend(chosen(&fields, kind));
        assert_eq!(read(&fields, blank()).0.kind, kind);
        assert!(chosen(&fields, kind).is_empty());
    }
}

/// What a device changed that began with the same draft as another.
fn edits(begun: &Fields, changes: &[(Field, &str)]) -> Vec<Edit> {
    let changes = changes.iter();
    changes
        .map(|(field, to)| Edit {
            field: *field,
            from: begun.get(field).cloned().unwrap_or_default(),
            to: (*to).to_owned(),
            settles: Vec::new(),
        })
        .collect()
}

#[test]
fn two_devices_that_edit_one_draft_merge_item_by_item() {
    let begun = typed(&[
        (session(1, Part::Rank), "1"),
        (session(1, Part::From), "2027-01-07"),
        (session(2, Part::Rank), "2"),
        (session(2, Part::From), "2027-01-14"),
    ]);
    let mut draft = Draft {
        id: DraftId(NEW.0),
        person: PersonId(Uuid::from_u128(1)),
        subject: Subject::Program {
            desk: DESK,
            program: None,
        },
        title: String::new(),
        fields: begun.clone(),
        others: std::collections::BTreeMap::new(),
        revision: 1,
        edited_at: NOW,
    };
    // The phone moves the first session and adds one; the tablet takes the second out, adds another,
    // and says where the first one is. Both added behind the same last one.
    let phone = [
        (session(1, Part::From), "2027-01-08"),
        (session(500, Part::Rank), "3"),
        (session(500, Part::From), "2027-02-01"),
    ];
    let tablet = [
        (session(2, Part::Rank), Part::REMOVED),
        (session(1, Part::Venue), "油津公民館"),
        (session(300, Part::Rank), "3"),
        (session(300, Part::From), "2027-03-01"),
    ];
    draft.take(&edits(&begun, &phone)).unwrap();
    draft.take(&edits(&begun, &tablet)).unwrap();
    assert!(draft.others.is_empty(), "{:?}", draft.others);
    let (program, unread) = read(&draft.fields, blank());
    assert_eq!(unread, []);
    let days: Vec<(u16, String)> = program
        .sessions
        .iter()
        .map(|one| (one.no.0, one.from.to_string()))
        .collect();
    assert_eq!(
        days,
        [
            (1, "2027-01-08".to_owned()),
            (500, "2027-02-01".to_owned()),
            (300, "2027-03-01".to_owned())
        ]
    );
    // Of two who move the same one, the last did; of two who write the same, both are kept.
    let moves = [(session(1, Part::Rank), "7")];
    draft.take(&edits(&begun, &moves)).unwrap();
    draft
        .take(&edits(&begun, &[(session(1, Part::From), "2027-01-09")]))
        .unwrap();
    assert_eq!(draft.fields[&session(1, Part::Rank)], "7");
    assert_eq!(
        draft.others.keys().collect::<Vec<_>>(),
        [&session(1, Part::From)]
    );
}

fn does(town: &mut Town, command: &Command) -> Result<(), Refusal> {
    match apply(command, Who::Member.actor(), NOW, town) {
        Ok(writes) => {
            town.write(writes);
            Ok(())
        }
        Err(Stop::Refused(refusal)) => Err(refusal),
        Err(Stop::Missing(missing)) => panic!("{missing:?}"),
    }
}

fn says(town: &Town, id: ProgramId) -> Program {
    let (kind, id) = (Kind::Program, id.0);
    match town.get(RowKey { kind, id }) {
        Ok(Some(Row::Program(program))) => program,
        other => panic!("{other:?}"),
    }
}

/// Saves the texts of a new program as a draft of the desk.
fn save(draft: DraftId, fields: &Fields) -> Command {
    let texts = fields.iter().map(|(field, text)| (*field, text.as_str()));
    Command::SaveDraft {
        draft,
        subject: Subject::Program {
            desk: DESK,
            program: None,
        },
        title: "つどい".into(),
        edits: edits(&Fields::new(), &texts.collect::<Vec<_>>()),
    }
}

/// A part of the first lodging.
fn lodging(part: Part) -> Field {
    Field::Item(List::Lodging, 1, part)
}

#[test]
fn a_trial_stay_begins_with_a_lodging_and_no_day_of_its_own() {
    let fields = starter(ProgramKind::TrialStay);
    assert!(items(&fields, List::Session).is_empty());
    assert_eq!(items(&fields, List::Lodging), [1]);
    // A lodging that has a name stays, whatever is chosen; one that has none goes.
    let other = |fields: &Fields| chosen(fields, ProgramKind::Seminar);
    let mut unnamed = fields.clone();
    unnamed.extend(other(&fields));
    assert!(items(&unnamed, List::Lodging).is_empty());
    let mut named = fields;
    named.insert(lodging(Part::Name), "長屋 つばき".into());
    named.extend(other(&named));
    assert_eq!(items(&named, List::Lodging), [1]);
}

#[test]
fn the_draft_of_every_kind_goes_though_another_kind_was_chosen_before() {
    for (before, kind) in ProgramKind::ALL
        .into_iter()
        .flat_map(|before| ProgramKind::ALL.map(|kind| (before, kind)))
    {
        let mut town = Town::new();
        let mut fields = starter(before);
        fields.extend(chosen(&fields, kind));
        fields.extend(typed(&[
            (Field::Title, "つどい"),
            (Field::Description, "話します。"),
            (Field::Message, "役場へ電話してください。"),
            (session(1, Part::Rank), "1"),
            (session(1, Part::From), "2027-01-07"),
        ]));
        if kind == ProgramKind::TrialStay {
            fields.extend(typed(&[
                (lodging(Part::Name), "長屋 つばき"),
                (lodging(Part::Rooms), "海の間 2"),
                (lodging(Part::From), "2027-01-07"),
                (lodging(Part::To), "2027-01-31"),
                (lodging(Part::Most), "5"),
            ]));
        }
        let draft = DraftId(NEW.0);
        does(&mut town, &save(draft, &fields)).unwrap();
        let written = Written::of(&fields, blank(), None, NOW);
        assert_eq!(written.problems, [], "{kind:?} after {before:?}");
        let program = Box::new(written.program);
        does(&mut town, &Command::PublishProgram { program }).unwrap();
        let (row, id) = (Kind::Draft, draft.0);
        let left = town.get(RowKey { kind: row, id });
        assert_eq!(left, Ok(None), "{kind:?} after {before:?}");
    }
}

#[test]
fn the_draft_of_a_program_goes_with_what_it_said() {
    let mut town = Town::new();
    let mut fields = starter(ProgramKind::Seminar);
    fields.extend(typed(&[
        (Field::Title, "つどい"),
        (Field::Description, "話します。"),
        (session(1, Part::From), "2027-01-07"),
    ]));
    let draft = DraftId(NEW.0);
    does(&mut town, &save(draft, &fields)).unwrap();
    let written = Written::of(&fields, blank(), None, NOW);
    assert_eq!(written.problems, []);
    let program = Box::new(written.program);
    does(&mut town, &Command::PublishProgram { program }).unwrap();
    let (kind, id) = (Kind::Draft, draft.0);
    assert_eq!(town.get(RowKey { kind, id }), Ok(None));
    // What another device adds meanwhile stays a draft.
    let mut town = Town::new();
    let program = Box::new(Written::of(&fields, blank(), None, NOW).program);
    fields.insert(Field::Contact, "商工課".into());
    does(&mut town, &save(draft, &fields)).unwrap();
    does(&mut town, &Command::PublishProgram { program }).unwrap();
    assert!(matches!(town.get(RowKey { kind, id }), Ok(Some(_))));
    // Nobody saves a draft under the name of another's.
    let guessed = Command::SaveDraft {
        draft: DraftId::of_program_edit(Who::Owner.id(), PROGRAM),
        subject: Subject::Program {
            desk: DESK,
            program: Some(PROGRAM),
        },
        title: String::new(),
        edits: Vec::new(),
    };
    assert_eq!(does(&mut town, &guessed), Err(Refusal::NotAllowed));
}

#[test]
fn an_edit_keeps_sign_ups_and_what_they_answered() {
    let mut town = Town::new();
    let ask = |no, ask| Question {
        no: QuestionNo(no),
        text: "どちらですか".into(),
        help: String::new(),
        ask,
        required: false,
        only_if: None,
    };
    let options =
        |options: &[&str]| Ask::Choice(options.iter().map(|one| (*one).to_owned()).collect());
    let edit = |town: &mut Town, change: &dyn Fn(&mut Program)| {
        let mut program = says(town, PROGRAM);
        change(&mut program);
        let program = Box::new(program);
        does(town, &Command::EditProgram { program })
    };
    edit(&mut town, &|program| {
        program.form = vec![ask(11, options(&["午前", "午後"]))];
    })
    .unwrap();
    let settled = |part| {
        let refused = invalid(question(11, part), Problem::Settled);
        Err(Refusal::Invalid(refused))
    };
    for other in [
        options(&["午後"]),
        options(&["午後", "午前"]),
        Ask::Many(vec!["午前".into(), "午後".into()]),
        Ask::Long,
    ] {
        let changed = edit(&mut town, &|program| program.form[0].ask = other.clone());
        assert_eq!(changed, settled(Part::Ask), "{other:?}");
    }
    // A word can be mended, an option come behind; and the question can make room for another.
    edit(&mut town, &|program| {
        program.form[0].ask = options(&["ごぜん", "午後", "夜"]);
    })
    .unwrap();
    edit(&mut town, &|program| {
        program.form = vec![ask(12, Ask::Long)]
    })
    .unwrap();
    let seated = sign_up(Who::Worker, PROGRAM);
    let state = |id: SignUpId| match town.get(RowKey {
        kind: Kind::SignUp,
        id: id.0,
    }) {
        Ok(Some(Row::SignUp(sign_up))) => sign_up.state,
        other => panic!("{other:?}"),
    };
    assert!(matches!(state(seated), State::Accepted { .. }));
    // A device knows by how full it is what would be refused.
    let before = says(&town, PROGRAM);
    let mut without = before.clone();
    without.sessions.clear();
    assert_eq!(
        taken_away(&before, &without, |part| part == Some(SessionNo(1))),
        [invalid(session(1, Part::Rank), Problem::Settled)]
    );
    assert_eq!(taken_away(&before, &without, |_| false), []);
    let mut whole = before.clone();
    whole.attendance = Attendance::All;
    assert_eq!(
        taken_away(&before, &whole, |_| true),
        [invalid(Field::Attendance, Problem::Settled)]
    );
}

#[test]
fn what_a_desk_judges_by_is_written_like_the_rest() {
    let at = |number, part| Field::Item(List::Criterion, number, part);
    let mut fields = typed(&[
        (Field::Title, "商店コンテスト"),
        (Field::Description, "案を募ります。"),
        (Field::Attendance, "all"),
        (Field::Selection, "review"),
        (Field::Blind, "yes"),
        (Field::Announces, "yes"),
        (at(3, Part::Rank), "2"),
        (at(3, Part::Name), "町との縁"),
        (at(9, Part::Rank), "1"),
        (at(9, Part::Name), "新しさ"),
        (at(9, Part::Most), "１０"),
        (at(9, Part::Weight), "2"),
        (at(4, Part::Rank), Part::REMOVED),
    ]);
    let (program, _) = read(&fields, blank());
    let criterion = |no, name: &str, max, weight| Criterion {
        no: CriterionNo(no),
        name: name.into(),
        help: String::new(),
        max,
        weight,
    };
    let judging = Judging {
        criteria: vec![
            criterion(9, "新しさ", 10, 2),
            criterion(3, "町との縁", 5, 1),
        ],
        blind: true,
        announces: true,
    };
    assert_eq!(program.selection, Selection::Review(judging));
    // What is wrong is named at its place.
    fields.extend(typed(&[
        (at(9, Part::Name), ""),
        (at(3, Part::Most), "1000"),
        (at(3, Part::Weight), "たくさん"),
    ]));
    let written = Written::of(&fields, blank(), None, NOW);
    let outside = Problem::OutOfRange { min: 1, max: 100 };
    for found in [
        invalid(at(9, Part::Name), Problem::Missing),
        invalid(at(3, Part::Most), outside),
        invalid(at(3, Part::Weight), Problem::Malformed),
    ] {
        assert!(written.problems.contains(&found), "{found:?}");
    }
    // Who comes first needs no criteria, though what was written stays in the draft.
    fields.insert(Field::Selection, "first_come".into());
    let written = Written::of(&fields, blank(), None, NOW);
    assert_eq!(written.problems, []);
    assert_eq!(written.program.selection, Selection::FirstCome);
    // A draw needs a day on which sign-ups close.
    fields.insert(Field::Selection, "lottery".into());
    let written = Written::of(&fields, blank(), None, NOW);
    let missing = invalid(Field::ClosesAt, Problem::Missing);
    assert_eq!(written.problems, [missing]);
}

#[test]
fn how_seats_are_given_stays_once_somebody_signed_up() {
    let choosing = |selection| Program {
        selection,
        ..program(PROGRAM)
    };
    let before = choosing(Selection::Lottery);
    let first = choosing(Selection::FirstCome);
    let settled = [invalid(Field::Selection, Problem::Settled)];
    assert_eq!(taken_away(&before, &first, |_| true), settled);
    assert_eq!(taken_away(&before, &first, |_| false), []);
    // By what is judged can be mended.
    let review = |blind| {
        let judging = Judging {
            blind,
            ..Judging::default()
        };
        choosing(Selection::Review(judging))
    };
    assert_eq!(taken_away(&review(true), &review(false), |_| true), []);
}

#[test]
fn a_word_can_be_mended_in_a_program_whose_time_is_over() {
    let mut over = program(FREE_PROGRAM);
    over.closes_at = Some(NOW);
    for session in &mut over.sessions {
        (session.from, session.to) = (Day::of(NOW).plus(-9), Day::of(NOW).plus(-9));
    }
    let mut mended = over.clone();
    mended.title = "はじめての在宅ワーク(記録)".into();
    assert_eq!(problems_after(Some(&over), &mended, NOW), []);
    let past = problems_after(None, &mended, NOW);
    let named: Vec<Field> = past.iter().map(|one| one.field).collect();
    assert_eq!(named, [session(1, Part::From), Field::ClosesAt]);
}

fn a_day() -> impl Strategy<Value = Day> {
    (0i16..400).prop_map(|days| Day::of(NOW).plus(days.into()))
}

fn a_text() -> impl Strategy<Value = String> {
    prop_oneof!["", "[ぁ-ん]{1,8}", "[ぁ-ん]{1,4} [a-z]{1,4}"]
}

fn a_count() -> impl Strategy<Value = Option<u32>> {
    proptest::option::of(0u32..100)
}

prop_compose! {
    fn a_session()(
        from in a_day(), more in 0i64..3, begins in proptest::option::of(0u16..12), hours in 1u16..12,
        note in a_text(), online: bool, venue in proptest::option::of(a_text()), capacity in a_count(),
        observers in prop_oneof![Just(Observers::None), Just(Observers::Free), (1u32..9).prop_map(Observers::SignUp)],
        childcare in a_count(),
    ) -> Session {
        Session {
            no: SessionNo(0),
            from,
            to: from.plus(more),
            begins: begins.and_then(|hour| ClockTime::new(hour, 30)),
            ends: begins.and_then(|hour| ClockTime::new(hour + hours, 0)),
            note,
            online,
            venue: venue.filter(|name| !name.is_empty()).map(|name| Venue { name, ..Venue::default() }),
            capacity,
            observers,
            childcare,
        }
    }
}

prop_compose! {
    fn a_question()(text in "[ぁ-ん]{1,9}", help in a_text(), kind in 0usize..8, required: bool, least in 0i64..9) -> Question {
        let options = || vec!["はい".to_owned(), "いいえ".to_owned()];
        let ask = match kind {
            0 => Ask::Short,
            1 => Ask::Long,
            2 => Ask::Choice(options()),
            3 => Ask::Many(options()),
            4 => Ask::Number { min: least, max: least + 9 },
            5 => Ask::Date,
            6 => Ask::Consent,
            _ => Ask::File,
        };
        Question { no: QuestionNo(0), text, help, ask, required, only_if: None }
    }
}

prop_compose! {
    fn a_criterion()(name in "[ぁ-ん]{1,9}", help in a_text(), max in 1u16..=100, weight in 1u16..=10) -> Criterion {
        Criterion { no: CriterionNo(0), name, help, max, weight }
    }
}

prop_compose! {
    fn a_selection()(
        kind in 0usize..3, blind: bool, announces: bool,
        mut criteria in proptest::collection::vec(a_criterion(), 0..5),
    ) -> Selection {
        for (number, criterion) in (7u16..).zip(&mut criteria) {
            criterion.no = CriterionNo(number);
        }
        match kind {
            0 => Selection::FirstCome,
            1 => Selection::Lottery,
            _ => Selection::Review(Judging { criteria, blind, announces }),
        }
    }
}

#[test]
fn a_room_that_is_called_as_before_keeps_its_number() {
    let at = |part| Field::Item(List::Lodging, 3, part);
    let day = |day: &str| day.parse::<Day>().unwrap();
    let written = |rooms: &str, before: Program| {
        let fields = typed(&[
            (Field::Kind, "trial_stay"),
            (at(Part::Rank), "1"),
            (at(Part::Name), "長屋 つばき"),
            (at(Part::Rooms), rooms),
            (at(Part::From), "2027-07-01"),
            (at(Part::To), "2027-07-31"),
            (at(Part::Most), "5"),
        ]);
        let (program, unread) = read(&fields, before);
        assert_eq!(unread, []);
        program
    };
    let rooms = |program: &Program| -> Vec<(u16, String, u8)> {
        let rooms = program.lodgings[0].rooms.iter();
        rooms
            .map(|room| (room.no.0, room.name.clone(), room.beds))
            .collect()
    };
    let first = written("海の間 2\n\n山の間\u{3000}3人\n離れ", blank());
    let named = |no, name: &str, beds| (no, name.to_owned(), beds);
    assert_eq!(
        rooms(&first),
        [
            named(1, "海の間", 2),
            named(2, "山の間", 3),
            named(3, "離れ", 1)
        ]
    );
    assert_eq!(
        first.lodgings[0].nights,
        Nights {
            from: day("2027-07-01"),
            to: day("2027-07-31")
        }
    );
    // One goes, one comes, one has more beds: no number is given twice.
    let second = written("新しい間\n山の間 4", first.clone());
    assert_eq!(
        rooms(&second),
        [named(4, "新しい間", 1), named(2, "山の間", 4)]
    );
    // For another kind it is no part of the program, and the text stays in the draft.
    let mut fields = texts(&first);
    fields.insert(Field::Kind, "seminar".into());
    assert_eq!(read(&fields, blank()).0.lodgings, []);
}

#[test]
fn what_a_lodging_lacks_is_said_at_its_place() {
    let at = |part| Field::Item(List::Lodging, 3, part);
    let found = |pairs: &[(Field, &str)]| {
        let fields =
            typed(&[&[(Field::Kind, "trial_stay"), (at(Part::Rank), "1")], pairs].concat());
        let written = Written::of(&fields, blank(), None, NOW);
        let problems = written.problems.into_iter();
        let problems = problems.map(|invalid| (invalid.field, invalid.problem));
        let of_lodging =
            |(field, _): &(Field, Problem)| matches!(field, Field::Item(List::Lodging, ..));
        problems.filter(of_lodging).collect::<Vec<_>>()
    };
    let days = [(at(Part::From), "2027-07-01"), (at(Part::To), "2027-07-31")];
    assert_eq!(
        found(&[]),
        [
            (at(Part::From), Problem::Missing),
            (at(Part::To), Problem::Missing)
        ]
    );
    let lacks = found(&days);
    assert!(
        lacks.contains(&(at(Part::Name), Problem::Missing)),
        "{lacks:?}"
    );
    assert!(
        lacks.contains(&(at(Part::Rooms), Problem::Missing)),
        "{lacks:?}"
    );
    let over = found(&[(at(Part::From), "2020-07-01"), (at(Part::To), "2020-07-31")]);
    assert!(over.contains(&(at(Part::To), Problem::Past)), "{over:?}");
}

prop_compose! {
    fn a_lodging()(
        name in "[ぁ-ん]{1,9}", address in a_text(), house_rules in a_text(),
        rooms in proptest::collection::btree_map("[ぁ-ん]{1,5}", 1u8..20, 0..4),
        from in a_day(), nights in 1i64..99, longest in 1u8..90, hour in proptest::option::of(0u16..24),
    ) -> Lodging {
        let time = hour.map(|hour| format!("{hour:02}:30").parse().unwrap());
        let rooms = (1u16..).zip(rooms);
        Lodging {
            no: LodgingNo(0),
            name,
            address,
            check_in: time,
            check_out: time,
            house_rules,
            contact: String::new(),
            rooms: rooms.map(|(no, (name, beds))| GuestRoom { no: RoomNo(no), name, beds }).collect(),
            nights: Nights { from, to: from.plus(nights) },
            longest,
        }
    }
}

prop_compose! {
    fn a_program()(
        kind in 0usize..7, title in "[ぁ-ん]{1,9}", cost_note in a_text(), all: bool, waitlist in 0u32..9,
        mut sessions in proptest::collection::vec(a_session(), 0..5),
        mut form in proptest::collection::vec(a_question(), 0..6),
        elsewhere in proptest::option::of(a_text()), cost in proptest::option::of(0i64..9_999),
        opens in proptest::option::of(a_day()), skills in a_text(), ages in proptest::option::of(18u8..60),
        towns: bool, hangs: bool, selection in a_selection(),
        mentors in proptest::collection::vec("[ぁ-ん]{1,9}( [ぁ-ん]{1,9})?", 0..4),
        mut lodgings in proptest::collection::vec(a_lodging(), 0..4),
    ) -> Program {
        for (number, lodging) in (5u16..).zip(&mut lodgings) {
            lodging.no = LodgingNo(number);
        }
        sessions.sort_by_key(|session| (session.begins_at(), session.ends_at()));
        for (number, session) in (3u16..).zip(&mut sessions) {
            session.no = SessionNo(number);
        }
        let mut choice = None;
        for (number, question) in (11u16..).zip(&mut form) {
            question.no = QuestionNo(number);
            question.only_if = choice.filter(|_| hangs);
            if matches!(question.ask, Ask::Choice(_)) {
                choice = Some(Condition { question: question.no, is: 1 });
            }
        }
        let town = |code: &str, name: &str| Municipality { code: code.parse().unwrap(), name: name.into() };
        let towns = if towns { vec![town("452041", "宮崎県日南市"), town("011002", "北海道札幌市")] } else { vec![] };
        Program {
            kind: ProgramKind::ALL[kind],
            title,
            mentors: match ProgramKind::ALL[kind] {
                ProgramKind::Cohort => mentors,
                _ => vec![],
            },
            lodgings: match ProgramKind::ALL[kind] {
                ProgramKind::TrialStay => lodgings,
                _ => vec![],
            },
            description: "話します。".into(),
            towns: towns.clone(),
            sessions,
            attendance: if all { Attendance::All } else { Attendance::One },
            capacity: all.then_some(12),
            waitlist,
            eligibility: Eligibility { towns, movers: true, age_from: ages, skills, ..Eligibility::default() },
            form,
            sign_up: elsewhere.map_or(SignUpBy::Engawa, SignUpBy::Other),
            selection,
            opens_at: opens.map(Day::start),
            closes_at: opens.map(|day| day.plus(30).start()),
            cost: cost.map(Yen),
            cost_note,
            ..blank()
        }
    }
}

proptest! {
    #[test]
    fn every_program_reads_back_from_its_texts(program in a_program()) {
        let all = texts(&program);
        prop_assert_eq!(read(&all, blank()), (program.clone(), vec![]));
        prop_assert_eq!(read(&Fields::new(), program.clone()), (program.clone(), vec![]));
        prop_assert!(says_all_of(&program, &all));
        prop_assert_eq!(over(&Fields::new(), &program), all);
    }

    #[test]
    fn one_touched_text_changes_nothing_else(program in a_program(), title in "[ぁ-ん]{1,9}") {
        // Each list is read anew, and comes to what it was.
        let mut fields = typed(&[(Field::Title, &title)]);
        for (list, part) in [(List::Session, Part::Note), (List::Question, Part::Help)] {
            for number in items(&texts(&program), list) {
                fields.insert(Field::Item(list, number, part), "つけたし".into());
            }
        }
        let (mut changed, unread) = read(&fields, program.clone());
        prop_assert_eq!(unread, vec![]);
        prop_assert!(changed.sessions.iter().all(|one| one.note == "つけたし"));
        prop_assert!(changed.form.iter().all(|one| one.help == "つけたし"));
        for (changed, was) in changed.sessions.iter_mut().zip(&program.sessions) {
            changed.note.clone_from(&was.note);
        }
        for (changed, was) in changed.form.iter_mut().zip(&program.form) {
            changed.help.clone_from(&was.help);
        }
        prop_assert_eq!(changed, Program { title, ..program });
    }

    #[test]
    fn no_text_breaks_the_reading(
        texts in proptest::collection::btree_map(
            prop_oneof![
                (0usize..35).prop_map(|at| domain::program_text::FIELDS[at]),
                (0usize..6, 0u16..3, 0usize..26).prop_map(|(list, number, part)| Field::Item(List::ALL[list], number, Part::PLAIN[part])),
                (0u16..3, 0u16..3).prop_map(|(number, option)| question(number, Part::Option(option))),
            ],
            "[0-9a-z_:-]{0,6}|choice|yes|sign_up|2027-01-0[1-9]|.{0,9}",
            0..40,
        )
    ) {
        let now = Timestamp(NOW.0);
        let written = Written::of(&texts, blank(), None, now);
        if written.problems.is_empty() {
            let announced = Program { title: "題".into(), ..written.program };
            prop_assert_eq!(announced.check(), Ok(()));
        }
    }
}
