//! How much of what one may keep here. What people make stays for years and costs everybody room;
//! each bound is far beyond what somebody needs, and ends what a program could do without end.

use crate::{Kind, Refusal, Row, Scope, safety::Party};

/// What is counted of what somebody has made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Measure {
    /// Rows of a kind.
    Rows(Kind),
    /// Bytes of a kind's rows as they are kept.
    Bytes(Kind),
}

/// Ends the word of a measure in bytes.
const IN_BYTES: &str = "_bytes";

impl Measure {
    /// Its stable word: the kind's for rows.
    pub fn word(self) -> String {
        match self {
            Self::Rows(kind) => kind.word().to_owned(),
            Self::Bytes(kind) => format!("{}{IN_BYTES}", kind.word()),
        }
    }

    /// The measure of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.strip_suffix(IN_BYTES) {
            Some(kind) => Kind::from_word(kind).map(Self::Bytes),
            None => Kind::from_word(word).map(Self::Rows),
        }
    }

    /// The most that one person, or for some kinds one desk, may have.
    pub fn most(self) -> Option<u32> {
        match self {
            Self::Rows(kind) => most(kind),
            Self::Bytes(kind) => most_bytes(kind),
        }
    }

    /// Why there is no more.
    pub fn refusal(self, most: u32) -> Refusal {
        match self {
            Self::Rows(kind) => Refusal::TooMany { kind, most },
            Self::Bytes(kind) => Refusal::TooMuch { kind, most },
        }
    }
}

/// The most bytes of a kind, where rows may be so long that their number sets no end to it.
pub fn most_bytes(kind: Kind) -> Option<u32> {
    // Six million Japanese characters: fifty thick books.
    (kind == Kind::Draft).then_some(20_000_000)
}

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
        // As postings.
        Kind::Program => Some(10_000),
        // One every day for many years, withdrawn ones included.
        Kind::SignUp => Some(5_000),
        // By its reviewer: a hundred programs with five hundred entries each.
        Kind::Score => Some(50_000),
        // A town has one for each of its sites, and ended ones stay.
        Kind::Feed => Some(300),
        // A desk's: two hundred at each of its sessions, twice a week for twenty years.
        Kind::Attendance => Some(400_000),
        // As many as its programs may have people.
        Kind::Certificate => Some(100_000),
        // One for each calendar program that somebody uses.
        Kind::CalendarLink => Some(10),
        // A large city's facilities; a longer list comes by an import, which is not bounded.
        Kind::Space => Some(1_000),
        // Both halves of every day for many years.
        Kind::Booking => Some(10_000),
        // Fifty years of months.
        Kind::Income => Some(600),
        // As sign-ups.
        Kind::Stay => Some(5_000),
        // A person's, of at most five megabytes each: some with every sign-up that wants them.
        Kind::File => Some(150),
        // Tablets at one desk's doors.
        Kind::Kiosk => Some(50),
        // One for each desk, proposal, program, session, sign-up, feed, kiosk or person that there is.
        Kind::Desk
        | Kind::Person
        | Kind::ReadMark
        | Kind::Contract
        | Kind::Roster
        | Kind::Vacancy
        | Kind::Profile
        | Kind::Urn
        | Kind::Draw
        | Kind::Anonymous
        | Kind::Results
        | Kind::FeedTally
        | Kind::Pairing
        | Kind::KioskLogin
        | Kind::VisitCode
        | Kind::DayPlan
        | Kind::Occupancy
        | Kind::Guestbook
        | Kind::TakenNights => None,
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
            Row::Program(program) => Scope::Desk(program.desk),
            Row::SignUp(sign_up) => Scope::Person(sign_up.person),
            Row::Score(score) => Scope::Person(score.reviewer),
            Row::Feed(feed) => Scope::Desk(feed.desk),
            Row::Kiosk(kiosk) => Scope::Desk(kiosk.desk),
            Row::Attendance(attendance) => Scope::Desk(attendance.desk),
            Row::Certificate(certificate) => Scope::Desk(certificate.desk),
            Row::CalendarLink(link) => Scope::Person(link.person),
            Row::Space(space) => Scope::Desk(space.desk?),
            Row::Booking(booking) => Scope::Person(booking.person),
            Row::Income(income) => Scope::Person(income.person),
            Row::Stay(stay) => Scope::Person(stay.person),
            Row::File(file) => Scope::Person(file.person),
            Row::Desk(_)
            | Row::Person(_)
            | Row::ReadMark(_)
            | Row::Contract(_)
            | Row::Roster(_)
            | Row::Vacancy(_)
            | Row::Profile(_)
            | Row::Urn(_)
            | Row::Draw(_)
            | Row::Anonymous(_)
            | Row::Results(_)
            | Row::FeedTally(_)
            | Row::Pairing(_)
            | Row::KioskLogin(_)
            | Row::VisitCode(_)
            | Row::DayPlan(_)
            | Row::Occupancy(_)
            | Row::Guestbook(_)
            | Row::TakenNights(_) => return None,
        };
        Some(bearer)
    }
}
