//! Desks: opened, seats offered and taken, roles given, places ended.

use crate::shelf::Story;
use domain::{
    Command, DeskId, Kind, MembershipId, Refusal, Row, Scope, SeatId,
    desk::{Membership, Role, SEAT_DAYS},
    refusal::Problem,
    town::{DESK, SEAT, Who},
};
use uuid::Uuid;

const SPARE: SeatId = SeatId(Uuid::from_u128(0x888));

fn place(story: &Story, who: Who, desk: DeskId) -> Option<Membership> {
    match story.row(Kind::Membership, MembershipId::of(who.id(), desk).0) {
        Some(Row::Membership(place)) => Some(place),
        _ => None,
    }
}

fn open(desk: DeskId, name: &str) -> Command {
    Command::OpenDesk {
        desk,
        name: name.into(),
    }
}

fn offer_seat(role: Role) -> Command {
    Command::OfferSeat {
        seat: SPARE,
        desk: DESK,
        role,
    }
}

fn set(who: Who, role: Role) -> Command {
    Command::SetRole {
        membership: MembershipId::of(who.id(), DESK),
        role,
    }
}

fn leave(who: Who) -> Command {
    Command::LeaveDesk {
        membership: MembershipId::of(who.id(), DESK),
    }
}

#[test]
fn whoever_opens_a_desk_owns_it() {
    let mut story = Story::begins();
    let desk = DeskId(Uuid::from_u128(0x555));
    story
        .does(Who::Stranger, open(desk, " 赤レンガ商会 "))
        .unwrap();
    let place = place(&story, Who::Stranger, desk).unwrap();
    assert_eq!(
        (place.role, place.desk_name.as_str()),
        (Role::Owner, "赤レンガ商会")
    );
    // Nobody opens it again over their head.
    assert_eq!(
        story.does(Who::OtherWorker, open(desk, "わたしの店")),
        Err(Refusal::NotAllowed)
    );
}

/// The desk of an imported posting has an id that follows from its name. Whoever opened it first
/// would own the postings of an organization that they are no part of.
#[test]
fn the_desk_that_an_import_will_name_is_nobodys_to_open() {
    let mut story = Story::begins();
    let desk = DeskId::of_name("宮崎県庁");
    assert_eq!(
        story.does(Who::Stranger, open(desk, "宮崎県庁")),
        Err(Refusal::NotAllowed)
    );
}

#[test]
fn a_desks_name_is_one_line_that_rearranges_nothing() {
    let mut story = Story::begins();
    let desk = DeskId(Uuid::from_u128(0x555));
    for name in ["油津\n商店", "\u{202e}店商津油", "油津\u{0}"] {
        assert!(matches!(
            story.does(Who::Stranger, open(desk, name)),
            Err(Refusal::Invalid(invalid)) if invalid.problem == Problem::Malformed
        ));
    }
    assert!(matches!(
        story.does(Who::Stranger, open(desk, "　")),
        Err(Refusal::Invalid(invalid)) if invalid.problem == Problem::Missing
    ));
}

#[test]
fn a_seat_is_taken_once() {
    let mut story = Story::begins();
    story.does(Who::Owner, offer_seat(Role::Viewer)).unwrap();
    story
        .does(Who::Stranger, Command::TakeSeat { seat: SPARE })
        .unwrap();
    let place = place(&story, Who::Stranger, DESK).unwrap();
    assert_eq!(place.role, Role::Viewer);
    assert_eq!(place.person_name, Who::Stranger.name());
    assert_eq!(
        story.does(Who::OtherWorker, Command::TakeSeat { seat: SPARE }),
        Err(Refusal::Gone)
    );
}

#[test]
fn a_seat_waits_for_two_weeks_and_can_be_taken_back() {
    let mut story = Story::begins();
    story.does(Who::Owner, offer_seat(Role::Member)).unwrap();
    let mut later = Story {
        town: story.town.clone(),
        now: story.now.plus_days(SEAT_DAYS),
    };
    assert_eq!(
        later.does(Who::Stranger, Command::TakeSeat { seat: SPARE }),
        Err(Refusal::Gone)
    );
    story
        .does(Who::Owner, Command::RetractSeat { seat: SPARE })
        .unwrap();
    assert_eq!(
        story.does(Who::Stranger, Command::TakeSeat { seat: SPARE }),
        Err(Refusal::Gone)
    );
}

/// The id of a seat opens the desk: were it told to the whole desk, a viewer would take the
/// owner's seat, with this account or another.
#[test]
fn a_seat_is_told_to_its_giver_alone() {
    let mut story = Story::begins();
    story.does(Who::Owner, offer_seat(Role::Owner)).unwrap();
    let seat = story.row(Kind::Seat, SPARE.0).unwrap();
    assert_eq!(seat.audience(), [Scope::Person(Who::Owner.id())]);
}

#[test]
fn a_seat_is_taken_back_by_its_giver_alone() {
    let mut story = Story::begins();
    story
        .does(Who::Owner, set(Who::Member, Role::Owner))
        .unwrap();
    story.does(Who::Owner, offer_seat(Role::Viewer)).unwrap();
    let retract = Command::RetractSeat { seat: SPARE };
    assert_eq!(story.does(Who::Member, retract.clone()), Err(Refusal::Gone));
    story.does(Who::Owner, retract).unwrap();
    assert_eq!(story.row(Kind::Seat, SPARE.0), None);
}

#[test]
fn what_an_owner_gave_away_lapses_when_they_are_an_owner_no_more() {
    let mut story = Story::begins();
    story
        .does(Who::Owner, set(Who::Member, Role::Owner))
        .unwrap();
    story.does(Who::Owner, offer_seat(Role::Owner)).unwrap();
    story.does(Who::Member, leave(Who::Owner)).unwrap();
    for who in [Who::Owner, Who::Stranger] {
        assert_eq!(
            story.does(who, Command::TakeSeat { seat: SPARE }),
            Err(Refusal::Gone)
        );
    }
    assert_eq!(place(&story, Who::Owner, DESK), None);
}

#[test]
fn nobody_loses_by_taking_a_seat() {
    let mut story = Story::begins();
    story
        .does(Who::Owner, Command::TakeSeat { seat: SEAT })
        .unwrap();
    assert_eq!(
        place(&story, Who::Owner, DESK).map(|place| place.role),
        Some(Role::Owner)
    );
}

#[test]
fn a_desk_keeps_an_owner() {
    let mut story = Story::begins();
    for command in [set(Who::Owner, Role::Viewer), leave(Who::Owner)] {
        assert_eq!(story.does(Who::Owner, command), Err(Refusal::LastOwner));
    }
    // With two, either may lower the other; the lowered one cannot strike back.
    story
        .does(Who::Owner, set(Who::Member, Role::Owner))
        .unwrap();
    story
        .does(Who::Member, set(Who::Owner, Role::Viewer))
        .unwrap();
    assert_eq!(
        story.does(Who::Owner, set(Who::Member, Role::Viewer)),
        Err(Refusal::NotAllowed)
    );
}

#[test]
fn whoever_leaves_acts_for_the_desk_no_more() {
    let mut story = Story::begins();
    story.does(Who::Member, leave(Who::Member)).unwrap();
    let close = Command::CloseJob {
        job: domain::town::JOB,
    };
    assert_eq!(story.does(Who::Member, close), Err(Refusal::NotAllowed));
    // And may come back, as what they are offered.
    story.does(Who::Owner, offer_seat(Role::Viewer)).unwrap();
    story
        .does(Who::Member, Command::TakeSeat { seat: SPARE })
        .unwrap();
    assert_eq!(
        place(&story, Who::Member, DESK).map(|place| place.role),
        Some(Role::Viewer)
    );
}
