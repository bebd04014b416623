//! The person's rows as they should be seen: base with the outbox replayed on top.

use domain::{
    AttendanceId, BookingId, CertificateId, ContractId, FeedId, InvitationId, JobId, Month,
    ProposalId, Row, ScoreId, SignUpId, StayId,
    attendance::Attendance,
    calendar_link::CalendarLink,
    certificate::Certificate,
    contract::Contract,
    desk::{Membership, Seat},
    feed::{Feed, FeedTally},
    income::Income,
    invitation::Invitation,
    kiosk::{Kiosk, KioskLogin},
    phrase::Phrase,
    profile::About,
    proposal::{Proposal, Side},
    review::Score,
    safety::Block,
    sign_up::{Anonymous, SignUp},
    stay::Stay,
    thread::{Message, ReadMark},
    visit::Booking,
    visit_code::VisitCode,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};
use sync::{Postings, Replica};

/// The rows, by what screens ask for.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Rows {
    pub(super) stars: BTreeSet<JobId>,
    pub(super) proposals: BTreeMap<ProposalId, Proposal>,
    /// The person's own places.
    pub(super) memberships: Vec<Membership>,
    /// The others' places at their desks.
    pub(super) colleagues: Vec<Membership>,
    /// The places that they offer.
    pub(super) seats: Vec<Seat>,
    /// To the person, and of their desks.
    pub(super) invitations: BTreeMap<InvitationId, Invitation>,
    pub(super) phrases: Vec<Phrase>,
    /// By thread, the oldest first.
    pub(super) messages: BTreeMap<ProposalId, Vec<Message>>,
    pub(super) marks: BTreeMap<(ProposalId, Side), ReadMark>,
    pub(super) contracts: BTreeMap<ContractId, Contract>,
    pub(super) blocks: Vec<Block>,
    /// The person's, and those at their desks.
    pub(super) sign_ups: BTreeMap<SignUpId, SignUp>,
    /// Of those, the ones that are judged blindly, as the desk reads them.
    pub(super) anonymous: BTreeMap<SignUpId, Anonymous>,
    /// What reviewers of their desks gave.
    pub(super) scores: BTreeMap<ScoreId, Score>,
    /// The person's, and those in the lodgings of their desks.
    pub(super) stays: BTreeMap<StayId, Stay>,
    /// The feeds of their desks.
    pub(super) feeds: BTreeMap<FeedId, Feed>,
    /// How often those were seen.
    pub(super) tallies: BTreeMap<FeedId, FeedTally>,
    /// Where the person was, and who came at their desks.
    pub(super) attendances: BTreeMap<AttendanceId, Attendance>,
    /// The person's, and those that their desks granted.
    pub(super) certificates: BTreeMap<CertificateId, Certificate>,
    pub(super) calendar_links: Vec<CalendarLink>,
    /// What the person says that they earned.
    pub(super) incomes: BTreeMap<Month, Income>,
    /// The person's, and those at their desks.
    pub(super) bookings: BTreeMap<BookingId, Booking>,
    /// What the person said of themselves the last time.
    pub(super) about: About,
    /// What the person's six digits are made of.
    pub(super) visit_code: Option<VisitCode>,
    /// Kiosks at whose screens they are logged in.
    pub(super) kiosk_logins: Vec<KioskLogin>,
    /// The tablets of their desks.
    pub(super) kiosks: Vec<Kiosk>,
    /// Postings that the replay asked for and that were not at hand.
    pub(super) wanted: BTreeSet<JobId>,
}

impl Rows {
    pub(super) fn of(replica: &Replica, posting: &Postings<'_>) -> Self {
        let mut rows = Rows::default();
        let wanted = RefCell::new(BTreeSet::new());
        let view = replica.view(&|job| {
            posting(job).inspect_err(|_| {
                wanted.borrow_mut().insert(job);
            })
        });
        rows.wanted = wanted.into_inner();
        for row in view.rows(replica) {
            match row {
                Row::Star(star) => {
                    rows.stars.insert(star.job);
                }
                Row::Proposal(proposal) => {
                    rows.proposals.insert(proposal.id, proposal.clone());
                }
                Row::Membership(membership) if membership.person == replica.person => {
                    rows.memberships.push(membership.clone());
                }
                Row::Membership(membership) => rows.colleagues.push(membership.clone()),
                Row::Seat(seat) => rows.seats.push(seat.clone()),
                Row::Invitation(invitation) => {
                    rows.invitations.insert(invitation.id, invitation.clone());
                }
                Row::Phrase(phrase) => rows.phrases.push(phrase.clone()),
                Row::Message(message) => {
                    let thread = rows.messages.entry(message.proposal).or_default();
                    thread.push(message.clone());
                }
                Row::ReadMark(mark) => {
                    rows.marks.insert((mark.proposal, mark.by), mark.clone());
                }
                Row::Contract(contract) => {
                    rows.contracts.insert(contract.id, contract.clone());
                }
                Row::Block(block) => rows.blocks.push(block.clone()),
                Row::SignUp(sign_up) => {
                    rows.sign_ups.insert(sign_up.id, sign_up.clone());
                }
                Row::Anonymous(seen) => {
                    rows.anonymous.insert(seen.id, seen.clone());
                }
                Row::Score(score) => {
                    rows.scores.insert(score.id, score.clone());
                }
                Row::Feed(feed) => {
                    rows.feeds.insert(feed.id, feed.clone());
                }
                Row::FeedTally(tally) => {
                    rows.tallies.insert(tally.id, tally.clone());
                }
                Row::Attendance(attendance) => {
                    rows.attendances.insert(attendance.id, *attendance);
                }
                Row::Certificate(certificate) => {
                    rows.certificates
                        .insert(certificate.id, certificate.clone());
                }
                Row::CalendarLink(link) => rows.calendar_links.push(*link),
                Row::Income(income) => {
                    rows.incomes.insert(income.month, *income);
                }
                Row::Booking(booking) => {
                    rows.bookings.insert(booking.id, booking.clone());
                }
                Row::Stay(stay) => {
                    rows.stays.insert(stay.id, stay.clone());
                }
                Row::Profile(profile) => rows.about.clone_from(&profile.about),
                Row::VisitCode(own) => rows.visit_code = Some(own.clone()),
                Row::KioskLogin(login) => rows.kiosk_logins.push(login.clone()),
                Row::Kiosk(kiosk) => rows.kiosks.push(kiosk.clone()),
                // Read by their own screens.
                _ => {}
            }
        }
        for thread in rows.messages.values_mut() {
            thread.sort_by_key(|message| (message.sent_at, message.id));
        }
        rows.memberships.sort_by_key(|membership| membership.id);
        rows.colleagues.sort_by_key(|place| place.id);
        rows.calendar_links
            .sort_by_key(|link| (link.made_at, link.id));
        rows.seats.sort_by_key(|seat| (seat.until, seat.id));
        rows.phrases
            .sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
        rows.kiosks.sort_by_key(|kiosk| (kiosk.paired_at, kiosk.id));
        rows.blocks.sort_by_key(|block| (block.at, block.id));
        rows
    }
}
