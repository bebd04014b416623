//! Rows: the unit of storage and of sync. A row is what it is about (`Kind`, id) and a body; who
//! may read it follows from the body alone.

use crate::{
    DeskId, Job, PersonId,
    attendance::Attendance,
    calendar_link::CalendarLink,
    certificate::Certificate,
    contract::Contract,
    desk::{Desk, Membership, Seat},
    draft::Draft,
    draw::{Draw, Urn},
    feed::{Feed, FeedTally},
    file::File,
    income::Income,
    invitation::Invitation,
    kiosk::{Kiosk, KioskLogin, Pairing},
    person::{Person, Star},
    phrase::Phrase,
    profile::Profile,
    program::Program,
    proposal::Proposal,
    results::Results,
    review::Score,
    roster::{Roster, Vacancy},
    safety::{Block, Party, Report},
    sign_up::{Anonymous, SignUp},
    space::Space,
    stay::{Guestbook, Stay, TakenNights},
    thread::{Message, ReadMark},
    visit::{Booking, DayPlan, Occupancy},
    visit_code::VisitCode,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A posting.
    Job,
    /// An organization's workplace.
    Desk,
    /// A person with an account.
    Person,
    /// A person's place at a desk.
    Membership,
    /// A proposal.
    Proposal,
    /// A star on a job.
    Star,
    /// A message between the sides of a proposal.
    Message,
    /// How far a side has read a thread.
    ReadMark,
    /// A contract with its terms notice.
    Contract,
    /// A desk's invitation of a person.
    Invitation,
    /// What a person is writing.
    Draft,
    /// A person's own phrase.
    Phrase,
    /// A free place at a desk.
    Seat,
    /// A block.
    Block,
    /// A report to the operator.
    Report,
    /// A program.
    Program,
    /// A sign-up for a program.
    SignUp,
    /// Who is in a session, and who waits.
    Roster,
    /// How many that are.
    Vacancy,
    /// What a person said of themselves.
    Profile,
    /// What is secret of a draw until it is held.
    Urn,
    /// A draw, with its result once it is held.
    Draw,
    /// What a desk reads of a sign-up that it judges blindly.
    Anonymous,
    /// What a reviewer gave a sign-up.
    Score,
    /// Who won a contest.
    Results,
    /// A feed of postings.
    Feed,
    /// How often a feed was seen.
    FeedTally,
    /// A tablet at a space's door.
    Kiosk,
    /// A code that pairs one.
    Pairing,
    /// Somebody's login at one.
    KioskLogin,
    /// What a person's six digits are made of.
    VisitCode,
    /// That somebody came to a session.
    Attendance,
    /// What a desk attests.
    Certificate,
    /// The address of a person's calendar.
    CalendarLink,
    /// A space.
    Space,
    /// A person's place in a space, for half a day.
    Booking,
    /// Who has a place in a space on a day.
    DayPlan,
    /// How many that are.
    Occupancy,
    /// What a person says that they earned in a month.
    Income,
    /// A person's room for some nights.
    Stay,
    /// Who stays where in a program's lodgings.
    Guestbook,
    /// Which rooms are taken.
    TakenNights,
    /// A file that somebody has brought to the server.
    File,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 43] = [
        Self::Job,
        Self::Desk,
        Self::Person,
        Self::Membership,
        Self::Proposal,
        Self::Star,
        Self::Message,
        Self::ReadMark,
        Self::Contract,
        Self::Invitation,
        Self::Draft,
        Self::Phrase,
        Self::Seat,
        Self::Block,
        Self::Report,
        Self::Program,
        Self::SignUp,
        Self::Roster,
        Self::Vacancy,
        Self::Profile,
        Self::Urn,
        Self::Draw,
        Self::Anonymous,
        Self::Score,
        Self::Results,
        Self::Feed,
        Self::FeedTally,
        Self::Kiosk,
        Self::Pairing,
        Self::KioskLogin,
        Self::VisitCode,
        Self::Attendance,
        Self::Certificate,
        Self::CalendarLink,
        Self::Space,
        Self::Booking,
        Self::DayPlan,
        Self::Occupancy,
        Self::Income,
        Self::Stay,
        Self::Guestbook,
        Self::TakenNights,
        Self::File,
    ];

    /// The stable word used in stores and over HTTP.
    pub fn word(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Desk => "desk",
            Self::Person => "person",
            Self::Membership => "membership",
            Self::Proposal => "proposal",
            Self::Star => "star",
            Self::Message => "message",
            Self::ReadMark => "read_mark",
            Self::Contract => "contract",
            Self::Invitation => "invitation",
            Self::Draft => "draft",
            Self::Phrase => "phrase",
            Self::Seat => "seat",
            Self::Block => "block",
            Self::Report => "report",
            Self::Program => "program",
            Self::SignUp => "sign_up",
            Self::Roster => "roster",
            Self::Vacancy => "vacancy",
            Self::Profile => "profile",
            Self::Urn => "urn",
            Self::Draw => "draw",
            Self::Anonymous => "anonymous",
            Self::Score => "score",
            Self::Results => "results",
            Self::Feed => "feed",
            Self::FeedTally => "feed_tally",
            Self::Kiosk => "kiosk",
            Self::Pairing => "pairing",
            Self::KioskLogin => "kiosk_login",
            Self::VisitCode => "visit_code",
            Self::Attendance => "attendance",
            Self::Certificate => "certificate",
            Self::CalendarLink => "calendar_link",
            Self::Space => "space",
            Self::Booking => "booking",
            Self::DayPlan => "day_plan",
            Self::Occupancy => "occupancy",
            Self::Income => "income",
            Self::Stay => "stay",
            Self::Guestbook => "guestbook",
            Self::TakenNights => "taken_nights",
            Self::File => "file",
        }
    }

    /// The kind of a stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Names one row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowKey {
    /// What it is about.
    pub kind: Kind,
    /// Which one.
    pub id: Uuid,
}

/// Who may read a row, and the unit in which devices follow changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "String", try_from = "String")]
pub enum Scope {
    /// Everybody: the board.
    Public,
    /// Everybody: the programs.
    Programs,
    /// Everybody: the spaces.
    Spaces,
    /// One person.
    Person(PersonId),
    /// The members of a desk.
    Desk(DeskId),
}

impl Scope {
    /// The scopes that everybody may read.
    pub const OPEN: [Scope; 3] = [Self::Public, Self::Programs, Self::Spaces];
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scope::Public => f.write_str("public"),
            Scope::Programs => f.write_str("programs"),
            Scope::Spaces => f.write_str("spaces"),
            Scope::Person(id) => write!(f, "person:{id}"),
            Scope::Desk(id) => write!(f, "desk:{id}"),
        }
    }
}

/// A text that names no scope.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no scope: {0}")]
pub struct BadScope(String);

impl std::str::FromStr for Scope {
    type Err = BadScope;
    fn from_str(text: &str) -> Result<Self, BadScope> {
        let bad = || BadScope(text.to_owned());
        match text.split_once(':') {
            None if text == "public" => Ok(Scope::Public),
            None if text == "programs" => Ok(Scope::Programs),
            None if text == "spaces" => Ok(Scope::Spaces),
            Some(("person", id)) => id.parse().map(Scope::Person).map_err(|_| bad()),
            Some(("desk", id)) => id.parse().map(Scope::Desk).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> String {
        scope.to_string()
    }
}

impl TryFrom<String> for Scope {
    type Error = BadScope;
    fn try_from(text: String) -> Result<Self, BadScope> {
        text.parse()
    }
}

/// A row with its body.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is named after what it holds")]
#[allow(
    clippy::large_enum_variant,
    reason = "most rows are jobs, and rows move one at a time"
)]
pub enum Row {
    Job(Job),
    Desk(Desk),
    Person(Person),
    Membership(Membership),
    Proposal(Proposal),
    Star(Star),
    Message(Message),
    ReadMark(ReadMark),
    Contract(Contract),
    Invitation(Invitation),
    Draft(Draft),
    Phrase(Phrase),
    Seat(Seat),
    Block(Block),
    Report(Report),
    Program(Program),
    SignUp(SignUp),
    Roster(Roster),
    Vacancy(Vacancy),
    Profile(Profile),
    Urn(Urn),
    Draw(Draw),
    Anonymous(Anonymous),
    Score(Score),
    Results(Results),
    Feed(Feed),
    FeedTally(FeedTally),
    Kiosk(Kiosk),
    Pairing(Pairing),
    KioskLogin(KioskLogin),
    VisitCode(VisitCode),
    Attendance(Attendance),
    Certificate(Certificate),
    CalendarLink(CalendarLink),
    Space(Space),
    Booking(Booking),
    DayPlan(DayPlan),
    Occupancy(Occupancy),
    Income(Income),
    Stay(Stay),
    Guestbook(Guestbook),
    TakenNights(TakenNights),
    File(File),
}

impl Row {
    /// What the row is about.
    pub fn key(&self) -> RowKey {
        let (kind, id) = match self {
            Row::Job(job) => (Kind::Job, job.id.0),
            Row::Desk(desk) => (Kind::Desk, desk.id.0),
            Row::Person(person) => (Kind::Person, person.id.0),
            Row::Membership(membership) => (Kind::Membership, membership.id.0),
            Row::Proposal(proposal) => (Kind::Proposal, proposal.id.0),
            Row::Star(star) => (Kind::Star, star.id.0),
            Row::Message(row) => (Kind::Message, row.id.0),
            Row::ReadMark(row) => (Kind::ReadMark, row.id.0),
            Row::Contract(row) => (Kind::Contract, row.id.0),
            Row::Invitation(row) => (Kind::Invitation, row.id.0),
            Row::Draft(row) => (Kind::Draft, row.id.0),
            Row::Phrase(row) => (Kind::Phrase, row.id.0),
            Row::Seat(row) => (Kind::Seat, row.id.0),
            Row::Block(row) => (Kind::Block, row.id.0),
            Row::Report(row) => (Kind::Report, row.id.0),
            Row::Program(row) => (Kind::Program, row.id.0),
            Row::SignUp(row) => (Kind::SignUp, row.id.0),
            Row::Roster(row) => (Kind::Roster, row.id.0),
            Row::Vacancy(row) => (Kind::Vacancy, row.id.0),
            Row::Profile(row) => (Kind::Profile, row.person.0),
            Row::Urn(row) => (Kind::Urn, row.program.0),
            Row::Draw(row) => (Kind::Draw, row.program.0),
            Row::Anonymous(row) => (Kind::Anonymous, row.id.0),
            Row::Score(row) => (Kind::Score, row.id.0),
            Row::Results(row) => (Kind::Results, row.program.0),
            Row::Feed(row) => (Kind::Feed, row.id.0),
            Row::FeedTally(row) => (Kind::FeedTally, row.id.0),
            Row::Kiosk(row) => (Kind::Kiosk, row.id.0),
            Row::Pairing(row) => (Kind::Pairing, row.id.0),
            Row::KioskLogin(row) => (Kind::KioskLogin, row.id.0),
            Row::VisitCode(row) => (Kind::VisitCode, row.person.0),
            Row::Attendance(row) => (Kind::Attendance, row.id.0),
            Row::Certificate(row) => (Kind::Certificate, row.id.0),
            Row::CalendarLink(row) => (Kind::CalendarLink, row.id.0),
            Row::Space(row) => (Kind::Space, row.id.0),
            Row::Booking(row) => (Kind::Booking, row.id.0),
            Row::DayPlan(row) => (Kind::DayPlan, row.id.0),
            Row::Occupancy(row) => (Kind::Occupancy, row.space.0),
            Row::Income(row) => (Kind::Income, row.id.0),
            Row::Stay(row) => (Kind::Stay, row.id.0),
            Row::Guestbook(row) => (Kind::Guestbook, row.program.0),
            Row::TakenNights(row) => (Kind::TakenNights, row.program.0),
            Row::File(row) => (Kind::File, row.id.0),
        };
        RowKey { kind, id }
    }

    /// Who may read the row, sorted. Nobody else ever receives it.
    pub fn audience(&self) -> Vec<Scope> {
        match self {
            Row::Job(_) => vec![Scope::Public],
            Row::Desk(desk) => vec![Scope::Desk(desk.id)],
            Row::Person(person) => vec![Scope::Person(person.id)],
            Row::Membership(m) => vec![Scope::Person(m.person), Scope::Desk(m.desk)],
            Row::Proposal(p) => vec![Scope::Person(p.worker), Scope::Desk(p.desk)],
            Row::Star(star) => vec![Scope::Person(star.person)],
            Row::Message(m) => vec![Scope::Person(m.worker), Scope::Desk(m.desk)],
            Row::ReadMark(mark) => vec![Scope::Person(mark.worker), Scope::Desk(mark.desk)],
            Row::Contract(c) => vec![Scope::Person(c.worker), Scope::Desk(c.desk)],
            Row::Invitation(i) => vec![Scope::Person(i.worker), Scope::Desk(i.desk)],
            Row::Draft(draft) => vec![Scope::Person(draft.person)],
            Row::Phrase(phrase) => vec![Scope::Person(phrase.person)],
            Row::Seat(seat) => vec![Scope::Person(seat.by)],
            Row::Block(block) => vec![match block.by {
                Party::Person(person) => Scope::Person(person),
                Party::Desk(desk) => Scope::Desk(desk),
            }],
            Row::Report(report) => vec![Scope::Person(report.reporter)],
            Row::Program(_)
            | Row::Vacancy(_)
            | Row::Draw(_)
            | Row::Results(_)
            | Row::TakenNights(_) => vec![Scope::Programs],
            Row::SignUp(s) if s.blind => vec![Scope::Person(s.person)],
            Row::SignUp(s) => vec![Scope::Person(s.person), Scope::Desk(s.desk)],
            Row::Anonymous(a) => vec![Scope::Desk(a.desk)],
            Row::Score(score) => vec![Scope::Desk(score.desk)],
            // The rulebook asks for it by key, on the server; nobody receives it.
            Row::Urn(_) => Vec::new(),
            Row::Roster(roster) => vec![Scope::Desk(roster.desk)],
            Row::Profile(profile) => vec![Scope::Person(profile.person)],
            Row::File(file) => vec![Scope::Person(file.person)],
            Row::Feed(feed) => vec![Scope::Desk(feed.desk)],
            Row::FeedTally(tally) => vec![Scope::Desk(tally.desk)],
            Row::Kiosk(kiosk) => vec![Scope::Desk(kiosk.desk)],
            Row::Pairing(pairing) => vec![Scope::Person(pairing.by)],
            // Until somebody has approved it, it is nobody's.
            Row::KioskLogin(login) => login.person.map(Scope::Person).into_iter().collect(),
            Row::VisitCode(own) => vec![Scope::Person(own.person)],
            Row::Attendance(a) => vec![Scope::Person(a.person), Scope::Desk(a.desk)],
            Row::Certificate(c) => vec![Scope::Person(c.person), Scope::Desk(c.desk)],
            Row::CalendarLink(link) => vec![Scope::Person(link.person)],
            Row::Space(_) | Row::Occupancy(_) => vec![Scope::Spaces],
            Row::Booking(b) => vec![Scope::Person(b.person), Scope::Desk(b.desk)],
            Row::DayPlan(plan) => vec![Scope::Desk(plan.desk)],
            // The organizer sees counts, from five up.
            Row::Income(income) => vec![Scope::Person(income.person)],
            Row::Stay(stay) => vec![Scope::Person(stay.person), Scope::Desk(stay.desk)],
            Row::Guestbook(book) => vec![Scope::Desk(book.desk)],
        }
    }
}

/// A change to the rows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "nearly every write puts a row")]
pub enum Write {
    /// The row becomes this.
    Put(Row),
    /// The row is gone.
    Delete(RowKey),
}

impl Write {
    /// Which row changes.
    pub fn key(&self) -> RowKey {
        match self {
            Write::Put(row) => row.key(),
            Write::Delete(key) => *key,
        }
    }
}

/// A row that was asked for and is not at hand. The server loads it and asks again; a device, which
/// may not hold it, lets the server judge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missing(pub RowKey);

/// The rows that a command is judged by.
pub trait Rows {
    /// The row, `None` when there is surely no such row, or `Missing` when it is not at hand.
    fn get(&self, key: RowKey) -> Result<Option<Row>, Missing>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_reads_back_from_its_text() {
        let id = Uuid::from_u128(7);
        for scope in [
            Scope::Public,
            Scope::Programs,
            Scope::Spaces,
            Scope::Person(PersonId(id)),
            Scope::Desk(DeskId(id)),
        ] {
            assert_eq!(scope.to_string().parse(), Ok(scope));
        }
        assert!("desk:".parse::<Scope>().is_err());
        assert!("everyone".parse::<Scope>().is_err());
    }
}
