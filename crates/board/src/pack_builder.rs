//! Writing packs: on the server for everybody, and on a device for the few postings that changed
//! since.

use crate::{
    bytes::le32,
    entry::Entry,
    fold::{Lower, fold},
    pack::{self, PackError, Sections},
    plan,
};
use domain::{Category, Job, job::JobKind, job::PayUnit};

/// Ends a field of a posting's text. Occurs in no UTF-8.
pub(crate) const FIELD_END: u8 = 0xfe;
/// Ends a posting's text. Occurs in no UTF-8.
pub(crate) const TEXT_END: u8 = 0xff;

/// A posting with its text folded.
#[derive(Clone, Debug)]
pub struct Posting {
    job: Job,
    text: Vec<u8>,
}

impl Posting {
    /// Folds the posting's text. Its `extra` is left behind.
    pub fn new(mut job: Job, lower: Lower) -> Self {
        job.extra.clear();
        // No word holds a line break, so no match crosses one.
        let field = |lines: &[&str]| fold(&lines.join("\n"), lower).into_bytes();
        let tags: Vec<&str> = job.tags.iter().map(String::as_str).collect();
        let [due, costs] = [&job.due, &job.costs].map(|line| line.as_deref().unwrap_or_default());
        let text = [
            field(&[&job.title]),
            vec![FIELD_END],
            field(&tags),
            vec![FIELD_END],
            field(&[&job.description, &job.desk_name, place(&job), due, costs]),
            vec![TEXT_END],
        ]
        .concat();
        Self { job, text }
    }

    /// The posting.
    pub fn job(&self) -> &Job {
        &self.job
    }
}

/// The place in words: the town's name, or the area that an import gave.
fn place(job: &Job) -> &str {
    let town = job.workplace.town.as_ref().map(|town| town.name.as_str());
    town.or(job.workplace.area.as_deref()).unwrap_or_default()
}

/// Writes a pack's file. The same postings, in whatever order, give the same bytes.
pub fn build(postings: impl IntoIterator<Item = Posting>) -> Result<Vec<u8>, PackError> {
    let mut postings: Vec<Posting> = postings.into_iter().collect();
    postings.sort_by_key(|posting| std::cmp::Reverse(plan::order(&posting.job)));
    postings.dedup_by_key(|posting| posting.job.id);
    let Sections { head, text, body } = sections(&postings.iter().collect::<Vec<_>>())?;
    let [h, t, b] = [&head, &text, &body].map(|section| le32(section.len()));
    let start = [pack::FILE_TAG, h, t, b].concat();
    Ok([start, head, text, body].concat())
}

/// The sections of postings given newest first.
fn sections(postings: &[&Posting]) -> Result<Sections, PackError> {
    let bodies = postings
        .iter()
        .map(|posting| serde_json::to_vec(&posting.job))
        .collect::<Result<_, _>>()?;
    Ok(Sections {
        head: head(postings),
        text: text(postings),
        body: body(bodies),
    })
}

/// HEAD of postings given newest first.
pub(crate) fn head(postings: &[&Posting]) -> Vec<u8> {
    let entries: Vec<Entry> = postings
        .iter()
        .map(|posting| Entry::of(&posting.job))
        .collect();
    let mut out = section(pack::HEAD_TAG, entries.len());
    for e in &entries {
        out.extend(e.id.as_bytes());
    }
    column(&mut out, &entries, |e| e.posted_at.to_le_bytes());
    column(&mut out, &entries, |e| e.closes_at.to_le_bytes());
    column(&mut out, &entries, |e| e.pay_min.to_le_bytes());
    column(&mut out, &entries, |e| e.pay_max.to_le_bytes());
    column(&mut out, &entries, |e| e.effort_minutes.to_le_bytes());
    column(&mut out, &entries, |e| e.municipality.to_le_bytes());
    column(&mut out, &entries, |e| e.flags.to_le_bytes());
    column(&mut out, &entries, |e| [e.hours_min]);
    column(&mut out, &entries, |e| [e.hours_max]);
    column(&mut out, &entries, |e| [code(&JobKind::ALL, e.kind)]);
    column(&mut out, &entries, |e| [code(Category::ALL, e.category)]);
    column(&mut out, &entries, |e| {
        [e.pay_unit.map_or(pack::NO_PAY, |u| code(&PayUnit::ALL, u))]
    });
    let strings: Vec<&[u8]> = postings
        .iter()
        .flat_map(|p| [p.job.title.as_str(), &p.job.desk_name, place(&p.job)])
        .map(str::as_bytes)
        .collect();
    parts(&mut out, &strings, 0);
    out
}

/// TEXT of the same postings in the same order.
pub(crate) fn text(postings: &[&Posting]) -> Vec<u8> {
    let mut out = section(pack::TEXT_TAG, postings.len());
    let texts: Vec<&[u8]> = postings
        .iter()
        .map(|posting| posting.text.as_slice())
        .collect();
    parts(&mut out, &texts, 1);
    out
}

fn body(bodies: Vec<Vec<u8>>) -> Vec<u8> {
    let mut out = section(pack::BODY_TAG, bodies.len());
    parts(
        &mut out,
        &bodies.iter().map(Vec::as_slice).collect::<Vec<_>>(),
        0,
    );
    out
}

fn section(tag: [u8; 4], count: usize) -> Vec<u8> {
    [tag, le32(count)].concat()
}

fn column<const WIDTH: usize>(
    out: &mut Vec<u8>,
    entries: &[Entry],
    value: impl Fn(&Entry) -> [u8; WIDTH],
) {
    entries
        .iter()
        .for_each(|entry| out.extend_from_slice(&value(entry)));
}

/// Where each part ends, not counting the `mark` bytes that close it; then the parts.
fn parts(out: &mut Vec<u8>, parts: &[&[u8]], mark: usize) {
    let bytes: usize = parts.iter().map(|part| part.len()).sum();
    out.reserve_exact(parts.len() * size_of::<u32>() + bytes);
    let mut end = 0;
    for part in parts {
        end += part.len();
        out.extend_from_slice(&le32(end.saturating_sub(mark)));
    }
    // Whole slices: as an iterator of bytes they would go one by one.
    parts.iter().for_each(|part| out.extend_from_slice(part));
}

/// The place of a value in the list of what there is; see the test in `head` that pins them.
fn code<T: PartialEq>(all: &[T], value: T) -> u8 {
    all.iter()
        .position(|one| *one == value)
        .and_then(|at| u8::try_from(at).ok())
        .unwrap_or(u8::MAX)
}
