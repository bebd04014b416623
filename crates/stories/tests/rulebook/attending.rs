//! At the door and afterwards: who came, and what a desk attests of it.

use domain::{
    AttendanceId, CertificateId, Command, Day, Refusal, Row, SignUpId, Timestamp, apply,
    bounds::most,
    certificate::{Attests, Certificate, Standing},
    command::Stop,
    farewell::farewell,
    program::{ProgramKind, SessionNo},
    refusal::{Field, Invalid, Problem},
    row::{Kind, RowKey, Rows},
    sign_up::{SignUp, State},
    town::{BADGE, CALENDAR, NOW, PROGRAM, REVIEWED_PROGRAM, Town, Who, program, sign_up},
};
use uuid::Uuid;

const FIRST: SessionNo = SessionNo(1);

fn comes(who: Who) -> Command {
    Command::MarkAttendance {
        sign_up: sign_up(who, PROGRAM),
        session: FIRST,
    }
}

fn certificate(number: u128) -> CertificateId {
    CertificateId(Uuid::from_u128(number))
}

fn grants(number: u128, sign_up: SignUpId) -> Command {
    Command::GrantCertificate {
        certificate: certificate(number),
        sign_up,
        name: None,
        expires_on: None,
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

fn does(town: &mut Town, who: Who, command: &Command) -> Result<usize, Refusal> {
    at(town, who, command, NOW)
}

fn row(town: &Town, kind: Kind, id: Uuid) -> Option<Row> {
    town.get(RowKey { kind, id }).unwrap()
}

fn has_come(town: &Town, who: Who) -> bool {
    let id = AttendanceId::of(sign_up(who, PROGRAM), FIRST);
    row(town, Kind::Attendance, id.0).is_some()
}

fn granted(town: &Town, id: CertificateId) -> Certificate {
    match row(town, Kind::Certificate, id.0) {
        Some(Row::Certificate(certificate)) => certificate,
        other => panic!("{other:?}"),
    }
}

fn accepted(town: &mut Town, change: impl FnOnce(&mut domain::program::Program)) -> SignUpId {
    let mut changed = program(REVIEWED_PROGRAM);
    change(&mut changed);
    town.put(Row::Program(changed));
    let id = sign_up(Who::Worker, REVIEWED_PROGRAM);
    let Some(Row::SignUp(before)) = row(town, Kind::SignUp, id.0) else {
        panic!("nobody signed up");
    };
    let state = State::Accepted { at: NOW };
    town.put(Row::SignUp(SignUp { state, ..before }));
    id
}

#[test]
fn two_tablets_that_note_the_same_person_come_to_one_row() {
    let mut town = Town::new();
    assert_eq!(does(&mut town, Who::Owner, &comes(Who::OtherWorker)), Ok(1));
    // The second tablet had no network; what it says changes nothing.
    let later = NOW.plus_days(1);
    let again = at(&mut town, Who::Member, &comes(Who::OtherWorker), later);
    assert_eq!(again, Ok(0));
    let id = AttendanceId::of(sign_up(Who::OtherWorker, PROGRAM), FIRST);
    let Some(Row::Attendance(noted)) = row(&town, Kind::Attendance, id.0) else {
        panic!("nobody came");
    };
    assert_eq!((noted.person, noted.at), (Who::OtherWorker.id(), NOW));
}

#[test]
fn what_was_noted_by_mistake_is_taken_back_once() {
    let mut town = Town::new();
    let undo = Command::UnmarkAttendance {
        sign_up: sign_up(Who::Worker, PROGRAM),
        session: FIRST,
    };
    assert!(has_come(&town, Who::Worker));
    assert_eq!(does(&mut town, Who::Member, &undo), Ok(1));
    assert!(!has_come(&town, Who::Worker));
    assert_eq!(does(&mut town, Who::Owner, &undo), Ok(0));
}

#[test]
fn somebody_who_waits_may_be_let_in_and_somebody_who_went_back_is_not() {
    let mut town = Town::new();
    // The other worker is on the waiting list.
    assert_eq!(
        does(&mut town, Who::Member, &comes(Who::OtherWorker)),
        Ok(1)
    );
    let goes = Command::WithdrawSignUp {
        sign_up: sign_up(Who::Worker, PROGRAM),
    };
    does(&mut town, Who::Worker, &goes).unwrap();
    let refused = does(&mut town, Who::Member, &comes(Who::Worker));
    assert_eq!(refused, Err(Refusal::Ended));
}

#[test]
fn nobody_comes_to_a_session_that_they_did_not_sign_up_for() {
    let mut town = Town::new();
    let another = Command::MarkAttendance {
        sign_up: sign_up(Who::Worker, PROGRAM),
        session: SessionNo(2),
    };
    let (field, problem) = (Field::Session, Problem::Malformed);
    let refusal = Refusal::Invalid(Invalid { field, problem });
    assert_eq!(does(&mut town, Who::Member, &another), Err(refusal));
}

#[test]
fn a_certificate_says_who_completed_what_and_when_and_is_granted_once() {
    let mut town = Town::new();
    let id = accepted(&mut town, |_| {});
    assert_eq!(does(&mut town, Who::Member, &grants(1, id)), Ok(2));
    let attested = granted(&town, certificate(1)).attested;
    let session = &program(REVIEWED_PROGRAM).sessions[0];
    assert_eq!(attested.attests, Attests::Completion);
    assert_eq!(attested.name, Who::Worker.name());
    assert_eq!(attested.from, Some(session.from));
    assert_eq!(attested.expires_on, None);
    assert_eq!(attested.standing(Day::of(NOW).plus(9_999)), Standing::Valid);
    // Another device grants it as well.
    assert_eq!(does(&mut town, Who::Owner, &grants(2, id)), Ok(0));
    assert_eq!(row(&town, Kind::Certificate, certificate(2).0), None);
}

#[test]
fn who_only_waits_is_attested_nothing() {
    let mut town = Town::new();
    let waits = sign_up(Who::OtherWorker, PROGRAM);
    let refused = does(&mut town, Who::Member, &grants(1, waits));
    assert_eq!(refused, Err(Refusal::Ended));
}

#[test]
fn a_certificate_that_is_taken_back_says_so_and_another_may_follow() {
    let mut town = Town::new();
    let id = accepted(&mut town, |_| {});
    does(&mut town, Who::Member, &grants(1, id)).unwrap();
    let revoke = Command::RevokeCertificate {
        certificate: certificate(1),
    };
    assert_eq!(does(&mut town, Who::Owner, &revoke), Ok(2));
    let attested = granted(&town, certificate(1)).attested;
    assert_eq!(attested.standing(Day::of(NOW)), Standing::Revoked);
    assert_eq!(does(&mut town, Who::Owner, &revoke), Ok(0));
    assert_eq!(does(&mut town, Who::Owner, &grants(2, id)), Ok(2));
}

#[test]
fn a_badge_counts_until_its_day_and_is_renewed_under_the_same_link() {
    let mut town = Town::new();
    let id = accepted(&mut town, |it| it.kind = ProgramKind::Accreditation);
    let today = Day::of(NOW);
    let badge = |name: &str, expires_on: Option<Day>| Command::GrantCertificate {
        certificate: certificate(1),
        sign_up: id,
        name: Some(name.to_owned()),
        expires_on,
    };
    let ends = |problem| {
        let field = Field::Ends;
        Err(Refusal::Invalid(Invalid { field, problem }))
    };
    let undated = does(&mut town, Who::Member, &badge("港の家", None));
    assert_eq!(undated, ends(Problem::Missing));
    let past = does(
        &mut town,
        Who::Member,
        &badge("港の家", Some(today.plus(-1))),
    );
    assert_eq!(past, ends(Problem::Past));
    let year = today.plus(365);
    does(&mut town, Who::Member, &badge(" 港の家 ", Some(year))).unwrap();
    let attested = granted(&town, certificate(1)).attested;
    assert_eq!(
        (attested.attests, attested.name.as_str()),
        (Attests::Badge, "港の家")
    );
    assert_eq!(attested.standing(year), Standing::Valid);
    assert_eq!(attested.standing(year.plus(1)), Standing::Expired);

    let renew = Command::RenewCertificate {
        certificate: certificate(1),
        expires_on: year.plus(365),
    };
    does(&mut town, Who::Owner, &renew).unwrap();
    let attested = granted(&town, certificate(1)).attested;
    assert_eq!(attested.standing(year.plus(1)), Standing::Valid);
}

#[test]
fn what_completes_does_not_expire_and_what_was_taken_back_is_not_renewed() {
    let mut town = Town::new();
    let id = accepted(&mut town, |_| {});
    does(&mut town, Who::Member, &grants(1, id)).unwrap();
    let renew = |certificate| Command::RenewCertificate {
        certificate,
        expires_on: Day::of(NOW).plus(30),
    };
    let refused = does(&mut town, Who::Owner, &renew(certificate(1)));
    assert_eq!(refused, Err(Refusal::Ended));
    let revoke = Command::RevokeCertificate { certificate: BADGE };
    does(&mut town, Who::Owner, &revoke).unwrap();
    assert_eq!(
        does(&mut town, Who::Owner, &renew(BADGE)),
        Err(Refusal::Ended)
    );
}

#[test]
fn a_name_that_is_taken_is_no_certificates_and_no_calendars() {
    let mut town = Town::new();
    let id = accepted(&mut town, |_| {});
    let again = Command::GrantCertificate {
        certificate: BADGE,
        sign_up: id,
        name: None,
        expires_on: None,
    };
    assert_eq!(
        does(&mut town, Who::Owner, &again),
        Err(Refusal::NotAllowed)
    );
    let link = Command::OpenCalendarLink { link: CALENDAR };
    assert_eq!(
        does(&mut town, Who::Stranger, &link),
        Err(Refusal::NotAllowed)
    );
}

#[test]
fn who_leaves_takes_their_certificates_and_calendars_with_them() {
    let town = Town::new();
    let rows: Vec<Row> = town.rows.values().cloned().collect();
    let mut after = town.clone();
    after.write(farewell(Who::Worker.id(), NOW, &rows));
    assert_eq!(row(&after, Kind::Certificate, BADGE.0), None);
    assert_eq!(row(&after, Kind::CalendarLink, CALENDAR.0), None);
    // That somebody came stays the desk's.
    assert!(has_come(&after, Who::Worker));
}

#[test]
fn a_person_has_few_calendars_and_a_desk_as_many_certificates_as_people() {
    assert_eq!(most(Kind::CalendarLink), Some(10));
    assert!(most(Kind::Certificate) > most(Kind::Program));
    assert!(most(Kind::Attendance) > most(Kind::Certificate));
}
