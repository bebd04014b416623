//! The device's part of storing: what the app does with packs that came, and when it opens.

use crate::{Answer, Failure, doc::Doc, name, packs, query, viewer};
use board::{Board, Body, Manifest, Pack, PackHash, PackInfo, newest, pack};
use domain::{Job, fee::FeeTable};
use engawa_app::{
    device::board_store::{BoardStore, Section},
    state::board::lower,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};
use wasm_bindgen::prelude::wasm_bindgen;

/// The postings that are stored.
#[wasm_bindgen]
pub struct Shelf {
    store: BoardStore,
    manifest: RefCell<Manifest>,
}

#[wasm_bindgen]
impl Shelf {
    /// Opens or creates the database.
    pub async fn open() -> Answer<Shelf> {
        let (store, stored) = BoardStore::open().await?;
        let manifest = RefCell::new(stored.manifest.unwrap_or_default());
        Ok(Shelf { store, manifest })
    }

    /// Stores a pack; the newest first. Resolves when it is committed.
    pub async fn save(&self, pack: &packs::Pack) -> Answer<()> {
        let hash = name(self.packs());
        self.manifest.borrow_mut().packs.push(PackInfo {
            hash,
            count: pack.count,
            bytes: u64::from(pack.index_bytes() + pack.file.bytes(Section::Body)),
        });
        Ok(self.store.save_pack(hash, &pack.file).await?)
    }

    /// Makes what was saved the board.
    pub async fn adopt(&self) -> Answer<()> {
        let manifest = self.manifest.borrow().clone();
        Ok(self.store.adopt(&manifest, &[]).await?)
    }

    /// How many postings the board has.
    pub fn count(&self) -> u32 {
        self.manifest.borrow().packs.iter().map(|p| p.count).sum()
    }

    /// How many packs the board has.
    pub fn packs(&self) -> usize {
        self.manifest.borrow().packs.len()
    }

    /// The newest documents, as JSON. Reads as many packs as it takes: most often one.
    pub async fn newest(&self, count: usize) -> Answer<String> {
        Ok(self.newest_docs(count).await?)
    }

    /// The documents of a pack, as JSON.
    pub async fn read(&self, number: usize) -> Answer<String> {
        Ok(self.read_docs(number).await?)
    }
}

impl Shelf {
    /// As the app lists them: from HEAD. The bench wants them whole: BODY too.
    async fn newest_docs(&self, count: usize) -> Result<String, Failure> {
        let mut board = Board::new(lower, FeeTable::default());
        let mut bodies = BTreeMap::new();
        for hash in self.hashes() {
            let head = self.section(hash, Section::Head).await?;
            board.insert_pack(hash, Pack::read_head(&head)?);
            bodies.insert(hash, self.section(hash, Section::Body).await?);
            if board.len() >= count {
                break;
            }
        }
        let stars = BTreeSet::new();
        let hits = newest(&board, &query(""), viewer(&stars), count);
        let jobs = hits.into_iter().map(|hit| match board.body(hit) {
            Some(Body::Here(job)) => Ok(job.clone()),
            Some(Body::InPack { hash, index }) => {
                let body = bodies.get(&hash).ok_or(Failure::Missing)?;
                Ok(pack::body_of(body, index)?)
            }
            None => Err(Failure::Missing),
        });
        json(jobs)
    }

    async fn read_docs(&self, number: usize) -> Result<String, Failure> {
        let info = self.manifest.borrow().packs.get(number).copied();
        let PackInfo { hash, count, .. } = info.ok_or(Failure::Missing)?;
        let body = self.section(hash, Section::Body).await?;
        json((0..count).map(|index| Ok(pack::body_of(&body, index)?)))
    }

    /// The packs of the board, the newest first.
    pub(crate) fn hashes(&self) -> Vec<PackHash> {
        let manifest = self.manifest.borrow();
        manifest.packs.iter().map(|info| info.hash).collect()
    }

    /// A section of a pack of the board.
    pub(crate) async fn section(
        &self,
        hash: PackHash,
        section: Section,
    ) -> Result<Vec<u8>, Failure> {
        let bytes = self.store.section(hash, section).await?;
        bytes.ok_or(Failure::Missing)
    }
}

fn json(jobs: impl Iterator<Item = Result<Job, Failure>>) -> Result<String, Failure> {
    let docs: Vec<Doc> = jobs
        .map(|job| Ok(Doc::of(job?)))
        .collect::<Result<_, Failure>>()?;
    Ok(serde_json::to_string(&docs)?)
}
