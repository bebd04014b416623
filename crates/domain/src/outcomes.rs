//! What became of the people who signed up with a desk, as its desk may see it: counts by month, from
//! five upward, and nobody alone.
//!
//! Each count stands alone. There is no total that holds a hidden count, no choice of people, of months
//! or of bounds, and no month that is not over: what is said of a month today is said of it for as long
//! as its rows are there. So no two answers differ in a few people, but for an account that was closed
//! between them. What [`k_anonymous`](crate::k_anonymous) says of what all share holds here too.

mod csv;

pub use csv::csv;

use crate::{
    Month, Timestamp, Yen,
    attendance::Attendance,
    contract::Contract,
    income::{self, Income},
    k_anonymous::{self, MONTHLY_BOUNDS, Shown, Table},
    profile::{ProfileItem, YES},
    program::{Program, ProgramKind},
    proposal::Proposal,
    sign_up::{SignUp, State},
    visit::{Booking, LATE, Stay},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a line counts, each once a month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Who signed up for a program of the desk, whatever came of it.
    SignUps,
    /// Who said, as they signed up, that they plan to move.
    Movers,
    /// Whose trial stay began.
    Stays,
    /// Who was noted at the door of a program of the desk.
    Attended,
    /// Who came to a space, of whomever, after they had signed up.
    Spaces,
    /// Who sent their first proposal, after they had signed up.
    FirstProposals,
    /// Whose first contract was agreed to by both sides, after they had signed up.
    FirstContracts,
}

impl Measure {
    /// Every measure, in the order in which screens show them.
    pub const ALL: [Measure; 7] = [
        Self::SignUps,
        Self::Attended,
        Self::Movers,
        Self::Stays,
        Self::Spaces,
        Self::FirstProposals,
        Self::FirstContracts,
    ];
}

/// How many months are told, all of them over.
pub const MONTHS: i32 = 12;

/// The months that are told at `now`, the oldest first. A month is over when the last check-in of it
/// has arrived: a tablet may be without a network for [`LATE`] days.
pub fn months(now: Timestamp) -> Vec<Month> {
    let this = Month::at(now.plus_days(-LATE));
    this.plus(-MONTHS).up_to(this.plus(-1)).collect()
}

/// The months of which the incomes of members are told at `now`, the oldest first: those of which
/// nothing that counts can be said any more.
pub fn settled_months(now: Timestamp) -> Vec<Month> {
    let months = months(now).into_iter().map(|month| month.plus(-1));
    months.collect()
}

/// What is known of one person: what they did with the desk, and what came of it anywhere.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Story {
    /// When they first signed up with the desk.
    since: Option<Timestamp>,
    signed_up: BTreeSet<Month>,
    moves: BTreeSet<Month>,
    stays: BTreeSet<Month>,
    attended: BTreeSet<Month>,
    /// When they came to a space.
    visits: Vec<Timestamp>,
    proposed: Option<Timestamp>,
    contracted: Option<Timestamp>,
    income: BTreeMap<Month, Yen>,
    /// Since when they are a member of a program that aims at an income.
    member_since: Option<Timestamp>,
    /// What they said that they earned beside their contracts.
    said: BTreeMap<Month, Yen>,
}

impl Story {
    /// Hears of a sign-up with the desk, and of its program where there is one still.
    pub fn sign_up(&mut self, sign_up: &SignUp, program: Option<&Program>) {
        let at = sign_up.sent_at;
        self.since = Some(self.since.map_or(at, |since| since.min(at)));
        self.signed_up.insert(Month::at(at));
        let since = sign_up.member_since().into_iter();
        self.member_since = since.chain(self.member_since).min();
        let moves = sign_up.application.about.get(&ProfileItem::Mover);
        if moves.is_some_and(|said| said.trim() == YES) {
            self.moves.insert(Month::at(at));
        }
        let stays = |program: &&Program| program.kind == ProgramKind::TrialStay;
        if let (Some(program), State::Accepted { .. }) = (program.filter(stays), &sign_up.state) {
            let session = sign_up
                .application
                .session
                .and_then(|no| program.session(no));
            let begins = session.map(|session| session.begins_at());
            let begins = begins.or_else(|| program.begins_at());
            self.stays.extend(begins.map(Month::at));
        }
    }

    /// Hears that they were noted at the door of one of the desk's programs.
    pub fn attended(&mut self, attendance: &Attendance) {
        self.attended.insert(Month::at(attendance.at));
    }

    /// Hears of a place that they booked in a space; it counts if they came.
    pub fn booked(&mut self, booking: &Booking) {
        if let Stay::In { since } | Stay::Left { since, .. } = booking.stay {
            self.visits.push(since);
        }
    }

    /// Hears of a proposal, to whomever.
    pub fn proposal(&mut self, proposal: &Proposal) {
        let at = proposal.sent_at;
        self.proposed = Some(self.proposed.map_or(at, |first| first.min(at)));
    }

    /// Hears of a contract, with whomever. One that not both agreed to is none yet.
    pub fn contract(&mut self, contract: &Contract) {
        let Some(at) = contract.agreed_at() else {
            return;
        };
        self.contracted = Some(self.contracted.map_or(at, |first| first.min(at)));
        if let Some((month, amount)) = income::of_contract(contract) {
            let earned = self.income.entry(month).or_default();
            *earned = *earned + amount;
        }
    }

    /// Hears of what they said that they earned beside their contracts.
    pub fn said(&mut self, said: &Income) {
        if let Some(counted) = said.counted {
            self.said.insert(said.month, counted);
        }
    }

    /// Whether a line counts them in a month.
    fn counts(&self, measure: Measure, month: Month) -> bool {
        let after = |first: Option<Timestamp>| {
            let since = self.since;
            first.is_some_and(|at| Month::at(at) == month && since.is_some_and(|since| since <= at))
        };
        match measure {
            Measure::SignUps => self.signed_up.contains(&month),
            Measure::Movers => self.moves.contains(&month),
            Measure::Stays => self.stays.contains(&month),
            Measure::Attended => self.attended.contains(&month),
            Measure::Spaces => self.visits.iter().any(|at| after(Some(*at))),
            Measure::FirstProposals => after(self.proposed),
            Measure::FirstContracts => after(self.contracted),
        }
    }

    /// What they earned in a month, from the one in which they signed up.
    fn earned(&self, month: Month) -> Option<Yen> {
        let since = Month::at(self.since?);
        let earned = self.income.get(&month).copied();
        earned.filter(|earned| since <= month && *earned > Yen(0))
    }

    /// What a member earned in a month, by contracts and by what they said; `None` who was none yet.
    fn reached(&self, month: Month) -> Option<Yen> {
        let since = Month::at(self.member_since?);
        let of = |sums: &BTreeMap<Month, Yen>| sums.get(&month).copied().unwrap_or_default();
        (since <= month).then(|| of(&self.income) + of(&self.said))
    }
}

/// One line: a count for each month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "OutcomeLine"))]
pub struct Line {
    /// Whom it counts.
    pub measure: Measure,
    /// People, month by month.
    pub people: Vec<Shown>,
}

/// Those whose income of a month lies within bounds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "OutcomeBand"))]
pub struct IncomeLine {
    /// The least income in it; `None` in the lowest band, which begins above nothing.
    pub from: Option<Yen>,
    /// All incomes in it are below this; `None` in the highest band.
    pub below: Option<Yen>,
    /// People, month by month.
    pub people: Vec<Shown>,
}

/// The members of the desk's programs that aim at an income, by what they earned in a month: first
/// those with nothing, then in bands, the lowest first.
///
/// They are counted together, whichever program they are in: a desk that could compare two groups of
/// almost the same people would see what one of them earned. The bands are fixed whatever the goal, for
/// the same reason, and the months are settled ([`settled_months`]).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "OutcomeMembers"))]
pub struct Members {
    /// Which month.
    pub month: Month,
    /// Who earned nothing, and each band of [`MONTHLY_BOUNDS`]; all of them.
    pub people: Table,
}

impl Members {
    /// In which cell the one in the middle is, where what is shown tells it ([`k_anonymous::middle`]).
    pub fn middle(&self) -> Option<usize> {
        k_anonymous::middle(&self.people)
    }
}

fn members(stories: &[Story], month: Month) -> Members {
    let mut counts = [0; MONTHLY_BOUNDS.len() + 2];
    for reached in stories.iter().filter_map(|story| story.reached(month)) {
        let passed = MONTHLY_BOUNDS.iter().filter(|bound| **bound <= reached);
        let cell = match reached > Yen(0) {
            true => 1 + passed.count(),
            false => 0,
        };
        if let Some(count) = counts.get_mut(cell) {
            *count += 1;
        }
    }
    let people = k_anonymous::table(&counts);
    Members { month, people }
}

/// What became of the people who signed up with a desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outcomes {
    /// The months, the oldest first.
    pub months: Vec<Month>,
    /// Every measure.
    pub lines: Vec<Line>,
    /// Income from contracts in Engawa, in bands, the lowest first.
    pub incomes: Vec<IncomeLine>,
    /// Members of programs that aim at an income, month by month, the oldest first.
    pub members: Vec<Members>,
}

/// The outcomes of these people's stories, as they are told at `now`.
pub fn outcomes(stories: &[Story], now: Timestamp) -> Outcomes {
    let months = months(now);
    let people = |counts: &dyn Fn(&Story) -> bool| {
        let count = stories.iter().filter(|story| counts(story)).count();
        Shown::of(u32::try_from(count).unwrap_or(u32::MAX))
    };
    let lines = Measure::ALL.map(|measure| Line {
        measure,
        people: months
            .iter()
            .map(|month| people(&|story| story.counts(measure, *month)))
            .collect(),
    });
    let lower = std::iter::once(None).chain(MONTHLY_BOUNDS.map(Some));
    let upper = MONTHLY_BOUNDS.map(Some).into_iter().chain([None]);
    let within = |earned: Yen, from: Option<Yen>, below: Option<Yen>| {
        from.is_none_or(|from| earned >= from) && below.is_none_or(|below| earned < below)
    };
    let incomes = lower.zip(upper).map(|(from, below)| IncomeLine {
        from,
        below,
        people: months
            .iter()
            .map(|month| {
                people(&|story| {
                    story
                        .earned(*month)
                        .is_some_and(|it| within(it, from, below))
                })
            })
            .collect(),
    });
    let incomes = incomes.collect();
    let settled = settled_months(now).into_iter();
    Outcomes {
        lines: lines.into(),
        incomes,
        members: settled.map(|month| members(stories, month)).collect(),
        months,
    }
}

#[cfg(test)]
mod tests;
