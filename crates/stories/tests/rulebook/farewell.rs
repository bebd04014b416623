//! Somebody closes their account.

use domain::{
    Job, Kind, MembershipId, Row, RowKey,
    desk::Role,
    farewell::{desks_left_alone, farewell},
    invitation::{Answer, NoReason},
    proposal::{DeclineReason, State},
    row::Write,
    town::{
        AGREED_JOB, COUNTERED_JOB, DESK, INVITED_JOB, JOB, NOW, SEAT, Town, Who, contract, draft,
        examples, proposal,
    },
};
use std::collections::BTreeSet;

/// The town after somebody has left it.
fn left_by(people: &[Who]) -> Town {
    let mut town = Town::new();
    for who in people {
        let rows: Vec<Row> = town.rows.values().cloned().collect();
        town.write(farewell(who.id(), NOW, &rows));
    }
    town
}

fn row(town: &Town, kind: Kind, id: uuid::Uuid) -> Option<&Row> {
    town.rows.get(&RowKey { kind, id })
}

fn state(town: &Town, job: domain::JobId) -> &State {
    match row(town, Kind::Proposal, proposal(job).0) {
        Some(Row::Proposal(proposal)) => &proposal.state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_a_workers_alone_goes_and_what_both_sides_keep_stays() {
    let (before, after) = (Town::new(), left_by(&[Who::Worker]));
    for kind in [
        Kind::Person,
        Kind::Star,
        Kind::Draft,
        Kind::Phrase,
        Kind::Block,
    ] {
        let key = examples::row_of(kind);
        assert!(before.rows.contains_key(&key), "{kind:?}");
        assert!(!after.rows.contains_key(&key), "{kind:?}");
    }
    for kind in [Kind::Contract, Kind::Message, Kind::ReadMark, Kind::Report] {
        let key = examples::row_of(kind);
        assert_eq!(after.rows.get(&key), before.rows.get(&key), "{kind:?}");
    }
    assert!(row(&after, Kind::Draft, draft().0).is_none());
    assert!(row(&after, Kind::Contract, contract().0).is_some());
}

#[test]
fn open_proposals_are_withdrawn_and_agreed_ones_stand() {
    let after = left_by(&[Who::Worker]);
    for job in [JOB, COUNTERED_JOB] {
        assert_eq!(*state(&after, job), State::Withdrawn { at: NOW });
    }
    assert!(matches!(state(&after, AGREED_JOB), State::Accepted { .. }));
    let id = domain::InvitationId::of(Who::Worker.id(), INVITED_JOB);
    let Some(Row::Invitation(invitation)) = row(&after, Kind::Invitation, id.0) else {
        panic!("the invitation stays with its desk")
    };
    let reason = NoReason::Unsaid;
    assert_eq!(invitation.answer, Some(Answer::Decline { reason }));
    assert_eq!(invitation.answered_at, Some(NOW));
}

#[test]
fn nothing_of_anybody_else_changes_when_a_worker_leaves() {
    let town = Town::new();
    let rows: Vec<Row> = town.rows.values().cloned().collect();
    let worker = Who::Worker.id();
    for write in farewell(worker, NOW, &rows) {
        let row = town.rows.get(&write.key()).expect("a row that was there");
        let own = domain::Scope::Person(worker);
        assert!(row.audience().contains(&own), "{row:?}");
    }
}

#[test]
fn a_desk_passes_to_its_members() {
    let after = left_by(&[Who::Owner]);
    let place = |who: Who| row(&after, Kind::Membership, MembershipId::of(who.id(), DESK).0);
    assert_eq!(place(Who::Owner), None);
    for (who, role) in [(Who::Member, Role::Owner), (Who::Viewer, Role::Viewer)] {
        let Some(Row::Membership(place)) = place(who) else {
            panic!("{who:?} has a place")
        };
        assert_eq!(place.role, role, "{who:?}");
    }
    assert!(row(&after, Kind::Seat, SEAT.0).is_none());
    assert_eq!(*state(&after, JOB), State::Open);
    assert!(matches!(
        row(&after, Kind::Job, JOB.0),
        Some(Row::Job(Job { closed: false, .. }))
    ));
}

#[test]
fn who_works_for_a_desk_does_not_inherit_it() {
    let mut before = Town::new();
    // The worker sits at the desk, which the contract's client leaves.
    for row in before.rows.values_mut() {
        if let Row::Contract(contract) = row
            && contract.desk == DESK
        {
            contract.worker = Who::Member.id();
        }
    }
    let rows: Vec<Row> = before.rows.values().cloned().collect();
    let writes = farewell(Who::Owner.id(), NOW, &rows);
    before.write(writes);
    let id = MembershipId::of(Who::Member.id(), DESK);
    let Some(Row::Membership(place)) = row(&before, Kind::Membership, id.0) else {
        panic!("the member keeps the place")
    };
    assert_eq!(place.role, Role::Member);
    assert!(matches!(
        row(&before, Kind::Job, JOB.0),
        Some(Row::Job(Job { closed: true, .. }))
    ));
    let left = desks_left_alone(Who::Owner.id(), &rows);
    assert_eq!(left, BTreeSet::from([DESK]));
}

#[test]
fn a_desk_with_nobody_to_answer_stops_asking_for_work() {
    let after = left_by(&[Who::Owner, Who::Member]);
    let state_is = |job| match state(&after, job) {
        State::Declined { reason, .. } => Some(*reason),
        _ => None,
    };
    assert_eq!(state_is(JOB), Some(DeclineReason::NotNeeded));
    assert_eq!(state_is(COUNTERED_JOB), Some(DeclineReason::NotNeeded));
    assert!(matches!(state(&after, AGREED_JOB), State::Accepted { .. }));
    for row in after.rows.values() {
        match row {
            Row::Job(job) => assert!(job.closed || job.desk != DESK, "{}", job.id),
            Row::Invitation(invitation) => assert_ne!(invitation.desk, DESK),
            _ => {}
        }
    }
    // Who reads at the desk goes on reading, and the worker keeps the contract.
    let viewer = MembershipId::of(Who::Viewer.id(), DESK);
    assert!(row(&after, Kind::Membership, viewer.0).is_some());
    assert!(row(&after, Kind::Desk, DESK.0).is_some());
    assert!(row(&after, Kind::Contract, contract().0).is_some());
}

#[test]
fn a_desk_is_left_alone_by_the_last_who_may_act() {
    let town = Town::new();
    let places: Vec<Row> = town.rows.values().cloned().collect();
    for who in [Who::Owner, Who::Member, Who::Viewer, Who::Worker] {
        assert_eq!(desks_left_alone(who.id(), &places), BTreeSet::new());
    }
    let rest: Vec<Row> = left_by(&[Who::Member]).rows.into_values().collect();
    let left = desks_left_alone(Who::Owner.id(), &rest);
    assert_eq!(left, BTreeSet::from([DESK]));
}

#[test]
fn leaving_twice_changes_nothing_more() {
    let rows: Vec<Row> = left_by(&[Who::Worker]).rows.into_values().collect();
    assert_eq!(farewell(Who::Worker.id(), NOW, &rows), Vec::<Write>::new());
}
