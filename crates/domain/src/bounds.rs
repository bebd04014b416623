//! How much of what one may keep here. What people make stays for years and costs everybody room;
//! each bound is far beyond what somebody needs, and ends what a program could do without end.

use crate::{Kind, Row, Scope, safety::Party};

/// The most rows of a kind that one person, or for some kinds one desk, may have. `None` where
/// another bound or another's doing sets an end to it.
pub fn most(kind: Kind) -> Option<u32> {
    match kind {
        // A desk's whole history; who has more brings it by an import, which is not bounded.
        Kind::Job => Some(10_000),
        // A desk comes with a place at it: so many workplaces has nobody.
        Kind::Membership => Some(100),
        // Twenty a day for nearly three years, withdrawn ones included.
        Kind::Proposal => Some(20_000),
        // More than anybody looks through again.
        Kind::Star => Some(5_000),
        // By its author: fifty a day for nearly three years.
        Kind::Message => Some(50_000),
        // As proposals, from the desk's side.
        Kind::Invitation => Some(20_000),
        // Many open at once; one goes when its proposal is sent.
        Kind::Draft => Some(1_000),
        // They are chosen from a list.
        Kind::Phrase => Some(300),
        // Free places that wait to be taken.
        Kind::Seat => Some(50),
        // Of a person, or of a desk.
        Kind::Block => Some(2_000),
        // The operator reads each.
        Kind::Report => Some(300),
        // One for each desk, proposal or person that there is.
        Kind::Desk | Kind::Person | Kind::ReadMark | Kind::Contract => None,
    }
}

impl Row {
    /// Who made the row, where that is bounded: a person, or the desk that they spoke for.
    pub fn borne_by(&self) -> Option<Scope> {
        let bearer = match self {
            Row::Job(job) => Scope::Desk(job.desk),
            Row::Membership(place) => Scope::Person(place.person),
            Row::Proposal(proposal) => Scope::Person(proposal.worker),
            Row::Star(star) => Scope::Person(star.person),
            Row::Message(message) => Scope::Person(message.author),
            Row::Invitation(invitation) => Scope::Desk(invitation.desk),
            Row::Draft(draft) => Scope::Person(draft.person),
            Row::Phrase(phrase) => Scope::Person(phrase.person),
            Row::Seat(seat) => Scope::Person(seat.by),
            Row::Block(block) => match block.by {
                Party::Person(person) => Scope::Person(person),
                Party::Desk(desk) => Scope::Desk(desk),
            },
            Row::Report(report) => Scope::Person(report.reporter),
            Row::Desk(_) | Row::Person(_) | Row::ReadMark(_) | Row::Contract(_) => return None,
        };
        Some(bearer)
    }
}
