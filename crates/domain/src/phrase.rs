//! A person's own phrases, used again in proposals and messages.

use crate::{PersonId, PhraseId};
use serde::{Deserialize, Serialize};

/// A phrase. Only its person may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Phrase {
    /// Made on the device.
    pub id: PhraseId,
    /// Whose.
    pub person: PersonId,
    /// What they call it.
    pub name: String,
    /// The text.
    pub text: String,
}
