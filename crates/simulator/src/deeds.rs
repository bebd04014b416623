//! What people do, and what must come of it. A new [`Command`] does not compile here until it has
//! a number or a reason why nobody does it; one that has a number fails without an effect that is
//! reckoned apart, and `every_command_is_done` fails until [`crate::generate`] lets somebody do it.

use crate::{
    line::{Line, SESSION, Seated},
    town::{PLACES_TO_WAIT, job, place_of, program, seats_of},
};
use domain::{
    Command, ContractId, DraftId, JobId, MessageId, PersonId, ProgramId, ProposalId, ReadMarkId,
    RosterId, Row, SignUpId, StarId, Timestamp, Yen, draft,
    proposal::{DeclineReason, Proposal, Side, State, Terms},
    sign_up::Application,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What somebody does at a screen. Jobs are numbers of the town; proposals are counted among those
/// that the device holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Puts a star on a job.
    Stars(u8),
    /// Takes it off.
    Unstars(u8),
    /// Adds a word to the draft for a job, which it begins if there is none. No two words are equal.
    Writes(u8, u32),
    /// Sends that draft.
    Sends(u8),
    /// Throws that draft away.
    Discards(u8),
    /// Says a word in the thread of a proposal.
    Says(u8, u32),
    /// Has read a proposal and its thread.
    Reads(u8),
    /// Answers a proposal's terms with others; the number makes the amount.
    Offers(u8, u32),
    /// Accepts a proposal's terms.
    Accepts(u8),
    /// Declines a proposal.
    Declines(u8),
    /// Takes a proposal back.
    Withdraws(u8),
    /// Signs up for a program.
    SignsUp(u8),
    /// Takes that back.
    StaysAway(u8),
}

impl Deed {
    /// The command, of deeds that are one about a job or a program.
    pub(crate) fn command(&self, person: PersonId) -> Option<Command> {
        match self {
            Deed::SignsUp(number) => Some(Command::SignUp {
                program: program(*number),
                application: Application {
                    session: SESSION,
                    ..Application::default()
                },
            }),
            Deed::StaysAway(number) => {
                let roster = RosterId::of(program(*number), SESSION);
                let sign_up = SignUpId::of(person, roster);
                Some(Command::WithdrawSignUp { sign_up })
            }
            Deed::Stars(number) => Some(Command::StarJob { job: job(*number) }),
            Deed::Unstars(number) => Some(Command::UnstarJob { job: job(*number) }),
            _ => None,
        }
    }

    /// The number of the proposal that it is about.
    pub(crate) fn proposal(&self) -> Option<u8> {
        match self {
            Deed::Says(number, _)
            | Deed::Reads(number)
            | Deed::Offers(number, _)
            | Deed::Accepts(number)
            | Deed::Declines(number)
            | Deed::Withdraws(number) => Some(*number),
            _ => None,
        }
    }

    /// The command, of deeds that are one about a proposal. Whether it may be done now, the server
    /// says: a screen may be days old.
    pub(crate) fn answer(&self, proposal: &Proposal, now: Timestamp) -> Option<Command> {
        let (id, seen) = (proposal.id, proposal.seen());
        match self {
            Deed::Says(_, word) => Some(Command::SendMessage {
                id: MessageId(Uuid::from_u128(0x0400_0000_0000 + u128::from(*word))),
                proposal: id,
                text: format!("w{word}"),
            }),
            Deed::Reads(_) => Some(Command::MarkRead {
                proposal: id,
                up_to: now,
            }),
            Deed::Offers(_, number) => Some(Command::OfferTerms {
                proposal: id,
                seen,
                terms: Terms {
                    amount: Yen(10_000 + i64::from(*number)),
                    ..proposal.terms()
                },
            }),
            Deed::Accepts(_) => Some(Command::AcceptTerms {
                proposal: id,
                seen,
                posting: None,
            }),
            Deed::Declines(_) => Some(Command::DeclineProposal {
                proposal: id,
                reason: DeclineReason::Other,
                note: String::new(),
            }),
            Deed::Withdraws(_) => Some(Command::WithdrawProposal { proposal: id }),
            _ => None,
        }
    }
}

/// How many commands there are that somebody does.
pub const COMMANDS: usize = 13;

/// The number of a command, below [`COMMANDS`]; or why nobody in the town does it.
pub fn number(command: &Command) -> Result<usize, &'static str> {
    let same_way = "it takes the way of a command that is done, and its own rule has its own tests";
    match command {
        Command::SubmitProposal { .. } => Ok(0),
        Command::StarJob { .. } => Ok(1),
        Command::UnstarJob { .. } => Ok(2),
        Command::SaveDraft { .. } => Ok(3),
        Command::DeleteDraft { .. } => Ok(4),
        Command::SendMessage { .. } => Ok(5),
        Command::MarkRead { .. } => Ok(6),
        Command::OfferTerms { .. } => Ok(7),
        Command::AcceptTerms { .. } => Ok(8),
        Command::DeclineProposal { .. } => Ok(9),
        Command::WithdrawProposal { .. } => Ok(10),
        Command::SignUp { .. } => Ok(11),
        Command::WithdrawSignUp { .. } => Ok(12),
        Command::EditProposal { .. } => {
            Err("its form keeps its texts as a jotting, which the town has not")
        }
        Command::AmendNotice { .. }
        | Command::AgreeContract { .. }
        | Command::SupplementNotice { .. } => Err("the town ends with the contract"),
        Command::PublishJob { .. }
        | Command::EditJob { .. }
        | Command::CloseJob { .. }
        | Command::ReopenJob { .. } => Err("the operator opens and closes the town's jobs"),
        Command::OpenDesk { .. }
        | Command::OfferSeat { .. }
        | Command::RetractSeat { .. }
        | Command::RevokeKiosk { .. }
        | Command::EndKioskLogin { .. }
        | Command::TakeSeat { .. }
        | Command::SetRole { .. }
        | Command::LeaveDesk { .. } => Err("the operator gives and takes places at desks"),
        Command::InviteWorker { .. }
        | Command::AnswerInvitation { .. }
        | Command::SavePhrase { .. }
        | Command::DeletePhrase { .. }
        | Command::Block { .. }
        | Command::Unblock { .. }
        | Command::Report { .. }
        | Command::PublishProgram { .. }
        | Command::EditProgram { .. }
        | Command::DecideSignUp { .. }
        | Command::GiveScore { .. }
        | Command::PublishResults { .. }
        | Command::SeeSignUp { .. }
        | Command::SaveFeed { .. }
        | Command::EndFeed { .. }
        | Command::MarkAttendance { .. }
        | Command::UnmarkAttendance { .. }
        | Command::GrantCertificate { .. }
        | Command::RenewCertificate { .. }
        | Command::RevokeCertificate { .. }
        | Command::OpenCalendarLink { .. }
        | Command::CloseCalendarLink { .. }
        | Command::ReportIncome { .. }
        | Command::PublishSpace { .. }
        | Command::EditSpace { .. }
        | Command::BookVisit { .. }
        | Command::CancelBooking { .. }
        | Command::CheckIn { .. }
        | Command::CheckOut { .. }
        | Command::BookStay { .. }
        | Command::CancelStay { .. } => Err(same_way),
    }
}

/// The draft that a command sends, and to which its refusal goes back.
pub fn draft_of(person: PersonId, command: &Command) -> Option<DraftId> {
    match command {
        Command::SubmitProposal { job, .. } => Some(ProposalId::of(person, *job).into()),
        _ => None,
    }
}

/// The words that a command carries.
pub(crate) fn words_of(command: &Command) -> BTreeSet<u32> {
    match command {
        Command::SubmitProposal { offer, .. } => words(&offer.message),
        Command::SendMessage { text, .. } => words(text),
        _ => BTreeSet::new(),
    }
}

/// A sent proposal, as far as it can be reckoned.
#[derive(Clone, PartialEq, Debug)]
struct Sent {
    worker: PersonId,
    message: String,
    offers: usize,
    /// How it ended, by the number of the command.
    ended: Option<usize>,
}

/// What the server must hold, reckoned without the code under test.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Expected {
    proposals: BTreeMap<ProposalId, Sent>,
    stars: BTreeMap<StarId, (PersonId, JobId)>,
    messages: BTreeMap<MessageId, (PersonId, ProposalId, String)>,
    marks: BTreeSet<ReadMarkId>,
    contracts: BTreeSet<ContractId>,
    /// Whose each draft is, and whether it may be there. Whether a proposal takes its draft with it
    /// depends on what another device wrote.
    drafts: BTreeMap<DraftId, (PersonId, BTreeSet<bool>)>,
    lines: BTreeMap<ProgramId, Line>,
    /// What the rows say of the lines.
    seated: Seated,
}

impl Expected {
    /// The command was done.
    pub(crate) fn done(&mut self, person: PersonId, command: &Command) -> Result<(), String> {
        let number = number(command).map_err(|why| format!("{command:?}: {why}"))?;
        match command {
            Command::SubmitProposal { job, offer } => {
                let id = ProposalId::of(person, *job);
                let said = Sent {
                    worker: person,
                    message: offer.message.trim().to_owned(),
                    offers: 0,
                    ended: None,
                };
                if let Some((_, there)) = self.drafts.get_mut(&id.into()) {
                    there.insert(false);
                }
                match self.proposals.insert(id, said) {
                    None => Ok(()),
                    Some(_) => Err(format!("a second proposal for {}", place_of(*job))),
                }
            }
            Command::StarJob { job } => {
                self.stars.insert(StarId::of(person, *job), (person, *job));
                Ok(())
            }
            Command::UnstarJob { job } => {
                self.stars.remove(&StarId::of(person, *job));
                Ok(())
            }
            Command::SaveDraft { draft, .. } => {
                let there = BTreeSet::from([true]);
                self.drafts.insert(*draft, (person, there));
                Ok(())
            }
            Command::DeleteDraft { draft, .. } => {
                self.drafts.remove(draft);
                Ok(())
            }
            Command::SendMessage { id, proposal, text } => {
                let said = (person, *proposal, text.clone());
                match self.messages.insert(*id, said) {
                    None => Ok(()),
                    Some(_) => Err(format!("said twice: {text}")),
                }
            }
            Command::MarkRead { proposal, .. } => {
                let sent = self.open(*proposal, None)?;
                let mine = sent.worker == person;
                let side = if mine { Side::Worker } else { Side::Client };
                self.marks.insert(ReadMarkId::of(*proposal, side));
                Ok(())
            }
            Command::OfferTerms { proposal, seen, .. } => {
                let sent = self.open(*proposal, Some(number))?;
                if sent.offers != seen.turns {
                    return Err(format!("answered to what was not seen: {proposal}"));
                }
                sent.offers += 1;
                Ok(())
            }
            Command::AcceptTerms { proposal, seen, .. } => {
                let sent = self.open(*proposal, Some(number))?;
                if sent.offers != seen.turns {
                    return Err(format!("accepted what was not seen: {proposal}"));
                }
                sent.ended = Some(number);
                self.contracts.insert(ContractId::of(*proposal));
                Ok(())
            }
            Command::DeclineProposal { proposal, .. } | Command::WithdrawProposal { proposal } => {
                self.open(*proposal, Some(number))?.ended = Some(number);
                Ok(())
            }
            Command::SignUp { program, .. } => {
                let room = seats_of(*program) + PLACES_TO_WAIT;
                self.lines.entry(*program).or_default().joined(person, room)
            }
            Command::WithdrawSignUp { sign_up } => {
                let is_of = |program: &ProgramId| {
                    SignUpId::of(person, RosterId::of(*program, SESSION)) == *sign_up
                };
                let mut lines = self.lines.iter_mut();
                match lines.find(|(program, _)| is_of(program)) {
                    Some((_, line)) => line.left(person),
                    None => Err(format!("took back what was not there: {sign_up}")),
                }
            }
            _ => Ok(()),
        }
    }

    /// A proposal that was sent; `changing`: and has not ended.
    fn open(&mut self, id: ProposalId, changing: Option<usize>) -> Result<&mut Sent, String> {
        match self.proposals.get_mut(&id) {
            None => Err(format!("an answer to nothing: {id}")),
            Some(sent) if changing.is_some() && sent.ended.is_some() => {
                Err(format!("it had ended: {id}"))
            }
            Some(sent) => Ok(sent),
        }
    }

    /// What is not as it should be in the server's rows.
    pub(crate) fn differs(&self, rows: &[Row]) -> Option<String> {
        let mut found = Self::default();
        for row in rows {
            match row {
                Row::Proposal(sent) => {
                    let said = Sent {
                        worker: sent.worker,
                        message: sent.message.clone(),
                        offers: sent.turns.len(),
                        ended: match sent.state {
                            State::Open => None,
                            State::Accepted { .. } => Some(8),
                            State::Declined { .. } => Some(9),
                            State::Withdrawn { .. } => Some(10),
                        },
                    };
                    found.proposals.insert(sent.id, said);
                }
                Row::Star(star) => {
                    found.stars.insert(star.id, (star.person, star.job));
                }
                Row::Message(said) => {
                    let what = (said.author, said.proposal, said.text.clone());
                    found.messages.insert(said.id, what);
                }
                Row::ReadMark(mark) => {
                    found.marks.insert(mark.id);
                }
                Row::Contract(contract) => {
                    found.contracts.insert(contract.id);
                }
                Row::Draft(draft) => {
                    let there = BTreeSet::from([true]);
                    found.drafts.insert(draft.id, (draft.person, there));
                }
                // The operator's.
                Row::Job(_) | Row::Desk(_) | Row::Person(_) | Row::Membership(_) => {}
                Row::Program(_) => {}
                Row::SignUp(_) | Row::Roster(_) | Row::Vacancy(_) => {
                    if let Err(how) = found.seated.found(row) {
                        return Some(how);
                    }
                }
                Row::Invitation(_)
                | Row::Phrase(_)
                | Row::Seat(_)
                | Row::Block(_)
                | Row::Report(_)
                | Row::Profile(_)
                | Row::Urn(_)
                | Row::Draw(_)
                | Row::Anonymous(_)
                | Row::Score(_)
                | Row::Results(_)
                | Row::Feed(_)
                | Row::FeedTally(_)
                | Row::Kiosk(_)
                | Row::Pairing(_)
                | Row::KioskLogin(_)
                | Row::VisitCode(_)
                | Row::Attendance(_)
                | Row::Certificate(_)
                | Row::CalendarLink(_)
                | Row::Space(_)
                | Row::Booking(_)
                | Row::DayPlan(_)
                | Row::Occupancy(_)
                | Row::Income(_)
                | Row::Stay(_)
                | Row::Guestbook(_)
                | Row::TakenNights(_)
                | Row::File(_) => return Some(format!("nobody made {row:?}")),
            }
        }
        let mut expected = self.clone();
        expected.seated = Seated::reckoned(&std::mem::take(&mut expected.lines), seats_of);
        expected.drafts.retain(|id, (_, there)| {
            let spent = there.contains(&false) && !found.drafts.contains_key(id);
            *there = BTreeSet::from([true]);
            !spent
        });
        (found != expected).then(|| format!("expected {expected:?}, found {found:?}"))
    }
}

/// The words of a draft that the server has, with those that stand beside it.
pub(crate) fn words_in(draft: &draft::Draft) -> BTreeSet<u32> {
    let others = draft.others.values().flatten();
    let texts = draft.fields.values().chain(others);
    texts.flat_map(|text| words(text)).collect()
}

/// The words of a text.
pub(crate) fn words(text: &str) -> BTreeSet<u32> {
    let numbers = text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('w'));
    numbers.filter_map(|number| number.parse().ok()).collect()
}
