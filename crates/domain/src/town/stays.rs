//! The town's trial stay, and who stays there.

use super::{
    DESK, NOW, SPACE, TRIAL, Who,
    programs::{program, signed_up},
    sign_up,
};
use crate::{
    Day, RosterId, Row, SignUpId, StayId, Write,
    program::{
        ClockTime, GuestRoom, Lodging, LodgingNo, Program, ProgramKind, RoomNo, Session, SessionNo,
    },
    roster::{Entry, Roster},
    sign_up::State,
    stay::{Guest, Guestbook, Nights, Stay},
};

/// Nights from some days after [`NOW`] on.
pub fn nights(days: i64, count: i64) -> Nights {
    let from = Day::of(NOW).plus(days);
    Nights {
        from,
        to: from.plus(count),
    }
}

/// A house with two rooms, open for thirty nights from the tenth day on, for up to five at a time.
fn lodging() -> Lodging {
    let room = |(no, name, beds): (u16, &str, u8)| GuestRoom {
        no: RoomNo(no),
        name: name.into(),
        beds,
    };
    Lodging {
        no: LodgingNo(1),
        name: "油津の長屋".into(),
        address: "宮崎県日南市油津2-2".into(),
        check_in: ClockTime::new(15, 0),
        check_out: ClockTime::new(10, 0),
        house_rules: "22時からは静かに。".into(),
        contact: "0987-00-0000".into(),
        rooms: [(1, "海の間", 2), (2, "山の間", 1)].map(room).into(),
        nights: nights(10, 30),
        longest: 5,
    }
}

/// A trial stay of the desk, held twice.
pub fn trial() -> Program {
    let mut trial = Program {
        kind: ProgramKind::TrialStay,
        title: "お試し移住".into(),
        lodgings: vec![lodging()],
        workspace: Some(SPACE),
        ..program(TRIAL)
    };
    let again = trial.sessions.first().cloned();
    trial.sessions.extend(again.map(|session| Session {
        no: SessionNo(2),
        ..session
    }));
    trial
}

/// The worker's sign-up for the second session of the trial stay: a seat, and no room yet.
pub fn without_a_room() -> SignUpId {
    let roster = RosterId::of(TRIAL, Some(SessionNo(2)));
    SignUpId::of(Who::Worker.id(), roster)
}

pub(super) fn rows() -> Vec<Row> {
    let accepted = || State::Accepted { at: NOW };
    let entry = |who| Entry {
        sign_up: sign_up(who, TRIAL),
        children: 0,
    };
    let roster = Roster {
        seated: vec![entry(Who::Worker), entry(Who::OtherWorker)],
        ..Roster::new(TRIAL, Some(SessionNo(1)), DESK)
    };
    let second = Some(SessionNo(2));
    let mut again = signed_up(Who::Worker, TRIAL, accepted());
    again.id = without_a_room();
    again.application.session = second;
    let second = Roster {
        seated: vec![Entry {
            sign_up: without_a_room(),
            children: 0,
        }],
        ..Roster::new(TRIAL, second, DESK)
    };
    let trial = trial();
    let stay = Stay {
        id: StayId::of(sign_up(Who::Worker, TRIAL)),
        sign_up: sign_up(Who::Worker, TRIAL),
        program: TRIAL,
        program_title: trial.title.clone(),
        desk: DESK,
        person: Who::Worker.id(),
        person_name: Who::Worker.name().into(),
        lodging: LodgingNo(1),
        lodging_name: "油津の長屋".into(),
        room: RoomNo(1),
        room_name: "海の間".into(),
        nights: nights(12, 3),
        made_at: NOW,
        cancelled_at: None,
    };
    let mut book = Guestbook::new(TRIAL, DESK);
    book.guests.push(Guest {
        stay: stay.id,
        person: stay.person,
        lodging: stay.lodging,
        room: stay.room,
        nights: stay.nights,
    });
    let signed_up = |who| Row::SignUp(signed_up(who, TRIAL, accepted()));
    let kept = roster.kept().into_iter().chain(second.kept());
    let kept = kept.chain(book.kept());
    let mut rows: Vec<Row> = kept
        .filter_map(|write| match write {
            Write::Put(row) => Some(row),
            Write::Delete(_) => None,
        })
        .collect();
    rows.extend([
        Row::Program(trial),
        signed_up(Who::Worker),
        signed_up(Who::OtherWorker),
        Row::SignUp(again),
        Row::Stay(stay),
    ]);
    rows
}
