//! Packs between server and device: cut and built there, kept here.

use crate::{
    Answer, Failure,
    doc::{self, Doc},
};
use board::{Posting, pack_builder, plan};
use domain::Job;
use engawa_app::{
    device::board_store::{PackFile, Section},
    state::board::lower,
};
use js_sys::Uint8Array;
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

/// A pack that came to the device.
#[wasm_bindgen]
pub struct Pack {
    pub(crate) count: u32,
    pub(crate) file: PackFile,
}

#[wasm_bindgen]
impl Pack {
    /// Takes a file that holds so many postings.
    #[wasm_bindgen(constructor)]
    pub fn new(file: Uint8Array, count: u32) -> Answer<Pack> {
        let file = PackFile::new(file)?;
        Ok(Pack { count, file })
    }

    /// Bytes of all that a search needs.
    pub fn index_bytes(&self) -> u32 {
        self.file.bytes(Section::Head) + self.file.bytes(Section::Text)
    }
}
