//! Packs between server and device: cut and built there, taken apart here.

use crate::{
    Answer, Failure,
    doc::{self, Doc},
};
use board::{
    Posting,
    pack::{self, Sections},
    pack_builder, plan,
};
use domain::Job;
use engawa_app::state::board::lower;
use wasm_bindgen::prelude::wasm_bindgen;

/// The server's part: cuts documents, given newest first as JSON `[[id, posted_at], …]`, into
/// packs. Says how many belong to each, the newest first.
#[wasm_bindgen]
pub fn cut(keys: &str) -> Answer<Vec<u32>> {
    Ok(counts(keys)?)
}

/// The server's part: builds the file of a pack from its documents, a JSON array in UTF-8.
#[wasm_bindgen]
pub fn build(docs: &[u8]) -> Answer<Vec<u8>> {
    Ok(file(docs)?)
}

fn counts(keys: &str) -> Result<Vec<u32>, Failure> {
    let keys: Vec<(String, String)> = serde_json::from_str(keys)?;
    let oldest_first: Vec<_> = keys
        .iter()
        .rev()
        .map(|(id, posted_at)| Ok((doc::moment(posted_at)?, doc::job_id(id)?)))
        .collect::<Result<_, Failure>>()?;
    let ranges = plan::cut(&oldest_first).into_iter();
    Ok(ranges
        .filter_map(|range| u32::try_from(range.len()).ok())
        .collect())
}

fn file(docs: &[u8]) -> Result<Vec<u8>, Failure> {
    let docs: Vec<Doc> = serde_json::from_slice(docs)?;
    let jobs: Vec<Job> = docs
        .into_iter()
        .map(Doc::into_job)
        .collect::<Result<_, _>>()?;
    let postings = jobs.into_iter().map(|job| Posting::new(job, lower));
    Ok(pack_builder::build(postings)?)
}

/// A pack that came to the device, in its sections.
#[wasm_bindgen]
pub struct Pack {
    pub(crate) count: u32,
    pub(crate) sections: Sections,
}

#[wasm_bindgen]
impl Pack {
    /// Takes a file apart that holds so many postings.
    #[wasm_bindgen(constructor)]
    pub fn new(file: &[u8], count: u32) -> Answer<Pack> {
        let sections = pack::split(file)?;
        Ok(Pack { count, sections })
    }

    /// Without whole postings: all that a search needs.
    pub fn leave_bodies(&mut self) {
        self.sections.body = Vec::new();
    }

    /// Bytes in all sections.
    pub fn bytes(&self) -> usize {
        let Sections { head, text, body } = &self.sections;
        head.len() + text.len() + body.len()
    }
}
