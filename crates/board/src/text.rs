//! The folded text of a pack, and finding words in it.
//!
//! All texts lie one after the other in one run of bytes, so that a word is looked for in thousands
//! of postings by a single scan, sixteen bytes at a time. After a hit the scan goes on with the next
//! posting. Separators that occur in no UTF-8 keep a hit inside one field of one posting.

use crate::{
    PackError,
    bytes::Bytes,
    pack::TEXT_TAG,
    pack_builder::{FIELD_END, TEXT_END},
};
use memchr::{
    arch::all::packedpair::HeuristicFrequencyRank,
    memmem::{Finder, FinderBuilder},
};

/// The TEXT section of a pack.
#[derive(Debug)]
pub(crate) struct Text {
    bytes: Vec<u8>,
    /// Where the texts begin in `bytes`.
    base: usize,
    /// Where each text ends, from `base`; its [`TEXT_END`] stands there.
    ends: Vec<u32>,
    ranks: ByteRanks,
}

impl Text {
    pub(crate) fn read(section: Vec<u8>) -> Result<Self, PackError> {
        let mut bytes = Bytes(&section);
        bytes.tag(TEXT_TAG)?;
        let count = bytes.length()?;
        let ends = bytes.ends(count)?;
        let texts = bytes.0;
        let mut start = 0;
        for (index, end) in ends.iter().enumerate() {
            let end = *end as usize;
            if end < start || texts.get(end) != Some(&TEXT_END) {
                return Err(PackError::Impossible {
                    what: "text",
                    index,
                });
            }
            start = end + 1;
        }
        if start != texts.len() {
            return Err(PackError::Truncated);
        }
        let (base, ranks) = (section.len() - texts.len(), ByteRanks::of(texts));
        Ok(Self {
            bytes: section,
            base,
            ends,
            ranks,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()
    }

    /// Prepares words (folded, at least one) for this text.
    pub(crate) fn needles<'n>(&self, terms: &'n [String]) -> Needles<'n> {
        let needle = |term: &'n String| Needle {
            finder: FinderBuilder::new().build_forward_with_ranker(self.ranks, term),
            class: term.chars().next().map_or(Class::Other, Class::of),
        };
        // The longest word is likely the rarest: the scan stops least often.
        let mut needles: Vec<Needle<'n>> = Vec::with_capacity(terms.len());
        for needle in terms.iter().map(needle) {
            let length = needle.finder.needle().len();
            let at = needles.partition_point(|other| other.finder.needle().len() >= length);
            needles.insert(at, needle);
        }
        Needles(needles)
    }

    /// The postings that hold every needle, in order.
    pub(crate) fn matching<'t>(&'t self, needles: &'t Needles<'t>) -> Matches<'t> {
        let (first, others) = match needles.0.split_first() {
            Some((first, others)) => (Some(first), others),
            None => (None, Default::default()),
        };
        let texts = self.bytes.get(self.base..).unwrap_or_default();
        Matches {
            texts,
            ends: &self.ends,
            first,
            others,
            next: 0,
            at: 0,
        }
    }
}

/// A posting that holds every needle.
pub(crate) struct Match<'t> {
    /// Its place in the pack.
    pub(crate) index: u32,
    /// Its text: title, tags, everything else.
    pub(crate) text: &'t [u8],
}

pub(crate) struct Matches<'t> {
    texts: &'t [u8],
    ends: &'t [u32],
    first: Option<&'t Needle<'t>>,
    others: &'t [Needle<'t>],
    /// The next posting to look at, and where its text begins.
    next: usize,
    at: usize,
}

impl<'t> Iterator for Matches<'t> {
    type Item = Match<'t>;

    fn next(&mut self) -> Option<Match<'t>> {
        loop {
            let hit = self.at + self.first?.finder.find(self.texts.get(self.at..)?)?;
            let ahead = self.ends.get(self.next..)?;
            // A common word is in the very next posting; a rare one is looked up.
            let skipped = match ahead.first() {
                Some(end) if hit < *end as usize => 0,
                _ => ahead.partition_point(|end| *end as usize <= hit),
            };
            let start = match skipped.checked_sub(1) {
                Some(last) => *ahead.get(last)? as usize + 1,
                None => self.at,
            };
            let (index, end) = (self.next + skipped, *ahead.get(skipped)? as usize);
            (self.next, self.at) = (index + 1, end + 1);
            let text = self.texts.get(start..end)?;
            if self
                .others
                .iter()
                .all(|needle| needle.finder.find(text).is_some())
            {
                return Some(Match {
                    index: u32::try_from(index).ok()?,
                    text,
                });
            }
        }
    }
}

/// Words prepared for one pack's text; the one to scan for comes first.
pub(crate) struct Needles<'n>(Vec<Needle<'n>>);

struct Needle<'n> {
    finder: Finder<'n>,
    /// Of its first character.
    class: Class,
}

impl Needles<'_> {
    /// How well a text that holds all needles answers them, smaller is better: in the title before
    /// in a tag before elsewhere, and there as the start of a word before inside one.
    pub(crate) fn tier(&self, text: &[u8]) -> u32 {
        self.0.iter().map(|needle| needle.tier(text)).sum()
    }
}

impl Needle<'_> {
    fn tier(&self, text: &[u8]) -> u32 {
        let mut rest = text;
        for field in 0..3 {
            let end = memchr::memchr(FIELD_END, rest).unwrap_or(rest.len());
            let (this, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            let mut hits = self.finder.find_iter(this).peekable();
            if hits.peek().is_some() {
                return field * 2 + u32::from(!hits.any(|at| self.starts_word(this, at)));
            }
            rest = after.get(1..).unwrap_or_default();
        }
        // Not reached for a match.
        6
    }

    /// Japanese has no spaces: a word starts where the kind of writing changes.
    fn starts_word(&self, field: &[u8], at: usize) -> bool {
        let before = field.get(at.saturating_sub(4)..at).unwrap_or_default();
        let last = before.iter().rposition(|byte| byte & 0xc0 != 0x80);
        let last = last.and_then(|start| str::from_utf8(before.get(start..)?).ok());
        match last.and_then(|last| last.chars().next()).map(Class::of) {
            None | Some(Class::Other) => true,
            Some(class) => class != self.class,
        }
    }
}

/// Kinds of writing, coarse on purpose: exact tables would cost more than they tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Kana,
    Kanji,
    /// Spaces, punctuation, symbols.
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            '0'..='9' | 'a'..='z' | '\u{b5}'..='\u{1fff}' => Self::Letter,
            '\u{3041}'..='\u{30ff}' => Self::Kana,
            '々' | '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Self::Kanji,
            '\u{20000}'.. => Self::Kanji,
            _ => Self::Other,
        }
    }
}

/// How common each byte is in a text, 0 the rarest. The scan looks for a word's two rarest bytes;
/// a general table takes the bytes of Japanese for rare, and nearly every character would stop it.
#[derive(Clone, Copy, Debug)]
struct ByteRanks([u8; 256]);

impl ByteRanks {
    /// Of a sample: every 61st byte, a step that meets each byte of a character equally often.
    fn of(texts: &[u8]) -> Self {
        let mut counts: [(u32, u8); 256] = std::array::from_fn(|byte| (0, byte as u8));
        for byte in texts.iter().step_by(61) {
            if let Some((count, _)) = counts.get_mut(usize::from(*byte)) {
                *count += 1;
            }
        }
        counts.sort_unstable();
        let mut ranks = [0; 256];
        for (rank, (_, byte)) in (0..=u8::MAX).zip(counts) {
            if let Some(of_byte) = ranks.get_mut(usize::from(byte)) {
                *of_byte = rank;
            }
        }
        Self(ranks)
    }
}

impl HeuristicFrequencyRank for ByteRanks {
    fn rank(&self, byte: u8) -> u8 {
        self.0.get(usize::from(byte)).copied().unwrap_or(u8::MAX)
    }
}
