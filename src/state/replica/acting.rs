//! What a person does besides writing drafts: every command goes through `act`, with or without a
//! network, and what the server refused comes back here.

use super::{ReplicaState, jotting::Texts};
use crate::device::{clock, database::StorageError};
use domain::{
    BookingId, CertificateId, Command, ContractId, JobId, MembershipId, MessageId, ProgramId,
    ProposalId, SignUpId, SpaceId, Timestamp, proposal::State,
};
use leptos::{prelude::*, task::spawn_local};
use sync::{Delivery, MutationId, Refused};

/// How long a withdrawal can be taken back before it is queued, in milliseconds. As long as the word
/// that offers it stays.
const HELD_FOR: i64 = 6_000;
/// How long a page waits behind the one that began.
const BEHIND: i64 = 1_000;

/// What a command is about; where its state and its refusal are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// A proposal, its terms, its state.
    Proposal(ProposalId),
    /// A message, in the thread of a proposal.
    Message(ProposalId, MessageId),
    /// A contract.
    Contract(ContractId),
    /// A posting.
    Job(JobId),
    /// A program.
    Program(ProgramId),
    /// A sign-up for one.
    SignUp(SignUpId),
    /// What a desk attests.
    Certificate(CertificateId),
    /// A space, and who comes there.
    Space(SpaceId),
    /// A booking of a place in one.
    Booking(BookingId),
    /// The person, their desks, their device.
    Own,
}

impl About {
    /// What a command is about.
    pub fn of(command: &Command) -> Self {
        match command {
            Command::EditProposal { proposal, .. }
            | Command::WithdrawProposal { proposal }
            | Command::DeclineProposal { proposal, .. }
            | Command::OfferTerms { proposal, .. }
            | Command::AcceptTerms { proposal, .. } => Self::Proposal(*proposal),
            Command::SendMessage { id, proposal, .. } => Self::Message(*proposal, *id),
            Command::AmendNotice { contract, .. }
            | Command::AgreeContract { contract, .. }
            | Command::SupplementNotice { contract, .. } => Self::Contract(*contract),
            Command::SubmitProposal { job, .. }
            | Command::CloseJob { job }
            | Command::ReopenJob { job, .. } => Self::Job(*job),
            Command::PublishJob { job } | Command::EditJob { job } => Self::Job(job.id),
            Command::PublishProgram { program } | Command::EditProgram { program } => {
                Self::Program(program.id)
            }
            Command::SignUp { program, .. } => Self::Program(*program),
            Command::PublishResults { program, .. } => Self::Program(*program),
            Command::WithdrawSignUp { sign_up }
            | Command::DecideSignUp { sign_up, .. }
            | Command::GiveScore { sign_up, .. }
            | Command::SeeSignUp { sign_up, .. }
            | Command::MarkAttendance { sign_up, .. }
            | Command::UnmarkAttendance { sign_up, .. }
            | Command::ReportIncome { sign_up, .. }
            | Command::GrantCertificate { sign_up, .. }
            | Command::BookStay { sign_up, .. } => Self::SignUp(*sign_up),
            Command::RenewCertificate { certificate, .. }
            | Command::RevokeCertificate { certificate } => Self::Certificate(*certificate),
            Command::PublishSpace { space } | Command::EditSpace { space } => Self::Space(space.id),
            Command::BookVisit { space, .. }
            | Command::CheckIn { space, .. }
            | Command::CheckOut { space, .. } => Self::Space(*space),
            Command::CancelBooking { booking } => Self::Booking(*booking),
            _ => Self::Own,
        }
    }

    /// Whether it belongs onto the page of a proposal.
    pub fn is_of(self, id: ProposalId) -> bool {
        matches!(self, Self::Proposal(of) | Self::Message(of, _) if of == id)
            || self == Self::Contract(ContractId::of(id))
    }
}

/// The jotting that says until when something final can be taken back.
const UNTIL: &str = "until";

/// Something final that is done in a few seconds, unless it is taken back. It is no command yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Held {
    /// 取り下げる.
    Withdraw(ProposalId),
    /// Leaving a desk, or removing a member.
    Leave(MembershipId),
    /// 申込みを取り消す.
    WithdrawSignUp(SignUpId),
}

impl Held {
    /// The name of its jotting.
    fn form(self) -> String {
        match self {
            Self::Withdraw(id) => format!("withdraw:{id}"),
            Self::Leave(id) => format!("leave:{id}"),
            Self::WithdrawSignUp(id) => format!("sign-up:{id}"),
        }
    }

    fn of_form(form: &str) -> Option<Self> {
        let (what, id) = form.split_once(':')?;
        match what {
            "withdraw" => id.parse().ok().map(Self::Withdraw),
            "leave" => id.parse().ok().map(Self::Leave),
            "sign-up" => id.parse().ok().map(Self::WithdrawSignUp),
            _ => None,
        }
    }
}

impl ReplicaState {
    /// Does something: it shows at once, waits in the outbox, and is judged by the server. An error
    /// says that the device does not store it, and nothing was done.
    pub async fn act(self, command: Command) -> Result<(), StorageError> {
        self.enqueue(command, None).await.map(|_| ())
    }

    /// Does something without waiting; a device that does not store is told of by its health.
    pub fn do_it(self, command: Command) {
        spawn_local(async move {
            let _ = self.act(command).await;
        });
    }

    /// Puts a star on a job, or takes it off. An error says that the device did not store it, and
    /// that nothing was done.
    pub async fn toggle_star(self, job: JobId) -> Result<(), StorageError> {
        let starred = untrack(|| self.is_starred(job));
        let command = if starred {
            Command::UnstarJob { job }
        } else {
            Command::StarJob { job }
        };
        self.act(command).await
    }

    /// 取り下げる, in a few seconds unless it is taken back. It is on the disk meanwhile: when the
    /// page goes, the next one does it.
    pub fn withdraw_soon(self, id: ProposalId) {
        self.do_soon(Held::Withdraw(id));
    }

    /// Takes back a withdrawal.
    pub fn take_back(self, id: ProposalId) {
        self.clear_jotting(&Held::Withdraw(id).form());
    }

    /// Whether a withdrawal can still be taken back.
    pub fn is_held(self, id: ProposalId) -> bool {
        self.jotting(&Held::Withdraw(id).form()).is_some()
    }

    /// Ends a place at a desk, in a few seconds unless it is taken back.
    pub fn leave_soon(self, id: MembershipId) {
        self.do_soon(Held::Leave(id));
    }

    /// Takes that back.
    pub fn stay(self, id: MembershipId) {
        self.clear_jotting(&Held::Leave(id).form());
    }

    /// Whether a place is about to end.
    pub fn is_leaving(self, id: MembershipId) -> bool {
        self.jotting(&Held::Leave(id).form()).is_some()
    }

    /// 申込みを取り消す, in a few seconds unless it is taken back.
    pub fn withdraw_sign_up_soon(self, id: SignUpId) {
        self.do_soon(Held::WithdrawSignUp(id));
    }

    /// Takes that back.
    pub fn keep_sign_up(self, id: SignUpId) {
        self.clear_jotting(&Held::WithdrawSignUp(id).form());
    }

    /// Whether a sign-up is about to be taken back.
    pub fn is_withdrawing(self, id: SignUpId) -> bool {
        self.jotting(&Held::WithdrawSignUp(id).form()).is_some()
    }

    fn do_soon(self, held: Held) {
        let until = Timestamp(clock::now().0 + HELD_FOR);
        let texts = Texts::from([(UNTIL.to_owned(), until.0.to_string())]);
        self.jot(&held.form(), texts);
        self.do_at(held, until, until);
    }

    /// Goes on with what a page that went was about to do.
    pub(super) fn resume_held(self) {
        let begun = self.jottings.get_untracked();
        for (form, texts) in &begun {
            let until = texts.get(UNTIL).and_then(|until| until.parse().ok());
            if let (Some(held), Some(until)) = (Held::of_form(form), until) {
                // The tab that began it may still be there, and comes first.
                self.do_at(held, Timestamp(until), Timestamp(until + BEHIND));
            }
        }
    }

    fn do_at(self, held: Held, until: Timestamp, at: Timestamp) {
        let mine = Texts::from([(UNTIL.to_owned(), until.0.to_string())]);
        spawn_local(async move {
            let wait = at.0 - clock::now().0;
            clock::sleep(u32::try_from(wait.max(0)).unwrap_or(0)).await;
            if untrack(|| self.jotting(&held.form())) != Some(mine) {
                return;
            }
            if let Some(command) = untrack(|| self.still_to_do(held))
                && self.act(command).await.is_err()
            {
                // Nothing is stored here: it stays held, and the device's health says why.
                return;
            }
            self.clear_jotting(&held.form());
        });
    }

    /// What it comes to, where it is not over by itself meanwhile.
    fn still_to_do(self, held: Held) -> Option<Command> {
        match held {
            Held::Withdraw(proposal) => {
                let is_open = self.proposal(proposal)?.state == State::Open;
                is_open.then_some(Command::WithdrawProposal { proposal })
            }
            Held::Leave(membership) => Some(Command::LeaveDesk { membership }),
            Held::WithdrawSignUp(sign_up) => {
                let is_over = self.sign_up(sign_up)?.state.is_over();
                (!is_over).then_some(Command::WithdrawSignUp { sign_up })
            }
        }
    }

    /// How what was done last, and waits, stands; `None` when nothing like it waits.
    pub fn waiting_to(self, is_it: impl Fn(&Command) -> bool) -> Option<Delivery> {
        let found = self.replica.with(|replica| {
            let waiting = replica.outbox.values().rev();
            waiting
                .into_iter()
                .find(|mutation| is_it(&mutation.command))
                .map(|mutation| mutation.id)
        })?;
        let flying = self.in_flight.with(|ids| ids.contains(&found));
        Some(if flying {
            Delivery::Sending
        } else {
            Delivery::Queued
        })
    }

    /// What the server refused and the person has not put aside, the oldest first.
    pub fn refused(self) -> Vec<Refused> {
        self.replica
            .with(|replica| replica.refused.values().cloned().collect())
    }

    /// Whether there is anything of that kind.
    pub fn has_refused(self) -> bool {
        self.replica.with(|replica| !replica.refused.is_empty())
    }

    /// Puts aside what was refused.
    pub fn put_aside(self, id: MutationId) {
        spawn_local(async move {
            // It goes from the screen when it is gone from the disk: a page that is left at once would
            // bring it back. A device that does not store is told of by its health.
            let put = self.stored(async |store| store.put_aside(id).await).await;
            // Who read the disk meanwhile has it still, or is about to bring it back.
            self.changes.update_value(|changes| *changes += 1);
            self.replica.update(|replica| {
                replica.refused.remove(&id);
            });
            if put.is_ok() {
                self.tell_tabs();
            }
        });
    }
}

/// Whether this is no form, but something that can still be taken back.
pub(super) fn is_held(form: &str) -> bool {
    Held::of_form(form).is_some()
}
