//! The draft of a program: how devices write in it together, when it is spent, and what of a program is
//! settled once it is announced.

use super::program_text::{NEW, blank, invalid, lodging, question, session, typed};
use domain::{
    Command, Day, DraftId, PersonId, ProgramId, Refusal, Row, SignUpId, apply,
    command::Stop,
    draft::{Draft, Edit, Fields, Subject},
    program::{
        Ask, Attendance, Criterion, CriterionNo, Judging, Program, ProgramKind, Question,
        QuestionNo, Selection, SessionNo,
    },
    program_check::{Written, problems_after, taken_away},
    program_text::{chosen, read, starter},
    refusal::{Field, List, Part, Problem},
    row::{Kind, RowKey, Rows},
    sign_up::State,
    town::{DESK, FREE_PROGRAM, NOW, PROGRAM, Town, Who, program, sign_up},
};
use uuid::Uuid;

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
