//! The device's part of searching: packs in memory.

use crate::{Answer, Failure, Shelf, doc::doc_id, name, packs, query, viewer};
use board::{Board, DocRef, Pack, PackHash, newest, search};
use domain::fee::FeeTable;
use engawa_app::{device::board_store::Section, state::board::lower};
use std::collections::BTreeSet;
use wasm_bindgen::prelude::wasm_bindgen;

/// Postings that can be searched.
#[wasm_bindgen]
pub struct Index {
    board: Board,
}

#[wasm_bindgen]
impl Index {
    /// Of nothing.
    #[wasm_bindgen(constructor)]
    pub fn empty() -> Index {
        let board = Board::new(lower, FeeTable::default());
        Index { board }
    }

    /// Of what is stored, as the app reads it when it opens.
    pub async fn of(shelf: &Shelf) -> Answer<Index> {
        Ok(Self::read(shelf).await?)
    }

    /// Takes a pack that came; the newest first.
    pub fn add(&mut self, pack: &packs::Pack) -> Answer<()> {
        let hash = name(self.board.packs().count());
        let (head, text) = (pack.file.read(Section::Head), pack.file.read(Section::Text));
        Ok(self.insert(hash, &head, text)?)
    }

    /// The newest postings that hold every word; stops as soon as it has as many as asked for.
    /// Ids with a space between.
    pub fn newest(&self, words: &str, limit: usize) -> String {
        let stars = BTreeSet::new();
        self.ids(newest(&self.board, &query(words), viewer(&stars), limit))
    }

    /// Every posting that holds every word, as the app does while one types: ordered by how well
    /// they fit, with the counts beside all filters. Ids with a space between.
    pub fn search(&self, words: &str) -> String {
        let stars = BTreeSet::new();
        self.ids(search(&self.board, &query(words), viewer(&stars)).hits)
    }
}

impl Index {
    async fn read(shelf: &Shelf) -> Result<Self, Failure> {
        let mut index = Self::empty();
        for hash in shelf.hashes() {
            let head = shelf.section(hash, Section::Head).await?;
            let text = shelf.section(hash, Section::Text).await?;
            index.insert(hash, &head, text)?;
        }
        Ok(index)
    }

    fn insert(&mut self, hash: PackHash, head: &[u8], text: Vec<u8>) -> Result<(), Failure> {
        self.board.insert_pack(hash, Pack::read(head, text)?);
        Ok(())
    }

    /// One text: a thousand small ones would cost more than the search.
    fn ids(&self, hits: Vec<DocRef>) -> String {
        let mut ids = String::new();
        for card in hits.into_iter().filter_map(|hit| self.board.card(hit)) {
            ids.push_str(&doc_id(card.id));
            ids.push(' ');
        }
        ids.truncate(ids.trim_end().len());
        ids
    }
}
