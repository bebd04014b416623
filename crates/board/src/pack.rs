//! A pack: up to 4,096 postings in one immutable file of three sections that are kept and loaded
//! apart. HEAD has what lists and filters need, TEXT what is searched, BODY the postings in full.
//!
//! ```text
//! file  "EPK1"  length of HEAD, TEXT, BODY   the sections
//! HEAD  "EPH1"  count  a column for each number of a posting  ends of strings  strings
//! TEXT  "EPT1"  count  ends of texts  texts: title FE tags FE everything else FF
//! BODY  "EPB1"  count  ends of bodies  bodies: JSON
//! ```
//! Numbers are little endian; counts, lengths and ends are `u32`. The last character of a tag is
//! the version of the format. Bytes come from a network and a disk: all of them are checked.

use crate::{
    bytes::Bytes,
    entry::Entry,
    head::{read_entries, read_strings},
    text::Text,
};
use domain::{Job, JobId, fee::FeeTable};
use std::ops::Range;
use uuid::Uuid;

pub(crate) const FILE_TAG: [u8; 4] = *b"EPK1";
pub(crate) const HEAD_TAG: [u8; 4] = *b"EPH1";
pub(crate) const TEXT_TAG: [u8; 4] = *b"EPT1";
pub(crate) const BODY_TAG: [u8; 4] = *b"EPB1";
/// In place of a pay unit: the posting names no pay.
pub(crate) const NO_PAY: u8 = u8::MAX;
/// Title, desk and place.
pub(crate) const STRINGS: usize = 3;

/// Why bytes are no pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// There are fewer bytes, or more, than the lengths in them say.
    #[error("the pack's lengths do not fit its bytes")]
    Truncated,
    /// It is something else, or a version that is not known here.
    #[error("not a pack, or of an unknown version: {found:02x?}")]
    Unknown {
        /// Where the tag should stand.
        found: Vec<u8>,
    },
    /// A posting has a value that no posting can have.
    #[error("posting {index} has an impossible {what}")]
    Impossible {
        /// Which value.
        what: &'static str,
        /// The posting's place in the pack.
        index: usize,
    },
    /// The sections are not of the same pack.
    #[error("{head} postings, but {text} texts")]
    Mismatch {
        /// Postings in HEAD.
        head: usize,
        /// Texts in TEXT.
        text: usize,
    },
    /// There is no such posting in the pack.
    #[error("the pack has no posting {index}")]
    NoSuchPosting {
        /// The place asked for.
        index: u32,
    },
    /// A posting's body is no text.
    #[error("a posting's body is not UTF-8")]
    NotText,
    /// A posting's body cannot be read or written.
    #[error("a posting's body: {0}")]
    Body(#[from] serde_json::Error),
}

/// A pack's file taken apart. Keep the three under separate keys: a list needs the first, a search
/// the second, an open posting the third.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sections {
    /// For [`Pack::read_head`].
    pub head: Vec<u8>,
    /// For [`Pack::give_text`].
    pub text: Vec<u8>,
    /// For [`body_of`].
    pub body: Vec<u8>,
}

/// Where the sections lie in a pack's file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// HEAD comes first: a list can be drawn while the rest is on its way.
    pub head: Range<usize>,
    /// TEXT.
    pub text: Range<usize>,
    /// BODY.
    pub body: Range<usize>,
}

/// How many bytes of a file [`layout`] needs.
pub const LAYOUT_BYTES: usize = 16;

/// Tells from its first [`LAYOUT_BYTES`] bytes where the sections of a file of `length` bytes lie,
/// so that they can be cut out where the bytes are, without bringing them here.
pub fn layout(start: &[u8], length: usize) -> Result<Layout, PackError> {
    let mut bytes = Bytes(start);
    bytes.tag(FILE_TAG)?;
    let mut at = LAYOUT_BYTES;
    let mut next = || {
        let from = at;
        at = at
            .checked_add(bytes.length()?)
            .ok_or(PackError::Truncated)?;
        Ok::<_, PackError>(from..at)
    };
    let layout = Layout {
        head: next()?,
        text: next()?,
        body: next()?,
    };
    if layout.body.end == length {
        Ok(layout)
    } else {
        Err(PackError::Truncated)
    }
}

/// Takes a pack's file apart.
pub fn split(file: &[u8]) -> Result<Sections, PackError> {
    let Layout { head, text, body } = layout(file, file.len())?;
    let section = |range| {
        file.get(range)
            .map(<[u8]>::to_vec)
            .ok_or(PackError::Truncated)
    };
    Ok(Sections {
        head: section(head)?,
        text: section(text)?,
        body: section(body)?,
    })
}

/// Reads one posting in full from a BODY section. Its `extra` stays on the server.
pub fn body_of(body: &[u8], index: u32) -> Result<Job, PackError> {
    let missing = || PackError::NoSuchPosting { index };
    let mut bytes = Bytes(body);
    bytes.tag(BODY_TAG)?;
    let count = bytes.length()?;
    let ends = bytes.column::<4>(count)?;
    let at = usize::try_from(index).map_err(|_| missing())?;
    let end_at = |at: usize| {
        let end = ends
            .get(at)
            .map(|end| u32::from_le_bytes(*end))
            .ok_or_else(missing)?;
        usize::try_from(end).map_err(|_| PackError::Truncated)
    };
    let start = at.checked_sub(1).map_or(Ok(0), end_at)?;
    let json = bytes
        .0
        .get(start..end_at(at)?)
        .ok_or(PackError::Truncated)?;
    // As a text, which all other JSON is: one reader in the app.
    let json = std::str::from_utf8(json).map_err(|_| PackError::NotText)?;
    Ok(serde_json::from_str(json)?)
}

/// A pack ready for lists and searches. Newest posting first.
#[derive(Debug)]
pub struct Pack {
    entries: Vec<Entry>,
    strings: String,
    string_ends: Vec<u32>,
    /// Places in `entries`, in the order of their ids.
    by_id: Vec<u32>,
    text: Option<Text>,
}

impl Pack {
    /// Reads a pack that can be listed and searched.
    pub fn read(head: &[u8], text: Vec<u8>) -> Result<Self, PackError> {
        let mut pack = Self::read_head(head)?;
        pack.give_text(text)?;
        Ok(pack)
    }

    /// Reads a pack that can be listed and filtered; words find nothing in it until it has its
    /// text.
    pub fn read_head(head: &[u8]) -> Result<Self, PackError> {
        let mut bytes = Bytes(head);
        bytes.tag(HEAD_TAG)?;
        let count = bytes.length()?;
        let entries = read_entries(&mut bytes, count)?;
        let strings = count.checked_mul(STRINGS).ok_or(PackError::Truncated)?;
        let string_ends = bytes.ends(strings)?;
        let strings = read_strings(bytes.0, &string_ends)?;
        let mut by_id: Vec<(Uuid, u32)> = entries
            .iter()
            .zip(0..)
            .map(|(entry, at)| (entry.id, at))
            .collect();
        by_id.sort_unstable();
        let by_id = by_id.into_iter().map(|(_, at)| at).collect();
        Ok(Self {
            entries,
            strings,
            string_ends,
            by_id,
            text: None,
        })
    }

    /// A pack of nothing.
    pub(crate) fn empty() -> Self {
        let (entries, strings) = (Vec::new(), String::new());
        Self {
            entries,
            strings,
            string_ends: Vec::new(),
            by_id: Vec::new(),
            text: None,
        }
    }

    /// Adds the pack's TEXT section.
    pub fn give_text(&mut self, text: Vec<u8>) -> Result<(), PackError> {
        let text = Text::read(text)?;
        if text.len() != self.len() {
            return Err(PackError::Mismatch {
                head: self.len(),
                text: text.len(),
            });
        }
        self.text = Some(text);
        Ok(())
    }

    /// How many postings it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + self.strings.capacity()
            + (self.string_ends.capacity() + self.by_id.capacity()) * size_of::<u32>()
            + self.text.as_ref().map_or(0, Text::bytes)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn text(&self) -> Option<&Text> {
        self.text.as_ref()
    }

    pub(crate) fn price(&mut self, fees: &FeeTable) {
        self.entries.iter_mut().for_each(|entry| entry.price(fees));
    }

    /// The place of a posting.
    pub(crate) fn locate(&self, id: JobId) -> Option<u32> {
        let id_at = |at: &u32| self.entry(*at).map(|entry| entry.id);
        let found = self
            .by_id
            .binary_search_by(|at| id_at(at).cmp(&Some(id.0)))
            .ok()?;
        self.by_id.get(found).copied()
    }

    pub(crate) fn entry(&self, index: u32) -> Option<&Entry> {
        self.entries.get(usize::try_from(index).ok()?)
    }

    /// Title, desk's name and place of a posting.
    pub(crate) fn strings(&self, index: u32) -> Option<[&str; STRINGS]> {
        let first = usize::try_from(index).ok()?.checked_mul(STRINGS)?;
        let string = |number: usize| {
            let end = |at: usize| self.string_ends.get(at).map(|end| *end as usize);
            let at = first + number;
            self.strings
                .get(at.checked_sub(1).map_or(Some(0), end)?..end(at)?)
        };
        Some([string(0)?, string(1)?, string(2)?])
    }
}
