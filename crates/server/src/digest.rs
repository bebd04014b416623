//! The daily digest: what is new for a person, from the rows that they may read.
//!
//! Pure, but for [`keep`]: the caller says from which moment to which. Nothing that was said is in
//! it, only about what and with whom: mail is read on locked screens and by employers.

pub(crate) mod keep;

use domain::{
    DeskId, PersonId, ProposalId, Row, Timestamp,
    contract::{Agreement, Contract},
    invitation::{Answer, Invitation},
    proposal::{Proposal, Side, State},
    sign_up::{self, SignUp},
    thread::Message,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// A contract waits for this side's agreement.
    Agree,
    /// The terms on the table were accepted.
    Accepted,
    /// A sign-up has a seat: drawn, moved up or chosen.
    Seated,
    /// A sign-up has a place on the waiting list.
    Waiting,
    /// Other terms were offered.
    Terms,
    /// A proposal came to a desk.
    Arrived,
    /// Somebody is invited.
    Invited,
    /// An invitation was accepted.
    InvitationAccepted,
    /// Messages came.
    Messages,
    /// A proposal was read.
    Read,
    /// A proposal was declined.
    Declined,
    /// An invitation was declined.
    InvitationDeclined,
    /// A draw gave nothing.
    NotDrawn,
    /// A sign-up was refused.
    Refused,
}

impl What {
    /// Whether it is told on the page of a program.
    pub(crate) fn is_of_a_program(self) -> bool {
        matches!(
            self,
            Self::Seated | Self::Waiting | Self::NotDrawn | Self::Refused
        )
    }
}

/// One line of a digest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub(crate) struct News {
    /// What happened.
    pub(crate) what: What,
    /// About which job or program.
    pub(crate) title: String,
    /// With whom: a desk or a worker.
    pub(crate) from: String,
    /// How many, of messages.
    pub(crate) count: usize,
    /// Whether it came to a desk of the person.
    pub(crate) desk: bool,
}

/// The last moment at which digests were due, `hour` o'clock in Japan.
pub(crate) fn last_due(now: Timestamp, hour: u8) -> Timestamp {
    let hour = i64::from(hour) * 60 * 60 * 1000;
    let day = Timestamp(now.0.saturating_sub(hour)).day_in_japan();
    Timestamp(Timestamp::start_of_day_in_japan(day).0.saturating_add(hour))
}

/// The moment before which a person must have been told last to be due for the digest of `due`:
/// never two in one day, even if the hour is set anew.
pub(crate) fn told_before(due: Timestamp) -> Timestamp {
    Timestamp::start_of_day_in_japan(due.day_in_japan())
}

/// What is new for `person` after one moment and up to another, the most pressing first. `desks`
/// are those where they act; `rows` are proposals, messages, read marks, invitations, contracts and
/// sign-ups.
pub(crate) fn digest(
    person: PersonId,
    desks: &BTreeSet<DeskId>,
    rows: &[Row],
    after: Timestamp,
    until: Timestamp,
) -> Vec<News> {
    let mut reader = Reader {
        person,
        desks,
        after,
        until,
        seen: BTreeMap::new(),
        proposals: BTreeMap::new(),
        messages: BTreeMap::new(),
        news: Vec::new(),
    };
    for row in rows {
        match row {
            Row::ReadMark(mark) => {
                reader.seen.insert((mark.proposal, mark.by), mark.up_to);
            }
            Row::Proposal(proposal) => {
                reader.proposals.insert(proposal.id, proposal);
            }
            _ => {}
        }
    }
    for row in rows {
        match row {
            Row::Proposal(proposal) => reader.proposal(proposal),
            Row::Message(message) => reader.message(message),
            Row::Invitation(invitation) => reader.invitation(invitation),
            Row::Contract(contract) => reader.contract(contract),
            Row::SignUp(sign_up) => reader.sign_up(sign_up),
            _ => {}
        }
    }
    reader.finish()
}

struct Reader<'a> {
    person: PersonId,
    desks: &'a BTreeSet<DeskId>,
    after: Timestamp,
    until: Timestamp,
    /// How far each side has read each thread.
    seen: BTreeMap<(ProposalId, Side), Timestamp>,
    proposals: BTreeMap<ProposalId, &'a Proposal>,
    messages: BTreeMap<(ProposalId, Side), usize>,
    news: Vec<News>,
}

impl Reader<'_> {
    /// The sides on which the person stands; both, who proposes to their own desk.
    fn sides(&self, worker: PersonId, desk: DeskId) -> impl Iterator<Item = Side> + use<> {
        let worker = (worker == self.person).then_some(Side::Worker);
        let client = self.desks.contains(&desk).then_some(Side::Client);
        [worker, client].into_iter().flatten()
    }

    fn is_new(&self, at: Timestamp) -> bool {
        self.after < at && at <= self.until
    }

    /// Whether something in a thread is new, and this side has not looked at it since.
    fn is_unseen(&self, at: Timestamp, proposal: ProposalId, side: Side) -> bool {
        let seen = self.seen.get(&(proposal, side));
        self.is_new(at) && seen.is_none_or(|seen| *seen < at)
    }

    fn tell(&mut self, what: What, side: Side, title: &str, names: (&str, &str)) {
        let (worker, desk) = names;
        let from = match side {
            Side::Worker => desk,
            Side::Client => worker,
        };
        self.news.push(News {
            what,
            title: title.to_owned(),
            from: from.to_owned(),
            count: 1,
            desk: side == Side::Client,
        });
    }

    fn proposal(&mut self, proposal: &Proposal) {
        for side in self.sides(proposal.worker, proposal.desk) {
            let new = |at: Timestamp| self.is_unseen(at, proposal.id, side);
            let what = match &proposal.state {
                State::Accepted { at, by } => (*by != side && new(*at)).then_some(What::Accepted),
                State::Declined { at, .. } => {
                    (side == Side::Worker && new(*at)).then_some(What::Declined)
                }
                State::Withdrawn { .. } => None,
                State::Open => {
                    let last = proposal.turns.last();
                    let offered = last.is_some_and(|turn| turn.by != side && new(turn.at));
                    let read =
                        side == Side::Worker && last.is_none() && proposal.read_at.is_some_and(new);
                    let arrived =
                        side == Side::Client && proposal.read_at.is_none() && new(proposal.sent_at);
                    if offered {
                        Some(What::Terms)
                    } else if read {
                        Some(What::Read)
                    } else {
                        arrived.then_some(What::Arrived)
                    }
                }
            };
            if let Some(what) = what {
                let names = (proposal.worker_name.as_str(), proposal.desk_name.as_str());
                self.tell(what, side, &proposal.job_title, names);
            }
        }
    }

    fn message(&mut self, message: &Message) {
        for side in self.sides(message.worker, message.desk) {
            let theirs = message.by != side && message.author != self.person;
            if theirs && self.is_unseen(message.sent_at, message.proposal, side) {
                *self.messages.entry((message.proposal, side)).or_default() += 1;
            }
        }
    }

    fn invitation(&mut self, invitation: &Invitation) {
        for side in self.sides(invitation.worker, invitation.desk) {
            let answered = invitation.answered_at.is_some_and(|at| self.is_new(at));
            let what = match (side, invitation.answer) {
                (Side::Worker, None) => self.is_new(invitation.sent_at).then_some(What::Invited),
                (Side::Client, Some(Answer::Accept)) => {
                    answered.then_some(What::InvitationAccepted)
                }
                (Side::Client, Some(Answer::Decline { .. })) => {
                    answered.then_some(What::InvitationDeclined)
                }
                _ => None,
            };
            if let Some(what) = what {
                let names = (
                    invitation.worker_name.as_str(),
                    invitation.desk_name.as_str(),
                );
                self.tell(what, side, &invitation.job_title, names);
            }
        }
    }

    fn contract(&mut self, contract: &Contract) {
        let hash = contract.notice.hash();
        let agreed = |side: &Option<Agreement>| side.as_ref().is_some_and(|own| own.hash == hash);
        for side in self.sides(contract.worker, contract.desk) {
            let (own, other) = match side {
                Side::Worker => (&contract.by_worker, &contract.client),
                Side::Client => (&contract.client, &contract.by_worker),
            };
            let asked = other.as_ref().is_some_and(|other| self.is_new(other.at));
            if asked && agreed(other) && !agreed(own) {
                let notice = &contract.notice;
                let names = (notice.worker.as_str(), notice.client.as_str());
                self.tell(What::Agree, side, &contract.job_title, names);
            }
        }
    }

    /// What others made of the person's own sign-up, until they have seen it.
    fn sign_up(&mut self, sign_up: &SignUp) {
        let is_told =
            sign_up.person == self.person && sign_up.unseen().is_some_and(|at| self.is_new(at));
        let what = match sign_up.state {
            sign_up::State::Accepted { .. } => What::Seated,
            sign_up::State::Waiting { .. } => What::Waiting,
            sign_up::State::Lost { .. } => What::NotDrawn,
            sign_up::State::Refused { .. } => What::Refused,
            sign_up::State::InReview
            | sign_up::State::InDraw
            | sign_up::State::Withdrawn { .. } => return,
        };
        if is_told {
            let names = (sign_up.person_name.as_str(), sign_up.desk_name.as_str());
            self.tell(what, Side::Worker, &sign_up.program_title, names);
        }
    }

    fn finish(mut self) -> Vec<News> {
        for ((id, side), count) in std::mem::take(&mut self.messages) {
            if let Some(proposal) = self.proposals.get(&id).copied() {
                let names = (proposal.worker_name.as_str(), proposal.desk_name.as_str());
                self.tell(What::Messages, side, &proposal.job_title, names);
                if let Some(last) = self.news.last_mut() {
                    last.count = count;
                }
            }
        }
        self.news.sort();
        self.news
    }
}

#[cfg(test)]
mod tests;
