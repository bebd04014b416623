//! Certificates that strangers verify, and calendars that programs follow.

use crate::town::Town as Server;
use domain::{
    CertificateId, Row, RowKey, Timestamp, Write,
    certificate::{Attested, Certificate},
    row::{Kind, Rows},
    town::{
        BADGE, CALENDAR, CONTEST, FREE_PROGRAM, LOTTERY, NOW, PROGRAM, REVIEWED_PROGRAM, TRIAL,
        Town, Who,
    },
};
use hyper::StatusCode;
use icalendar::{Calendar, Component};
use sync::protocol::ProblemKind;
use uuid::Uuid;

/// The example town behind a server whose clock stands still.
async fn town() -> Server {
    let server = Server::open_with(|settings| settings.clock = || NOW).await;
    server.put(Town::new().rows.into_values().collect()).await;
    server
}

fn badge() -> Certificate {
    let (kind, id) = (Kind::Certificate, BADGE.0);
    match Town::new().get(RowKey { kind, id }) {
        Ok(Some(Row::Certificate(badge))) => badge,
        other => panic!("{other:?}"),
    }
}

fn uids(body: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(body).unwrap();
    let calendar: Calendar = text
        .parse()
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    let events = calendar.events();
    events
        .map(|event| event.get_uid().unwrap().to_owned())
        .collect()
}

fn uid(program: domain::ProgramId) -> String {
    format!("{program}-1@engawa")
}

#[tokio::test]
async fn a_stranger_verifies_a_certificate_by_its_link_and_learns_of_no_account() {
    let server = town().await;
    let mut stranger = server.browser();
    let address = format!("/api/certificates/{BADGE}");
    let answer = stranger.get(&address).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json::<Attested>(), badge().attested);
    let said = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(!said.contains(&Who::Worker.id().to_string()), "{said}");

    let mut revoked = badge();
    revoked.attested.revoked_at = Some(Timestamp(NOW.0 + 1));
    server.put(vec![Row::Certificate(revoked.clone())]).await;
    let answer = stranger.get(&address).await;
    assert_eq!(answer.json::<Attested>(), revoked.attested);

    let guessed = CertificateId(Uuid::from_u128(7));
    for address in [
        format!("/api/certificates/{guessed}"),
        "/api/certificates/x".to_owned(),
    ] {
        stranger.get(&address).await.is(404, ProblemKind::NotFound);
    }
}

#[tokio::test]
async fn a_program_and_a_town_have_calendars_that_are_asked_about_cheaply() {
    let server = town().await;
    let mut program = server.browser();
    let answer = program
        .get(&format!("/calendar/programs/{PROGRAM}.ics"))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.header("content-type"),
        Some("text/calendar; charset=utf-8")
    );
    assert_eq!(uids(&answer.body), [uid(PROGRAM)]);
    let etag = answer.header("etag").unwrap().to_owned();
    let address = format!("/calendar/programs/{PROGRAM}.ics");
    let again = program
        .get_with(&address, &[("if-none-match", &etag)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);

    let address = "/calendar/towns/452041.ics";
    let answer = program.get(address).await;
    let mut expected = [PROGRAM, FREE_PROGRAM, REVIEWED_PROGRAM, LOTTERY, CONTEST]
        .map(uid)
        .to_vec();
    expected.extend([1, 2].map(|no| format!("{TRIAL}-{no}@engawa")));
    expected.sort();
    assert_eq!(uids(&answer.body), expected);
    let text = std::str::from_utf8(&answer.body).unwrap();
    assert!(text.contains("X-WR-CALNAME:宮崎県日南市\r\n"), "{text}");
    let etag = answer.header("etag").unwrap().to_owned();
    let again = program.get_with(address, &[("if-none-match", &etag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    // Another program is news.
    let mut other = domain::town::program(domain::ProgramId(Uuid::from_u128(9)));
    other.title = "別の講座".into();
    server.put(vec![Row::Program(other)]).await;
    let news = program.get_with(address, &[("if-none-match", &etag)]).await;
    assert_eq!(uids(&news.body).len(), 8);

    for nowhere in [
        "/calendar/towns/131016.ics",
        "/calendar/towns/999999.ics",
        "/calendar/towns/452041",
        "/calendar/programs/00000000-0000-0000-0000-000000000007.ics",
    ] {
        program.get(nowhere).await.is(404, ProblemKind::NotFound);
    }
}

#[tokio::test]
async fn a_persons_calendar_has_what_they_signed_up_for_until_its_link_is_taken_back() {
    let server = town().await;
    let mut calendar = server.browser();
    let address = format!("/calendar/people/{CALENDAR}.ics");
    let answer = calendar.get(&address).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    let mut expected = [PROGRAM, REVIEWED_PROGRAM, CONTEST].map(uid).to_vec();
    expected.extend([1, 2].map(|no| format!("{TRIAL}-{no}@engawa")));
    expected.sort();
    let mut found = uids(&answer.body);
    found.sort();
    assert_eq!(found, expected);
    let text = std::str::from_utf8(&answer.body).unwrap();
    // A seat, and what the desk has not decided.
    assert!(text.contains("STATUS:CONFIRMED\r\n") && text.contains("STATUS:TENTATIVE\r\n"));

    let (kind, id) = (Kind::CalendarLink, CALENDAR.0);
    let mut transaction = server.store.begin().await.unwrap();
    transaction
        .write(&Write::Delete(RowKey { kind, id }))
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    calendar.get(&address).await.is(404, ProblemKind::NotFound);
}
