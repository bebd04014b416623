//! Postings as feed readers take them: Atom (RFC 4287) and JSON Feed 1.1.
//!
//! Ids never change, however often a posting is edited, and say nothing of where the server is.

mod atom;
mod json;

use domain::{FeedId, Job, JobId, Timestamp};

/// What a feed says.
#[derive(Clone, Copy, Debug)]
pub struct Feed<'a> {
    /// Its id, in this server and for readers.
    pub id: FeedId,
    /// One line.
    pub title: &'a str,
    /// Who chose the postings.
    pub author: &'a str,
    /// Where the server is reached: scheme, host and port.
    pub origin: &'a str,
    /// The address of this very document, below `origin`.
    pub path: &'a str,
    /// When its own words changed last.
    pub changed_at: Timestamp,
    /// The postings, the newest first.
    pub jobs: &'a [Job],
    /// What is put before the title of demo content.
    pub sample: &'a str,
}

/// Longest text of an entry, in characters: the rest is a tap away.
const MAX_TEXT: usize = 1_000;

impl Feed<'_> {
    /// The feed as Atom.
    pub fn to_atom(&self) -> std::io::Result<Vec<u8>> {
        atom::write(self)
    }

    /// The feed as JSON Feed.
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// When anything in it changed last, as far as that can be told.
    pub fn updated(&self) -> Timestamp {
        let jobs = self.jobs.iter().map(changed_at);
        jobs.chain([self.changed_at]).max().unwrap_or_default()
    }

    fn address(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }

    fn title_of(&self, job: &Job) -> String {
        match job.sample {
            true => format!("{}{}", self.sample, job.title),
            false => job.title.clone(),
        }
    }

    fn address_of(&self, job: JobId) -> String {
        format!("{}/jobs/{job}", self.origin)
    }
}

/// When a posting changed last: an import says it by its date.
fn changed_at(job: &Job) -> Timestamp {
    job.edited_at.unwrap_or(job.posted_at).max(job.posted_at)
}

/// Key words and field of work.
fn tags(job: &Job) -> impl Iterator<Item = &str> {
    std::iter::once(job.category.word()).chain(job.tags.iter().map(String::as_str))
}

/// A stable name of something with an id (RFC 9562, RFC 4151 is not needed).
fn urn(id: uuid::Uuid) -> String {
    format!("urn:uuid:{id}")
}

/// A moment by RFC 3339, in UTC.
fn moment(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0);
    at.unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
}

/// The beginning of a text.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
    }
}
