//! How many bytes the first screen costs, and what is fetched later.

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::place::Place;
use crate::precompress::{self, Encoding};
use crate::steps;

/// The aim for the first screen over the wire: wasm, glue and css together.
const AIM: u64 = 300_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Wasm,
    Glue,
    Css,
    /// Cut out of the wasm: fetched when it is first needed.
    Later,
}

impl Part {
    const FIRST: [Self; 3] = [Self::Wasm, Self::Glue, Self::Css];

    const fn name(self) -> &'static str {
        match self {
            Self::Wasm => "wasm",
            Self::Glue => "glue",
            Self::Css => "css",
            Self::Later => "later",
        }
    }

    /// Which part a file in `dist` belongs to; `sw.js` and pictures belong to none.
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        match path.extension()?.to_str()? {
            "wasm" if name.ends_with("_bg.wasm") => Some(Self::Wasm),
            "wasm" => Some(Self::Later),
            "css" => Some(Self::Css),
            "js" if name.starts_with("engawa") || path.starts_with("snippets") => Some(Self::Glue),
            _ => None,
        }
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct Bytes {
    raw: u64,
    brotli: u64,
}

/// Prints the size of each part of the built app, and of the server.
pub(crate) fn show(place: &Place) -> Result<(), Error> {
    let dist = place.dist();
    let files = precompress::files_below(&dist)?;
    let mut together = Bytes::default();
    steps::say(format_args!("  {:10}{:>12}{:>12}", "", "raw", "brotli"));
    let sum = |part: Part| {
        let mut bytes = Bytes::default();
        for file in &files {
            let inside = file.strip_prefix(&dist).unwrap_or(file);
            if Part::of(inside) == Some(part) {
                let raw = size(file).unwrap_or_default();
                bytes.raw += raw;
                bytes.brotli += size(&Encoding::Brotli.beside(file)).unwrap_or(raw);
            }
        }
        bytes
    };
    for part in Part::FIRST {
        let bytes = sum(part);
        together.raw += bytes.raw;
        together.brotli += bytes.brotli;
        line(part.name(), bytes);
    }
    line("together", together);
    if together.brotli > AIM {
        steps::say(format_args!(
            "  over the aim of {} by {}",
            kilobytes(AIM),
            kilobytes(together.brotli - AIM)
        ));
    }
    line(Part::Later.name(), sum(Part::Later));
    if let Some(server) = size(&place.server()) {
        steps::say(format_args!(
            "  {} ({}.{} MB)",
            place.server().display(),
            server / 1_000_000,
            server / 100_000 % 10
        ));
    }
    Ok(())
}

fn line(name: &str, bytes: Bytes) {
    steps::say(format_args!(
        "  {name:10}{:>12}{:>12}",
        kilobytes(bytes.raw),
        kilobytes(bytes.brotli)
    ));
}

fn size(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|meta| meta.len())
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1_000, bytes / 100 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_screen_is_wasm_glue_and_css() {
        let of = |name: &str| Part::of(Path::new(name));
        assert_eq!(of("engawa-1a2b_bg.wasm"), Some(Part::Wasm));
        assert_eq!(of("engawa-1a2b_split_desk.wasm"), Some(Part::Later));
        assert_eq!(of("engawa-1a2b.js"), Some(Part::Glue));
        assert_eq!(of("snippets/engawa-9/inline0.js"), Some(Part::Glue));
        assert_eq!(of("style-77.css"), Some(Part::Css));
        for other in ["sw.js", "index.html", "icon.svg", "engawa-1a2b.js.br"] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn kilobytes_are_thousands() {
        assert_eq!(kilobytes(217_345), "217.3 kB");
        assert_eq!(kilobytes(99), "0.0 kB");
    }
}
