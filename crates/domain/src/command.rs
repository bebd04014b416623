//! Everything a person does is a command, judged by one pure function that runs on the device for
//! the view at once and on the server for the truth.

mod answering;
mod attending;
mod choosing;
mod contracting;
mod desks;
mod earning;
mod feeds;
mod kiosks;
mod own;
mod posting;
mod programs;
mod proposing;
mod stays;
mod talking;
mod visits;

use crate::{
    BookingId, CalendarLinkId, CertificateId, ContractId, Day, DeskId, DraftId, FeedId,
    InvitationId, Job, JobId, KioskId, KioskLoginId, MembershipId, MessageId, Month, PersonId,
    PhraseId, ProgramId, ProposalId, Refusal, ReportId, SeatId, SignUpId, SpaceId, StayId,
    Timestamp, Yen,
    contract::{Notice, Settled},
    desk::Role,
    draft::{Edit, Subject},
    feed::Feed,
    invitation::Answer,
    person::Person,
    program::{LodgingNo, Program, RoomNo, SessionNo},
    proposal::{DeclineReason, Offer, Seen, Terms},
    results::Award,
    review::Points,
    row::{Kind, Missing, Row, RowKey, Rows, Write},
    safety::{About, Party, Wrong},
    sign_up::{Application, Verdict},
    space::Space,
    stay::Nights,
    visit::Half,
};
use serde::{Deserialize, Serialize};

/// What a person does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Sends a proposal for a job.
    SubmitProposal {
        /// For which job.
        job: JobId,
        /// What is offered.
        offer: Offer,
    },
    /// Puts a star on a job.
    StarJob {
        /// Which.
        job: JobId,
    },
    /// Takes the star off a job.
    UnstarJob {
        /// Which.
        job: JobId,
    },
    /// Changes a proposal that the client has not read yet.
    EditProposal {
        /// Which.
        proposal: ProposalId,
        /// What is offered now.
        offer: Offer,
    },
    /// 取り下げる: takes a proposal back.
    WithdrawProposal {
        /// Which.
        proposal: ProposalId,
    },
    /// 見送る: the client says no.
    DeclineProposal {
        /// Which.
        proposal: ProposalId,
        /// Why, as the worker is told.
        reason: DeclineReason,
        /// In the client's own words; may be empty.
        note: String,
    },
    /// 条件を提案する: answers the terms on the table with others.
    OfferTerms {
        /// In which proposal.
        proposal: ProposalId,
        /// What had been seen of it.
        seen: Seen,
        /// The terms.
        terms: Terms,
    },
    /// 承諾する: accepts the terms on the table. A contract follows.
    AcceptTerms {
        /// In which proposal.
        proposal: ProposalId,
        /// What had been seen of it.
        seen: Seen,
        /// [`posting_text::hash`](crate::posting_text::hash) of the posting as it was seen, where it
        /// was: the notice repeats what it says.
        #[serde(default)]
        posting: Option<String>,
    },
    /// Writes to the other side of a proposal.
    SendMessage {
        /// Its id, made on the device.
        id: MessageId,
        /// In which thread.
        proposal: ProposalId,
        /// Plain text.
        text: String,
    },
    /// Has read a proposal's thread, and for a client the proposal itself.
    MarkRead {
        /// Which.
        proposal: ProposalId,
        /// The newest moment seen in it.
        up_to: Timestamp,
    },
    /// Completes or changes the terms notice of a contract; what was agreed to before falls.
    AmendNotice {
        /// Of which contract.
        contract: ContractId,
        /// The whole notice. Names, date of commission and amount stay as they are.
        notice: Box<Notice>,
    },
    /// Agrees to a contract's notice.
    AgreeContract {
        /// Which.
        contract: ContractId,
        /// [`Notice::hash`] of the text that was read.
        hash: String,
    },
    /// 補充: settles an item that the agreed notice of a contract left open.
    SupplementNotice {
        /// Of which contract.
        contract: ContractId,
        /// The item, with its day.
        settled: Settled,
    },
    /// Publishes a posting.
    PublishJob {
        /// The posting; its desk's name and its moment are the server's.
        job: Box<Job>,
    },
    /// Changes a posting.
    EditJob {
        /// The posting as it shall be.
        job: Box<Job>,
    },
    /// Ends taking proposals.
    CloseJob {
        /// Which.
        job: JobId,
    },
    /// Takes proposals again.
    ReopenJob {
        /// Which.
        job: JobId,
        /// Until when; `None` has no closing date.
        closes_at: Option<Timestamp>,
    },
    /// Invites a person who proposed to the desk before.
    InviteWorker {
        /// To which job.
        job: JobId,
        /// The earlier proposal.
        via: ProposalId,
        /// In the desk's own words; may be empty.
        note: String,
    },
    /// Answers an invitation.
    AnswerInvitation {
        /// Which.
        invitation: InvitationId,
        /// How.
        answer: Answer,
    },
    /// Opens a desk, and sits down at it as its owner.
    OpenDesk {
        /// Its id, made on the device.
        desk: DeskId,
        /// The organization's name.
        name: String,
    },
    /// Offers a free place at a desk to whoever holds its id.
    OfferSeat {
        /// Its id: a random UUIDv4.
        seat: SeatId,
        /// Where.
        desk: DeskId,
        /// What its taker may do.
        role: Role,
    },
    /// Takes back a place that one offered.
    RetractSeat {
        /// Which.
        seat: SeatId,
    },
    /// Takes a free place.
    TakeSeat {
        /// Which.
        seat: SeatId,
    },
    /// Says what a member may do.
    SetRole {
        /// Whose place.
        membership: MembershipId,
        /// What they may do.
        role: Role,
    },
    /// Ends a person's place at a desk: another's, or one's own.
    LeaveDesk {
        /// Whose place.
        membership: MembershipId,
    },
    /// Saves what changed in a draft.
    SaveDraft {
        /// Which.
        draft: DraftId,
        /// Of what.
        subject: Subject,
        /// A name for lists.
        title: String,
        /// What changed.
        edits: Vec<Edit>,
    },
    /// Throws a draft away, as it stood at a revision.
    DeleteDraft {
        /// Which.
        draft: DraftId,
        /// The revision that was seen.
        revision: u64,
    },
    /// Saves a phrase of one's own.
    SavePhrase {
        /// Its id, made on the device.
        id: PhraseId,
        /// What the person calls it.
        name: String,
        /// The text.
        text: String,
    },
    /// Throws a phrase away.
    DeletePhrase {
        /// Which.
        id: PhraseId,
    },
    /// Wants nothing more from another.
    Block {
        /// For which desk; `None` for oneself.
        desk: Option<DeskId>,
        /// Whom.
        against: Party,
        /// Their name, for the list of blocks.
        name: String,
    },
    /// Takes a block back.
    Unblock {
        /// For which desk; `None` for oneself.
        desk: Option<DeskId>,
        /// Whom.
        against: Party,
    },
    /// Reports something to the operator.
    Report {
        /// Its id, made on the device.
        id: ReportId,
        /// What.
        about: About,
        /// Why.
        wrong: Wrong,
        /// In one's own words; may be empty.
        note: String,
    },
    /// Announces a program.
    PublishProgram {
        /// The program; its desk's name and its moment are the server's.
        program: Box<Program>,
    },
    /// Changes a program. Where that makes room, who waits moves up.
    EditProgram {
        /// The program as it shall be.
        program: Box<Program>,
    },
    /// 申し込む: signs up for a program.
    SignUp {
        /// Which.
        program: ProgramId,
        /// What is sent.
        application: Application,
    },
    /// 申込みを取り消す: takes a sign-up back. Who waits moves up.
    WithdrawSignUp {
        /// Which.
        sign_up: SignUpId,
    },
    /// Decides on a sign-up, for the desk.
    DecideSignUp {
        /// Which.
        sign_up: SignUpId,
        /// How.
        verdict: Verdict,
    },
    /// 採点する: gives points to somebody who is in review, or gives them anew.
    GiveScore {
        /// To whom.
        sign_up: SignUpId,
        /// For every criterion of the program.
        points: Points,
        /// Why, in the reviewer's own words; may be empty.
        note: String,
    },
    /// 結果を公開する: says to everybody who won; what was published before is replaced.
    PublishResults {
        /// Of which program.
        program: ProgramId,
        /// To whom what is given.
        awards: Vec<Award>,
        /// Who did not win: those of them who are in review are told.
        others: Vec<SignUpId>,
    },
    /// Has seen what became of a sign-up.
    SeeSignUp {
        /// Which.
        sign_up: SignUpId,
        /// The newest moment seen of it.
        up_to: Timestamp,
    },
    /// Makes a feed of postings, or changes it; one that had ended goes on.
    SaveFeed {
        /// The feed as it shall be; its desk's name and its moments are the server's.
        feed: Box<Feed>,
    },
    /// Ends a feed.
    EndFeed {
        /// Which.
        feed: FeedId,
    },
    /// Notes that somebody came to a session.
    MarkAttendance {
        /// Whose sign-up.
        sign_up: SignUpId,
        /// To which session.
        session: SessionNo,
    },
    /// Takes that back.
    UnmarkAttendance {
        /// Whose sign-up.
        sign_up: SignUpId,
        /// To which session.
        session: SessionNo,
    },
    /// Attests that somebody completed a program, or is accredited.
    GrantCertificate {
        /// Its id: a random UUIDv4.
        certificate: CertificateId,
        /// For which sign-up.
        sign_up: SignUpId,
        /// Of a badge: whose it is, where that is not the person; a space's name.
        name: Option<String>,
        /// Of a badge: the last day on which it counts.
        expires_on: Option<Day>,
    },
    /// A badge counts until another day.
    RenewCertificate {
        /// Which.
        certificate: CertificateId,
        /// The last day.
        expires_on: Day,
    },
    /// Takes a certificate back.
    RevokeCertificate {
        /// Which.
        certificate: CertificateId,
    },
    /// Opens an address for one's calendar.
    OpenCalendarLink {
        /// Its id: a random UUIDv4.
        link: CalendarLinkId,
    },
    /// Closes it.
    CloseCalendarLink {
        /// Which.
        link: CalendarLinkId,
    },
    /// 収入を記録する: says what one earned in a month beside contracts in Engawa, as a member of a
    /// program that aims at an income.
    ReportIncome {
        /// By which membership.
        sign_up: SignUpId,
        /// In which month.
        month: Month,
        /// How much, with tax; `None` takes back what was said.
        amount: Option<Yen>,
    },
    /// Enters a space.
    PublishSpace {
        /// The space; its desk's name and its moment are the server's.
        space: Box<Space>,
    },
    /// Changes a space. What was booked for when it is closed now, is taken back.
    EditSpace {
        /// The space as it shall be.
        space: Box<Space>,
    },
    /// Books a place in a space, for half a day.
    BookVisit {
        /// Where.
        space: SpaceId,
        /// On which day.
        day: Day,
        /// In which half of it.
        half: Half,
    },
    /// Takes a booking back: one's own, or one at the desk.
    CancelBooking {
        /// Which.
        booking: BookingId,
    },
    /// Somebody has come. Who booked nothing takes what is free.
    CheckIn {
        /// Where.
        space: SpaceId,
        /// Who.
        person: PersonId,
        /// When, as the device at the door says: it may tell the server later.
        at: Timestamp,
    },
    /// Somebody has gone.
    CheckOut {
        /// Where.
        space: SpaceId,
        /// Who.
        person: PersonId,
        /// When, as the device at the door says.
        at: Timestamp,
    },
    /// 予約する: books a room of a program's lodging, for the person whom a sign-up has given a seat.
    BookStay {
        /// With which sign-up.
        sign_up: SignUpId,
        /// In which lodging.
        lodging: LodgingNo,
        /// In which room.
        room: RoomNo,
        /// For which nights.
        nights: Nights,
    },
    /// Gives a room back: one's own, or one at the desk.
    CancelStay {
        /// Which.
        stay: StayId,
    },
    /// A tablet is a desk's kiosk no more.
    RevokeKiosk {
        /// Which.
        kiosk: KioskId,
    },
    /// Ends one's login at a kiosk, from elsewhere.
    EndKioskLogin {
        /// Which.
        login: KioskLoginId,
    },
}

impl Command {
    /// Whether the app does it by itself as the person reads and writes: it waits and travels as
    /// everything does, but is not counted as something that they sent.
    pub fn is_quiet(&self) -> bool {
        matches!(
            self,
            Self::SaveDraft { .. }
                | Self::DeleteDraft { .. }
                | Self::MarkRead { .. }
                | Self::SeeSignUp { .. }
        )
    }

    /// Why it is refused by a server that was restored since it was done. Revisions and turns are
    /// counted anew there, so that what the command says it has seen may be something else. `None`:
    /// it says nothing of the kind.
    pub fn refusal_once_restored(&self) -> Option<Refusal> {
        match self {
            Self::DeleteDraft { .. } => Some(Refusal::DraftChanged),
            Self::OfferTerms { .. } | Self::AcceptTerms { .. } => Some(Refusal::TermsChanged),
            _ => None,
        }
    }
}

/// Who acts. The server takes it from the session, never from the message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The person, with or without an account.
    pub person: PersonId,
}

/// Why `apply` gave no writes.
#[derive(Clone, PartialEq, Debug)]
pub enum Stop {
    /// The rules say no.
    Refused(Refusal),
    /// A row is needed first.
    Missing(Missing),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal)
    }
}

impl From<Missing> for Stop {
    fn from(missing: Missing) -> Self {
        Stop::Missing(missing)
    }
}

impl From<crate::refusal::Invalid> for Stop {
    fn from(invalid: crate::refusal::Invalid) -> Self {
        Stop::Refused(invalid.into())
    }
}

/// Judges a command at the moment `now` by the rows it asks for, and says what changes.
pub fn apply(
    command: &Command,
    actor: Actor,
    now: Timestamp,
    rows: &dyn Rows,
) -> Result<Vec<Write>, Stop> {
    let room = Room { actor, now, rows };
    match command {
        Command::SubmitProposal { job, offer } => room.submit_proposal(*job, offer),
        Command::EditProposal { proposal, offer } => room.edit_proposal(*proposal, offer),
        Command::WithdrawProposal { proposal } => room.withdraw_proposal(*proposal),
        Command::DeclineProposal {
            proposal,
            reason,
            note,
        } => room.decline_proposal(*proposal, *reason, note),
        Command::OfferTerms {
            proposal,
            seen,
            terms,
        } => room.offer_terms(*proposal, *seen, *terms),
        Command::AcceptTerms {
            proposal,
            seen,
            posting,
        } => room.accept_terms(*proposal, *seen, posting.as_deref()),
        Command::SendMessage { id, proposal, text } => room.send_message(*id, *proposal, text),
        Command::MarkRead { proposal, up_to } => room.mark_read(*proposal, *up_to),
        Command::AmendNotice { contract, notice } => room.amend_notice(*contract, notice),
        Command::AgreeContract { contract, hash } => room.agree_contract(*contract, hash),
        Command::SupplementNotice { contract, settled } => {
            room.supplement_notice(*contract, *settled)
        }
        Command::PublishJob { job } => room.publish_job(job),
        Command::EditJob { job } => room.edit_job(job),
        Command::CloseJob { job } => room.close_job(*job),
        Command::ReopenJob { job, closes_at } => room.reopen_job(*job, *closes_at),
        Command::InviteWorker { job, via, note } => room.invite_worker(*job, *via, note),
        Command::AnswerInvitation { invitation, answer } => {
            room.answer_invitation(*invitation, *answer)
        }
        Command::OpenDesk { desk, name } => room.open_desk(*desk, name),
        Command::OfferSeat { seat, desk, role } => room.offer_seat(*seat, *desk, *role),
        Command::RetractSeat { seat } => room.retract_seat(*seat),
        Command::TakeSeat { seat } => room.take_seat(*seat),
        Command::SetRole { membership, role } => room.set_role(*membership, *role),
        Command::LeaveDesk { membership } => room.leave_desk(*membership),
        Command::SaveDraft {
            draft,
            subject,
            title,
            edits,
        } => room.save_draft(*draft, subject, title, edits),
        Command::DeleteDraft { draft, revision } => room.delete_draft(*draft, *revision),
        Command::SavePhrase { id, name, text } => room.save_phrase(*id, name, text),
        Command::DeletePhrase { id } => room.delete_phrase(*id),
        Command::Block {
            desk,
            against,
            name,
        } => room.block(*desk, *against, name),
        Command::Unblock { desk, against } => room.unblock(*desk, *against),
        Command::Report {
            id,
            about,
            wrong,
            note,
        } => room.report(*id, *about, *wrong, note),
        Command::PublishProgram { program } => room.publish_program(program),
        Command::EditProgram { program } => room.edit_program(program),
        Command::SignUp {
            program,
            application,
        } => room.sign_up(*program, application),
        Command::WithdrawSignUp { sign_up } => room.withdraw_sign_up(*sign_up),
        Command::DecideSignUp { sign_up, verdict } => room.decide_sign_up(*sign_up, verdict),
        Command::GiveScore {
            sign_up,
            points,
            note,
        } => room.give_score(*sign_up, points, note),
        Command::PublishResults {
            program,
            awards,
            others,
        } => room.publish_results(*program, awards, others),
        Command::SeeSignUp { sign_up, up_to } => room.see_sign_up(*sign_up, *up_to),
        Command::SaveFeed { feed } => room.save_feed(feed),
        Command::EndFeed { feed } => room.end_feed(*feed),
        Command::MarkAttendance { sign_up, session } => room.mark_attendance(*sign_up, *session),
        Command::UnmarkAttendance { sign_up, session } => {
            room.unmark_attendance(*sign_up, *session)
        }
        Command::GrantCertificate {
            certificate,
            sign_up,
            name,
            expires_on,
        } => room.grant_certificate(*certificate, *sign_up, name.as_deref(), *expires_on),
        Command::RenewCertificate {
            certificate,
            expires_on,
        } => room.renew_certificate(*certificate, *expires_on),
        Command::RevokeCertificate { certificate } => room.revoke_certificate(*certificate),
        Command::OpenCalendarLink { link } => room.open_calendar_link(*link),
        Command::CloseCalendarLink { link } => room.close_calendar_link(*link),
        Command::ReportIncome {
            sign_up,
            month,
            amount,
        } => room.report_income(*sign_up, *month, *amount),
        Command::PublishSpace { space } => room.publish_space(space),
        Command::EditSpace { space } => room.edit_space(space),
        Command::BookVisit { space, day, half } => room.book_visit(*space, *day, *half),
        Command::CancelBooking { booking } => room.cancel_booking(*booking),
        Command::CheckIn { space, person, at } => room.check_in(*space, *person, *at),
        Command::CheckOut { space, person, at } => room.check_out(*space, *person, *at),
        Command::BookStay {
            sign_up,
            lodging,
            room: no,
            nights,
        } => room.book_stay(*sign_up, *lodging, *no, *nights),
        Command::CancelStay { stay } => room.cancel_stay(*stay),
        Command::RevokeKiosk { kiosk } => room.revoke_kiosk(*kiosk),
        Command::EndKioskLogin { login } => room.end_kiosk_login(*login),
        Command::StarJob { job } => room.star_job(*job),
        Command::UnstarJob { job } => room.unstar_job(*job),
    }
}

/// Where a command is judged: who acts, when, and on which rows.
struct Room<'a> {
    actor: Actor,
    now: Timestamp,
    rows: &'a dyn Rows,
}

/// What a command comes to.
type Judged = Result<Vec<Write>, Stop>;

impl Room<'_> {
    fn row(&self, kind: Kind, id: uuid::Uuid) -> Result<Option<Row>, Missing> {
        self.rows.get(RowKey { kind, id })
    }

    /// The acting person's account.
    fn person(&self) -> Result<Person, Stop> {
        match self.row(Kind::Person, self.actor.person.0)? {
            Some(Row::Person(person)) => Ok(person),
            _ => Err(Refusal::NotRegistered.into()),
        }
    }
}
