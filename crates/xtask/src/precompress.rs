//! Brotli and gzip beside every file worth it, so that the server compresses nothing.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::error::Error;
use crate::{cores, steps};

/// Text, and wasm, which compresses like text. Pictures and fonts are compressed in themselves.
const WORTH_IT: [&str; 11] = [
    "css",
    "html",
    "ico",
    "js",
    "json",
    "map",
    "mjs",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// What is smaller than this travels in one packet either way.
const LEAST: u64 = 256;

const BROTLI_QUALITY: i32 = 11;
/// Windows of 4 MiB: more than any file here.
const BROTLI_WINDOW: i32 = 22;

/// How a file travels.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    const fn extension(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    /// The compressed file beside a file.
    pub(crate) fn beside(self, path: &Path) -> PathBuf {
        let mut name = OsString::from(path);
        name.push(".");
        name.push(self.extension());
        PathBuf::from(name)
    }

    fn compress(self, raw: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    lgwin: BROTLI_WINDOW,
                    size_hint: raw.len(),
                    ..Default::default()
                };
                let mut small = Vec::new();
                let mut raw = raw;
                brotli::BrotliCompress(&mut raw, &mut small, &params)?;
                Ok(small)
            }
            Self::Gzip => {
                let best = flate2::Compression::best();
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), best);
                encoder.write_all(raw)?;
                encoder.finish()
            }
        }
    }
}

/// Compresses what is new in a folder.
pub(crate) fn precompress(folder: &Path) -> Result<(), Error> {
    let start = Instant::now();
    let mut wanted = Vec::new();
    for file in files_below(folder)? {
        let length = fs::metadata(&file)
            .map_err(Error::file("read", &file))?
            .len();
        if is_worth_it(&file, length) {
            let stale = |encoding: &Encoding| !is_newer(&encoding.beside(&file), &file);
            wanted.extend(
                Encoding::ALL
                    .into_iter()
                    .filter(stale)
                    .map(|encoding| (file.clone(), encoding)),
            );
        }
    }
    if wanted.is_empty() {
        steps::there("brotli and gzip", start);
        return Ok(());
    }
    steps::step("brotli and gzip", || {
        cores::on_all(&wanted, |(file, encoding)| write_beside(file, *encoding)).map(|_| ())
    })
}

/// Written aside and moved into place: half a file never counts.
fn write_beside(file: &Path, encoding: Encoding) -> Result<(), Error> {
    let raw = fs::read(file).map_err(Error::file("read", file))?;
    let small = encoding
        .compress(&raw)
        .map_err(Error::file("compress", file))?;
    let beside = encoding.beside(file);
    if small.len() >= raw.len() {
        // A file that grows: an old compressed one must not stand for the new one either.
        return match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::file("remove", beside)(error))
            }
            _ => Ok(()),
        };
    }
    // Beside the other encodings of the file, which are written at the same time.
    let mut aside = beside.clone().into_os_string();
    aside.push(".part");
    let aside = PathBuf::from(aside);
    fs::write(&aside, small).map_err(Error::file("write", &aside))?;
    fs::rename(&aside, &beside).map_err(Error::file("write", &beside))
}

fn is_worth_it(path: &Path, length: u64) -> bool {
    length >= LEAST
        && path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| WORTH_IT.contains(&extension))
}

/// Of the same tick of the clock is not newer: the file may have changed after it was read.
fn is_newer(compressed: &Path, raw: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    matches!((changed(compressed), changed(raw)), (Some(compressed), Some(raw)) if compressed > raw)
}

/// Every file in a folder and the folders in it, in order.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(Error::file("read", &folder))?;
        for entry in entries {
            let path = entry.map_err(Error::file("read", &folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn what_is_compressed_already_is_left_alone() {
        for name in ["engawa-1a2b_bg.wasm", "index.html", "manifest.webmanifest"] {
            assert!(is_worth_it(Path::new(name), LEAST), "{name}");
        }
        for name in ["icon.png", "index.html.br", "index.html.gz", "LICENSE"] {
            assert!(!is_worth_it(Path::new(name), LEAST), "{name}");
        }
        assert!(!is_worth_it(Path::new("tiny.css"), LEAST - 1));
    }

    #[test]
    fn both_encodings_give_the_text_back() {
        let text = "縁側 engawa ".repeat(500);
        let brotli = Encoding::Brotli.compress(text.as_bytes()).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut brotli.as_slice(), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        let gzip = Encoding::Gzip.compress(text.as_bytes()).unwrap();
        let mut back = String::new();
        flate2::read::GzDecoder::new(gzip.as_slice())
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
        assert!(brotli.len() < gzip.len() && gzip.len() < text.len());
    }

    #[test]
    fn compresses_once_and_again_after_a_change() {
        let folder = std::env::temp_dir().join(format!("xtask-compress-{}", std::process::id()));
        fs::create_dir_all(folder.join("deep")).unwrap();
        let file = folder.join("deep").join("app.css");
        fs::write(&file, "a { color: indigo }\n".repeat(50)).unwrap();
        let before = SystemTime::now() - Duration::from_mins(1);
        let opened = fs::File::options().write(true).open(&file).unwrap();
        opened.set_modified(before).unwrap();
        fs::write(folder.join("tiny.txt"), "a").unwrap();
        precompress(&folder).unwrap();
        let names: Vec<_> = files_below(&folder)
            .unwrap()
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["app.css", "app.css.br", "app.css.gz", "tiny.txt"]);
        let brotli = Encoding::Brotli.beside(&file);
        let first = fs::metadata(&brotli).unwrap().modified().unwrap();
        precompress(&folder).unwrap();
        assert_eq!(fs::metadata(&brotli).unwrap().modified().unwrap(), first);
        fs::write(&file, "a { color: white }\n".repeat(60)).unwrap();
        precompress(&folder).unwrap();
        let mut back = Vec::new();
        let small = fs::read(&brotli).unwrap();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back).unwrap();
        assert_eq!(back, fs::read(&file).unwrap());
        fs::remove_dir_all(&folder).unwrap();
    }
}
