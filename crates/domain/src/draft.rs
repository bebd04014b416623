//! Drafts as the server keeps them: what a person is writing, shared by their devices.
//!
//! A field is the very text typed. Two devices that changed the same field keep both texts side by
//! side until the person chooses; nothing silently wins.

use crate::{
    DeskId, DraftId, JobId, PersonId, ProgramId, Timestamp,
    job::{MAX_DESCRIPTION, check_typed},
    refusal::{Field, Invalid, Part, Problem},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is being written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A proposal for a job.
    Proposal {
        /// For which job.
        job: JobId,
        /// The desk's name, so that the draft can be told without the posting.
        desk_name: String,
        /// The job is demo content.
        sample: bool,
    },
    /// A posting.
    Posting {
        /// Of which desk.
        desk: DeskId,
        /// The posting that it changes; `None` for a new one.
        job: Option<JobId>,
    },
    /// A sign-up for a program.
    SignUp {
        /// For which program.
        program: ProgramId,
        /// The desk's name, so that the draft can be told without the program.
        desk_name: String,
        /// The program is demo content.
        sample: bool,
    },
    /// A program.
    Program {
        /// Of which desk.
        desk: DeskId,
        /// The program that it changes; `None` for a new one.
        program: Option<ProgramId>,
    },
}

impl Subject {
    /// Most fields that one change of a draft touches. A program has lists.
    pub fn most_edits(&self) -> usize {
        match self {
            Self::Program { .. } => 2_000,
            _ => 100,
        }
    }
}

/// Texts by field.
pub type Fields = BTreeMap<Field, String>;

/// A draft. Only its person may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Draft {
    /// Made on the device, or that of the proposal.
    pub id: DraftId,
    /// Whose.
    pub person: PersonId,
    /// Of what.
    pub subject: Subject,
    /// A name for lists: the job's title.
    pub title: String,
    /// The texts.
    pub fields: Fields,
    /// Other versions of texts that two devices changed.
    pub others: BTreeMap<Field, Vec<String>>,
    /// Rises with each change, also over an end and a new beginning.
    pub revision: u64,
    /// When the server took the last change.
    pub edited_at: Timestamp,
}

/// A change of one field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edit {
    /// Which.
    pub field: Field,
    /// What the device started from.
    pub from: String,
    /// What it is now.
    pub to: String,
    /// Other versions that the person has seen, and settled by this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<String>,
}

impl Edit {
    /// Whether the server takes it.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.settles.len() > MAX_OTHERS + 2 {
            return Err(Invalid {
                field: self.field,
                problem: Problem::TooMany {
                    max: MAX_OTHERS + 2,
                },
            });
        }
        // What it was before is gone either way.
        check_typed(self.field, &self.to, MAX_DESCRIPTION)
    }
}

/// Most other versions of a field.
pub const MAX_OTHERS: usize = 8;
/// Longest draft in characters, all its texts and their other versions together.
pub const MAX_DRAFT: usize = 200_000;

/// What stands after a change of a field to which another device may have done something.
/// `others` are the versions that stand beside it.
pub fn merge(current: &str, others: &mut Vec<String>, edit: &Edit) -> String {
    // A version goes when it is settled, and when it is what the device wrote on from.
    let wrote_on = |other: &String| *other == edit.from && edit.from != edit.to;
    others.retain(|other| !edit.settles.contains(other) && !wrote_on(other));
    let settled = edit.settles.iter().any(|seen| seen == current);
    if settled || current == edit.from || current == edit.to || current.trim().is_empty() {
        return edit.to.clone();
    }
    // Where an item stands says nothing that could be lost: whoever moved it last did.
    if matches!(edit.field, Field::Item(_, _, Part::Rank)) {
        return edit.to.clone();
    }
    // What is empty, or was not changed, says nothing that could be lost.
    let changed = edit.from != edit.to || !edit.settles.is_empty();
    if changed && !edit.to.trim().is_empty() && !others.contains(&edit.to) {
        others.push(edit.to.clone());
    }
    current.to_owned()
}

impl Draft {
    /// Takes in the changes of a device.
    pub fn take(&mut self, edits: &[Edit]) -> Result<(), Invalid> {
        for edit in edits {
            edit.check()?;
            let mut others = self.others.remove(&edit.field).unwrap_or_default();
            let current = self.fields.get(&edit.field).map_or("", String::as_str);
            let merged = merge(current, &mut others, edit);
            others.retain(|other| *other != merged);
            if others.len() > MAX_OTHERS {
                return Err(Invalid {
                    field: edit.field,
                    problem: Problem::TooMany { max: MAX_OTHERS },
                });
            }
            self.fields.insert(edit.field, merged);
            if !others.is_empty() {
                self.others.insert(edit.field, others);
            }
        }
        if self.length() > MAX_DRAFT {
            return Err(Invalid {
                field: Field::Text,
                problem: Problem::TooLong { max: MAX_DRAFT },
            });
        }
        self.revision = self.revision.saturating_add(1);
        Ok(())
    }

    /// Characters of all texts.
    fn length(&self) -> usize {
        self.fields
            .values()
            .chain(self.others.values().flatten())
            .map(|text| text.chars().count())
            .sum()
    }
}
