//! A program as its organizer types it: read, written again, and what each kind begins with.

use domain::{
    Day, ProgramId, Yen,
    draft::Fields,
    job::LifeStage,
    place::Town as Municipality,
    profile::ProfileItem,
    program::{
        Attendance, ClockTime, Eligibility, Observers, Position, Program, ProgramKind, Selection,
        Session, SessionNo,
    },
    program_check::Written,
    program_text::{chosen, items, next_rank, options, read, says_all_of, starter, texts},
    refusal::{Field, Invalid, List, Part, Problem},
    stay::Nights,
    town::{DESK, NOW, PROGRAM, program},
};
use std::collections::BTreeSet;
use uuid::Uuid;

pub(super) const NEW: ProgramId = ProgramId(Uuid::from_u128(0x777));

pub(super) fn blank() -> Program {
    Program::blank(NEW, DESK, "油津商店".into(), NOW)
}

pub(super) fn typed(pairs: &[(Field, &str)]) -> Fields {
    let pairs = pairs.iter();
    pairs
        .map(|(field, text)| (*field, (*text).to_owned()))
        .collect()
}

pub(super) fn session(number: u16, part: Part) -> Field {
    Field::Item(List::Session, number, part)
}

pub(super) fn question(number: u16, part: Part) -> Field {
    Field::Item(List::Question, number, part)
}

pub(super) fn invalid(field: Field, problem: Problem) -> Invalid {
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

/// A part of the first lodging.
pub(super) fn lodging(part: Part) -> Field {
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
