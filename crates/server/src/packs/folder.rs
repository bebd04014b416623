//! Packs on disk: each a file named after its content, beside the same compressed.

use super::PacksError;
use axum::body::Bytes;
use board::{Manifest, PackHash};
use flate2::{Compression, write::GzEncoder};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use sync::protocol::Epoch;

/// How a pack is written: as it is, or compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Plain,
    Brotli,
    Gzip,
}

impl Form {
    const ALL: [Form; 3] = [Form::Plain, Form::Brotli, Form::Gzip];

    fn ending(self) -> &'static str {
        match self {
            Form::Plain => "pack",
            Form::Brotli => "pack.br",
            Form::Gzip => "pack.gz",
        }
    }
}

/// A pack that is not used any more is kept for the pages that are still loading it.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
const MANIFEST: &str = "manifest.json";
/// 20,000 postings take about two seconds; 9 would save a tenth and take a minute.
const BROTLI_QUALITY: i32 = 5;
const BROTLI_WINDOW: i32 = 22;

/// The folder of packs.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    fn file(&self, hash: &str, form: Form) -> PathBuf {
        self.0.join(format!("{hash}.{}", form.ending()))
    }

    /// A pack's file; `None` when there is no such pack.
    pub(crate) async fn get(&self, hash: &PackHash, form: Form) -> io::Result<Option<Bytes>> {
        match tokio::fs::read(self.file(&hash.to_string(), form)).await {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What was built last, if it is of this incarnation of the store and whole.
    pub(super) async fn manifest(&self, epoch: &Epoch) -> Result<Option<Manifest>, PacksError> {
        let bytes = match tokio::fs::read(self.0.join(MANIFEST)).await {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let manifest: Manifest = serde_json::from_slice(&bytes)?;
        let whole = manifest.packs.iter().all(|pack| {
            let hash = pack.hash.to_string();
            let size = |form| {
                fs::metadata(self.file(&hash, form))
                    .map(|file| file.len())
                    .ok()
            };
            size(Form::Plain) == Some(pack.bytes)
                && size(Form::Brotli).is_some()
                && size(Form::Gzip).is_some()
        });
        Ok((manifest.epoch == epoch.0 && whole).then_some(manifest))
    }

    /// Writes a pack in every form, unless it is there.
    pub(super) fn put(&self, hash: &PackHash, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        let hash = hash.to_string();
        for form in Form::ALL {
            let file = self.file(&hash, form);
            if file.exists() {
                continue;
            }
            match form {
                Form::Plain => write_whole(&file, bytes)?,
                Form::Brotli => write_whole(&file, &brotli(bytes)?)?,
                Form::Gzip => write_whole(&file, &gzip(bytes)?)?,
            }
        }
        Ok(())
    }

    /// Notes what was built, for the next start.
    pub(super) fn put_manifest(&self, manifest: &Manifest) -> Result<(), PacksError> {
        fs::create_dir_all(&self.0)?;
        write_whole(&self.0.join(MANIFEST), &serde_json::to_vec(manifest)?)?;
        Ok(())
    }

    /// Removes packs that have been out of use for a day.
    pub(super) fn clear_out(
        &self,
        used: &BTreeSet<String>,
        former: &BTreeSet<String>,
    ) -> io::Result<()> {
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let hash = name.split('.').next().unwrap_or_default();
            if name == MANIFEST || used.contains(hash) {
                continue;
            }
            let now = SystemTime::now();
            if former.contains(hash) {
                // Its day begins now.
                File::options()
                    .append(true)
                    .open(entry.path())?
                    .set_modified(now)?;
            } else if entry.metadata()?.modified()? + KEPT < now {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Writes a file so that it is there with all of its content, or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut file = File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(unfinished, path)
}

fn brotli(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    encoder.finish()
}
