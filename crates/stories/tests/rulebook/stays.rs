//! Stays: who has which room in which nights, and who hears that somebody else was faster.

use crate::shelf::Story;
use domain::{
    Actor, Command, Day, Kind, PersonId, ProgramId, Refusal, RosterId, Row, SignUpId, StayId,
    Timestamp, apply,
    command::Stop,
    person::Person,
    program::{Attendance, LodgingNo, Program, RoomNo},
    refusal::{Field, Invalid, Problem},
    sign_up::{Application, Part, Verdict},
    stay::{Guestbook, Nights, Stay, TakenNights},
    town::{DESK, NOW, TRIAL, Who, nights, sign_up, trial},
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const HOUSE: LodgingNo = LodgingNo(1);

fn book(who: Who, room: u16, nights: Nights) -> Command {
    Command::BookStay {
        sign_up: sign_up(who, TRIAL),
        lodging: HOUSE,
        room: RoomNo(room),
        nights,
    }
}

fn stay_of(who: Who) -> StayId {
    StayId::of(sign_up(who, TRIAL))
}

fn cancel(who: Who) -> Command {
    Command::CancelStay { stay: stay_of(who) }
}

fn told(story: &Story) -> TakenNights {
    match story.row(Kind::TakenNights, TRIAL.0) {
        Some(Row::TakenNights(told)) => told,
        other => panic!("{other:?}"),
    }
}

fn stay(story: &Story, who: Who) -> Stay {
    match story.row(Kind::Stay, stay_of(who).0) {
        Some(Row::Stay(stay)) => stay,
        other => panic!("{other:?}"),
    }
}

fn wrong(field: Field, problem: Problem) -> Result<(), Refusal> {
    Err(Refusal::Invalid(Invalid { field, problem }))
}

#[test]
fn a_room_that_is_taken_is_refused_with_the_nights_that_are_free() {
    let mut story = Story::begins();
    // The worker has the room in the nights 12, 13 and 14.
    assert_eq!(
        story.does(Who::OtherWorker, book(Who::OtherWorker, 1, nights(14, 2))),
        Err(Refusal::NightsTaken {
            free: vec![nights(10, 2), nights(15, 25)],
        })
    );
    // Who goes in the morning makes room for who comes that day.
    story
        .does(Who::OtherWorker, book(Who::OtherWorker, 1, nights(15, 2)))
        .unwrap();
    let stay = stay(&story, Who::OtherWorker);
    assert_eq!(stay.room_name, "海の間");
    assert_eq!(stay.person_name, Who::OtherWorker.name());
    // Where one goes and the next comes is not told.
    let taken: Vec<Nights> = told(&story).taken.iter().map(|it| it.nights).collect();
    assert_eq!(taken, [nights(12, 5)]);
}

#[test]
fn a_sign_up_comes_with_one_stay_and_its_person_gives_it_back() {
    let mut story = Story::begins();
    let again = || book(Who::Worker, 2, nights(20, 2));
    assert_eq!(story.does(Who::Worker, again()), Err(Refusal::StayBooked));
    story.does(Who::Worker, cancel(Who::Worker)).unwrap();
    assert_eq!(
        story.does(Who::Worker, cancel(Who::Worker)),
        Err(Refusal::Ended)
    );
    assert!(told(&story).taken.is_empty());
    story.does(Who::Worker, again()).unwrap();
    assert!(told(&story).has(HOUSE, RoomNo(2), nights(20, 1).from));
    // The desk can give it back as well.
    story.does(Who::Member, cancel(Who::Worker)).unwrap();
    assert!(told(&story).taken.is_empty());
}

#[test]
fn nights_are_some_not_too_many_ahead_and_while_the_house_is_open() {
    let mut story = Story::begins();
    let who = Who::OtherWorker;
    let mut asked = |room, nights| story.does(who, book(who, room, nights));
    let range = || wrong(Field::Nights, Problem::OutOfRange { min: 1, max: 5 });
    assert_eq!(asked(2, nights(10, 0)), range());
    assert_eq!(asked(2, nights(10, -1)), range());
    assert_eq!(asked(2, nights(10, 6)), range());
    let shut = || wrong(Field::Nights, Problem::Malformed);
    assert_eq!(asked(2, nights(9, 2)), shut());
    assert_eq!(asked(2, nights(39, 2)), shut());
    let past = wrong(Field::Nights, Problem::Past);
    assert_eq!(asked(2, nights(-1, 2)), past);
    let no_room = wrong(Field::GuestRoom, Problem::Malformed);
    assert_eq!(asked(3, nights(10, 2)), no_room);
    asked(2, nights(39, 1)).unwrap();
    // What lay ahead lies behind one day.
    story.now = NOW.plus_days(40);
    assert_eq!(story.does(who, cancel(who)), Err(Refusal::Ended));
}

#[test]
fn who_takes_the_sign_up_back_or_loses_the_seat_gives_the_room_back() {
    let mut story = Story::begins();
    let theirs = sign_up(Who::Worker, TRIAL);
    let withdraw = Command::WithdrawSignUp { sign_up: theirs };
    story.does(Who::Worker, withdraw).unwrap();
    assert!(told(&story).taken.is_empty());
    assert!(!stay(&story, Who::Worker).holds());
    assert_eq!(
        story.does(Who::Worker, book(Who::Worker, 1, nights(12, 1))),
        Err(Refusal::NoSeat)
    );
    let who = Who::OtherWorker;
    story.does(who, book(who, 1, nights(12, 1))).unwrap();
    let refuse = Command::DecideSignUp {
        sign_up: sign_up(who, TRIAL),
        verdict: Verdict::Refuse {
            note: String::new(),
        },
    };
    story.does(Who::Member, refuse).unwrap();
    assert!(told(&story).taken.is_empty());
}

#[test]
fn who_looks_on_sleeps_elsewhere() {
    let mut story = Story::begins();
    let application = Application {
        session: Some(domain::program::SessionNo(1)),
        part: Part::Observer,
        about: [(domain::profile::ProfileItem::Phone, "0987-23-4567".into())].into(),
        ..Application::default()
    };
    let program = TRIAL;
    let who = Who::Stranger;
    let signs_up = Command::SignUp {
        program,
        application,
    };
    story.does(who, signs_up).unwrap();
    assert_eq!(
        story.does(who, book(who, 2, nights(12, 1))),
        Err(Refusal::NoSeat)
    );
}

#[test]
fn a_room_is_not_taken_from_under_its_guest() {
    let mut story = Story::begins();
    let edited = |change: fn(&mut Program)| {
        let mut program = trial();
        change(&mut program);
        Command::EditProgram {
            program: Box::new(program),
        }
    };
    let settled = || wrong(Field::Lodging, Problem::Settled);
    let changes: [fn(&mut Program); 3] = [
        |program| program.lodgings.clear(),
        |program| {
            program.lodgings[0]
                .rooms
                .retain(|room| room.no != RoomNo(1))
        },
        |program| program.lodgings[0].nights = nights(13, 10),
    ];
    for change in changes {
        assert_eq!(story.does(Who::Member, edited(change)), settled());
    }
    // The room beside it is free.
    let other = edited(|program| {
        program.lodgings[0]
            .rooms
            .retain(|room| room.no == RoomNo(1))
    });
    story.does(Who::Member, other).unwrap();
}

#[test]
fn lodgings_have_bounds() {
    let check = |change: fn(&mut Program)| {
        let mut program = trial();
        change(&mut program);
        program.check().map_err(|invalid| invalid.field)
    };
    assert_eq!(check(|_| {}), Ok(()));
    let (lodging, room) = (Err(Field::Lodging), Err(Field::GuestRoom));
    assert_eq!(check(|it| it.lodgings[0].name.clear()), lodging);
    assert_eq!(
        check(|it| it.lodgings.push(it.lodgings[0].clone())),
        lodging
    );
    assert_eq!(
        check(|it| it.lodgings = vec![it.lodgings[0].clone(); 11]),
        lodging
    );
    assert_eq!(check(|it| it.lodgings[0].rooms[0].beds = 0), room);
    assert_eq!(check(|it| it.lodgings[0].rooms[1].no = RoomNo(1)), room);
    assert_eq!(check(|it| it.lodgings[0].longest = 0), Err(Field::Nights));
    assert_eq!(
        check(|it| it.lodgings[0].nights = nights(0, 367)),
        Err(Field::Nights)
    );
    assert_eq!(
        check(|it| it.lodgings[0].house_rules = "静".repeat(20_001)),
        Err(Field::HouseRules)
    );
}

#[test]
fn a_program_that_was_stored_before_there_were_lodgings_reads_back() {
    let before = Program {
        lodgings: Vec::new(),
        workspace: None,
        ..trial()
    };
    let mut stored = serde_json::to_value(&before).unwrap();
    for new in ["lodgings", "workspace", "mentors"] {
        assert!(stored.as_object_mut().unwrap().remove(new).is_some());
    }
    assert_eq!(serde_json::from_value::<Program>(stored).unwrap(), before);
}

/// What people do, from whatever device, in whatever order it reaches the server.
#[derive(Clone, Debug)]
enum Deed {
    Books(usize, u16, i64, i64),
    Cancels(usize),
    Withdraws(usize),
    SignsUp(usize),
    IsRefused(usize),
    DaysPass(i64),
}

const PEOPLE: usize = 6;

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => (0..PEOPLE, 1u16..4, 8i64..24, 0i64..7)
            .prop_map(|(who, room, from, count)| Deed::Books(who, room, from, count)),
        3 => (0..PEOPLE).prop_map(Deed::Cancels),
        1 => (0..PEOPLE).prop_map(Deed::Withdraws),
        2 => (0..PEOPLE).prop_map(Deed::SignsUp),
        1 => (0..PEOPLE).prop_map(Deed::IsRefused),
        1 => (0i64..4).prop_map(Deed::DaysPass),
    ]
}

/// A trial stay with room for everybody, signed up for as a whole, of which nobody knows yet.
fn open_trial() -> Program {
    let mut program = trial();
    program.id = ProgramId(Uuid::from_u128(0x77a));
    program.attendance = Attendance::All;
    program.asks.clear();
    // Sign-ups go on until the last day.
    program.closes_at = Some(NOW.plus_days(60));
    program
}

proptest! {
    /// However bookings, cancels and withdrawals of any number of people and devices interleave: no
    /// night of a room has two guests, nobody has two rooms, what was given back is free at once, a
    /// refusal names nights that are free, and what everybody is told is what the guestbook says.
    #[test]
    fn no_room_has_two_guests_in_a_night(deeds in prop::collection::vec(deed(), 1..150)) {
        let mut story = Story::begins();
        let people: Vec<PersonId> =
            (0..PEOPLE).map(|n| PersonId(Uuid::from_u128(0x900 + n as u128))).collect();
        for person in &people {
            story.town.put(Row::Person(Person {
                id: *person,
                name: "見本 太郎".into(),
                email: format!("{person}@example.jp"),
            }));
        }
        let program = open_trial();
        story.town.put(Row::Program(program.clone()));
        let roster = RosterId::of(program.id, None);
        for deed in deeds {
            let sign_up = |who: usize| SignUpId::of(people[who], roster);
            let today = Day::of(story.now);
            let (actor, command) = match deed {
                Deed::DaysPass(days) => {
                    story.now = story.now.plus_days(days);
                    continue;
                }
                Deed::Books(who, room, from, count) => (people[who], Command::BookStay {
                    sign_up: sign_up(who),
                    lodging: HOUSE,
                    room: RoomNo(room),
                    nights: nights(from, count),
                }),
                Deed::Cancels(who) => {
                    (people[who], Command::CancelStay { stay: StayId::of(sign_up(who)) })
                }
                Deed::Withdraws(who) => {
                    (people[who], Command::WithdrawSignUp { sign_up: sign_up(who) })
                }
                Deed::SignsUp(who) => (people[who], Command::SignUp {
                    program: program.id,
                    application: Application::default(),
                }),
                Deed::IsRefused(who) => (Who::Member.id(), Command::DecideSignUp {
                    sign_up: sign_up(who),
                    verdict: Verdict::Refuse { note: String::new() },
                }),
            };
            let before = guestbook(&story, &program);
            match apply(&command, Actor { person: actor }, story.now, &story.town) {
                Ok(writes) => story.town.write(writes),
                Err(Stop::Refused(Refusal::NightsTaken { free })) => {
                    let Command::BookStay { room, .. } = command else { panic!("{command:?}") };
                    for night in free.iter().flat_map(|nights| each(*nights)) {
                        prop_assert!(night >= today);
                        prop_assert!(!before.told().has(HOUSE, room, night));
                        prop_assert!(program.lodgings[0].nights.has(night));
                    }
                }
                // Nobody is refused a room that is free.
                Err(Stop::Refused(Refusal::StayBooked)) => {
                    prop_assert!(before.guests.iter().any(|guest| guest.person == actor));
                }
                Err(_) => {}
            }
            let book = guestbook(&story, &program);
            let mut taken: BTreeMap<(RoomNo, Day), PersonId> = BTreeMap::new();
            let mut sleeps: BTreeMap<(PersonId, Day), RoomNo> = BTreeMap::new();
            for guest in &book.guests {
                for night in each(guest.nights) {
                    let other = taken.insert((guest.room, night), guest.person);
                    prop_assert_eq!(other, None, "two guests in {:?} on {}", guest.room, night);
                    prop_assert_eq!(sleeps.insert((guest.person, night), guest.room), None);
                }
            }
            // The stays say the same, and so does what everybody is told.
            let stays = story.town.rows.values().filter_map(|row| match row {
                Row::Stay(stay) if stay.program == program.id && stay.holds() => Some(stay),
                _ => None,
            });
            let held: BTreeMap<(RoomNo, Day), PersonId> = stays
                .flat_map(|stay| each(stay.nights).map(|night| ((stay.room, night), stay.person)))
                .collect();
            prop_assert_eq!(&held, &taken);
            for room in &program.lodgings[0].rooms {
                for night in each(program.lodgings[0].nights) {
                    let is_taken = taken.contains_key(&(room.no, night));
                    prop_assert_eq!(book.told().has(HOUSE, room.no, night), is_taken);
                    let today = Day::of(story.now);
                    let free = book.told().free(&program.lodgings[0], room.no, today);
                    let is_free = free.iter().any(|nights| nights.has(night));
                    prop_assert_eq!(is_free, !is_taken && night >= today);
                }
            }
            if let Some(Row::TakenNights(told)) = story.row(Kind::TakenNights, program.id.0) {
                prop_assert_eq!(told, book.told());
            }
        }
    }
}

fn each(nights: Nights) -> impl Iterator<Item = Day> {
    (0..nights.count()).map(move |days| nights.from.plus(days))
}

fn guestbook(story: &Story, program: &Program) -> Guestbook {
    match story.row(Kind::Guestbook, program.id.0) {
        Some(Row::Guestbook(book)) => book,
        _ => Guestbook::new(program.id, DESK),
    }
}

#[test]
fn the_moment_of_a_stay_is_a_day_in_japan() {
    let mut story = Story::begins();
    let who = Who::OtherWorker;
    // The last hour of the tenth day in Japan: tonight can still be booked.
    let midnight = nights(11, 1).from.start();
    story.now = Timestamp(midnight.0 - 3_600_000);
    story.does(who, book(who, 2, nights(10, 1))).unwrap();
    story.does(who, cancel(who)).unwrap();
    story.now = midnight;
    let past = wrong(Field::Nights, Problem::Past);
    assert_eq!(story.does(who, book(who, 2, nights(10, 1))), past);
}
