//! How all postings are cut into packs, so that a change makes few devices' packs stale.
//!
//! Postings lie in the order of time. A pack ends where a posting's own id says so (content-defined
//! chunking), not after a fixed number: a posting that appears or vanishes then moves no border but
//! its own. The newest few form a small first pack, so that a first visit soon shows something, and
//! new postings, the most common change, replace little.

use domain::{Job, JobId, Timestamp};
use std::ops::Range;

/// Most postings in a pack.
pub const MAX_POSTINGS: usize = 4_096;
/// A pack ends after one posting in so many.
const MEAN_POSTINGS: u64 = 1_024;
/// The first pack holds at least so many, when there are as many,
const FIRST_MIN: usize = 128;
/// at most so many,
const FIRST_MAX: usize = 512;
/// and begins after one posting in so many.
const FIRST_STEP: u64 = 128;

/// The order in which postings are cut: by time, then by id.
pub fn order(job: &Job) -> (Timestamp, JobId) {
    (job.posted_at, job.id)
}

/// Cuts postings, given in ascending [`order`], into the ranges of their packs; the newest first.
pub fn cut(postings: &[(Timestamp, JobId)]) -> Vec<Range<usize>> {
    let first = first_pack(postings);
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, (_, id)) in postings.iter().enumerate().take(first) {
        let end = at + 1;
        if ends_one_in(MEAN_POSTINGS, *id) || end - start == MAX_POSTINGS || end == first {
            ranges.push(start..end);
            start = end;
        }
    }
    if first < postings.len() {
        ranges.push(first..postings.len());
    }
    ranges.reverse();
    ranges
}

/// Where the first pack begins: as late as its least size allows, at a posting that says so.
fn first_pack(postings: &[(Timestamp, JobId)]) -> usize {
    let earliest = postings.len().saturating_sub(FIRST_MAX);
    let latest = postings.len().saturating_sub(FIRST_MIN);
    postings
        .get(earliest..latest)
        .and_then(|choice| {
            choice
                .iter()
                .rposition(|(_, id)| ends_one_in(FIRST_STEP, *id))
        })
        .map_or(earliest, |at| earliest + at + 1)
}

/// Whether an id is one in `n` (a power of two). Ids are mixed first, so that ids with a pattern
/// are cut as evenly as random ones.
fn ends_one_in(n: u64, id: JobId) -> bool {
    let (high, low) = id.0.as_u64_pair();
    // The finalizer of MurmurHash3.
    let mut mixed = high.rotate_left(32) ^ low;
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (mixed ^ mixed >> 33).is_multiple_of(n)
}
