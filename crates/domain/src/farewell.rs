//! Somebody closes their account: what of theirs goes, what ends, and what stays.
//!
//! Contracts with their notices stay for both sides (Freelance Act and guideline: kept three years),
//! and so does what was said on the way to them, and what others received: it is theirs as well.

use crate::{
    DeskId, PersonId, Timestamp,
    desk::{Membership, Role},
    invitation::{Answer, Invitation, NoReason},
    program::Program,
    proposal::{DeclineReason, Proposal, Side, State},
    row::{Row, Write},
    safety::{Block, Party},
    space::Space,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a desk becomes when a member leaves for good.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Desk {
    /// It has another owner.
    GoesOn,
    /// Its members run it from now on: they did everything but giving seats already.
    IsInherited,
    /// Nobody who may act is left. Its postings are closed and its proposals declined.
    IsLeft,
}

/// What changes when `person` closes their account at the moment `now`. `rows` are all rows of
/// their own scope, all places and contracts at their desks, and what [`desks_left_alone`] asks for. Rows of others
/// among them stay as they are.
pub fn farewell(person: PersonId, now: Timestamp, rows: &[Row]) -> Vec<Write> {
    let desks = desks(person, rows);
    let left: BTreeSet<DeskId> = desks
        .iter()
        .filter(|(_, desk)| **desk == Desk::IsLeft)
        .map(|(id, _)| *id)
        .collect();
    let leaving = Leaving {
        rows,
        person,
        now,
        desks,
        left,
    };
    rows.iter().filter_map(|row| leaving.write(row)).collect()
}

/// The desks that nobody can run once `person` has left: `farewell` needs their postings, proposals
/// and invitations. `rows` are the places and contracts at the person's desks.
pub fn desks_left_alone(person: PersonId, rows: &[Row]) -> BTreeSet<DeskId> {
    desks(person, rows)
        .into_iter()
        .filter(|(_, desk)| *desk == Desk::IsLeft)
        .map(|(id, _)| id)
        .collect()
}

fn desks(person: PersonId, rows: &[Row]) -> BTreeMap<DeskId, Desk> {
    let places = || {
        rows.iter().filter_map(|row| match row {
            Row::Membership(place) => Some(place),
            _ => None,
        })
    };
    let own = places().filter(|place| place.person == person);
    own.map(|place| {
        let others = places().filter(|other| other.desk == place.desk && other.person != person);
        let able = others.filter(|other| other.role == Role::Owner || may_inherit(other, rows));
        let highest = able.map(|other| other.role).max();
        let becomes = match highest {
            Some(Role::Owner) => Desk::GoesOn,
            Some(Role::Member) => Desk::IsInherited,
            Some(Role::Viewer) | None => Desk::IsLeft,
        };
        (place.desk, becomes)
    })
    .collect()
}

/// Whether a desk may pass to whoever has this place. Nobody is both sides of a contract: who works
/// for the desk does not come to run it by another's leaving.
fn may_inherit(place: &Membership, rows: &[Row]) -> bool {
    let works = |row: &Row| match row {
        Row::Contract(contract) => contract.desk == place.desk && contract.worker == place.person,
        _ => false,
    };
    place.role == Role::Member && !rows.iter().any(works)
}

/// Whom a row speaks to that is being written, where that is one person: nobody says anything to
/// somebody who has left. A device knows nobody's account but its person's, so the server asks.
pub fn spoken_to(row: &Row) -> Option<PersonId> {
    match row {
        Row::Message(message) if message.by == Side::Client => Some(message.worker),
        Row::Invitation(invitation) if invitation.answer.is_none() => Some(invitation.worker),
        Row::Certificate(certificate) => Some(certificate.person),
        _ => None,
    }
}

/// Whose farewell a row goes with: nobody else has a use for it.
pub fn goes_with(row: &Row) -> Option<PersonId> {
    match row {
        Row::Person(person) => Some(person.id),
        Row::Draft(draft) => Some(draft.person),
        Row::Phrase(phrase) => Some(phrase.person),
        Row::Star(star) => Some(star.person),
        Row::Seat(seat) => Some(seat.by),
        Row::Membership(place) => Some(place.person),
        Row::Profile(profile) => Some(profile.person),
        Row::Pairing(pairing) => Some(pairing.by),
        Row::KioskLogin(login) => login.person,
        Row::VisitCode(own) => Some(own.person),
        // Its page shows their name to everybody.
        Row::Certificate(certificate) => Some(certificate.person),
        Row::CalendarLink(link) => Some(link.person),
        Row::Income(income) => Some(income.person),
        Row::File(file) => Some(file.person),
        Row::Block(Block {
            by: Party::Person(person),
            ..
        }) => Some(*person),
        _ => None,
    }
}

struct Leaving<'a> {
    rows: &'a [Row],
    person: PersonId,
    now: Timestamp,
    desks: BTreeMap<DeskId, Desk>,
    left: BTreeSet<DeskId>,
}

impl Leaving<'_> {
    /// What becomes of a row, if anything.
    fn write(&self, row: &Row) -> Option<Write> {
        let gone = || Some(Write::Delete(row.key()));
        let is_left = |desk: &DeskId| self.left.contains(desk);
        match row {
            _ if goes_with(row) == Some(self.person) => gone(),
            Row::Membership(place) => self.inherits(place).map(Row::Membership).map(Write::Put),
            Row::Proposal(proposal) => self.ended(proposal).map(Row::Proposal).map(Write::Put),
            Row::Invitation(invitation) if is_open(invitation) => {
                if is_left(&invitation.desk) {
                    return gone();
                }
                (invitation.worker == self.person).then(|| {
                    Write::Put(Row::Invitation(Invitation {
                        answer: Some(Answer::Decline {
                            reason: NoReason::Unsaid,
                        }),
                        answered_at: Some(self.now),
                        ..invitation.clone()
                    }))
                })
            }
            Row::Job(job) if !job.closed && is_left(&job.desk) => {
                Some(Write::Put(Row::Job(crate::Job {
                    closed: true,
                    // An import does not open it again.
                    edited_at: Some(self.now),
                    ..job.clone()
                })))
            }
            Row::Program(program) if !program.closed && is_left(&program.desk) => {
                Some(Write::Put(Row::Program(Program {
                    closed: true,
                    edited_at: Some(self.now),
                    ..program.clone()
                })))
            }
            Row::Space(space) if !space.closed && space.desk.as_ref().is_some_and(is_left) => {
                Some(Write::Put(Row::Space(Space {
                    closed: true,
                    edited_at: Some(self.now),
                    ..space.clone()
                })))
            }
            _ => None,
        }
    }

    fn inherits(&self, place: &Membership) -> Option<Membership> {
        let inherited = self.desks.get(&place.desk) == Some(&Desk::IsInherited);
        (inherited && may_inherit(place, self.rows)).then(|| Membership {
            role: Role::Owner,
            ..place.clone()
        })
    }

    /// Withdrawn by who leaves; declined for a desk where nobody could answer any more.
    fn ended(&self, proposal: &Proposal) -> Option<Proposal> {
        let at = self.now;
        let state = match proposal.state {
            State::Open if proposal.worker == self.person => State::Withdrawn { at },
            State::Open if self.left.contains(&proposal.desk) => State::Declined {
                at,
                reason: DeclineReason::NotNeeded,
                note: String::new(),
            },
            _ => return None,
        };
        Some(Proposal {
            state,
            ..proposal.clone()
        })
    }
}

/// Whether the person may still say yes.
fn is_open(invitation: &Invitation) -> bool {
    matches!(invitation.answer, None | Some(Answer::Later))
}
