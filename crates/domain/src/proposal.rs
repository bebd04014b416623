//! A worker's proposal for a job.

use crate::{
    DeskId, JobId, PersonId, ProposalId, Timestamp, Yen,
    draft::Fields,
    job::{check_text, required},
    pay_date::{self, PayRule},
    refusal::{Field, Invalid, Problem},
    typed,
};
use serde::{Deserialize, Serialize};

/// What the worker offers; the content of a proposal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    /// To the client.
    pub message: String,
    /// Asked for the whole work (an hour, a piece, where the job is paid so), yen with tax.
    pub amount: Yen,
    /// Days from agreement to delivery.
    pub days: u32,
    /// The worker's own estimate of the work in minutes. Theirs alone: it is not sent to the client.
    pub effort_minutes: Option<u32>,
    /// Questions to the client; may be empty.
    pub questions: String,
}

/// A proposal that the server has accepted. Its worker and the job's desk may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proposal {
    /// Follows from worker and job.
    pub id: ProposalId,
    /// For which job.
    pub job: JobId,
    /// The job's title when the proposal was sent.
    pub job_title: String,
    /// To which desk.
    pub desk: DeskId,
    /// The desk's name.
    pub desk_name: String,
    /// From whom.
    pub worker: PersonId,
    /// The worker's name as it was.
    pub worker_name: String,
    /// To the client.
    pub message: String,
    /// Yen with tax.
    pub amount: Yen,
    /// Days from agreement to delivery.
    pub days: u32,
    /// Questions to the client.
    pub questions: String,
    /// When the server accepted it.
    pub sent_at: Timestamp,
    /// When it was last changed after sending.
    #[serde(default)]
    pub edited_at: Option<Timestamp>,
    /// When the client first read it; from then on it cannot be edited.
    #[serde(default)]
    pub read_at: Option<Timestamp>,
    /// Counter-offers, the oldest first; every one is kept.
    #[serde(default)]
    pub turns: Vec<Turn>,
    /// Where it stands.
    #[serde(default)]
    pub state: State,
    /// For a demo job: shown as 見本.
    pub sample: bool,
}

/// The two sides of a proposal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who proposed.
    Worker,
    /// The desk that posted the job.
    Client,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Worker => Self::Client,
            Self::Client => Self::Worker,
        }
    }
}

/// Conditions that the sides settle between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Terms {
    /// Yen with tax; for what, the job says.
    pub amount: Yen,
    /// Days from agreement to delivery.
    pub days: u32,
    /// When it is paid; `None` leaves it to the posting.
    pub pay: Option<PayRule>,
}

/// A counter-offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turn {
    /// Whose.
    pub by: Side,
    /// When the server accepted it.
    pub at: Timestamp,
    /// What they offer instead.
    pub terms: Terms,
}

/// Where a proposal stands.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It can be answered.
    #[default]
    Open,
    /// 取り下げ: its worker took it back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// 見送り: the client said no.
    Declined {
        /// When.
        at: Timestamp,
        /// Why.
        reason: DeclineReason,
        /// In the client's own words; may be empty.
        note: String,
    },
    /// 承諾: the last terms were accepted, and there is a contract.
    Accepted {
        /// When.
        at: Timestamp,
        /// By whom.
        by: Side,
    },
}

/// Why a client declines, as the worker is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// Another proposal was chosen.
    AnotherChosen,
    /// The conditions do not meet.
    Conditions,
    /// Other skills or experience are needed.
    Skills,
    /// The times do not meet.
    Schedule,
    /// The work is not given out any more.
    NotNeeded,
    /// Something else; see the note.
    Other,
}

impl DeclineReason {
    /// Every reason, in the order in which screens list them.
    pub const ALL: [DeclineReason; 6] = [
        Self::AnotherChosen,
        Self::Conditions,
        Self::Skills,
        Self::Schedule,
        Self::NotNeeded,
        Self::Other,
    ];
}

/// How much of a proposal had been seen by who answers it. Nobody accepts what they have not seen:
/// devices answer days later, and the other side may have changed its words meanwhile.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seen {
    /// How many counter-offers.
    pub turns: usize,
    /// The last change by its worker ([`Proposal::edited_at`]).
    pub edited_at: Option<Timestamp>,
}

/// Most counter-offers in one proposal.
pub const MAX_TURNS: usize = 30;
/// Longest note to a refusal or an invitation in characters.
pub const MAX_NOTE: usize = 1_000;

impl Proposal {
    /// The terms on the table: the last counter-offer, or what was proposed.
    pub fn terms(&self) -> Terms {
        self.turns.last().map_or(
            Terms {
                amount: self.amount,
                days: self.days,
                pay: None,
            },
            |turn| turn.terms,
        )
    }

    /// What there is to be seen before answering.
    pub fn seen(&self) -> Seen {
        Seen {
            turns: self.turns.len(),
            edited_at: self.edited_at,
        }
    }

    /// Who put the terms on the table; the other side may accept or counter them.
    pub fn offered_by(&self) -> Side {
        self.turns.last().map_or(Side::Worker, |turn| turn.by)
    }

    /// When a side last said what it wants: the proposal, its change, or a counter-offer.
    pub fn last_word_of(&self, side: Side) -> Option<Timestamp> {
        let proposed = (side == Side::Worker).then_some(self.edited_at.unwrap_or(self.sent_at));
        let turns = self.turns.iter().filter(|turn| turn.by == side);
        turns.map(|turn| turn.at).chain(proposed).max()
    }

    /// Whether its worker may still change it.
    pub fn can_be_edited(&self) -> bool {
        self.state == State::Open && self.read_at.is_none() && self.turns.is_empty()
    }

    /// Whether the side may accept the terms on the table, or answer with its own.
    pub fn can_be_answered_by(&self, side: Side) -> bool {
        self.state == State::Open && self.offered_by() != side
    }
}

impl Terms {
    /// Everything that is wrong with the terms.
    pub fn problems(&self) -> Vec<Invalid> {
        let amount = if (Yen(1)..=Yen::MAX).contains(&self.amount) {
            Ok(())
        } else {
            Err(Invalid::amount(Yen(1), Yen::MAX))
        };
        let pay = match self.pay.and_then(pay_date::problem) {
            Some(problem) => Err(Invalid {
                field: Field::PayDay,
                problem,
            }),
            None => Ok(()),
        };
        [amount, in_range(Field::Days, self.days, MAX_DAYS), pay]
            .into_iter()
            .filter_map(Result::err)
            .collect()
    }
}

/// Longest message in characters.
pub const MAX_MESSAGE: usize = 10_000;
/// Longest questions in characters.
pub const MAX_QUESTIONS: usize = 3_000;
/// Most days to delivery: three years.
pub const MAX_DAYS: u32 = 1_095;
/// Largest estimate: 10,000 hours.
pub const MAX_EFFORT_MINUTES: u32 = 600_000;

impl Offer {
    /// Whether everything typed in these texts is part of the offer.
    pub fn says_all_of(&self, fields: &Fields) -> bool {
        fields.iter().all(|(field, text)| {
            let text = text.trim();
            let is = |value: i64| typed::whole_number(text) == Some(value);
            text.is_empty()
                || match field {
                    Field::Message => text == self.message.trim(),
                    Field::Questions => text == self.questions.trim(),
                    Field::Amount => is(self.amount.0),
                    Field::Days => is(i64::from(self.days)),
                    Field::Hours => typed::hours_in_minutes(text) == self.effort_minutes,
                    _ => false,
                }
        })
    }

    /// Everything that is wrong with the offer; empty when it can be sent.
    pub fn problems(&self) -> Vec<Invalid> {
        let mut found = Vec::new();
        let mut note = |result: Result<(), Invalid>| found.extend(result.err());
        note(
            required(Field::Message, &self.message)
                .and_then(|()| check_text(Field::Message, &self.message, MAX_MESSAGE)),
        );
        note(if (Yen(1)..=Yen::MAX).contains(&self.amount) {
            Ok(())
        } else {
            Err(Invalid::amount(Yen(1), Yen::MAX))
        });
        note(in_range(Field::Days, self.days, MAX_DAYS));
        if let Some(minutes) = self.effort_minutes {
            note(in_range(Field::Hours, minutes, MAX_EFFORT_MINUTES));
        }
        note(check_text(Field::Questions, &self.questions, MAX_QUESTIONS));
        found
    }
}

fn in_range(field: Field, value: u32, max: u32) -> Result<(), Invalid> {
    if (1..=max).contains(&value) {
        Ok(())
    } else {
        Err(Invalid {
            field,
            problem: Problem::OutOfRange {
                min: 1,
                max: i64::from(max),
            },
        })
    }
}
