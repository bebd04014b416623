//! Any program that can be exported reads back equal, through any layout.

use super::{by_code, context, read, write};
use domain::{
    Day, DeskId, ProgramId, Timestamp, Yen,
    job::LifeStage,
    place::Town,
    profile::ProfileItem,
    program::{
        Ask, Attendance, ClockTime, Condition, Eligibility, Observers, Position, Program,
        ProgramKind, Question, QuestionNo, Selection, Session, SessionNo, SignUpBy, Venue,
    },
};
use formats::events::EventsLayout;
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Texts of all sorts that the rulebook takes.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z0-9]{1,6}",
        4 => "[あ-んア-ン一-龠ー、。０-９]{1,8}",
        2 => select(vec![
            "\n", "\r\n", " ", "　", "\t", ",", "\"", "\"\"", "-", "―", "※", "=1+1", "\u{a0}",
            "\u{feff}", "\u{fffd}", "🌸", "http://a.example", "オンライン", "無料", "備考",
        ]).prop_map(str::to_owned),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn line() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace(['\n', '\r', '\t'], ""))
}

fn named() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => line().prop_map(|text| format!("x{text}")),
        1 => Just("-".to_owned()),
    ]
}

fn town() -> impl Strategy<Value = Town> {
    let towns = [
        ("222127", "静岡県焼津市"),
        ("372013", "香川県高松市"),
        ("170003", "石川県"),
    ];
    select(towns.to_vec()).prop_map(|(code, name)| Town {
        code: code.parse().unwrap(),
        name: name.to_owned(),
    })
}

fn day() -> impl Strategy<Value = Day> {
    (0..40_000i64).prop_map(|days| Day::of(Timestamp::start_of_day_in_japan(days)))
}

fn moment() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        day().prop_map(Day::start),
        (day(), 0..1440i64).prop_map(|(day, minute)| Timestamp(day.start().0 + minute * 60_000)),
        (0..4_000_000_000_000i64).prop_map(Timestamp),
    ]
}

prop_compose! {
    fn venue()(
        name in line(),
        address in text(),
        town in option::of(town()),
        position in option::of((20.0..46.0f64, 122.0..154.0f64)),
        access in text(),
    ) -> Venue {
        let position = position.map(|(latitude, longitude)| Position { latitude, longitude });
        Venue { name, address, town, position, access }
    }
}

fn time() -> impl Strategy<Value = Option<ClockTime>> {
    option::of(
        (0..24u16, 0..60u16).prop_map(|(hour, minute)| ClockTime::new(hour, minute).unwrap()),
    )
}

prop_compose! {
    fn session()(
        no in 1..9u16,
        from in day(),
        days in 0..4i64,
        begins in time(),
        ends in time(),
        note in text(),
        online in any::<bool>(),
        venue in option::of(venue()),
        capacity in option::of(0..2_000u32),
        observers in prop_oneof![
            Just(Observers::None), Just(Observers::Free), (0..9u32).prop_map(Observers::SignUp),
        ],
        childcare in option::weighted(0.2, 0..20u32),
    ) -> Session {
        Session {
            no: SessionNo(no),
            from,
            to: from.plus(days),
            begins,
            ends,
            note,
            online,
            venue,
            capacity,
            observers,
            childcare,
        }
    }
}

fn form() -> impl Strategy<Value = Vec<Question>> {
    let choice = Question {
        no: QuestionNo(3),
        text: "どれ".into(),
        help: String::new(),
        ask: Ask::Choice(vec!["は\nい".into(), "いいえ".into()]),
        required: true,
        only_if: None,
    };
    let why = Question {
        no: QuestionNo(4),
        text: "なぜ,\"".into(),
        help: "詳しく".into(),
        ask: Ask::Long,
        required: false,
        only_if: Some(Condition {
            question: QuestionNo(3),
            is: 1,
        }),
    };
    let choice = Question {
        ask: Ask::Choice(vec!["はい".into(), "いいえ".into()]),
        ..choice
    };
    prop_oneof![3 => Just(vec![]), 1 => Just(vec![choice, why])]
}

prop_compose! {
    fn extra()(
        columns in vec((select(vec!["カテゴリー", "区", "子育て情報", "x（列）"]), text()), 0..3),
    ) -> serde_json::Map<String, serde_json::Value> {
        columns
            .into_iter()
            // What a file can hold: one kind of line break, and no broken bytes.
            .map(|(name, text)| (name.to_owned(), text.replace(['\r', '\u{fffd}'], "").into()))
            .collect()
    }
}

prop_compose! {
    fn about()(
        id in option::of(any::<u128>()),
        identifier in option::of(line()),
        title in named(),
        description in text(),
        desk_name in named(),
        towns in vec(town(), 0..3),
        kind in select(ProgramKind::ALL.to_vec()),
        contact in text(),
        website in option::of(select(vec!["https://a.example/?a=1,2", "http://b.example"])),
        cost in option::of(0..99_999i64),
        cost_note in text(),
        extra in extra(),
    ) -> Program {
        let desk = DeskId::of_name(&desk_name);
        let id = match (id, &identifier) {
            (None, Some(identifier)) => ProgramId::of_source(desk, identifier),
            (id, _) => ProgramId(Uuid::from_u128(id.unwrap_or(7))),
        };
        Program {
            identifier,
            title,
            description,
            towns,
            kind,
            contact,
            website: website.map(str::to_owned),
            cost: cost.map(Yen),
            cost_note,
            extra,
            ..Program::blank(id, desk, desk_name, Timestamp(1))
        }
    }
}

prop_compose! {
    fn program()(
        about in about(),
        sessions in vec(session(), 0..3),
        all in any::<bool>(),
        capacity in option::weighted(0.2, 0..90u32),
        waitlist in prop_oneof![3 => Just(0), 1 => 1..9u32],
        towns in prop_oneof![3 => Just(vec![]), 1 => vec(town(), 1..3)],
        stages in prop_oneof![3 => Just(vec![]), 1 => Just(vec![LifeStage::ALL[0]])],
        asks in prop_oneof![3 => Just(vec![]), 1 => Just(vec![ProfileItem::Phone])],
        form in form(),
        review in any::<bool>(),
        elsewhere in option::of(text()),
        opens_at in option::weighted(0.3, moment()),
        closes_at in option::of(moment()),
        goal in option::weighted(0.1, Just(Yen(200_000))),
        closed in prop_oneof![4 => Just(false), 1 => Just(true)],
    ) -> Program {
        Program {
            sessions,
            attendance: if all { Attendance::All } else { Attendance::One },
            capacity,
            waitlist,
            eligibility: Eligibility {
                towns,
                life_stages: stages.into_iter().collect(),
                ..Eligibility::default()
            },
            asks: asks.into_iter().collect::<BTreeSet<_>>(),
            form,
            selection: if review { Selection::Review } else { Selection::FirstCome },
            sign_up: elsewhere.map_or(SignUpBy::Engawa, SignUpBy::Other),
            opens_at,
            closes_at,
            goal,
            closed,
            ..about
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_program_reads_back_equal(
        program in program().prop_filter("may enter", |program| program.check().is_ok()),
        layout in select(EventsLayout::ALL.to_vec()),
    ) {
        let written = write(std::slice::from_ref(&program), layout);
        let (read, refused) = read(written.as_bytes());
        prop_assert_eq!(&refused, &[], "{}", written);
        prop_assert_eq!(read.len(), 1);
        let mut back = by_code(read[0].value.clone());
        prop_assert_eq!(back.posted_at, context().announced);
        back.posted_at = program.posted_at;
        prop_assert_eq!(back, by_code(program), "{}", written);
    }

    #[test]
    fn no_text_breaks_the_reading(cells in vec(text(), 6), bytes in vec(any::<u8>(), 0..200)) {
        let heading = "都道府県コード又は市区町村コード,イベント名,開始日,終了日,緯度,engawa";
        let row: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        let mut file = format!("{heading}\n{}\n", row.join(",")).into_bytes();
        read(&file);
        file.extend(bytes);
        read(&file);
    }
}

#[test]
fn a_row_that_was_changed_in_a_spreadsheet_does_not_lose_the_change() {
    let desk = DeskId::of_name("日南市");
    let mut program = Program::blank(
        ProgramId(Uuid::from_u128(5)),
        desk,
        "日南市".into(),
        Timestamp(0),
    );
    program.title = "体験会".into();
    let day: Day = "2026-12-03".parse().unwrap();
    for (no, from) in [(1, day), (2, day.plus(2))] {
        program.sessions.push(Session {
            no: SessionNo(no),
            from,
            to: from,
            begins: None,
            ends: None,
            note: String::new(),
            online: true,
            venue: None,
            capacity: None,
            observers: Observers::None,
            childcare: None,
        });
    }
    let written = write(&[program], EventsLayout::Old);
    // A spreadsheet's own way to write the same day is no change.
    let same = written.replace("2026-12-03,", "2026/12/3,");
    let (again, refused) = read(same.as_bytes());
    assert_eq!((again[0].value.sessions.len(), refused), (2, vec![]));
    let changed = written.replace("2026-12-03,", "2026-12-04,");
    let (_, refused) = read(changed.as_bytes());
    assert!(
        refused[0]
            .to_string()
            .starts_with("line 2, engawa: the row was changed")
    );
}
