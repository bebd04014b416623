//! The example town: people in every role and a row of every kind, for tests of this crate and of
//! the server. [`table`] says what each of them may read and do there.
//!
//! Behind the feature `town`, so that neither app nor server carries it: a room of its own crate
//! would need every type here spelled out once more in its manifest, and the table must be a
//! compile error away from [`crate::Command`] and [`crate::Kind`].

pub mod examples;
mod feeds;
mod kiosks;
mod programs;
mod rows;
mod spaces;
mod stays;
pub mod table;

pub use feeds::feed;
pub use programs::{attached, program};
pub use rows::job;
pub use spaces::space;
pub use stays::{nights, trial, without_a_room};

use crate::{
    Actor, BookingId, CalendarLinkId, CertificateId, ContractId, Day, DeskId, DraftId, FeedId,
    FileId, JobId, KioskId, MessageId, Missing, PersonId, PhraseId, ProgramId, ProposalId,
    ReportId, RosterId, Row, RowKey, Rows, Scope, SeatId, SignUpId, SpaceId, Timestamp, Write,
    desk::Role, person::Person, program::SessionNo, visit::Half,
};
use rows::{
    a_contract_left_open, an_agreed_contract, an_invitation, desks, proposals, talk,
    the_workers_own,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The people, by what they are to the town's desk and to its worker's proposals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Who {
    /// Proposed to the desk, and has a contract with it.
    Worker,
    /// Owns the desk.
    Owner,
    /// Answers for the desk.
    Member,
    /// Reads what is at the desk.
    Viewer,
    /// Has an account, and nothing to do with any of it.
    Stranger,
    /// Proposed for the same job.
    OtherWorker,
    /// Owns another desk.
    OtherMember,
    /// Has no account.
    Nobody,
}

impl Who {
    /// Everybody, in the order of the table's columns.
    pub const ALL: [Who; 8] = [
        Self::Worker,
        Self::Owner,
        Self::Member,
        Self::Viewer,
        Self::Stranger,
        Self::OtherWorker,
        Self::OtherMember,
        Self::Nobody,
    ];

    /// Their id.
    pub fn id(self) -> PersonId {
        PersonId(Uuid::from_u128(0x100 + self as u128))
    }

    /// Their name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Worker => "佐野 はる",
            Self::Owner => "油津 一",
            Self::Member => "港 二葉",
            Self::Viewer => "見田 三和",
            Self::Stranger => "通 四郎",
            Self::OtherWorker => "飫肥 五月",
            Self::OtherMember => "女川 六実",
            Self::Nobody => "",
        }
    }

    /// As who a command acts.
    pub fn actor(self) -> Actor {
        Actor { person: self.id() }
    }

    /// Their place at a desk.
    pub fn place(self) -> Option<(DeskId, Role)> {
        match self {
            Self::Owner => Some((DESK, Role::Owner)),
            Self::Member => Some((DESK, Role::Member)),
            Self::Viewer => Some((DESK, Role::Viewer)),
            Self::OtherMember => Some((OTHER_DESK, Role::Owner)),
            Self::Worker | Self::Stranger | Self::OtherWorker | Self::Nobody => None,
        }
    }

    /// The scopes that they follow.
    pub fn scopes(self) -> Vec<Scope> {
        let desk = self.place().map(|(desk, _)| Scope::Desk(desk));
        Scope::OPEN
            .into_iter()
            .chain([Scope::Person(self.id())])
            .chain(desk)
            .collect()
    }

    /// Whether a row is told to them.
    pub fn may_read(self, row: &Row) -> bool {
        let scopes = self.scopes();
        row.audience().iter().any(|scope| scopes.contains(scope))
    }

    /// Their row.
    pub fn person(self) -> Person {
        Person {
            id: self.id(),
            name: self.name().to_owned(),
            email: format!("{self:?}@example.jp").to_lowercase(),
        }
    }
}

/// The desk.
pub const DESK: DeskId = DeskId(Uuid::from_u128(0x201));
/// Another desk.
pub const OTHER_DESK: DeskId = DeskId(Uuid::from_u128(0x202));
/// The worker's and another worker's proposals for it are open and unread.
pub const JOB: JobId = JobId(Uuid::from_u128(0x301));
/// The client countered the worker's proposal for it.
pub const COUNTERED_JOB: JobId = JobId(Uuid::from_u128(0x302));
/// The worker's proposal for it became a contract, whose notice is complete.
pub const AGREED_JOB: JobId = JobId(Uuid::from_u128(0x303));
/// The worker's proposal for it became a contract, agreed to by both while the day of receipt is open.
pub const LEFT_OPEN_JOB: JobId = JobId(Uuid::from_u128(0x306));
/// The worker is invited to it.
pub const INVITED_JOB: JobId = JobId(Uuid::from_u128(0x304));
/// Nobody proposed for it; the worker has a draft.
pub const FREE_JOB: JobId = JobId(Uuid::from_u128(0x305));
/// The worker's message in the open thread.
pub const MESSAGE: MessageId = MessageId(Uuid::from_u128(0x401));
/// The worker's phrase.
pub const PHRASE: PhraseId = PhraseId(Uuid::from_u128(0x402));
/// The worker's report.
pub const REPORT: ReportId = ReportId(Uuid::from_u128(0x403));
/// A free place at the desk, offered by its owner.
pub const SEAT: SeatId = SeatId(Uuid::from_u128(0x404));
/// First come, first served; the worker has its last seat, and another worker waits.
pub const PROGRAM: ProgramId = ProgramId(Uuid::from_u128(0x501));
/// Nobody signed up for it yet.
pub const FREE_PROGRAM: ProgramId = ProgramId(Uuid::from_u128(0x502));
/// The desk chooses; the worker's sign-up is in review.
pub const REVIEWED_PROGRAM: ProgramId = ProgramId(Uuid::from_u128(0x503));
/// A lottery; another worker takes part.
pub const LOTTERY: ProgramId = ProgramId(Uuid::from_u128(0x504));
/// A contest, judged blindly and closed; the worker's and another worker's entries are in review, and
/// the member has given the worker's points.
pub const CONTEST: ProgramId = ProgramId(Uuid::from_u128(0x505));
/// A trial stay of two sessions. In the first, the worker has a room for some nights, and another worker
/// a seat and no room; in the second the worker has a seat.
pub const TRIAL: ProgramId = ProgramId(Uuid::from_u128(0x506));
/// The desk's feed of postings.
pub const FEED: FeedId = FeedId(Uuid::from_u128(0x5f1));
/// The worker's badge.
pub const BADGE: CertificateId = CertificateId(Uuid::from_u128(0x701));
/// What the worker sent along with their entry of the contest.
pub const FILE: FileId = FileId(Uuid::from_u128(0x703));
/// The address of the worker's calendar.
pub const CALENDAR: CalendarLinkId = CalendarLinkId(Uuid::from_u128(0x702));
/// A space of the desk, with two places for registered workers: the worker has booked one, and another
/// worker is there.
pub const SPACE: SpaceId = SpaceId(Uuid::from_u128(0x601));
/// A tablet at the desk's space, where the worker is logged in.
pub const KIOSK: KioskId = KioskId(Uuid::from_u128(0x504));
/// The moment at which the town stands: 2026-11-23, in the morning in Japan.
pub const NOW: Timestamp = Timestamp(1_795_392_000_000);

/// The worker's proposal for a job.
pub fn proposal(job: JobId) -> ProposalId {
    ProposalId::of(Who::Worker.id(), job)
}

/// The contract.
pub fn contract() -> ContractId {
    ContractId::of(proposal(AGREED_JOB))
}

/// Somebody's sign-up for the one session of a program.
pub fn sign_up(who: Who, program: ProgramId) -> SignUpId {
    SignUpId::of(who.id(), RosterId::of(program, Some(SessionNo(1))))
}

/// Somebody's booking in the space, for the morning of the day of [`NOW`].
pub fn booking(who: Who) -> BookingId {
    BookingId::of(who.id(), SPACE, Day::of(NOW), Half::Morning)
}

/// The worker's draft.
pub fn draft() -> DraftId {
    DraftId::of_proposal(proposal(FREE_JOB))
}

/// The town's rows.
#[derive(Clone, PartialEq, Debug)]
pub struct Town {
    /// By key.
    pub rows: BTreeMap<RowKey, Row>,
}

impl Rows for Town {
    fn get(&self, key: RowKey) -> Result<Option<Row>, Missing> {
        Ok(self.rows.get(&key).cloned())
    }
}

impl Default for Town {
    fn default() -> Self {
        Self::new()
    }
}

impl Town {
    /// The town with all its rows.
    pub fn new() -> Self {
        let mut town = Self::people_only();
        for id in [
            JOB,
            COUNTERED_JOB,
            AGREED_JOB,
            LEFT_OPEN_JOB,
            INVITED_JOB,
            FREE_JOB,
        ] {
            town.put(Row::Job(job(id)));
        }
        for row in desks() {
            town.put(row);
        }
        for row in proposals() {
            town.put(row);
        }
        town.put(Row::Contract(an_agreed_contract()));
        town.put(Row::Contract(a_contract_left_open()));
        town.put(Row::Invitation(an_invitation()));
        for row in programs::rows() {
            town.put(row);
        }
        for row in feeds::rows() {
            town.put(row);
        }
        for row in spaces::rows() {
            town.put(row);
        }
        for row in stays::rows() {
            town.put(row);
        }
        for row in kiosks::rows() {
            town.put(row);
        }
        for row in talk() {
            town.put(row);
        }
        for row in the_workers_own() {
            town.put(row);
        }
        town
    }

    /// The town with its people and nothing else.
    pub fn people_only() -> Self {
        let people = Who::ALL
            .into_iter()
            .filter(|who| *who != Who::Nobody)
            .map(|who| Row::Person(who.person()));
        Self {
            rows: people.map(|row| (row.key(), row)).collect(),
        }
    }

    /// Puts a row.
    pub fn put(&mut self, row: Row) {
        self.rows.insert(row.key(), row);
    }

    /// Writes what a command came to.
    pub fn write(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Put(row) => self.put(row),
                Write::Delete(key) => {
                    self.rows.remove(&key);
                }
            }
        }
    }
}
