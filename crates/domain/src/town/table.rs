//! Who may read and do what: the authorization table, written once.
//!
//! A kind or a command that is not in it does not compile. What it says is tried on the rulebook
//! here, and over HTTP by the server's tests.

use super::Who;
use crate::{Command, Kind, Refusal};

/// What somebody hears who tries a command on the town's rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It is done.
    Done,
    /// There is nothing to do, and whether another has such a thing is not said.
    Nothing,
    /// It is refused.
    Refused(Refusal),
}

/// Short names, so that the table reads as one.
mod word {
    use super::Answer;
    use crate::Refusal;

    pub(super) const YES: Answer = Answer::Done;
    pub(super) const NIL: Answer = Answer::Nothing;
    pub(super) const NO: Answer = Answer::Refused(Refusal::NotAllowed);
    /// No such thing, as they are told.
    pub(super) const GON: Answer = Answer::Refused(Refusal::Gone);
    /// The terms on the table are their own side's.
    pub(super) const OWN: Answer = Answer::Refused(Refusal::NotYourTurn);
    /// No account.
    pub(super) const REG: Answer = Answer::Refused(Refusal::NotRegistered);
    /// The desk would lose its owner.
    pub(super) const LST: Answer = Answer::Refused(Refusal::LastOwner);
}

macro_rules! deeds {
    ($($(#[$meta:meta])* $deed:ident = $command:ident [$($answer:ident)*],)*) => {
        /// A command, tried on one of the town's rows; [`super::examples`] holds the commands.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[expect(missing_docs, reason = "most are named after their command")]
        pub enum Deed {
            $($(#[$meta])* $deed,)*
        }

        impl Deed {
            /// Every line of the table.
            pub const ALL: &[Deed] = &[$(Deed::$deed),*];

            /// What everybody hears, in the order of [`Who::ALL`].
            pub fn answers(self) -> [Answer; 8] {
                match self {
                    $(Deed::$deed => [$(word::$answer),*],)*
                }
            }

            /// Whether this line is about that command.
            pub fn is_of(self, command: &Command) -> bool {
                match self {
                    $(Deed::$deed => matches!(command, Command::$command { .. }),)*
                }
            }
        }

        /// The first line about a command. A new command does not compile until it has one.
        #[allow(unreachable_patterns, reason = "a command may have several lines")]
        pub fn line_of(command: &Command) -> Deed {
            match command {
                $(Command::$command { .. } => Deed::$deed,)*
            }
        }
    };
}

deeds! {
    //                                     worker owner member viewer stranger other-worker other-member nobody
    SubmitProposal = SubmitProposal        [YES    NO    NO     NO     YES      YES          YES          REG],
    StarJob = StarJob                      [YES    YES   YES    YES    YES      YES          YES          YES],
    UnstarJob = UnstarJob                  [YES    YES   YES    YES    YES      YES          YES          YES],
    EditProposal = EditProposal            [YES    NO    NO     NO     NO       NO           NO           NO],
    WithdrawProposal = WithdrawProposal    [YES    NO    NO     NO     NO       NO           NO           NO],
    DeclineProposal = DeclineProposal      [NO     YES   YES    NO     NO       NO           NO           NO],
    OfferTerms = OfferTerms                [OWN    YES   YES    NO     NO       NO           NO           NO],
    AcceptTerms = AcceptTerms              [OWN    YES   YES    NO     NO       NO           NO           NO],
    /// The worker's turn.
    CounterAgain = OfferTerms              [YES    OWN   OWN    NO     NO       NO           NO           NO],
    /// The worker's turn.
    AcceptCounter = AcceptTerms            [YES    OWN   OWN    NO     NO       NO           NO           NO],
    SendMessage = SendMessage              [YES    YES   YES    NO     NO       NO           NO           NO],
    MarkRead = MarkRead                    [YES    YES   YES    NO     NO       NO           NO           NO],
    AmendNotice = AmendNotice              [NO     YES   YES    NO     NO       NO           NO           NO],
    AgreeContract = AgreeContract          [YES    YES   YES    NO     NO       NO           NO           NO],
    /// Of the contract that left an item open.
    SupplementNotice = SupplementNotice    [NO     YES   YES    NO     NO       NO           NO           NO],
    PublishJob = PublishJob                [NO     YES   YES    NO     NO       NO           NO           NO],
    EditJob = EditJob                      [NO     YES   YES    NO     NO       NO           NO           NO],
    CloseJob = CloseJob                    [NO     YES   YES    NO     NO       NO           NO           NO],
    ReopenJob = ReopenJob                  [NO     YES   YES    NO     NO       NO           NO           NO],
    InviteWorker = InviteWorker            [NO     YES   YES    NO     NO       NO           NO           NO],
    AnswerInvitation = AnswerInvitation    [YES    GON   GON    GON    GON      GON          GON          GON],
    OpenDesk = OpenDesk                    [YES    YES   YES    YES    YES      YES          YES          REG],
    OfferSeat = OfferSeat                  [NO     YES   NO     NO     NO       NO           NO           NO],
    RetractSeat = RetractSeat              [GON    YES   GON    GON    GON      GON          GON          GON],
    /// Whoever holds its id: that is what a seat is for.
    TakeSeat = TakeSeat                    [YES    YES   YES    YES    YES      YES          YES          REG],
    /// Of the viewer.
    SetRole = SetRole                      [NO     YES   NO     NO     NO       NO           NO           NO],
    /// Of the owner.
    LowerOwner = SetRole                   [NO     LST   NO     NO     NO       NO           NO           NO],
    /// The viewer's place.
    LeaveDesk = LeaveDesk                  [NO     YES   NO     YES    NO       NO           NO           NO],
    /// The owner's place.
    RemoveOwner = LeaveDesk                [NO     LST   NO     NO     NO       NO           NO           NO],
    SaveDraft = SaveDraft                  [YES    NO    NO     NO     NO       NO           NO           NO],
    /// A new draft, of a posting of the desk: their own, whoever they are.
    DraftPosting = SaveDraft               [YES    YES   YES    YES    YES      YES          YES          YES],
    DeleteDraft = DeleteDraft              [YES    NIL   NIL    NIL    NIL      NIL          NIL          NIL],
    SavePhrase = SavePhrase                [YES    NO    NO     NO     NO       NO           NO           NO],
    DeletePhrase = DeletePhrase            [YES    NIL   NIL    NIL    NIL      NIL          NIL          NIL],
    Block = Block                          [YES    YES   YES    YES    YES      YES          YES          YES],
    /// For the desk.
    BlockForDesk = Block                   [NO     YES   YES    NO     NO       NO           NO           NO],
    Unblock = Unblock                      [YES    YES   YES    YES    YES      YES          YES          YES],
    /// For the desk.
    UnblockForDesk = Unblock               [NO     YES   YES    NO     NO       NO           NO           NO],
    /// Of the posting.
    Report = Report                        [YES    YES   YES    YES    YES      YES          YES          REG],
    ReportProposal = Report                [YES    YES   YES    YES    NO       NO           NO           REG],
    ReportMessage = Report                 [YES    YES   YES    YES    NO       NO           NO           REG],
    ReportProgram = Report                 [YES    YES   YES    YES    YES      YES          YES          REG],
    /// A new draft, of a program of the desk: their own, whoever they are.
    DraftProgram = SaveDraft               [YES    YES   YES    YES    YES      YES          YES          YES],
    PublishProgram = PublishProgram        [NO     YES   YES    NO     NO       NO           NO           NO],
    EditProgram = EditProgram              [NO     YES   YES    NO     NO       NO           NO           NO],
    SignUp = SignUp                        [YES    YES   YES    YES    YES      YES          YES          REG],
    WithdrawSignUp = WithdrawSignUp        [YES    GON   GON    GON    GON      GON          GON          GON],
    DecideSignUp = DecideSignUp            [NO     YES   YES    NO     NO       NO           NO           NO],
    GiveScore = GiveScore                  [NO     YES   YES    NO     NO       NO           NO           NO],
    /// To the blind entry of a contest.
    GiveBlindScore = GiveScore             [NO     YES   YES    NO     NO       NO           NO           NO],
    PublishResults = PublishResults        [NO     YES   YES    NO     NO       NO           NO           NO],
    SeeSignUp = SeeSignUp                  [YES    GON   GON    GON    GON      GON          GON          GON],
    SaveFeed = SaveFeed                    [NO     YES   YES    NO     NO       NO           NO           NO],
    EndFeed = EndFeed                      [NO     YES   YES    NO     NO       NO           NO           NO],
    /// Of another worker.
    MarkAttendance = MarkAttendance        [NO     YES   YES    NO     NO       NO           NO           NO],
    UnmarkAttendance = UnmarkAttendance    [NO     YES   YES    NO     NO       NO           NO           NO],
    GrantCertificate = GrantCertificate    [NO     YES   YES    NO     NO       NO           NO           NO],
    RenewCertificate = RenewCertificate    [NO     YES   YES    NO     NO       NO           NO           NO],
    RevokeCertificate = RevokeCertificate  [NO     YES   YES    NO     NO       NO           NO           NO],
    OpenCalendarLink = OpenCalendarLink    [YES    YES   YES    YES    YES      YES          YES          REG],
    CloseCalendarLink = CloseCalendarLink  [YES    NIL   NIL    NIL    NIL      NIL          NIL          NIL],
    ReportIncome = ReportIncome            [YES    GON   GON    GON    GON      GON          GON          GON],
    PublishSpace = PublishSpace            [NO     YES   YES    NO     NO       NO           NO           NO],
    EditSpace = EditSpace                  [NO     YES   YES    NO     NO       NO           NO           NO],
    BookVisit = BookVisit                  [YES    YES   YES    YES    YES      YES          YES          REG],
    CancelBooking = CancelBooking          [YES    YES   YES    GON    GON      GON          GON          GON],
    /// Of the worker, who booked.
    CheckIn = CheckIn                      [NO     YES   YES    NO     NO       NO           NO           NO],
    /// Of another worker, who is there.
    CheckOut = CheckOut                    [NO     YES   YES    NO     NO       NO           NO           NO],
    BookStay = BookStay                    [YES    GON   GON    GON    GON      GON          GON          GON],
    CancelStay = CancelStay                [YES    YES   YES    GON    GON      GON          GON          GON],
    RevokeKiosk = RevokeKiosk              [NO     YES   YES    NO     NO       NO           NO           NO],
    EndKioskLogin = EndKioskLogin          [YES    NIL   NIL    NIL    NIL      NIL          NIL          NIL],
}

/// Who may read the town's row of a kind.
pub fn readers(kind: Kind) -> &'static [Who] {
    use Who::{Member, Owner, Viewer, Worker};
    match kind {
        Kind::Job
        | Kind::Program
        | Kind::Vacancy
        | Kind::Draw
        | Kind::Results
        | Kind::Space
        | Kind::Occupancy
        | Kind::TakenNights => &Who::ALL,
        // Only the town's own desk; the other one is its member's.
        Kind::Desk
        | Kind::Membership
        | Kind::Roster
        | Kind::Anonymous
        | Kind::Score
        | Kind::Feed
        | Kind::FeedTally
        | Kind::Kiosk
        | Kind::DayPlan
        | Kind::Guestbook => &[Owner, Member, Viewer],
        // Until the draw is held.
        Kind::Urn => &[],
        // The worker's.
        Kind::Proposal
        | Kind::Message
        | Kind::ReadMark
        | Kind::Contract
        | Kind::Invitation
        | Kind::SignUp
        | Kind::Attendance
        | Kind::Certificate
        | Kind::Booking
        | Kind::Stay => &[Worker, Owner, Member, Viewer],
        Kind::Person
        | Kind::Star
        | Kind::Draft
        | Kind::Phrase
        | Kind::Block
        | Kind::Report
        | Kind::Profile
        | Kind::KioskLogin
        | Kind::VisitCode
        | Kind::CalendarLink
        | Kind::Income
        | Kind::File => &[Worker],
        // Its id is a key to the desk; and a code for a tablet is of whoever made it.
        Kind::Seat | Kind::Pairing => &[Owner],
    }
}
