//! The commands that the table's lines try.

use super::{
    AGREED_JOB, BADGE, CALENDAR, CONTEST, COUNTERED_JOB, DESK, FEED, FREE_JOB, FREE_PROGRAM,
    INVITED_JOB, JOB, KIOSK, LEFT_OPEN_JOB, MESSAGE, NOW, OTHER_DESK, PHRASE, PROGRAM,
    REVIEWED_PROGRAM, SEAT, SPACE, TRIAL, Town, Who, booking, contract, draft, feed, job, nights,
    program,
    programs::{application, points},
    proposal, sign_up, space,
    table::Deed,
    without_a_room,
};
use crate::{
    AttendanceId, CalendarLinkId, CertificateId, Command, ContractId, Day, DayPlanId, DeskId,
    DraftId, IncomeId, InvitationId, Job, JobId, Kind, MembershipId, MessageId, Month, ProgramId,
    ReportId, RosterId, RowKey, ScoreId, SeatId, SpaceId, StayId, Yen,
    contract::{Notice, Settled},
    desk::Role,
    draft::{Edit, Subject},
    invitation::Answer,
    program::{LodgingNo, RoomNo, SessionNo},
    proposal::{DeclineReason, Offer, Seen, Terms},
    refusal::Field,
    results::Award,
    safety::{About, Party, Wrong},
    sign_up::Verdict,
    visit::Half,
};
use uuid::Uuid;

/// Something new: an id that nobody has.
const NEW: Uuid = Uuid::from_u128(0x999);

/// What a proposal for the desk's jobs may say.
pub fn offer() -> Offer {
    Offer {
        message: "はじめまして。".into(),
        amount: Yen(33_000),
        days: 14,
        effort_minutes: Some(600),
        questions: String::new(),
    }
}

/// A counter-offer.
pub fn terms() -> Terms {
    Terms {
        amount: Yen(35_000),
        days: 20,
        pay: None,
    }
}

/// The notice of the town's contract, complete.
pub fn notice() -> Notice {
    super::rows::an_agreed_contract().notice
}

/// The row of a kind that [`super::table::readers`] speaks of.
pub fn row_of(kind: Kind) -> RowKey {
    let worker = Who::Worker.id();
    let id = match kind {
        Kind::Job => JOB.0,
        Kind::Desk => DESK.0,
        Kind::Person => worker.0,
        Kind::Membership => MembershipId::of(Who::Member.id(), DESK).0,
        Kind::Proposal => proposal(JOB).0,
        Kind::Star => crate::StarId::of(worker, JOB).0,
        Kind::Message => MESSAGE.0,
        Kind::ReadMark => crate::ReadMarkId::of(proposal(JOB), crate::proposal::Side::Worker).0,
        Kind::Contract => contract().0,
        Kind::Invitation => InvitationId::of(worker, INVITED_JOB).0,
        Kind::Draft => draft().0,
        Kind::Phrase => PHRASE.0,
        Kind::Seat => SEAT.0,
        Kind::Block => crate::BlockId::of(Party::Person(worker), Party::Desk(OTHER_DESK)).0,
        Kind::Report => super::REPORT.0,
        Kind::Program => PROGRAM.0,
        Kind::SignUp => sign_up(Who::Worker, PROGRAM).0,
        Kind::Roster | Kind::Vacancy => RosterId::of(PROGRAM, Some(SessionNo(1))).0,
        Kind::Urn | Kind::Draw => super::LOTTERY.0,
        Kind::Anonymous => sign_up(Who::Worker, CONTEST).0,
        Kind::Score => ScoreId::of(sign_up(Who::Worker, CONTEST), Who::Member.id()).0,
        Kind::Results => CONTEST.0,
        Kind::Feed | Kind::FeedTally => FEED.0,
        Kind::Profile | Kind::VisitCode => worker.0,
        Kind::Kiosk => KIOSK.0,
        Kind::Pairing => super::kiosks::pairing().0,
        Kind::KioskLogin => super::kiosks::login().0,
        Kind::Attendance => AttendanceId::of(sign_up(Who::Worker, PROGRAM), SessionNo(1)).0,
        Kind::Certificate => BADGE.0,
        Kind::CalendarLink => CALENDAR.0,
        Kind::Space | Kind::Occupancy => SPACE.0,
        Kind::Booking => booking(Who::Worker).0,
        Kind::DayPlan => DayPlanId::of(SPACE, Day::of(NOW)).0,
        Kind::Income => IncomeId::of(worker, Month::at(NOW)).0,
        Kind::Stay => StayId::of(sign_up(Who::Worker, TRIAL)).0,
        Kind::Guestbook | Kind::TakenNights => TRIAL.0,
        Kind::File => super::FILE.0,
    };
    RowKey { kind, id }
}

impl Deed {
    /// The command to try on [`Town::new`].
    pub fn example(self) -> Command {
        let open = proposal(JOB);
        let countered = Seen {
            turns: 1,
            edited_at: None,
        };
        let viewer = MembershipId::of(Who::Viewer.id(), DESK);
        let owner = MembershipId::of(Who::Owner.id(), DESK);
        match self {
            Deed::SubmitProposal => Command::SubmitProposal {
                job: FREE_JOB,
                offer: offer(),
            },
            Deed::PublishProgram => Command::PublishProgram {
                program: Box::new(program(ProgramId(NEW))),
            },
            Deed::EditProgram => Command::EditProgram {
                program: Box::new(program(PROGRAM)),
            },
            Deed::SignUp => Command::SignUp {
                program: FREE_PROGRAM,
                application: application(),
            },
            Deed::WithdrawSignUp => Command::WithdrawSignUp {
                sign_up: sign_up(Who::Worker, PROGRAM),
            },
            Deed::DecideSignUp => Command::DecideSignUp {
                sign_up: sign_up(Who::Worker, REVIEWED_PROGRAM),
                verdict: Verdict::Accept,
            },
            Deed::GiveScore | Deed::GiveBlindScore => Command::GiveScore {
                sign_up: match self {
                    Deed::GiveScore => sign_up(Who::Worker, REVIEWED_PROGRAM),
                    _ => sign_up(Who::Worker, CONTEST),
                },
                points: points(),
                note: String::new(),
            },
            Deed::PublishResults => Command::PublishResults {
                program: CONTEST,
                awards: vec![Award {
                    sign_up: sign_up(Who::Worker, CONTEST),
                    rank: 1,
                    prize: "最優秀賞".into(),
                }],
                others: vec![sign_up(Who::OtherWorker, CONTEST)],
            },
            Deed::SeeSignUp => Command::SeeSignUp {
                sign_up: sign_up(Who::Worker, PROGRAM),
                up_to: NOW,
            },
            Deed::SaveFeed => Command::SaveFeed {
                feed: Box::new(feed()),
            },
            Deed::EndFeed => Command::EndFeed { feed: FEED },
            Deed::MarkAttendance => Command::MarkAttendance {
                sign_up: sign_up(Who::OtherWorker, PROGRAM),
                session: SessionNo(1),
            },
            Deed::UnmarkAttendance => Command::UnmarkAttendance {
                sign_up: sign_up(Who::Worker, PROGRAM),
                session: SessionNo(1),
            },
            Deed::GrantCertificate => Command::GrantCertificate {
                certificate: CertificateId(NEW),
                sign_up: sign_up(Who::Worker, PROGRAM),
                name: None,
                expires_on: None,
            },
            Deed::RenewCertificate => Command::RenewCertificate {
                certificate: BADGE,
                expires_on: Day::of(NOW).plus(730),
            },
            Deed::RevokeCertificate => Command::RevokeCertificate { certificate: BADGE },
            Deed::OpenCalendarLink => Command::OpenCalendarLink {
                link: CalendarLinkId(NEW),
            },
            Deed::CloseCalendarLink => Command::CloseCalendarLink { link: CALENDAR },
            Deed::ReportIncome => Command::ReportIncome {
                sign_up: sign_up(Who::Worker, PROGRAM),
                month: Month::at(NOW),
                amount: Some(Yen(12_000)),
            },
            Deed::PublishSpace => Command::PublishSpace {
                space: Box::new(space(SpaceId(NEW))),
            },
            Deed::EditSpace => Command::EditSpace {
                space: Box::new(space(SPACE)),
            },
            Deed::BookVisit => Command::BookVisit {
                space: SPACE,
                day: Day::of(NOW).plus(2),
                half: Half::Morning,
            },
            Deed::CancelBooking => Command::CancelBooking {
                booking: booking(Who::Worker),
            },
            Deed::CheckIn => Command::CheckIn {
                space: SPACE,
                person: Who::Worker.id(),
                at: NOW,
            },
            Deed::CheckOut => Command::CheckOut {
                space: SPACE,
                person: Who::OtherWorker.id(),
                at: NOW,
            },
            Deed::BookStay => Command::BookStay {
                sign_up: without_a_room(),
                lodging: LodgingNo(1),
                room: RoomNo(2),
                nights: nights(20, 3),
            },
            Deed::CancelStay => Command::CancelStay {
                stay: StayId::of(sign_up(Who::Worker, TRIAL)),
            },
            Deed::StarJob => Command::StarJob { job: JOB },
            Deed::UnstarJob => Command::UnstarJob { job: JOB },
            Deed::EditProposal => Command::EditProposal {
                proposal: open,
                offer: offer(),
            },
            Deed::WithdrawProposal => Command::WithdrawProposal { proposal: open },
            Deed::DeclineProposal => Command::DeclineProposal {
                proposal: open,
                reason: DeclineReason::AnotherChosen,
                note: String::new(),
            },
            Deed::OfferTerms => Command::OfferTerms {
                proposal: open,
                seen: Seen::default(),
                terms: terms(),
            },
            Deed::AcceptTerms => Command::AcceptTerms {
                proposal: open,
                seen: Seen::default(),
                posting: None,
            },
            Deed::CounterAgain => Command::OfferTerms {
                proposal: proposal(COUNTERED_JOB),
                seen: countered,
                terms: terms(),
            },
            Deed::AcceptCounter => Command::AcceptTerms {
                proposal: proposal(COUNTERED_JOB),
                seen: countered,
                posting: None,
            },
            Deed::SendMessage => Command::SendMessage {
                id: MessageId(NEW),
                proposal: open,
                text: "よろしくお願いします。".into(),
            },
            Deed::MarkRead => Command::MarkRead {
                proposal: proposal(COUNTERED_JOB),
                up_to: NOW,
            },
            Deed::AmendNotice => Command::AmendNotice {
                contract: contract(),
                notice: Box::new(Notice {
                    means: "現金".into(),
                    ..notice()
                }),
            },
            Deed::AgreeContract => Command::AgreeContract {
                contract: contract(),
                hash: notice().hash(),
            },
            Deed::SupplementNotice => Command::SupplementNotice {
                contract: ContractId::of(proposal(LEFT_OPEN_JOB)),
                settled: Settled::Receipt(Day::of(NOW).plus(10)),
            },
            Deed::PublishJob => Command::PublishJob {
                job: Box::new(job(JobId(NEW))),
            },
            Deed::EditJob => Command::EditJob {
                job: Box::new(Job {
                    title: "港のちらしのデザイン(A4)".into(),
                    ..job(JOB)
                }),
            },
            Deed::CloseJob => Command::CloseJob { job: JOB },
            Deed::ReopenJob => Command::ReopenJob {
                job: JOB,
                closes_at: Some(NOW.plus_days(30)),
            },
            Deed::InviteWorker => Command::InviteWorker {
                job: FREE_JOB,
                via: proposal(AGREED_JOB),
                note: String::new(),
            },
            Deed::AnswerInvitation => Command::AnswerInvitation {
                invitation: InvitationId::of(Who::Worker.id(), INVITED_JOB),
                answer: Answer::Accept,
            },
            Deed::OpenDesk => Command::OpenDesk {
                desk: DeskId(NEW),
                name: "山の店".into(),
            },
            Deed::OfferSeat => Command::OfferSeat {
                seat: SeatId(NEW),
                desk: DESK,
                role: Role::Viewer,
            },
            Deed::RevokeKiosk => Command::RevokeKiosk { kiosk: KIOSK },
            Deed::EndKioskLogin => Command::EndKioskLogin {
                login: super::kiosks::login(),
            },
            Deed::RetractSeat => Command::RetractSeat { seat: SEAT },
            Deed::TakeSeat => Command::TakeSeat { seat: SEAT },
            Deed::SetRole => Command::SetRole {
                membership: viewer,
                role: Role::Member,
            },
            Deed::LowerOwner => Command::SetRole {
                membership: owner,
                role: Role::Viewer,
            },
            Deed::LeaveDesk => Command::LeaveDesk { membership: viewer },
            Deed::RemoveOwner => Command::LeaveDesk { membership: owner },
            Deed::SaveDraft => Command::SaveDraft {
                draft: draft(),
                subject: Subject::Proposal {
                    job: FREE_JOB,
                    desk_name: "油津商店".into(),
                    sample: false,
                },
                title: "港のちらしのデザイン".into(),
                edits: vec![Edit {
                    field: Field::Message,
                    from: "書きかけ".into(),
                    to: "書きました".into(),
                    settles: Vec::new(),
                }],
            },
            Deed::DraftPosting => Command::SaveDraft {
                draft: DraftId(NEW),
                subject: Subject::Posting {
                    desk: DESK,
                    job: None,
                },
                title: String::new(),
                edits: Vec::new(),
            },
            Deed::DeleteDraft => Command::DeleteDraft {
                draft: draft(),
                revision: 1,
            },
            Deed::SavePhrase => Command::SavePhrase {
                id: PHRASE,
                name: "あいさつ".into(),
                text: "こんにちは。".into(),
            },
            Deed::DeletePhrase => Command::DeletePhrase { id: PHRASE },
            Deed::Block | Deed::BlockForDesk => Command::Block {
                desk: (self == Deed::BlockForDesk).then_some(DESK),
                against: Party::Desk(OTHER_DESK),
                name: "海の店".into(),
            },
            Deed::Unblock | Deed::UnblockForDesk => Command::Unblock {
                desk: (self == Deed::UnblockForDesk).then_some(DESK),
                against: Party::Desk(OTHER_DESK),
            },
            Deed::Report => report(About::Job(JOB)),
            Deed::ReportProposal => report(About::Proposal(open)),
            Deed::ReportMessage => report(About::Message(MESSAGE)),
            Deed::ReportProgram => report(About::Program(PROGRAM)),
            Deed::DraftProgram => Command::SaveDraft {
                draft: DraftId(NEW),
                subject: Subject::Program {
                    desk: DESK,
                    program: None,
                },
                title: String::new(),
                edits: Vec::new(),
            },
        }
    }

    /// What somebody hears who tries it on a town.
    pub fn tried_by(self, who: Who, town: &Town) -> super::table::Answer {
        use super::table::Answer;
        match crate::apply(&self.example(), who.actor(), NOW, town) {
            Ok(writes) if writes.is_empty() => Answer::Nothing,
            Ok(_) => Answer::Done,
            Err(crate::command::Stop::Refused(refusal)) => Answer::Refused(refusal),
            // A town holds every row there is.
            Err(crate::command::Stop::Missing(_)) => Answer::Nothing,
        }
    }
}

fn report(about: About) -> Command {
    Command::Report {
        id: ReportId(NEW),
        about,
        wrong: Wrong::Other,
        note: String::new(),
    }
}
