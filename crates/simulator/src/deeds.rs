//! What people do, and what must come of it. A new [`Command`] does not compile here until it has
//! a number, a carrier and an effect, and `every_command_is_done` fails until [`crate::generate`]
//! lets somebody do it.

use crate::town::{job, place_of};
use domain::{Command, JobId, PersonId, ProposalId, Row, StarId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody does at a screen. Jobs are numbers of the town.
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
}

impl Deed {
    /// The command, of deeds that are one.
    pub(crate) fn command(&self) -> Option<Command> {
        match self {
            Deed::Stars(number) => Some(Command::StarJob { job: job(*number) }),
            Deed::Unstars(number) => Some(Command::UnstarJob { job: job(*number) }),
            Deed::Writes(..) | Deed::Sends(_) | Deed::Discards(_) => None,
        }
    }
}

/// How many commands there are.
pub const COMMANDS: usize = 3;

/// The number of a command, below [`COMMANDS`].
pub fn number(command: &Command) -> usize {
    match command {
        Command::SubmitProposal { .. } => 0,
        Command::StarJob { .. } => 1,
        Command::UnstarJob { .. } => 2,
    }
}

/// The draft that a command came from, and to which its refusal goes back.
pub fn draft_of(person: PersonId, command: &Command) -> Option<ProposalId> {
    match command {
        Command::SubmitProposal { job, .. } => Some(ProposalId::of(person, *job)),
        // The star goes out again.
        Command::StarJob { .. } | Command::UnstarJob { .. } => None,
    }
}

/// What the server must hold, reckoned without the code under test.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Expected {
    proposals: BTreeMap<ProposalId, (PersonId, String)>,
    stars: BTreeMap<StarId, (PersonId, JobId)>,
}

impl Expected {
    /// The command was done.
    pub(crate) fn done(&mut self, person: PersonId, command: &Command) -> Result<(), String> {
        match command {
            Command::SubmitProposal { job, offer } => {
                let id = ProposalId::of(person, *job);
                let said = (person, offer.message.trim().to_owned());
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
        }
    }

    /// What is not as it should be in the server's rows.
    pub(crate) fn differs(&self, rows: &[Row]) -> Option<String> {
        let mut found = Self::default();
        for row in rows {
            match row {
                Row::Proposal(sent) => {
                    let said = (sent.worker, sent.message.clone());
                    found.proposals.insert(sent.id, said);
                }
                Row::Star(star) => {
                    found.stars.insert(star.id, (star.person, star.job));
                }
                Row::Job(_) | Row::Desk(_) | Row::Person(_) | Row::Membership(_) => {}
            }
        }
        (found != *self).then(|| format!("expected {self:?}, found {found:?}"))
    }
}

/// The words of a text.
pub(crate) fn words(text: &str) -> BTreeSet<u32> {
    let numbers = text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('w'));
    numbers.filter_map(|number| number.parse().ok()).collect()
}
