//! Any program at all: its texts say all of it, and no text breaks the reading.

use super::program_text::{blank, question, typed};
use domain::{
    Day, Timestamp, Yen,
    draft::Fields,
    place::Town as Municipality,
    program::{
        Ask, Attendance, ClockTime, Condition, Criterion, CriterionNo, Eligibility, GuestRoom,
        Judging, Lodging, LodgingNo, Observers, Program, ProgramKind, Question, QuestionNo, RoomNo,
        Selection, Session, SessionNo, SignUpBy, Venue,
    },
    program_check::Written,
    program_text::{items, over, read, says_all_of, texts},
    refusal::{Field, List, Part},
    stay::Nights,
    town::NOW,
};
use proptest::prelude::*;

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
