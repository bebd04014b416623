//! Two tablets at one door.

use super::{
    Shared,
    made::{
        NOW, desk, group, person, place, program, pulled, pulling, pushed, pushing, put, register,
    },
};
use crate::push::push;
use domain::{
    AttendanceId, CertificateId, Command, Kind, PersonId, RosterId, Row, RowKey, Scope, SignUpId,
    program::SessionNo, sign_up::Application,
};
use sync::protocol::Outcome;
use uuid::Uuid;

const GUEST: u128 = 3;
const FIRST: SessionNo = SessionNo(1);

/// Two who work at the desk, each with a tablet, and somebody who has a seat.
async fn with_a_guest(store: &Shared) -> SignUpId {
    let desk = desk("日南市役所");
    register(store, &[person(1), person(2), person(GUEST)]).await;
    let members = [person(1), person(2)].map(|member| place(member, desk));
    put(store, members.to_vec()).await;
    put(store, vec![Row::Program(program(10, 0))]).await;
    let program = program(10, 0).id;
    let application = Application::default();
    let sign_up = Command::SignUp {
        program,
        application,
    };
    let request = pushing(group(GUEST), 1, vec![Some(sign_up)]);
    let outcomes = pushed(store, person(GUEST), &request).await;
    assert_eq!(outcomes, [Outcome::Applied]);
    SignUpId::of(person(GUEST), RosterId::of(program, None))
}

async fn attendances(store: &Shared, whose: PersonId, number: u128) -> usize {
    let response = pulled(store, whose, &pulling(group(number))).await;
    let rows = response.rows.iter();
    rows.filter(|row| row.key().kind == Kind::Attendance)
        .count()
}

/// Both tablets were offline, and both come back at once: nobody came twice, and the person hears
/// of it as the desk does.
pub async fn two_tablets_that_noted_the_same_person_agree(store: Shared) {
    let sign_up = with_a_guest(&store).await;
    let comes = Command::MarkAttendance {
        sign_up,
        session: FIRST,
    };
    let tablets = [1, 2].map(|number| {
        let (store, comes) = (store.clone(), comes.clone());
        tokio::spawn(async move {
            let request = pushing(group(number), 1, vec![Some(comes)]);
            push(store.as_ref(), person(number), &request, NOW).await
        })
    });
    for tablet in tablets {
        let pushed = tablet.await.unwrap().unwrap();
        assert_eq!(pushed.response.results[0].outcome, Outcome::Applied);
    }
    for number in [1, 2, GUEST] {
        assert_eq!(attendances(&store, person(number), number).await, 1);
    }
    // The first of two who take it back does.
    let undo = Command::UnmarkAttendance {
        sign_up,
        session: FIRST,
    };
    for number in [1, 2] {
        let request = pushing(group(number), 2, vec![Some(undo.clone())]);
        let outcomes = pushed(&store, person(number), &request).await;
        assert_eq!(outcomes, [Outcome::Applied]);
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let (kind, id) = (Kind::Attendance, AttendanceId::of(sign_up, FIRST).0);
    assert_eq!(snapshot.row(RowKey { kind, id }).await.unwrap(), None);
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

/// However many press the button, somebody has one certificate.
pub async fn a_certificate_is_granted_once_by_however_many(store: Shared) {
    let sign_up = with_a_guest(&store).await;
    let granting = (0..6u128).map(|number| {
        let store = store.clone();
        let (member, tablet) = (1 + number % 2, group(0x50 + number));
        let command = Command::GrantCertificate {
            certificate: CertificateId(Uuid::from_u128(0x0900 + number)),
            sign_up,
            name: None,
            expires_on: None,
        };
        tokio::spawn(async move {
            let request = pushing(tablet, 1, vec![Some(command)]);
            push(store.as_ref(), person(member), &request, NOW).await
        })
    });
    for one in granting.collect::<Vec<_>>() {
        let pushed = one.await.unwrap().unwrap();
        assert_eq!(pushed.response.results[0].outcome, Outcome::Applied);
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let scope = Scope::Person(person(GUEST));
    let found = snapshot.rows_in(scope, Kind::Certificate).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
