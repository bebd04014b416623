//! Typed ids. Most are UUIDv7 made on the device; a few follow from what they name (UUIDv5), where
//! the same thing done twice, even on two devices, must be one row.

use crate::{
    Day, Month, program::SessionNo, proposal::Side, safety::Party, short_code::ShortCode,
    visit::Half,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A posting.
    JobId,
    /// A person's proposal for a job.
    ProposalId,
    /// A person. Made on the device before there is an account; registering keeps it.
    PersonId,
    /// An organization's shared workplace: a client, an organizer or a space manager.
    DeskId,
    /// A person's place at a desk.
    MembershipId,
    /// A person's star on a job.
    StarId,
    /// A free place at a desk. A random UUIDv4: who knows it may take the place.
    SeatId,
    /// A draft.
    DraftId,
    /// A message.
    MessageId,
    /// How far one side has read a thread.
    ReadMarkId,
    /// A desk's invitation of a person to a job.
    InvitationId,
    /// A contract.
    ContractId,
    /// A person's own phrase.
    PhraseId,
    /// One side's block of another.
    BlockId,
    /// A report.
    ReportId,
    /// A program.
    ProgramId,
    /// A person's sign-up for a program.
    SignUpId,
    /// The roster of a program, or of one of its sessions.
    RosterId,
    /// What a reviewer gave a sign-up.
    ScoreId,
    /// A desk's feed of postings. It stands in the pages of others.
    FeedId,
    /// A file that somebody sends along.
    FileId,
    /// A tablet at a space's door.
    KioskId,
    /// A code that pairs one.
    PairingId,
    /// Somebody's login at one.
    KioskLoginId,
    /// That somebody came to a session.
    AttendanceId,
    /// A certificate or a badge. A random UUIDv4: who knows it may look at it.
    CertificateId,
    /// The address of a person's calendar. A random UUIDv4: who knows it may read it.
    CalendarLinkId,
    /// What a person says that they earned in a month.
    IncomeId,
    /// A space.
    SpaceId,
    /// A person's place in a space, for half a day.
    BookingId,
    /// Who has a place in a space on a day.
    DayPlanId,
    /// A person's room for some nights.
    StayId,
}

/// Root of every id that follows from what it names.
const NAMESPACE: Uuid = Uuid::from_u128(0x6c8f_1f3e_52f4_5a3c_9c1e_0d4b_e2a7_7f10);

/// The id of what `parts` name together; the same parts always give the same id.
fn named(what: &str, parts: &[&[u8]]) -> Uuid {
    let name: Vec<u8> = parts
        .iter()
        .fold(what.as_bytes().to_vec(), |mut name, part| {
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            name.extend_from_slice(&(part.len() as u64).to_be_bytes());
            name.extend_from_slice(part);
            name
        });
    Uuid::new_v5(&NAMESPACE, &name)
}

/// Whether an id follows from what it names. Where a person chooses an id, such a one is not
/// theirs to take: it is another's proposal, or a desk or posting that an import will name.
pub(crate) fn follows_from_a_name(id: Uuid) -> bool {
    id.get_version_num() == 5
}

impl ProposalId {
    /// A person proposes once per job, whatever the number of devices and retries.
    pub fn of(worker: PersonId, job: JobId) -> Self {
        Self(named("proposal", &[worker.0.as_bytes(), job.0.as_bytes()]))
    }
}

impl DraftId {
    /// A person drafts one proposal per job, on all their devices.
    pub fn of_proposal(proposal: ProposalId) -> Self {
        Self(proposal.0)
    }

    /// The draft that becomes this posting. Its id was made on the device.
    pub fn of_posting(job: JobId) -> Self {
        Self(job.0)
    }

    /// A person drafts one sign-up per program, on all their devices.
    pub fn of_sign_up(person: PersonId, program: ProgramId) -> Self {
        Self(named(
            "sign_up_draft",
            &[person.0.as_bytes(), program.0.as_bytes()],
        ))
    }

    /// A person changes a posting in one draft, on all their devices.
    pub fn of_edit(person: PersonId, job: JobId) -> Self {
        Self(named("edit", &[person.0.as_bytes(), job.0.as_bytes()]))
    }

    /// The draft that becomes this program. Its id was made on the device.
    pub fn of_program(program: ProgramId) -> Self {
        Self(program.0)
    }

    /// A person changes a program in one draft, on all their devices.
    pub fn of_program_edit(person: PersonId, program: ProgramId) -> Self {
        Self(named(
            "program_edit",
            &[person.0.as_bytes(), program.0.as_bytes()],
        ))
    }
}

impl From<ProposalId> for DraftId {
    fn from(proposal: ProposalId) -> Self {
        Self::of_proposal(proposal)
    }
}

impl ReadMarkId {
    /// Each side of a proposal has one.
    pub fn of(proposal: ProposalId, side: Side) -> Self {
        let side: &[u8] = match side {
            Side::Worker => b"worker",
            Side::Client => b"client",
        };
        Self(named("read", &[proposal.0.as_bytes(), side]))
    }
}

impl InvitationId {
    /// A person is invited to a job once.
    pub fn of(worker: PersonId, job: JobId) -> Self {
        Self(named(
            "invitation",
            &[worker.0.as_bytes(), job.0.as_bytes()],
        ))
    }
}

impl ContractId {
    /// A proposal becomes one contract.
    pub fn of(proposal: ProposalId) -> Self {
        Self(named("contract", &[proposal.0.as_bytes()]))
    }
}

impl BlockId {
    /// One side blocks another once.
    pub fn of(by: Party, against: Party) -> Self {
        let bytes = |party: Party| match party {
            Party::Person(id) => (b"person".as_slice(), id.0),
            Party::Desk(id) => (b"desk".as_slice(), id.0),
        };
        let ((by_kind, by), (against_kind, against)) = (bytes(by), bytes(against));
        Self(named(
            "block",
            &[by_kind, by.as_bytes(), against_kind, against.as_bytes()],
        ))
    }
}

impl StarId {
    /// A person stars a job once.
    pub fn of(person: PersonId, job: JobId) -> Self {
        Self(named("star", &[person.0.as_bytes(), job.0.as_bytes()]))
    }
}

impl MembershipId {
    /// A person sits at a desk once.
    pub fn of(person: PersonId, desk: DeskId) -> Self {
        Self(named(
            "membership",
            &[person.0.as_bytes(), desk.0.as_bytes()],
        ))
    }
}

impl DeskId {
    /// The desk that an imported posting names (`hiringOrganization.name`).
    pub fn of_name(name: &str) -> Self {
        Self(named("desk", &[name.as_bytes()]))
    }
}

impl SignUpId {
    /// A person signs up once for each thing that one can sign up for.
    pub fn of(person: PersonId, roster: RosterId) -> Self {
        Self(named(
            "sign_up",
            &[person.0.as_bytes(), roster.0.as_bytes()],
        ))
    }
}

impl ScoreId {
    /// A reviewer judges a sign-up once, and may judge it anew.
    pub fn of(sign_up: SignUpId, reviewer: PersonId) -> Self {
        Self(named(
            "score",
            &[sign_up.0.as_bytes(), reviewer.0.as_bytes()],
        ))
    }
}
impl AttendanceId {
    /// Somebody comes to a session once.
    pub fn of(sign_up: SignUpId, SessionNo(session): SessionNo) -> Self {
        Self(named(
            "attendance",
            &[sign_up.0.as_bytes(), &session.to_be_bytes()],
        ))
    }
}

impl RosterId {
    /// Each session has one; a program that is signed up for as a whole has one itself.
    pub fn of(program: ProgramId, session: Option<SessionNo>) -> Self {
        let number = session.map(|SessionNo(number)| number.to_be_bytes());
        let session = number.as_ref().map_or(&[][..], |bytes| &bytes[..]);
        Self(named("roster", &[program.0.as_bytes(), session]))
    }
}

impl KioskId {
    /// A tablet is found by its token. Of that the SHA-256 is given here, and nothing else is kept: the
    /// id says nothing about it.
    pub fn of_token(hash: [u8; 32]) -> Self {
        Self(named("kiosk", &[&hash]))
    }
}

impl PairingId {
    /// A pairing is found by its code.
    pub fn of(code: ShortCode) -> Self {
        Self(named("pairing", &[&code.bytes()]))
    }
}

impl KioskLoginId {
    /// A login is found by its code.
    pub fn of(code: ShortCode) -> Self {
        Self(named("kiosk_login", &[&code.bytes()]))
    }
}

impl ProgramId {
    /// An imported program: the desk, and the identifier it gave the program.
    pub fn of_source(desk: DeskId, identifier: &str) -> Self {
        Self(named(
            "program",
            &[desk.0.as_bytes(), identifier.as_bytes()],
        ))
    }
}

impl SpaceId {
    /// A space of a list: whose list it is (a desk's name, or a municipality's code), and what it is
    /// called there.
    pub fn of_source(list: &str, identifier: &str) -> Self {
        Self(named("space", &[list.as_bytes(), identifier.as_bytes()]))
    }
}

impl BookingId {
    /// A person has one place in a space at a time.
    pub fn of(person: PersonId, space: SpaceId, day: Day, half: Half) -> Self {
        Self(named(
            "booking",
            &[
                person.0.as_bytes(),
                space.0.as_bytes(),
                day.to_string().as_bytes(),
                half.word().as_bytes(),
            ],
        ))
    }
}

impl DayPlanId {
    /// A space has one plan for each day.
    pub fn of(space: SpaceId, day: Day) -> Self {
        Self(named(
            "day_plan",
            &[space.0.as_bytes(), day.to_string().as_bytes()],
        ))
    }
}

impl IncomeId {
    /// A person has one income a month, on all their devices.
    pub fn of(person: PersonId, month: Month) -> Self {
        Self(named(
            "income",
            &[person.0.as_bytes(), month.to_string().as_bytes()],
        ))
    }
}

impl StayId {
    /// A sign-up comes with one stay.
    pub fn of(sign_up: SignUpId) -> Self {
        Self(named("stay", &[sign_up.0.as_bytes()]))
    }
}

impl JobId {
    /// An imported posting: the desk, and the identifier it gave the posting.
    pub fn of_source(desk: DeskId, identifier: &str) -> Self {
        Self(named("job", &[desk.0.as_bytes(), identifier.as_bytes()]))
    }
}
