//! What a person takes out of a device as a file, and what another device makes of it: drafts, what
//! waits to be sent, what was refused, and what is being typed. `docs/formats.md` describes the file.
//!
//! A file comes from outside: it is read with limits, and nothing on the device is written over.

mod import;

pub use import::{Import, Report};

use crate::{
    Draft, GroupId, Mutation, Refused, Replica,
    protocol::{MAX_PUSH_BYTES, SCHEMA},
};
use domain::{PersonId, Timestamp, draft::MAX_DRAFT, proposal::Proposal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the first field of every such file says.
pub const FORMAT: &str = "engawa-export";
/// The form of the file that is written; files of lower numbers are read too.
pub const VERSION: u32 = 1;
/// Largest file in bytes.
pub const MAX_BYTES: usize = 16 * MAX_PUSH_BYTES;
/// Most entries of each kind.
pub const MAX_ENTRIES: usize = 10_000;
/// Longest title or name in characters.
const MAX_NAME: usize = 1_000;

/// What is being typed into a form that is no draft: a message, terms, a notice. It stays on its
/// device, as typed, until it is sent or taken back.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Jotting {
    /// Which form.
    pub form: String,
    /// Texts by the names of their controls.
    pub texts: BTreeMap<String, String>,
}

/// The file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Export {
    format: String,
    version: u32,
    /// The form of commands, [`SCHEMA`].
    pub schema: u32,
    /// When it was made, by the device's clock.
    pub made_at: Timestamp,
    /// Whose it is.
    pub person: PersonId,
    /// Whether they had an account; before that a person is only their device.
    pub registered: bool,
    /// The outbox that numbered what waits.
    pub group: GroupId,
    /// What they were writing.
    pub drafts: Vec<Draft>,
    /// What was not sent, the oldest first.
    pub waiting: Vec<Mutation>,
    /// What the server refused and they had not put aside.
    #[serde(default)]
    pub refused: Vec<Refused>,
    /// What they were typing into other forms.
    #[serde(default)]
    pub jottings: Vec<Jotting>,
    /// Records of the device that could not be read, as they lay there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub damaged: Vec<String>,
}

/// Why a file is not taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ExportError {
    /// Larger than [`MAX_BYTES`].
    #[error("{bytes} bytes are more than {MAX_BYTES}")]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// Something else than such a file.
    #[error("no {FORMAT} file")]
    NotOurs,
    /// Of a newer Engawa.
    #[error("version {version} is newer than {VERSION}")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// It cannot be read.
    #[error("unreadable in line {line}: {reason}")]
    Unreadable {
        /// Where.
        line: usize,
        /// Why, for people who read logs.
        reason: String,
    },
    /// More entries, or longer texts, than any device holds.
    #[error("more or longer than a device holds: {what}")]
    TooMuch {
        /// Of what.
        what: &'static str,
    },
}

/// Enough of a file to know what it is.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
    #[serde(default)]
    schema: u32,
}

impl Export {
    /// All that a device holds and no server has for sure.
    pub fn of(replica: &Replica, registered: bool, jottings: Vec<Jotting>, now: Timestamp) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            schema: SCHEMA,
            made_at: now,
            person: replica.person,
            registered,
            group: replica.group,
            drafts: replica.drafts.values().cloned().collect(),
            waiting: replica.outbox.values().cloned().collect(),
            refused: replica.refused.values().cloned().collect(),
            jottings,
            damaged: Vec::new(),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty()
            && self.waiting.is_empty()
            && self.refused.is_empty()
            && self.jottings.is_empty()
            && self.damaged.is_empty()
    }

    /// The file's text.
    pub fn write(&self) -> Result<String, ExportError> {
        serde_json::to_string_pretty(self).map_err(|error| unreadable(&error))
    }

    /// Reads a file from wherever it came.
    pub fn read(text: &str) -> Result<Self, ExportError> {
        if text.len() > MAX_BYTES {
            return Err(ExportError::TooLarge { bytes: text.len() });
        }
        let head: Head = serde_json::from_str(text).map_err(|_| ExportError::NotOurs)?;
        if head.format != FORMAT {
            return Err(ExportError::NotOurs);
        }
        if head.version > VERSION || head.schema > SCHEMA {
            return Err(ExportError::Newer {
                version: head.version,
            });
        }
        let export: Self = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
        export.check()?;
        Ok(export)
    }

    fn check(&self) -> Result<(), ExportError> {
        let counts = [
            ("drafts", self.drafts.len()),
            ("waiting", self.waiting.len()),
            ("refused", self.refused.len()),
            ("jottings", self.jottings.len()),
        ];
        for (what, count) in counts {
            if count > MAX_ENTRIES {
                return Err(ExportError::TooMuch { what });
            }
        }
        let long = |text: &String, most: usize| text.chars().count() > most;
        for draft in &self.drafts {
            let length: usize = draft.fields.values().map(|text| text.chars().count()).sum();
            if length > MAX_DRAFT || long(&draft.title, MAX_NAME) {
                return Err(ExportError::TooMuch { what: "drafts" });
            }
        }
        for mutation in &self.waiting {
            // The server would not even read it.
            let bytes = serde_json::to_vec(&mutation.command).map_or(usize::MAX, |json| json.len());
            if bytes > MAX_PUSH_BYTES / 2 {
                return Err(ExportError::TooMuch { what: "waiting" });
            }
        }
        for jotting in &self.jottings {
            let texts = jotting.texts.iter();
            let too_long = texts
                .into_iter()
                .any(|(name, text)| long(name, MAX_NAME) || long(text, MAX_DRAFT));
            if too_long || long(&jotting.form, MAX_NAME) || jotting.texts.len() > MAX_NAME {
                return Err(ExportError::TooMuch { what: "jottings" });
            }
        }
        Ok(())
    }
}

fn unreadable(error: &serde_json::Error) -> ExportError {
    ExportError::Unreadable {
        line: error.line(),
        reason: error.to_string(),
    }
}

/// Whether the server has the person's proposal that a draft would become.
fn is_sent(replica: &Replica, draft: &Draft) -> bool {
    let Some(proposal) = draft.proposal() else {
        return false;
    };
    let key = domain::RowKey {
        kind: domain::Kind::Proposal,
        id: proposal.0,
    };
    matches!(
        replica.base.get(&key).map(AsRef::as_ref),
        Some(domain::Row::Proposal(Proposal { worker, .. })) if *worker == replica.person
    )
}
