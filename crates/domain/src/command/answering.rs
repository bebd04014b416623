//! Answers to a proposal, of both sides: terms in turns, a no, an acceptance.

use super::{Judged, Room, Stop};
use crate::{
    ContractId, Day, Job, ProposalId, Refusal,
    contract::{Contract, Delivery, Item, Notice},
    desk::{Role, place_at},
    job::{PayUnit, check_text},
    pay_date, posting_text,
    proposal::{DeclineReason, MAX_NOTE, MAX_TURNS, Proposal, Seen, Side, State, Terms, Turn},
    refusal::{Field, Invalid, Problem},
    row::{Kind, Row, Write},
    safety::not_blocked,
};

impl Room<'_> {
    /// A proposal, and the side on which the person may act in it.
    pub(super) fn side_of(&self, id: ProposalId) -> Result<(Proposal, Side), Stop> {
        // Whether there is one is not said to others.
        let Some(Row::Proposal(proposal)) = self.row(Kind::Proposal, id.0)? else {
            return Err(Refusal::NotAllowed.into());
        };
        if proposal.worker == self.actor.person {
            return Ok((proposal, Side::Worker));
        }
        place_at(self.rows, self.actor.person, proposal.desk, Role::Member)?;
        Ok((proposal, Side::Client))
    }

    pub(super) fn decline_proposal(
        &self,
        id: ProposalId,
        reason: DeclineReason,
        note: &str,
    ) -> Judged {
        check_text(Field::Note, note, MAX_NOTE)?;
        let (proposal, side) = self.side_of(id)?;
        if side != Side::Client {
            return Err(Refusal::NotAllowed.into());
        }
        if proposal.state != State::Open {
            return Err(Refusal::Ended.into());
        }
        // An answer may be given whoever has blocked whom; words may not.
        if !note.trim().is_empty() {
            not_blocked(self.rows, proposal.worker, proposal.desk)?;
        }
        Ok(vec![Write::Put(Row::Proposal(Proposal {
            read_at: proposal.read_at.or(Some(self.now)),
            state: State::Declined {
                at: self.now,
                reason,
                note: note.trim().to_owned(),
            },
            ..proposal
        }))])
    }

    pub(super) fn offer_terms(&self, id: ProposalId, seen: Seen, terms: Terms) -> Judged {
        if let Some(invalid) = terms.problems().into_iter().next() {
            return Err(invalid.into());
        }
        let (mut proposal, side) = self.on_the_table(id, seen)?;
        if proposal.turns.len() >= MAX_TURNS {
            return Err(Invalid {
                field: Field::Amount,
                problem: Problem::TooMany { max: MAX_TURNS },
            }
            .into());
        }
        if side == Side::Client {
            proposal.read_at = proposal.read_at.or(Some(self.now));
        }
        proposal.turns.push(Turn {
            by: side,
            at: self.now,
            terms,
        });
        Ok(vec![Write::Put(Row::Proposal(proposal))])
    }

    /// An open proposal whose last terms are the ones seen, and whose turn it is.
    fn on_the_table(&self, id: ProposalId, seen: Seen) -> Result<(Proposal, Side), Stop> {
        let (proposal, side) = self.side_of(id)?;
        if proposal.state != State::Open {
            return Err(Refusal::Ended.into());
        }
        if proposal.seen() != seen {
            return Err(Refusal::TermsChanged.into());
        }
        if !proposal.can_be_answered_by(side) {
            return Err(Refusal::NotYourTurn.into());
        }
        not_blocked(self.rows, proposal.worker, proposal.desk)?;
        Ok((proposal, side))
    }

    pub(super) fn accept_terms(&self, id: ProposalId, seen: Seen, posting: Option<&str>) -> Judged {
        let (proposal, side) = self.on_the_table(id, seen)?;
        let Some(Row::Job(job)) = self.row(Kind::Job, proposal.job.0)? else {
            return Err(Refusal::JobNotFound.into());
        };
        if side == Side::Worker && !is_read(&job, posting, &proposal) {
            return Err(Refusal::PostingChanged.into());
        }
        let contract = Contract {
            id: ContractId::of(proposal.id),
            proposal: proposal.id,
            job: proposal.job,
            job_title: job.title.clone(),
            desk: proposal.desk,
            worker: proposal.worker,
            notice: first_notice(&job, &proposal, Day::of(self.now)),
            client: None,
            by_worker: None,
            supplements: Vec::new(),
            made_at: self.now,
            sample: proposal.sample,
        };
        let proposal = Proposal {
            read_at: proposal.read_at.or(Some(self.now)),
            state: State::Accepted {
                at: self.now,
                by: side,
            },
            ..proposal
        };
        Ok(vec![
            Write::Put(Row::Proposal(proposal)),
            Write::Put(Row::Contract(contract)),
        ])
    }
}

/// Whether the worker knows what the posting says now. A device that could not show it leaves only
/// what stood there when the worker last said something.
fn is_read(job: &Job, posting: Option<&str>, proposal: &Proposal) -> bool {
    match posting {
        Some(hash) => hash == posting_text::hash(job),
        None => job.edited_at <= proposal.last_word_of(Side::Worker),
    }
}

/// What the posting and the terms say already; the client completes it.
fn first_notice(job: &Job, proposal: &Proposal, today: Day) -> Notice {
    let terms = proposal.terms();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let place = job
        .workplace
        .town
        .as_ref()
        .map(|town| town.name.clone())
        .or_else(|| job.workplace.area.clone());
    Notice {
        client: proposal.desk_name.clone(),
        worker: proposal.worker_name.clone(),
        commissioned_on: today,
        work: [job.title.as_str(), job.description.as_str()].join("\n\n"),
        receipt: Item::Is(today.plus(i64::from(terms.days))),
        place: match place {
            Some(place) if !job.workplace.remote => Delivery::At(place),
            _ => Delivery::Online,
        },
        inspection: None,
        amount: terms.amount,
        unit: job.pay.map_or(PayUnit::Total, |pay| pay.unit),
        pay: terms
            .pay
            .or_else(|| pay_date::read(job.pay_day.as_deref()?).ok()),
        means: said(&job.pay_means),
        subcontract: None,
        costs: said(&job.costs),
        rights: said(&job.rights),
        changes: String::new(),
        defects: String::new(),
        personal_data: String::new(),
        contact: said(&job.contact),
    }
}
