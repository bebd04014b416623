//! The board on disk: packs as bytes, and the postings that changed since they were built.

use super::database::{self, Db, Durability, StorageError};
use board::{
    Manifest, PackError, PackHash,
    pack::{self, LAYOUT_BYTES, Layout},
};
use domain::{Job, JobId};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;
const PACKS: &str = "packs";
const TAIL: &str = "tail";
const META: &str = "meta";
const STORES: &[&str] = &[PACKS, TAIL, META];

const MANIFEST: &str = "manifest";
const CURSOR: &str = "cursor";

/// The sections of a pack, stored apart: a list needs only the first, a search the second.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// What cards show and filters ask.
    Head,
    /// Folded text.
    Text,
    /// Whole postings.
    Body,
}

impl Section {
    const ALL: [Section; 3] = [Self::Head, Self::Text, Self::Body];
}

/// A pack's file as it came. Its bytes stay with the browser: of a section that is only stored, no
/// byte comes into the app's memory, which never shrinks again.
#[derive(Debug)]
pub struct PackFile {
    bytes: Uint8Array,
    layout: Layout,
}

impl PackFile {
    /// Looks where the sections lie.
    pub fn new(bytes: Uint8Array) -> Result<Self, PackError> {
        let start = bytes.subarray(0, LAYOUT_BYTES as u32).to_vec();
        let layout = pack::layout(&start, bytes.length() as usize)?;
        Ok(Self { bytes, layout })
    }

    /// Brings a section into the app's memory.
    pub fn read(&self, section: Section) -> Vec<u8> {
        let (from, to) = self.range(section);
        self.bytes.subarray(from, to).to_vec()
    }

    /// How long a section is.
    pub fn bytes(&self, section: Section) -> u32 {
        let (from, to) = self.range(section);
        to - from
    }

    /// A copy of a section with nothing around it.
    fn cut_out(&self, section: Section) -> Uint8Array {
        let (from, to) = self.range(section);
        self.bytes.slice(from, to)
    }

    /// A JavaScript array has fewer than 2^32 bytes.
    fn range(&self, section: Section) -> (u32, u32) {
        let range = match section {
            Section::Head => &self.layout.head,
            Section::Text => &self.layout.text,
            Section::Body => &self.layout.body,
        };
        (range.start as u32, range.end as u32)
    }
}

fn pack_key(hash: PackHash, section: Section) -> String {
    let section = match section {
        Section::Head => "head",
        Section::Text => "text",
        Section::Body => "body",
    };
    format!("{hash}/{section}")
}

/// One posting that changed since the packs were built; `None` is gone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TailEntry {
    /// Which.
    pub id: JobId,
    /// What it is now.
    pub job: Option<Job>,
}

/// Everything but the packs' bytes.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Stored {
    /// Which packs make the board; `None` before the first visit has ended.
    pub manifest: Option<Manifest>,
    /// How far the tail has followed.
    pub cursor: u64,
    /// The tail.
    pub tail: Vec<TailEntry>,
}

/// The database of what everybody may read.
#[derive(Debug)]
pub struct BoardStore {
    db: Db,
}

impl BoardStore {
    /// Opens the database and reads all but the packs.
    pub async fn open() -> Result<(Self, Stored), StorageError> {
        let db = Db::open("engawa-board", VERSION, STORES, |_| {}).await?;
        let transaction = db.read(&[TAIL, META])?;
        let meta = transaction.object_store(META)?;
        let stored = Stored {
            manifest: database::get(&meta, MANIFEST).await?,
            cursor: database::get(&meta, CURSOR).await?.unwrap_or_default(),
            tail: database::get_all(&transaction.object_store(TAIL)?).await?,
        };
        drop(transaction);
        Ok((Self { db }, stored))
    }

    /// One section of a pack.
    pub async fn section(
        &self,
        hash: PackHash,
        section: Section,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let transaction = self.db.read(&[PACKS])?;
        let packs = transaction.object_store(PACKS)?;
        database::get_bytes(&packs, &pack_key(hash, section)).await
    }

    /// Stores a pack. It becomes part of the board with `adopt`.
    pub async fn save_pack(&self, hash: PackHash, file: &PackFile) -> Result<(), StorageError> {
        let transaction = self.db.write(&[PACKS], Durability::Relaxed)?;
        let packs = transaction.object_store(PACKS)?;
        for section in Section::ALL {
            database::put_bytes(&packs, &pack_key(hash, section), file.cut_out(section))?;
        }
        database::commit(transaction).await
    }

    /// Makes `manifest` the board: its packs are stored, the tail begins anew, and packs that no
    /// manifest names leave.
    pub async fn adopt(
        &self,
        manifest: &Manifest,
        dropped: &[PackHash],
    ) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Relaxed)?;
        let meta = transaction.object_store(META)?;
        database::put(&meta, MANIFEST, manifest)?;
        database::put(&meta, CURSOR, &manifest.version)?;
        database::clear(&transaction.object_store(TAIL)?)?;
        let packs = transaction.object_store(PACKS)?;
        for hash in dropped {
            for section in Section::ALL {
                database::delete(&packs, &pack_key(*hash, section))?;
            }
        }
        database::commit(transaction).await
    }

    /// Stores changed postings together with how far they go.
    pub async fn save_tail(&self, entries: &[TailEntry], cursor: u64) -> Result<(), StorageError> {
        let transaction = self.db.write(&[TAIL, META], Durability::Relaxed)?;
        let tail = transaction.object_store(TAIL)?;
        for entry in entries {
            database::put(&tail, &entry.id.to_string(), entry)?;
        }
        database::put(&transaction.object_store(META)?, CURSOR, &cursor)?;
        database::commit(transaction).await
    }

    /// Empties the board, to make room or to begin anew.
    pub async fn clear(&self) -> Result<(), StorageError> {
        let transaction = self.db.write(STORES, Durability::Relaxed)?;
        for store in STORES {
            database::clear(&transaction.object_store(store)?)?;
        }
        database::commit(transaction).await
    }
}
