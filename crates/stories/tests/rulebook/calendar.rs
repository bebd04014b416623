//! Calendars, read by a parser that others wrote.

use domain::{
    Day,
    calendar::{Status, events, write},
    program::{ClockTime, Program, Session, SessionNo},
    town::{FREE_PROGRAM, NOW, program},
};
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime, EventLike};
use proptest::prelude::*;

const SITE: &str = "https://engawa.example.jp";

fn read(text: &str) -> Calendar {
    text.parse()
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A seminar on two days, the second without times.
fn seminar() -> Program {
    let mut seminar = program(FREE_PROGRAM);
    let first = seminar.sessions[0].clone();
    seminar.sessions.push(Session {
        no: SessionNo(2),
        from: first.from.plus(7),
        to: first.from.plus(8),
        begins: None,
        ends: None,
        note: "2日目は\n持ち物: 筆記用具; お昼, 上履き\\".into(),
        online: true,
        venue: None,
        ..first
    });
    seminar.title =
        "はじめての在宅ワーク: 家事・育児のあいまに、家で働くことを始めるための小さな講座(全2回)"
            .into();
    seminar
}

fn clock(moment: &DatePerhapsTime) -> (String, &str) {
    match moment {
        DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid }) => {
            (date_time.format("%Y-%m-%d %H:%M").to_string(), tzid)
        }
        DatePerhapsTime::Date(day) => (day.to_string(), "day"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_programs_sessions_read_back_with_their_times_in_tokyo() {
    let seminar = seminar();
    let text = write(
        &seminar.title,
        &events(&seminar, None, Status::Confirmed, SITE),
    );
    let calendar = read(&text);
    assert_eq!(calendar.get_name(), Some(seminar.title.as_str()));
    let found: Vec<_> = calendar.events().collect();
    assert_eq!(found.len(), 2);
    let day = seminar.sessions[0].from;
    let (first, second) = (found[0], found[1]);
    assert_eq!(
        first.get_uid(),
        Some(format!("{FREE_PROGRAM}-1@engawa").as_str())
    );
    assert_eq!(first.get_summary(), Some(seminar.title.as_str()));
    assert_eq!(first.get_location(), Some("油津公民館"));
    assert_eq!(
        clock(&first.get_start().unwrap()),
        (format!("{day} 10:00"), "Asia/Tokyo")
    );
    assert_eq!(
        clock(&first.get_end().unwrap()),
        (format!("{day} 12:00"), "Asia/Tokyo")
    );
    assert_eq!(first.get_timestamp().unwrap().timestamp_millis(), NOW.0);
    assert_eq!(
        first.get_url(),
        Some(format!("{SITE}/programs/{FREE_PROGRAM}").as_str())
    );
    // Two whole days end where the third begins.
    assert_eq!(
        clock(&second.get_start().unwrap()),
        (day.plus(7).to_string(), "day")
    );
    assert_eq!(
        clock(&second.get_end().unwrap()),
        (day.plus(9).to_string(), "day")
    );
    let said = second.get_description().unwrap();
    assert!(
        said.starts_with("2日目は\n持ち物: 筆記用具; お昼, 上履き\\\n"),
        "{said}"
    );
}

#[test]
fn a_sign_up_for_one_session_is_in_the_calendar_alone() {
    let one = events(&seminar(), Some(SessionNo(2)), Status::Tentative, SITE);
    let text = write("", &one);
    let calendar = read(&text);
    assert_eq!(calendar.events().count(), 1);
    assert!(text.contains("STATUS:TENTATIVE\r\n"));
}

#[test]
fn an_entry_keeps_its_name_when_the_program_changes() {
    let before = seminar();
    let after = Program {
        title: "別の題".into(),
        edited_at: Some(NOW.plus_days(1)),
        ..before.clone()
    };
    let [before, after] = [before, after].map(|it| events(&it, None, Status::Confirmed, SITE));
    assert_eq!(before[0].uid, after[0].uid);
    assert!(before[0].stamp < after[0].stamp);
}

proptest! {
    /// Whatever a desk writes, a calendar program reads as it was meant.
    #[test]
    fn any_title_and_note_read_back(
        title in "[^\\p{C}]{1,80}",
        note in "[^\\p{C}]{0,200}",
        from in 0i64..30_000,
        minutes in (0u16..36, 0u16..60),
    ) {
        let mut seminar = program(FREE_PROGRAM);
        title.clone_into(&mut seminar.title);
        let session = &mut seminar.sessions[0];
        note.clone_into(&mut session.note);
        session.from = Day::of(NOW).plus(from - 10_000);
        session.to = session.from.plus(2);
        session.begins = ClockTime::new(minutes.0, minutes.1);
        let text = write(&title, &events(&seminar, None, Status::Confirmed, SITE));
        let calendar = read(&text);
        let found = calendar.events().next().unwrap();
        prop_assert_eq!(found.get_summary(), Some(title.as_str()));
        let said = found.get_description().unwrap();
        prop_assert!(said.starts_with(&note), "{} {}", said, note);
    }
}
